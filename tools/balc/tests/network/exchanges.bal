// What requests and answers say besides their bodies, and what becomes of messages of every kind.

import ballerina/http;
import ballerina/io;
import ballerina/mime;

configurable int port = ?;

service class Marks {
    *http:ResponseErrorInterceptor;

    remote function interceptResponseError(error e, http:RequestContext ctx, http:Response res)
            returns http:NextService|error? {
        res.setTextPayload("marked: " + e.message());
        return ctx.next();
    }
}

service class Skips {
    *http:RequestInterceptor;

    resource function 'default [string... path](http:RequestContext ctx) returns http:NextService|error? {
        http:NextService? skipped = check ctx.next();
        return skipped is () ? () : ctx.next();
    }
}

service class Refuses {
    *http:RequestInterceptor;

    resource function post [string... path]() returns string => "not skipped";
}

service class Makes {
    *http:RequestInterceptor;

    resource function post made() returns string => "made";
}

service class Intercepted {
    *http:InterceptableService;

    public function createInterceptors() returns [Marks, Skips, Refuses, Makes] =>
        [new Marks(), new Skips(), new Refuses(), new Makes()];

    resource function post other() returns string => "other";
}

isolated service class Backend {
    *http:Service;

    isolated resource function get phrase() returns http:Response {
        http:Response res = new;
        res.statusCode = 299;
        res.reasonPhrase = "Quite Well";
        return res;
    }

    isolated resource function 'default host(http:Request req) returns string|error => req.getHeader("host");

    isolated resource function post parts(http:Request req) returns mime:Entity[]|error {
        mime:Entity[] parts = check req.getBodyParts();
        parts[0].setText("first");
        return parts;
    }

    isolated resource function 'default verb(http:Request req) returns string => req.method;

    isolated resource function post form(@http:Payload map<string> form) returns map<string> => form;

    isolated resource function post kind(http:Request req) returns string => req.getContentType();

    isolated resource function get said(http:Request req) returns string {
        http:RequestCacheControl? caches = req.cacheControl;
        string[] cookies = from http:Cookie cookie in req.getCookies()
            select cookie.name;
        string directives = caches is () ? "" : caches.buildCacheControlDirectives();
        return string `${directives} ${cookies.toString()}`;
    }

    isolated resource function get lost() returns string|error {
        http:Client nobody = check new ("http://localhost:1");
        return nobody->get("/");
    }
}

isolated service class Passing {
    *http:Service;
    private final http:Client backend;

    isolated function init(http:Client backend) {
        self.backend = backend;
    }

    isolated resource function 'default [string... path](http:Request req) returns http:Response|error {
        if path[0] == "renamed" {
            req.setHeader("host", "renamed.example");
        }
        return self.backend->forward("/host", req);
    }
}

public function main() returns error? {
    http:Listener server = check new (port, httpVersion = http:HTTP_1_1);
    string url = string `http://localhost:${port}`;
    http:Client self = check new (url, httpVersion = http:HTTP_1_1);
    check server.attach(new Backend(), "/");
    check server.attach(new Passing(self), "/passing");
    check server.attach(new Intercepted(), "/intercepted");
    check server.'start();
    // It has been started.
    check server.'start();

    http:Response res = check self->/phrase;
    io:println("phrase: ", res.statusCode, " ", res.reasonPhrase);
    string host = check self->get("/host", {host: "given.example"});
    string passed = check self->get("/passing/as/it/is");
    string renamed = check self->get("/passing/renamed");
    io:println("host: ", host, " ", passed == string `localhost:${port}`, " ", renamed);

    mime:Entity part = new;
    part.setText("part");
    mime:Entity[] parts = [part];
    res = check self->post("/parts", parts);
    parts = check res.getBodyParts();
    io:println("parts: ", res.getContentType().startsWith("multipart/form-data"), " ", check parts[0].getText());

    http:Client strict = check new (url, httpVersion = http:HTTP_1_1, responseLimits = {maxHeaderSize: 60});
    http:Response|error limited = strict->/phrase;
    io:println("limited: ", limited is error ? limited.message() : "taken");

    foreach string verb in ["get", "Purge"] {
        string seen = check self->execute(verb, "/verb", ());
        io:println("verb: ", seen);
    }
    http:Request request = new;
    request.method = "PUT";
    string own = check self->execute("", "/verb", request);
    string|error none = self->execute("", "/verb", ());
    io:println("verb: ", own, " ", none is error ? none.message() : none);
    res = check self->head("/verb");
    io:println("head: ", res.statusCode, " \"", check res.getTextPayload(), "\"");

    map<string> form = check self->post("/form", {a: "x y", "b": "1&2"}, mediaType = "application/x-www-form-urlencoded");
    io:println("form: ", form);
    form = check self->post("/form", "a%20b%3D1%26c%3D2", mediaType = "application/x-www-form-urlencoded");
    io:println("form: ", form);
    string|error unfit = self->post("/form", 10, mediaType = "application/x-www-form-urlencoded");
    io:println("form: ", unfit is error ? unfit.message() : unfit);
    json[] circle = [];
    circle.push(circle);
    unfit = self->post("/form", circle);
    io:println("circle: ", unfit is error ? unfit.message() : unfit);

    request = new;
    request.setHeader("content-type", "text/one");
    request.addHeader("content-type", "text/two");
    request.setTextPayload("x");
    string kind = check self->post("/kind", request);
    io:println("kind: ", kind);

    res = check self->/lost;
    json problem = check res.getJsonPayload();
    string message = check problem.message;
    io:println("lost: ", res.statusCode, " ", message.startsWith("Something wrong with the connection: Connection refused"));
    http:Client nobody = check new ("http://localhost:1");
    string|error answer = nobody->get("/");
    io:println("lost: ", answer is http:ClientConnectorError);

    http:Service alike = service object {
        @http:ResourceConfig {name: "one"}
        resource function get one() returns string => "";

        @http:ResourceConfig {name: "one"}
        resource function get other() returns string => "";
    };
    error? same = server.attach(alike, "/alike");
    io:println("alike: ", same is error ? same.message() : "attached");

    string said = check self->get("/said", {"cache-control": "no-store, max-age=5", cookie: "a=1; =2; b="});
    io:println("said: ", said);
    http:CookieStore store = new;
    http:Cookie guarded = new ("g", "1", domain = "localhost:80", path = "/", httpOnly = true);
    check store.addCookie(guarded, {enabled: true}, "localhost", "/");
    io:println("cookies: ", store.getAllCookies().length());
    check store.addCookie(guarded, {enabled: true}, "http://localhost", "/");
    io:println("cookies: ", store.getCookies("localhost", "/").length(), store.getCookies("http://localhost", "/").length());

    foreach string path in ["made", "other", "none"] {
        res = check self->/intercepted/[path].post(());
        io:println("intercepted: ", res.statusCode, " ", check res.getTextPayload());
    }

    foreach [http:ListenerConfiguration, string] [config, what] in <[http:ListenerConfiguration, string][]>[
        [{timeout: -1}, "timeout"],
        [{requestLimits: {maxHeaderSize: -1}}, "limit"],
        [{secureSocket: {key: {path: "", password: "x"}}}, "store"],
        [{secureSocket: {key: {certFile: "x", keyFile: " "}}}, "key"]
    ] {
        http:Listener|error wrong = new (port + 1, config);
        io:println(what, ": ", wrong is error ? wrong.message() : "taken");
    }
    check server.gracefulStop();
}
