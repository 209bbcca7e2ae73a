// Services with a description.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

@http:ServiceConfig {openApiDefinition: string `{"openapi": "3.0.1", "info": {"title": "Greetings"}}`.toBytes()}
service /hello on server {
    resource function post greeting() returns string => "hello";

    resource function get [string... rest]() returns string => "rest";
}

service /other on server {
    resource function get greeting() returns string => "hello";
}

@http:ServiceConfig {basePath: "/promised"}
public type Contract service object {
    *http:ServiceContract;
    resource function get greeting() returns string;
};

@http:ServiceConfig {openApiDefinition: "{}".toBytes()}
service Contract on server {
    resource function get greeting() returns string => "promised";
}
