// lang.runtime: the module listeners of a running program (spec 8.3), sleeping, stack traces.
// The functions without `public` are what the run-time system calls.

import ballerina/lang.strand;

# A listener whose lifecycle the program manages.
public type DynamicListener object {
    public function 'start() returns error?;
    public function gracefulStop() returns error?;
    public function immediateStop() returns error?;
};

public type StopHandler function () returns error?;

DynamicListener[]? listeners = ();
StopHandler[]? stopHandlers = ();

# Registers a listener with the program, which then runs until the listener is deregistered or the program is stopped.
public isolated function registerListener(DynamicListener 'listener) {
    lock {
        DynamicListener[] all = listeners ?: [];
        foreach DynamicListener known in all {
            if known === 'listener {
                return;
            }
        }
        all.push('listener);
        listeners = all;
    }
}

public isolated function deregisterListener(DynamicListener 'listener) {
    lock {
        DynamicListener[] left = [];
        foreach DynamicListener known in listeners ?: [] {
            if known !== 'listener {
                left.push(known);
            }
        }
        listeners = left;
    }
}

# Registers a function to be called when the program is stopped gracefully.
public isolated function onGracefulStop(StopHandler 'handler) {
    lock {
        StopHandler[] all = stopHandlers ?: [];
        all.push('handler);
        stopHandlers = all;
    }
}

# Does nothing for so many seconds.
public isolated function sleep(decimal seconds) {
    strand:sleep(nanoseconds(seconds));
}

# As many as an int can count; a negative time is none.
isolated function nanoseconds(decimal seconds) returns int = external;

function startListeners() returns error? {
    foreach DynamicListener l in listeners ?: [] {
        check l.'start();
    }
}

function hasListeners() returns boolean {
    return (listeners ?: []).length() > 0;
}

function stopGracefully() returns error? {
    foreach DynamicListener l in listeners ?: [] {
        check l.gracefulStop();
    }
    foreach StopHandler 'handler in (stopHandlers ?: []).reverse() {
        check 'handler();
    }
}

function stopAtOnce() returns error? {
    foreach DynamicListener l in listeners ?: [] {
        check l.immediateStop();
    }
}

public type StackFrame readonly & object {
    public isolated function toString() returns string;
};

# The calls that led here, the innermost first.
public isolated function getStackTrace() returns StackFrame[] {
    // The first frame is this function's own.
    return error("").stackTrace().slice(1);
}
