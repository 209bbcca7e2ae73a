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
}

isolated function portOf(string text) returns int {
    int|error port = int:fromString(text);
    return port is int ? port : 0;
}
