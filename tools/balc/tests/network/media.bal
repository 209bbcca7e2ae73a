// Media types that resources take and make, chunks, and services of hosts.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

listener http:Listener l = new (port);

type Item record {|
    int id;
|};

@http:ServiceConfig {chunking: http:CHUNKING_NEVER}
service /media on l {
    @http:ResourceConfig {consumes: ["application/json", " text/json "], produces: ["application/json"]}
    resource function post item(@http:Payload Item item) returns Item => item;

    @http:ResourceConfig {produces: ["text/plain", "image/png"]}
    resource function get text() returns string => "text";

    resource function get large() returns byte[] => large();

    resource function get pieces() returns stream<byte[], io:Error?> {
        return new (new Twice());
    }
}

@http:ServiceConfig {chunking: http:CHUNKING_ALWAYS, mediaTypeSubtypePrefix: "vnd.example.v1"}
service /prefixed on l {
    resource function get item() returns Item => {id: 1};

    resource function get text() returns string => "text";

    resource function get own() returns @http:Payload {mediaType: "application/own+json"} Item => {id: 2};

    resource function get status() returns http:Accepted => {body: {id: 3}};

    resource function get typed() returns http:Ok => {body: "a,b", mediaType: "text/csv"};

    resource function get none() {
    }
}

service /usual on l {
    resource function get large() returns byte[] => large();

    resource function get small() returns byte[] => [65];
}

@http:ServiceConfig {host: "one.example"}
service /usual on l {
    resource function get small() returns string => "one";
}

function large() returns byte[] {
    byte[] all = [];
    foreach int _ in 0 ..< 9000 {
        all.push(97);
    }
    return all;
}

class Twice {
    private int left = 2;

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        lock {
            self.left -= 1;
            return self.left < 0 ? () : {value: [97, 98]};
        }
    }
}
