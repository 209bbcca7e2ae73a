// Who may use which resources.

import ballerina/auth;
import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

service /open on server {
    isolated resource function get .() returns string => "open";

    isolated resource function get handlers(http:Headers headers) returns json|error {
        http:ListenerFileUserStoreBasicAuthHandler handler = new;
        auth:UserDetails|http:Unauthorized alice = handler.authenticate(headers);
        auth:UserDetails|http:Unauthorized bob = handler.authenticate("Basic Ym9iOng=");
        auth:UserDetails|http:Unauthorized nobody = handler.authenticate(new http:Request());
        boolean forbidden = alice is auth:UserDetails && handler.authorize(alice, "admin") is http:Forbidden;
        http:ClientBasicAuthHandler basic = new ({username: "alice", password: "a:1"});
        http:Request request = check basic.enrich(new);
        http:ClientBearerTokenAuthHandler bearer = new ({token: "t"});
        map<string|string[]> enriched = check bearer.getSecurityHeaders();
        http:Client c = check new (string `http://localhost:${port}`, auth = {username: "alice", password: "a:1"});
        string answer = check c->get("/closed/all");
        return [
            alice is auth:UserDetails ? string:'join(" ", alice.username, ...(alice["scopes"] ?: [])) : "",
            bob is http:Unauthorized ? <json>checkpanic bob["body"].ensureType(string) : "",
            nobody is http:Unauthorized ? <json>checkpanic nobody["body"].ensureType(string) : "",
            forbidden,
            check request.getHeader("Authorization"),
            <string>enriched["Authorization"],
            answer
        ];
    }
}

@http:ServiceConfig {auth: [{fileUserStoreConfig: {}}]}
service /closed on server {
    isolated resource function get all() returns string => "ok";

    @http:ResourceConfig {auth: {scopes: ["write", "own"]}}
    isolated resource function get writers() returns string => "ok";

    @http:ResourceConfig {auth: [{fileUserStoreConfig: {}, scopes: "admin"}]}
    isolated resource function get admins() returns string => "ok";

    @http:ResourceConfig {auth: []}
    isolated resource function get nobody() returns string => "ok";
}

service class Catcher {
    *http:ResponseErrorInterceptor;

    remote function interceptResponseError(error err) returns http:Unauthorized|error {
        return err is http:ListenerAuthnError ? {body: "caught"} : err;
    }
}

@http:ServiceConfig {auth: [{fileUserStoreConfig: {}}]}
service http:InterceptableService /chain on server {
    public function createInterceptors() returns Catcher => new;

    resource function get .() returns string => "ok";
}
