// lang.service: what listeners of the library need to call the services of programs. No program can import it.

import ballerina/io;

# The remote method of a service with this name, if it has one.
public isolated function method(service object {} s, string name) returns function? = external;

# Before a remote method is called: nothing of the program runs beside it if the method or the service is not isolated
# (spec 8.3.3).
public isolated function enter(service object {} s, string name) = external;

# After the call, or before the next one.
public isolated function leave() = external;

# The program stops gracefully, as if it had been asked to by a signal.
public isolated function stop() = external;

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
