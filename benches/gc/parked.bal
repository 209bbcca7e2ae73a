// So many strands that wait for something (`strands`), while another one makes garbage: what they add to the collector's
// pauses. `balvm run --gc-log` writes these; benches/gc/parked compares them.

import ballerina/io;
import ballerina/lang.runtime;

function park(int number, decimal seconds) returns int {
    runtime:sleep(seconds);
    return number;
}

public function main(int strands, int rounds, decimal seconds) returns error? {
    future<int>[] parked = [];
    foreach int i in 0 ..< strands {
        future<int> one = start park(i, seconds);
        parked.push(one);
    }
    // All of them get to where they wait.
    runtime:sleep(0.5);
    io:fprintln(io:stderr, "parked");
    int[][] last = [];
    foreach int i in 0 ..< rounds {
        if i % 1000 == 0 {
            last = [];
        }
        last.push([i, i + 1, i + 2]);
    }
    io:fprintln(io:stderr, "made");
    int sum = last.length();
    foreach future<int> f in parked {
        sum += check wait f;
    }
    io:println(sum);
}
