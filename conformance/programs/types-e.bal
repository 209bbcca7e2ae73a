import ballerina/io;

function f(int n) returns string {
    return n; // @error
}

public function main() {
    int x = "a"; // @error
    string s = f(); // @error
    io:println(undefinedName); // @error
    x = f(1); // @error
    if x is string { // @error
        io:println(s);
    }
    final int y = 1;
    y = 2; // @error
    f(1); // @error
}

// Of control flow only bodies whose types are right are told.
function flow() {
    int z;
    io:println(z); // @error
    return;
    io:println("never"); // @error
    if true {
        io:println("nor this");
    }
}

function noResult(int x) returns int {
    undefinedFunction(); // @error
}
