import ballerina/io;

// Values of intersections: functions of several types, lists of one.

type OnFloat function (float) returns boolean;

type OnString function (string) returns boolean;

type OnEither OnFloat & OnString;

type Ints (int[]|float[]|int[]) & int[];

function isFloat(float|string v) returns boolean => v is float;

public function main() {
    OnEither f = isFloat;
    io:println(f(1), " ", f("a")); // @output true false
    any a = <int[]>[255];
    if a is Ints {
        int first = a[0];
        io:println(first); // @output 255
    }
    map<int> m = {x: 1};
    if m is map<string> {
        io:println(m["x"]);
    } else {
        io:println("no"); // @output no
    }
    io:println(1 is string, " ", "a" !is string); // @output false false
}
