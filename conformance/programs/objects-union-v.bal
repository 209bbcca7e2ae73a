// Members common to a union of classes, `new` without a class name, overloads by intersection, defaults of anonymous
// records, and `init` functions that assign on every way.
import ballerina/io;

class Adder {
    final int by;

    function init(int by) {
        if by > 10 {
            self.by = 10;
        } else {
            self.by = by;
        }
    }

    function apply(int n) returns int => n + self.by;
}

class Doubler {
    final string by = "two";

    function apply(int n) returns int|string => n * 2;
}

type Small 1|2|3;

type Big 3|4;

type Both (function (Small) returns Small) & (function (Big) returns Big);

function same(1|2|3|4 n) returns 3 => 3;

int counter;

function init() {
    counter = 7;
}

public function main() {
    Adder|Doubler f = new (20);
    io:println(f.apply(1)); // @output 11
    f = new Doubler();
    io:println(f.apply(4), " ", f.by); // @output 8 two
    Both g = same;
    Small r = g(1);
    io:println(r); // @output 3
    2|4 either = 4;
    Small|Big s = g(either);
    io:println(s); // @output 3
    final int base = 5;
    record {|int value = base; int other = 1;|} d = {other: 2};
    record {|int value = base; int other = 1;|} e = {};
    io:println(d, e); // @output {"value":5,"other":2}{"value":5,"other":1}
    foreach int i in 0 ..< 2 {
        record {|int value = i;|} v = {};
        io:println(v.value);
        // @output 0
        // @output 1
    }
    io:println(counter); // @output 7
}
