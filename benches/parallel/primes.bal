// CPU-bound work on as many isolated strands as asked for: each counts the primes below a bound.
import ballerina/io;

isolated function primes(int bound) returns int {
    int found = 0;
    foreach int i in 2 ..< bound {
        boolean prime = true;
        int d = 2;
        while d * d <= i {
            if i % d == 0 {
                prime = false;
                break;
            }
            d += 1;
        }
        if prime {
            found += 1;
        }
    }
    return found;
}

public function main(int strands, int bound) returns error? {
    future<int>[] all = [];
    foreach int _ in 0 ..< strands {
        future<int> f = start primes(bound);
        all.push(f);
    }
    int sum = 0;
    foreach future<int> f in all {
        int found = check wait f;
        sum += found;
    }
    io:println(sum);
}
