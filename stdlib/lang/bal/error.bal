// lang.error

import ballerina/lang.trace;

public type Cloneable readonly|xml|Cloneable[]|map<Cloneable>|table<map<Cloneable>>;

public type Detail record {|
    Cloneable...;
|};

@typeParam
type DetailType Detail;

public type StackFrame readonly & object {
    public isolated function toString() returns string;
};

public isolated function message(error e) returns string = external;

public isolated function cause(error e) returns error? = external;

public isolated function detail(error<DetailType> e) returns readonly & DetailType = external;

public isolated function stackTrace(error e) returns StackFrame[] {
    return trace:frames(e);
}

public isolated function toString(error e) returns string = external;

public isolated function toBalString(error e) returns string = external;

public type NoMessage distinct error;

public type Retriable distinct error;

# Decides whether a failed `retry` block is tried again (spec 5.7.4).
public type RetryManager object {
    public function shouldRetry(error e) returns boolean;
};

# The retry manager of a `retry` without one: so many times, and only for errors that are `Retriable`.
public class DefaultRetryManager {
    private int count;

    public function init(int count = 3) {
        self.count = count;
    }

    public function shouldRetry(error e) returns boolean {
        if e is Retriable && self.count > 0 {
            self.count -= 1;
            return true;
        }
        return false;
    }
}
