import ballerina/io;

const float NAN = float:NaN;
const float INF = float:Infinity;

public function main() returns error? {
    classes();
    aggregates();
    rounding();
    mathematics();
    check texts();
    bits();
    forms();
}

function classes() {
    io:println(1.5.isFinite(), NAN.isFinite(), INF.isFinite(), (-INF).isFinite()); // @output truefalsefalsefalse
    io:println(1.5.isInfinite(), NAN.isInfinite(), INF.isInfinite(), (-INF).isInfinite()); // @output falsefalsetruetrue
    io:println(1.5.isNaN(), NAN.isNaN(), float:isNaN(INF), (0.0 / 0.0).isNaN()); // @output falsetruefalsetrue
}

function aggregates() {
    io:println(float:sum(), " ", float:sum(1.5, 2.0), " ", float:sum(1.0, NAN), " ", float:sum(INF, -INF), " ", 1.0.sum(2.0)); // @output 0.0 3.5 NaN NaN 3.0
    io:println(float:max(), " ", float:max(1.0, 3.0, 2.0), " ", float:max(1.0, NAN), " ", 1.0.max(-INF)); // @output -Infinity 3.0 NaN 1.0
    io:println(float:min(), " ", float:min(1.0, 3.0, 2.0), " ", float:min(NAN, 1.0), " ", 1.0.min(-INF)); // @output Infinity 1.0 NaN -Infinity
    io:println(float:avg(), " ", float:avg(1.0, 2.0), " ", float:avg(NAN, 1.0), " ", 4.0.avg()); // @output NaN 1.5 NaN 4.0
    io:println((-1.5).abs(), " ", (-0.0).abs(), " ", (-INF).abs(), " ", NAN.abs()); // @output 1.5 0.0 Infinity NaN
}

function rounding() {
    // To the nearest, ties to even.
    io:println(2.5.round(), " ", 3.5.round(), " ", (-2.5).round(), " ", (-0.4).round(), " ", 0.5.round()); // @output 2.0 4.0 -2.0 -0.0 0.0
    io:println(3.14159.round(2), " ", 1250.0.round(-2), " ", 1350.0.round(-2), " ", 0.125.round(2), " ", 5.015.round(2)); // @output 3.14 1200.0 1400.0 0.12 5.01
    io:println(NAN.round(3), " ", INF.round(), " ", (-INF).round(2), " ", (-0.0).round(5)); // @output NaN Infinity -Infinity -0.0
    io:println(1.5e300.round(5), " ", 123.456.round(400), " ", 123.456.round(-400), " ", 1.0e-10.round(3)); // @output 1.5E300 123.456 0.0 0.0
    io:println(1.7.floor(), " ", (-1.2).floor(), " ", (-0.0).floor(), " ", INF.floor(), " ", NAN.floor()); // @output 1.0 -2.0 -0.0 Infinity NaN
    io:println(1.2.ceiling(), " ", (-1.7).ceiling(), " ", (-0.5).ceiling(), " ", 1e300.ceiling(), " ", NAN.ceiling()); // @output 2.0 -1.0 -0.0 1.0E300 NaN
}

function mathematics() {
    io:println(16.0.sqrt(), " ", (-1.0).sqrt(), " ", (-0.0).sqrt(), " ", INF.sqrt(), " ", float:sqrt(2.0)); // @output 4.0 NaN -0.0 Infinity 1.4142135623730951
    io:println(27.0.cbrt(), " ", (-8.0).cbrt(), " ", (-0.0).cbrt(), " ", NAN.cbrt()); // @output 3.0 -2.0 -0.0 NaN
    io:println(2.0.pow(10.0), " ", 2.0.pow(-1.0), " ", NAN.pow(0.0), " ", 0.0.pow(0.0), " ", (-8.0).pow(1.0 / 3.0), " ", 0.0.pow(-1.0)); // @output 1024.0 0.5 1.0 1.0 NaN Infinity
    io:println(1.0.log(), " ", 0.0.log(), " ", (-1.0).log(), " ", INF.log(), " ", float:E.log()); // @output 0.0 -Infinity NaN Infinity 1.0
    io:println(1000.0.log10(), " ", 0.0.log10(), " ", (-1.0).log10()); // @output 3.0 -Infinity NaN
    io:println(0.0.exp(), " ", (-INF).exp(), " ", 1000.0.exp(), " ", NAN.exp()); // @output 1.0 0.0 Infinity NaN
    io:println(0.0.sin(), " ", (-0.0).sin(), " ", INF.sin(), " ", near((float:PI / 2.0).sin(), 1.0)); // @output 0.0 -0.0 NaN true
    io:println(0.0.cos(), " ", NAN.cos(), " ", near(float:PI.cos(), -1.0)); // @output 1.0 NaN true
    io:println(0.0.tan(), " ", INF.tan(), " ", near((float:PI / 4.0).tan(), 1.0)); // @output 0.0 NaN true
    io:println(1.0.acos(), " ", 2.0.acos(), " ", near((-1.0).acos(), float:PI)); // @output 0.0 NaN true
    io:println(0.0.atan(), " ", near(INF.atan(), float:PI / 2.0), " ", near(1.0.atan(), float:PI / 4.0)); // @output 0.0 true true
    io:println(0.0.asin(), " ", (-2.0).asin(), " ", near(1.0.asin(), float:PI / 2.0)); // @output 0.0 NaN true
    io:println(near(1.0.atan2(1.0), float:PI / 4.0), near(0.0.atan2(-1.0), float:PI), " ", (-0.0).atan2(1.0), " ", near(float:atan2(-1.0, 0.0), -float:PI / 2.0)); // @output truetrue -0.0 true
    io:println(0.0.sinh(), " ", (-INF).sinh(), " ", near(1.0.sinh(), 1.1752011936438014)); // @output 0.0 -Infinity true
    io:println(0.0.cosh(), " ", (-INF).cosh(), " ", near(1.0.cosh(), 1.543080634815244)); // @output 1.0 Infinity true
    io:println(0.0.tanh(), " ", INF.tanh(), " ", (-INF).tanh(), " ", near(1.0.tanh(), 0.7615941559557649)); // @output 0.0 1.0 -1.0 true
}

// The last digits of these functions are not prescribed.
function near(float a, float b) returns boolean {
    return (a - b).abs() < 1e-14;
}

function texts() returns error? {
    io:println(check float:fromString("1.5"), " ", check float:fromString("-1e3"), " ", check float:fromString("+.5"), " ", check float:fromString("7"), " ", check float:fromString("1E-2")); // @output 1.5 -1000.0 0.5 7.0 0.01
    io:println(check float:fromString("NaN"), " ", check float:fromString("Infinity"), " ", check float:fromString("-Infinity"), " ", check float:fromString("+Infinity"), " ", check float:fromString("-0.0")); // @output NaN Infinity -Infinity Infinity -0.0
    io:println(check float:fromString("1e400"), " ", check float:fromString("1e-400"), " ", check float:fromString("4.9E-324")); // @output Infinity 0.0 4.9E-324
    foreach string s in ["", " 1", "1f", "1.0d", "+NaN", "inf", "nan", "0x1p3", "1.", ".", "1e", "1e+", "--1", "1,5"] {
        io:print(float:fromString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeeeeeeeeeee
    io:println(1.0.toHexString(), " ", (-0.5).toHexString(), " ", 0.0.toHexString(), " ", (-0.0).toHexString(), " ", NAN.toHexString(), " ", (-INF).toHexString()); // @output 0x1.0p0 -0x1.0p-1 0x0.0p0 -0x0.0p0 NaN -Infinity
    io:println(10.0.toHexString(), " ", 4.9E-324.toHexString(), " ", 1.7976931348623157E308.toHexString()); // @output 0x1.4p3 0x0.0000000000001p-1022 0x1.fffffffffffffp1023
    io:println(check float:fromHexString("0x1.8p1"), " ", check float:fromHexString("-0X.8P+1"), " ", check float:fromHexString("+0xAp0"), " ", check float:fromHexString("0xa.8")); // @output 3.0 -1.0 10.0 10.5
    io:println(check float:fromHexString("NaN"), " ", check float:fromHexString("+Infinity"), " ", check float:fromHexString("-Infinity")); // @output NaN Infinity -Infinity
    foreach float f in [0.1, -1e-310, 1.7976931348623157E308, 4.9E-324] {
        io:print(check float:fromHexString(f.toHexString()) == f);
    }
    io:println(); // @output truetruetruetrue
    foreach string s in ["", "1.8p1", "0x", "0xg", "0x1p", "0x1.0p1.5", "nan", " 0x1p0"] {
        io:print(float:fromHexString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeeeee
}

function bits() {
    io:println(1.0.toBitsInt(), " ", 0.0.toBitsInt(), " ", (-0.0).toBitsInt() == int:MIN_VALUE, " ", INF.toBitsInt().toHexString()); // @output 4607182418800017408 0 true 7ff0000000000000
    io:println(NAN.toBitsInt().toHexString()); // @output 7ff8000000000000
    io:println(float:fromBitsInt(4607182418800017408), " ", float:fromBitsInt(1), " ", float:fromBitsInt(int:MIN_VALUE)); // @output 1.0 4.9E-324 -0.0
    // All bit patterns of NaN are one value.
    io:println(float:fromBitsInt(-1), " ", float:fromBitsInt(-1) === NAN, " ", float:fromBitsInt(-1).toBitsInt() == NAN.toBitsInt()); // @output NaN true true
}

function forms() {
    io:println(1234.5678.toFixedString(2), " ", 0.5.toFixedString(0), " ", 1.5.toFixedString(0), " ", 2.5.toFixedString(0), " ", (-0.0).toFixedString(1)); // @output 1234.57 0 2 2 -0.0
    io:println(1.0.toFixedString(()), " ", 1e21.toFixedString(()), " ", 1.25e-7.toFixedString(()), " ", 3.0.toFixedString(3)); // @output 1.0 1000000000000000000000.0 0.000000125 3.000
    io:println(NAN.toFixedString(2), " ", INF.toFixedString(()), " ", (-INF).toFixedString(0), " ", 0.125.toFixedString(2), " ", 0.375.toFixedString(2)); // @output NaN Infinity -Infinity 0.12 0.38
    io:println((trap 1.0.toFixedString(-1)) is error, (trap 1.0.toExpString(-1)) is error); // @output truetrue
    io:println(1234.5678.toExpString(2), " ", 0.0.toExpString(()), " ", 0.0.toExpString(3), " ", 5.0.toExpString(0), " ", 1e-7.toExpString(())); // @output 1.23e+03 0e+00 0.000e+00 5e+00 1e-07
    io:println(12345.0.toExpString(()), " ", (-1e300).toExpString(1), " ", 2.5.toExpString(0), " ", 3.5.toExpString(0), " ", 9.99.toExpString(1)); // @output 1.2345e+04 -1.0e+300 2e+00 4e+00 1.0e+01
    io:println(NAN.toExpString(2), " ", (-INF).toExpString(())); // @output NaN -Infinity
}
