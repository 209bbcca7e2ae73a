// Tokens on both sides of HTTP: services that want them, clients that bring them, and who publishes keys.

import ballerina/http;
import ballerina/io;
import ballerina/jwt;

configurable string dir = ?;
configurable int port = ?;

string base = string `http://localhost:${port}`;

isolated int asked = 0;
isolated boolean publishes = false;

isolated function count() returns int {
    lock {
        int n = asked;
        asked = 0;
        return n;
    }
}

isolated service class Publisher {
    *http:Service;

    isolated resource function get jwks() returns json|error {
        lock {
            asked += 1;
        }
        lock {
            if !publishes {
                return error("not yet");
            }
        }
        return io:fileReadJson(dir + "/jwks.json");
    }

    isolated resource function get text() returns string => "no JSON";

    isolated resource function get other() returns json => {keys: 1};

    isolated resource function get long() returns string =>
        string:'join("", ...from int _ in 0 ..< 200000 select "0123456789");
}

@http:ServiceConfig {
    auth: [
        {fileUserStoreConfig: {}},
        {jwtValidatorConfig: {issuer: "we", audience: "us", signatureConfig: {certFile: dir + "/rsa.pem"}}}
    ]
}
isolated service class Closed {
    *http:Service;

    isolated resource function get all() returns string => "all";

    @http:ResourceConfig {auth: {scopes: ["write", "own"]}}
    isolated resource function get writers() returns string => "writers";

    @http:ResourceConfig {
        auth: [{jwtValidatorConfig: {signatureConfig: {certFile: dir + "/rsa.pem"}, scopeKey: "rights"}, scopes: "admin"}]
    }
    isolated resource function get admins() returns string => "admins";

    @http:ResourceConfig {
        auth: [
            {jwtValidatorConfig: {signatureConfig: {secret: "shared"}}},
            {jwtValidatorConfig: {signatureConfig: {trustStoreConfig: {trustStore: {path: dir + "/trusted.p12", password: "secret"}, certAlias: "signer"}}}}
        ]
    }
    isolated resource function get several() returns string => "several";

    @http:ResourceConfig {auth: [{jwtValidatorConfig: {signatureConfig: {jwksConfig: {url: base + "/keys/jwks"}}}}]}
    isolated resource function get published() returns string => "published";

    @http:ResourceConfig {
        auth: [{jwtValidatorConfig: {signatureConfig: {jwksConfig: {url: base + "/keys/jwks", cacheConfig: {}}}, cacheConfig: {}}}]
    }
    isolated resource function get cached() returns string => "cached";
}

isolated service class Looker {
    *http:RequestInterceptor;

    isolated resource function 'default [string... path](http:RequestContext context) returns http:NextService|error? {
        [jwt:Header, jwt:Payload] [header, payload] = check context.getWithType(http:JWT_INFORMATION);
        context.set("who", (header["kid"] ?: "") + " " + (payload["sub"] ?: ""));
        return context.next();
    }
}

isolated service class Intercepted {
    *http:InterceptableService;

    public isolated function createInterceptors() returns Looker => new;

    isolated resource function get who(http:RequestContext context) returns string|error => context.getWithType("who");
}

isolated service class Bare {
    *http:Service;

    isolated resource function get who(http:RequestContext context) returns json => context.hasKey(http:JWT_INFORMATION);

    isolated resource function get header(http:Headers headers) returns string|error => headers.getHeader("authorization");
}

function issuer(map<json> customClaims = {}, string keyFile = "rsa.key", string audience = "us", decimal expTime = 300)
        returns http:JwtIssuerConfig => {
    issuer: "we",
    audience,
    username: "alice",
    keyId: "k1",
    customClaims,
    expTime,
    signatureConfig: {config: {keyFile: dir + "/" + keyFile}}
};

function get(string path, http:ClientAuthConfig? auth = (), map<string> headers = {}) {
    http:Client|error c = new (base, auth = auth);
    if c is error {
        io:println(path, ": no client: ", c.message());
        return;
    }
    http:Response|error response = c->get(path, headers);
    if response is error {
        io:println(path, ": ", response.message());
    } else {
        json|error body = response.getJsonPayload();
        string|error text = response.getTextPayload();
        string message = body is map<json> ? body["message"].toString() : (text is string ? text : "");
        io:println(path, ": ", response.statusCode, " ", message);
    }
}

public function main() returns error? {
    http:Listener l = check new (port);
    check l.attach(new Publisher(), "/keys");
    check l.attach(new Closed(), "/closed");
    check l.attach(new Intercepted(), "/intercepted");
    check l.attach(new Bare(), "/bare");
    check l.'start();
    annotated();
    keys();
    check secured();
    check imperative();
    get("/intercepted/who", issuer());
    get("/intercepted/who", {token: "abc"});
    get("/intercepted/who");
    get("/bare/who", issuer());
    get("/bare/who", {username: "a", password: "b"});
    get("/bare/header", {token: "abc"});
    get("/bare/header", issuer(keyFile = "none.key"));
    get("/bare/header", issuer(), {"authorization": "given"});
    check l.immediateStop();
}

function annotated() {
    get("/closed/all");
    get("/closed/all", issuer());
    get("/closed/all", issuer({}, "other.key"));
    get("/closed/all", issuer({}, "rsa.key", "others"));
    get("/closed/all", issuer({}, "rsa.key", "us", -10));
    get("/closed/all", {issuer: "we", audience: "us"});
    get("/closed/all", {issuer: "we", audience: "us", signatureConfig: {algorithm: jwt:HS256, config: "guess"}});
    get("/closed/all", {username: "alice", password: "a"});
    get("/closed/all", {username: "alice", password: "b"});
    foreach string token in ["", "a", "a.b.c", "Bearer", "...", "eyJhbGciOiJub25lIn0.e30."] {
        get("/closed/all", headers = {"authorization": "Bearer " + token});
    }
    get("/closed/all", headers = {"authorization": ""});
    get("/closed/all", headers = {"authorization": "Digest x"});
    get("/closed/all", headers = {"authorization": "Bearer " + string:'join("", ...from int _ in 0 ..< 300 select "eyJhbGc.")});
    get("/closed/writers", issuer());
    get("/closed/writers", issuer({scope: "read"}));
    get("/closed/writers", issuer({scope: "read write"}));
    get("/closed/writers", issuer({scope: ["read", "own"]}));
    get("/closed/writers", issuer({scope: {write: true}}));
    get("/closed/writers", {username: "alice", password: "a"});
    get("/closed/admins", issuer({scope: "admin"}));
    get("/closed/admins", issuer({rights: "admin"}));
    get("/closed/several", issuer());
    get("/closed/several", {signatureConfig: {algorithm: jwt:HS512, config: "shared"}});
    get("/closed/several", {signatureConfig: {algorithm: jwt:HS512, config: "guess"}});
}

function keys() {
    // Keys that cannot be had are an error of the server when they are to be known before, and tried again.
    get("/closed/published", issuer());
    get("/closed/cached", issuer());
    lock {
        publishes = true;
    }
    _ = count();
    http:JwtIssuerConfig once = issuer();
    foreach string path in ["/closed/published", "/closed/cached"] {
        get(path, once);
        get(path, once);
        io:println("asked ", count());
    }
    http:JwtIssuerConfig curve = issuer();
    foreach string keyId in ["curve", "small", "none"] {
        curve.keyId = keyId;
        get("/closed/cached", curve);
    }
    string|jwt:Error token = jwt:issue(once);
    string good = token is string ? token : "";
    foreach string path in ["text", "other", "long", "none"] {
        jwt:Payload|jwt:Error result = jwt:validate(good, {signatureConfig: {jwksConfig: {url: base + "/keys/" + path}}});
        io:println(path, ": ", result is error ? result.message().length() < 200 : "valid");
    }
    foreach string url in ["http://localhost:1/", "nowhere at all", "ftp://localhost/"] {
        jwt:Payload|jwt:Error result = jwt:validate(good, {signatureConfig: {jwksConfig: {url}}});
        io:println(result is error ? result.message() + " " + (result.cause() ?: result).message() : "valid");
    }
}

# Keys that are published over TLS.
function secured() returns error? {
    http:Listener l = check new (0, secureSocket = {key: {certFile: dir + "/server.pem", keyFile: dir + "/server.key"}});
    check l.attach(new Publisher(), "/keys");
    check l.'start();
    string url = string `localhost:${l.getPort()}/keys/jwks`;
    string token = check jwt:issue(issuer());
    jwt:ClientConfiguration[] all = [
        {},
        {secureSocket: {cert: dir + "/ca.pem"}},
        {secureSocket: {cert: {path: dir + "/trust.p12", password: "secret"}}, httpVersion: jwt:HTTP_2},
        {secureSocket: {cert: dir + "/ca.pem", key: {certFile: dir + "/server.pem", keyFile: dir + "/server.key"}}},
        {secureSocket: {cert: dir + "/other-ca.pem"}},
        {secureSocket: {disable: true}},
        {secureSocket: {}}
    ];
    foreach jwt:ClientConfiguration clientConfig in all {
        string whole = clientConfig.length() == 1 ? "https://" + url : url;
        jwt:Payload|jwt:Error payload = jwt:validate(token, {signatureConfig: {jwksConfig: {url: whole, clientConfig}}});
        string message = payload is error ? (payload.cause() ?: payload).message() : "valid";
        io:println(re `localhost:[0-9]+`.replaceAll(message, "SERVER"));
    }
    check l.immediateStop();
}

function imperative() returns error? {
    http:ListenerJwtAuthHandler handler = new ({issuer: "we", signatureConfig: {certFile: dir + "/rsa.pem"}});
    http:ClientSelfSignedJwtAuthHandler own = new (issuer({scope: "read"}));
    http:Request request = check own.enrich(new);
    jwt:Payload|http:Unauthorized payload = handler.authenticate(request);
    if payload is http:Unauthorized {
        return error("a payload expected");
    }
    io:println(payload["sub"], handler.authorize(payload, "read") is (), handler.authorize(payload, ["write"]) is http:Forbidden);
    map<string|string[]> headers = check own.getSecurityHeaders();
    io:println((check headers["Authorization"].ensureType(string)).startsWith("Bearer "));
    (string|http:Request)[] all = [new http:Request(), "Bearer", "Bearer x", "Bearer a.b.c"];
    foreach string|http:Request each in all {
        jwt:Payload|http:Unauthorized refused = handler.authenticate(each);
        io:println(refused is http:Unauthorized ? refused["body"] : refused);
    }
    own = new ({signatureConfig: {}});
    http:Request|http:ClientAuthError none = own.enrich(new);
    io:println(none is error ? none.message() : "");
}
