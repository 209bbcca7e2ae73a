// Configuration of listeners.

# Configurations for the HTTP service listener.
#
# + host - The host name/IP of the endpoint
# + http1Settings - What concerns HTTP/1.1 only
# + secureSocket - The SSL configurations for the service endpoint, which speaks HTTPS with them
# + httpVersion - Highest HTTP version supported by the endpoint
# + timeout - Period of time in seconds that a connection waits for the head of a request, a client for an answer, and either for the other to take what is sent
# + server - The server name which should appear as a response header
# + requestLimits - Configurations associated with inbound request size limits
# + gracefulStopTimeout - Grace period of time in seconds for listener gracefulStop; 10 seconds if it is 0
# + socketConfig - What sockets are asked for
# + http2InitialWindowSize - How many bytes of a stream of HTTP/2 may come before they are read
# + http2MaxActiveStreams - How many streams of HTTP/2 a connection may have at once
# + minIdleTimeInStaleState - Of HTTP/2: a connection that is about to be closed ends with the streams that there are, so that
#                             only -1 and 300, the default, are taken
# + timeBetweenStaleEviction - Likewise; 30, the default, is taken
public type ListenerConfiguration record {|
    string host = "0.0.0.0";
    ListenerHttp1Settings http1Settings = {};
    ListenerSecureSocket? secureSocket = ();
    HttpVersion httpVersion = HTTP_2_0;
    decimal timeout = DEFAULT_LISTENER_TIMEOUT;
    string? server = ();
    RequestLimitConfigs requestLimits = {};
    decimal gracefulStopTimeout = DEFAULT_GRACEFULSTOP_TIMEOUT;
    ServerSocketConfig socketConfig = {};
    int http2InitialWindowSize = 65535;
    int http2MaxActiveStreams = 100;
    decimal minIdleTimeInStaleState = 300;
    decimal timeBetweenStaleEviction = 30;
|};

# Limits of what a request may be.
#
# + maxUriLength - Maximum length of the request's path with its query; one that is longer is answered with 414
# + maxHeaderSize - Maximum size of all header fields in bytes; more are answered with 431
# + maxEntityBodySize - Maximum size of the body in bytes, also of one that came compressed, or -1 for no limit; a longer
#                       one is answered with 413. Without a limit a compressed body may become 100 times as long, or 1 MiB
public type RequestLimitConfigs record {|
    int maxUriLength = 4096;
    int maxHeaderSize = 8192;
    int maxEntityBodySize = -1;
|};

# What listeners that speak HTTP/1.1 do with their connections.
#
# + keepAlive - With `KEEPALIVE_AUTO` it is for the client to say whether a connection goes on after a request; with
#               `KEEPALIVE_NEVER` it does not. `KEEPALIVE_ALWAYS` is not supported
# + maxPipelinedRequests - How many requests of a connection may be served at once, at least 1: they are served one by one
public type ListenerHttp1Settings record {|
    KeepAlive keepAlive = KEEPALIVE_AUTO;
    int maxPipelinedRequests = 10;
|};

# What a listener's sockets are asked for.
#
# + soBackLog - How many connections the system accepts before the listener does. More than the usual 100, so that those of many
#               clients that come at once are not refused
public type ServerSocketConfig record {|
    *ClientSocketConfig;
    int soBackLog = 1024;
|};

# The configuration of a listener as it is in use.
#
# + host - The host name/IP of the endpoint
# + http1Settings - What concerns HTTP/1.1 only
# + secureSocket - The SSL configurations for the service endpoint
# + httpVersion - Highest HTTP version supported by the endpoint
# + timeout - Period of time in seconds that a connection waits for the head of a request, a client for an answer, and either for the other to take what is sent
# + server - The server name which should appear as a response header
# + requestLimits - Configurations associated with inbound request size limits
public type InferredListenerConfiguration record {|
    string host;
    ListenerHttp1Settings http1Settings;
    ListenerSecureSocket? secureSocket;
    HttpVersion httpVersion;
    decimal timeout;
    string? server;
    RequestLimitConfigs requestLimits;
|};

isolated function inferred(ListenerConfiguration config) returns InferredListenerConfiguration => {
    host: config.host,
    http1Settings: config.http1Settings,
    secureSocket: config.secureSocket,
    httpVersion: config.httpVersion,
    timeout: config.timeout,
    server: config.server,
    requestLimits: config.requestLimits
};

isolated function socketsOf(ServerSocketConfig config) returns ClientSocketConfig {
    var {soBackLog: _, ...others} = config;
    return others;
}

# Refuses what is not supported.
isolated function checkListener(ListenerConfiguration config) returns ListenerError? {
    if config.http1Settings.keepAlive == KEEPALIVE_ALWAYS {
        return error GenericListenerError("'keepAlive' of a listener cannot be 'http:KEEPALIVE_ALWAYS': it is not supported");
    }
    if config.http1Settings.maxPipelinedRequests < 1 {
        return error GenericListenerError("'maxPipelinedRequests' must be at least 1");
    }
    if isStaleChanged(config.minIdleTimeInStaleState, config.timeBetweenStaleEviction) {
        return error GenericListenerError("'minIdleTimeInStaleState' and 'timeBetweenStaleEviction' are not supported");
    }
    string? problem = invalidListener(config);
    if problem is string {
        return error GenericListenerError(problem);
    }
}

# What is wrong with a listener's configuration.
isolated function invalidListener(ListenerConfiguration config) returns string? {
    RequestLimitConfigs limits = config.requestLimits;
    if limits.maxUriLength < 0 {
        return string `Invalid configuration found for max initial line length : ${limits.maxUriLength}`;
    }
    if limits.maxHeaderSize < 0 {
        return string `Invalid configuration found for maxHeaderSize : ${limits.maxHeaderSize}`;
    }
    if limits.maxEntityBodySize < -1 {
        return string `Invalid configuration found for maxEntityBodySize : ${limits.maxEntityBodySize}`;
    }
    if config.timeout < 0d {
        return "Idle timeout cannot be negative. If you want to disable the timeout please use value 0";
    }
    ListenerSecureSocket? socket = config.secureSocket;
    return socket is () ? () : unsecured(socket);
}
