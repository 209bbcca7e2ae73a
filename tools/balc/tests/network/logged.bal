// A service whose requests are logged.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

isolated class Numbers {
    private int left = 3;

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        lock {
            self.left -= 1;
            return self.left < 0 ? () : {value: [65, 66]};
        }
    }
}

service / on new http:Listener(port) {
    resource function get hello() returns string => "hello";

    resource function post size(@http:Payload byte[] body) returns int => body.length();

    resource function get pieces() returns stream<byte[], io:Error?> => new stream<byte[], io:Error?>(new Numbers());

    resource function get through() returns string|error {
        http:Client c = check new (string `http://localhost:${port}`, httpVersion = "1.1");
        return c->/hello;
    }
}
