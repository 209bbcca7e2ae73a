// Clients of every form against a service of the same program.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

type Person record {|
    string name;
    decimal height = 1.80;
|};

type Open record {
    string name;
};

isolated int failures = 0;

isolated function shouldFail() returns boolean {
    lock {
        failures -= 1;
        return failures >= 0;
    }
}

isolated function failNext(int times) {
    lock {
        failures = times;
    }
}

http:Service backend = isolated service object {
    isolated resource function get person() returns Person {
        return {name: "Ana"};
    }

    isolated resource function post person(Person person) returns Person {
        return person;
    }

    isolated resource function 'default echo/[string... path](http:Request request) returns json|error {
        return {method: request.method, path: request.rawPath, body: check textOf(request),
            kind: request.getContentType(), many: check manyOf(request), auth: request.hasHeader("authorization")};
    }

    isolated resource function get text() returns string {
        return "plain";
    }

    isolated resource function get markup() returns xml {
        return xml `<a>b</a>`;
    }

    isolated resource function get bytes() returns byte[] {
        return [1, 2, 3];
    }

    isolated resource function get none() {
    }

    isolated resource function get lost() returns http:NotFound {
        return {body: {sought: 1}, headers: {"x-why": "lost"}};
    }

    isolated resource function get flaky() returns string|http:ServiceUnavailable {
        return shouldFail() ? {body: "later"} : "now";
    }

    isolated resource function get moved() returns http:Found {
        return {headers: {"location": "text"}};
    }

    isolated resource function post moved() returns http:TemporaryRedirect {
        return {headers: {"location": "/echo/there"}};
    }

    isolated resource function get circle() returns http:Found {
        return {headers: {"location": "/circle"}};
    }
};

isolated function textOf(http:Request request) returns string|error {
    string|http:ClientError text = request.getTextPayload();
    return text is http:NoContentError ? "" : text;
}

isolated function manyOf(http:Request request) returns string[]|error {
    return request.hasHeader("x-many") ? request.getHeaders("x-many") : [];
}

function show(string what, anydata|http:Response|error value) {
    if value is error {
        error? cause = value.cause();
        io:println(what, ": ", value.message(), cause is error ? " / " + cause.message() : "");
    } else if value is http:Response {
        io:println(what, ": ", value.statusCode, " ", value.reasonPhrase);
    } else {
        io:println(what, ": ", value);
    }
}

function forms(http:Client c) returns error? {
    Person person = check c->/person;
    show("record", person);
    Open open = check c->get("/person");
    show("open", open);
    json echoed = check c->/echo/[5]/["a b"](q = "x&y", n = [1, 2], b = true);
    show("query", echoed);
    person = check c->/person.post({name: "Bo", height: 2.00});
    show("post", person);
    json putResult = check c->put("/echo", "text", {"x-many": ["a", "b"]});
    show("put", putResult);
    json patchResult = check c->/echo.patch(xml `<a/>`);
    show("patch", patchResult);
    json deleteResult = check c->delete("echo");
    show("delete", deleteResult);
    json mediaResult = check c->post("/echo", {a: 1}, mediaType = "application/x+json");
    show("media", mediaResult);
    json executeResult = check c->execute("PURGE", "/echo", [1]);
    show("execute", executeResult);
    string text = check c->/text;
    xml markup = check c->/markup;
    byte[] bytes = check c->/bytes;
    show("bodies", [text, markup, bytes]);
    string? nothing = check c->/none;
    show("nothing", nothing);
    http:Response whole = check c->/lost;
    show("response", whole);
    show("header", check whole.getHeader("X-Why"));
    http:Response headResult = check c->/text.head();
    show("head", headResult);
    http:Request request = new;
    request.setTextPayload("given");
    json requestResult = check c->post("/echo", request);
    show("request", requestResult);
}

function failing(http:Client c) returns error? {
    json|error lost = c->/lost;
    if lost is http:ClientRequestError {
        io:println("detail: ", lost.message(), " ", lost.detail().statusCode, " ", lost.detail().body, " ",
                lost.detail().headers["x-why"]);
    }
    string|error refused = c->post("/person", {name: "x", more: 1});
    io:println("refused: ", refused is http:ClientRequestError);
    int|error number = c->/person;
    io:println("binding: ", number is http:PayloadBindingError);
    string|error none = c->/none;
    io:println("none: ", none is http:NoContentError);
    json|error injected = c->get("/echo", {"x-a": "b\r\nx-c: d"});
    show("injection", injected);
    http:Client closed = check new ("localhost:1");
    string|error unreachable = closed->/x;
    io:println("unreachable: ", unreachable is http:ClientConnectorError ? unreachable.message() : "");
    http:Client|error malformed = new ("localhost:x");
    show("url", malformed is error ? malformed : ());
}

function configured(string url) returns error? {
    http:Client retrying = check new (url, retryConfig = {count: 3, interval: 0.01, backOffFactor: 2.0, statusCodes: [503]});
    failNext(2);
    string retriedResult = check retrying->get("/flaky");
    show("retried", retriedResult);
    failNext(9);
    string|error given = retrying->/flaky;
    io:println("given up: ", given is http:RemoteServerError);
    failNext(0);
    http:Client following = check new (url, followRedirects = {enabled: true, maxCount: 3}, auth = {token: "t"});
    http:Response moved = check following->/moved;
    io:println("moved: ", moved.statusCode, " ", check moved.getTextPayload(), " ", moved.resolvedRequestedURI.endsWith("/text"));
    json movedpostResult = check following->post("/moved", "kept");
    show("moved post", movedpostResult);
    http:Response circle = check following->/circle;
    show("circle", circle);
    http:Client one = check new (url, poolConfig = {maxActiveConnections: 1}, auth = {username: "a", password: "b"},
        http1Settings = {chunking: http:CHUNKING_ALWAYS, keepAlive: http:KEEPALIVE_NEVER});
    json oneResult = check one->post("/echo", "x");
    show("one", oneResult);
}

function breaking(string url) returns error? {
    http:Client c = check new (url, circuitBreaker = {
        rollingWindow: {timeWindow: 10, bucketSize: 2, requestVolumeThreshold: 0},
        failureThreshold: 0.2,
        resetTime: 1,
        statusCodes: [503]
    });
    string now = check c->/flaky;
    io:println(c.getCircuitBreakerCurrentState(), " ", now);
    failNext(1);
    foreach int _ in 0 ... 2 {
        string|error r = c->/flaky;
        boolean unavailable = r is http:UpstreamServiceUnavailableError;
        io:println(c.getCircuitBreakerCurrentState(), " ", r is error ? r.message() : r, " ", unavailable);
    }
    c.circuitBreakerForceClose();
    now = check c->/flaky;
    io:println(c.getCircuitBreakerCurrentState(), " ", now);
    c.circuitBreakerForceOpen();
    string|error r = c->/flaky;
    io:println(c.getCircuitBreakerCurrentState(), " ", r is http:UpstreamServiceUnavailableError);
}

function several(string url) returns error? {
    http:FailoverClient over = check new (targets = [{url: "localhost:1"}, {url}], interval = 0.01);
    Person person = check over->/person;
    show("failover", [person, over.getSucceededEndpointIndex()]);
    failNext(9);
    string|error lost = over->/flaky;
    io:println("all failed: ", lost is http:FailoverAllEndpointsFailedError ? lost.message() : "");
    failNext(0);
    http:LoadBalanceClient balanced = check new (targets = [{url}, {url: "localhost:1"}, {url: url + "/echo"}]);
    foreach int _ in 0 ... 2 {
        json|error answer = balanced->get("/person");
        show("balanced", answer);
    }
    http:LoadBalanceClient nowhere = check new (targets = [{url: "localhost:1"}]);
    json|error none = nowhere->/x;
    io:println(none is http:AllLoadBalanceEndpointsFailedError ? none.message() : "");
}

public function main() returns error? {
    http:Listener server = check new (port);
    check server.attach(backend, "/");
    check server.'start();
    string url = string `http://localhost:${port}`;
    http:Client c = check new (url);
    check forms(c);
    check failing(c);
    check configured(url);
    check breaking(url);
    check several(url);
    check server.gracefulStop();
}
