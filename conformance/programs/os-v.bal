import ballerina/io;
import ballerina/os;

public function main() returns error? {
    io:println(os:getEnv("NO_SUCH_VARIABLE_HERE") == ""); // @output true
    check os:setEnv("OS_TEST_VARIABLE", "value");
    io:println(os:getEnv("OS_TEST_VARIABLE"), " ", os:listEnv()["OS_TEST_VARIABLE"]); // @output value value
    check os:unsetEnv("OS_TEST_VARIABLE");
    io:println(os:listEnv().hasKey("OS_TEST_VARIABLE"), " ", os:listEnv().hasKey("PATH")); // @output false true
    os:Error? wrong = os:setEnv("", "x");
    io:println(wrong is error ? wrong.message() : ""); // @output The parameter key cannot be an empty string
    wrong = os:setEnv("==", "x");
    io:println(wrong is error ? wrong.message() : ""); // @output The parameter key cannot be == sign
    io:println(os:getUsername() != "", " ", os:getUserHome() != ""); // @output true true
    os:Process shell = check os:exec({value: "sh", arguments: ["-c", "echo $GREETING; echo bad >&2; exit 3"]}, GREETING = "hi");
    io:print(check string:fromBytes(check shell.output())); // @output hi
    io:print(check string:fromBytes(check shell.output(io:stderr))); // @output bad
    io:println(check shell.waitForExit(), " ", check shell.waitForExit()); // @output 3 3
    io:println(shell.output() is os:ProcessExecError); // @output true
    os:Process waiting = check os:exec({value: "sleep", arguments: ["60"]});
    waiting.exit();
    io:println(check waiting.waitForExit()); // @output 143
    os:Process|os:Error none = os:exec({value: "/no/such/program"});
    io:println(none is os:ProcessExecError); // @output true
}
