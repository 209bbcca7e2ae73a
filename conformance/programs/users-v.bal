// What programs in the field do that is easy to refuse by mistake.
import ballerina/io;
import ballerina/lang.value;

type Limits record {
    int most;
    string unit = "s";
};

configurable Limits limits = {most: 3};
configurable string[] names = ["a", "b"];

// A configurable variable is immutable.
isolated function describe() returns string => limits.most.toString() + limits.unit + names.length().toString();

// Enumerations may share members with constants and each other.
const string RED = "RED";

enum Light {
    RED,
    GREEN,
    OFF = "dark"
}

enum Signal {
    GREEN,
    OFF = "dark",
    STOP
}

// Nothing is left to match, and still there is an end.
function number(Light l) returns int|error {
    match l {
        RED => {
            return 1;
        }
        GREEN|OFF => {
            return 2;
        }
    }
    return error("no such light");
}

function last(Light l) returns int {
    match l {
        RED|GREEN => {
            return 1;
        }
        OFF => {
            return 2;
        }
    }
}

type Refused distinct error;

type Lost distinct error;

// Of several error types that take the same detail the first is made.
function fails(boolean lost) returns Refused|Lost => lost ? error Lost("gone") : error("no", code = 3);

// Operands come from outside of the lock statement and from inside.
isolated class Register {
    private (service object {})[] all = [];

    isolated function knows(service object {} s) returns boolean {
        lock {
            foreach var x in self.all {
                if x === s {
                    return true;
                }
            }
        }
        return false;
    }
}

public function main() {
    io:println(describe()); // @output 3s2
    Signal s = GREEN;
    Light l = GREEN;
    io:println(s == l, OFF, RED); // @output truedarkRED
    io:println(number(RED), number(OFF), last(OFF)); // @output 122
    Refused|Lost e = fails(false);
    io:println(e is Refused, e.detail()); // @output true{"code":3}
    io:println(fails(true) is Lost); // @output true
    io:println(new Register().knows(service object {})); // @output false

    error more = error("more", count = 4, text = "t");
    map<value:Cloneable> detail = more.detail();
    int count = <int>checkpanic detail["count"];
    io:println(count, <string>checkpanic more.detail()["text"]); // @output 4t
    value:Cloneable c = detail["count"];
    any a = c is error ? () : c;
    io:println(a); // @output 4
}
