import ballerina/io;

public function main() {
    int a = 7;
    int b = -2;
    io:println(a / b, " ", a % b); // @output -3 1
    io:println(a << 2, " ", b >> 1, " ", b >>> 60); // @output 28 -1 15
    io:println(1 << 65); // @output 2
    float f = 1.0;
    io:println(f / 3.0); // @output 0.3333333333333333
    io:println(6.0 * 1.0, " ", 1.0e21, " ", 1.0e-7); // @output 6.0 1.0E21 1.0E-7
    decimal d = 1.10;
    io:println(d * 1.0, " ", d + 1); // @output 1.100 2.10
    io:println(<int>2.5, " ", <int>3.5); // @output 2 4
    int? n = ();
    io:println(n + 1 is ()); // @output true
    int:Unsigned8 u = 200;
    io:println(u & 15); // @output 8
    float nan = 0.0 / 0.0;
    io:println(nan == nan, " ", 0.0 == -0.0, " ", 0.0 === -0.0); // @output true true false
}
