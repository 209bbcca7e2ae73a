// A listener with TLS that says how its connections end.

import ballerina/io;
import ballerina/tcp;

configurable int port = ?;
configurable string dir = ?;

service on new tcp:Listener(port,
        secureSocket = {key: {certFile: dir + "/server.pem", keyFile: dir + "/server.key"}}) {
    remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService => new Echo();
}

service class Echo {
    *tcp:ConnectionService;

    remote function onBytes(tcp:Caller caller, readonly & byte[] data) returns byte[]|tcp:Error? {
        if data.length() == 3 {
            check caller->close();
            return;
        }
        return data;
    }

    remote function onError(tcp:Error err) {
        io:println("error: ", err.message());
    }

    remote function onClose() {
        io:println("closed");
    }
}
