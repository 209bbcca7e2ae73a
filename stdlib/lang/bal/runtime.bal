// lang.runtime: the strand that runs.

public type StackFrame readonly & object {
    public isolated function toString() returns string;
};

public isolated function getStackTrace() returns StackFrame[] {
    // The first frame is this function's own.
    return error("").stackTrace().slice(1);
}
