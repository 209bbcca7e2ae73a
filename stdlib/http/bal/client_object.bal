// What the clients have in common, as types that any of them is a value of.

# What `http:Client`, `http:FailoverClient` and `http:LoadBalanceClient` are.
public type ClientObject client object {

    # As of `Client`.
    isolated resource function get [PathParamType... path](map<string|string[]>? headers = (),
            TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function get(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function post [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function post(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function put [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function put(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function patch [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function patch(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function delete [PathParamType... path](RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function delete(string path, RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function options [PathParamType... path](map<string|string[]>? headers = (),
            TargetType targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function options(string path, map<string|string[]>? headers = (),
            TargetType targetType = <>) returns targetType|ClientError;

    # As of `Client`.
    isolated resource function head [PathParamType... path](map<string|string[]>? headers = (), *QueryParams params)
            returns Response|ClientError;

    # As of `Client`.
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError;

    # As of `Client`.
    remote isolated function execute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers = (), string? mediaType = (), TargetType targetType = <>)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function forward(string path, Request request, TargetType targetType = <>)
            returns targetType|ClientError;

    # As of `Client`.
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError;

    # As of `Client`.
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError;

    # As of `Client`.
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean;

    # As of `Client`.
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError;

    # As of `Client`.
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError;

    # As of `Client`.
    remote isolated function rejectPromise(PushPromise promise);
};

# What `http:StatusCodeClient` is.
public type StatusCodeClientObject client object {

    # As of `StatusCodeClient`.
    isolated resource function get [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function get(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function post [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function post(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function put [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function put(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function patch [PathParamType... path](RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function patch(string path, RequestMessage message, map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function delete [PathParamType... path](RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function delete(string path, RequestMessage message = (), map<string|string[]>? headers = (),
            string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function options [PathParamType... path](map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>, *QueryParams params)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function options(string path, map<string|string[]>? headers = (),
            typedesc<StatusCodeResponse> targetType = <>) returns targetType|ClientError;

    # As of `StatusCodeClient`.
    isolated resource function head [PathParamType... path](map<string|string[]>? headers = (), *QueryParams params)
            returns Response|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function head(string path, map<string|string[]>? headers = ()) returns Response|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function execute(string httpVerb, string path, RequestMessage message,
            map<string|string[]>? headers = (), string? mediaType = (), typedesc<StatusCodeResponse> targetType = <>)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function forward(string path, Request request, typedesc<StatusCodeResponse> targetType = <>)
            returns targetType|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function submit(string httpVerb, string path, RequestMessage message)
            returns HttpFuture|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function getResponse(HttpFuture httpFuture) returns Response|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function hasPromise(HttpFuture httpFuture) returns boolean;

    # As of `StatusCodeClient`.
    remote isolated function getNextPromise(HttpFuture httpFuture) returns PushPromise|ClientError;

    # As of `StatusCodeClient`.
    remote isolated function getPromisedResponse(PushPromise promise) returns Response|ClientError;

    # As of `StatusCodeClient`.
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
