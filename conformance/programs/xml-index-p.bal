import ballerina/io;

public function main() {
    xml x = xml `<a/><b/>`;
    io:println(x[2].length()); // @output 0
    io:println(x[1]); // @output <b/>
    int i = -1;
    io:println(x[i]);
}
