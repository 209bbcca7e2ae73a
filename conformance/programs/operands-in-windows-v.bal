// Results of calls are used where they stand, while something else is allocated.
import ballerina/io;

type R record {|
    float f;
    int n;
|};

type Box object {
    int[] items;
    int big;
};

function make(float f) returns R => {f, n: 9223372036854775807};

function items(int n) returns int[] => [n, 9223372036854775807, n];

function open(int n) returns record {|int a; string b;|} => {a: n, b: n.toString()};

class Holder {
    int[] items = [1, 2];
    int big = 9223372036854775806;
}

function held() returns Holder => new;

function boxed() returns Box => new Holder();

public function main() {
    float sum = 0;
    int last = 0;
    foreach int i in 1 ... 50 {
        // Floats of such size are objects of the heap.
        sum += make(1e300 * <float>i).f / 1e300;
        last = make(0).n;
    }
    io:println(sum, " ", last); // @output 1275.0 9223372036854775807
    int total = 0;
    foreach int i in 1 ... 50 {
        int[] all = [0, ...items(i), ...items(i + 1)];
        total += all.length();
        map<anydata> m = {"x": open(i), "y": items(i), ...open(i)};
        total += m.length();
        any b = held().big;
        any c = boxed().big;
        total += b === c ? 1 : 0;
    }
    io:println(total); // @output 600
}
