// How a client's requests get to the server: retries, redirects, and the exchange itself.

import ballerina/constraint;
import ballerina/io;
import ballerina/lang.regexp;
import ballerina/lang.runtime;
import ballerina/lang.'service as services;
import ballerina/mime;

# What is sent in pieces unless the configuration says otherwise.
const int CHUNKED_FROM = 8192;

# Where requests go.
type Target record {|
    boolean secure;
    string host;
    int port;
    # What stands before every path.
    string base;
|};

# Sends requests to one host, and to others where redirects lead.
isolated class Sender {
    private final readonly & ClientSettings config;
    private final readonly & Target target;
    # Numbers of routes, by scheme, host and port.
    private final map<int> routes = {};
    private final CookieConfig? cookies;
    private final CookieStore? store;
    private final HttpCache? cache;
    private final TokenSource? tokens;
    # What secure connections are made with, if there is one.
    private int tls = -1;

    # + url - Without a scheme it is one of HTTPS if there is a configuration for secure connections
    isolated function init(string url, readonly & ClientSettings config, CookieConfig? cookies = ())
            returns ClientError? {
        self.cookies = cookies;
        self.store = cookies is CookieConfig && cookies.enabled ? new (cookies["persistentCookieHandler"]) : ();
        self.config = config;
        self.cache = config.cache.enabled ? new (config.cache) : ();
        string whole = config.secureSocket is () || url.includes("://") ? url : "https://" + url;
        self.target = (check parseUrl(whole)).cloneReadOnly();
        check checkProxy(config);
        check checkLimits(config.responseLimits);
        check checkSettings(config);
        if self.target.secure {
            self.tls = check clientContext(config.secureSocket, config.httpVersion == HTTP_2_0);
        }
        self.tokens = check tokenSource(config.auth);
    }

    isolated function cookieStore() returns CookieStore? => self.store;

    # An answer, or the last of them if there are retries.
    isolated function send(string method, string path, Request request, int pushes) returns Response|ClientError {
        RetryConfig? retries = self.config.retryConfig;
        if retries is () {
            return self.follow(method, path, request, pushes);
        }
        check request.parts().keep();
        decimal interval = retries.interval;
        decimal factor = retries.backOffFactor <= 0.0 ? 1 : <decimal>retries.backOffFactor;
        decimal longest = retries.maxWaitInterval == 0d ? 60 : retries.maxWaitInterval;
        int attempt = 0;
        while true {
            Response|ClientError result = self.follow(method, path, request, pushes);
            if result is Response && retries.statusCodes.indexOf(result.statusCode) is () || attempt >= retries.count {
                return result;
            }
            if attempt > 0 {
                interval = decimal:min(interval * factor, longest);
            }
            attempt += 1;
            runtime:sleep(interval);
        }
    }

    # A response as a value of a type.
    isolated function bound(Response|ClientError response, TargetType t)
            returns Response|stream<SseEvent, error?>|anydata|ClientError {
        return processResponse(response, t, self.config.validation, self.config.laxDataBinding);
    }

    private isolated function follow(string method, string path, Request request, int pushes)
            returns Response|ClientError {
        string scheme = self.target.secure ? "https" : "http";
        string url = string `${scheme}://${self.target.host}:${self.target.port}${self.target.base}${absolutePath(path)}`;
        string verb = method;
        boolean elsewhere = false;
        FollowRedirects? redirects = self.config.followRedirects;
        int left = redirects is FollowRedirects && redirects.enabled ? redirects.maxCount : 0;
        if left > 0 {
            check request.parts().keep();
        }
        while true {
            Response response = check self.once(verb, url, request, elsewhere, pushes);
            response.resolvedRequestedURI = redirects is () ? "" : url;
            if left <= 0 || REDIRECTS.indexOf(response.statusCode) is () {
                return response;
            }
            left -= 1;
            string|error location = response.getHeader("location");
            if location is error {
                return error GenericClientError("Location header not available!");
            }
            if response.statusCode is 301|302|303 {
                verb = "GET";
            }
            url = resolved(url, location);
            elsewhere = redirects is FollowRedirects && !redirects.allowAuthHeaders;
        }
    }

    # One exchange, or what the cache has instead.
    private isolated function once(string method, string url, Request request, boolean withoutAuth, int pushes)
            returns Response|ClientError {
        Content content = request.parts();
        RequestCacheControl? directives = request.cacheControl;
        if directives is RequestCacheControl && content.first("cache-control") is () {
            content.set("cache-control", directives.buildCacheControlDirectives());
        }
        string[] fields = check self.fields(content, url, check parseUrl(url), withoutAuth);
        HttpCache? cache = self.cache;
        // Parts of bodies are not kept, nor what depends on the body of a request.
        if cache is () || method == "GET" && (fieldOf(fields, "range").length() > 0 || content.first("content-type") !is ()) {
            return self.transfer(method, url, content, fields, pushes);
        }
        if method == "GET" || method == "HEAD" {
            return throughCache(self, cache, method, url, content, fields, pushes);
        }
        Response response = check self.transfer(method, url, content, fields, pushes);
        if response.statusCode >= 200 && response.statusCode < 400 {
            cache.forget(url);
        }
        return response;
    }

    # One exchange with a server.
    #
    # + fields - The names and values of the fields that are sent
    # + pushes - Gets what the server promises besides; negative if that is not wanted
    isolated function transfer(string method, string url, Content content, string[] fields, int pushes)
            returns Response|ClientError {
        Target to = check parseUrl(url);
        stream<byte[], io:Error?>? pieces = check content.outgoing();
        if pieces !is () {
            return self.upload(method, to, fields, url, pieces);
        }
        string|(readonly & byte[])? body = check content.raw();
        if method == "GET" || method == "HEAD" {
            body = content.first("content-type") is () ? () : body;
        }
        Chunking chunking = self.config.http1Settings.chunking;
        boolean chunked = chunking == CHUNKING_ALWAYS || chunking == CHUNKING_AUTO && lengthOf(body) >= CHUNKED_FROM;
        boolean keep = self.config.http1Settings.keepAlive != KEEPALIVE_NEVER;
        string path = to.base == "" ? "/" : to.base;
        int route = check self.route(to);
        int nanos = services:nanoseconds(self.config.timeout);
        int|error reply = pushes < 0 ? exchange(route, method, path, fields, keep, nanos, body, chunked)
            : exchangePushed(route, method, path, fields, keep, nanos, body, chunked, pushes);
        Response|ClientError response = reply is error ? clientError(reply) : self.answer(reply, url);
        if response is Response && method == "HEAD" {
            response.parts().receiveNothing();
        }
        return response;
    }

    # The response that a server has promised.
    isolated function promised(PushPromise promise) returns Response|ClientError {
        int|error reply = promise.reply(services:nanoseconds(self.config.timeout));
        return reply is error ? clientError(reply) : received(reply, self.config.responseLimits);
    }

    # The answer, whose cookies are kept.
    private isolated function answer(int reply, string url) returns Response|ClientError {
        Response response = check received(reply, self.config.responseLimits);
        CookieStore? store = self.store;
        CookieConfig? cookies = self.cookies;
        if store is CookieStore && cookies is CookieConfig {
            store.addCookies(response.getCookies(), cookies, url, "");
        }
        return response;
    }

    # A request whose body is a stream. It is sent once: what has been read of the stream cannot be read again.
    private isolated function upload(string method, Target to, string[] fields, string url,
            stream<byte[], io:Error?> pieces) returns Response|ClientError {
        if self.config.httpVersion == HTTP_1_0 {
            return error InitializingOutboundRequestError("a byte stream cannot be sent in HTTP/1.0");
        }
        boolean keep = self.config.http1Settings.keepAlive != KEEPALIVE_NEVER;
        int nanos = services:nanoseconds(self.config.timeout);
        int|error writer = exchangeInPieces(check self.route(to), method, to.base == "" ? "/" : to.base, fields, keep, nanos);
        if writer is error {
            return clientError(writer);
        }
        error? failure = writeAll(writer, pieces, nanos);
        int|error reply = exchangeEnd(writer, nanos);
        if failure is error {
            return error InitializingOutboundRequestError("the byte stream of the request has broken off", failure);
        }
        return reply is error ? clientError(reply) : self.answer(reply, url);
    }

    # The header fields that are sent: those of a request that has come from elsewhere lose what concerned its connection.
    private isolated function fields(Content content, string url, Target to, boolean withoutAuth)
            returns string[]|ClientError {
        string own = to.port == (to.secure ? 443 : 80) ? to.host : string `${to.host}:${to.port}`;
        boolean elsewhere = to.host != self.target.host || to.port != self.target.port;
        string[] out = ["host", elsewhere ? own : content.givenHost() ?: own];
        string[] given = content.list();
        CookieStore? store = self.store;
        Cookie[] stored = store is CookieStore ? store.getCookies(url, "") : [];
        if stored.length() > 0 {
            Content copy = new (fieldMap(given));
            setRequestCookies(copy, stored);
            given = copy.list();
        }
        boolean named = false;
        boolean asks = false;
        boolean authorised = withoutAuth;
        int i = 0;
        while i < given.length() {
            string name = given[i];
            boolean refused = name == "accept-encoding" && self.config.compression == COMPRESSION_NEVER;
            asks = asks || name == "accept-encoding";
            boolean auth = name == "authorization" || name == "proxy-authorization";
            named = named || name == "user-agent";
            authorised = authorised || name == "authorization";
            if HOP_BY_HOP.indexOf(name) is () && !(auth && withoutAuth) && !refused {
                out.push(name, given[i + 1]);
            }
            i += 2;
        }
        if !asks && self.config.compression == COMPRESSION_ALWAYS {
            out.push("accept-encoding", "deflate, gzip");
        }
        if !named {
            out.push("user-agent", "ballerina");
        }
        string? authorization = authorised ? () : check authorizationOf(self.config.auth, self.tokens);
        if authorization is string {
            out.push("authorization", authorization);
        }
        if self.config.http1Settings.keepAlive == KEEPALIVE_NEVER {
            out.push("connection", "close");
        }
        return out;
    }

    private isolated function route(Target to) returns int|ClientError {
        string key = string `${to.secure}:${to.host}:${to.port}`;
        int tls;
        lock {
            int? known = self.routes[key];
            if known is int {
                return known;
            }
            tls = self.tls;
        }
        HttpVersion httpVersion = self.config.httpVersion;
        if to.secure && tls < 0 {
            tls = check clientContext(self.config.secureSocket, httpVersion == HTTP_2_0);
        }
        string? serverName = to.host == self.target.host ? self.config.secureSocket["serverName"] : ();
        boolean unasked = httpVersion == HTTP_2_0 && self.config.http2Settings.http2PriorKnowledge;
        int made = newRoute(to.host, to.port, self.limits(), unasked ? "2.0 unasked" : httpVersion,
                to.secure ? tls : -1, serverName ?: to.host, proxyParts(self.config));
        lock {
            // Somebody else may have been faster.
            int route = self.routes[key] ?: made;
            self.routes[key] = route;
            self.tls = tls;
            return route;
        }
    }

    private isolated function limits() returns int[] {
        PoolConfiguration pool = self.config.poolConfig ?: {};
        ResponseLimitConfigs response = self.config.responseLimits;
        decimal handshakeTimeout = self.config.secureSocket["handshakeTimeout"] ?: 0;
        return [
            pool.maxActiveConnections,
            pool.maxIdleConnections,
            services:nanoseconds(pool.waitTime),
            services:nanoseconds(pool.minEvictableIdleTime),
            services:nanoseconds(self.config.socketConfig.connectTimeOut),
            services:nanoseconds(handshakeTimeout),
            response.maxHeaderSize,
            response.maxEntityBodySize,
            self.config.http2Settings.http2InitialWindowSize,
            pool.maxActiveStreamsPerConnection,
            services:nanoseconds(pool.timeBetweenEvictionRuns),
            ...socketOptions(self.config.socketConfig)
        ];
    }
}

isolated function checkLimits(ResponseLimitConfigs limits) returns ClientError? {
    [string, int, int][] all = [
        ["max initial line length", limits.maxStatusLineLength, 0],
        ["maxHeaderSize", limits.maxHeaderSize, 0],
        ["maxEntityBodySize", limits.maxEntityBodySize, -1]
    ];
    foreach [string, int, int] [name, value, least] in all {
        if value < least {
            return error GenericClientError(string `Invalid configuration found for ${name} : ${value}`);
        }
    }
}

# Refuses what is not supported.
isolated function checkSettings(readonly & ClientSettings config) returns ClientError? {
    if config.forwarded != "disable" {
        return error GenericClientError(string `'forwarded' can only be "disable": the header field is not supported`);
    }
    PoolConfiguration pool = config.poolConfig ?: {};
    if isStaleChanged(pool.minIdleTimeInStaleState, pool.timeBetweenStaleEviction) {
        return error GenericClientError("'minIdleTimeInStaleState' and 'timeBetweenStaleEviction' of a pool are not supported");
    }
}

# Whether times are set of connections of HTTP/2 that are about to be closed: those end with their streams.
isolated function isStaleChanged(decimal idle, decimal between) returns boolean =>
    idle != 300d && idle != -1d || between != 30d;

# The size of a socket's buffer that leaves it to the system.
const int USUAL_BUFFER = 1048576;

# The options of sockets as numbers: sizes of buffers, negative if they are left to the system, and 1 for what is wanted.
isolated function socketOptions(ClientSocketConfig config) returns int[] => [
    config.receiveBufferSize == USUAL_BUFFER ? -1 : config.receiveBufferSize,
    config.sendBufferSize == USUAL_BUFFER ? -1 : config.sendBufferSize,
    config.tcpNoDelay ? 1 : 0,
    config.keepAlive ? 1 : 0,
    config.socketReuse ? 1 : 0
];

final readonly & int[] REDIRECTS = [300, 301, 302, 303, 305, 307, 308];

final readonly & string[] HOP_BY_HOP = ["host", "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade",
    "content-length", "transfer-encoding"];

isolated function lengthOf(string|byte[]? body) returns int {
    return body is string ? body.length() : (body is byte[] ? body.length() : 0);
}

isolated function absolutePath(string path) returns string {
    return path == "" || path.startsWith("/") || path.startsWith("?") ? path : "/" + path;
}

# Host, port and path of a URL; without a scheme it is one of HTTP.
isolated function parseUrl(string url) returns Target|ClientError {
    string rest = url;
    boolean secure = false;
    int? scheme = url.indexOf("://");
    if scheme is int {
        string name = url.substring(0, scheme).toLowerAscii();
        secure = name == "https";
        if name != "http" && !secure {
            return error GenericClientError("malformed URL: " + url);
        }
        rest = url.substring(scheme + 3);
    }
    string authority = re `[/?#]`.split(rest)[0];
    int end = authority.length();
    string base = rest.substring(end);
    if base.startsWith("?") {
        base = "/" + base;
    }
    int? fragment = base.indexOf("#");
    base = fragment is int ? base.substring(0, fragment) : base;
    // A path follows, which begins with a slash of its own.
    base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    int? colon = authority.endsWith("]") ? () : authority.lastIndexOf(":");
    string host = colon is int ? authority.substring(0, colon) : authority;
    int|error port = colon is int ? int:fromString(authority.substring(colon + 1)) : (secure ? 443 : 80);
    if host == "" || authority.includes("@") || port is error || port < 1 || port > 65535 {
        return error GenericClientError("malformed URL: " + url);
    }
    return {secure, host, port, base};
}

# Where a location leads from a URL (RFC 3986, 5.2, without dot segments).
isolated function resolved(string url, string location) returns string {
    if location.includes("://") {
        return location;
    }
    int authority = <int>url.indexOf("://") + 3;
    int path = url.indexOf("/", authority) ?: url.length();
    if location.startsWith("//") {
        return url.substring(0, authority - 2) + location;
    }
    if location.startsWith("/") {
        return url.substring(0, path) + location;
    }
    string before = re `[?#]`.split(url)[0];
    int? slash = before.lastIndexOf("/");
    return (slash is int && slash >= path ? before.substring(0, slash) : url.substring(0, path)) + "/" + location;
}

# Path and query of a call of a resource.
isolated function resourcePath(PathParamType[] path, QueryParams params) returns string {
    string text = "";
    foreach PathParamType segment in path {
        text += "/" + encodedOnce(segment.toString());
    }
    string[] pairs = [];
    map<QueryParamType> query = <map<QueryParamType>>getQueryMap(params).cloneReadOnly();
    foreach var [name, value] in query.entries() {
        SimpleQueryParamType[] values = value is SimpleQueryParamType[] ? value : (value is () ? [] : [value]);
        if values.length() > 0 {
            string[] texts = from SimpleQueryParamType single in values
                select encodedOnce(single.toString());
            pairs.push(encodedOnce(name) + "=" + string:'join(",", ...texts));
        }
    }
    return (text == "" ? "/" : text) + (pairs.length() == 0 ? "" : "?" + string:'join("&", ...pairs));
}

# A text with percent-encoding, of which what is there is left as it is.
isolated function encodedOnce(string text) returns string {
    string out = "";
    int end = 0;
    if text.includes("%") {
        foreach regexp:Span span in re `%[0-9a-fA-F]{2}`.findAll(text) {
            out += encoded(text.substring(end, span.startIndex)) + span.substring();
            end = span.endIndex;
        }
    }
    return out + encoded(end == 0 ? text : text.substring(end));
}

# A request with a message as its body.
isolated function buildRequest(RequestMessage message, map<string|string[]>? headers, string? mediaType)
        returns Request|ClientError {
    Request request = message is Request ? message : new;
    if headers is map<string|string[]> {
        foreach var [name, value] in getHeaderMap(headers).entries() {
            if value is string {
                request.setHeader(name, value);
            } else {
                value.forEach(single => request.addHeader(name, single));
            }
        }
    }
    if message is stream<byte[], io:Error?> {
        request.setByteStream(message, mediaType);
    } else if message is mime:Entity[] {
        request.setBodyParts(message, mediaType ?: request.parts().first("content-type") ?: mime:MULTIPART_FORM_DATA);
    } else if message is anydata {
        error? unfit = trap setAnydata(request.parts(), message, mediaType ?: request.parts().first("content-type"),
                true);
        if unfit is error {
            return error InitializingOutboundRequestError(unfit.message(), unfit);
        }
    } else if mediaType is string {
        request.setHeader("content-type", mediaType);
    }
    return request;
}

# The content codings that are undone before anybody sees the body.
final readonly & string[] CODINGS = ["gzip", "x-gzip", "deflate", "x-deflate"];

isolated function received(int reply, ResponseLimitConfigs limits) returns Response|ClientError {
    string[] line = replyLine(reply);
    int|error lineLength = int:fromString(line[2]);
    if lineLength is int && lineLength > limits.maxStatusLineLength {
        return error ClientError("Response max status line length exceeds: An HTTP line is larger than " +
                string `${limits.maxStatusLineLength} bytes.`);
    }
    int|error headerSize = int:fromString(line[3]);
    if headerSize is int && headerSize > limits.maxHeaderSize {
        return error ClientError("Response max header size exceeds: HTTP header is larger than " +
                string `${limits.maxHeaderSize} bytes.`);
    }
    Content content = new (fieldMap(replyHeaders(reply)), reply, true);
    Response response = new;
    int|error status = int:fromString(line[0]);
    response.statusCode = status is int ? status : 0;
    response.reasonPhrase = line[1];
    response.server = content.first("server") ?: "";
    response.receive(content);
    response.cacheControl = responseCacheControl(content);
    (readonly & byte[])? body = wholeBody(reply);
    string? coding = content.first("content-encoding");
    if coding is string && CODINGS.indexOf(coding.trim().toLowerAscii()) !is () {
        (readonly & byte[])|error encoded = body ?: replyBody(reply);
        content.after().addList(replyTrailers(reply));
        if encoded is error {
            return encoded is ClientError ? encoded : error GenericClientError(encoded.message());
        }
        body = encoded;
        if encoded.length() > 0 {
            (readonly & byte[])|error? plain = decoded(encoded, coding, limits.maxEntityBodySize);
            if plain is error {
                return error GenericClientError(plain.message());
            }
            if plain !is () {
                content.remove("content-encoding");
                content.remove("content-length");
                body = plain;
            }
        }
    }
    if body !is () {
        content.receive(body);
    }
    return response;
}

isolated function clientError(error e) returns ClientError {
    match e.detail()["message"] {
        "connection" => {
            return error ClientConnectorError("Something wrong with the connection", error(e.message()));
        }
        "idle" => {
            return error IdleTimeoutError(e.message());
        }
        "wait" => {
            return error MaximumWaitTimeExceededError(e.message());
        }
        "request" => {
            return error InitializingOutboundRequestError(e.message());
        }
        "ssl" => {
            return error SslError(e.message());
        }
        "closed" => {
            return error InitializingInboundResponseError(e.message());
        }
    }
    return error GenericClientError(e.message());
}

# What becomes of a response (module specification, 2.4.1): itself, an error of a status, or its body as the type.
isolated function processResponse(Response|ClientError response, TargetType t, boolean validation, boolean lax)
        returns Response|stream<SseEvent, error?>|anydata|ClientError {
    if response is ClientError || takes(t, Response) {
        return response;
    }
    if response.statusCode >= 400 && response.statusCode <= 599 {
        return applicationError(response);
    }
    if takes(t, EventStream) {
        if takes(t, Nothing) || !takes(MaybeEventStream, t) {
            return error PayloadBindingClientError("payload binding failed: Target return type must not be a union of " +
                    "stream<http:SseEvent, error?> and anydata");
        }
        return response.getSseEventStream();
    }
    if t is typedesc<anydata> {
        byte[] body = check response.getBinaryPayload();
        string contentType = response.getContentType();
        anydata|error value = bind(body, contentType == "" ? () : contentType, t, lax);
        if value is NoContentError {
            return error NoContentError("No content");
        }
        if value is UnfitError {
            return error PayloadBindingClientError(value.message());
        }
        if value is error {
            return error PayloadBindingClientError("Payload binding failed: " + unbound(value), value);
        }
        constraint:Error? invalid = validation && constraint:hasConstraints(t) ? constraint:validateConverted(value, t) : ();
        if invalid is error {
            return error PayloadValidationClientError("payload validation failed: " + invalid.message(), invalid);
        }
        return value;
    }
    return error GenericClientError("invalid payload target type");
}

type EventStream stream<SseEvent, error?>;
type MaybeEventStream stream<SseEvent, error?>|error;

isolated function applicationError(Response response) returns ClientError {
    map<string[]> headers = {};
    foreach string name in response.getHeaderNames() {
        string[]|error values = response.getHeaders(name);
        headers[name] = values is error ? [] : values;
    }
    anydata|ClientError body = responseBody(response);
    if body is ClientError && body !is NoContentError {
        return error PayloadBindingClientError("http:ApplicationResponseError creation failed: " +
                response.statusCode.toString() + " response payload extraction failed", body);
    }
    anydata found = body is ClientError ? () : body;
    if response.statusCode < 500 {
        return error ClientRequestError(response.reasonPhrase, statusCode = response.statusCode, headers = headers,
                body = found);
    }
    return error RemoteServerError(response.reasonPhrase, statusCode = response.statusCode, headers = headers, body = found);
}

# A body as what its media type says it is.
isolated function responseBody(Response response) returns anydata|ClientError {
    match mediaKind(response.getContentType()) {
        JSON => {
            return response.getJsonPayload();
        }
        XML => {
            return response.getXmlPayload();
        }
        BINARY => {
            return response.getBinaryPayload();
        }
    }
    return response.getTextPayload();
}

// ---- what the run-time system does ----

# + limits - What `Sender.limits` has
# + tls - The number of a configuration, or a negative one
isolated function newRoute(string host, int port, int[] limits, string httpVersion, int tls, string serverName,
        string[] proxy) returns int = external;

isolated function exchange(int route, string method, string target, string[] headers, boolean keep, int nanos,
        string|byte[]? body, boolean chunked) returns int|error = external;

isolated function replyLine(int reply) returns string[] = external;

isolated function replyHeaders(int reply) returns string[] = external;

# The body if it has come with the head of the answer; the reply has been used up then.
isolated function wholeBody(int reply) returns (readonly & byte[])? = external;

isolated function replyBody(int reply) returns (readonly & byte[])|error = external;
