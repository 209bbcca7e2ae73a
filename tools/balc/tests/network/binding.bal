// Payloads that are bound with less care about nil, and payloads that clients validate.

import ballerina/constraint;
import ballerina/http;
import ballerina/io;

configurable int port = ?;

type Address record {|
    string street;
    int? floor;
|};

type Person record {|
    string name;
    int age?;
    string? title;
    int? count = 3;
    string country = "CH";
    Address home?;
    [int, int] pair = [0, 0];
|};

type Open record {
    string name;
    string? title;
};

@constraint:String {minLength: 2}
type Name string;

type Checked record {|
    Name name;
    @constraint:Int {maxValue: 10}
    int age;
|};

@http:ServiceConfig {laxDataBinding: true}
isolated service class Lax {
    *http:Service;

    isolated resource function post person(Person person) returns Person => person;

    isolated resource function post people(@http:Payload Person[]|string people) returns int|string =>
        people is string ? people : people.length();
}

isolated service class Strict {
    *http:Service;

    isolated resource function post person(Person person) returns Person => person;

    isolated resource function get text(string text) returns http:Response {
        http:Response response = new;
        response.setTextPayload(text, "application/json");
        return response;
    }
}

final readonly & string[] texts = [
    string `{"name": "A", "title": "x"}`,
    string `{"name": "A", "age": null, "home": {"street": "s"}}`,
    string `{"name": "A", "title": null, "more": [1], "home": {"street": "s", "floor": 1, "more": null}}`,
    string `{"name": "A", "home": null, "pair": [1, 2, 3], "count": 5}`,
    string `{"name": null}`,
    string `{"age": 1}`,
    string `{"name": "A", "age": "1"}`,
    string `{"name": "A", "home": {"floor": 1}}`
];

function shown(string what, anydata|error value) {
    if value is http:ClientRequestError {
        anydata body = value.detail().body;
        io:println(what, ": ", value.detail().statusCode, " ", body is map<anydata> ? body["message"] : body);
    } else if value is error {
        io:println(what, ": ", value.message(), " ", value is http:PayloadBindingError, " ", value is http:PayloadValidationError);
    } else {
        io:println(what, ": ", value);
    }
}

public function main() returns error? {
    http:Listener server = check new (port);
    check server.attach(new Lax(), "lax");
    check server.attach(new Strict(), "strict");
    check server.'start();
    string url = string `http://localhost:${port}`;
    http:Client strict = check new (url);
    http:Client lax = check new (url, laxDataBinding = true);
    http:Client unchecked = check new (url, validation = false);
    http:FailoverClient failover = check new (targets = [{url}], laxDataBinding = true);

    foreach string text in texts {
        json|error served = lax->/lax/person.post(text, mediaType = "application/json");
        shown("lax service", served);
        json|error refused = strict->/strict/person.post(text, mediaType = "application/json");
        shown("strict service", refused);
        Person|error bound = lax->/strict/text(text = text);
        shown("lax client", bound);
        Person|error unbound = strict->/strict/text(text = text);
        shown("strict client", unbound);
    }
    json|error count = strict->/lax/people.post(string `[{"name": "A"}, {"name": "B", "x": 1}]`, mediaType = "application/json");
    shown("array", count);
    Open|error open = lax->/strict/text(text = string `{"name": "A", "x": 1}`);
    shown("open", open);
    Person[]|error people = failover->/strict/text(text = string `[{"name": "A", "x": 1}]`);
    shown("failover", people);
    record {|string name;|}|error only = lax->/strict/text(text = string `{"name": "A", "x": 1}`);
    shown("projected", only);

    foreach string text in [string `{"name": "Ana", "age": 1}`, string `{"name": "A", "age": 11}`] {
        Checked|error checked = strict->/strict/text(text = text);
        shown("validated", checked);
        Checked|error taken = unchecked->/strict/text(text = text);
        shown("not validated", taken);
    }
    Checked[]|error all = strict->/strict/text(text = string `[{"name": "Ana", "age": 11}]`);
    shown("array", all);
    check server.gracefulStop();
}
