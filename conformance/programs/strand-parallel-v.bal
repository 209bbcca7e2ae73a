// Isolated strands on several threads: what lock statements guard is consistent, what is passed along arrives.
import ballerina/io;

isolated int counter = 0;

isolated class Ledger {
    private map<int> entries = {};
    private int total = 0;

    isolated function add(string key, int n) {
        lock {
            self.entries[key] = (self.entries[key] ?: 0) + n;
            self.total += n;
        }
    }

    isolated function consistent() returns boolean {
        lock {
            int sum = 0;
            foreach int n in self.entries {
                sum += n;
            }
            return sum == self.total;
        }
    }

    isolated function sum() returns int {
        lock {
            return self.total;
        }
    }
}

isolated function count(int n, Ledger ledger) returns string[] {
    string[] odd = [];
    foreach int i in 0 ..< n {
        lock {
            counter += 1;
        }
        if i % 100 == 0 {
            ledger.add((i % 700).toString(), 1);
            if !ledger.consistent() {
                odd.push("inconsistent");
            }
        }
        if i % 5000 == 0 {
            odd.push(i.toString());
        }
    }
    return odd;
}

isolated function fib(int n) returns int => n < 2 ? n : fib(n - 1) + fib(n - 2);

isolated function pipeline(int n) returns int|error {
    worker first {
        foreach int i in 0 ..< 1 {
            _ = i;
        }
        map<int[]> m = {"a": [n, n + 1]};
        m -> second;
    }
    worker second returns int|error {
        map<int[]> m = <- first;
        int[] a = m.get("a");
        a -> function;
        return fib(15) + a[0];
    }
    int[] a = check <- second;
    int r = check wait second;
    return r + a[1];
}

public function main() returns error? {
    Ledger ledger = new;
    future<string[]>[] all = [];
    foreach int _ in 0 ..< 6 {
        future<string[]> f = start count(40000, ledger);
        all.push(f);
    }
    future<int> long = start fib(24);
    foreach var f in all {
        string[] odd = check wait f;
        io:println(odd.length(), " ", odd[7]); // @output 8 35000
        // @output 8 35000
        // @output 8 35000
        // @output 8 35000
        // @output 8 35000
        // @output 8 35000
    }
    lock {
        io:println(counter); // @output 240000
    }
    io:println(ledger.sum(), " ", ledger.consistent()); // @output 2400 true
    int n = check wait long;
    io:println(n); // @output 46368
    int sum = 0;
    foreach int i in 0 ..< 200 {
        future<int|error> f = start pipeline(i);
        int r = check wait f;
        sum += r;
    }
    io:println(sum); // @output 162000
}
