// ballerina/udp: clients with and without a fixed peer, and listeners whose services get datagrams.

import ballerina/lang.'service as services;

# Represents udp module related errors.
public type Error distinct error;

# Data with the address that it comes from or goes to.
#
# + remoteHost - The hostname or the IP address of the remote host
# + remotePort - The port number of the remote host
# + data - The content which needs to be transported to the remote host
public type Datagram record {|
    string remoteHost;
    int remotePort;
    byte[] data;
|};

# Represent UDP Listener service type.
public type Service distinct service object {
    // remote function onBytes(readonly & byte[] data, Caller caller) returns byte[]|Datagram|Error?;
    // remote function onDatagram(readonly & Datagram datagram, Caller caller) returns byte[]|Datagram|Error?;
    // remote function onError(Error err) returns Error?;
};

// ---- clients ----

# Configurations for the connectionless UDP client.
#
# + localHost - Local binding of the interface
# + timeout - How many seconds reading may take
public type ClientConfiguration record {
    decimal timeout = 300;
    string localHost?;
};

# A socket that speaks with anybody.
public isolated client class Client {
    private final int socket;
    private final int timeout;

    # Initializes the UDP connectionless client based on the provided configurations.
    #
    # + config - Connectionless client-related configuration
    public isolated function init(*ClientConfiguration config) returns Error? {
        self.timeout = services:nanoseconds(config.timeout);
        int|error socket = open(config["localHost"], 0);
        if socket is error {
            return error Error("Error initializing UDP Client: " + socket.message());
        }
        self.socket = socket;
    }

    # Sends the given data to the specified remote host.
    #
    # + datagram - Contains the data to be sent to the remote host and the address of the remote host
    # + return - `()` or else a `udp:Error` if the given data cannot be sent
    isolated remote function sendDatagram(Datagram datagram) returns Error? {
        return ownNil(sendTo(self.socket, datagram.data, datagram.remoteHost, datagram.remotePort));
    }

    # Reads data from the remote host.
    #
    # + return - A `udp:Datagram` or else a `udp:Error` if the data cannot be read from the remote host
    isolated remote function receiveDatagram() returns (readonly & Datagram)|Error {
        return next(self.socket, self.timeout);
    }

    # Free up the occupied socket.
    #
    # + return - A `udp:Error` if it can't close the connection or else `()`
    isolated remote function close() returns Error? {
        close(self.socket);
    }
}

# Configurations for the connection oriented udp client.
#
# + localHost - Local binding of the interface
# + timeout - How many seconds reading may take
public type ConnectClientConfiguration record {
    decimal timeout = 300;
    string localHost?;
};

# A socket with a fixed peer.
public isolated client class ConnectClient {
    private final int socket;
    private final int timeout;

    # Initializes the UDP connect client based on the provided configurations.
    #
    # + remoteHost - The hostname or the IP address of the remote host
    # + remotePort - The port number of the remote host
    # + config - Connection oriented client related configuration
    public isolated function init(string remoteHost, int remotePort, *ConnectClientConfiguration config)
            returns Error? {
        self.timeout = services:nanoseconds(config.timeout);
        int|error socket = connect(remoteHost, remotePort, config["localHost"], 0);
        if socket is error {
            return error Error(socket.message());
        }
        self.socket = socket;
    }

    # Sends the given data to the connected remote host.
    #
    # + data - The data need to be sent to the connected remote host
    # + return - `()` or else a `udp:Error` if the given data can't be sent
    isolated remote function writeBytes(byte[] data) returns Error? {
        return ownNil(send(self.socket, data));
    }

    # Reads data only from the connected remote host.
    #
    # + return - A `byte[]` or else a `udp:Error` if the data cannot be read from the remote host
    isolated remote function readBytes() returns (readonly & byte[])|Error {
        readonly & Datagram datagram = check next(self.socket, self.timeout);
        return datagram.data;
    }

    # Free up the occupied socket.
    #
    # + return - A `udp:Error` if it can't close the connection or else `()`
    isolated remote function close() returns Error? {
        close(self.socket);
    }
}

isolated function next(int socket, int nanos) returns (readonly & Datagram)|Error {
    anydata[]|error? datagram = receive(socket, nanos);
    if datagram is error {
        return error Error(datagram.message());
    }
    return datagram is () ? error Error("Socket connection already closed.") : received(datagram);
}

isolated function received(anydata[] parts) returns readonly & Datagram {
    return {remoteHost: <string>parts[0], remotePort: <int>parts[1], data: <readonly & byte[]>parts[2]};
}

// ---- listeners ----

# Represents the UDP listener configuration.
#
# + remoteHost - The hostname or the IP address of the remote host
# + remotePort - The remote host's port number. If this is not set, the server runs without connecting to a remote host
# + localHost - The interface for the server to be bound
public type ListenerConfiguration record {
    string remoteHost?;
    int remotePort?;
    string localHost?;
};

# The sender of a datagram.
#
# + remoteHost - The hostname or the IP address of the remote host
# + remotePort - The port number of the remote host
public client class Caller {
    public string? remoteHost = ();
    public int? remotePort = ();
    private int socket = -1;
    private boolean connected = false;

    isolated function init() {
    }

    isolated function answers(int socket, boolean connected, string host, int port) {
        self.socket = socket;
        self.connected = connected;
        self.remoteHost = host;
        self.remotePort = port;
    }

    # Sends the response as byte[] to the same remote host.
    #
    # + data - The data need to be sent to the remote host
    # + return - () or else a `udp:Error` if the given data can't be sent
    remote isolated function sendBytes(byte[] data) returns Error? {
        return ownNil(self.connected ? send(self.socket, data) :
            sendTo(self.socket, data, self.remoteHost ?: "", self.remotePort ?: 0));
    }

    # Sends the response as datagram to a remote destination as specified in datagram.
    #
    # + datagram - Contains the data to be sent to the remote host and the address of the remote host
    # + return - () or else a `udp:Error` if the given data can't be sent
    remote isolated function sendDatagram(Datagram datagram) returns Error? {
        return ownNil(self.connected ? send(self.socket, datagram.data) :
            sendTo(self.socket, datagram.data, datagram.remoteHost, datagram.remotePort));
    }
}

# Receives datagrams and gives them to its service.
public class Listener {
    private final int port;
    private final ListenerConfiguration config;
    private Service? udpService = ();
    private int socket = -1;

    # Initializes the UDP listener based on the provided configurations.
    #
    # + localPort - The port to receive on
    # + config - Configurations related to the `udp:Listener`
    public isolated function init(int localPort, *ListenerConfiguration config) returns Error? {
        self.port = localPort;
        self.config = config;
    }

    # Binds a service to the `udp:Listener`.
    #
    # + s - The service
    # + name - Name of the service
    # + return - `()` or else a `udp:Error` upon failure to register the listener
    public isolated function attach(Service s, () name = ()) returns error? {
        lock {
            self.udpService = s;
        }
    }

    # Starts the registered service programmatically.
    #
    # + return - An `error` if an error occurred during the listener starting process
    public isolated function 'start() returns error? {
        string? host = self.config?.remoteHost;
        int? port = self.config?.remotePort;
        boolean connected = host is string && port is int;
        int|error socket = host is string && port is int ?
            connect(host, port, self.config?.localHost, self.port) : open(self.config?.localHost, self.port);
        if socket is error {
            return error Error("Unable to initialize UDP Listener: " + socket.message());
        }
        lock {
            self.socket = socket;
        }
        _ = start self.receiveAll(socket, connected);
    }

    # Stops the service listener gracefully.
    #
    # + return - An `error` if an error occurred during the listener stopping process
    public isolated function gracefulStop() returns error? {
        self.stop();
    }

    # Stops the service listener immediately.
    #
    # + return - An `error` if an error occurred during the listener stop process
    public isolated function immediateStop() returns error? {
        self.stop();
    }

    isolated function stop() {
        int socket;
        lock {
            socket = self.socket;
        }
        close(socket);
    }

    isolated function attached() returns Service? {
        lock {
            return self.udpService;
        }
    }

    # Stops consuming messages and detaches the service from the `udp:Listener`.
    #
    # + s - The service
    # + return - `()` or else a `udp:Error` upon failure to detach the service
    public isolated function detach(Service s) returns error? {
        lock {
            if self.udpService === s {
                self.udpService = ();
            }
        }
    }

    isolated function receiveAll(int socket, boolean connected) {
        while true {
            anydata[]|error? datagram = receive(socket, 0);
            if datagram is () {
                return;
            }
            Service? udpService = self.attached();
            if udpService is () {
                continue;
            }
            if datagram is error {
                raise(udpService, datagram.message());
                continue;
            }
            Caller caller = new;
            readonly & Datagram d = received(datagram);
            caller.answers(socket, connected, d.remoteHost, d.remotePort);
            _ = start serve(udpService, caller, d);
        }
    }
}

isolated function serve(Service to, Caller caller, readonly & Datagram datagram) {
    function? onDatagram = services:method(to, "onDatagram");
    if onDatagram is function {
        services:enter(to, "onDatagram");
        any|error result = trap callOnDatagram(onDatagram, caller, datagram);
        services:leave();
        answer(to, caller, result);
    }
    function? onBytes = services:method(to, "onBytes");
    if onBytes is function {
        services:enter(to, "onBytes");
        any|error result = trap callOnBytes(onBytes, caller, datagram.data);
        services:leave();
        answer(to, caller, result);
    }
}

isolated function callOnDatagram(function f, Caller caller, readonly & Datagram datagram) returns any|error {
    if f is function (readonly & Datagram) returns any|error {
        return f(datagram);
    }
    if f is function (readonly & Datagram, Caller) returns any|error {
        return f(datagram, caller);
    }
    if f is function (Caller, readonly & Datagram) returns any|error {
        return f(caller, datagram);
    }
}

isolated function callOnBytes(function f, Caller caller, readonly & byte[] data) returns any|error {
    if f is function (readonly & byte[]) returns any|error {
        return f(data);
    }
    if f is function (readonly & byte[], Caller) returns any|error {
        return f(data, caller);
    }
    if f is function (Caller, readonly & byte[]) returns any|error {
        return f(caller, data);
    }
}

isolated function answer(Service to, Caller caller, any|error result) {
    Error? sent = ();
    if result is byte[] {
        sent = caller->sendBytes(result);
    } else if result is Datagram {
        sent = caller->sendDatagram(result);
    } else if result is error {
        services:report(result);
    }
    if sent is Error {
        raise(to, sent.message());
    }
}

isolated function raise(Service to, string message) {
    function? onError = services:method(to, "onError");
    if onError is function (readonly & Error) returns any|error {
        services:enter(to, "onError");
        any|error result = trap onError(error Error(message));
        services:leave();
        if result is error {
            services:report(result);
        }
    }
}

// ---- what the run-time system does ----

isolated function ownNil(error? result) returns Error? {
    return result is error ? error Error(result.message()) : ();
}

isolated function open(string? host, int port) returns int|error = external;

isolated function connect(string host, int port, string? localHost, int localPort) returns int|error = external;

isolated function send(int socket, byte[] data) returns error? = external;

isolated function sendTo(int socket, byte[] data, string host, int port) returns error? = external;

# Host, port and data; nil when the socket has been closed.
isolated function receive(int socket, int nanos) returns anydata[]|error? = external;

isolated function close(int socket) = external;
