// lang.function

public isolated function call(function func, any|error... args) returns any|error = external;
