// lang.service: what listeners of the library need to call the services of programs. No program can import it.

import ballerina/io;

# The remote method of a service with this name, if it has one.
public isolated function method(service object {} s, string name) returns function? = external;

# Shows an error that nobody else gets to see.
public isolated function report(error e) {
    string text = "error: " + e.message();
    foreach var frame in e.stackTrace() {
        text += "\n\tat " + frame.toString();
    }
    io:fprintln(io:stderr, text);
}

# As many as an int can count; a negative time is none.
public isolated function nanoseconds(decimal seconds) returns int = external;
