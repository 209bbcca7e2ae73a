// Configuration of clients. What is not there yet is left out, so that a program that uses it is told so when it is compiled.

# Defines the possible values for the chunking configuration in HTTP services and clients.
public type Chunking CHUNKING_AUTO|CHUNKING_ALWAYS|CHUNKING_NEVER;

# If the payload is less than 8KB, content-length header is set in the outbound request/response,
# otherwise chunking header is set in the outbound request/response.
public const CHUNKING_AUTO = "AUTO";

# Always set chunking header in the response.
public const CHUNKING_ALWAYS = "ALWAYS";

# Never set the chunking header even if the payload is larger than 8KB in the outbound request/response.
public const CHUNKING_NEVER = "NEVER";

# Defines the possible values for the keep-alive configuration in service and client endpoints.
public type KeepAlive KEEPALIVE_AUTO|KEEPALIVE_ALWAYS|KEEPALIVE_NEVER;

# Decides to keep the connection alive or not based on the `connection` header of the client request.
public const KEEPALIVE_AUTO = "AUTO";

# Keeps the connection alive irrespective of the `connection` header value.
public const KEEPALIVE_ALWAYS = "ALWAYS";

# Closes the connection irrespective of the `connection` header value.
public const KEEPALIVE_NEVER = "NEVER";

# Provides settings related to HTTP/1.x protocol.
#
# + keepAlive - Specifies whether to reuse a connection for multiple requests
# + chunking - The chunking behaviour of the request
# + proxy - Proxy server related options, if `ClientConfiguration.proxy` has none
public type ClientHttp1Settings record {|
    KeepAlive keepAlive = KEEPALIVE_AUTO;
    Chunking chunking = CHUNKING_AUTO;
    ProxyConfig? proxy = ();
|};

# Provides settings related to HTTP/2 protocol.
#
# + http2PriorKnowledge - Configuration to enable HTTP/2 prior knowledge; without it servers without TLS are asked by an upgrade
# + http2InitialWindowSize - How many bytes of a stream may come before they are read
public type ClientHttp2Settings record {|
    boolean http2PriorKnowledge = false;
    int http2InitialWindowSize = 65535;
|};

# Provides thresholds of inbound responses.
#
# + maxStatusLineLength - Maximum allowed length of the status line of HTTP/1.1; a longer one is an error
# + maxHeaderSize - Maximum allowed size for headers. Exceeding this limit will result in a `ClientError`
# + maxEntityBodySize - Maximum allowed size for the entity body; -1 for no limit
public type ResponseLimitConfigs record {|
    int maxStatusLineLength = 4096;
    int maxHeaderSize = 8192;
    int maxEntityBodySize = -1;
|};

# Provides configurations for controlling the endpoint's behaviour in response to HTTP redirect related responses.
# The response status codes of 301, 302, and 303 are redirected using a GET request while 300, 305, 307, and 308
# status codes use the original request HTTP method during redirection.
#
# + enabled - Enable/disable redirection
# + maxCount - Maximum number of redirects to follow
# + allowAuthHeaders - By default Authorization and Proxy-Authorization headers are removed from the redirect requests.
#                      Set it to true if Auth headers are needed to be sent during the redirection
public type FollowRedirects record {|
    boolean enabled = false;
    int maxCount = 5;
    boolean allowAuthHeaders = false;
|};

# Configurations for managing HTTP client connection pool.
#
# + maxActiveConnections - Max active connections per route(host:port); -1 for no limit
# + maxIdleConnections - Maximum number of idle connections allowed per pool
# + waitTime - Maximum amount of time (in seconds), the client should wait for an idle connection before it sends an error when the pool is exhausted
# + maxActiveStreamsPerConnection - Maximum active streams per connection of HTTP/2 before another one is opened; -1 for no limit
# + minEvictableIdleTime - Minimum evictable time for an idle connection in seconds
# + timeBetweenEvictionRuns - Time between eviction runs in seconds
# + minIdleTimeInStaleState - Of HTTP/2: a connection that the server is about to close ends with the streams that there are,
#                             whatever this says
# + timeBetweenStaleEviction - Likewise
public type PoolConfiguration record {|
    int maxActiveConnections = maxActiveConnections;
    int maxIdleConnections = maxIdleConnections;
    decimal waitTime = waitTime;
    int maxActiveStreamsPerConnection = maxActiveStreamsPerConnection;
    decimal minEvictableIdleTime = minEvictableIdleTime;
    decimal timeBetweenEvictionRuns = timeBetweenEvictionRuns;
    decimal minIdleTimeInStaleState = minIdleTimeInStaleState;
    decimal timeBetweenStaleEviction = timeBetweenStaleEviction;
|};

# What pools have where the program says nothing; see `PoolConfiguration`.
configurable int maxActiveConnections = -1;
configurable int maxIdleConnections = 100;
configurable decimal waitTime = 30;
configurable int maxActiveStreamsPerConnection = 100;
configurable decimal minEvictableIdleTime = 300;
configurable decimal timeBetweenEvictionRuns = 30;
configurable decimal minIdleTimeInStaleState = 300;
configurable decimal timeBetweenStaleEviction = 30;

# Provides settings related to client socket configuration.
#
# + connectTimeOut - Connect timeout of the channel in seconds
# + receiveBufferSize - The size of the socket's buffer of what has been received; 1 MiB leaves it to the system
# + sendBufferSize - The size of the socket's buffer of what is to be sent; 1 MiB leaves it to the system
# + tcpNoDelay - Whether small pieces are sent at once
# + socketReuse - Whether the address may be one that has just been in use
# + keepAlive - Whether connections on which nothing happens are probed by the system
public type ClientSocketConfig record {|
    decimal connectTimeOut = 15;
    int receiveBufferSize = 1048576;
    int sendBufferSize = 1048576;
    boolean tcpNoDelay = true;
    boolean socketReuse = true;
    boolean keepAlive = false;
|};

# Provides configurations for controlling the retrying behavior in failure scenarios.
#
# + count - Number of retry attempts before giving up
# + interval - Retry interval in seconds
# + backOffFactor - Multiplier, which increases the retry interval exponentially.
# + maxWaitInterval - Maximum time of the retry interval in seconds
# + statusCodes - HTTP response status codes which are considered as failures
public type RetryConfig record {|
    int count = 0;
    decimal interval = 0;
    float backOffFactor = 0.0;
    decimal maxWaitInterval = 0;
    int[] statusCodes = [];
|};

# Provides a set of configurations for controlling the behaviours when communicating with a remote HTTP endpoint.
#
# + httpVersion - Highest HTTP version supported by the client
# + http1Settings - HTTP/1.x specific settings
# + http2Settings - HTTP/2 specific settings
# + timeout - Maximum time(in seconds) to wait for a response before the request times out
# + forwarded - Whether the header field `forwarded` tells whom a request comes from: "disable" only
# + followRedirects - HTTP redirect handling configurations (with 3xx status codes)
# + poolConfig - Configurations associated with the request connection pool
# + cache - HTTP response caching related configurations
# + compression - Whether responses are asked for in a compressed form; they are understood in any case
# + auth - Client authentication options
# + circuitBreaker - Circuit breaker configurations to prevent cascading failures
# + retryConfig - Automatic retry settings for failed requests
# + responseLimits - Limits for response size and headers
# + proxy - Proxy server settings if requests need to go through a proxy
# + validation - Whether payloads have to obey the constraints of the types that they are bound to
# + socketConfig - Low-level socket settings
# + laxDataBinding - Whether fields of JSON payloads may be null where the field is optional, and absent where it may be nil
# + cookieConfig - Configurations associated with cookies
# + secureSocket - SSL/TLS security settings for HTTPS connections
public type ClientConfiguration record {|
    *ClientSettings;
    CookieConfig? cookieConfig = ();
|};

# What a client keeps a copy of: what keeps persistent cookies is an object, and no part of one.
type ClientSettings record {|
    *CommonSettings;
    ClientSecureSocket? secureSocket = ();
|};

# What all kinds of clients can be configured with; see `ClientConfiguration`.
public type CommonClientConfiguration record {|
    *CommonSettings;
    CookieConfig? cookieConfig = ();
|};

type CommonSettings record {|
    HttpVersion httpVersion = HTTP_2_0;
    ClientHttp1Settings http1Settings = {};
    ClientHttp2Settings http2Settings = {};
    decimal timeout = 30;
    string forwarded = "disable";
    FollowRedirects? followRedirects = ();
    PoolConfiguration? poolConfig = ();
    CacheConfig cache = {};
    Compression compression = COMPRESSION_AUTO;
    ClientAuthConfig? auth = ();
    CircuitBreakerConfig? circuitBreaker = ();
    RetryConfig? retryConfig = ();
    ResponseLimitConfigs responseLimits = {};
    ProxyConfig? proxy = ();
    boolean validation = true;
    ClientSocketConfig socketConfig = {};
    boolean laxDataBinding = false;
|};

# Represents a single service and its related configurations.
#
# + url - URL of the target service
# + secureSocket - Configurations for secure communication with the remote HTTP endpoint
public type TargetService record {|
    string url = "";
    ClientSecureSocket? secureSocket = ();
|};

# Provides a set of HTTP related configurations and failover related configurations.
#
# + targets - The upstream HTTP endpoints among which the incoming HTTP traffic load should be sent on failover
# + failoverCodes - Array of HTTP response status codes for which the failover behaviour should be triggered
# + interval - Failover delay interval in seconds
public type FailoverClientConfiguration record {|
    *CommonClientConfiguration;
    TargetService[] targets = [];
    int[] failoverCodes = [501, 502, 503, 504];
    decimal interval = 0;
|};

# The configurations related to the load balancing client endpoint.
#
# + targets - The upstream HTTP endpoints among which the incoming HTTP traffic load should be distributed
# + lbRule - The rule that chooses the target of each request; without one they take turns
# + failover - Configuration for the load balancer whether to fail over a failure
public type LoadBalanceClientConfiguration record {|
    *CommonClientConfiguration;
    TargetService[] targets = [];
    LoadBalancerRule? lbRule = ();
    boolean failover = true;
|};

# The client of one of several targets.
isolated function targetClient(TargetService target, record {|*CommonClientConfiguration; any...;|} config)
        returns Client|ClientError {
    return new (target.url, {
        httpVersion: config.httpVersion,
        http1Settings: config.http1Settings,
        http2Settings: config.http2Settings,
        secureSocket: target.secureSocket,
        timeout: config.timeout,
        forwarded: config.forwarded,
        followRedirects: config.followRedirects,
        poolConfig: config.poolConfig,
        cache: config.cache,
        compression: config.compression,
        auth: config.auth,
        circuitBreaker: config.circuitBreaker,
        retryConfig: config.retryConfig,
        responseLimits: config.responseLimits,
        proxy: config.proxy,
        validation: config.validation,
        socketConfig: config.socketConfig,
        laxDataBinding: config.laxDataBinding,
        cookieConfig: config.cookieConfig
    });
}


# The types of data values that are expected by the HTTP `client` to return after the data binding operation.
public type TargetType typedesc<Response|anydata|stream<SseEvent, error?>>;

# Defines the path parameter types.
public type PathParamType boolean|int|float|decimal|string;

# Defines the possible simple query parameter types.
public type SimpleQueryParamType boolean|int|float|decimal|string;

# Defines the query parameter type supported with client resource methods.
public type QueryParamType ()|SimpleQueryParamType|SimpleQueryParamType[];

# Defines the record type of query parameters supported with client resource methods.
public type QueryParams record {|
    never headers?;
    never targetType?;
    never message?;
    never mediaType?;
    QueryParamType...;
|};

// ---- errors ----

# Defines the resiliency error types that returned from client.
public type ResiliencyError distinct ClientError;

# Represents a client error that occurred exceeding maximum wait time.
public type MaximumWaitTimeExceededError distinct GenericClientError;

# Represents a client error that occurred due to upstream service unavailability.
public type UpstreamServiceUnavailableError distinct ResiliencyError;

# Represents a client error that occurred due to circuit breaker configuration error.
public type CircuitBreakerConfigError distinct ResiliencyError;

# Represents a client error that occurred due to all the the retry attempts failure.
public type AllRetryAttemptsFailed distinct ResiliencyError;

# Represents a client error that occurred due to all the failover endpoint failure.
public type FailoverAllEndpointsFailedError distinct ResiliencyError;

# Represents a client error that occurred due to failover action failure.
public type FailoverActionFailedError distinct ResiliencyError;

# Represents a client error that occurred due to all the load balance endpoint failure.
public type AllLoadBalanceEndpointsFailedError distinct ResiliencyError;

# Represents the error that triggered upon a request/response idle timeout.
public type IdleTimeoutError distinct ResiliencyError;

# Defines the client error types that returned while sending outbound request.
public type OutboundRequestError distinct ClientError;

# Represents a client error that occurred due to outbound request initialization failure.
public type InitializingOutboundRequestError distinct OutboundRequestError;

# Defines the client error types that returned while receiving inbound response.
public type InboundResponseError distinct ClientError;

# Represents a client error that occurred due to inbound response initialization failure.
public type InitializingInboundResponseError distinct InboundResponseError;

type PayloadBindingClientError ClientError & PayloadBindingError;

type PayloadValidationClientError ClientError & PayloadValidationError;
