// The client whose answers are status code records: the response's code decides which one of the expected types it becomes
// (`status_binding.bal`).

# The HTTP status code client, which binds responses to the records of their status codes.
public isolated client class StatusCodeClient {
    private final Client inner;
    private final boolean validation;
    private final boolean lax;

    # Gets invoked to initialize the `client`.
    #
    # + url - URL of the target service
    # + config - The configurations to be used when initializing the `client`
    # + return - The `client` or an `http:ClientError` if the initialization failed
    public isolated function init(string url, *ClientConfiguration config) returns ClientError? {
        self.inner = check new (url, config);
        self.validation = config.validation;
        self.lax = config.laxDataBinding;
    }

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function get [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function getResource(PathParamType[] path, map<string|string[]>? headers,
            typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("GET", resourcePath(path, params), (), headers, (), targetType);
    }

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function get(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processGet(string path, map<string|string[]>? headers,
            typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("GET", path, (), headers, (), targetType);
    }

    # Creates a new resource or submits data to a resource for processing.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function post [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function postResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("POST", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Creates a new resource or submits data to a resource for processing.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function post(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processPost(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("POST", path, message, headers, mediaType, targetType);
    }

    # Creates a new resource or replaces a representation of one.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function put [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function putResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("PUT", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Creates a new resource or replaces a representation of one.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function put(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processPut(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("PUT", path, message, headers, mediaType, targetType);
    }

    # Partially updates an existing resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function patch [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function patchResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("PATCH", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Partially updates an existing resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function patch(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processPatch(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("PATCH", path, message, headers, mediaType, targetType);
    }

    # Removes a resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function delete [PathParamType... path](RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function deleteResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("DELETE", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Removes a resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function delete(string path, RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processDelete(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("DELETE", path, message, headers, mediaType, targetType);
    }

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function options [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function optionsResource(PathParamType[] path, map<string|string[]>? headers,
            typedesc<StatusCodeResponse> targetType, QueryParams params) returns StatusCodeResponse|ClientError {
        return self.perform("OPTIONS", resourcePath(path, params), (), headers, (), targetType);
    }

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function options(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError = external;

    private isolated function processOptions(string path, map<string|string[]>? headers,
            typedesc<StatusCodeResponse> targetType) returns StatusCodeResponse|ClientError {
        return self.perform("OPTIONS", path, (), headers, (), targetType);
    }

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Request path
    # + headers - The entity headers
    # + params - The query parameters
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    isolated resource function head [PathParamType... path](map<string|string[]>? headers = (), *QueryParams params)
            returns Response|ClientError {
        return self.inner.sendOnce("HEAD", resourcePath(path, params), check buildRequest((), headers, ()));
    }

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Resource path
    # + headers - The entity headers
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError {
        return self.inner.sendOnce("HEAD", path, check buildRequest((), headers, ()));
    }

    # Sends a request using any HTTP method.
    #
    # + httpVerb - HTTP verb value
    # + path - Resource path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function execute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers = (), string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>)
            returns targetType|ClientError = external;

    private isolated function processExecute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers, string? mediaType, typedesc<StatusCodeResponse> targetType)
            returns StatusCodeResponse|ClientError {
        return self.perform(httpVerb, path, message, headers, mediaType, targetType);
    }

    # Forwards an incoming request to another endpoint using the same HTTP method.
    #
    # + path - Request path
    # + request - An HTTP inbound request message
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function forward(string path, Request request, typedesc<StatusCodeResponse> targetType = <>)
            returns targetType|ClientError = external;

    private isolated function processForward(string path, Request request, typedesc<StatusCodeResponse> targetType)
            returns StatusCodeResponse|ClientError {
        return bindStatus(self.inner.sendOnce(request.method, path, request), targetType, self.validation, self.lax);
    }

    # Submits an HTTP request to a service with the specified HTTP verb, whose response is waited for later.
    #
    # + httpVerb - The HTTP verb value
    # + path - The resource path
    # + message - An HTTP outbound request or any allowed payload
    # + return - An `http:HttpFuture` that represents an asynchronous service invocation or else an `http:ClientError`
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError {
        Request request = check buildRequest(message, (), ());
        future<Response|ClientError> response = start self.inner.sendOnce(httpVerb, path, request);
        return new (response);
    }

    # Retrieves the response of a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An HTTP response or else an `http:ClientError` if the invocation fails
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError {
        return httpFuture.get();
    }

    # Checks whether an `http:PushPromise` exists for a previously-submitted request: waits until there is one, or there can be
    # none any more.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - A `boolean`, which represents whether an `http:PushPromise` exists
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean {
        return httpFuture.isPromised();
    }

    # Retrieves the next available `http:PushPromise` for a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An `http:PushPromise` message or else an `http:ClientError`
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError {
        return httpFuture.next();
    }

    # Retrieves the promised server push `http:Response` message.
    #
    # + promise - The related `http:PushPromise`
    # + return - A promised HTTP `http:Response` message or else an `http:ClientError`
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError {
        return self.inner->getPromisedResponse(promise);
    }

    # Rejects an `http:PushPromise`: the server is told that its response is not wanted.
    #
    # + promise - The Push Promise to be rejected
    remote isolated function rejectPromise(PushPromise promise) {
        promise.decline();
    }

    # Forces the circuit breaker to allow all requests through, ignoring current error rates.
    public isolated function circuitBreakerForceClose() {
        self.inner.circuitBreakerForceClose();
    }

    # Forces the circuit breaker to block all requests until the reset time expires.
    public isolated function circuitBreakerForceOpen() {
        self.inner.circuitBreakerForceOpen();
    }

    # Checks the current state of the circuit breaker.
    #
    # + return - The current `http:CircuitState` of the circuit breaker
    public isolated function getCircuitBreakerCurrentState() returns CircuitState {
        return self.inner.getCircuitBreakerCurrentState();
    }

    # Retrieves the cookie store of the client.
    #
    # + return - The cookie store related to the client, if cookies are enabled
    public isolated function getCookieStore() returns CookieStore? {
        return self.inner.getCookieStore();
    }

    private isolated function perform(string method, string path, RequestMessage message,
            map<string|string[]>? headers, string? mediaType, typedesc<StatusCodeResponse> targetType)
            returns StatusCodeResponse|ClientError {
        Request request = check buildRequest(message, headers, mediaType);
        return bindStatus(self.inner.sendOnce(method, path, request), targetType, self.validation, self.lax);
    }
}
