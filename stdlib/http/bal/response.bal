// Responses, and what becomes of the values that resources return.

import ballerina/http.httpscerr;
import ballerina/io;
import ballerina/log;
import ballerina/mime;

# A response as a record.
public type StatusCodeRecord record {|
    # The status code
    int status;
    # The headers of the response
    map<string|int|boolean|string[]|int[]|boolean[]> headers?;
    # The response body
    anydata body?;
|};

# Represents an HTTP response.
#
# + statusCode - The response status code
# + reasonPhrase - The status code reason phrase
# + server - The server header
# + resolvedRequestedURI - The ultimate request URI that was made to receive the response when redirect is on
# + cacheControl - The cache control directives that the response is sent with
public class Response {
    public int statusCode = 200;
    public string reasonPhrase = "";
    public string server = "";
    public string resolvedRequestedURI = "";
    public ResponseCacheControl? cacheControl = ();
    private Content content = new ({});

    public isolated function init() {
    }

    isolated function receive(Content content) {
        self.content = content;
    }

    isolated function parts() returns Content {
        return self.content;
    }

    isolated function at(HeaderPosition position) returns Content {
        return position == LEADING ? self.content : self.content.after();
    }

    # Checks whether the response header key exists in the header map.
    #
    # + headerName - The header name
    # + position - Where the header stands: before the body or after it
    # + return - `true` if the specified header key exists
    public isolated function hasHeader(string headerName, HeaderPosition position = LEADING) returns boolean {
        return self.at(position).all(headerName) is string[];
    }

    # Returns the value of the specified header. If the specified header key maps to multiple values, the first of
    # these values is returned.
    #
    # + headerName - The header name
    # + position - Where the header stands: before the body or after it
    # + return - The first header value for the specified header name or the `HeaderNotFoundError` if the header is not found.
    public isolated function getHeader(string headerName, HeaderPosition position = LEADING)
            returns string|HeaderNotFoundError {
        return self.at(position).first(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Gets all the header values to which the specified header key maps to.
    #
    # + headerName - The header name
    # + position - Where the header stands: before the body or after it
    # + return - The header values the specified header key maps to or the `HeaderNotFoundError` if the header is not found.
    public isolated function getHeaders(string headerName, HeaderPosition position = LEADING)
            returns string[]|HeaderNotFoundError {
        return self.at(position).all(headerName) ?: error HeaderNotFoundError("Http header does not exist");
    }

    # Sets the specified header to the response. If a mapping already exists for the specified header key, the existing
    # header value is replaced with the specified header value.
    #
    # + headerName - The header name
    # + headerValue - The header value
    # + position - Where the header stands: before the body or after it
    public isolated function setHeader(string headerName, string headerValue, HeaderPosition position = LEADING) {
        self.at(position).set(headerName, headerValue);
    }

    # Adds the specified header to the response. Existing header values are not replaced.
    #
    # + headerName - The header name
    # + headerValue - The header value
    # + position - Where the header stands: before the body or after it
    public isolated function addHeader(string headerName, string headerValue, HeaderPosition position = LEADING) {
        self.at(position).add(headerName, headerValue);
    }

    # Removes the specified header from the response.
    #
    # + headerName - The header name
    # + position - Where the header stands: before the body or after it
    public isolated function removeHeader(string headerName, HeaderPosition position = LEADING) {
        self.at(position).remove(headerName);
    }

    # Removes all the headers from the response.
    #
    # + position - Where the headers stand: before the body or after it
    public isolated function removeAllHeaders(HeaderPosition position = LEADING) {
        self.at(position).removeAll();
    }

    # Gets all the names of the headers of the response.
    #
    # + position - Where the headers stand: before the body or after it
    # + return - An array of all the header names
    public isolated function getHeaderNames(HeaderPosition position = LEADING) returns string[] {
        return self.at(position).names();
    }

    # Sets the `etag` header for the given payload: a checksum of its text or bytes.
    #
    # + payload - The payload for which the ETag should be set
    public isolated function setETag(json|xml|string|byte[] payload) {
        self.content.set("etag", crc32b(payload is byte[] ? payload : payload.toString().toBytes()));
    }

    # Sets the current time as the `last-modified` header.
    public isolated function setLastModified() {
        self.content.set("last-modified", now());
    }

    # Adds the cookie to the response, if it is valid.
    #
    # + cookie - The cookie, which is added to response
    public isolated function addCookie(Cookie cookie) {
        boolean|InvalidCookieError valid = cookie.isValid();
        if valid is InvalidCookieError {
            log:printError("Invalid Cookie", 'error = valid);
            return;
        }
        self.content.add("set-cookie", cookie.toStringValue());
    }

    # Deletes the cookies in the client's cookie store, by cookies that have expired.
    #
    # + cookiesToRemove - Cookies to be deleted
    public isolated function removeCookiesFromRemoteStore(Cookie... cookiesToRemove) {
        foreach Cookie cookie in cookiesToRemove {
            CookieOptions options = optionsOf(cookie);
            options.expires = "1994-03-12 08:12:22";
            options.maxAge = 0;
            self.addCookie(remade(cookie, options));
        }
    }

    # Gets cookies from the response.
    #
    # + return - An array of cookie objects, which are included in the response
    public isolated function getCookies() returns Cookie[] {
        string[] fields = self.content.all("set-cookie") ?: [];
        return from string text in fields
            select parseSetCookie(text);
    }

    # Sets the `content-type` header to the response.
    #
    # + contentType - Content type value to be set as the `content-type` header
    # + return - Nil if successful, error in case of invalid content-type
    public isolated function setContentType(string contentType) returns error? {
        self.content.set("content-type", contentType);
    }

    # Gets the type of the payload of the response (i.e: the `content-type` header value).
    #
    # + return - The `content-type` header value as a string
    public isolated function getContentType() returns string {
        return self.content.contentType();
    }

    # Gets the status code response record from the response.
    #
    # + return - The status code response record
    public isolated function getStatusCodeRecord() returns StatusCodeRecord|error {
        map<string|string[]> headers = {};
        foreach string name in self.content.names() {
            string[] values = self.content.all(name) ?: [];
            headers[name] = values.length() == 1 ? values[0] : values;
        }
        byte[] body = check self.content.bytes();
        anydata value = body.length() == 0 ? () : check bind(body, self.content.first("content-type"), anydata);
        return {status: self.statusCode, headers, body: value};
    }

    # Extract `json` payload from the response. If the content type is not JSON, an `http:ClientError` is returned.
    #
    # + return - The `json` payload or `http:ClientError` in case of errors
    public isolated function getJsonPayload() returns json|ClientError {
        return self.content.asJson("json payload from the response");
    }

    # Extracts `xml` payload from the response.
    #
    # + return - The `xml` payload or `http:ClientError` in case of errors
    public isolated function getXmlPayload() returns xml|ClientError {
        return self.content.asXml("xml payload from the response");
    }

    # Extracts `text` payload from the response.
    #
    # + return - The `text` payload or `http:ClientError` in case of errors
    public isolated function getTextPayload() returns string|ClientError {
        return self.content.text("text payload from the response");
    }

    # Gets the response payload as a stream of byte[], which can be read once.
    #
    # + arraySize - The most bytes that a member of the stream has
    # + return - A byte stream from which the message payload can be read or `http:ClientError` in case of errors
    public isolated function getByteStream(int arraySize = 8192) returns stream<byte[], io:Error?>|ClientError {
        return self.content.byteStream(arraySize);
    }

    # Gets the response payload as a `byte[]`.
    #
    # + return - The byte[] representation of the message payload or `http:ClientError` in case of errors
    public isolated function getBinaryPayload() returns byte[]|ClientError {
        return self.content.bytes();
    }

    # Sets the provided `Entity` to the response: its body and headers.
    #
    # + e - The `Entity` to be set to the response
    public isolated function setEntity(mime:Entity e) {
        setEntityOf(self.content, e);
    }

    # Gets the `Entity` of the response: a copy of its body and headers.
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

    # Extracts body parts from the response.
    #
    # + return - The body parts as an array of entities or else an `http:ClientError` if there are none
    public isolated function getBodyParts() returns mime:Entity[]|ClientError {
        return partsOf(self.content, "response");
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
    # + byteStream - Byte stream, which needs to be set to the response
    # + contentType - The content type of the payload
    public isolated function setByteStream(stream<byte[], io:Error?> byteStream, string? contentType = ()) {
        self.content.setStream(byteStream, contentType);
    }

    # Gets the response payload as a `stream` of SseEvent.
    #
    # + return - A SseEvent stream from which the `http:SseEvent` can be read or `http:ClientError` in case of errors
    public isolated function getSseEventStream() returns stream<SseEvent, error?>|ClientError {
        return new stream<SseEvent, error?>(new ByteEvents(check self.getByteStream()));
    }

    # Sets an `http:SseEvent` stream as the payload, along with the headers of such a payload.
    #
    # + eventStream - SseEvent stream, which needs to be set to the response
    public isolated function setSseEventStream(stream<SseEvent, error?>|stream<SseEvent, error> eventStream) {
        self.setHeader("cache-control", "no-cache,public");
        self.setHeader("connection", "keep-alive");
        self.setByteStream(new stream<byte[], io:Error?>(new EventBytes(eventStream)), "text/event-stream");
    }

    # Sets the response payload.
    #
    # + payload - Payload can be of any `anydata` type or a stream
    # + contentType - Content-type to be used with the payload
    public isolated function setPayload(anydata|stream<byte[], io:Error?>|stream<SseEvent, error?> payload,
            string? contentType = ()) {
        if payload is stream<byte[], io:Error?> {
            self.setByteStream(payload, contentType);
        } else if payload is stream<SseEvent, error?> {
            self.setSseEventStream(payload);
        } else {
            setAnydata(self.content, payload, contentType);
        }
    }

    # Sets the response payload to be a `json` of any `anydata`.
    #
    # + payload - The payload, which can be converted to `json`
    # + contentType - The content type of the payload
    public isolated function setAnydataAsJsonPayload(anydata payload, string? contentType = ()) {
        self.content.setBody(payload.toJsonString(), contentType, "application/json");
    }
}

# What a resource answers with (module specification, 2.3.5).
isolated function buildResponse(any|error value, string accessor, string? mediaType) returns Response|error {
    if value is Response {
        if mediaType is string && !value.hasHeader("content-type") {
            value.setHeader("content-type", mediaType);
        }
        return value;
    }
    if value is stream<SseEvent, error?> {
        Response response = new;
        response.setSseEventStream(value);
        return response;
    }
    if value is stream<byte[], io:Error?> {
        Response response = new;
        response.setByteStream(value, mediaType);
        return response;
    }
    if value is mime:Entity[] {
        Response response = new;
        response.setBodyParts(value, mediaType ?: mime:MULTIPART_FORM_DATA);
        return response;
    }
    if value is anydata {
        Response response = new;
        response.statusCode = accessor == "POST" && value !is () ? 201 : 200;
        setAnydata(response.parts(), value, mediaType);
        return response;
    }
    if value is StatusCodeResponse {
        return statusCodeResponse(value, mediaType);
    }
    return error GenericListenerError("invalid response body type. expected one of the types: " +
            "anydata|http:StatusCodeResponse|http:Response");
}

isolated function statusCodeResponse(StatusCodeResponse value, string? mediaType) returns Response {
    map<any> fields = value;
    Response response = new;
    any status = fields["status"];
    if status is Status {
        response.statusCode = status.code;
    }
    any headers = fields["headers"];
    if headers is map<string|int|boolean|string[]|int[]|boolean[]> {
        foreach var [name, header] in getHeaderMap(headers).entries() {
            if header is (string|int|boolean)[] {
                header.forEach(single => response.addHeader(name, single.toString()));
            } else {
                response.setHeader(name, header.toString());
            }
        }
    }
    any own = fields["mediaType"];
    any body = fields["body"];
    if body is anydata {
        setAnydata(response.parts(), body, own is string ? own.trim() : mediaType);
    }
    return response;
}

# What an error answers with: the documented body, unless it brings its own.
isolated function errorResponse(error err, int request) returns Response {
    Response response = new;
    response.statusCode = statusOf(err);
    anydata body = ();
    if err is ApplicationResponseError {
        body = err.detail().body;
        addAll(response, err.detail().headers);
    } else if err is httpscerr:StatusCodeError {
        httpscerr:ErrorDetail detail = httpscerr:detailOf(err);
        body = detail?.body;
        addAll(response, detail?.headers ?: {});
    }
    if body is () {
        body = errorPayload(request, response.statusCode, err is ClientConnectorError ? causes(err) : err.message());
    }
    setAnydata(response.parts(), body, ());
    return response;
}

# The messages of an error and of what has caused it.
isolated function causes(error err) returns string {
    error? cause = err.cause();
    return cause is () ? err.message() : err.message() + ": " + causes(cause);
}

isolated function addAll(Response response, map<string|string[]> headers) {
    foreach var [name, values] in headers.entries() {
        if values is string {
            response.setHeader(name, values);
        } else {
            values.forEach(value => response.addHeader(name, value));
        }
    }
}

# Sends a response.
isolated function send(int request, Response response, string server, boolean close = false) returns error? {
    Content content = response.parts();
    if content.first("server") is () {
        content.set("server", response.server == "" ? server : response.server);
    }
    string phrase = response.reasonPhrase;
    if phrase != "" && phrase != reasonOf(response.statusCode) {
        setReason(request, phrase);
    }
    ResponseCacheControl? directives = response.cacheControl;
    if directives is ResponseCacheControl && content.first("cache-control") is () {
        content.set("cache-control", re `, `.replaceAll(directives.buildCacheControlDirectives(), ","));
    }
    boolean unchunked = isUnchunked(request);
    if unchunked && content.after().names().length() > 0 {
        return error GenericListenerError("header fields after the body need chunks, which the service does not send");
    }
    stream<byte[], io:Error?>? pieces = unchunked ? () : check content.outgoing();
    if pieces !is () {
        Content after = content.after();
        string[] names = after.names();
        if names.length() > 0 {
            content.set("trailer", string:'join(", ", ...names));
            content.remove("content-length");
        }
        return sendPieces(request, response.statusCode, content.list(), close, pieces, after);
    }
    return respond(request, response.statusCode, content.list(), close, check content.raw());
}

# What the status line says of the code, in HTTP/1.1.
isolated function setReason(int request, string phrase) = external;
