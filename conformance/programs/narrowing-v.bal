import ballerina/io;

type Tree record {|
    Tree? left;
    int value;
    Tree? right;
|};

function sum(Tree? t) returns int {
    if t is () {
        return 0;
    }
    return sum(t.left) + t.value + sum(t.right);
}

function show(int|string|boolean[] v) returns string {
    if v is int {
        return "int " + v.toString();
    } else if v is string {
        return "string " + v;
    }
    return "list of " + v.length().toString();
}

type Label readonly & record {|
    int|string mark;
|};

type Flag readonly & record {|
    int|boolean mark;
|};

// What a failed test of an immutable record leaves shows in its fields.
function flagged(Label|Flag v) returns boolean {
    if v is Label {
        return false;
    }
    return v.mark;
}

public function main() {
    Flag flag = {mark: true};
    io:println(flagged(flag)); // @output true
    Tree t = {left: {left: (), value: 1, right: ()}, value: 2, right: ()};
    io:println(sum(t)); // @output 3
    io:println(show(1), ", ", show("s"), ", ", show([true])); // @output int 1, string s, list of 1
    json j = {a: {b: [1, 2]}};
    json|error b = j.a.b;
    io:println(b is json[]); // @output true
    string? maybe = ();
    io:println(maybe ?: "default"); // @output default
}
