// Clients as values of their common types, records whose fields are header fields or query parameters, and others of the
// library's names.

import ballerina/http;
import ballerina/io;

type Answer record {|
    string method;
    string path;
    string? header;
|};

type Fields record {|
    @http:Header {name: "X-Version"}
    string version;
    int number = 3;
    string[] list;
    @http:Header {name: "X-All"}
    int[] all;
|};

type Queries record {|
    @http:Query {name: "filter_ids"}
    string[] ids;
    int page;
|};

type Sent record {|
    @http:Header {name: "X-Seen"}
    string seen;
|};

isolated service class Front {
    *http:Service;

    isolated resource function 'default [string... path](http:Request request) returns Answer {
        string|error header = request.getHeader("x-seen");
        return {method: request.method, path: request.rawPath, header: header is string ? header : ()};
    }
}

function use(http:ClientObject c) returns error? {
    Answer got = check c->/a/[1](q = "x");
    io:println(got);
    http:Response response = check c->post("/b", "text");
    io:println(response.statusCode);
    json value = check c->put("/c", {}, {"x-seen": "put"});
    io:println(value);
    Sent sent = {seen: "renamed"};
    got = check c->get("/d", sent);
    io:println(got.header);
    map<json> deleted = check c->/e.delete();
    io:println(deleted["method"]);
    response = check c->head("/f");
    io:println(response.statusCode);
    string|http:ClientError wrong = c->get("/g");
    io:println(wrong is error);
}

type Found record {|
    *http:Ok;
    Answer body;
|};

function useRecords(http:StatusCodeClientObject c) returns error? {
    Found found = check c->/r;
    io:println(found.body.path);
    found = check c->get("/s");
    io:println(found.body.path);
}

public function main() returns error? {
    http:Listener server = check new (0);
    check server.attach(new Front(), ());
    check server.'start();
    string url = string `localhost:${server.getPort()}`;
    check use(check new http:Client(url));
    check use(check new http:FailoverClient({targets: [{url}]}));
    check use(check new http:LoadBalanceClient({targets: [{url}]}));
    check useRecords(check new http:StatusCodeClient(url));

    Fields fields = {version: "v1", list: ["a", "b"], all: [1, 2]};
    io:println(http:getHeaderMap(fields));
    io:println(http:getHeaderMap({"a": 1, "b": ["c"]}));
    Queries queries = {ids: ["1", "2"], page: 3};
    io:println(http:getQueryMap(queries));
    io:println(http:getQueryMap(queries.cloneReadOnly()));
    io:println(http:getQueryMap({"a": 1}));

    http:Response response = new;
    response.statusCode = 404;
    response.addHeader("x-a", "1");
    response.addHeader("x-a", "2");
    http:StatusCodeRecord status = check response.getStatusCodeRecord();
    io:println(status);
    response.setJsonPayload({a: [1, 2.50]});
    status = check response.getStatusCodeRecord();
    io:println(status?.body);

    http:Client caching = check http:createHttpCachingClient(url, {}, {enabled: true, isShared: true});
    Answer cached = check caching->/h;
    io:println(cached.path);
    http:Client secure = check http:createHttpSecureClient(url, {auth: {token: "t"}});
    cached = check secure->/i;
    io:println(cached.path, " ", http:NONE is (), " ", http:SERVICE_NAME);
    check server.immediateStop();
}
