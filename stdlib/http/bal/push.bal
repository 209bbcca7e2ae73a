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

    isolated function init(future<Response|ClientError> response) {
        self.response = response;
    }

    isolated function get() returns Response|ClientError {
        Response|error response = wait self.response;
        return response is Response|ClientError ? response : error GenericClientError(response.message(), response);
    }
}

# Clients tell servers that they take no pushes.
const NO_PUSHES = "the client takes no push promises";

// ---- what the run-time system does ----

isolated function promise(int request, string method, string path, string[] headers) returns int|error = external;

isolated function pushPromised(int promise, int status, string[] headers, string|byte[]? body) returns error? = external;
