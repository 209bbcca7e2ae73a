// Entities: headers and a body, which may be parts (RFC 2046, 5.1).

import ballerina/io;
import ballerina/random;

# Represents an error, which occurs if there is no such header.
public type HeaderNotFoundError distinct Error;

# Represents an error, which occurs if a body is not what is asked for.
public type ParserError distinct Error;

# Headers and a body of a message, or of a part of one.
public class Entity {
    private map<string[]> headers = {};
    # The names of headers as they were given.
    private map<string> names = {};
    private string|byte[]|Entity[] body = <byte[]>[];

    # Sets the content-type of the entity.
    #
    # + mediaType - Content type
    # + return - A `mime:InvalidContentTypeError` if it is none
    public isolated function setContentType(string mediaType) returns InvalidContentTypeError? {
        _ = check getMediaType(mediaType);
        self.setHeader(CONTENT_TYPE, mediaType);
    }

    # Gets the content type of the entity.
    #
    # + return - The content type, which is empty if there is none
    public isolated function getContentType() returns string => self.first(CONTENT_TYPE);

    # Sets the content ID of the entity.
    #
    # + contentId - Content ID
    public isolated function setContentId(string contentId) {
        self.setHeader(CONTENT_ID, contentId);
    }

    # Gets the content ID of the entity.
    #
    # + return - The content ID, which is empty if there is none
    public isolated function getContentId() returns string => self.first(CONTENT_ID);

    # Sets the content length of the entity.
    #
    # + contentLength - Content length
    public isolated function setContentLength(int contentLength) {
        self.setHeader(CONTENT_LENGTH, contentLength.toString());
    }

    # Gets the content length of the entity.
    #
    # + return - The length, -1 if there is none, or an error if it is no number
    public isolated function getContentLength() returns int|error {
        string length = self.first(CONTENT_LENGTH);
        return length == "" ? -1 : int:fromString(length);
    }

    # Sets the content disposition of the entity.
    #
    # + contentDisposition - The content disposition
    public isolated function setContentDisposition(ContentDisposition contentDisposition) {
        self.setHeader(CONTENT_DISPOSITION, contentDisposition.toString());
    }

    # Gets the content disposition of the entity.
    #
    # + return - The content disposition
    public isolated function getContentDisposition() returns ContentDisposition {
        return getContentDispositionObject(self.first(CONTENT_DISPOSITION));
    }

    # Sets the body of the entity.
    #
    # + entityBody - The body
    public isolated function setBody(string|xml|json|byte[]|Entity[] entityBody) {
        if entityBody is string {
            self.setText(entityBody);
        } else if entityBody is xml {
            self.setXml(entityBody);
        } else if entityBody is byte[] {
            self.setByteArray(entityBody);
        } else if entityBody is json {
            self.setJson(entityBody);
        } else {
            self.setBodyParts(entityBody);
        }
    }

    # Sets the content of a file as the body. It panics if the file cannot be read.
    #
    # + filePath - Path of the file
    # + contentType - Content type
    public isolated function setFileAsEntityBody(string filePath, string contentType = "application/octet-stream") {
        self.setByteArray(checkpanic io:fileReadBytes(filePath), contentType);
    }

    # Sets JSON as the body.
    #
    # + jsonContent - The body
    # + contentType - Content type
    public isolated function setJson(json jsonContent, string contentType = "application/json") {
        self.put(jsonContent.toJsonString(), contentType);
    }

    # Gets the body as JSON.
    #
    # + return - The JSON, or a `mime:ParserError` if the body is none
    public isolated function getJson() returns json|ParserError {
        json|error value = (check self.getText()).fromJsonString();
        return value is error ? error ParserError("Error occurred while extracting json data from entity: " +
                value.message(), value) : value;
    }

    # Sets XML as the body.
    #
    # + xmlContent - The body
    # + contentType - Content type
    public isolated function setXml(xml xmlContent, string contentType = "application/xml") {
        self.put(xmlContent.toString(), contentType);
    }

    # Gets the body as XML.
    #
    # + return - The XML, or a `mime:ParserError` if the body is none
    public isolated function getXml() returns xml|ParserError {
        xml|error value = xml:fromString(check self.getText());
        return value is error ? error ParserError("Error occurred while extracting xml data from entity: " +
                value.message(), value) : value;
    }

    # Sets text as the body.
    #
    # + textContent - The body
    # + contentType - Content type
    public isolated function setText(string textContent, string contentType = "text/plain") {
        self.put(textContent, contentType);
    }

    # Gets the body as text.
    #
    # + return - The text, or a `mime:ParserError` if the body is none
    public isolated function getText() returns string|ParserError {
        string|byte[]|Entity[] body = self.body;
        if body is string {
            return body;
        }
        string|error text = string:fromBytes(check self.getByteArray());
        return text is error ? error ParserError("Error occurred while extracting text data from entity: " +
                text.message(), text) : text;
    }

    # Sets bytes as the body.
    #
    # + blobContent - The body
    # + contentType - Content type
    public isolated function setByteArray(byte[] blobContent, string contentType = "application/octet-stream") {
        self.put(blobContent, contentType);
    }

    # Gets the body as bytes: of parts, as they are sent.
    #
    # + return - The bytes, or a `mime:ParserError` if the parts have no boundary
    public isolated function getByteArray() returns byte[]|ParserError {
        string|byte[]|Entity[] body = self.body;
        if body is string {
            return body.toBytes();
        }
        return body is byte[] ? body : encodeParts(body, check self.boundary());
    }

    # Sets parts as the body.
    #
    # + bodyParts - The parts
    # + contentType - Content type; it gets a boundary if it has none
    public isolated function setBodyParts(Entity[] bodyParts, string contentType = "multipart/form-data") {
        boolean bounded = contentType.toLowerAscii().includes("boundary=");
        self.body = bodyParts;
        self.setHeader(CONTENT_TYPE, bounded ? contentType : contentType + "; boundary=" + newBoundary());
    }

    # Gets the parts of the body.
    #
    # + return - The parts, or a `mime:ParserError` if the body has none
    public isolated function getBodyParts() returns Entity[]|ParserError {
        string|byte[]|Entity[] body = self.body;
        if body is Entity[] && body.length() > 0 {
            return body;
        }
        return decodeParts(check self.getByteArray(), check self.boundary());
    }

    # Gets the first value of a header.
    #
    # + headerName - The name
    # + return - The value, or a `mime:HeaderNotFoundError`
    public isolated function getHeader(string headerName) returns string|HeaderNotFoundError {
        return (check self.getHeaders(headerName))[0];
    }

    # Gets all values of a header.
    #
    # + headerName - The name
    # + return - The values, or a `mime:HeaderNotFoundError`
    public isolated function getHeaders(string headerName) returns string[]|HeaderNotFoundError {
        return self.headers[headerName.toLowerAscii()] ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Gets the names of all headers.
    #
    # + return - The names
    public isolated function getHeaderNames() returns string[] => self.names.toArray();

    # Adds a value to a header.
    #
    # + headerName - The name
    # + headerValue - The value
    public isolated function addHeader(string headerName, string headerValue) {
        string key = headerName.toLowerAscii();
        string[] values = self.headers[key] ?: [];
        values.push(headerValue);
        self.headers[key] = values;
        self.names[key] = self.names[key] ?: headerName;
    }

    # Sets the value of a header.
    #
    # + headerName - The name
    # + headerValue - The value
    public isolated function setHeader(string headerName, string headerValue) {
        self.headers[headerName.toLowerAscii()] = [headerValue];
        self.names[headerName.toLowerAscii()] = headerName;
    }

    # Removes a header.
    #
    # + headerName - The name
    public isolated function removeHeader(string headerName) {
        _ = self.headers.removeIfHasKey(headerName.toLowerAscii());
        _ = self.names.removeIfHasKey(headerName.toLowerAscii());
    }

    # Removes all headers.
    public isolated function removeAllHeaders() {
        self.headers = {};
        self.names = {};
    }

    # Checks whether there is a header.
    #
    # + headerName - The name
    # + return - True if there is
    public isolated function hasHeader(string headerName) returns boolean {
        return self.headers.hasKey(headerName.toLowerAscii());
    }

    private isolated function first(string name) returns string {
        string|HeaderNotFoundError value = self.getHeader(name);
        return value is string ? value : "";
    }

    private isolated function put(string|byte[] body, string contentType) {
        self.body = body;
        self.setHeader(CONTENT_TYPE, contentType);
    }

    private isolated function boundary() returns string|ParserError {
        MediaType|InvalidContentTypeError media = getMediaType(self.getContentType());
        string? boundary = media is MediaType && media.primaryType == "multipart" ? media.parameters[BOUNDARY] : ();
        return boundary is string && boundary != "" ? boundary
            : error ParserError("Error occurred while extracting body parts from entity: " +
                    "the content type has no boundary: '" + self.getContentType() + "'");
    }
}

isolated function newBoundary() returns string {
    string digits = "";
    while digits.length() < 32 {
        int|error digit = random:createIntInRange(0, 16);
        digits += digit is int ? digit.toHexString() : "0";
    }
    return digits;
}

isolated function encodeParts(Entity[] parts, string boundary) returns byte[]|ParserError {
    byte[] out = [];
    foreach Entity part in parts {
        string head = "--" + boundary + "\r\n";
        foreach string name in part.getHeaderNames() {
            string[]|HeaderNotFoundError values = part.getHeaders(name);
            foreach string value in values is string[] ? values : [] {
                // A line end would begin another header, or the body.
                head += name + ": " + re `[\r\n]+`.replaceAll(value, " ") + "\r\n";
            }
        }
        out.push(...(head + "\r\n").toBytes());
        out.push(...check part.getByteArray());
        out.push(13, 10);
    }
    out.push(...("--" + boundary + "--\r\n").toBytes());
    return out;
}

# The parts of a body. Those inside of parts are looked at when they are asked for.
isolated function decodeParts(byte[] body, string boundary) returns Entity[]|ParserError {
    byte[] delimiter = ("\r\n--" + boundary).toBytes();
    byte[] data = [13, 10, ...body];
    Entity[] parts = [];
    int at = find(data, delimiter, 0);
    while at >= 0 {
        int begin = at + delimiter.length();
        if begin + 1 < data.length() && data[begin] == 45 && data[begin + 1] == 45 {
            return parts;
        }
        int line = find(data, [13, 10], begin);
        int end = line < 0 ? -1 : find(data, delimiter, line);
        if end < 0 {
            return error ParserError("Error occurred while extracting body parts from entity: the last part has no end");
        }
        // A part without headers begins with the line end that follows them.
        int empty = find(data, [13, 10, 13, 10], line);
        if empty < 0 || empty > end {
            return error ParserError("Error occurred while extracting body parts from entity: a part has no body");
        }
        string|error head = string:fromBytes(data.slice(line, empty));
        if head is error {
            return error ParserError("Error occurred while extracting body parts from entity: " + head.message());
        }
        Entity part = new;
        part.setByteArray(data.slice(int:min(empty + 4, end), end), "text/plain");
        part.removeAllHeaders();
        foreach string header in re `\r\n`.split(re `\r\n[ \t]+`.replaceAll(head, " ")) {
            int? colon = header.indexOf(":");
            if colon is int {
                part.addHeader(header.substring(0, colon).trim(), header.substring(colon + 1).trim());
            }
        }
        parts.push(part);
        at = end;
    }
    return error ParserError("Error occurred while extracting body parts from entity: the boundary is not there");
}

# Where some bytes stand in others from a place on; negative if they do not.
isolated function find(byte[] data, byte[] sought, int 'from) returns int = external;
