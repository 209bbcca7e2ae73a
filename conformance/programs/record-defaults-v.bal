import ballerina/io;

// Default values of record types without a name, wherever these are written.
type Server record {|
    record {|
        int port = 8080;
        string host = "localhost";
    |} address;
    map<record {|int weight = 1;|}> routes = {};
|};

type Failure error<record {|string code; string reason = "unknown";|}>;

record {|int level = 3; string name;|} logging = {name: "log"};

int made = 0;

isolated function text() returns string => "computed";

function show(record {|int a = 1; string b = text();|} options) returns string => options.toString();

class Holder {
    record {|int n = 7;|} inner = {};

    function set(record {|boolean deep = true; int size;|} o) returns string => o.toString();
}

function local(int base) returns string {
    final int first = base * 2;
    record {|int low = first; int high = 9;|} range = {};
    record {|int x = 5; record {|int y = 6;|} z = {};|} nested = {};
    return range.toString() + nested.toString();
}

public function main() returns error? {
    Server s = {address: {port: 1}};
    io:println(s); // @output {"address":{"port":1,"host":"localhost"},"routes":{}}
    s.routes["r"] = {};
    io:println(s.routes); // @output {"r":{"weight":1}}
    Failure f = error("m", code = "c");
    io:println(f.detail()); // @output {"code":"c","reason":"unknown"}
    error g = error Failure("m", code = "d", reason = "r");
    io:println(g.detail()); // @output {"code":"d","reason":"r"}
    io:println(logging); // @output {"level":3,"name":"log"}
    io:println(show({}), show({a: 2})); // @output {"a":1,"b":"computed"}{"a":2,"b":"computed"}
    Holder h = new;
    io:println(h.inner, h.set({size: 1})); // @output {"n":7}{"deep":true,"size":1}
    io:println(local(4)); // @output {"low":8,"high":9}{"x":5,"z":{"y":6}}

    // Conversions use them, too.
    json j = {address: {}};
    Server converted = check j.cloneWithType();
    io:println(converted); // @output {"address":{"port":8080,"host":"localhost"},"routes":{}}
    record {|int size = 4; string unit;|} measure = check {"unit": "cm"}.cloneWithType();
    io:println(measure); // @output {"size":4,"unit":"cm"}
}
