// A server that runs until it is stopped.

import ballerina/io;
import ballerina/tcp;

configurable int port = ?;

service on new tcp:Listener(port) {
    remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService {
        io:println("Client connected to echo server: ", caller.remoteHost);
        return new EchoService();
    }
}

service class EchoService {
    *tcp:ConnectionService;

    remote function onBytes(tcp:Caller caller, readonly & byte[] data) returns tcp:Error? {
        io:println("Echo: ", string:fromBytes(data));
        return caller->writeBytes(data);
    }

    remote function onError(tcp:Error err) {
        io:println("An error occurred ", err.message());
    }

    remote function onClose() {
        io:println("Client left");
    }
}
