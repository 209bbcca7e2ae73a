// Listeners: services, and the strands that serve requests.

import ballerina/io;
import ballerina/lang.'function as functions;
import ballerina/lang.'service as services;
import ballerina/time;

# No request.
const NO_REQUEST = -1;

# There was a request, which another strand has taken.
const LOOK_AGAIN = -2;

# The bit of what `route` has found that says that there is a plan for it.
const PLANNED = 2147483648;

# The bit of a request's number that says that no other strand waits for one.
const LAST = 4611686018427387904;

# For how long a listener that is stopped waits for what is being served, if its configuration says nothing else.
const decimal STOP_LIMIT = 10;

# Accepts connections, and gives their requests to the services that are attached to it.
public isolated class Listener {
    private final int port;
    private final readonly & ListenerConfiguration config;
    private final int router;
    # What answers say of who gives them.
    final string serverName;
    # Attached services, at the places that the router gave them.
    private final Service?[] attached = [];
    # The interceptors of those that have some.
    private final map<ChainLink[]> intercepted = {};
    private int server = -1;
    private boolean started = false;

    # Gets invoked during module initialization to initialize the listener.
    #
    # + port - Listening port of the HTTP service listener
    # + config - Configurations for the HTTP service listener
    # + return - A `ListenerError` if an error occurred during the listener initialization
    public isolated function init(int port, *ListenerConfiguration config) returns ListenerError? {
        self.port = port;
        check checkListener(config);
        self.config = config.cloneReadOnly();
        self.router = newRouter();
        self.serverName = config.server ?: "ballerina";
    }

    # Attaches a service to the listener.
    #
    # + httpService - The service that needs to be attached
    # + name - Name of the service
    # + return - An `error` if an error occurred during the service attachment process or else `()`
    public isolated function attach(Service httpService, string[]|string? name = ()) returns error? {
        typedesc<ServiceContract>? contract = check contractOf(httpService, name);
        string[] base = basePath(contract is () ? name : contractPath(contract));
        ChainLink[] own = httpService is InterceptableService ? check links(httpService, base) : [];
        int place = check register(self.router, httpService, base, contract);
        lock {
            self.attached[place] = httpService;
            if own.length() > 0 {
                self.intercepted[place.toString()] = own;
            }
        }
    }

    # Detaches an HTTP service from the listener.
    #
    # + httpService - The service to be detached
    # + return - An `error` if one occurred during detaching of a service or else `()`
    public isolated function detach(Service httpService) returns error? {
        lock {
            foreach int place in 0 ..< self.attached.length() {
                if self.attached[place] === httpService {
                    self.attached[place] = ();
                    removeRoutes(self.router, place);
                }
            }
        }
    }

    # Starts the registered service programmatically. Nothing happens if it has been started.
    #
    # + return - An `error` if an error occurred during the listener starting process
    public isolated function 'start() returns error? {
        lock {
            if self.started {
                return;
            }
            self.started = true;
        }
        error? failure = self.open();
        if failure is error {
            self.ended();
            return failure;
        }
    }

    isolated function ended() {
        lock {
            self.started = false;
        }
    }

    isolated function open() returns error? {
        RequestLimitConfigs limits = self.config.requestLimits;
        boolean http2 = self.config.httpVersion == HTTP_2_0;
        Secured|error secured = securedBy(self.config.secureSocket, http2);
        if secured is error {
            return error GenericListenerError(secured.message());
        }
        int|error server = listen(self.config.host, self.port, [limits.maxUriLength, limits.maxHeaderSize,
                limits.maxEntityBodySize, http2 ? self.config.http2InitialWindowSize : -1,
                self.config.http2MaxActiveStreams, self.config.http1Settings.keepAlive == KEEPALIVE_NEVER ? 0 : 1,
                self.config.socketConfig.soBackLog, ...socketOptions(socketsOf(self.config.socketConfig))], services:nanoseconds(self.config.timeout), secured.tls,
                secured.asksClients, secured.handshakeNanos, self.serverName);
        if server is error {
            return error GenericListenerError(server.message());
        }
        lock {
            self.server = server;
        }
        _ = start self.work(server);
    }

    # Stops the service listener gracefully. Already-accepted requests will be served before connection closure.
    #
    # + return - An `error` if an error occurred during the listener stopping process
    public isolated function gracefulStop() returns error? {
        self.ended();
        decimal limit = self.config.gracefulStopTimeout;
        stopListening(self.listening(), services:nanoseconds(limit > 0d ? limit : STOP_LIMIT));
        flushLogs();
    }

    # Stops the service listener immediately.
    #
    # + return - An `error` if an error occurred during the listener stop process
    public isolated function immediateStop() returns error? {
        self.ended();
        closeAll(self.listening());
        flushLogs();
    }

    # Retrieves the port of the HTTP listener.
    #
    # + return - The HTTP listener port
    public isolated function getPort() returns int {
        int server = self.listening();
        return self.port == 0 && server >= 0 ? boundPort(server) : self.port;
    }

    # Retrieves the configuration with which the listener has been made.
    #
    # + return - The readonly HTTP listener configuration
    public isolated function getConfig() returns readonly & InferredListenerConfiguration {
        return inferred(self.config).cloneReadOnly();
    }

    isolated function listening() returns int {
        lock {
            return self.server;
        }
    }

    isolated function serviceAt(int place) returns Service? {
        lock {
            return self.attached[place];
        }
    }

    # The life of a strand that serves requests: one waits for the next request at any time, as long as there are not too many.
    isolated function work(int server) {
        int request = next(server, NO_REQUEST);
        while request != NO_REQUEST {
            if request == LOOK_AGAIN {
                request = next(server, LOOK_AGAIN);
                continue;
            }
            if (request & LAST) != 0 {
                _ = start self.work(server);
                request &= ~LAST;
            }
            error? failure = trap self.serve(request);
            if failure is error {
                services:leave();
                forget(request);
                services:stop();
                panic failure;
            }
            request = next(server, request);
        }
    }

    isolated function serve(int request) {
        int found = route(self.router, request);
        Service? to = found < 0 ? () : self.serviceAt(found >> 32);
        if (to is () || to is InterceptableService) && self.intercept(request, found) {
            return;
        }
        if to is () {
            self.refuse(request, found);
            return;
        }
        int late = (found & PLANNED) == 0 ? 0 : plan(self.router, found);
        if (late & GUARDED) != 0 {
            ListenerError? refused = refusal(guardOf(self.router, found), requestHeader(request, "authorization"));
            if refused is ListenerError {
                self.reject(request, statusOf(refused), refused.message());
                return;
            }
        }
        (any|error)[]|error? arguments = bindArguments(self.router, found, request);
        if arguments is () {
            self.refuse(request, NO_RESOURCE);
            return;
        }
        if arguments is error {
            self.reject(request, 400, arguments.message());
            return;
        }
        boolean callerGiven = false;
        if late != 0 {
            error? problem = complete(arguments, self.router, found, late, self.serverName, request, ());
            if problem is error {
                if isTooLarge(request) {
                    self.reject(request, 413, problem.message(), true);
                } else {
                    self.reject(request, 400, "data binding failed: " + problem.message());
                }
                return;
            }
            if (late & (CONSTRAINED | STRUCTURED)) != 0 {
                problem = invalidArgument(self.router, found, arguments);
                if problem is error {
                    self.reject(request, 400, problem.message());
                    return;
                }
            }
            callerGiven = (late >> 16 & 0xff) != 0;
        }
        function resourceMethod = enter(self.router, found, to) ?: method(self.router, found, to);
        Returned|error returned = trap invoke(resourceMethod, arguments);
        if returned is error {
            services:leave();
            self.reject(request, 500, returned.message(), true);
            connectionEnd(request);
            panic returned;
        }
        // What is returned may be shared with other strands: it is made a response while they are kept away.
        self.answer(request, found, returned.value, callerGiven);
    }

    # Whether there are interceptors, which have served the request then.
    isolated function intercept(int request, int found) returns boolean {
        int place = found < 0 ? servicePlace(self.router, request) : found >> 32;
        Service? to = place < 0 ? () : self.serviceAt(place);
        if to !is InterceptableService || found == DOCUMENT {
            return false;
        }
        ChainLink[]? own;
        lock {
            own = self.intercepted[place.toString()];
        }
        if own is () {
            return false;
        }
        Passage passage = new (self, own, to, request);
        passage.run(self.router, found);
        return true;
    }

    isolated function answer(int request, int found, any|error value, boolean callerGiven) {
        error? failure = ();
        if value is error {
            if value !is ListenerError {
                self.note(request, value);
            }
            failure = send(request, errorResponse(value, request), self.serverName);
        } else if value is () {
            if isAnswered(request) {
                return;
            }
            Response response = new;
            response.statusCode = callerGiven ? 500 : 202;
            failure = send(request, response, self.serverName);
        } else if value !is anydata || !answerPlain(request, value) {
            string? mediaType = returnType(self.router, found);
            Response|error response = trap buildResponse(value, accessor(self.router, found), mediaType);
            if response is Response {
                addLinks(response, value, linksOf(self.router, found));
                prefix(response, value, self.router, found);
            }
            failure = response is error ? response : decorate(response, cacheOf(self.router, found), value);
            if response is Response && failure is () {
                failure = send(request, response, self.serverName);
            }
        }
        if failure is error && !isAnswered(request) {
            self.note(request, failure);
            self.reject(request, 500, failure.message());
        }
    }

    # A request for which there is no resource.
    isolated function refuse(int request, int found) {
        if found == DOCUMENT {
            error? failure = send(request, documentOf(self.router, request), self.serverName);
            if failure is error {
                services:report(failure);
            }
            return;
        }
        error? failure = self.problem(request, found);
        if failure is error {
            self.reject(request, statusOf(failure), failure.message());
            return;
        }
        Response response = new;
        response.statusCode = 204;
        string[] shared = preflight(self.router, request);
        if shared.length() == 0 {
            response.setHeader("allow", allowed(self.router, request));
        }
        foreach int i in 0 ..< shared.length() / 2 {
            response.setHeader(shared[2 * i], shared[2 * i + 1]);
        }
        linkDocuments(response, self.router, request);
        failure = send(request, response, self.serverName);
        if failure is error {
            services:report(failure);
        }
    }

    # What is wrong with a request for which there is no resource; nothing if it asks for the methods that there are.
    isolated function problem(int request, int found) returns error? {
        string[] line = requestLine(request);
        match found {
            NO_SERVICE => {
                if !hasServices(self.router) {
                    string[] ends = addresses(request);
                    return error ServiceNotFoundError(string `no service has registered for listener : /${ends[2]}:${ends[3]}`);
                }
                string path = re `\?`.split(line[1])[0];
                return error ServiceNotFoundError("no matching service found for path: " + path);
            }
            NO_METHOD => {
                return error ResourceMethodNotAllowedError("Method not allowed");
            }
            OPTIONS_ASKED => {
                return ();
            }
            NOT_TAKEN => {
                string message = string `content-type : ${mediaType(request)} is not supported`;
                return error UnsupportedRequestMediaTypeError(message);
            }
            NOT_MADE => {
                return error RequestNotAcceptableError("Request is not acceptable");
            }
        }
        string message = string `no matching resource found for path : ${line[1]} , method : ${line[0]}`;
        return error ResourceNotFoundError(message);
    }

    # Answers with the documented body of errors.
    isolated function reject(int request, int status, string message, boolean close = false) {
        Response response = new;
        response.statusCode = status;
        response.setJsonPayload(errorPayload(request, status, message).toJson());
        error? failure = send(request, response, self.serverName, close);
        if failure is error {
            services:report(failure);
        }
    }

    # Shows an error that a service has returned.
    isolated function note(int request, error e) {
        string[] line = requestLine(request);
        string text = string `time=${time:utcToString(time:utcNow(3))} level=ERROR module=ballerina/http ` +
            string `message="unhandled error returned from the service" error=${e.message().toJsonString()} ` +
            string `path=${line[1].toJsonString()} method=${line[0].toJsonString()}`;
        io:fprintln(io:stderr, text);
    }
}

# The bit of what `plan` says of a resource some of whose arguments have to obey constraints.
const int CONSTRAINED = 1 << 49;

# The bit of services with `laxDataBinding`.
const int LAX = 1 << 50;

# The bit of what `plan` says of a resource some of whose arguments are more than simple values.
const int STRUCTURED = 1 << 51;

# What a resource method has returned.
type Returned record {|
    any|error value;
|};

# An error that escapes is a panic.
isolated function invoke(function resourceMethod, (any|error)[] arguments) returns Returned {
    return {value: functions:call(resourceMethod, ...arguments)};
}

isolated function errorPayload(int request, int status, string message) returns ErrorPayload {
    string[] line = requestLine(request);
    return {
        timestamp: time:utcToString(time:utcNow()),
        status,
        reason: reasonOf(status),
        message,
        path: line[1],
        method: line[0]
    };
}

// ---- what the run-time system does ----

const int NO_SERVICE = -1;
const int NO_RESOURCE = -2;
const int NO_METHOD = -3;
const int OPTIONS_ASKED = -4;
const int NOT_TAKEN = -5;
const int NOT_MADE = -6;
const int DOCUMENT = -7;

# + limits - Of the target, the header and the body, in bytes; of HTTP/2, a stream's window in bytes, and how many streams a
#            connection may have; negative ones are none, and without a window it is not spoken. Then 1 if connections are kept,
#            how many may wait to be accepted, and the options of sockets
# + tls - The number of a configuration, or a negative one
isolated function listen(string host, int port, int[] limits, int nanos, int tls, boolean asksClients,
        int handshakeNanos, string name) returns int|error = external;

# + served - The request that the strand has served, which is forgotten
isolated function next(int server, int served) returns int = external;

isolated function stopListening(int server, int nanos) = external;

isolated function closeAll(int server) = external;

isolated function boundPort(int server) returns int = external;

isolated function newRouter() returns int = external;

isolated function removeRoutes(int router, int place) = external;

# Whether it has answered; what needs more than text or JSON is left to `send`.
isolated function answerPlain(int request, anydata value) returns boolean = external;

# A negative number says what there is not.
isolated function route(int router, int request) returns int = external;

isolated function allowed(int router, int request) returns string = external;

isolated function method(int router, int found, service object {} httpService) returns function = external;

# The method, unless the strand has had to wait until it may go on.
isolated function enter(int router, int found, service object {} httpService) returns function? = external;

# Nil says that it is no resource of such a path.
isolated function bindArguments(int router, int found, int request) returns (any|error)[]|error? = external;

isolated function plan(int router, int found) returns int = external;

# What of the path a parameter takes for any number of segments.
isolated function extraPath(int router, int found, int request) returns string = external;

isolated function hasServices(int router) returns boolean = external;

isolated function payloadType(int router, int found) returns typedesc<anydata> = external;

isolated function returnType(int router, int found) returns string? = external;

isolated function accessor(int router, int found) returns string = external;

isolated function requestLine(int request) returns string[] = external;

isolated function requestHeader(int request, string name) returns string? = external;

isolated function requestHeaders(int request) returns string[] = external;

isolated function requestBody(int request) returns (readonly & byte[])|error = external;

# Whether the body was longer than the listener takes.
isolated function isTooLarge(int request) returns boolean = external;

isolated function addresses(int request) returns string[] = external;

isolated function respond(int request, int status, string[] headers, boolean close, string|byte[]? body)
        returns error? = external;

isolated function isAnswered(int request) returns boolean = external;

isolated function forget(int request) = external;

isolated function connectionEnd(int request) = external;

isolated function reasonOf(int status) returns string = external;
