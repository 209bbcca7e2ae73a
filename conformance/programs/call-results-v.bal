// Results of calls that wait while other calls are made.

import ballerina/io;

function fib(int n) returns int => n < 2 ? n : fib(n - 1) + fib(n - 2);

// Deep enough not to be inlined.
function sum(int n) returns int => n == 0 ? 0 : n + sum(n - 1);

function half(float x, int n) returns float => n == 0 ? x : half(x / 2.0, n - 1);

function even(int n) returns boolean => n == 0 || !even(n - 1);

function text(int n) returns string => n == 0 ? "." : text(n - 1) + n.toString();

function fails(int n) returns int {
    if n > 3 {
        panic error("too large");
    }
    return n == 0 ? 0 : 1 + fails(n - 1);
}

function many() returns int {
    // More than are kept at once.
    return sum(1) + (sum(2) + (sum(3) + (sum(4) + (sum(5) + (sum(6) + (sum(7) + (sum(8) + (sum(9) + (sum(10) + sum(11))))))))));
}

function mixed(int n) returns string {
    int a = sum(n);
    float b = half(8.0, n);
    string c = text(n);
    boolean d = even(n);
    int[] e = [sum(n + 1), a];
    return string `${a} ${b} ${c} ${d} ${e.toString()} ${sum(a) + <int>half(<float>sum(n), 1) - sum(2) * sum(3)}`;
}

function branches(int n) returns int {
    if sum(n) + sum(n + 1) > sum(n + 2) {
        return sum(n) - sum(1);
    }
    int i = 0;
    while sum(i) + sum(i + 1) < sum(n) {
        i += 1;
    }
    return i * 1000 + sum(n);
}

function caught(int n) returns int {
    int before = sum(n);
    int|error result = trap fails(n) + fails(n + 1);
    int after = sum(n + 1);
    return result is int ? before + result + after : before - after;
}

type Cell record {|
    int value;
|};

function cell(int n) returns Cell => n == 0 ? {value: 0} : {value: n + cell(n - 1).value};

public function main() {
    io:println(fib(15)); // @output 610
    io:println(many()); // @output 286
    io:println(mixed(4)); // @output 10 0.5 .1234 true [15,10] 42
    io:println(branches(1), " ", branches(3), " ", branches(6)); // @output 1 5 20
    foreach int n in 1 ... 4 {
        io:println(caught(n));
    }
    // @output 7
    // @output 14
    // @output -4
    // @output -5
    io:println(cell(5).value + cell(6).value * sum(3) - cell(2).value); // @output 138
    function (int) returns int f = sum;
    io:println(f(3) - f(2) + (f(1) - sum(4) * f(2))); // @output -26
}
