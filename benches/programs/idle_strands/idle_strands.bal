import ballerina/io;
import ballerina/lang.runtime;

// Strands that exist at the same time, all of them asleep.
function idle(int i) returns int {
    runtime:sleep(3);
    return i;
}

public function main(int n) {
    future<int>[] all = [];
    foreach int i in 0 ..< n {
        future<int> f = start idle(i);
        all.push(f);
    }
    int sum = 0;
    foreach future<int> f in all {
        int|error v = wait f;
        sum += v is int ? v : 0;
    }
    io:println(sum);
}
