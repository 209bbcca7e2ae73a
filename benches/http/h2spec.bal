// What benches/http/h2spec asks: a service with and without TLS.

import ballerina/http;

configurable int port = ?;
configurable string certificate = ?;
configurable string key = ?;

isolated service class Hello {
    *http:Service;

    // The request is read to its end before it is answered: some cases are about requests that have not ended.
    isolated resource function get hello(http:Request request) returns json|error {
        byte[] body = check request.getBinaryPayload();
        return {message: "Hello, World!", length: body.length()};
    }

    isolated resource function post hello(@http:Payload byte[] payload) returns int => payload.length();
}

public function main() returns error? {
    http:Listener plain = check new (port);
    http:Listener secure = check new (port + 1, secureSocket = {key: {certFile: certificate, keyFile: key}});
    foreach http:Listener l in [plain, secure] {
        check l.attach(new Hello(), ());
        check l.'start();
    }
}
