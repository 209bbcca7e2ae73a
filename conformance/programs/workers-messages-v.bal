import ballerina/io;
import ballerina/lang.runtime;
function slow() returns int { runtime:sleep(100); return 1; }
function cond(boolean b) returns string|error {
    worker w {
        if b { "one" -> function; }
        "two" -> function;
    }
    string|error:NoMessage a = <- w;
    string c = <- w;
    return (a is string ? a : "none") + c;
}
function alt() returns int|error {
    worker a { runtime:sleep(0.02); 1 -> function; }
    worker b { 2 -> function; }
    int x = check <- a | b;
    return x;
}
function multi() returns record {|int a; string b;|} {
    worker a { 5 -> function; }
    worker b { "s" -> function; }
    record {|int a; string b;|} m = <- {a, b};
    return m;
}
function failing() returns error? {
    worker a returns error? {
        check fail1();
        3 -> function;
    }
    int|error x = <- a;
    io:println("x ", x);
    worker dead returns error? {
        int y = check <- function;
        return error("after " + y.toString());
    }
    error? e = 9 ->> dead;
    io:println(e);
    check flush dead;
    error? last = wait dead;
    io:println(last);
}
function fail1() returns error? => error("f1");
public function main() returns error? {
    future<int> f = start slow();
    f.cancel();
    int|error r = wait f;
    io:println(r);
    io:println(cond(true), " ", cond(false));
    io:println(alt());
    io:println(multi());
    check failing();
    int|error again = wait f;
    io:println(again);
}

// @output error("{ballerina/lang.future}FutureAlreadyCancelled",message="the strand was cancelled")
// @output onetwo nonetwo
// @output 2
// @output {"a":5,"b":"s"}
// @output x error("f1")
// @output 
// @output error("after 9")
// @output error("multiple waits on the same future is not allowed")
