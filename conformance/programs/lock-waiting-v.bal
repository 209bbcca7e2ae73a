// A lock statement excludes the others even while a function called in it waits, and is left on every way out.
import ballerina/io;
import ballerina/lang.runtime;

isolated int balance = 0;
isolated string[] notes = [];

isolated function slow(int n) returns int {
    runtime:sleep(n == 1000 ? 0.5d : 0.01d);
    return n;
}

isolated function deposit(int n) returns error? {
    lock {
        int before = balance;
        int add = slow(n);
        if n == 3 {
            return error("three");
        }
        if n == 4 {
            panic error("four");
        }
        balance = before + add;
    }
}

isolated function looping() returns int {
    int i = 0;
    while true {
        lock {
            if balance > 100 {
                break;
            }
            i += 1;
            if i > 3 {
                break;
            }
            if i == 2 {
                continue;
            }
            balance += 1;
        }
    }
    lock {
        lock {
            return balance + nested();
        }
    }
}

isolated function nested() returns int {
    lock {
        return notes.length();
    }
}

public function main() returns error? {
    future<error?>[] all = [];
    foreach int n in 0 ..< 10 {
        future<error?> f = start deposit(n);
        all.push(f);
    }
    foreach var f in all {
        error? r = trap wait f;
        if r is error {
            io:println(r.message()); // @output three
            // @output four
        }
    }
    lock {
        io:println(balance); // @output 38
    }
    io:println(looping()); // @output 40
    future<error?> a = start deposit(1000);
    future<error?> b = start deposit(1000);
    runtime:sleep(0.002);
    b.cancel();
    error? ra = wait a;
    error? rb = trap wait b;
    io:println(ra is (), rb is error); // @output truetrue
    lock {
        io:println(balance); // @output 1040
    }
}
