import ballerina/io;

public function main() {
    int big = int:MAX_VALUE;
    int|error r = trap big + 1;
    if r is error {
        io:println(r.message()); // @output {ballerina}NumberOverflow
    }
    io:println((trap 1 / (big - big)) is error); // @output true
    int m = big * 2;
    io:println(m);
}
