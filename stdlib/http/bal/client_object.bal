// What the clients have in common, as types that any of them is a value of.

# What `http:Client`, `http:FailoverClient` and `http:LoadBalanceClient` are.
public type ClientObject client object {

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
            returns targetType|ClientError;

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function get(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

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
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

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
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

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
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

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
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function options(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError;

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Request path
    # + headers - The entity headers
    # + params - The query parameters
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    isolated resource function head [PathParamType... path](map<string|string[]>? headers = (), *QueryParams params)
            returns Response|ClientError;

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Resource path
    # + headers - The entity headers
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError;

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
            returns targetType|ClientError;

    # Forwards an incoming request to another endpoint using the same HTTP method.
    #
    # + path - Request path
    # + request - An HTTP inbound request message
    # + targetType - Expected return type (to be used for automatic data binding)
    # + return - The response or the payload (if the `targetType` is configured) or an `http:ClientError` if failed to
    #            establish the communication with the upstream server or a data binding failure
    remote isolated function forward(string path, Request request, TargetType targetType = <>)
            returns targetType|ClientError;

    # Submits an HTTP request to a service with the specified HTTP verb, whose response is waited for later.
    #
    # + httpVerb - The HTTP verb value
    # + path - The resource path
    # + message - An HTTP outbound request or any allowed payload
    # + return - An `http:HttpFuture` that represents an asynchronous service invocation or else an `http:ClientError`
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError;

    # Retrieves the response of a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An HTTP response or else an `http:ClientError` if the invocation fails
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError;

    # Checks whether an `http:PushPromise` exists for a previously-submitted request: waits until there is one, or there can be
    # none any more.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - A `boolean`, which represents whether an `http:PushPromise` exists
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean;

    # Retrieves the next available `http:PushPromise` for a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An `http:PushPromise` message or else an `http:ClientError`
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError;

    # Retrieves the promised server push `http:Response` message.
    #
    # + promise - The related `http:PushPromise`
    # + return - A promised HTTP `http:Response` message or else an `http:ClientError`
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError;

    # Rejects an `http:PushPromise`: the server is told that its response is not wanted.
    #
    # + promise - The Push Promise to be rejected
    remote isolated function rejectPromise(PushPromise promise);
};

# What `http:StatusCodeClient` is.
public type StatusCodeClientObject client object {

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function get [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # Retrieves a representation of a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function get(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

    # Creates a new resource or submits data to a resource for processing.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function post(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

    # Creates a new resource or replaces a representation of one.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function put(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

    # Partially updates an existing resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function patch(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

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
            returns targetType|ClientError;

    # Removes a resource.
    #
    # + path - Request path
    # + message - An HTTP outbound request or any allowed payload
    # + headers - The entity headers
    # + mediaType - The MIME type header of the request entity
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function delete(string path, RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + params - The query parameters
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    isolated resource function options [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # Gets the communication options for a resource.
    #
    # + path - Request path
    # + headers - The entity headers
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function options(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Request path
    # + headers - The entity headers
    # + params - The query parameters
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    isolated resource function head [PathParamType... path](map<string|string[]>? headers = (), *QueryParams params)
            returns Response|ClientError;

    # Gets the metadata of a resource in the form of headers without the body.
    #
    # + path - Resource path
    # + headers - The entity headers
    # + return - The response or an `http:ClientError` if failed to establish the communication with the upstream server
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError;

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
            returns targetType|ClientError;

    # Forwards an incoming request to another endpoint using the same HTTP method.
    #
    # + path - Request path
    # + request - An HTTP inbound request message
    # + targetType - Expected status code records
    # + return - The status code record, or an `http:ClientError` if there is none for the response
    remote isolated function forward(string path, Request request, typedesc<StatusCodeResponse> targetType = <>)
            returns targetType|ClientError;

    # Submits an HTTP request to a service with the specified HTTP verb, whose response is waited for later.
    #
    # + httpVerb - The HTTP verb value
    # + path - The resource path
    # + message - An HTTP outbound request or any allowed payload
    # + return - An `http:HttpFuture` that represents an asynchronous service invocation or else an `http:ClientError`
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError;

    # Retrieves the response of a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An HTTP response or else an `http:ClientError` if the invocation fails
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError;

    # Checks whether an `http:PushPromise` exists for a previously-submitted request: waits until there is one, or there can be
    # none any more.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - A `boolean`, which represents whether an `http:PushPromise` exists
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean;

    # Retrieves the next available `http:PushPromise` for a previously-submitted request.
    #
    # + httpFuture - The `http:HttpFuture` related to a previous asynchronous invocation
    # + return - An `http:PushPromise` message or else an `http:ClientError`
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError;

    # Retrieves the promised server push `http:Response` message.
    #
    # + promise - The related `http:PushPromise`
    # + return - A promised HTTP `http:Response` message or else an `http:ClientError`
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError;

    # Rejects an `http:PushPromise`: the server is told that its response is not wanted.
    #
    # + promise - The Push Promise to be rejected
    remote isolated function rejectPromise(PushPromise promise);
};

# Creates a client that keeps responses for later requests.
#
# + url - URL of the target service
# + config - The configurations of the client
# + cacheConfig - The configurations for the HTTP cache
# + return - A client, or an `http:ClientError` if its configuration is wrong
public isolated function createHttpCachingClient(string url, ClientConfiguration config, CacheConfig cacheConfig)
        returns Client|ClientError {
    ClientConfiguration caching = {...config};
    caching.cache = cacheConfig;
    return new (url, caching);
}

# Creates a client that says with its requests whom they are from, as its configuration wants it.
#
# + url - URL of the target service
# + config - The configurations of the client
# + return - A client, or an `http:ClientError` if its configuration is wrong
public isolated function createHttpSecureClient(string url, ClientConfiguration config) returns Client|ClientError {
    return new (url, config);
}
