// Named workers, messages sent synchronously and flushed, waits of each form.

import ballerina/io;
import ballerina/lang.runtime;

function named() {
    io:println("before");
    @strand {thread: "any"}
    worker A {
        io:println("in A");
        "A" -> B;
    }
    @strand {thread: "parent"}
    worker B {
        string first = <- A;
        io:println("in B after ", first);
    }
    wait A;
    wait B;
    io:println("after");
}

function sequential() returns int {
    worker A returns int { return 10; }
    worker B returns int {
        int v = <- function;
        return v + 1;
    }
    41 -> B;
    int a = wait A;
    int b = wait B;
    return a + b;
}

function syncSend() {
    worker w1 {
        int i = 100;
        () r = i ->> w2;
        io:println("[w1 -> w2] sent ", i, " ", r);
        2.34 -> w2;
        error? e = flush w2;
        io:println("flushed ", e is ());
    }
    worker w2 returns [int, float] {
        runtime:sleep(0.001);
        int i = <- w1;
        runtime:sleep(0.001);
        float f = <- w1;
        return [i, f];
    }
    wait w1;
    [int, float] received = wait w2;
    io:println(received);
}

// B fails after it has received the second message, which A gets to know when it flushes the third.
function flushFail() {
    worker A {
        int sum = 0;
        foreach int i in 1...10 { sum += i; }
        sum -> B;
        error? r = sum + 1 ->> B;
        io:println("sync: ", r);
        sum -> B;
        error? f = flush B;
        io:println("flush: ", f);
    }
    worker B returns error? {
        int num = <- A;
        if num < 10 { return error("small"); }
        num = <- A;
        if num > 50 { return error("large", value = num); }
        num = <- A;
    }
    wait A;
    error? e = wait B;
    io:println("B: ", e);
}

function add(int a, int b) returns int => a + b;

function waits() returns error? {
    future<int> f1 = start add(1, 2);
    future<int> f2 = @strand {thread: "any"} start add(3, 4);
    int r1 = check wait f1;
    int|error r2 = wait f2;
    io:println(r1, " ", r2);
    worker w1 returns int { return 5; }
    worker w2 returns string { return "s"; }
    map<int|string> m = wait {w1, w2};
    io:println(m);
    worker w3 returns int { runtime:sleep(0.05); return 6; }
    worker w4 returns string { return "fast"; }
    int|string x = wait w3 | w4;
    io:println(x);
    worker w5 returns int { return 7; }
    worker w6 returns float { return 1.5; }
    record {| int a; float b; |} rec = wait {a: w5, b: w6};
    io:println(rec);
    record {int|error w7; string|error w8;} open = wait {w7: start7(), w8: start8()};
    io:println(open);
}

function start7() returns future<int> {
    return start add(3, 4);
}

function start8() returns future<string> {
    return start str();
}

function str() returns string => "eight";

public function main() returns error? {
    named();
    io:println(sequential());
    syncSend();
    flushFail();
    check waits();
}

// @output before
// @output in A
// @output in B after A
// @output after
// @output 52
// @output [w1 -> w2] sent 100 
// @output flushed true
// @output [100,2.34]
// @output sync: 
// @output flush: error("large",value=56)
// @output B: error("large",value=56)
// @output 3 7
// @output {"w1":5,"w2":"s"}
// @output fast
// @output {"a":7,"b":1.5}
// @output {"w7":7,"w8":"eight"}
