// An isolated strand that never ends beside a server.

import ballerina/io;
import ballerina/lang.runtime;
import ballerina/tcp;

configurable int port = ?;

isolated function spin() {
    int n = 0;
    while true {
        n = (n + 1) % 1000;
    }
}

function init() {
    _ = start spin();
    runtime:onGracefulStop(stopped);
}

function stopped() returns error? {
    io:println("stopped");
}

service on new tcp:Listener(port) {
    remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService => new Echo();
}

service class Echo {
    *tcp:ConnectionService;

    remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? => data;
}
