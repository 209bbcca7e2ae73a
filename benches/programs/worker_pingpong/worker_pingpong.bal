import ballerina/io;

// A call with one named worker and a message each way.
function exchange(int i) returns int {
    worker A {
        int x = <- function;
        x + 1 -> function;
    }
    i -> A;
    int y = <- A;
    return y;
}

public function main(int n) {
    int sum = 0;
    foreach int i in 0 ..< n {
        sum += exchange(i);
    }
    io:println(sum);
}
