import ballerina/io;

public function main() {
    int[] a = [1];
    (int|string)[] b = a;
    error? e = trap put(b);
    if e is error {
        io:println(e.message()); // @output {ballerina/lang.array}InherentTypeViolation
        io:println(e.detail()["message"]); // @output incompatible types: expected 'int', found 'string'
    }
    io:println(a); // @output [1]
    io:println(b[3]);
}

function put((int|string)[] list) {
    list[0] = "x";
}
