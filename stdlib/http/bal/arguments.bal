// Arguments of resource methods that are more than simple values, and their constraints.

import ballerina/constraint;

# What annotations say of the fields of a record of header fields.
isolated function nameHeaders(int drafted, int r, int p) {
    foreach string name in headerFields(drafted, r, p) {
        HttpHeader? header = headerField(drafted, r, p, name).@Header;
        string? renamed = given(header["name"]);
        if renamed is string {
            nameHeader(drafted, r, p, name, renamed);
        }
    }
}

# Converts what has been found in the request to the types of parameters, and checks their constraints.
isolated function invalidArgument(int router, int found, (any|error)[] arguments) returns error? {
    foreach int p in 0 ..< arguments.length() {
        typedesc<anydata>? wanted = structuredType(router, found, p, arguments);
        if wanted !is () {
            anydata|error value = structured(arguments[p], wanted);
            if value is error {
                return error(structuredFailure(router, found, p), value);
            }
            arguments[p] = value;
        }
        string? 'source = constrainedSource(router, found, p, arguments);
        any|error argument = 'source is () ? () : arguments[p];
        if 'source is string && argument is anydata {
            constraint:Error? invalid = constraint:validateConverted(argument, constrainedType(router, found, p));
            if invalid is error {
                return validationError('source, invalid.message());
            }
        }
    }
}

# Texts are JSON, a mapping has the fields of a record.
isolated function structured(any|error found, typedesc<anydata> wanted) returns anydata|error {
    if found is string {
        return found.fromJsonStringWithType(wanted);
    }
    if found is string[] {
        json[] all = from string text in found
            select check text.fromJsonString();
        return all.fromJsonWithType(wanted);
    }
    return found is map<anydata> ? found.cloneWithType(wanted) : error("no value has been found");
}

// ---- what the run-time system does ----

isolated function headerFields(int draft, int r, int p) returns string[] = external;

isolated function headerField(int draft, int r, int p, string name) returns typedesc<any> = external;

isolated function nameHeader(int draft, int r, int p, string name, string header) = external;

isolated function structuredType(int router, int found, int p, (any|error)[] arguments) returns typedesc<anydata>? = external;

isolated function structuredFailure(int router, int found, int p) returns string = external;

isolated function constrainedSource(int router, int found, int p, (any|error)[] arguments) returns string? = external;

isolated function constrainedType(int router, int found, int p) returns typedesc<anydata> = external;
