// Clients that take what servers push.

import ballerina/http;
import ballerina/io;

# Has certificates and keys.
configurable string dir = ?;

isolated service class Pages {
    *http:Service;

    isolated resource function 'default page(http:Caller caller, http:Request request, int promises = 2) returns error? {
        http:PushPromise[] all = [];
        foreach int i in 0 ..< promises {
            http:PushPromise promise = new (string `/part/${i}?a=b`, i % 2 == 0 ? "GET" : "HEAD");
            promise.addHeader("x-number", i.toString());
            promise.addHeader("x-number", "more");
            http:ListenerError? refused = caller->promise(promise);
            if refused is error {
                return caller->respond("without");
            }
            all.push(promise);
        }
        http:Response response = new;
        string|error whose = request.getTextPayload();
        response.setTextPayload("page of " + (whose is string ? whose : ""));
        response.setHeader("x-after", "the page", http:TRAILING);
        check caller->respond(response);
        foreach int i in 0 ..< promises {
            http:Response part = new;
            part.setTextPayload("part ".padEnd(i == 0 ? 300000 : 6, "+"));
            part.setHeader("x-part", i.toString());
            check caller->pushPromisedResponse(all[i], part);
        }
    }

    isolated resource function get large(http:Caller caller) returns error? {
        http:PushPromise promise = new ("/late");
        check caller->promise(promise);
        byte[] body = [];
        foreach int i in 0 ..< 400000 {
            body.push(<byte>(i % 251));
        }
        check caller->respond(body);
        http:Response late = new;
        late.setTextPayload("late");
        check caller->pushPromisedResponse(promise, late);
    }

    isolated resource function get moved() returns http:Found => {headers: {"location": "/page?promises=1"}};
}

function show(string name, http:Client c) returns error? {
    io:println(name);
    http:HttpFuture submitted = check c->submit("POST", "/page", "me");
    boolean more = c->hasPromise(submitted);
    while more {
        http:PushPromise promise = check c->getNextPromise(submitted);
        io:println("  ", promise.method, " ", promise.path, " ", promise.getHeaders("x-number"), " ", promise.hasHeader("x-none"));
        http:Response part = check c->getPromisedResponse(promise);
        string|error text = part.getTextPayload();
        io:println("  ", part.statusCode, " ", part.getHeader("x-part"), " ", text is string ? text.length() : text.message());
        http:Response|http:ClientError again = c->getPromisedResponse(promise);
        io:println("  ", again is error ? again.message() : "again");
        more = c->hasPromise(submitted);
    }
    http:Response page = check c->getResponse(submitted);
    io:println("  ", check page.getTextPayload(), ", after ", page.getHeader("x-after", http:TRAILING));
    http:PushPromise|error none = c->getNextPromise(submitted);
    io:println("  ", none is error ? none.message() : none.path, "; is of HTTP/2: ", none is http:Http2ClientError);

    // Nobody reads the answer as long as there are promises.
    submitted = check c->submit("GET", "/large", ());
    int promises = 0;
    more = c->hasPromise(submitted);
    while more {
        http:PushPromise promise = check c->getNextPromise(submitted);
        c->rejectPromise(promise);
        http:Response|http:ClientError rejected = c->getPromisedResponse(promise);
        io:println("  ", rejected is error ? "rejected" : "not rejected");
        promises += 1;
        more = c->hasPromise(submitted);
    }
    page = check c->getResponse(submitted);
    byte[] large = check page.getBinaryPayload();
    io:println("  ", promises, " of a large one: ", large.length() == 400000);

    // Nobody wants them.
    foreach int _ in 0 ..< 20 {
        submitted = check c->submit("GET", "/page?promises=3", ());
        page = check c->getResponse(submitted);
        string text = check page.getTextPayload();
        if text != "page of " && text != "without" {
            io:println("unexpected: ", text);
        }
    }
    http:PushPromise own = new;
    http:Response|error unknown = c->getPromisedResponse(own);
    io:println("  ", unknown is error ? unknown.message() : "known");
    c->rejectPromise(own);
}

public function main() returns error? {
    http:Listener server = check new (0);
    check server.attach(new Pages(), ());
    check server.'start();
    int port = server.getPort();
    check show("prior knowledge", check new (string `localhost:${port}`, {http2Settings: {http2PriorKnowledge: true}}));
    check show("upgrade", check new (string `localhost:${port}`));
    check show("1.1", check new (string `localhost:${port}`, {httpVersion: http:HTTP_1_1}));
    http:ListenerSecureSocket identity = {key: {certFile: dir + "/server.pem", keyFile: dir + "/server.key"}};
    http:HttpVersion[] versions = [http:HTTP_2_0, http:HTTP_1_1];
    foreach http:HttpVersion httpVersion in versions {
        http:Listener secure = check new (0, secureSocket = identity, httpVersion = httpVersion);
        check secure.attach(new Pages(), ());
        check secure.'start();
        check show("TLS, server of " + httpVersion, check new (string `https://127.0.0.1:${secure.getPort()}`,
            {secureSocket: {cert: dir + "/ca.pem"}}));
        check secure.immediateStop();
    }
    http:Client following = check new (string `localhost:${port}`,
        {followRedirects: {enabled: true}, http2Settings: {http2PriorKnowledge: true}});
    http:HttpFuture submitted = check following->submit("GET", "/moved", ());
    http:Response end = check following->getResponse(submitted);
    boolean promised = following->hasPromise(submitted);
    io:println("redirected: ", end.getTextPayload(), " ", promised);
    http:Client nowhere = check new ("localhost:1", {http2Settings: {http2PriorKnowledge: true}});
    submitted = check nowhere->submit("GET", "/", ());
    promised = nowhere->hasPromise(submitted);
    io:println("nowhere: ", promised);
    http:FailoverClient failover = check new ({targets: [{url: "localhost:1"}, {url: string `localhost:${port}`}]});
    submitted = check failover->submit("POST", "/page", "others");
    promised = failover->hasPromise(submitted);
    end = check failover->getResponse(submitted);
    io:println("failover: ", promised, " ", end.getTextPayload());
    http:LoadBalanceClient balanced = check new ({targets: [{url: string `localhost:${port}`}]});
    http:HttpFuture|error refused = balanced->submit("POST", "/page", "others");
    io:println("balanced: ", refused is http:UnsupportedActionError);
    check server.immediateStop();
}
