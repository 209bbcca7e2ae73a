// Interceptors (module specification, 8): what a service declares, and a request's way through them.

import ballerina/http.httpscerr;
import ballerina/lang.'service as services;

# The HTTP request interceptor service object type.
public type RequestInterceptor distinct service object {
};

# The HTTP response interceptor service object type.
public type ResponseInterceptor distinct service object {
};

# The HTTP request error interceptor service object type.
public type RequestErrorInterceptor distinct service object {
};

# The HTTP response error interceptor service object type.
public type ResponseErrorInterceptor distinct service object {
};

# The service type to be used when engaging interceptors at the service level.
public type InterceptableService distinct service object {
    *Service;

    # Defines the interceptor pipeline; called once, when the service is attached.
    #
    # + return - The `http:Interceptor|http:Interceptor[]`
    public function createInterceptors() returns Interceptor|Interceptor[];
};

# What an interceptor hands a request or response on to.
public type NextService RequestInterceptor|ResponseInterceptor|Service;

# Types of HTTP interceptor services.
public type Interceptor RequestInterceptor|ResponseInterceptor|RequestErrorInterceptor|ResponseErrorInterceptor;

# Errors of finding a service and a resource.
public type RequestDispatchingError distinct ListenerError;

# Represents a service dispatching error.
public type ServiceDispatchingError distinct RequestDispatchingError;

# Represents a resource dispatching error.
public type ResourceDispatchingError distinct RequestDispatchingError;

# There is no service for the path of a request.
public type ServiceNotFoundError httpscerr:NotFoundError & ServiceDispatchingError;

# There is no resource for the path of a request.
public type ResourceNotFoundError httpscerr:NotFoundError & ResourceDispatchingError;

# There is no resource for the method of a request.
public type ResourceMethodNotAllowedError httpscerr:MethodNotAllowedError & ResourceDispatchingError;

# Represents an error, which occurred due to a media type of the request that the resource does not take.
public type UnsupportedRequestMediaTypeError httpscerr:UnsupportedMediaTypeError & ResourceDispatchingError;

# Represents an error, which occurred when the resource makes nothing that the request accepts.
public type RequestNotAcceptableError httpscerr:NotAcceptableError & ResourceDispatchingError;

type AnyError error;

# An interceptor of a service.
type ChainLink record {|
    Interceptor interceptor;
    # Has the resource of a request interceptor.
    int router = -1;
    # What the parameters of a response interceptor's method are.
    readonly & byte[] plan = [];
|};

const int CONTEXT = 0;
const int RESPONSE = 1;
const int REQUEST = 2;
const int CALLER = 3;
const int HEADERS = 4;

# The interceptors that a service declares.
isolated function links(InterceptableService to, string[] base) returns ChainLink[]|error {
    Interceptor|Interceptor[] declared = to.createInterceptors();
    ChainLink[] out = [];
    foreach Interceptor i in declared is Interceptor[] ? declared : [declared] {
        if i is RequestInterceptor|RequestErrorInterceptor {
            int router = newRouter();
            _ = check register(router, i, base);
            out.push({interceptor: i, router});
        } else {
            string name = i is ResponseInterceptor ? "interceptResponse" : "interceptResponseError";
            (readonly & byte[])? plan = remotePlan(i, name, [RequestContext, Response, Request, Caller, Headers, AnyError]);
            if plan is () {
                return error GenericListenerError("a response interceptor has one remote method, '" + name +
                        "', whose parameters are an 'http:RequestContext', an 'http:Response', an 'http:Request', " +
                        "an 'http:Caller', an 'http:Headers' or an 'error'");
            }
            out.push({interceptor: i, plan});
        }
    }
    return out;
}

# A request's way through the interceptors of a service, to one of its resources, and back.
isolated class Passage {
    private final Listener owner;
    private final ChainLink[] links;
    private final Service to;
    private final int request;
    private final Request inbound;
    private final RequestContext context = new;

    isolated function init(Listener owner, ChainLink[] links, Service to, int request) {
        self.owner = owner;
        self.links = links;
        self.to = to;
        self.request = request;
        self.inbound = inboundRequest(request);
        tellToken(self.context, self.inbound.parts().first("authorization"));
    }

    isolated function getContext() returns RequestContext => self.context;

    isolated function getRequest() returns Request => self.inbound;

    # Runs the request interceptors; then `served` gives what the service answers with.
    #
    # + router - The router of the service
    # + found - What it has found, or not
    isolated function run(int router, int found) {
        error? failure = ();
        int i = 0;
        while i < self.links.length() {
            ChainLink link = self.links[i];
            boolean concerned = failure is error ? link.interceptor is RequestErrorInterceptor
                : link.interceptor is RequestInterceptor;
            int at = concerned ? route(link.router, self.request) : -1;
            if at >= 0 {
                NextService[] ahead = self.after(i);
                boolean last = ahead.length() == 1;
                self.context.intercept(ahead);
                any|error result = self.call(link.interceptor, link.router, at, i, failure);
                boolean answered = isAnswered(self.request);
                if result is error {
                    failure = result;
                } else if result is service object {} {
                    failure = result === self.context.given() ? () : error InterceptorReturnError(last
                            ? "target service did not match with the configuration"
                            : "next interceptor service did not match with the configuration");
                    i = failure is () ? self.placeOf(result) - 1 : i;
                } else {
                    if !answered {
                        Response response = new;
                        response.statusCode = 202;
                        Response|error made = result is () ? response : trap buildResponse(result, accessor(link.router, at), ());
                        self.reply(made, i);
                    }
                    if result !is () || !self.context.isAsked() {
                        return;
                    }
                    failure = ();
                }
            }
            i += 1;
        }
        self.context.arrive();
        if failure is error {
            self.reply(failure, self.links.length());
        } else {
            self.serve(router, found);
        }
    }

    # The request interceptors after one, and the service.
    private isolated function after(int i) returns NextService[] {
        NextService[] ahead = [];
        foreach int j in i + 1 ..< self.links.length() {
            Interceptor next = self.links[j].interceptor;
            if next is RequestInterceptor {
                ahead.push(next);
            }
        }
        ahead.push(self.to);
        return ahead;
    }

    # Where an interceptor stands; the service is behind them all.
    private isolated function placeOf(service object {} next) returns int {
        foreach int j in 0 ..< self.links.length() {
            if self.links[j].interceptor === next {
                return j;
            }
        }
        return self.links.length();
    }

    # The response interceptors before one, the nearest first, and nothing.
    private isolated function before(int i) returns NextService?[] {
        NextService?[] ahead = [];
        int j = i - 1;
        while j >= 0 {
            Interceptor next = self.links[j].interceptor;
            if next is ResponseInterceptor {
                ahead.push(next);
            }
            j -= 1;
        }
        ahead.push(());
        return ahead;
    }

    private isolated function serve(int router, int found) {
        if found < 0 {
            error? problem = self.owner.problem(self.request, found);
            if problem is error {
                self.reply(problem, self.links.length());
            } else {
                self.owner.refuse(self.request, found);
            }
            return;
        }
        any|error result = self.call(self.to, router, found, self.links.length(), ());
        if result is () && isAnswered(self.request) {
            return;
        }
        boolean callerGiven = (plan(router, found) >> 16 & 0xff) != 0;
        if result is () {
            Response response = new;
            response.statusCode = callerGiven ? 500 : 202;
            self.reply(response, self.links.length());
            return;
        }
        Response|error response = result is error ? result
            : trap buildResponse(result, accessor(router, found), returnType(router, found));
        if response is Response {
            addLinks(response, result, linksOf(router, found));
            prefix(response, result, router, found);
        }
        error? failure = response is Response ? decorate(response, cacheOf(router, found), result) : ();
        self.reply(failure ?: response, self.links.length());
    }

    # Calls a resource with what it takes.
    private isolated function call(service object {} target, int router, int found, int place, error? failure)
            returns any|error {
        int late = plan(router, found);
        if (late & GUARDED) != 0 {
            check refusal(guardOf(router, found), self.inbound.parts().first("authorization"));
        }
        check changeHeaders(self.request, self.inbound.parts().list());
        (any|error)[]|error? arguments = bindArguments(router, found, self.request);
        if arguments is () {
            return self.owner.problem(self.request, NO_RESOURCE);
        }
        if arguments is error {
            return bindingError(arguments);
        }
        error? problem = complete(arguments, router, found, late, self.owner.serverName, self.request,
                new Intercepted(self, place, failure));
        if problem is error {
            return isTooLarge(self.request) ? error RequestSizeError(problem.message())
                : error PayloadBindingListenerError("data binding failed: " + problem.message());
        }
        problem = (late & (CONSTRAINED | STRUCTURED)) == 0 ? () : invalidArgument(router, found, arguments);
        if problem is error {
            return problem;
        }
        services:leave();
        function resourceMethod = enter(router, found, target) ?: method(router, found, target);
        return self.outcome(trap invoke(resourceMethod, arguments));
    }

    # A panic is answered, and ends the program.
    private isolated function outcome(Returned|error returned) returns any|error {
        if returned is error {
            services:leave();
            self.owner.reject(self.request, 500, returned.message(), true);
            connectionEnd(self.request);
            panic returned;
        }
        return returned.value;
    }

    # Sends what has been answered through the response interceptors in front of a place.
    isolated function reply(Response|error answer, int place) {
        Response|error current = answer;
        int i = place - 1;
        while i >= 0 && !isAnswered(self.request) {
            ChainLink link = self.links[i];
            boolean concerned = current is Response ? link.interceptor is ResponseInterceptor
                : link.interceptor is ResponseErrorInterceptor;
            if concerned {
                self.context.intercept(self.before(i));
                Response shown = current is Response ? current : errorResponse(current, self.request);
                any|error result = self.callRemote(link, current, shown, i);
                if result is error {
                    current = result;
                } else if result is service object {} {
                    boolean matches = result === self.context.given();
                    current = matches ? shown
                        : error InterceptorReturnError("next interceptor service did not match with the configuration");
                    i = matches ? self.placeOf(result) + 1 : i;
                } else if result is () {
                    Response nothing = new;
                    nothing.statusCode = 202;
                    current = self.context.isAsked() && self.context.given() is () ? shown : nothing;
                } else {
                    current = trap buildResponse(result, "", ());
                }
            }
            i -= 1;
        }
        if !isAnswered(self.request) {
            self.send(current);
        }
    }

    private isolated function send(Response|error answer) {
        if answer is error && answer !is ListenerError {
            self.owner.note(self.request, answer);
        }
        Response response = answer is error ? errorResponse(answer, self.request) : answer;
        error? failure = send(self.request, response, self.owner.serverName);
        if failure is error && !isAnswered(self.request) {
            self.owner.note(self.request, failure);
            self.owner.reject(self.request, 500, failure.message());
        }
    }

    # + shown - What would be answered if nothing changed it
    private isolated function callRemote(ChainLink link, Response|error current, Response shown, int place)
            returns any|error {
        (any|error)[] arguments = [];
        foreach int kind in link.plan {
            match kind {
                CONTEXT => {
                    arguments.push(self.context);
                }
                RESPONSE => {
                    arguments.push(shown);
                }
                REQUEST => {
                    arguments.push(self.inbound);
                }
                CALLER => {
                    arguments.push(new Caller(self.request, "", self.owner.serverName, new Intercepted(self, place, ())));
                }
                HEADERS => {
                    arguments.push(new Headers(fieldMap(self.inbound.parts().list())));
                }
                _ => {
                    arguments.push(current);
                }
            }
        }
        string name = link.interceptor is ResponseInterceptor ? "interceptResponse" : "interceptResponseError";
        function? remoteMethod = services:method(link.interceptor, name);
        if remoteMethod is () {
            return error InterceptorReturnError("no such method: " + name);
        }
        services:leave();
        services:enter(link.interceptor, name);
        return self.outcome(trap invoke(remoteMethod, arguments));
    }
}

# Where on its way a request is.
isolated class Intercepted {
    final Passage passage;
    final int place;
    final error? failure;

    isolated function init(Passage passage, int place, error? failure) {
        self.passage = passage;
        self.place = place;
        self.failure = failure;
    }
}

# Puts payload, request, caller, headers, context and error in their places among the arguments.
isolated function complete((any|error)[] arguments, int router, int found, int late, string server, int request,
        Intercepted? stage) returns error? {
    if (late & 0xff) != 0 {
        byte[] body;
        string? contentType;
        if stage is Intercepted {
            Content content = stage.passage.getRequest().parts();
            body = check content.bytes();
            contentType = content.first("content-type");
        } else {
            body = check requestBody(request);
            contentType = requestHeader(request, "content-type");
        }
        typedesc<anydata> wanted = payloadType(router, found);
        anydata|error value = bind(body, contentType, wanted, (late & LAX) != 0);
        if value is error {
            return error(unboundRequest(value, wanted), value);
        }
        arguments[(late & 0xff) - 1] = value;
    }
    if (late >> 8 & 0xff) != 0 {
        Request given = stage is Intercepted ? stage.passage.getRequest() : inboundRequest(request);
        given.extraPathInfo = extraPath(router, found, request);
        arguments[(late >> 8 & 0xff) - 1] = given;
    }
    if (late >> 16 & 0xff) != 0 {
        arguments[(late >> 16 & 0xff) - 1] = new Caller(request, accessor(router, found), server, stage);
    }
    if (late >> 24 & 0xff) != 0 {
        string[] list = stage is Intercepted ? stage.passage.getRequest().parts().list() : requestHeaders(request);
        arguments[(late >> 24 & 0xff) - 1] = new Headers(fieldMap(list));
    }
    if (late >> 32 & 0xff) != 0 {
        RequestContext context = stage is Intercepted ? stage.passage.getContext() : new;
        if stage is () {
            tellToken(context, requestHeader(request, "authorization"));
        }
        arguments[(late >> 32 & 0xff) - 1] = context;
    }
    if (late >> 40 & 0xff) != 0 {
        error? failure = stage is Intercepted ? stage.failure : ();
        if failure is error {
            arguments[(late >> 40 & 0xff) - 1] = failure;
        } else {
            return error("only error interceptors are given an error");
        }
    }
}

// ---- what the run-time system does ----

# Which of some types each parameter of a remote method has.
isolated function remotePlan(service object {} s, string name, typedesc<any|error>[] special) returns (readonly & byte[])? = external;

# The header fields that parameters are bound to from now on.
isolated function changeHeaders(int request, string[] headers) returns error? = external;

# The service whose interceptors see a request for which there is no resource; negative if there is none.
isolated function servicePlace(int router, int request) returns int = external;
