// Records whose fields are header fields or query parameters, with the names that annotations give them.

# Converts the headers represented as a map of `anydata` to a map of `string` or `string` array. Fields that have the
# annotation `http:Header` have the name that it says.
#
# + headers - The headers represented as a map of anydata
# + return - A map of string or string array representing the headers
public isolated function getHeaderMap(map<anydata> headers) returns map<string|string[]> {
    map<string|string[]> out = {};
    typedesc<map<anydata>> t = typeof headers;
    boolean named = isDefined(t);
    foreach var [key, value] in headers.entries() {
        HttpHeader? header = named ? fieldTypedesc(t, key).@Header : ();
        out[header["name"] ?: key] = value is anydata[] ? value.'map(member => member.toString()) : value.toString();
    }
    return out;
}

# Gives the names to queries that the annotation `http:Query` of fields says.
#
# + queries - The queries represented as a map of anydata
# + return - The queries map with names specified by the `http:Query` annotation
public isolated function getQueryMap(map<anydata> queries) returns map<anydata> {
    typedesc<map<anydata>> t = typeof queries;
    if !isDefined(t) {
        return queries;
    }
    map<anydata> out = {};
    foreach var [key, value] in queries.entries() {
        HttpQuery? query = fieldTypedesc(t, key).@Query;
        out[query["name"] ?: key] = value;
    }
    return out;
}

// ---- what the run-time system does ----

# Whether a type is one that a definition names, whose fields may have annotations.
isolated function isDefined(typedesc<any> t) returns boolean = external;

# A typedesc with the annotations of a field.
isolated function fieldTypedesc(typedesc<any> t, string name) returns typedesc<any> = external;
