import ballerina/io;

public function main() returns error? {
    io:println(5.abs(), int:abs(-5), 0.abs(), int:abs(-int:MAX_VALUE) == int:MAX_VALUE); // @output 550true
    // 2^63 is no int.
    io:println((trap int:abs(int:MIN_VALUE)) is error); // @output true
    io:println(int:sum(), " ", int:sum(1, -2, 3), " ", 4.sum(5)); // @output 0 2 9
    io:println((trap int:sum(int:MAX_VALUE, 1)) is error); // @output true
    int[] ns = [3, 9, -2];
    io:println(int:max(1), int:max(1, ...ns), 10.max(), int:min(1), int:min(1, ...ns), int:min(int:MIN_VALUE, 0) == int:MIN_VALUE); // @output 19101-2true
    io:println(int:avg(1, 2), " ", int:avg(7), " ", int:avg(1, 1, 2), " ", 3.avg(4)); // @output 1.5 7 1.333333333333333333333333333333333 3.5
    // The sum is taken in decimal, so that it does not overflow.
    io:println(int:avg(int:MAX_VALUE, int:MAX_VALUE)); // @output 9223372036854775807

    io:println(check int:fromString("42"), check int:fromString("-42"), check int:fromString("+7"), check int:fromString("007")); // @output 42-4277
    io:println(check int:fromString("9223372036854775807"), check int:fromString("-9223372036854775808")); // @output 9223372036854775807-9223372036854775808
    foreach string s in ["", " 1", "1 ", "1.0", "0x10", "--1", "+", "9223372036854775808", "-9223372036854775809", "1_000", "１"] {
        io:print(int:fromString(s) is error ? "e" : s);
    }
    io:println(); // @output eeeeeeeeeee

    io:println(255.toHexString(), " ", (-255).toHexString(), " ", 0.toHexString(), " ", int:MIN_VALUE.toHexString()); // @output ff -ff 0 -8000000000000000
    io:println(int:toHexString(int:MAX_VALUE)); // @output 7fffffffffffffff
    io:println(check int:fromHexString("fF"), check int:fromHexString("-10"), check int:fromHexString("+a"), check int:fromHexString("0000")); // @output 255-16100
    io:println(check int:fromHexString("-8000000000000000"), check int:fromHexString("7FFFFFFFFFFFFFFF")); // @output -92233720368547758089223372036854775807
    foreach string s in ["", "0x1", "0X1", "g", "-", "8000000000000000", "1 ", "+-1"] {
        io:print(int:fromHexString(s) is error ? "e" : s);
    }
    io:println(); // @output eeeeeeee

    check show(int:range(0, 5, 2)); // @output 0 2 4 .
    check show(int:range(5, 0, -2)); // @output 5 3 1 .
    check show(int:range(0, 0, 1)); // @output .
    check show(int:range(3, 0, 1)); // @output .
    check show(int:range(0, 3, -1)); // @output .
    // Nothing overflows at the ends.
    check show(int:range(int:MAX_VALUE - 1, int:MAX_VALUE, 5)); // @output 9223372036854775806 .
    check show(int:range(int:MIN_VALUE + 1, int:MIN_VALUE, int:MIN_VALUE)); // @output -9223372036854775807 .
    check show(int:range(0, int:MAX_VALUE, int:MAX_VALUE)); // @output 0 .
    io:println((trap int:range(0, 1, 0)) is error); // @output true
    var it = int:range(7, 9, 1).iterator();
    io:println(it.next(), it.next(), it.next() is (), it.next() is ()); // @output {"value":7}{"value":8}truetrue
}

function show(object:Iterable range) returns error? {
    foreach any|error i in range {
        io:print(check i, " ");
    }
    io:println(".");
}
