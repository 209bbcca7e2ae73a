import ballerina/io;
import ballerina/lang.runtime;

function fail1(string what) returns error? => error(what);

// A message that nobody can take any more because its receiver has panicked is a panic of its sender.
function toPanicked(future<()>[] panicked) returns error? {
    worker a {
        int x = <- function;
        if x == 1 {
            panic error("a panicked");
        }
        int y = <- function;
        io:println("never ", y);
    }
    panicked.push(a);
    1 -> a;
    2 -> a;
    return ();
}

function flushPanicked() returns error? {
    worker a {
        int x = <- function;
        if x == 1 {
            panic error("flushed by panic");
        }
        int y = <- function;
        io:println("never ", y);
    }
    1 -> a;
    2 -> a;
    error? e = trap flush a;
    io:println("flush ", e);
    error? w = trap wait a;
    io:println("wait ", w);
    return ();
}

// To a receiver that has ended with an error, messages are lost, and flush says so.
function toFailed() returns error? {
    worker a returns error? {
        int x = <- function;
        check fail1("failed " + x.toString());
        int y = <- function;
        io:println("never ", y);
    }
    1 -> a;
    2 -> a;
    error? e = flush a;
    io:println(e);
    return check wait a;
}

// The last failure counts where no alternative gives a message.
function alternatives(boolean first, boolean second) returns int|error {
    worker a {
        if first {
            1 -> function;
        }
    }
    worker b {
        if second {
            2 -> function;
        }
    }
    int|error:NoMessage x = <- a | b;
    return x;
}

function alternativeError() returns int|error {
    worker a returns error? {
        check fail1("first");
        1 -> function;
    }
    worker b returns error? {
        runtime:sleep(0.001);
        check fail1("second");
        2 -> function;
    }
    int x = check <- a | b;
    return x;
}

function slowly(int n, decimal seconds) returns int|error {
    runtime:sleep(seconds);
    return n < 0 ? error("negative " + n.toString()) : n;
}

function waits() returns error? {
    future<int|error> a = start slowly(-1, 0.001);
    future<int|error> b = start slowly(2, 0.003);
    future<int|error> c = start slowly(3, 0.2);
    int|error first = wait a | b | c;
    io:println(first);
    int|error again = wait a | b;
    io:println(again);
    future<int|error> d = start slowly(-4, 0.001);
    future<int|error> e = start slowly(-5, 0.003);
    int|error failed = wait d | e;
    io:println(failed);
    future<int|error> f = start slowly(6, 0.001);
    int|error withOld = wait d | f;
    io:println(withOld);
    c.cancel();
}

// A worker that waits for a message is woken when it is cancelled, and its peers get its end.
function cancelWorker() returns error? {
    worker a returns int {
        int x = <- function;
        return x;
    }
    future<int> f = a;
    runtime:sleep(0.001);
    a.cancel();
    runtime:sleep(0.001);
    1 -> a;
    int|error r = wait f;
    io:println(r);
}

// Where the type does not have the error, it is a panic.
function waitForCancelled() returns int {
    worker a returns int {
        int x = <- b;
        return x;
    }
    worker b returns int {
        runtime:sleep(1);
        1 -> a;
        return 2;
    }
    runtime:sleep(0.001);
    b.cancel();
    return wait a;
}

// A worker that has returned is there until its message has been taken; cancelling it then makes no difference to that.
function cancelLeaving() returns error? {
    worker a returns int {
        5 -> function;
        return 6;
    }
    future<int> f = a;
    runtime:sleep(0.001);
    a.cancel();
    int x = <- a;
    io:println(x);
    int|error r = wait f;
    io:println(r);
}

public function main() returns error? {
    future<()>[] panicked = [];
    io:println(trap toPanicked(panicked)); // @output error("a panicked")
    foreach future<()> f in panicked {
        error? e = trap wait f;
        io:println(e); // @output error("a panicked")
    }
    // The second message is still to be delivered when the function ends.
    io:println(trap flushPanicked());
    // @output flush error("flushed by panic")
    // @output wait error("flushed by panic")
    // @output error("flushed by panic")
    error? failed = toFailed();
    io:println(failed);
    // @output error("failed 1")
    // @output error("failed 1")
    io:println(alternatives(true, true)); // @output 1
    io:println(alternatives(false, true)); // @output 2
    io:println(alternatives(false, false)); // @output error NoMessage ("no message received")
    io:println(alternativeError()); // @output error("second")
    check waits();
    // @output 2
    // @output error("multiple waits on the same future is not allowed")
    // @output error("negative -5")
    // @output 6
    check cancelWorker(); // @output error("{ballerina/lang.future}FutureAlreadyCancelled",message="the strand was cancelled")
    io:println(trap waitForCancelled());
    // @output error("{ballerina/lang.future}FutureAlreadyCancelled",message="the strand was cancelled")
    check cancelLeaving();
    // @output 5
    // @output error("{ballerina/lang.future}FutureAlreadyCancelled",message="the strand was cancelled")
}
