import ballerina/io;

type Adder object {
    public function add(int a, int b = 5, string s = "x") returns string;
};

class A {
    public function add(int a, int b = 10, string s = "A") returns string => string `${a + b}${s}`;

    function many(string first, int... rest) returns string => first + rest.toString();
}

class B {
    public function add(int a, int b = 20, string s = "B") returns string => string `${a * b}${s}`;
}

type Settings record {|
    int size;
    string name = "none";
    boolean lit?;
|};

function two(int a, string b) returns string => string `${a}/${b}`;

function some(int a, string b = "b", int... rest) returns string => string `${a}/${b}/${rest.toString()}`;

function configured(int id, *Settings settings) returns string => string `${id}:${settings.toString()}`;

int calls = 0;

function pair() returns [int, string] {
    calls += 1;
    return [calls, "p"];
}

public function main() {
    // A list stands for positional arguments and is evaluated once.
    io:println(two(...pair()), " ", calls); // @output 1/p 1
    [int, string, int...] open = [1, "o", 2, 3];
    io:println(some(...open)); // @output 1/o/[2,3]
    io:println(some(7, ...["x", 8, 9])); // @output 7/x/[8,9]
    int[2] fixed = [4, 5];
    io:println(some(3, "f", ...fixed)); // @output 3/f/[4,5]

    // A mapping stands for named ones.
    record {|int a; string b;|} named = {a: 1, b: "n"};
    io:println(two(...named)); // @output 1/n
    record {|int a; string b?;|} partly = {a: 2};
    io:println(some(...partly)); // @output 2/b/[]
    record {|int size; boolean lit?;|} settings = {size: 9};
    io:println(configured(1, ...settings)); // @output 1:{"size":9,"name":"none"}
    settings.lit = true;
    io:println(configured(2, ...settings)); // @output 2:{"size":9,"name":"none","lit":true}

    // The callee knows its defaults.
    Adder[] all = [new A(), new B()];
    foreach Adder x in all {
        io:println(x.add(1), " ", x.add(1, 2), " ", x.add(3, s = "z"));
    }
    // @output 11A 3A 13z
    // @output 20B 2B 60z
    function (int a, string b = "", int... rest) returns string value = some;
    io:println(value(1), " ", value(1, "v", 2)); // @output 1/b/[] 1/v/[2]
    io:println(value(1, "w", ...fixed)); // @output 1/w/[4,5]

    // Methods with rest parameters, called by name and as values.
    A a = new;
    io:println(a.many("m", ...fixed)); // @output m[4,5]
    var many = a.many;
    io:println(many("v", 1, 2), " ", many("w")); // @output v[1,2] w[]
}
