// Access tokens: grants, how they are kept and renewed, and introspection.

import ballerina/http;
import ballerina/io;
import ballerina/oauth2;

configurable string dir = ?;
configurable int port = ?;

string base = string `http://localhost:${port}`;
string tokenUrl = base + "/server/token";

# What the server has been asked, and how many tokens it has given.
isolated string[] log = [];
isolated int given = 0;
isolated boolean expires = true;

isolated function note(string line) {
    lock {
        log.push(line);
    }
}

isolated function noted() {
    lock {
        foreach string line in log {
            io:println("  ", line);
        }
        log.removeAll();
    }
}

isolated function next() returns int {
    lock {
        given += 1;
        return given;
    }
}

isolated service class Server {
    *http:Service;

    isolated resource function post token(http:Request request) returns json|http:BadRequest|error {
        map<string> form = check request.getFormParams();
        string|error authorization = request.getHeader("authorization");
        note((authorization is string ? authorization : "-") + " " + form.toString());
        int n = next();
        string life = form["life"] ?: "300";
        if life == "later" {
            lock {
                life = expires ? "0" : "300";
                expires = false;
            }
        }
        match form["grant_type"] {
            "client_credentials" => {
                if form["scope"] == "bad" {
                    return <http:BadRequest>{body: {"error": "invalid_scope"}};
                }
                return {access_token: "cc" + n.toString(), expires_in: check int:fromString(life)};
            }
            "password" => {
                return {access_token: "pw" + n.toString(), refresh_token: "r+/" + n.toString(), expires_in: 0};
            }
            "refresh_token" => {
                map<json> body = {access_token: "rt" + n.toString(), expires_in: 0};
                if form["refresh_token"] != "once" {
                    body["refresh_token"] = "r=" + n.toString();
                }
                return body;
            }
            _ => {
                return {access_token: "jb" + n.toString(), expires_in: 0, refresh_token: form["assertion"]};
            }
        }
    }

    isolated resource function post odd/[string kind]() returns http:Ok {
        match kind {
            "text" => {
                return {body: "no JSON"};
            }
            "list" => {
                return {body: []};
            }
            "number" => {
                return {body: {access_token: 1}};
            }
        }
        return {body: {}};
    }

    isolated resource function post introspect(http:Request request) returns http:Ok|error {
        map<string> form = check request.getFormParams();
        string|error authorization = request.getHeader("authorization");
        note("introspect " + (authorization is string ? authorization : "-") + " " + form.toString());
        match form["token"] {
            "good" => {
                return {body: {active: true, scope: "read write", client_id: "c", token_type: "Bearer", exp: "99999999999", more: [1]}};
            }
            "old" => {
                return {body: {active: true, scope: "read", exp: 1}};
            }
            "odd" => {
                return {body: {active: "yes"}};
            }
            "none" => {
                return error("no introspection");
            }
        }
        return {body: {active: false}};
    }

    isolated resource function get whoami(http:Headers headers) returns string|error => headers.getHeader("authorization");
}

@http:ServiceConfig {
    auth: [{oauth2IntrospectionConfig: {url: base + "/server/introspect", tokenTypeHint: "access_token"}, scopes: "write"}]
}
isolated service class Guarded {
    *http:Service;

    isolated resource function get all() returns string => "all";

    @http:ResourceConfig {auth: {scopes: "admin"}}
    isolated resource function get admins() returns string => "admins";

    @http:ResourceConfig {
        auth: [
            {
                oauth2IntrospectionConfig: {
                    url: base + "/server/introspect",
                    optionalParams: {"realm": "us"},
                    cacheConfig: {},
                    clientConfig: {
                        auth: {tokenUrl, clientId: "service", clientSecret: "x"},
                        customHeaders: {"x-custom": "1"},
                        customPayload: "custom=2"
                    }
                }
            }
        ]
    }
    isolated resource function get cached() returns string => "cached";
}

public function main() returns error? {
    http:Listener l = check new (port);
    check l.attach(new Server(), "/server");
    check l.attach(new Guarded(), "/guarded");
    check l.'start();
    check kept();
    check renewed();
    check together();
    problems();
    check clients();
    introspected();
    check l.immediateStop();
}

function kept() returns error? {
    oauth2:ClientOAuth2Provider provider = new ({
        tokenUrl,
        clientId: "me&you",
        clientSecret: "s: =",
        scopes: [" read ", "", "write"],
        optionalParams: {" a ": " b "}
    });
    io:println(check provider.generateToken(), " ", check provider.generateToken());
    noted();
    provider = new ({tokenUrl, clientId: "me&you", clientSecret: "s: =", scopes: "read", credentialBearer: oauth2:POST_BODY_BEARER, clockSkew: 300});
    io:println(check provider.generateToken(), " ", check provider.generateToken());
    noted();
}

function renewed() returns error? {
    oauth2:PasswordGrantConfig password = {tokenUrl, username: "al&ice", password: "p w", clientId: "me", clientSecret: "x"};
    (oauth2:RefreshConfig|oauth2:INFER_REFRESH_CONFIG)?[] all = [
        oauth2:INFER_REFRESH_CONFIG,
        {refreshUrl: tokenUrl, scopes: ["r"], optionalParams: {"o": "p"}, credentialBearer: oauth2:POST_BODY_BEARER},
        ()
    ];
    foreach oauth2:RefreshConfig|oauth2:INFER_REFRESH_CONFIG? refreshConfig in all {
        oauth2:PasswordGrantConfig config = password.clone();
        if refreshConfig !is () {
            config.refreshConfig = refreshConfig;
        }
        tokens(config);
    }
    _ = password.removeIfHasKey("clientId");
    password.refreshConfig = oauth2:INFER_REFRESH_CONFIG;
    tokens(password);
    tokens({refreshUrl: tokenUrl, refreshToken: "first", clientId: "me", clientSecret: "x"});
    tokens({refreshUrl: tokenUrl, refreshToken: "once", clientId: "me", clientSecret: "x"});
    tokens({tokenUrl, assertion: "a.b.c", clientId: "me", clientSecret: "x"});
    tokens({tokenUrl, assertion: "a.b.c"});
}

# Two tokens, of which the first has expired at once.
function tokens(oauth2:GrantConfig config) {
    oauth2:ClientOAuth2Provider|error provider = trap new oauth2:ClientOAuth2Provider(config);
    if provider is error {
        told(provider);
        return;
    }
    told(provider.generateToken());
    told(provider.generateToken());
    noted();
}

# Many strands that need a token at the same time ask for one.
function together() returns error? {
    oauth2:ClientOAuth2Provider provider = new ({tokenUrl, clientId: "me", clientSecret: "x", optionalParams: {"life": "later"}});
    noted();
    future<string|oauth2:Error>[] all = from int _ in 0 ..< 20
        select start provider.generateToken();
    map<int> found = {};
    foreach var each in all {
        string token = check wait each;
        found[token] = (found[token] ?: 0) + 1;
    }
    io:println(found);
    noted();
}

function problems() {
    oauth2:GrantConfig[] bad = [
        {tokenUrl, clientId: "", clientSecret: "x"},
        {tokenUrl, clientId: "me", clientSecret: "x", scopes: "bad"},
        {tokenUrl: base + "/server/odd/text", clientId: "me", clientSecret: "x"},
        {tokenUrl: base + "/server/odd/list", clientId: "me", clientSecret: "x"},
        {tokenUrl: base + "/server/odd/number", clientId: "me", clientSecret: "x"},
        {tokenUrl: base + "/server/odd/nothing", clientId: "me", clientSecret: "x"},
        {tokenUrl: "http://localhost:1", clientId: "me", clientSecret: "x"},
        {tokenUrl: "https://localhost:1", clientId: "me", clientSecret: "x", clientConfig: {secureSocket: {}}},
        {tokenUrl: "https://localhost:1", clientId: "me", clientSecret: "x", clientConfig: {secureSocket: {cert: dir + "/none.pem"}}},
        {tokenUrl, clientId: "me", clientSecret: "x", clientConfig: {customHeaders: {"a b": "c"}}}
    ];
    foreach oauth2:GrantConfig config in bad {
        oauth2:ClientOAuth2Provider|error provider = trap new oauth2:ClientOAuth2Provider(config);
        told(provider);
    }
    noted();
}

function clients() returns error? {
    http:Client c = check new (base, auth = {tokenUrl, clientId: "me", clientSecret: "x"});
    string first = check c->/server/whoami;
    string second = check c->/server/whoami;
    io:println(first.startsWith("Bearer cc"), first == second);
    noted();
    http:Client|error none = new (base, auth = {tokenUrl, clientId: "me", clientSecret: "x", scopes: "bad"});
    io:println(none is http:ClientAuthError ? none.message() : "a client");
    noted();
    http:ClientOAuth2Handler handler = new ({tokenUrl, clientId: "me", clientSecret: "x"});
    http:Request request = check handler->enrich(new);
    io:println((check request.getHeader("authorization")).startsWith("Bearer cc"),
            (check handler.getSecurityHeaders()).hasKey("Authorization"));
    noted();
}

function introspected() {
    foreach string path in ["/guarded/all", "/guarded/admins", "/guarded/cached", "/guarded/cached"] {
        foreach string token in ["good", "old", "inactive", "odd", "none", "a&token=good"] {
            get(path, {token});
        }
        noted();
    }
    get("/guarded/all", ());
    get("/guarded/all", {username: "a", password: "b"});
    oauth2:ListenerOAuth2Provider provider = new ({url: base + "/server/introspect"});
    foreach string token in ["good", "odd", "none", ""] {
        oauth2:IntrospectionResponse|oauth2:Error response = provider.authorize(token, {"extra": "1"});
        told(response);
    }
    noted();
}

function get(string path, http:ClientAuthConfig? auth) {
    do {
        http:Client c = check new (base, auth = auth);
        http:Response response = check c->get(path);
        io:println(path, ": ", response.statusCode);
    } on fail error e {
        io:println(path, ": ", e.message());
    }
}

function told(any|error result) {
    if result is error {
        error? cause = result.cause();
        string message = result.message();
        while cause is error {
            message += " " + cause.message();
            cause = cause.cause();
        }
        io:println(re `"timestamp":"[^"]*"`.replaceAll(message, "..."));
    } else {
        io:println(result is anydata ? result : "an object");
    }
}
