import ballerina/io;

public function main() returns error? {
    io:println(decimal:sum(), " ", decimal:sum(1.10d, 2.205d), " ", 1d.sum(-1.0d), " ", decimal:sum(0.1d, 0.2d) == 0.3d); // @output 0 3.305 0 true
    io:println(decimal:max(1d), " ", decimal:max(1.5d, 2.50d, -3d), " ", 1d.max(0.9d)); // @output 1 2.50 1
    io:println(decimal:min(1d), " ", decimal:min(1.5d, 2.50d, -3d), " ", 1d.min(0.9d)); // @output 1 -3 0.9
    io:println(decimal:avg(1d), " ", decimal:avg(1d, 2d), " ", decimal:avg(1d, 1d, 2d), " ", 2d.avg(4d)); // @output 1 1.5 1.333333333333333333333333333333333 3
    io:println((-1.50d).abs(), " ", 1.5d.abs(), " ", decimal:abs(0d)); // @output 1.50 1.5 0

    // To the nearest, ties to even.
    io:println(2.5d.round(), " ", 3.5d.round(), " ", (-2.5d).round(), " ", 2.51d.round()); // @output 2 4 -2 3
    io:println(3.14159d.round(2), " ", 1.005d.round(2), " ", 1.015d.round(2), " ", 5d.round(3)); // @output 3.14 1.00 1.02 5.000
    io:println(1250d.round(-2), " ", 1350d.round(-2), " ", 0.4d.round(-1)); // @output 1.2E+3 1.4E+3 0E+1
    io:println(1.23d.quantize(1.0d), " ", 1.25d.quantize(0.1d), " ", 7d.quantize(0.001d), " ", 123d.quantize(1e2d), " ", 0d.quantize(0.00d)); // @output 1.2 1.2 7.000 1E+2 0.00
    // Too many digits for the quantum.
    io:println((trap 1234567890d.quantize(1e-30d)) is error); // @output true
    io:println(1.7d.floor(), " ", (-1.2d).floor(), " ", 5d.floor(), " ", (-0.5d).floor()); // @output 1 -2 5 -1
    io:println(1.2d.ceiling(), " ", (-1.7d).ceiling(), " ", 5.00d.ceiling(), " ", 0.1d.ceiling()); // @output 2 -1 5 1

    io:println(check decimal:fromString("1.50"), " ", check decimal:fromString("-12"), " ", check decimal:fromString("+.5"), " ", check decimal:fromString("1e3"), " ", check decimal:fromString("1E-3")); // @output 1.50 -12 0.5 1E+3 0.001
    io:println(check decimal:fromString("0.1234567890123456789012345678901234567")); // @output 0.1234567890123456789012345678901235
    foreach string s in ["", " 1", "1d", "1.0f", "NaN", "Infinity", "0x1", "1.", ".", "1e", "--1", "1,5"] {
        io:print(decimal:fromString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeeeeeeeee
}
