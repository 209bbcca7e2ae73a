// What every program of `soak` has: scenarios that know their result. A scenario ends with an error when that is wrong.

import ballerina/io;
import ballerina/lang.runtime;
import ballerina/tcp;

configurable int port = ?;

const STRANDS = 0;
const MESSAGES = 1;
const CANCELLATIONS = 2;
const PANICS = 3;
const CONNECTIONS = 4;

isolated int[] counts = [0, 0, 0, 0, 0];

isolated function count(int what, int n = 1) {
    lock {
        counts[what] += n;
    }
}

isolated function dice(int seed, int i, int n) returns int {
    int x = (seed % 1000003 * 1103515245 + i * 12345 + 1013904223) & 0x7fffffff;
    x = ((x ^ (x >> 7)) * 48271) % 2147483647;
    return x % n;
}

// Nothing, time, computing or garbage.
isolated function rest(int seed, int i) {
    match dice(seed, i, 7) {
        0 => {
            runtime:sleep(<decimal>dice(seed, i + 1, 5) / 1000);
        }
        1 => {
            int n = 0;
            foreach int k in 0 ..< 3000 {
                n += k % 7;
            }
            if n != 8994 {
                panic error("a sum of " + n.toString());
            }
        }
        2 => {
            string[] all = [];
            foreach int k in 0 ..< 50 {
                all.push(k.toString() + "x");
            }
            if all[49] != "49x" {
                panic error("a list with " + all[49]);
            }
        }
        3 => {
            runtime:sleep(0);
        }
    }
}

isolated function expect(anydata got, anydata wanted, string what) returns error? {
    if got != wanted {
        return error(what + ": " + got.toString() + " instead of " + wanted.toString());
    }
}

// ---- strands that start strands ----

isolated function size(int seed, int depth) returns int {
    int sum = 1;
    if depth > 0 {
        foreach int i in 0 ... dice(seed, depth, 3) {
            sum += size(seed * 31 + i, depth - 1);
        }
    }
    return sum;
}

isolated function node(int seed, int depth) returns int|error {
    count(STRANDS);
    rest(seed, depth);
    if depth == 0 {
        return 1;
    }
    future<int|error>[] kids = [];
    foreach int i in 0 ... dice(seed, depth, 3) {
        future<int|error> kid = start node(seed * 31 + i, depth - 1);
        kids.push(kid);
    }
    int sum = 1;
    if kids.length() == 2 {
        future<int|error> a = kids[0];
        future<int|error> b = kids[1];
        record {|int|error a; int|error b;|} both = wait {a, b};
        return sum + check both.a + check both.b;
    }
    foreach future<int|error> kid in kids {
        sum += check wait kid;
    }
    return sum;
}

isolated function tree(int seed, int n) returns error? {
    int depth = 2 + n % 4;
    return expect(check node(seed, depth), size(seed, depth), "tree");
}

// ---- waiting for one of several, and twice ----

isolated function late(int seed, int value) returns int {
    count(STRANDS);
    runtime:sleep(<decimal>dice(seed, value, 8) / 1000);
    return value;
}

isolated function alternate(int seed, int n) returns error? {
    future<int> a = start late(seed, 1);
    future<int> b = start late(seed, 2);
    future<int> c = start late(seed, 4);
    int one = check wait a | b | c;
    check expect(one == 1 || one == 2 || one == 4, true, "the first of three");
    // All of them have been waited for.
    int|error again = wait c;
    return expect(again is error, true, "a second wait");
}

// ---- cancelling ----

isolated function forever(int seed, int i) returns int {
    count(STRANDS);
    int n = 0;
    while true {
        n += 1;
        if dice(seed, i, 3) == 0 {
            runtime:sleep(1000);
        } else if n % 100 == 0 {
            runtime:sleep(0.001);
        }
    }
}

isolated function forChild(int seed, int i) returns int|error {
    count(STRANDS);
    future<int> f = start late(seed, i);
    return wait f;
}

isolated function cancelled(int seed, int n) returns error? {
    future<int>[] all = [];
    foreach int i in 0 ... n {
        future<int> f = start forever(seed, i);
        all.push(f);
    }
    rest(seed, n);
    foreach future<int> f in all {
        f.cancel();
        if dice(seed, n, 2) == 0 {
            f.cancel();
        }
        count(CANCELLATIONS);
    }
    foreach future<int> f in all {
        int|error r = trap wait f;
        check expect(r is error, true, "a cancelled strand's result");
    }
    // Whoever is earlier wins; there is one result in any case.
    future<int|error>[] races = [];
    foreach int i in 0 ... n {
        future<int|error> f = start forChild(seed, i);
        races.push(f);
    }
    runtime:sleep(<decimal>dice(seed, n, 8) / 1000);
    foreach int i in 0 ... n {
        races[i].cancel();
        count(CANCELLATIONS);
        int|error r = trap wait races[i];
        if r is int {
            check expect(r, i, "a race");
        }
        int|error again = trap wait races[i];
        check expect(again is error, true, "a second wait for a race");
    }
}

// ---- panics ----

isolated function deep(int n) returns int => n + deep(n + 1);

isolated function failing(int seed, int i) returns int {
    count(STRANDS);
    rest(seed, i);
    count(PANICS);
    match dice(seed, i, 4) {
        0 => {
            int zero = i - i;
            return 1 / zero;
        }
        1 => {
            int[] none = [];
            return none[i];
        }
        2 => {
            lock {
                guarded += 1;
                panic error("in a lock");
            }
        }
    }
    if dice(seed, i, 8) == 3 {
        return deep(i);
    }
    panic error("panic " + i.toString());
}

isolated int guarded = 0;

isolated function panicking(int seed, int n) returns error? {
    future<int>[] all = [];
    foreach int i in 0 ... n {
        future<int> f = start failing(seed, i);
        all.push(f);
    }
    foreach future<int> f in all {
        int|error r = trap wait f;
        check expect(r is error, true, "a panicked strand's result");
    }
    int|error own = trap failing(seed, n);
    check expect(own is error, true, "a trapped panic");
}

// ---- locks ----

isolated int balance = 0;

isolated function slowly(int seed, int i) returns int {
    rest(seed, i);
    return 1;
}

isolated function deposit(int seed, int times) {
    count(STRANDS);
    foreach int i in 0 ..< times {
        error? e = trap into(seed, i);
        if e is error {
            count(PANICS);
        }
    }
}

// Reads, waits and writes: without exclusion some would be lost.
isolated function into(int seed, int i) {
    lock {
        int before = balance;
        int add = slowly(seed, i);
        balance = before + add;
        if dice(seed, i, 5) == 0 {
            panic error("after the deposit");
        }
    }
}

isolated int deposits = 0;

isolated function locking(int seed, int n) returns error? {
    int times = 3 + n;
    lock {
        deposits += times * 4;
    }
    future<()>[] all = [];
    foreach int i in 0 ..< 4 {
        future<()> f = start deposit(seed + i, times);
        all.push(f);
    }
    foreach future<()> f in all {
        check wait f;
    }
}

// ---- sockets ----

isolated service class Echo {
    *tcp:ConnectionService;

    isolated remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? => data;
}

isolated service class Front {
    *tcp:Service;

    isolated remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService|tcp:Error {
        count(CONNECTIONS);
        return new Echo();
    }
}

isolated function visit(int seed, int n) returns int|error {
    count(STRANDS);
    tcp:Client c = check new ("127.0.0.1", port, timeout = 60);
    int sum = 0;
    foreach int round in 0 ... n {
        byte[] data = [];
        int length = 1 + dice(seed, round, 3000);
        while data.length() < length {
            data.push(<byte>((data.length() + round) % 251));
        }
        check c->writeBytes(data);
        int got = 0;
        while got < data.length() {
            byte[] part = check c->readBytes();
            foreach byte b in part {
                sum += <int>b - <int>data[got];
                got += 1;
            }
        }
        rest(seed, round);
    }
    check c->close();
    return sum;
}

isolated function reading() returns int|error {
    count(STRANDS);
    tcp:Client c = check new ("127.0.0.1", port, timeout = 60);
    byte[] data = check c->readBytes();
    return data.length();
}

isolated function sockets(int seed, int n) returns error? {
    future<int|error>[] all = [];
    foreach int i in 0 ... n {
        future<int|error> f = start visit(seed + i, n);
        all.push(f);
    }
    future<int|error> hanging = start reading();
    foreach future<int|error> f in all {
        int difference = check wait f;
        check expect(difference, 0, "an echo");
    }
    hanging.cancel();
    count(CANCELLATIONS);
    int|error r = trap wait hanging;
    check expect(r is error, true, "a cancelled reader's result");
}

// ---- all of it ----

isolated function report(string scenario, int seed, int n, error? problem) {
    if problem is error {
        io:println("WRONG ", scenario, " ", seed, " ", n, ": ", problem.message());
    }
}

function finish(int messages) {
    int[] all = [];
    lock {
        all = counts.clone();
    }
    report("messages", 0, 0, expect(all[MESSAGES], messages, "messages received"));
    int wanted = 0;
    lock {
        wanted = deposits;
    }
    lock {
        report("deposits", 0, 0, expect(balance, wanted, "deposits"));
    }
    io:println("COUNTS ", all[STRANDS], " ", all[MESSAGES], " ", all[CANCELLATIONS], " ", all[PANICS], " ", all[CONNECTIONS]);
}

function serve() returns tcp:Listener|error {
    tcp:Listener l = check new (port, localHost = "127.0.0.1");
    check l.attach(new Front());
    check l.'start();
    return l;
}
