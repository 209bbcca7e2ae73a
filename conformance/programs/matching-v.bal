import ballerina/io;

const LIMIT = 10;

function describe(any|error v) returns string {
    match v {
        0 => {
            return "zero";
        }
        LIMIT|11 => {
            return "limit";
        }
        [1, var x] => {
            return x is int ? string `pair ${x}` : "pair";
        }
        {kind: "k", ...var rest} => {
            return "mapping";
        }
        var s if s is string => {
            return "string " + s;
        }
        error(var m) => {
            return "error " + m;
        }
    }
    return "other";
}

// A last `_` is allowed where the patterns before it take everything.
function word(boolean b) returns string {
    match b {
        true => {
            return "yes";
        }
        false => {
            return "no";
        }
        _ => {
            return "neither";
        }
    }
}

public function main() {
    io:println(word(true), word(false)); // @output yesno
    io:println(describe(0)); // @output zero
    io:println(describe(11)); // @output limit
    io:println(describe([1, 5])); // @output pair 5
    io:println(describe({"kind": "k", "x": 1})); // @output mapping
    io:println(describe("s")); // @output string s
    io:println(describe(error("e"))); // @output error e
    io:println(describe(2.5)); // @output other
}
