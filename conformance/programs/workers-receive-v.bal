// Receiving from one of several workers, from all of them, from one that may send nothing or fail; workers with `on fail`.

import ballerina/io;
import ballerina/lang.runtime;

function alternate() {
    worker w1 { 2 -> w3; }
    worker w2 { runtime:sleep(0.02); 3 -> w3; }
    worker w3 returns int {
        int result = <- w1 | w2;
        return result;
    }
    int r = wait w3;
    io:println(r);
}

function sameWorker(boolean b) {
    worker w1 {
        if b { 1 -> w2; } else { "one" -> w2; }
    }
    worker w2 returns int|string|error:NoMessage {
        int|string|error:NoMessage r = <- w1 | w1;
        return r;
    }
    int|string|error r = wait w2;
    io:println(shown(r));
}

function shown(any|error v) returns string => v is error ? "error " + v.message() : (v is int ? v.toString() : "s:" + v.toString());

type R record {|int first; string second;|};
function multiple() {
    worker w1 { 2 -> w3; }
    worker w2 { "abc" -> w3; }
    worker w3 {
        R r = <- {first: w1, second: w2};
        io:println(r);
    }
    wait w3;
    worker w4 { 2 -> w6; }
    worker w5 { 3 -> w6; }
    worker w6 returns map<int> {
        map<int> r = <- {w4, w5};
        return r;
    }
    map<int> m = wait w6;
    io:println(m);
}

function conditional(boolean foo) {
    worker w1 {
        if foo { 10 -> w2; }
    }
    worker w2 returns int|error:NoMessage {
        int|error:NoMessage m = <- w1;
        return m;
    }
    int|error r = wait w2;
    if r is error {
        io:println(r.message(), " ", r is error:NoMessage);
    } else {
        io:println(r);
    }
}

function propagation(boolean fails) returns error? {
    worker w1 returns error? {
        check fail_(fails);
        1 -> w2;
    }
    worker w2 returns error? {
        int v = check <- w1;
        io:println("received ", v);
    }
    error? r = wait w2;
    io:println(r is error ? r.message() : "ok");
    return wait w1;
}

function fail_(boolean f) returns error? {
    if f {
        return error("invalid");
    }
}

function onFail() {
    worker w1 returns int {
        do {
            check fail_(true);
            return 1;
        } on fail error e {
            io:println("handled ", e.message());
        }
        return 2;
    }
    int r = wait w1;
    io:println(r);
}

function workerOnFail() {
    worker w1 returns int {
        check fail_(true);
        return 1;
    } on fail error e {
        io:println("worker's on fail ", e.message());
        return 3;
    }
    int r = wait w1;
    io:println(r);
}

function forked() {
    int outer = 5;
    fork {
        worker a returns int { return outer * 2; }
        worker b returns string { "hi" -> c; return "b"; }
        worker c { string s = <- b; io:println("c ", s); }
    }
    record {int a; string b;} r = wait {a, b};
    wait c;
    io:println(r);
}

public function main() returns error? {
    alternate();
    sameWorker(true);
    sameWorker(false);
    multiple();
    conditional(true);
    conditional(false);
    check propagation(false);
    error? p = propagation(true);
    io:println(p);
    onFail();
    workerOnFail();
    forked();
}

// @output 2
// @output 1
// @output s:one
// @output {"first":2,"second":"abc"}
// @output {"w4":2,"w5":3}
// @output 10
// @output no message received true
// @output received 1
// @output ok
// @output invalid
// @output error("invalid")
// @output handled invalid
// @output 2
// @output worker's on fail invalid
// @output 3
// @output c hi
// @output {"a":10,"b":"b"}
