// The errors of arguments that a request does not bring, as interceptors see them.

import ballerina/constraint;
import ballerina/http;

configurable int port = ?;

@constraint:Int {maxValue: 9}
public type Digit int;

public type Item record {|
    @constraint:String {minLength: 2}
    string name;
|};

isolated service class Names {
    *http:ResponseErrorInterceptor;

    isolated remote function interceptResponseError(error e) returns http:Response {
        http:Response response = new;
        string[] names = [];
        if e is http:QueryParameterBindingError {
            names.push("query");
        }
        if e is http:QueryParameterValidationError {
            names.push("query validation");
        }
        if e is http:PathParameterBindingError {
            names.push("path");
        }
        if e is http:HeaderBindingError {
            names.push("header");
        }
        if e is http:HeaderValidationError {
            names.push("header validation");
        }
        if e is http:PayloadBindingError {
            names.push("payload");
        }
        if e is http:PayloadValidationError {
            names.push("payload validation");
        }
        if e is http:ListenerError {
            names.push("listener");
        }
        response.setJsonPayload(names);
        return response;
    }
}

isolated service class Things {
    *http:InterceptableService;

    public function createInterceptors() returns Names => new;

    isolated resource function get query(int a) returns int => a;

    isolated resource function get digit(Digit a) returns int => a;

    isolated resource function get path/[int a]() returns int => a;

    isolated resource function get header(@http:Header int a) returns int => a;

    isolated resource function get headerDigit(@http:Header Digit a) returns int => a;

    isolated resource function post items(Item item) returns Item => item;
}

listener http:Listener server = new (port);

function init() returns error? {
    check server.attach(new Things(), ());
}
