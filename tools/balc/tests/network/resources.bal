// What resources take of requests, and what they answer with.

import ballerina/http;
import ballerina/http.httpscerr;

configurable int port = ?;

type Person record {|
    string name;
    int age = 7;
|};

enum Colour {
    RED = "red",
    BLUE = "blue"
}

type Made record {|
    *http:Created;
    Person body;
|};

listener http:Listener server = new (port, server = "mine");

isolated service /params on server {
    isolated resource function get ints/[int id](int a, string? d, int b = 5, int? c = ()) returns json {
        return {id, a, b, c, d};
    }

    isolated resource function get ints/two() returns string {
        return "a name comes first";
    }

    isolated resource function get rest/[string... names]() returns string[] {
        return names;
    }

    isolated resource function get numbers/[int... all]() returns int {
        return int:sum(...all);
    }

    isolated resource function get lists(int[] ids, Colour colour, decimal price, boolean flag, float[]? more)
            returns anydata {
        return [ids, colour, price, flag, more];
    }

    isolated resource function get headers(@http:Header string x\-one, @http:Header {name: "X-Two"} int two,
            @http:Header string[]? three, http:Headers all) returns json|error {
        return {one: x\-one, two, three, host: check all.getHeader("Host")};
    }

    isolated resource function post text(@http:Payload string text, string q) returns string {
        return text + q;
    }

    isolated resource function post bytes(byte[] data) returns byte[] {
        return data.reverse();
    }

    isolated resource function post markup(xml x) returns xml {
        return x/*;
    }

    isolated resource function post maybe(Person? person) returns int {
        return person is () ? -1 : person.age;
    }

    isolated resource function post form(@http:Payload map<string> form) returns string? {
        return form["a"];
    }

    isolated resource function put either(@http:Payload json|xml value) returns string {
        return value is xml ? "xml" : "json";
    }

    isolated resource function 'default each/[string path](http:Request request) returns string {
        return request.method + path;
    }

    isolated resource function get each/one() returns string {
        return "one";
    }
}

service class Answers {
    *http:Service;
    private int calls = 0;

    resource function get .() returns int {
        self.calls += 1;
        return self.calls;
    }

    resource function post person(Person person) returns Made {
        return {body: person, headers: {"x-many": ["a", "b"], "x-number": 5}, mediaType: "application/person+json"};
    }

    resource function get none() {
    }

    resource function delete gone() returns http:NoContent {
        return http:NO_CONTENT;
    }

    resource function get teapot() returns http:Response {
        http:Response response = new;
        response.statusCode = 418;
        response.setTextPayload("short and stout");
        response.setHeader("x-spout", "here");
        return response;
    }

    resource function get typed() returns @http:Payload {mediaType: "text/csv"} string {
        return "a,b";
    }

    resource function get fault() returns error? {
        return error("no luck");
    }

    resource function get missing() returns string|error {
        return error httpscerr:NotFoundError("not here", body = {sought: 1}, headers = {"x-why": "lost"});
    }

    resource function get conflict() returns http:Conflict|string {
        return {body: "twice"};
    }

    resource function get coded(int code) returns http:DefaultStatusCodeResponse {
        return {status: new (code), body: {code}};
    }

    resource function get called(http:Caller caller, http:Request request) returns error? {
        if request.getQueryParamValue("quiet") == "1" {
            return;
        }
        check caller->respond({ip: caller.remoteAddress.ip, query: request.getQueryParams()});
        http:ListenerError? again = caller->respond("twice");
        if again !is error {
            panic error("answered twice");
        }
    }

    resource function post echo(http:Request request) returns json|error {
        json payload = check request.getJsonPayload();
        return {payload, kind: request.getContentType(), names: request.getHeaderNames().length()};
    }

    resource function get injected() returns http:Response {
        http:Response response = new;
        response.setHeader("x-a", "b\r\nx-c: d");
        return response;
    }
}

public function main() returns error? {
    check server.attach(new Answers(), "/answers/of");
    check server.attach(new Answers(), ["other", "ans wers"]);
    error? twice = server.attach(new Answers(), "answers/of");
    if twice !is error {
        panic error("attached twice");
    }
}
