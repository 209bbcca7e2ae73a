// What services share with pages of other origins.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

@http:ServiceConfig {
    cors: {
        allowOrigins: ["http://one.example", "http://two.example"],
        allowCredentials: true,
        allowHeaders: ["X-One", "X-Two"],
        exposeHeaders: ["X-Seen", "X-Known"],
        maxAge: 84900
    }
}
isolated service /shared on server {
    @http:ResourceConfig {
        cors: {allowOrigins: ["*"], allowMethods: ["GET", "PUT"], exposeHeaders: ["X-Own"]}
    }
    isolated resource function get own() returns json => {own: true};

    isolated resource function get inherited() returns http:Response {
        http:Response response = new;
        response.setTextPayload("text");
        return response;
    }

    isolated resource function post inherited(http:Caller caller) returns error? {
        check caller->respond("posted");
    }

    @http:ResourceConfig {cors: {allowCredentials: true}}
    isolated resource function 'default everything() {
    }
}

isolated service /closed on server {
    isolated resource function get .() returns string => "closed";
}
