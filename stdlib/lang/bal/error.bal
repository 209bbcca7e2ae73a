// lang.error

public type Cloneable readonly|xml|Cloneable[]|map<Cloneable>|table<map<Cloneable>>;

public type Detail record {|
    Cloneable...;
|};

@typeParam
type DetailType Detail;

public type StackFrame readonly & object {
    public isolated function toString() returns string;
};

# A frame of `module:function(file:line)`. The module of a single file has no name.
readonly class Frame {
    private final string callableName;
    private final string? moduleName;
    private final string fileName;
    private final int lineNumber;

    isolated function init(string text) {
        int open = text.lastIndexOf("(") ?: text.length();
        int line = text.lastIndexOf(":") ?: text.length();
        int? module = text.substring(0, open).indexOf(":");
        self.callableName = text.substring(module is int ? module + 1 : 0, open);
        string name = text.substring(0, module ?: 0);
        self.moduleName = name.includes(".") ? name : ();
        self.fileName = text.substring(int:min(open + 1, line), line);
        int|error number = int:fromString(text.substring(int:min(line + 1, text.length()), int:max(text.length() - 1, 0)));
        self.lineNumber = number is int ? number : 0;
    }

    public isolated function toString() returns string {
        string? name = self.moduleName;
        string module = name is string ? "moduleName: " + name : "";
        return string `callableName: ${self.callableName} ${module} fileName: ${self.fileName} lineNumber: ${self.lineNumber}`;
    }
}

public isolated function message(error e) returns string = external;

public isolated function cause(error e) returns error? = external;

public isolated function detail(error<DetailType> e) returns readonly & DetailType = external;

isolated function frames(error e) returns string[] = external;

public isolated function stackTrace(error e) returns StackFrame[] {
    StackFrame[] result = [];
    foreach string f in frames(e) {
        result.push(new Frame(f));
    }
    return result;
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
