// The client: requests as remote methods and as calls of resources. Those whose result depends on the expected type have no
// body (spec 5.5.5); what they do stands in the method that is named after them.

# The HTTP client provides functionality to connect to remote HTTP services and perform requests using standard HTTP methods
# like GET, POST, PUT, DELETE, etc.
public isolated client class Client {
    private final Sender sender;
    private final CircuitBreaker? breaker;

    # Gets invoked to initialize the `client`.
    #
    # + url - URL of the target service
    # + config - The configurations to be used when initializing the `client`
    # + return - The `client` or an `http:ClientError` if the initialization failed
    public isolated function init(string url, *ClientConfiguration config) returns ClientError? {
        var {cookieConfig: cookies, ...others} = config;
        readonly & ClientSettings settings = others.cloneReadOnly();
        self.sender = check new (url, settings, cookies);
        CircuitBreakerConfig? breaker = settings.circuitBreaker;
        self.breaker = breaker is () ? () : check new (breaker.cloneReadOnly());
    }

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function get [PathParamType... path](map<string|string[]>? headers = (),
            TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function getResource(PathParamType[] path, map<string|string[]>? headers,
            TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("GET", resourcePath(path, params), (), headers, (), targetType);
    }

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function get(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processGet(string path, map<string|string[]>? headers,
            TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("GET", path, (), headers, (), targetType);
    }

    # Creates a new resource or submits data to a resource for processing.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function post [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function postResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("POST", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Creates a new resource or submits data to a resource for processing.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function post(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processPost(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("POST", path, message, headers, mediaType, targetType);
    }

    # Creates a new resource or replaces a representation of one.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function put [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function putResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("PUT", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Creates a new resource or replaces a representation of one.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function put(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processPut(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("PUT", path, message, headers, mediaType, targetType);
    }

    # Partially updates an existing resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function patch [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function patchResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("PATCH", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Partially updates an existing resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function patch(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processPatch(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("PATCH", path, message, headers, mediaType, targetType);
    }

    # Removes a resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function delete [PathParamType... path](RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function deleteResource(PathParamType[] path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("DELETE", resourcePath(path, params), message, headers, mediaType, targetType);
    }

    # Removes a resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function delete(string path, RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processDelete(string path, RequestMessage message, map<string|string[]>? headers,
            string? mediaType, TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("DELETE", path, message, headers, mediaType, targetType);
    }

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + params - The query parameters
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    isolated resource function options [PathParamType... path](map<string|string[]>? headers = (),
            TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError = external;

    private isolated function optionsResource(PathParamType[] path, map<string|string[]>? headers,
            TargetType targetType, QueryParams params) returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.perform("OPTIONS", resourcePath(path, params), (), headers, (), targetType);
    }

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function options(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError = external;

    private isolated function processOptions(string path, map<string|string[]>? headers,
            TargetType targetType) returns Response|stream<SseEvent, error?>|anydata|ClientError {
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
        return self.sendOnce("HEAD", resourcePath(path, params), check buildRequest((), headers, ()));
    }

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Resource path
    # + headers - The entity headers
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError {
        return self.sendOnce("HEAD", path, check buildRequest((), headers, ()));
    }

    # Sends a request using any HTTP method.
    #
    # + httpVerb - HTTP verb value
    # + path - Resource path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function execute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers = (), string? mediaType = (), TargetType targetType = <>)
            returns targetType|ClientError = external;

    private isolated function processExecute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers, string? mediaType, TargetType targetType)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        string verb = httpVerb == "" && message is Request ? message.method : httpVerb;
        if verb == "" {
            return error GenericClientError("client method invocation failed: HTTP Verb cannot be empty");
        }
        return self.perform(verb.toUpperAscii(), path, message, headers, mediaType, targetType);
    }

    # Forwards an incoming request to another endpoint using the same HTTP method.
    #
    # + path - Request path
    # + request - An HTTP inbound request message
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function forward(string path, Request request, TargetType targetType = <>)
            returns targetType|ClientError = external;

    private isolated function processForward(string path, Request request, TargetType targetType)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.bound(self.sendOnce(request.method, path, request), targetType);
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
        int pushes = newPushes();
        future<Response|ClientError> response = start self.submitted(httpVerb, path, request, pushes);
        return new (response, pushes);
    }

    # The response of what has been submitted, after which no promises can come unless some are waited for.
    private isolated function submitted(string method, string path, Request request, int pushes)
            returns Response|ClientError {
        Response|ClientError response = self.sendOnce(method, path, request, pushes);
        settlePushes(pushes);
        return response;
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
        return self.sender.promised(promise);
    }

    # Rejects an `http:PushPromise`: the server is told that its response is not wanted.
    #
    # + promise - The Push Promise to be rejected
    remote isolated function rejectPromise(PushPromise promise) {
        promise.decline();
    }

    # Forces the circuit breaker to allow all requests through, ignoring current error rates.
    public isolated function circuitBreakerForceClose() {
        self.circuitBreaker("circuitBreakerForceClose").forceClose();
    }

    # Forces the circuit breaker to block all requests until the reset time expires.
    public isolated function circuitBreakerForceOpen() {
        self.circuitBreaker("circuitBreakerForceOpen").forceOpen();
    }

    # Checks the current state of the circuit breaker.
    #
    # + return - The current `http:CircuitState` of the circuit breaker
    public isolated function getCircuitBreakerCurrentState() returns CircuitState {
        return self.circuitBreaker("getCircuitBreakerCurrentState").getCurrentState();
    }

    # Retrieves the cookie store of the client.
    #
    # + return - The cookie store related to the client, if cookies are enabled
    public isolated function getCookieStore() returns CookieStore? {
        return self.sender.cookieStore();
    }

    private isolated function circuitBreaker(string method) returns CircuitBreaker {
        CircuitBreaker? breaker = self.breaker;
        if breaker is () {
            panic error ClientError(string `illegal method invocation. '${method}()' is allowed for clients ` +
                    "which have configured with circuit breaker configurations");
        }
        return breaker;
    }

    private isolated function perform(string method, string path, RequestMessage message,
            map<string|string[]>? headers, string? mediaType, TargetType targetType)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        Request request = check buildRequest(message, headers, mediaType);
        return self.bound(self.sendOnce(method, path, request), targetType);
    }

    # A response as a value of a type, as far as the configuration goes.
    isolated function bound(Response|ClientError response, TargetType targetType)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return self.sender.bound(response, targetType);
    }

    # A request with all that the configuration makes of it, and its response.
    #
    # + pushes - Gets what the server promises besides; negative if that is not wanted
    isolated function sendOnce(string method, string path, Request request, int pushes = -1) returns Response|ClientError {
        CircuitBreaker? breaker = self.breaker;
        if breaker is () {
            return self.sender.send(method, path, request, pushes);
        }
        check breaker.admit();
        return breaker.note(self.sender.send(method, path, request, pushes));
    }
}
