// Workers and futures with locks, in transactions, in methods; what waiting gives of strands that fail.

import ballerina/io;
import ballerina/lang.runtime;

isolated int counter = 0;
isolated function inc() returns int { lock { counter += 1; return counter; } }
int n = 0;
function incPlain() { lock { n = n + 1; } }

isolated class Counter {
    private int v = 0;
    isolated function up() { lock { self.v += 1; } }
    isolated function get() returns int { lock { return self.v; } }
}

function locks() {
    worker a { foreach int _ in 0 ..< 500 { incPlain(); _ = inc(); } }
    worker b { foreach int _ in 0 ..< 500 { incPlain(); _ = inc(); } }
    _ = wait {a, b};
    io:println(n, " ", inc());
    Counter c = new;
    future<()> f1 = start many(c);
    future<()> f2 = start many(c);
    _ = wait {x: f1, y: f2};
    io:println(c.get());
}
isolated function many(Counter c) { foreach int _ in 0 ..< 100 { c.up(); } }

function task(int i) returns int { runtime:sleep(0.01 * <decimal>i); return i; }
function cancel() {
    future<int> f = start task(100);
    f.cancel();
    int|error r = wait f;
    io:println(r is error ? "cancelled" : "not");
    future<int> g = start task(0);
    int|error v = wait g;
    g.cancel();
    io:println(v);
}

transactional function doIt(int i) returns int { io:println("tx ", i, " ", transactional); return i; }
function tx() returns error? {
    transaction {
        fork {
            transactional worker w2 returns int { return doIt(2); }
        }
        int y = wait w2;
        future<int> f = start doIt(3);
        int z = check wait f;
        check commit;
        io:println("committed ", y + z);
    }
}

client class Cl {
    resource function get total(int k) returns int {
        worker w returns int { return k * 2; }
        return wait w;
    }
    remote function talk() returns string|error {
        worker w returns error? { "from worker" -> function; }
        string s = check <- w;
        check wait w;
        return s;
    }
}

function panics() {
    worker w returns int {
        int[] a = [];
        return a[1];
    }
    int|error r = trap wait w;
    io:println(r is error ? r.message() : r.toString());
}

function errs() returns error? {
    worker w returns int|error { return error("bad"); }
    int|error r = wait w;
    io:println(r);
    worker w2 returns int|error { return error("bad 2"); }
    int r2 = check wait w2;
    io:println(r2);
}

public function main() returns error? {
    locks();
    cancel();
    check tx();
    Cl c = new;
    int tot = c->/total(k = 4);
    string|error talk = c->talk();
    io:println(tot, " ", talk);
    panics();
    error? e = errs();
    io:println(e);
    future<future<int>> ff = start nested();
    future<int> inner = check wait ff;
    int v = check wait inner;
    io:println(v);
    var anon = function() returns int { worker w returns int { return 11; } return wait w; };
    io:println(anon());
}
function nested() returns future<int> { future<int> f = start task(1); return f; }

// @output 1000 1001
// @output 200
// @output cancelled
// @output 0
// @output tx 2 true
// @output tx 3 true
// @output committed 5
// @output 8 from worker
// @output {ballerina/lang.array}IndexOutOfRange
// @output error("bad")
// @output error("bad 2")
// @output 1
// @output 11
