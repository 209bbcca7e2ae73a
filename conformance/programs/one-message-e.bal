// Each mistake gives one message, on the line where it is made; nothing that follows from it is reported.
import ballerina/io;

const OPERAND = !1; // @error
configurable function () handler = ?; // @error

type Wrong int|NoSuchType; // @error
type Closed record {|
    NoSuchType wrong; // @error
    int other;
|};
type Chain Wrong?;
type Detail error<int>; // @error
type Rows table<int>; // @error

class Twice {
    int name = 1;

    function m() {
    }

    function m() { // @error
    }

    function name() { // @error
    }

    function init() {
    }
}

function usesWrong(Closed c, Chain chain) returns Wrong {
    int a = c.wrong;
    Wrong b = "text";
    Chain d = 1.5;
    return [a, b, d];
}

function operands() {
    int a = !1; // @error
    int b = <string>5; // @error
    boolean c = 1 == 2 == "x"; // @error
    string d = 5 ?: 6; // @error
    5 = 6; // @error
    a + 1; // @error
    _ = [a, b, c, d];
}

function comparisons(1|2 x) {
    if x == 3 { // @error
        io:println("not reached, but that is not said again");
    }
}

function unreachableOnce(boolean b) {
    if true {
        return;
    } else if b { // @error
        io:println("a");
        if b {
            io:println("b");
        }
    } else {
        io:println("c");
    }
}

function targets([int] & readonly fixed) {
    fixed["x"] = "y"; // @error
    map:remove(1, "x"); // @error
}

function calls(int a, int b) {
    calls(a = 1, a = 2); // @error
    Twice t = new;
    t.init(); // @error
    undefinedFunction((x, y) => x + y); // @error
}

function loops(any given) {
    any x = given;
    if x is int {
        int n = 3;
        while n > 0 {
            x = x - 1; // @error
            x = ();
            n = n - 1;
        }
    }
}

function broken() returns int {
    int result = ; // @error
}

function patterns(anydata x) {
    match x {
        [var a, var b]|[var a] => { // @error
        }
        {k: var a, k: var b} => { // @error
        }
        [var c, var c] => { // @error
        }
    }
}

function forks() {
    fork {
        int x = 1; // @error
        worker A {
        }
    }
}

type Row record {|
    readonly int id;
|};

function keys(Row[] rows) {
    table<Row> key(id) t = table key(other) from var r in rows select r; // @error
}

function order(int... all, int first) { // @error
    int x = first;
    int[] y = all;
    _ = [x, y];
}
