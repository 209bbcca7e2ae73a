// Requests, and the header fields of one.

import ballerina/io;
import ballerina/mime;

# Represents an HTTP request.
#
# + rawPath - Resource path with request URL
# + method - HTTP request method
# + httpVersion - The version of HTTP
# + userAgent - User-Agent request header
# + extraPathInfo - The part of the URL, which matched to '*' if the request is dispatched to a wildcard resource
# + cacheControl - The cache control directives that the request is sent with
# + mutualSslHandshake - A record providing mutual ssl handshake results
public class Request {
    public string rawPath = "";
    public string method = "";
    public string httpVersion = "";
    public string userAgent = "";
    public string extraPathInfo = "";
    public RequestCacheControl? cacheControl = ();
    public MutualSslHandshake? mutualSslHandshake = ();
    private Content content = new ({});

    public isolated function init() {
    }

    isolated function receive(Content content) {
        self.content = content;
    }

    isolated function parts() returns Content {
        return self.content;
    }

    # Gets the query parameters of the request as a map consisting of a string array.
    #
    # + return - String array map of the query params
    public isolated function getQueryParams() returns map<string[]> {
        return queryParams(self.rawPath);
    }

    # Gets the matrix parameters of a segment of the path.
    #
    # + path - The path up to that segment, without parameters
    # + return - The parameters by name; none if the path of the request does not begin like that
    public isolated function getMatrixParams(string path) returns map<any> {
        map<any> params = {};
        string[] list = matrixList(self.rawPath, path);
        foreach int i in 0 ..< list.length() / 2 {
            params[list[2 * i]] = list[2 * i + 1];
        }
        return params;
    }

    # Gets the query param value associated with the given key.
    #
    # + key - Represents the query param key
    # + return - The query param value associated with the given key as a string. If multiple param values are
    #            present, then the first value is returned. `()` is returned if no key is found.
    public isolated function getQueryParamValue(string key) returns string? {
        string[]? values = self.getQueryParamValues(key);
        return values is () || values.length() == 0 ? () : values[0];
    }

    # Gets all the query param values associated with the given key.
    #
    # + key - Represents the query param key
    # + return - All the query param values associated with the given key as a `string[]`. `()` is returned if no key is
    #            found.
    public isolated function getQueryParamValues(string key) returns string[]? {
        return self.getQueryParams()[key];
    }

    # Checks whether the requested header key exists in the header map.
    #
    # + headerName - The header name
    # + return - `true` if the specified header key exists
    public isolated function hasHeader(string headerName) returns boolean {
        return self.content.all(headerName) is string[];
    }

    # Returns the value of the specified header. If the specified header key maps to multiple values, the first of
    # these values is returned.
    #
    # + headerName - The header name
    # + return - The first header value for the specified header name or the `HeaderNotFoundError` if the header is not found.
    public isolated function getHeader(string headerName) returns string|HeaderNotFoundError {
        return self.content.first(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Gets all the header values to which the specified header key maps to.
    #
    # + headerName - The header name
    # + return - The header values the specified header key maps to or the `HeaderNotFoundError` if the header is not found.
    public isolated function getHeaders(string headerName) returns string[]|HeaderNotFoundError {
        return self.content.all(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Sets the specified header to the request. If a mapping already exists for the specified header key, the existing
    # header value is replaced with the specified header value.
    #
    # + headerName - The header name
    # + headerValue - The header value
    public isolated function setHeader(string headerName, string headerValue) {
        self.content.set(headerName, headerValue);
    }

    # Adds the specified header to the request. Existing header values are not replaced.
    #
    # + headerName - The header name
    # + headerValue - The header value
    public isolated function addHeader(string headerName, string headerValue) {
        self.content.add(headerName, headerValue);
    }

    # Removes the specified header from the request.
    #
    # + headerName - The header name
    public isolated function removeHeader(string headerName) {
        self.content.remove(headerName);
    }

    # Removes all the headers from the request.
    public isolated function removeAllHeaders() {
        self.content.removeAll();
    }

    # Gets all the names of the headers of the request.
    #
    # + return - An array of all the header names
    public isolated function getHeaderNames() returns string[] {
        return self.content.names();
    }

    # Adds cookies to the request; they replace those that it has.
    #
    # + cookiesToAdd - Represents the cookies to be added
    public isolated function addCookies(Cookie[] cookiesToAdd) {
        setRequestCookies(self.content, cookiesToAdd);
    }

    # Gets cookies from the request.
    #
    # + return - An array of cookie objects, which are included in the request
    public isolated function getCookies() returns Cookie[] {
        return requestCookies(self.content);
    }

    # Checks whether the client expects a `100-continue` response.
    #
    # + return - Returns true if the client expects a `100-continue` response. If not, returns false
    public isolated function expects100Continue() returns boolean {
        return self.content.first("expect") == "100-continue";
    }

    # Sets the `content-type` header to the request.
    #
    # + contentType - Content type value to be set as the `content-type` header
    # + return - Nil if successful, error in case of invalid content-type
    public isolated function setContentType(string contentType) returns error? {
        self.content.set("content-type", contentType);
    }

    # Gets the type of the payload of the request (i.e: the `content-type` header value).
    #
    # + return - The `content-type` header value as a string
    public isolated function getContentType() returns string {
        return self.content.contentType();
    }

    # Extract `json` payload from the request. If the content type is not JSON, an `http:ClientError` is returned.
    #
    # + return - The `json` payload or `http:ClientError` in case of errors
    public isolated function getJsonPayload() returns json|ClientError {
        return self.content.asJson("json payload from the request");
    }

    # Extracts `xml` payload from the request.
    #
    # + return - The `xml` payload or `http:ClientError` in case of errors
    public isolated function getXmlPayload() returns xml|ClientError {
        return self.content.asXml("xml payload from the request");
    }

    # Extracts `text` payload from the request.
    #
    # + return - The `text` payload or `http:ClientError` in case of errors
    public isolated function getTextPayload() returns string|ClientError {
        return self.content.text("text payload from the request");
    }

    # Gets the request payload as a stream of byte[], which can be read once.
    #
    # + arraySize - The most bytes that a member of the stream has
    # + return - A byte stream from which the message payload can be read or `http:ClientError` in case of errors
    public isolated function getByteStream(int arraySize = 8192) returns stream<byte[], io:Error?>|ClientError {
        return self.content.byteStream(arraySize);
    }

    # Gets the request payload as a `byte[]`.
    #
    # + return - The byte[] representation of the message payload or `http:ClientError` in case of errors
    public isolated function getBinaryPayload() returns byte[]|ClientError {
        return self.content.bytes();
    }

    # Gets the form parameters from the HTTP request as a `map` when content type is application/x-www-form-urlencoded.
    #
    # + return - The map of form params or `http:ClientError` in case of errors
    public isolated function getFormParams() returns map<string>|ClientError {
        if mediaKind(self.content.contentType()) != FORM {
            return error GenericClientError("Invalid content type : expected 'application/x-www-form-urlencoded'");
        }
        map<string>|error form = decodedForm(check self.content.text("form data from the request"));
        return form is error ? error GenericClientError(form.message()) : form;
    }

    # Sets the provided `Entity` to the request: its body and headers.
    #
    # + e - The `Entity` to be set to the request
    public isolated function setEntity(mime:Entity e) {
        setEntityOf(self.content, e);
    }

    # Gets the `Entity` of the request: a copy of its body and headers.
    #
    # + return - The `Entity`, or an `http:ClientError` if the body cannot be read
    public isolated function getEntity() returns mime:Entity|ClientError {
        return entityOf(self.content);
    }

    # Sets multiparts as the payload.
    #
    # + bodyParts - The entities which make up the message body
    # + contentType - The content type of the top level message; it gets a boundary if it has none
    public isolated function setBodyParts(mime:Entity[] bodyParts, string contentType = mime:MULTIPART_FORM_DATA) {
        setParts(self.content, bodyParts, contentType);
    }

    # Extracts body parts from the request.
    #
    # + return - The body parts as an array of entities or else an `http:ClientError` if there are none
    public isolated function getBodyParts() returns mime:Entity[]|ClientError {
        return partsOf(self.content, "request");
    }

    # Sets the content of a file as the payload. It panics if the file cannot be read.
    #
    # + filePath - Path to the file to be set as the payload
    # + contentType - The content type of the payload
    public isolated function setFileAsPayload(string filePath, string? contentType = ()) {
        mime:Entity entity = new;
        entity.setFileAsEntityBody(filePath, contentType ?: self.content.first("content-type") ?: mime:APPLICATION_OCTET_STREAM);
        setEntityOf(self.content, entity);
    }

    # Sets a `json` as the payload.
    #
    # + payload - The `json` payload
    # + contentType - The content type of the payload
    public isolated function setJsonPayload(json payload, string? contentType = ()) {
        self.content.setBody(payload.toJsonString(), contentType, "application/json");
    }

    # Sets an `xml` as the payload.
    #
    # + payload - The `xml` payload
    # + contentType - The content type of the payload
    public isolated function setXmlPayload(xml payload, string? contentType = ()) {
        self.content.setBody(payload.toString(), contentType, "application/xml");
    }

    # Sets a `string` content as the payload.
    #
    # + payload - The `string` payload
    # + contentType - The content type of the payload
    public isolated function setTextPayload(string payload, string? contentType = ()) {
        self.content.setBody(payload, contentType, "text/plain");
    }

    # Sets a `byte[]` as the payload.
    #
    # + payload - The `byte[]` payload
    # + contentType - The content type of the payload
    public isolated function setBinaryPayload(byte[] payload, string? contentType = ()) {
        self.content.setBody(payload, contentType, "application/octet-stream");
    }

    # Sets a stream of bytes as the payload, which is sent piece by piece.
    #
    # + byteStream - Byte stream, which needs to be set to the request
    # + contentType - The content type of the payload
    public isolated function setByteStream(stream<byte[], io:Error?> byteStream, string? contentType = ()) {
        self.content.setStream(byteStream, contentType);
    }

    # Sets the request payload.
    #
    # + payload - Payload can be of any `anydata` type or a stream
    # + contentType - Content-type to be used with the payload
    public isolated function setPayload(anydata|stream<byte[], io:Error?> payload,
            string? contentType = ()) {
        if payload is stream<byte[], io:Error?> {
            self.setByteStream(payload, contentType);
        }

 else {
            setAnydata(self.content, payload, contentType);
        }
    }
}

# Represents the headers of the inbound request.
public class Headers {
    private final Content content;

    isolated function init(map<string[]> fields) {
        self.content = new (fields);
    }

    # Checks whether the requested header key exists in the header map.
    #
    # + headerName - The header name
    # + return - `true` if the specified header key exists
    public isolated function hasHeader(string headerName) returns boolean {
        return self.content.all(headerName) is string[];
    }

    # Returns the value of the specified header, the first one if there are several.
    #
    # + headerName - The header name
    # + return - The value or the `HeaderNotFoundError` if the header is not found
    public isolated function getHeader(string headerName) returns string|HeaderNotFoundError {
        return self.content.first(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Gets all the values of the specified header.
    #
    # + headerName - The header name
    # + return - The values or the `HeaderNotFoundError` if the header is not found
    public isolated function getHeaders(string headerName) returns string[]|HeaderNotFoundError {
        return self.content.all(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Gets all the names of the headers of the request.
    #
    # + return - An array of all the header names
    public isolated function getHeaderNames() returns string[] {
        return self.content.names();
    }
}

# The request that a listener has received.
isolated function inboundRequest(int id) returns Request {
    Request request = new;
    string[] line = requestLine(id);
    request.method = line[0];
    request.rawPath = line[1];
    request.httpVersion = line[2];
    request.mutualSslHandshake = mutualSslHandshake(id);
    Content content = new (fieldMap(requestHeaders(id)), id);
    request.userAgent = content.first("user-agent") ?: "";
    request.cacheControl = requestCacheControl(content);
    request.receive(content);
    return request;
}

isolated function queryParams(string rawPath) returns map<string[]> {
    map<string[]> params = {};
    int? mark = rawPath.indexOf("?");
    if mark is int {
        string[] list = queryList(rawPath.substring(mark + 1));
        params = fieldMap(list);
    }
    return params;
}

# Names and decoded values, one after the other.
isolated function queryList(string query) returns string[] = external;

# Names and decoded values, one after the other.
isolated function matrixList(string rawPath, string path) returns string[] = external;
