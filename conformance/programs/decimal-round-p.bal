import ballerina/io;

public function main() {
    io:println((1.5d).round(-7000), " ", (4.9E6144d).round(-6145)); // @output 0 0
    io:println((5.1E6144d).round(-6145));
}
