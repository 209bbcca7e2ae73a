// Strands in loops give way to isolated ones; those that are not isolated exclude one another.
import ballerina/io;
import ballerina/lang.runtime;

isolated boolean stop = false;
isolated int ticks = 0;

isolated function stopped() returns boolean {
    lock {
        return stop;
    }
}

isolated function spin() returns int {
    int n = 0;
    while !stopped() {
        n += 1;
    }
    return n;
}

isolated function tick() {
    foreach int _ in 0 ..< 5 {
        runtime:sleep(0.01);
        lock {
            ticks += 1;
        }
    }
    lock {
        stop = true;
    }
}

int shared = 0;

function plainA() returns int {
    int before = shared;
    foreach int _ in 0 ..< 300000 {
        shared += 1;
    }
    return shared - before;
}

public function main() {
    future<()> t = start tick();
    future<int> s = start spin();
    int own = 0;
    // The main strand spins as well.
    while !stopped() {
        own += 1;
    }
    checkpanic wait t;
    int n = checkpanic wait s;
    io:println(n > 0, own > 0); // @output truetrue
    lock {
        io:println(ticks); // @output 5
    }
    future<int> a = start plainA();
    future<int> b = start plainA();
    future<int> c = start spin();
    int ra = checkpanic wait a;
    int rb = checkpanic wait b;
    io:println(ra, " ", rb); // @output 300000 300000
    int rc = checkpanic wait c;
    io:println(rc); // @output 0
}
