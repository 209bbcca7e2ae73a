// Values of header fields.

import ballerina/mime;

# Where a header field stands: before the body, or after it.
public type HeaderPosition LEADING|TRAILING;

# Before the body.
public const LEADING = "leading";

# After the body.
public const TRAILING = "trailing";

# One of the values of a header field.
#
# + value - The value without parameters
# + params - The parameters, values in quotes with them
public type HeaderValue record {|
    string value;
    map<string> params;
|};

# Parses the value of a header field, which may be several with commas between them, each with parameters.
#
# + headerValue - The text
# + return - The values in their order, or an error when a parameter is not well-formed
public isolated function parseHeader(string headerValue) returns HeaderValue[]|ClientError {
    HeaderValue[] all = [];
    foreach string one in unquotedParts(headerValue, ",") {
        string[] parts = unquotedParts(one, ";");
        if parts.length() > 1 && parts[0].trim() == "" {
            return unparsed(error mime:InvalidHeaderValueError("invalid header value: " + one.trim()));
        }
        map<string> params = {};
        foreach int i in 1 ..< parts.length() {
            string part = parts[i].trim();
            if part == "" {
                continue;
            }
            int? sign = part.indexOf("=");
            if sign is () {
                // A parameter needs no value, and has none then.
                continue;
            }
            if sign == 0 || sign == part.length() - 1 {
                return unparsed(error mime:InvalidHeaderParamError("invalid header parameter: " + part));
            }
            params[part.substring(0, sign).trim()] = part.substring(sign + 1).trim();
        }
        all.push({value: parts[0].trim(), params});
    }
    return all;
}

isolated function unparsed(mime:Error e) returns ClientError {
    return error GenericClientError("failed to parse: " + e.toString());
}

# A text cut at each separator that is not in quotes.
isolated function unquotedParts(string text, string:Char separator) returns string[] {
    string[] parts = [];
    int begin = 0;
    boolean inQuotes = false;
    int at = 0;
    foreach string:Char c in text {
        if c == "\"" {
            inQuotes = !inQuotes;
        } else if c == separator && !inQuotes {
            parts.push(text.substring(begin, at));
            begin = at + 1;
        }
        at += 1;
    }
    parts.push(text.substring(begin));
    return parts;
}
