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

function rest(map<int>|map<json> m) returns json {
    match m {
        {a: "foo", ...var left}|{a: 1, ...var left} => {
            return left["b"];
        }
        _ => {
            return m.length();
        }
    }
}

type Point record {
    int x;
    int y;
};

type NoPoint record {
    never x?;
    never y?;
};

// What is left does not have the fields that have been taken out.
function without(Point p) returns NoPoint {
    var {x: _, y: _, ...left} = p;
    return left;
}

function moved(Point p) returns Point {
    var {x, ...left} = p;
    return {x: x + 1, ...left};
}

public function main() {
    io:println(definite([["B", {id: 1}, true], "A", true])); // @output B4
    io:println(tagged(["s", "text"]), tagged(["i", 6])); // @output TEXT7
    io:println(shape({kind: "a", v: "va"}), shape({kind: "b", v: 5})); // @output va5
    io:println(lengths(["x", 1]), lengths(["y", 1]), lengths([1, "z"]), lengths([1, "z", 2])); // @output xy11z1["z",2]
    io:println(rest({a: "foo", b: 2}), rest({a: 1, b: "20"}), rest({a: 2, c: "z"})); // @output 2202
    io:println(without({x: 1, y: 2, "z": 3}), moved({x: 1, y: 2, "z": 3})); // @output {"z":3}{"x":2,"y":2,"z":3}
}
