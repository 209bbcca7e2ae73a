// Server push: answers to requests that a client has not made yet.

# Represents an HTTP/2 `PUSH_PROMISE` frame.
#
# + path - The resource path
# + method - The HTTP method
public class PushPromise {
    public string path;
    public string method;
    private final Content content = new ({});
    # Its number among promises that have been sent; none if negative.
    private int sent = -1;
    # Of one that has been received: what it is one of, and its number among them.
    private int pushes = -1;
    private int number = -1;

    # Constructs an `http:PushPromise` from a given path and an HTTP method.
    #
    # + path - The resource path
    # + method - The HTTP method
    public isolated function init(string path = "/", string method = "GET") {
        self.path = path;
        self.method = method;
    }

    # Checks whether the requested header exists.
    #
    # + headerName - The header name
    # + return - A `boolean` representing the existence of a given header
    public isolated function hasHeader(string headerName) returns boolean {
        return self.content.all(headerName) is string[];
    }

    # Returns the header value with the specified header name. If there are more than one header value for the specified
    # header name, the first value is returned.
    #
    # + headerName - The header name
    # + return - The header value, or an empty string if there is none
    public isolated function getHeader(string headerName) returns string {
        return self.content.first(headerName) ?: "";
    }

    # Gets transport headers from the `PushPromise`.
    #
    # + headerName - The header name
    # + return - The array of header values
    public isolated function getHeaders(string headerName) returns string[] {
        return self.content.all(headerName) ?: [];
    }

    # Adds the specified key/value pair as an HTTP header.
    #
    # + headerName - The header name
    # + headerValue - The header value
    public isolated function addHeader(string headerName, string headerValue) {
        self.content.add(headerName, headerValue);
    }

    # Sets the value of a transport header.
    #
    # + headerName - The header name
    # + headerValue - The header value
    public isolated function setHeader(string headerName, string headerValue) {
        self.content.set(headerName, headerValue);
    }

    # Removes a transport header.
    #
    # + headerName - The header name
    public isolated function removeHeader(string headerName) {
        self.content.remove(headerName);
    }

    # Removes all transport headers.
    public isolated function removeAllHeaders() {
        self.content.removeAll();
    }

    # Gets all transport header names.
    #
    # + return - An array of all transport header names
    public isolated function getHeaderNames() returns string[] {
        return self.content.names();
    }

    # It has been received.
    isolated function receive(int pushes, int number, string[] fields) {
        self.pushes = pushes;
        self.number = number;
        self.content.addList(fields);
    }

    # The number of the reply that has been promised.
    isolated function reply(int nanos) returns int|error {
        if self.number < 0 {
            return error("the push promise has not been received");
        }
        return promisedReply(self.pushes, self.number, nanos);
    }

    # Its response is not wanted.
    isolated function decline() {
        if self.number >= 0 {
            declinePromise(self.pushes, self.number);
        }
    }

    # Sends the promise in answer to a request.
    isolated function send(int request) returns ListenerError? {
        int|error number = promise(request, self.method, self.path, self.content.list());
        if number is error {
            return error GenericListenerError(number.message());
        }
        self.sent = number;
    }

    # Sends what has been promised.
    isolated function fulfil(Response response, string server) returns ListenerError? {
        if self.sent < 0 {
            return error GenericListenerError("the push promise has not been sent");
        }
        Content answer = response.parts();
        if answer.first("server") is () {
            answer.set("server", server);
        }
        string|(readonly & byte[])|ClientError? body = answer.raw();
        if body is ClientError {
            return error GenericListenerError(body.message());
        }
        error? failure = pushPromised(self.sent, response.statusCode, answer.list(), body);
        self.sent = -1;
        return failure is error ? error GenericListenerError(failure.message()) : ();
    }
}

# Represents a 'future' that returns as a result of an asynchronous HTTP request submission.
public class HttpFuture {
    private final future<Response|ClientError> response;
    # The number of what the server promises; negative if it does not.
    private final int pushes;

    isolated function init(future<Response|ClientError> response, int pushes = -1) {
        self.response = response;
        self.pushes = pushes;
    }

    isolated function get() returns Response|ClientError {
        Response|error response = wait self.response;
        return response is Response|ClientError ? response : error GenericClientError(response.message(), response);
    }

    isolated function isPromised() returns boolean => self.pushes >= 0 && awaitPromise(self.pushes, false) >= 0;

    isolated function next() returns PushPromise|ClientError {
        int number = self.pushes < 0 ? -1 : awaitPromise(self.pushes, true);
        string[] fields = number < 0 ? [] : promisedHeaders(self.pushes, number);
        if fields.length() < 2 {
            return error Http2ClientError("the server has made no other push promise");
        }
        PushPromise promise = new (fields[1], fields[0]);
        promise.receive(self.pushes, number, fields.slice(2));
        return promise;
    }
}

// ---- what the run-time system does ----

isolated function promise(int request, string method, string path, string[] headers) returns int|error = external;

isolated function pushPromised(int promise, int status, string[] headers, string|byte[]? body) returns error? = external;

isolated function newPushes() returns int = external;

# After the exchange: nothing is promised any more if nobody looks out for it.
isolated function settlePushes(int pushes) = external;

isolated function exchangePushed(int route, string method, string target, string[] headers, boolean keep, int nanos,
        string|byte[]? body, boolean chunked, int pushes) returns int|error = external;

# The number of the next promise; negative if there will be none. It is not given again if it is taken.
isolated function awaitPromise(int pushes, boolean take) returns int = external;

# Method and path, then names and values of the fields.
isolated function promisedHeaders(int pushes, int number) returns string[] = external;

isolated function promisedReply(int pushes, int number, int nanos) returns int|error = external;

isolated function declinePromise(int pushes, int number) = external;
