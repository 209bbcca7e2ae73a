// lang.service: what listeners of the library need to call the services of programs. No program can import it.

import ballerina/io;
import ballerina/lang.trace;

# The remote method of a service with this name, if it has one.
public isolated function method(service object {} s, string name) returns function? = external;

# Before a remote method is called: nothing of the program runs beside it if the method or the service is not isolated
# (spec 8.3.3).
public isolated function enter(service object {} s, string name) = external;

# After the call, or before the next one.
public isolated function leave() = external;

# The program stops gracefully, as if it had been asked to by a signal.
public isolated function stop() = external;

# A value as one of a type as far as the type has a place for it: what a closed record, or a list of some length, has none
# for is left out, null where an optional field cannot be nil as well, and a field that is absent is nil if it can be.
public isolated function projected(anydata v, typedesc<anydata> t) returns anydata|error {
    Default[] wanted = [];
    anydata|error result = project(v, t, true, [], wanted);
    if wanted.length() == 0 {
        return result;
    }
    anydata[] defaults = [];
    foreach Default f in wanted {
        defaults.push(f());
    }
    return project(v, t, true, defaults, wanted);
}

type Default isolated function () returns anydata;

// As `convert` of lang.value.
isolated function project(anydata v, typedesc<anydata> t, boolean fromJson, anydata[] given, Default[] wanted)
        returns anydata|error = external;

# Shows an error that nobody else gets to see.
public isolated function report(error e) {
    string text = "error: " + e.message();
    foreach string line in trace:lines(e) {
        text += "\n\tat " + line;
    }
    io:fprintln(io:stderr, text);
}

# As many as an int can count; a negative time is none.
public isolated function nanoseconds(decimal seconds) returns int = external;
