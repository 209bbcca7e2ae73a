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

    isolated function init(int request, string accessor, string serverName) {
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
        Response|error response = message is error
            ? errorResponse(message, self.request)
            : trap buildResponse(message, self.accessor, ());
        error? failure = response is error ? response : send(self.request, response, self.serverName);
        return failure is error ? error GenericListenerError(failure.message()) : ();
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

isolated function portOf(string text) returns int {
    int|error port = int:fromString(text);
    return port is int ? port : 0;
}
