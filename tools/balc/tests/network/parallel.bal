// Services that are called at the same time as any others, and one that is not: `../network.rs` talks to them.

import ballerina/tcp;

configurable int port = ?;

isolated int arrived = 0;

isolated function come() returns int {
    lock {
        arrived += 1;
        return arrived;
    }
}

isolated function count() returns int {
    lock {
        return arrived;
    }
}

// How many calls of the method below have begun and not ended.
int inside = 0;
int most = 0;

isolated service class Declared {
    *tcp:ConnectionService;

    // It does not end before as many others have come, and never waits.
    isolated remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? {
        int n = come();
        while count() < 2 * ((n + 1) / 2) {
        }
        return data;
    }
}

service class Inferred {
    *tcp:ConnectionService;

    remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? {
        int n = come();
        while count() < 2 * ((n + 1) / 2) {
        }
        return data;
    }
}

service class Exclusive {
    *tcp:ConnectionService;

    remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? {
        inside += 1;
        most = int:max(inside, most);
        int n = 0;
        foreach int i in 0 ..< 200000 {
            n = (n + i) % 1001;
        }
        inside -= 1;
        return [<byte>most];
    }
}

service on new tcp:Listener(port) {
    private int connections = 0;

    remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService {
        self.connections += 1;
        match (self.connections - 1) / 2 {
            0 => {
                return new Declared();
            }
            1 => {
                return new Inferred();
            }
            _ => {
                return new Exclusive();
            }
        }
    }
}
