import ballerina/io;

public function main() returns error? {
    io:println(check boolean:fromString("true"), check boolean:fromString("TrUe"), check boolean:fromString("1")); // @output truetruetrue
    io:println(check boolean:fromString("false"), check boolean:fromString("FALSE"), check boolean:fromString("0")); // @output falsefalsefalse
    foreach string s in ["", " true", "yes", "2", "01", "t", "falſe"] {
        io:print(boolean:fromString(s) is error ? "e" : s);
    }
    io:println(); // @output eeeeeee
    io:println(boolean:some(), boolean:some(false, false), boolean:some(false, true), true.some()); // @output falsefalsetruetrue
    io:println(boolean:every(), boolean:every(true, true), boolean:every(true, false), false.every(true)); // @output truetruefalsefalse
    boolean[] none = [];
    io:println(boolean:some(...none), boolean:every(...none)); // @output falsetrue
}
