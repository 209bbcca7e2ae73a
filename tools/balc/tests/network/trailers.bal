// Header fields after bodies.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

listener http:Listener server = new (port);

final http:Client one = check new (string `localhost:${port}`, {httpVersion: http:HTTP_1_1});
final http:Client two = check new (string `localhost:${port}`, {http2Settings: {http2PriorKnowledge: true}});
final http:Client upgraded = check new (string `localhost:${port}`);

class Count {
    private int n = 0;

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        self.n += 1;
        return self.n > 3 ? () : {value: [48, <byte>(48 + self.n)]};
    }
}

function marked(http:Response response) returns http:Response {
    response.setHeader("X-Sum", "1", http:TRAILING);
    response.addHeader("x-sum", "2", http:TRAILING);
    response.setHeader("x-gone", "3", http:TRAILING);
    response.removeHeader("x-gone", http:TRAILING);
    response.setHeader("x-sum", "leading");
    return response;
}

service /after on server {
    resource function get text() returns http:Response {
        http:Response response = new;
        response.setTextPayload("text");
        return marked(response);
    }

    resource function get pieces() returns http:Response {
        http:Response response = new;
        response.setByteStream(new stream<byte[], io:Error?>(new Count()), "text/plain");
        return marked(response);
    }

    resource function get empty() returns http:Response => marked(new);

    resource function get plain() returns string => "plain";

    resource function get passed(string way) returns http:Response|error {
        return clientOf(way)->get("/after/pieces");
    }

    resource function get seen(string way, string what) returns json|error {
        http:Response response = check clientOf(way)->get("/after/" + what);
        boolean before = response.hasHeader("x-sum", http:TRAILING);
        string text = "";
        if what == "pieces" {
            stream<byte[], io:Error?> pieces = check response.getByteStream(3);
            check from byte[] piece in pieces
                do {
                    text += check string:fromBytes(piece);
                };
        } else if what != "empty" {
            text = check response.getTextPayload();
        }
        string[]|error sums = response.getHeaders("x-sum", http:TRAILING);
        string|error first = response.getHeader("X-SUM", http:TRAILING);
        string|error gone = response.getHeader("x-gone", http:TRAILING);
        return [before, text, sums is error ? sums.message() : sums, first is error ? () : first, gone is error,
            response.getHeaderNames(http:TRAILING), response.getHeaders("x-sum") is error];
    }
}

@http:ServiceConfig {chunking: http:CHUNKING_NEVER}
service /whole on server {
    resource function get .() returns http:Response {
        http:Response response = new;
        response.setTextPayload("text");
        return marked(response);
    }
}

function clientOf(string way) returns http:Client => way == "1" ? one : way == "2" ? two : upgraded;
