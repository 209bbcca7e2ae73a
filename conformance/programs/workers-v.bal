import ballerina/io;
import ballerina/lang.runtime;

function fact(int n) returns int => n <= 1 ? 1 : n * fact(n - 1);

class C { int x = 4; function m(int y) returns int { runtime:sleep(0.01); return self.x + y; } }

function both() returns int|error {
    worker w1 returns error? {
        int a = 10;
        a -> w2;
        int b = check <- w2;
        io:println("w1 got ", b);
    }
    worker w2 returns error? {
        int a = check <- w1;
        io:println("w2 got ", a);
        a + 1 -> w1;
        "done" -> function;
    }
    string|error s = <- w2;
    check wait w1;
    io:println(s);
    return 7;
}

public function main() returns error? {
    future<int> f = start fact(10);
    C c = new;
    future<int> g = start c.m(3);
    io:println("main continues");
    int|error v1 = wait f;
    io:println(v1);
    int|error v2 = wait g;
    io:println(v2);
    io:println(both());
    var h = start fact(5);
    var h2 = start fact(3);
    record {int|error a; int|error b;} r = wait {a: h, b: h2};
    io:println(r);
    future<int> s1 = start c.m(1);
    future<int> s2 = start fact(4);
    int|error fast = wait s1|s2;
    io:println(fast);
    function (int) returns int fv = x => x * 2;
    future<int> s3 = start fv(21);
    int|error v3 = wait s3;
    io:println(v3);
    fork {
        worker a returns int { 5 -> b; return 1; }
        worker b returns int { int v = <- a; return v * 2; }
    }
    record {|int a; int b;|} fr = wait {a, b};
    io:println(fr);
    worker p { panic error("boom"); }
    error? v4 = trap wait p;
    io:println(v4);
}

// @output main continues
// @output 3628800
// @output 7
// @output w2 got 10
// @output w1 got 11
// @output done
// @output 7
// @output {"a":120,"b":6}
// @output 24
// @output 42
// @output {"a":1,"b":10}
// @output error("boom")
