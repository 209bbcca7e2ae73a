import ballerina/io;

const LIMIT = 1000000;

function countPrimes(int 'limit) returns int {
    boolean[] composite = [];
    composite.setLength('limit + 1);
    int count = 0;
    foreach int i in 2 ... 'limit {
        if composite[i] {
            continue;
        }
        count += 1;
        int j = i * i;
        while j <= 'limit {
            composite[j] = true;
            j += i;
        }
    }
    return count;
}

public function main(int n) {
    int total = 0;
    foreach int _ in 1 ... n {
        total += countPrimes(LIMIT);
    }
    io:println(total);
}
