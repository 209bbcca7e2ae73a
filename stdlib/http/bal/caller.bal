// The client of a request, as a service sees it.

# The caller actions for responding to client requests.
#
# + remoteAddress - The remote address
# + localAddress - The local address
# + protocol - The protocol associated with the service endpoint
public isolated client class Caller {
    public final readonly & Remote remoteAddress;
    public final readonly & Local localAddress;
    public final string protocol = "http";
    private final int request;
    private final string accessor;
    private final string serverName;
    # Where among interceptors the caller is given.
    private final Intercepted? stage;

    isolated function init(int request, string accessor, string serverName, Intercepted? stage = ()) {
        self.stage = stage;
        self.request = request;
        self.accessor = accessor;
        self.serverName = serverName;
        string[] ends = addresses(request);
        self.remoteAddress = {host: ends[0], port: portOf(ends[1]), ip: ends[0]};
        self.localAddress = {host: ends[2], port: portOf(ends[3]), ip: ends[2]};
    }

    # Sends the outbound response to the caller.
    #
    # + message - The outbound response or status code response or error or any allowed payload
    # + return - An `http:ListenerError` if failed to respond or else `()`
    remote isolated function respond(ResponseMessage|StatusCodeResponse|error message = ()) returns ListenerError? {
        Intercepted? stage = self.stage;
        if stage is Intercepted {
            if isAnswered(self.request) {
                return error GenericListenerError("the request has been answered already");
            }
            Response|error made = message is error ? message : trap buildResponse(message, self.accessor, ());
            stage.passage.reply(made, stage.place);
            return;
        }
        Response|error response = message is error
            ? errorResponse(message, self.request)
            : trap buildResponse(message, self.accessor, ());
        error? failure = response is error ? response : send(self.request, response, self.serverName);
        return failure is error ? error GenericListenerError(failure.message()) : ();
    }

    # Tells a client that waits for it (`expect: 100-continue`) that the body of its request may come.
    #
    # + return - An `http:ListenerError` if the request has been answered or else `()`
    remote isolated function 'continue() returns ListenerError? {
        error? failure = inviteBody(self.request);
        return failure is error ? error GenericListenerError(failure.message()) : ();
    }

    # Sends a redirect response to the user with the specified redirection status code.
    #
    # + response - Response to be sent to the caller
    # + code - The redirect status code to be sent
    # + locations - An array of URLs to which the caller can redirect to
    # + return - An `http:ListenerError` if failed to send the redirect response or else `()`
    remote isolated function redirect(Response response, RedirectCode code, string[] locations) returns ListenerError? {
        response.statusCode = code;
        response.setHeader("location", string:'join(",", ...locations));
        return self->respond(response);
    }

    # Pushes a promise to the caller.
    #
    # + promise - Push promise message
    # + return - An `http:ListenerError` in case of failures
    remote isolated function promise(PushPromise promise) returns ListenerError? {
        return promise.send(self.request);
    }

    # Sends a promised push response to the caller.
    #
    # + promise - Push promise message
    # + response - The outbound response
    # + return - An `http:ListenerError` in case of failures while responding with the promised response
    remote isolated function pushPromisedResponse(PushPromise promise, Response response) returns ListenerError? {
        return promise.fulfil(response, self.serverName);
    }
}

# The codes of redirections.
public type RedirectCode REDIRECT_MULTIPLE_CHOICES_300|REDIRECT_MOVED_PERMANENTLY_301|REDIRECT_FOUND_302|
    REDIRECT_SEE_OTHER_303|REDIRECT_NOT_MODIFIED_304|REDIRECT_USE_PROXY_305|REDIRECT_TEMPORARY_REDIRECT_307|
    REDIRECT_PERMANENT_REDIRECT_308;

public const REDIRECT_MULTIPLE_CHOICES_300 = 300;
public const REDIRECT_MOVED_PERMANENTLY_301 = 301;
public const REDIRECT_FOUND_302 = 302;
public const REDIRECT_SEE_OTHER_303 = 303;
public const REDIRECT_NOT_MODIFIED_304 = 304;
public const REDIRECT_USE_PROXY_305 = 305;
public const REDIRECT_TEMPORARY_REDIRECT_307 = 307;
public const REDIRECT_PERMANENT_REDIRECT_308 = 308;

isolated function portOf(string text) returns int {
    int|error port = int:fromString(text);
    return port is int ? port : 0;
}

isolated function inviteBody(int request) returns error? = external;
