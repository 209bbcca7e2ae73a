import ballerina/io;
import ballerina/lang.'function as functions;

function add(int a, int b) returns int => a + b;

function defaulted(int a, int b = a * 10, string c = a.toString() + "/" + b.toString()) returns string =>
    string `${a} ${b} ${c}`;

function rest(string separator, int... ns) returns string => string:'join(separator, ...from int n in ns select n.toString());

function none() {
}

function fails(int n) returns int|error => n < 0 ? error("negative") : n;

class Counter {
    int base = 100;

    function plus(int x, int y = 5) returns int => self.base + x + y;
}

public function main() returns error? {
    io:println(functions:call(add, 1, 2)); // @output 3
    // Defaults see the parameters before them.
    io:println(functions:call(defaulted, 1), "; ", functions:call(defaulted, 1, 2), "; ", functions:call(defaulted, 1, 2, "c")); // @output 1 10 1/10; 1 2 1/2; 1 2 c
    io:println(functions:call(rest, "-"), "|", functions:call(rest, "-", 1, 2, 3)); // @output |1-2-3
    io:println(functions:call(none) is (), functions:call(fails, 3)); // @output true3
    any|error failed = functions:call(fails, -1);
    io:println(failed is error ? failed.message() : "none"); // @output negative
    int k = 7;
    function (int, int) returns int closure = function(int a, int b = k) returns int => a * b;
    k = 8;
    io:println(closure.call(3, 4), functions:call(closure, 3)); // @output 1224
    (any|error)[] args = [20, 22];
    io:println(functions:call(add, ...args), functions:call(add, 20, ...[2])); // @output 4222
    Counter c = new;
    function bound = c.plus;
    io:println(functions:call(bound, 1, 2)); // @output 103
    function library = int:max;
    io:println(library.call(1, 5, 3), functions:call(int:toHexString, 255)); // @output 5ff

    (any|error)[][] wrong = [[], [1], [1, "2"], [1, 2, 3], [1.0, 2], [1, ()]];
    foreach (any|error)[] w in wrong {
        any|error r = trap functions:call(add, ...w);
        io:print(r is error);
    }
    io:println(); // @output truetruetruetruetruetrue
    io:println((trap functions:call(rest, "-", "x")) is error, (trap functions:call(rest)) is error, (trap functions:call(none, 1)) is error); // @output truetruetrue
}
