import ballerina/io;
import ballerina/lang.runtime;

configurable string fifo = ?;

// Strands that use it exclude one another.
int ticks = 0;

function line() returns string {
    ticks += 1;
    return io:readln();
}

function text() returns string|io:Error {
    ticks += 1;
    return io:fileReadString(fifo);
}

function tick(int times) {
    foreach int _ in 1 ... times {
        ticks += 1;
        runtime:sleep(0.001);
    }
}

public function main() returns error? {
    future<string> first = start line();
    tick(19);
    io:println("others have gone on: ", ticks);
    string earlier = check wait first;
    io:println(earlier, " ", line());

    // Of the next line there is a part only.
    future<string> cancelled = start line();
    tick(10);
    cancelled.cancel();
    string|error nothing = wait cancelled;
    io:println(nothing is error ? "reading cancelled" : nothing);
    // What came for the strand that was cancelled is for whoever reads next.
    io:println(line(), " ", line(), " '", line(), "'");

    // Nobody opens the other end.
    future<string|io:Error> file = start text();
    tick(10);
    file.cancel();
    string|error none = wait file;
    io:println(none is error ? "file cancelled" : none);

    io:println(line(), " '", line(), "'");
}
