// Records of header fields and query parameters, whose names may be said by annotations of their fields.

# Header fields as texts, by the names that the annotation `http:Header` gives to the fields of a record.
#
# + headers - The headers as a map or a record
# + return - The values, which `toString` makes of others, by their names
public isolated function getHeaderMap(map<anydata> headers) returns map<string|string[]> {
    map<string> names = headerNames(typeof headers);
    map<string|string[]> fields = {};
    foreach var [name, value] in headers.entries() {
        fields[names[name] ?: name] = value is anydata[] ? value.'map(v => v.toString()) : value.toString();
    }
    return fields;
}

# Query parameters by the names that the annotation `http:Query` gives to the fields of a record.
#
# + queries - The query parameters as a map or a record
# + return - The values by their names
public isolated function getQueryMap(map<anydata> queries) returns map<anydata> {
    map<string> names = queryNames(typeof queries);
    map<anydata> params = {};
    foreach var [name, value] in queries.entries() {
        params[names[name] ?: name] = value;
    }
    return params;
}

# The header fields of those fields of a record that an annotation gives another name.
isolated function headerNames(typedesc<anydata> t) returns map<string> =>
    renamedFields(t, isolated function(typedesc<any> annotated) returns string? {
        HttpHeader? header = annotated.@Header;
        return header["name"];
    });

# Likewise the query parameters.
isolated function queryNames(typedesc<anydata> t) returns map<string> =>
    renamedFields(t, isolated function(typedesc<any> annotated) returns string? {
        HttpQuery? query = annotated.@Query;
        return query["name"];
    });

isolated function renamedFields(typedesc<anydata> t, isolated function (typedesc<any> annotated) returns string? nameOf)
        returns map<string> {
    map<string> names = {};
    foreach string name in recordFields(t, false) ?: [] {
        string? renamed = given(nameOf(annotatedField(t, name)));
        if renamed is string {
            names[name] = renamed;
        }
    }
    return names;
}

# The type of a member, with its annotations if it is a field of a record.
isolated function annotatedField(typedesc<anydata> t, string name) returns typedesc<any> => memberType(t, name) ?: t;

# The name that an annotation gives, if it does.
isolated function given(string? name) returns string? => name == "" ? () : name;
