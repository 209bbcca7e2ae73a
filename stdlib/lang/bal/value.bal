// lang.value

@typeParam
type Type any|error;

public type Cloneable readonly|xml|Cloneable[]|map<Cloneable>|table<map<Cloneable>>;

@typeParam
type CloneableType Cloneable;

@typeParam
type AnydataType anydata;

@typeParam
type AnyType any;

public type JsonFloat ()|boolean|string|float|JsonFloat[]|map<JsonFloat>;
public type JsonDecimal ()|boolean|string|decimal|JsonDecimal[]|map<JsonDecimal>;

public isolated function clone(CloneableType v) returns CloneableType = external;

public isolated function cloneReadOnly(CloneableType v) returns CloneableType & readonly = external;

public isolated function cloneWithType(anydata v, typedesc<AnydataType> t = <>) returns AnydataType|error = external;

type Default isolated function () returns anydata;

// What the dependently typed functions do, which can have no body of their own.
isolated function cloned(anydata v, typedesc<anydata> t) returns anydata|error {
    return converted(v, t, false);
}

isolated function convertedJson(json v, typedesc<anydata> t) returns anydata|error {
    return converted(v, t, true);
}

isolated function convertedJsonText(string str, typedesc<anydata> t) returns anydata|error {
    anydata value = parseTyped(str, t);
    if value !is () {
        return value;
    }
    return converted(check fromJsonString(str), t, true);
}

// Values of `configurable` variables and options of `main`.
isolated function configured(json v, typedesc<anydata> t) returns anydata|error {
    return converted(v, t, true);
}

// Defaults of record fields are evaluated between two conversions.
isolated function converted(anydata v, typedesc<anydata> t, boolean fromJson) returns anydata|error {
    Default[] wanted = [];
    anydata|error result = convert(v, t, fromJson, [], wanted);
    if wanted.length() == 0 {
        return result;
    }
    anydata[] defaults = [];
    foreach Default f in wanted {
        defaults.push(f());
    }
    return convert(v, t, fromJson, defaults, wanted);
}

// Nil if the text has to be parsed and converted.
isolated function parseTyped(string str, typedesc<anydata> t) returns anydata = external;

isolated function convert(anydata v, typedesc<anydata> t, boolean fromJson, anydata[] given, Default[] wanted)
        returns anydata|error = external;

public isolated function ensureType(any|error v, typedesc<AnyType> t = <>) returns AnyType|error = external;

// An error may be shown too: details and `Cloneable` values are of types that admit errors.
public isolated function toString(any|error v) returns string = external;

public isolated function toBalString(any|error v) returns string = external;

public isolated function fromBalString(string s) returns anydata|error = external;

public isolated function toJson(anydata v) returns json = external;

public isolated function toJsonString(anydata v) returns string = external;

public isolated function fromJsonString(string str) returns json|error = external;

public isolated function fromJsonFloatString(string str) returns JsonFloat|error = external;

public isolated function fromJsonDecimalString(string str) returns JsonDecimal|error = external;

public isolated function fromJsonWithType(json v, typedesc<AnydataType> t = <>) returns AnydataType|error = external;

public isolated function fromJsonStringWithType(string str, typedesc<AnydataType> t = <>)
        returns AnydataType|error = external;

public isolated function mergeJson(json j1, json j2) returns json|error = external;

public isolated function count(any|error... vs) returns int {
    return vs.length();
}

public isolated function first(Type v, any|error... vs) returns Type {
    return v;
}

public isolated function last(Type v, Type... vs) returns Type {
    int n = vs.length();
    return n == 0 ? v : vs[n - 1];
}
