// A client of servers that do not behave: each port is that of one of them.

import ballerina/http;
import ballerina/io;

configurable int silent = ?;
configurable int closing = ?;
configurable int garbled = ?;

isolated function clientOf(int port, decimal timeout = 5) returns http:Client|error {
    return new (string `localhost:${port}`, timeout = timeout, responseLimits = {maxEntityBodySize: 10});
}

public function main() returns error? {
    http:Client c = check clientOf(silent, 0.1);
    string|error answer = c->/x;
    io:println(answer is http:IdleTimeoutError, " ", answer is error ? answer.message() : "");
    c = check clientOf(closing);
    // Its connection is not used again, which the client finds out when it is about to.
    foreach int _ in 0 ... 2 {
        string text = check c->/x;
        io:println(text);
    }
    c = check clientOf(garbled);
    answer = c->/x;
    io:println(answer is http:ClientConnectorError);
    answer = c->/large;
    io:println(answer is error ? answer.message() : "");
    c = check new (string `localhost:${closing}`, responseLimits = {maxStatusLineLength: 14});
    answer = c->/x;
    io:println(answer is error ? answer.message() : "");
    c = check new (string `localhost:${closing}`, responseLimits = {maxStatusLineLength: 15});
    answer = c->/x;
    io:println(answer);
    http:Client|error invalid = new ("localhost", responseLimits = {maxStatusLineLength: -1});
    io:println(invalid is error ? invalid.message() : "");
    invalid = new ("localhost", responseLimits = {maxHeaderSize: -1});
    io:println(invalid is error ? invalid.message() : "");
    invalid = new ("localhost", responseLimits = {maxEntityBodySize: -2});
    io:println(invalid is error ? invalid.message() : "");
}
