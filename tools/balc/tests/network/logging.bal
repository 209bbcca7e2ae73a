// Log messages of every kind.

import ballerina/log;

isolated function slow() returns anydata => [1, "x"];

function failing() {
    log:printError("bad \"one\"", error("e", error("c", x = 1)), id = 5, name = "n m");
}

public function main() {
    log:printInfo("hello", id = 845315, who = {a: "b"});
    log:printDebug("details");
    int v = 4;
    log:printWarn(`value is ${v}`, v = slow, t = `x${v}`);
    failing();
}
