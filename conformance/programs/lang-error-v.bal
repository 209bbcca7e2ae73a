import ballerina/io;
import ballerina/lang.'error as errors;

type Detail record {|
    int code;
    string[] notes?;
|};

type Failure error<Detail>;
type Special distinct error;

public function main() {
    error plain = error("plain");
    error cause = error("cause");
    Failure full = error("full", cause, code = 7, notes = ["a", "b"]);
    io:println(plain.message(), error:message(full), error("").message().length()); // @output plainfull0
    io:println(plain.cause() is (), full.cause() === cause); // @output truetrue
    io:println(plain.detail(), full.detail(), full.detail().code); // @output {}{"code":7,"notes":["a","b"]}7
    io:println(full.detail() is readonly, plain.detail() is readonly); // @output truetrue
    // The detail is a copy of what was given.
    string[] notes = ["x"];
    Failure copied = error("copied", code = 1, notes = notes);
    notes.push("y");
    io:println(copied.detail().notes); // @output ["x"]

    error:StackFrame[] trace = deep(3).stackTrace();
    io:println(trace.length() >= 4, trace[0].toString().includes("deep"), trace[0].toString().includes("\n")); // @output truetruefalse
    io:println(plain.toString()); // @output error("plain")
    io:println(full.toString()); // @output error("full",error("cause"),code=7,notes=["a","b"])
    io:println(full.toBalString()); // @output error("full",error("cause"),code=7,notes=["a","b"])
    io:println(error:toString(error("quote\"d", decimals = 1.0d)), error("b", d = 1.5d).toBalString()); // @output error("quote\"d",decimals=1.0)error("b",d=1.5d)
    Special special = error Special("s", error("inner"));
    io:println(special.message(), special.cause(), special.detail()); // @output serror("inner"){}

    error:DefaultRetryManager two = new (2);
    errors:Retriable retriable = error errors:Retriable("again");
    io:println(two.shouldRetry(retriable), two.shouldRetry(plain), two.shouldRetry(retriable), two.shouldRetry(retriable)); // @output truefalsetruefalse
}

function deep(int n) returns error => n == 0 ? error("deep") : deep(n - 1);
