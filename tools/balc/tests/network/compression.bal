// Bodies that are sent compressed, and those that come so.

import ballerina/http;

configurable int port = ?;

listener http:Listener server = new (port);

isolated function text() returns string {
    string text = "";
    while text.length() < 1000 {
        text += "some text ";
    }
    return text;
}

isolated service /auto on server {
    isolated resource function get plain() returns string => text();

    isolated resource function get response() returns http:Response {
        http:Response response = new;
        response.setTextPayload(text());
        return response;
    }

    isolated resource function get coded() returns http:Ok => {body: text(), headers: {"content-encoding": "own"}};

    isolated resource function post echo(json body) returns json => body;

    isolated resource function get asked(@http:Header {name: "accept-encoding"} string? accept) returns http:Ok =>
        {body: text(), headers: {"x-asked": accept is string}};
}

@http:ServiceConfig {compression: {enable: http:COMPRESSION_ALWAYS, contentTypes: ["text/plain"]}}
isolated service /always on server {
    isolated resource function get plain() returns string => text();

    isolated resource function get other() returns @http:Payload {mediaType: "text/html"} string => text();
}

@http:ServiceConfig {compression: {enable: http:COMPRESSION_NEVER}}
isolated service /plain on server {
    isolated resource function get plain() returns string => text();
}

# What clients make of compressed answers: the length, and whether they asked for them.
service /'client on server {
    resource function get all() returns json|error {
        json[] found = [];
        http:Compression[] all = [http:COMPRESSION_ALWAYS, http:COMPRESSION_AUTO, http:COMPRESSION_NEVER];
        foreach http:Compression compression in all {
            http:Client c = check new (string `http://localhost:${port}`, compression = compression);
            map<string> headers = compression == http:COMPRESSION_NEVER ? {"accept-encoding": "gzip"} : {};
            http:Response response = check c->get("/auto/asked", headers);
            string body = check response.getTextPayload();
            found.push([body.length(), check response.getHeader("x-asked") == "true"]);
        }
        return found;
    }
}
