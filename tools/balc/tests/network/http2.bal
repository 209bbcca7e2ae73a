// HTTP/2 between services and clients of one program.

import ballerina/http;
import ballerina/io;
import ballerina/lang.runtime;

isolated service class Front {
    *http:Service;

    isolated resource function get line(http:Request request, http:Caller caller) returns error? {
        runtime:sleep(0.05);
        check caller->respond({version: request.httpVersion, port: caller.remoteAddress.port});
    }

    isolated resource function 'default echo(http:Request request) returns http:Response|error {
        http:Response response = new;
        response.setPayload(check request.getBinaryPayload());
        response.setHeader("x-host", check request.getHeader("host"));
        response.setHeader("x-method", request.method + " " + request.httpVersion);
        foreach string name in ["upgrade", "http2-settings", "connection"] {
            if request.hasHeader(name) {
                response.setHeader("x-hop", name);
            }
        }
        return response;
    }
}

type Line record {|
    string version;
    int port;
|};

function serve(*http:ListenerConfiguration config) returns http:Listener|error {
    http:Listener l = check new (0, config);
    check l.attach(new Front(), ());
    check l.'start();
    return l;
}

isolated function ask(http:Client c) returns Line|error {
    return c->/line;
}

function parallel(http:Client c, int n) returns error? {
    future<Line|error>[] all = from int _ in 1 ... n
        select start ask(c);
    map<int> ports = {};
    map<int> versions = {};
    foreach future<Line|error> f in all {
        Line line = check wait f;
        ports[line.port.toString()] = 1;
        versions[line.version] = (versions[line.version] ?: 0) + 1;
    }
    io:println(n, " requests, ", ports.length(), " connections, versions ", versions);
}

function show(string what, http:Client c) returns error? {
    string url = "/echo?x=y";
    http:Response posted = check c->post(url, "body");
    io:println(what, ": ", posted.statusCode, " ", check posted.getHeader("x-method"), " ", check posted.getTextPayload(),
            " ", posted.hasHeader("x-hop"), " ", (check posted.getHeader("x-host")).startsWith("localhost:"));
    http:Response got = check c->get("/echo");
    io:println(what, ": ", check got.getHeader("x-method"), " ", (check got.getBinaryPayload()).length());
    http:Response head = check c->head("/echo");
    io:println(what, ": ", check head.getHeader("x-method"), " ", (check head.getBinaryPayload()).length());
    http:Response missing = check c->get("/none");
    io:println(what, ": ", missing.statusCode, " ", missing.reasonPhrase);
}

public function main() returns error? {
    http:Listener both = check serve();
    string url = string `http://localhost:${both.getPort()}`;
    check show("upgrade", check new (url));
    check show("prior knowledge", check new (url, http2Settings = {http2PriorKnowledge: true}));
    check show("client of 1.1", check new (url, httpVersion = "1.1"));
    check show("client of 1.0", check new (url, httpVersion = "1.0"));
    http:Client first = check new (url);
    http:Response head = check first->head("/echo");
    io:println("head first: ", check head.getHeader("x-method"));

    http:Listener old = check serve(httpVersion = "1.1");
    string oldUrl = string `http://localhost:${old.getPort()}`;
    check show("server of 1.1", check new (oldUrl));
    http:Client insists = check new (oldUrl, http2Settings = {http2PriorKnowledge: true});
    Line|error refused = insists->/line;
    io:println("server of 1.1, prior knowledge: ", refused is http:ClientError);

    http:Client many = check new (url, http2Settings = {http2PriorKnowledge: true});
    check parallel(many, 60);
    http:Client pooled = check new (url, http2Settings = {http2PriorKnowledge: true},
        poolConfig = {maxActiveStreamsPerConnection: 10});
    check parallel(pooled, 60);
    http:Client waiting = check new (oldUrl, poolConfig = {maxActiveConnections: 4});
    check parallel(waiting, 20);

    http:HttpFuture submitted = check many->submit("POST", "/echo", "later");
    boolean promised = many->hasPromise(submitted);
    io:println("has a promise: ", promised);
    http:Response later = check many->getResponse(submitted);
    io:println("submitted: ", check later.getTextPayload());
    http:PushPromise|error none = many->getNextPromise(submitted);
    io:println(none is error ? none.message() : none.path);

    http:Client passing = check new (url, http1Settings = {keepAlive: http:KEEPALIVE_NEVER});
    http:Response passed = check passing->post("/echo", "x");
    io:println("not kept: ", check passed.getHeader("x-method"));

    http:Listener narrow = check serve(http2InitialWindowSize = 1000, http2MaxActiveStreams = 5);
    string narrowUrl = string `http://localhost:${narrow.getPort()}`;
    http:Client narrowClient = check new (narrowUrl, http2Settings = {http2PriorKnowledge: true, http2InitialWindowSize: 999});
    check parallel(narrowClient, 20);
    byte[] large = [];
    foreach int i in 0 ..< 300000 {
        large.push(<byte>(i % 251));
    }
    byte[] back = check narrowClient->/echo.post(large);
    io:println("narrow windows: ", back == large);

    check both.immediateStop();
    Line|error stopped = many->/line;
    io:println("stopped: ", stopped is http:ClientError);
    check old.gracefulStop();
    check narrow.gracefulStop();
}
