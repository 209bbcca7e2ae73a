// Streams as values: construction, operations, types, closing, lang.stream.
import ballerina/io;

string[] log = [];

isolated class Silent {
    public isolated function next() returns record {|int value;|}? {
        return ();
    }
}

# Counts from 1, and says when it is closed.
class Counter {
    private int n = 0;
    private final int last;
    private final string name;

    function init(int last, string name) {
        self.last = last;
        self.name = name;
    }

    public isolated function next() returns record {|int value;|}? {
        if self.n >= self.last {
            return ();
        }
        self.n += 1;
        return {value: self.n};
    }

    public isolated function close() returns () {
        io:println("close ", self.name);
    }
}

# Fails after some values.
class Failing {
    private int n = 0;
    private final int good;

    function init(int good) {
        self.good = good;
    }

    public isolated function next() returns record {|int value;|}|error? {
        self.n += 1;
        return self.n > self.good ? error("failed", at = self.n) : {value: self.n};
    }

    public isolated function close() returns error? {
        return error("cannot close");
    }
}

type IntStream stream<int, error?>;

function counter(int last, string name) returns stream<int> => new (new Counter(last, name));

function failing(int good) returns stream<int, error?> => new (new Failing(good));

function typed(any s) returns string {
    return string `${s is stream<int>} ${s is stream<int, error?>} ${s is stream<string>} ${s is stream} ${s is IntStream}`;
}

function sum(stream<int, error?> s) returns int|error {
    int total = 0;
    foreach int i in s {
        total += i;
    }
    return total;
}

function firstOver(stream<int> s, int limit) returns int? {
    foreach int i in s {
        if i > limit {
            return i;
        }
    }
    return ();
}

function nested() returns error? {
    foreach int i in counter(2, "outer") {
        foreach int j in counter(3, "inner") {
            if i * j == 2 {
                check error("two");
            }
        }
    }
}

public function main() returns error? {
    stream<int> s = new (new Counter(2, "a"));
    io:println(s.next(), s.next()); // @output {"value":1}{"value":2}
    io:println(s.next() is ()); // @output close a
    // @output true
    io:println(s.next() is (), s.close() is ()); // @output truetrue

    var explicit = new stream<int, error?>(new Failing(1));
    IntStream implicit = new (new Failing(1));
    stream loose = new (new Counter(1, "any"));
    stream<int> empty = new;
    stream<int, error?>|int either = new (new Silent());
    io:println(typed(explicit)); // @output false true false true true
    io:println(typed(counter(0, "t"))); // @output true true false true true
    io:println(typed(loose), " ", typed(empty)); // @output false false false true false true true false true true
    io:println(typeof explicit, " ", typeof empty, " ", either is int); // @output typedesc stream<int, error?> typedesc stream<int> false
    io:println(loose.next(), empty.next() is (), implicit.next()); // @output {"value":1}true{"value":1}
    anydata|stream<int> u = empty;
    io:println(u is anydata, u === empty, empty === counter(1, "x")); // @output falsetruefalse
    stream<int>[] filled = [];
    filled[1] = counter(1, "filled");
    io:println(filled[0].next() is (), filled.length()); // @output true2

    // The completion value; then there is nothing more.
    io:println(explicit.next(), explicit.next(), explicit.next()); // @output {"value":1}error("failed",at=2)error("failed",at=2)
    io:println(explicit.close() is ()); // @output true
    error? closed = failing(1).close();
    io:println(closed); // @output error("cannot close")

    // Closing twice does nothing more.
    stream<int> twice = counter(5, "twice");
    io:println(twice.next()); // @output {"value":1}
    twice.close(); // @output close twice
    twice.close();

    // Iteration.
    foreach int i in counter(2, "all") {
        io:println("at ", i);
    }
    // @output at 1
    // @output at 2
    // @output close all
    foreach int i in counter(9, "break") {
        if i == 2 {
            break;
        }
    }
    // @output close break
    io:println(firstOver(counter(9, "return"), 3), firstOver(counter(2, "whole"), 3) is ()); // @output close return
    // @output close whole
    // @output 4true
    io:println(nested()); // @output close inner
    // @output close outer
    // @output error("two")
    io:println(sum(failing(3)), sum(counter(3, "sum"))); // @output close sum
    // @output error("failed",at=4)6
    do {
        foreach int i in failing(1) {
            io:println(i); // @output 1
        }
    } on fail error e {
        io:println("failed: ", e.message()); // @output failed: failed
    }
    int|stream<int>|map<int> mixed = counter(2, "mixed");
    if mixed !is int {
        foreach int i in mixed {
            io:println(i);
        }
    }
    // @output 1
    // @output 2
    // @output close mixed

    // lang.stream
    stream<string> texts = counter(3, "map").map(i => "<" + i.toString() + ">");
    io:println(texts.next(), typeof texts); // @output {"value":"<1>"}typedesc stream<string>
    texts.forEach(function(string t) {
        io:println(t);
    });
    // @output <2>
    // @output <3>
    // @output close map
    stream<int> even = counter(6, "even").filter(i => i % 2 == 0);
    io:println(even.next()); // @output {"value":2}
    even.close(); // @output close even
    io:println(counter(4, "reduce").reduce(function(int total, int i) returns int => total + i, 100)); // @output close reduce
    // @output 110
    io:println(failing(2).reduce(function(string t, int i) returns string => t + i.toString(), "")); // @output error("failed",at=3)
    io:println(failing(1).forEach(function(int i) {
    })); // @output error("failed",at=2)
    var iterator = counter(1, "iterator").iterator();
    record {|int value;|}? first = iterator.next();
    io:println(first, iterator.next() is ()); // @output close iterator
    // @output {"value":1}true
    stream<int, error?> mapped = failing(1).map(i => i * 7);
    io:println(mapped.next(), mapped.next()); // @output {"value":7}error("failed",at=2)
}
