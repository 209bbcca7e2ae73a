// The load balancing client: its rule chooses the target of each request.

# LoadBalanceClient endpoint provides load balancing functionality over multiple HTTP clients.
public isolated client class LoadBalanceClient {
    private final Client[] clients;
    private final boolean failover;
    private final LoadBalancerRule rule;

    # Load Balancer adds an additional layer to the HTTP client to make network interactions more resilient.
    #
    # + loadBalanceClientConfig - The configurations for the load balance client endpoint
    # + return - The `client` or an `http:ClientError` if the initialization failed
    public isolated function init(*LoadBalanceClientConfiguration loadBalanceClientConfig) returns ClientError? {
        self.failover = loadBalanceClientConfig.failover;
        LoadBalancerRule? rule = loadBalanceClientConfig.lbRule;
        self.rule = rule ?: new LoadBalancerRoundRobinRule();
        Client[] clients = [];
        foreach TargetService target in loadBalanceClientConfig.targets {
            clients.push(check targetClient(target, loadBalanceClientConfig));
        }
        if clients.length() == 0 {
            return error GenericClientError("a load balancing client needs at least one target");
        }
        self.clients = clients;
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
        return self.send("HEAD", resourcePath(path, params), check buildRequest((), headers, ()));
    }

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Resource path
    # + headers - The entity headers
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError {
        return self.send("HEAD", path, check buildRequest((), headers, ()));
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
        return self.perform(httpVerb, path, message, headers, mediaType, targetType);
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
        return self.clients[0].bound(self.send(request.method, path, request), targetType);
    }

    # Submits an HTTP request to a service with the specified HTTP verb, whose response is waited for later.
    #
    # + httpVerb - The HTTP verb value
    # + path - The resource path
    # + message - An HTTP outbound request or any allowed payload
    # + return - An `http:HttpFuture` that represents an asynchronous service invocation or else an `http:ClientError`
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError {
        return error UnsupportedActionError(NO_SUBMISSIONS);
    }

    # Retrieves the response of a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An HTTP response or else an `http:ClientError` if the invocation fails
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError {
        return error UnsupportedActionError(NO_SUBMISSIONS);
    }

    # Checks whether an `http:PushPromise` exists for a previously-submitted request: waits until there is one, or there can be
    # none any more.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - A `boolean`, which represents whether an `http:PushPromise` exists
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean {
        return false;
    }

    # Retrieves the next available `http:PushPromise` for a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An `http:PushPromise` message or else an `http:ClientError`
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError {
        return error UnsupportedActionError(NO_SUBMISSIONS);
    }

    # Retrieves the promised server push `http:Response` message.
    #
    # + promise - The related `http:PushPromise`
    # + return - A promised HTTP `http:Response` message or else an `http:ClientError`
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError {
        return error UnsupportedActionError(NO_SUBMISSIONS);
    }

    # Rejects an `http:PushPromise`: the server is told that its response is not wanted.
    #
    # + promise - The Push Promise to be rejected
    remote isolated function rejectPromise(PushPromise promise) {
        promise.decline();
    }

    private isolated function perform(string method, string path, RequestMessage message,
            map<string|string[]>? headers, string? mediaType, TargetType targetType)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        Request request = check buildRequest(message, headers, mediaType);
        return self.clients[0].bound(self.send(method, path, request), targetType);
    }

    private isolated function send(string method, string path, Request request) returns Response|ClientError {
        if self.failover {
            check request.parts().keep();
        }
        error[] failures = [];
        while true {
            int count = self.clients.length();
            Client target = check self.rule.getNextClient([...self.clients]);
            Response|ClientError result = target.sendOnce(method, path, request);
            if result is Response || !self.failover {
                return result;
            }
            failures.push(result);
            if failures.length() >= count {
                return error AllLoadBalanceEndpointsFailedError("All the load balance endpoints failed. Last error was: " +
                    result.message(), httpActionError = failures.cloneReadOnly());
            }
        }
    }
}

const NO_SUBMISSIONS = "a load balancing client does not support submitted requests";
