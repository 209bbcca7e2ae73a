// lang.strand: what strands, futures and workers need in Ballerina; all else is natives that the compiler's lowering calls
// (spec 7.5 to 7.8). No program can import this module.

# What a receive action gives when the slot was passed without message (spec 7.8.1).
function noMessage() returns error {
    return error error:NoMessage("no message received");
}

public isolated function cancel(future<any|error> f) = external;

# `runtime:sleep`
public isolated function sleep(int nanos) = external;
