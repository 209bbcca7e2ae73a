// What parameters of resources are bound to, and which resource a path is for.

import ballerina/http;

configurable int port = ?;

type Filter record {|
    string name;
    int[] sizes;
    string? note = "none";
|};

type Trace record {|
    @http:Header {name: "x-trace-id"}
    string id;
    int? depth;
    string[] tags;
|};

enum Colour {
    RED = "red",
    BLUE = "blue"
}

type Point record {|
    int x;
    int y;
|};

type Named record {|
    @http:Header {name: "x-made-by"}
    string maker;
|};

type Made record {|
    *http:Created;
    Named headers;
    string body;
|};

listener http:Listener ep = new (port);

service / on ep {

    // ---- the query ----

    resource function get filter(Filter filter) returns Filter => filter;

    resource function get maybe(map<json>? filter) returns json => filter ?: "nothing";

    resource function get filters(Filter[] filter) returns int => filter.length();

    resource function get either(Filter|map<int> filter) returns string => filter is Filter ? "filter" : "map";

    resource function get repeated(int[] n) returns int[] => n;

    resource function get renamed(@http:Query {name: ""} string n) returns string => n;

    // ---- header fields ----

    resource function get trace(@http:Header Trace trace) returns json => trace.toJson();

    resource function get traceless(@http:Header Trace? trace) returns json => trace is () ? "none" : trace.toJson();

    resource function get made() returns Made => {headers: {maker: "me"}, body: "made"};

    // ---- the path ----

    resource function get colours/[Colour colour]() returns string => colour;

    resource function get numbers/[int n]() returns int => n;

    resource function get text/[string text]() returns string => text;

    resource function get rest/[string... rest](http:Request request) returns string => "rest " + request.extraPathInfo;

    resource function get rest() returns string => "alone";

    resource function get rest/[string one]() returns string => "one " + one;

    resource function 'default deep/[string... rest]() returns string => "deep";

    resource function 'default [string... rest]() returns string => "any";

    resource function post invited(http:Caller caller, http:Request request) returns error? {
        if request.expects100Continue() {
            check caller->continue();
        }
        check caller->respond(check request.getTextPayload());
    }

    // ---- bodies ----

    resource function post char(@http:Payload string:Char body) returns string => body;

    resource function post colour(@http:Payload Colour body) returns string => body;

    resource function post element(@http:Payload xml:Element body) returns string => body.getName();

    resource function post point(Point body) returns int => body.x;

    resource function post points(Point[] body) returns int => body.length();

    resource function post 'json(@http:Payload json body) returns json => body;

    resource function post bytes(@http:Payload json|byte[] body) returns string => body is byte[] ? "bytes" : "json";

    resource function post form(map<string> body) returns int => body.length();
}

service /methods on ep {

    resource function post add() returns string => "add";

    resource function put add() returns string => "add";

    resource function delete [string name]() returns string => name;
}
