// The echo server as a Ballerina user writes it.
import ballerina/tcp;

configurable int port = ?;

service on new tcp:Listener(port) {
    remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService {
        return new Echo();
    }
}

service class Echo {
    *tcp:ConnectionService;

    remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? {
        return data;
    }
}
