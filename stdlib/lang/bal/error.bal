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

readonly class Frame {
    private final string text;

    isolated function init(string text) {
        self.text = text;
    }

    public isolated function toString() returns string {
        return self.text;
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
