// Responses that clients keep: one service counts its requests, and says what it is asked to say of its answers.

import ballerina/http;
import ballerina/io;
import ballerina/lang.runtime;
import ballerina/url;

configurable int port = ?;

isolated int count = 0;

isolated function next() returns int {
    lock {
        count += 1;
        return count;
    }
}

type Case record {|
    string name;
    map<string> says;
    map<string> asks = {};
    http:CacheConfig cache = {};
    int status = 200;
|};

isolated service class Origin {
    *http:Service;

    # Answers with the fields that the query has; a validator that is known with 304.
    isolated resource function 'default [string name](http:Request request) returns http:Response {
        http:Response response = new;
        int number = next();
        map<string[]> query = request.getQueryParams();
        foreach var [header, values] in query.entries() {
            if header == "status" {
                response.statusCode = checkpanic int:fromString(values[0]);
            } else {
                response.setHeader(header, values[0]);
            }
        }
        string|error known = request.getHeader("if-none-match");
        if known is string && response.hasHeader("etag") {
            response.statusCode = 304;
            response.setHeader("x-checked", known);
            return response;
        }
        response.setTextPayload(string `${name} ${number}`);
        return response;
    }

    isolated resource function post [string name]() returns http:Created => {body: name};

    isolated resource function put [string name]() returns http:NotFound => {body: name};
}

function tell(string what, http:Response|error response) {
    if response is error {
        io:println(what, ": ", response);
        return;
    }
    string|error body = response.getTextPayload();
    string[] fields = from string name in ["warning", "x-checked"]
        where response.hasHeader(name)
        select string `${name}=${checkpanic response.getHeader(name)}`;
    string|error age = response.getHeader("age");
    if age is string {
        // In tens of seconds: nobody knows how long the test takes.
        fields.push(string `age=${checkpanic int:fromString(age) / 10}x`);
    }
    io:println(what, ": ", response.statusCode, " ", body is string ? body : "", " ", fields);
}

function ask(http:Client c, string what, string path, map<string> headers = {}) returns error? {
    http:Response response = check c->get(path, headers);
    tell(what, response);
}

function askHead(http:Client c, string path) returns error? {
    http:Response response = check c->head(path);
    tell("head", response);
}

function pathOf(string name, map<string> says) returns string {
    string[] pairs = from var [header, value] in says.entries()
        select string `${header}=${checkpanic url:encode(value, "UTF-8")}`;
    return string `/${name}?${string:'join("&", ...pairs)}`;
}

final Case[] & readonly cases = [
    {name: "no-word", says: {}},
    {name: "no-validator", says: {"cache-control": "max-age=60"}},
    {name: "fresh", says: {"cache-control": "max-age=60", etag: "a"}},
    {name: "fresh-by-date", says: {"cache-control": "public", expires: "Sat, 12 Mar 2094 08:12:22 GMT", "last-modified": "Sat, 12 Mar 1994 08:12:22 GMT"}},
    {name: "stale", says: {"cache-control": "max-age=0", etag: "a"}},
    {name: "no-cache", says: {"cache-control": "no-cache, max-age=60", etag: "a"}},
    {name: "no-store", says: {"cache-control": "no-store, max-age=60", etag: "a"}},
    {name: "asked-no-cache", says: {"cache-control": "max-age=60", etag: "a"}, asks: {"cache-control": "no-cache"}},
    {name: "asked-pragma", says: {"cache-control": "max-age=60", etag: "a"}, asks: {pragma: "no-cache"}},
    {name: "asked-no-store", says: {"cache-control": "max-age=60", etag: "a"}, asks: {"cache-control": "no-store"}},
    {name: "max-stale", says: {"cache-control": "max-age=0", etag: "a"}, asks: {"cache-control": "max-stale"}},
    {name: "max-stale-60", says: {"cache-control": "max-age=0", etag: "a"}, asks: {"cache-control": "max-stale=60"}},
    {name: "must-revalidate", says: {"cache-control": "max-age=0, must-revalidate", etag: "a"}, asks: {"cache-control": "max-stale"}},
    {name: "min-fresh", says: {"cache-control": "max-age=60", etag: "a"}, asks: {"cache-control": "min-fresh=100"}},
    {name: "asked-max-age", says: {"cache-control": "max-age=60", etag: "a", age: "30"}, asks: {"cache-control": "max-age=10"}},
    {name: "only-if-cached", says: {"cache-control": "max-age=60", etag: "a"}, asks: {"cache-control": "only-if-cached"}},
    {name: "weak", says: {"cache-control": "max-age=0", etag: "W/\"a\""}},
    {name: "private", says: {"cache-control": "private, max-age=60", etag: "a"}},
    {name: "private-shared", says: {"cache-control": "private, max-age=60", etag: "a"}, cache: {isShared: true}},
    {name: "s-maxage", says: {"cache-control": "s-maxage=60, max-age=0", etag: "a"}, cache: {isShared: true}},
    {name: "authorised-shared", says: {"cache-control": "max-age=60", etag: "a"}, asks: {authorization: "x"}, cache: {isShared: true}},
    {name: "not-enabled", says: {"cache-control": "max-age=60", etag: "a"}, cache: {enabled: false}},
    {name: "rfc", says: {"cache-control": "max-age=60"}, cache: {policy: http:RFC_7234}},
    {name: "rfc-no-word", says: {}, cache: {policy: http:RFC_7234}},
    {name: "partial", says: {"cache-control": "max-age=60", etag: "a", status: "206"}},
    {name: "error", says: {"cache-control": "max-age=60", etag: "a", status: "418"}},
    {name: "range", says: {"cache-control": "max-age=60", etag: "a"}, asks: {range: "bytes=0-1"}},
    {name: "any", says: {"cache-control": "max-age=60", etag: "a", vary: "*"}}
];

function askTwice(Case case) returns error? {
    http:Client c = check new (string `http://localhost:${port}`, cache = case.cache);
    string path = pathOf(case.name, case.says);
    check ask(c, case.name, path, case.asks);
    check ask(c, "  again", path, case.asks);
}

public function main() returns error? {
    http:Listener server = check new (port);
    check server.attach(new Origin(), "/");
    check server.'start();
    foreach Case case in cases {
        check askTwice(case);
    }
    http:Client c = check new (string `http://localhost:${port}`, httpVersion = http:HTTP_1_1);

    string path = pathOf("varied", {"cache-control": "max-age=60", etag: "a", vary: "X-Tongue"});
    foreach string tongue in ["de", "en", "de", "en"] {
        check ask(c, tongue, path, {"x-tongue": tongue});
    }
    path = pathOf("changed", {"cache-control": "max-age=60", etag: "a"});
    check ask(c, "before", path);
    http:Response failure = check c->put(path, "x");
    io:println(failure.statusCode);
    check ask(c, "after a failure", path);
    string created = check c->post(path, "x");
    io:println(created);
    check ask(c, "after a change", path);

    // What a program does to a response does not change what is kept.
    http:Response own = check c->get(path);
    own.setTextPayload("mine");
    own.statusCode = 500;
    check ask(c, "as it was", path);
    string text = check c->get(path);
    io:println(text);

    path = pathOf("head", {"cache-control": "max-age=60", etag: "a"});
    check askHead(c, path);
    check askHead(c, path);
    check ask(c, "get", path);

    path = pathOf("brief", {"cache-control": "max-age=1", etag: "a"});
    check ask(c, "brief", path);
    runtime:sleep(1.1);
    check ask(c, "brief", path);

    http:Response last = check c->get(path);
    http:ResponseCacheControl? control = last.cacheControl;
    if control is http:ResponseCacheControl {
        io:println(control.maxAge, " ", control.noStore, " ", control.sMaxAge);
    }
    http:Client one = check new (string `http://localhost:${port}`, cache = {capacity: 1});
    foreach string name in ["a", "b", "a"] {
        check ask(one, name, pathOf(name, {"cache-control": "max-age=60", etag: "a"}));
    }
    check server.gracefulStop();
}
