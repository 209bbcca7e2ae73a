// What requests and responses have in common: header fields and a body.

import ballerina/io;
import ballerina/url;

# Header fields by their names in lower case, and a body: text or bytes, or one that has not been read yet.
isolated class Content {
    private map<string[]> fields;
    private string|(readonly & byte[])? body = ();
    # The inbound request whose body this is, or the reply of a server; none if negative.
    private int origin;
    private final boolean reply;
    # The body that is to be sent is what this gives.
    private stream<byte[], io:Error?>? pieces = ();
    # Somebody has got it as a stream, and may have read it.
    private boolean spent = false;
    # Has the fields after the body, if there is anything to know of them.
    private Content? last = ();
    # The program has said for which host it is.
    private boolean hostGiven = false;

    # + origin - The inbound request or reply whose body this is; none if negative
    isolated function init(map<string[]> fields, int origin = -1, boolean reply = false) {
        self.fields = fields.clone();
        self.origin = origin;
        self.reply = reply;
    }

    isolated function all(string name) returns string[]? {
        lock {
            return self.fields[name.toLowerAscii()].clone();
        }
    }

    isolated function first(string name) returns string? {
        string[]? values = self.all(name);
        return values is () || values.length() == 0 ? () : values[0];
    }

    isolated function set(string name, string value) {
        string key = name.toLowerAscii();
        lock {
            self.fields[key] = [value];
            self.hostGiven = self.hostGiven || key == "host";
        }
    }

    # The host that the program has set.
    isolated function givenHost() returns string? {
        lock {
            return self.hostGiven ? self.first("host") : ();
        }
    }

    isolated function add(string name, string value) {
        string key = name.toLowerAscii();
        if key == "content-type" || key == "host" {
            self.set(key, value);
            return;
        }
        lock {
            string[] values = self.fields[key] ?: [];
            values.push(value);
            self.fields[key] = values;
        }
    }

    isolated function remove(string name) {
        lock {
            string key = name.toLowerAscii();
            _ = self.fields.removeIfHasKey(key);
            self.hostGiven = self.hostGiven && key != "host";
        }
    }

    isolated function removeAll() {
        lock {
            self.fields.removeAll();
            self.hostGiven = false;
        }
    }

    isolated function names() returns string[] {
        lock {
            return self.fields.keys().clone();
        }
    }

    # Names and values, one after the other.
    isolated function list() returns string[] {
        lock {
            string[] out = [];
            foreach var [name, values] in self.fields.entries() {
                foreach string value in values {
                    out.push(name, value);
                }
            }
            return out.clone();
        }
    }

    # The fields after the body, as far as they are known.
    isolated function after() returns Content {
        lock {
            Content last = self.last ?: new ({});
            self.last = last;
            return last;
        }
    }

    # Adds names and values, one after the other.
    isolated function addList(string[] list) {
        foreach int i in 0 ..< list.length() / 2 {
            self.add(list[2 * i], list[2 * i + 1]);
        }
    }

    isolated function contentType() returns string {
        return self.first("content-type") ?: "";
    }

    # Sets the body, and its type if there is none yet or another one is given.
    isolated function setBody(string|byte[] body, string? contentType, string default) {
        if contentType is string {
            self.set("content-type", contentType);
        } else if self.first("content-type") is () {
            self.set("content-type", default);
        }
        string|(readonly & byte[]) kept = body is string ? body : body.cloneReadOnly();
        lock {
            self.body = kept;
            self.origin = -1;
            self.pieces = ();
            self.spent = false;
        }
    }

    # Sets a stream as the body, and its type as above.
    isolated function setStream(stream<byte[], io:Error?> pieces, string? contentType) {
        self.setBody([], contentType, "application/octet-stream");
        lock {
            self.pieces = pieces;
        }
    }

    # The body is what has come.
    isolated function receive(readonly & byte[] body) {
        lock {
            self.body = body;
            self.origin = -1;
        }
    }

    # There is no body, and that is not missed.
    isolated function receiveNothing() {
        lock {
            self.body = "";
            self.origin = -1;
        }
    }

    # The body as a stream, which can be read once.
    isolated function byteStream(int size) returns stream<byte[], io:Error?>|ClientError {
        if size <= 0 {
            return error GenericClientError("the size of the pieces of a byte stream must be positive");
        }
        lock {
            stream<byte[], io:Error?>? pieces = self.pieces;
            int origin = self.origin;
            if self.spent || pieces is () && origin < 0 {
                return new stream<byte[], io:Error?>(new Slices((check self.bytes()).cloneReadOnly(), size));
            }
            self.pieces = ();
            self.origin = -1;
            self.spent = true;
            return pieces ?: new stream<byte[], io:Error?>(new Pieces(origin, size, self.reply ? self.after() : ()));
        }
    }

    # The body as a stream if it is to be sent piece by piece: one that has been set, or that comes and has not been read, or
    # one with fields after it.
    isolated function outgoing() returns stream<byte[], io:Error?>|ClientError? {
        lock {
            Content? last = self.last;
            if self.pieces !is () || self.origin >= 0 && (self.reply || isComing(self.origin)) ||
                    last !is () && last.names().length() > 0 {
                return self.byteStream(65536);
            }
        }
    }

    # A body that comes is read now, so that it can be sent more than once.
    isolated function keep() returns ClientError? {
        boolean unread;
        lock {
            unread = self.pieces is () && self.origin >= 0 && !self.spent;
        }
        if unread {
            _ = check self.raw();
        }
    }

    # The body as it will be sent.
    isolated function raw() returns string|(readonly & byte[])|ClientError? {
        int origin;
        stream<byte[], io:Error?>? pieces;
        lock {
            origin = self.origin;
            pieces = self.pieces;
            if self.spent {
                return error GenericClientError("the body has been read as a byte stream already");
            }
            if origin < 0 && pieces is () {
                return self.body;
            }
        }
        (readonly & byte[])|error body = pieces !is () ? collected(pieces)
            : (self.reply ? self.replied(origin) : requestBody(origin));
        if body is error {
            return body is ClientError ? body : error GenericClientError(body.message());
        }
        lock {
            self.body = body;
            self.origin = -1;
            self.pieces = ();
        }
        return body;
    }

    # The body of a reply, and what comes after it.
    private isolated function replied(int reply) returns (readonly & byte[])|error {
        (readonly & byte[])|error body = replyBody(reply);
        string[] fields = replyTrailers(reply);
        if fields.length() > 0 {
            self.after().addList(fields);
        }
        return body;
    }

    isolated function bytes() returns byte[]|ClientError {
        string|(readonly & byte[])? body = check self.raw();
        return body is () ? [] : (body is string ? body.toBytes() : body);
    }

    isolated function text(string what) returns string|ClientError {
        string|(readonly & byte[])? body = check self.raw();
        if body is string {
            return body;
        }
        if body is () || body.length() == 0 {
            return error NoContentError("No content");
        }
        string|error text = string:fromBytes(body);
        return text is string ? text : error GenericClientError("Error occurred while retrieving the " + what, text);
    }

    isolated function asJson(string what) returns json|ClientError {
        string text = check self.text(what);
        json|error value = text.fromJsonString();
        return value is error ? error GenericClientError("Error occurred while retrieving the " + what, value) : value;
    }

    isolated function asXml(string what) returns xml|ClientError {
        string text = check self.text(what);
        xml|error value = xml:fromString(text);
        return value is error ? error GenericClientError("Error occurred while retrieving the " + what, value) : value;
    }
}

# Names and values, one after the other, by name.
isolated function fieldMap(string[] list) returns map<string[]> {
    map<string[]> fields = {};
    int i = 0;
    while i < list.length() {
        string[] values = fields[list[i]] ?: [];
        values.push(list[i + 1]);
        fields[list[i]] = values;
        i += 2;
    }
    return fields;
}

# Sets a body of the kind that the value's type asks for. It panics if that cannot be done.
#
# + strict - What is no form is not sent as one
isolated function setAnydata(Content content, anydata payload, string? contentType, boolean strict = false) {
    if payload is () {
        return;
    }
    if payload is xml {
        content.setBody(payload.toString(), contentType, "application/xml");
    } else if payload is string {
        content.setBody(payload, contentType, "text/plain");
    } else if payload is byte[] {
        content.setBody(payload, contentType, "application/octet-stream");
    } else {
        map<string>|error? form = contentType == FORM_TYPE ? payload.cloneWithType() : ();
        if form is map<string> {
            content.setBody(encodedForm(form), contentType, FORM_TYPE);
            return;
        }
        if form is error && strict {
            panic error GenericClientError("unsupported content for " + FORM_TYPE + " media type", form);
        }
        string|error text = trap payload.toJsonString();
        if text is error {
            panic error GenericClientError("json conversion error: the value has a cyclic reference", text);
        }
        content.setBody(text, contentType, "application/json");
    }
}

const FORM_TYPE = "application/x-www-form-urlencoded";

isolated function encodedForm(map<string> form) returns string {
    string[] pairs = from var [name, value] in form.entries()
        select encoded(name) + "=" + encoded(value);
    return string:'join("&", ...pairs);
}

isolated function encoded(string text) returns string {
    string|url:Error result = url:encode(text, "UTF-8");
    return result is string ? result : text;
}

# A form, which may have been encoded as a whole.
isolated function decodedForm(string text) returns map<string>|error {
    map<string> form = {};
    string pairs = text.includes("=") ? text : check url:decode(text, "UTF-8");
    foreach string pair in re `&`.split(pairs) {
        int? sign = pair.indexOf("=");
        if sign is int {
            form[check url:decode(pair.substring(0, sign), "UTF-8")] = check url:decode(pair.substring(sign + 1), "UTF-8");
        }
    }
    return form;
}
