// Match statements of programs in the field: what surely matches, and what constants in a pattern say of the rest.
import ballerina/io;

type Bar record {
    int id;
};

function definite([[string, Bar, boolean...], string, boolean...] t) returns string {
    string first;
    int more;
    match t {
        var [[a, ...b], ...c] => {
            first = a;
            more = b.length() + c.length();
        }
    }
    return first + more.toString();
}

type Tagged ["s", string]|["i", int];

function tagged(Tagged t) returns string {
    match t {
        ["s", var text] => {
            return text.toUpperAscii();
        }
        ["i", var number] => {
            return (number + 1).toString();
        }
    }
}

type Shape record {|
    "a" kind;
    string v;
|}|record {|
    "b" kind;
    int v;
|};

function shape(Shape s) returns string {
    match s {
        {kind: "a", v: var text} => {
            string found = text;
            return found;
        }
        {kind: "b", v: var number} => {
            int found = number;
            return found.toString();
        }
    }
}

function lengths([string, int]|[int, string, int...] t) returns string {
    match t {
        ["x", _] => {
            return "x";
        }
        var [a, b] => {
            return a.toString() + b.toString();
        }
        var [a, ...c] => {
            return a.toString() + c.toString();
        }
    }
}

public function main() {
    io:println(definite([["B", {id: 1}, true], "A", true])); // @output B4
    io:println(tagged(["s", "text"]), tagged(["i", 6])); // @output TEXT7
    io:println(shape({kind: "a", v: "va"}), shape({kind: "b", v: 5})); // @output va5
    io:println(lengths(["x", 1]), lengths(["y", 1]), lengths([1, "z"]), lengths([1, "z", 2])); // @output xy11z1["z",2]
}
