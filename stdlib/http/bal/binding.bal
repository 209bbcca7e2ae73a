// What a body becomes as a value of some type.

import ballerina/lang.'service as services;

type Nothing ();
type MaybeText string?;
type MaybeXml xml?;
type MaybeBytes byte[]?;
type Bytes byte[];
type Form map<string>;
type Immutable readonly;

# A body as a value of a type (module specification, 2.3.4.4): what the media type says decides how it is read, or the type.
#
# + lax - Whether JSON is projected to the type instead of converted (2.2.7)
isolated function bind(byte[] body, string? contentType, typedesc<anydata> t, boolean lax = false)
        returns anydata|error {
    MediaKind kind = mediaKind(contentType);
    if kind == OTHER {
        kind = takes(MaybeText, t) ? TEXT : (takes(MaybeXml, t) ? XML : (takes(MaybeBytes, t) ? BINARY : JSON));
    }
    if body.length() == 0 {
        // What takes all of JSON does not say by that that there may be nothing.
        if saysNil(t) {
            return;
        }
        boolean isText = kind == TEXT || kind == FORM;
        return kind == BINARY && takes(t, Bytes) ? body
            : error NoContentError(isText ? "String payload is null" : "empty payload");
    }
    BodyForm? form = kind == TEXT || kind == FORM || kind == BINARY ? bodyForm(t, kind) : ();
    if form == "bytes" {
        return takes(Immutable, t) ? body.cloneReadOnly() : body.clone();
    }
    string text = check string:fromBytes(body);
    if form == "string" {
        return takes(t, string) ? text : text.cloneWithType(t);
    }
    if kind == XML && takes(t, xml) {
        return xml:fromString(text);
    }
    if kind == XML && takes(MaybeXml, t) {
        return (check xml:fromString(text)).cloneWithType(t);
    }
    if form == "form" {
        return takes(Immutable, t) ? (check decodedForm(text)).cloneReadOnly() : decodedForm(text);
    }
    if kind == JSON {
        return lax ? services:projected(check text.fromJsonString(), t) : text.fromJsonStringWithType(t);
    }
    return error UnfitError(string `incompatible ${t.toString()} found for '${contentType ?: ""}' mime type`);
}

# A type that takes nothing of a media type.
type UnfitError distinct error;

# What a body becomes that is no JSON or XML.
type BodyForm "string"|"bytes"|"form";

# What a service says of a body that is not of a type.
isolated function unboundRequest(error e, typedesc<anydata> t) returns string {
    if e is UnfitError {
        return string `incompatible type found: '${t.toString().substring(9)}'`;
    }
    if e.detail()["message"] is string && !hasRecord(t) {
        return "{ballerina}ConversionError, " + e.detail().toString();
    }
    return unbound(e);
}

# What is said of JSON that is not of a type: of a record, the first field that is wrong.
isolated function unbound(error e) returns string {
    var message = e.detail()["message"];
    if message !is string {
        return e.message();
    }
    string? absent = ();
    foreach string problem in re `\n\t+`.split(message) {
        string[] quoted = re `'`.split(problem);
        if problem.includes("' cannot be added to the closed record '") {
            return string `undefined field '${lastName(quoted[1])}'`;
        }
        int last = quoted.length() - 1;
        if problem.includes("' should be of type '") && (last == 6 || last == 8) {
            [string, string] [wanted, value] = [quoted[last - 3], quoted[last - 1]];
            if value == "()" {
                return string `incompatible value 'null' for type '${wanted}' in field '${lastName(quoted[1])}'`;
            }
            boolean isText = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            string shown = isText ? value.substring(1, value.length() - 1) : value;
            return string `incompatible expected type '${wanted}' for value '${shown}'`;
        }
        if problem.startsWith("missing required field '") {
            absent = absent ?: string `required field '${lastName(quoted[1])}' not present in JSON`;
        }
    }
    return absent ?: message;
}

# The name of a field at the end of a path of fields and positions.
isolated function lastName(string path) returns string {
    int? point = path.lastIndexOf(".");
    return point is int ? path.substring(point + 1) : path;
}

# What a media type says of a body.
enum MediaKind {
    OTHER,
    XML,
    TEXT,
    FORM,
    BINARY,
    JSON
}

isolated function mediaKind(string? contentType) returns MediaKind {
    if contentType is () {
        return OTHER;
    }
    if contentType == "application/json" {
        return JSON;
    }
    int? end = contentType.indexOf(";");
    string kind = (end is int ? contentType.substring(0, end) : contentType).trim().toLowerAscii();
    if kind == "application/json" {
        return JSON;
    }
    if kind.startsWith("application/") || kind.startsWith("text/") {
        string subtype = kind.substring(<int>kind.indexOf("/") + 1);
        foreach [string, MediaKind] [suffix, found] in SUFFIXES {
            if subtype == suffix || [".", "+", "-"].some(sign => subtype.endsWith(sign + suffix)) {
                return found;
            }
        }
    }
    return OTHER;
}

final readonly & [string, MediaKind][] SUFFIXES = [
    ["json", JSON],
    ["xml", XML],
    ["plain", TEXT],
    ["octet-stream", BINARY],
    ["x-www-form-urlencoded", FORM]
];

# Whether all values of one type are values of another one.
isolated function takes(typedesc<any|error> wider, typedesc<any|error> narrower) returns boolean = external;

# What a type takes of bodies of a kind: what its first member says that takes any, which JSON as a whole does not.
isolated function bodyForm(typedesc<any> t, MediaKind kind) returns BodyForm? = external;

# Whether a type says that there may be nothing.
isolated function saysNil(typedesc<any> t) returns boolean = external;

# Whether a type is one of records, or has such members.
isolated function hasRecord(typedesc<any> t) returns boolean = external;
