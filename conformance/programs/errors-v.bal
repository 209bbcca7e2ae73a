import ballerina/io;

type Detail record {|
    int code;
|};

type Failure distinct error<Detail>;

function risky(int n) returns int|Failure {
    if n < 0 {
        return error Failure("negative", code = n);
    }
    return n;
}

function twice(int n) returns int|error {
    int r = check risky(n);
    return r * 2;
}

public function main() returns error? {
    io:println(check twice(4)); // @output 8
    int|error bad = twice(-1);
    if bad is Failure {
        io:println(bad.message(), " ", bad.detail().code); // @output negative -1
    }
    do {
        int x = check twice(-5);
        io:println(x);
    } on fail error e {
        io:println("caught ", e.message()); // @output caught negative
    }
    foreach int i in 0 ..< 3 {
        if i == 1 {
            fail error("stop", error("inner"));
        }
        io:println(i); // @output 0
    } on fail error e {
        error? cause = e.cause();
        io:println(e.message(), " ", cause is error ? cause.message() : "none"); // @output stop inner
    }
    int[] empty = [];
    io:println((trap empty[0]) is error); // @output true
}
