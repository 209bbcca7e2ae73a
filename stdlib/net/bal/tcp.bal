// ballerina/tcp: connections of clients, and listeners whose services get them.

import ballerina/crypto;
import ballerina/lang.runtime;
import ballerina/lang.'service as services;

# Represents TCP module related errors.
public type Error distinct error;

# Represent TCP Listener service type.
public type Service distinct service object {
    // remote function onConnect(Caller caller) returns ConnectionService|Error?;
};

# Represent TCP Listener ConnectionService service type.
public type ConnectionService distinct service object {
    // remote function onBytes(readonly & byte[] data) returns byte[]|Error?;
    // remote function onError(Error err) returns Error?;
    // remote function onClose() returns Error?;
};

// ---- clients ----

# Configurations for the connection-oriented TCP client.
#
# + localHost - Local binding of the interface
# + timeout - How many seconds reading may take
# + writeTimeout - How many seconds writing may take
# + secureSocket - The `secureSocket` configuration
public type ClientConfiguration record {|
    string localHost?;
    decimal timeout = 300;
    decimal writeTimeout = 300;
    ClientSecureSocket secureSocket?;
|};

# A connection to a TCP server.
public isolated client class Client {
    private final int connection;
    private final int timeout;
    private final int writeTimeout;

    # Connects to a server.
    #
    # + remoteHost - The hostname or the IP address of the remote host
    # + remotePort - The port number of the remote host
    # + config - Connection-oriented client-related configurations
    public isolated function init(string remoteHost, int remotePort, *ClientConfiguration config) returns Error? {
        self.timeout = services:nanoseconds(config.timeout);
        self.writeTimeout = services:nanoseconds(config.writeTimeout);
        ClientSecureSocket? secureSocket = config.secureSocket;
        int tls = -1;
        int handshakeTimeout = 0;
        if secureSocket is ClientSecureSocket && secureSocket.enable {
            tls = check clientContext(secureSocket);
            handshakeTimeout = services:nanoseconds(secureSocket["handshakeTimeout"] ?: HANDSHAKE_TIMEOUT);
        }
        self.connection = check own(connect(remoteHost, remotePort, config["localHost"], tls, handshakeTimeout));
    }

    # Sends the given data to the connected remote host.
    #
    # + data - The data that need to be sent to the connected remote host
    # + return - `()` or else a `tcp:Error` if the given data cannot be sent
    isolated remote function writeBytes(byte[] data) returns Error? {
        return ownNil(write(self.connection, data, self.writeTimeout));
    }

    # Reads what the remote host has sent, waiting until there is something.
    #
    # + return - The `readonly & byte[]` or else a `tcp:Error` if the data cannot be read from the remote host
    isolated remote function readBytes() returns (readonly & byte[])|Error {
        (readonly & byte[])|error? data = read(self.connection, self.timeout);
        if data is error {
            return error Error(data.message());
        }
        return data ?: error Error("Connection closed by the server.");
    }

    # Frees up the occupied socket.
    #
    # + return - A `tcp:Error` if it cannot close the connection or else `()`
    isolated remote function close() returns Error? {
        _ = close(self.connection);
    }
}

// ---- listeners ----

# Provides a set of configurations for tcp listener.
#
# + localHost - The hostname
# + secureSocket - The SSL configurations for the listener
public type ListenerConfiguration record {|
    string localHost?;
    ListenerSecureSocket secureSocket?;
|};

# The other end of a connection that a listener has accepted.
#
# + remoteHost - The hostname or the IP address of the remote host
# + remotePort - The port number of the remote host
# + localHost - The bound hostname
# + localPort - The port number to which the socket is bound
# + id - The unique ID associated with the connection
public isolated client class Caller {
    public final string remoteHost;
    public final int remotePort;
    public final string localHost;
    public final int localPort;
    public final string id;
    private final int connection;

    isolated function init(int connection) {
        self.connection = connection;
        self.remoteHost = peerHost(connection);
        self.remotePort = peerPort(connection);
        self.localHost = ownHost(connection);
        self.localPort = ownPort(connection);
        self.id = connection.toHexString();
    }

    # Sends the response as byte[] to the same remote host.
    #
    # + data - The data need to be sent to the remote host
    # + return - `()` or else a `tcp:Error` if the given data cannot be sent
    isolated remote function writeBytes(byte[] data) returns Error? {
        return ownNil(write(self.connection, data, 0));
    }

    # Close the remote connection.
    #
    # + return - `()` or else a `tcp:Error` if the connection cannot be properly closed
    isolated remote function close() returns Error? {
        _ = close(self.connection);
    }
}

# Accepts connections and gives them to its service.
public isolated class Listener {
    private final int port;
    private final string? host;
    private final (readonly & ListenerSecureSocket)? secureSocket;
    private Service? tcpService = ();
    private int server = -1;
    # Open connections, by number.
    private final map<()> connections = {};
    private boolean stopping = false;

    # Initializes the TCP listener based on the provided configurations.
    #
    # + localPort - The port to listen on
    # + config - Configurations related to the `tcp:Listener`
    public isolated function init(int localPort, *ListenerConfiguration config) returns Error? {
        self.port = localPort;
        self.host = config["localHost"];
        ListenerSecureSocket? secureSocket = config.secureSocket;
        self.secureSocket = secureSocket.cloneReadOnly();
    }

    # Binds a service to the `tcp:Listener`.
    #
    # + tcpService - The service
    # + name - Name of the service
    # + return - `()` or else a `tcp:Error` upon failure to register the listener
    public isolated function attach(Service tcpService, string[]|string? name = ()) returns error? {
        lock {
            self.tcpService = tcpService;
        }
    }

    # Starts the registered service programmatically.
    #
    # + return - An `error` if an error occurred during the listener starting process
    public isolated function 'start() returns error? {
        (readonly & ListenerSecureSocket)? secureSocket = self.secureSocket;
        int tls = secureSocket is () ? -1 : check serverContext(secureSocket);
        int server = check own(listen(self.host, self.port, tls));
        lock {
            self.server = server;
        }
        _ = start self.acceptAll(server);
    }

    # Stops the service listener gracefully. Already-accepted requests will be served before the connection closure.
    #
    # + return - An `error` if an error occurred during the listener stopping process
    public isolated function gracefulStop() returns error? {
        // What is being handled goes on to its end; waiting for more does not.
        foreach string id in self.stop() {
            stopReading(check int:fromString(id));
        }
    }

    # Stops the service listener immediately.
    #
    # + return - An `error` if an error occurred during the listener stop process
    public isolated function immediateStop() returns error? {
        foreach string id in self.stop() {
            _ = close(check int:fromString(id));
        }
    }

    # Stops consuming messages and detaches the service from the `tcp:Listener`.
    #
    # + tcpService - The service
    # + return - `()` or else a `tcp:Error` upon failure to detach the service
    public isolated function detach(Service tcpService) returns error? {
        lock {
            if self.tcpService === tcpService {
                self.tcpService = ();
            }
        }
    }

    # No more connections are accepted.
    #
    # + return - Open connections
    isolated function stop() returns string[] {
        int server;
        string[] open;
        lock {
            self.stopping = true;
            server = self.server;
            open = self.connections.keys();
        }
        stopListening(server);
        return open;
    }

    isolated function isStopping() returns boolean {
        lock {
            return self.stopping;
        }
    }

    # The service that gets a connection, which is noted as open; none if nobody wants it.
    isolated function admit(int connection) returns Service? {
        lock {
            if self.stopping || self.tcpService is () {
                return;
            }
            self.connections[connection.toString()] = ();
            return self.tcpService;
        }
    }

    isolated function acceptAll(int server) {
        while true {
            int|error? connection = accept(server);
            if connection is () {
                return;
            }
            if connection is error {
                // Out of descriptors, for example: there may be some again later.
                services:report(connection);
                runtime:sleep(0.05);
                continue;
            }
            Service? tcpService = self.admit(connection);
            if tcpService is () {
                _ = close(connection);
                continue;
            }
            _ = start self.serve(tcpService, connection);
        }
    }

    isolated function serve(Service tcpService, int connection) {
        decimal handshakeTimeout = self.secureSocket["handshakeTimeout"] ?: HANDSHAKE_TIMEOUT;
        error? failure = handshake(connection, services:nanoseconds(handshakeTimeout));
        if failure is () {
            failure = trap serve(tcpService, connection);
            services:leave();
        } else if self.isStopping() {
            // Connections that had not begun are cut off.
            failure = ();
        }
        if failure is error {
            services:report(failure);
        }
        _ = close(connection);
        lock {
            _ = self.connections.removeIfHasKey(connection.toString());
        }
    }
}

# A connection's life.
isolated function serve(Service tcpService, int connection) returns error? {
    Caller caller = new (connection);
    function? onConnect = services:method(tcpService, "onConnect");
    if onConnect !is function (Caller) returns any|error {
        return error Error("the service has no remote method 'onConnect(tcp:Caller)'");
    }
    services:enter(tcpService, "onConnect");
    any|error connected = onConnect(caller);
    services:leave();
    if connected is error {
        return connected;
    }
    if connected !is ConnectionService {
        return;
    }
    while true {
        (readonly & byte[])|error? data = read(connection, 0);
        if data is error {
            // That the service has closed the connection itself is no error.
            if isOpen(connection) {
                raise(connected, data.message());
            }
            break;
        }
        if data is () {
            break;
        }
        any|error result = trap received(connected, caller, data);
        services:leave();
        if result is byte[] {
            error? sent = write(connection, result, 0);
            if sent is error {
                raise(connected, sent.message());
            }
        } else if result is error {
            services:report(result);
        }
    }
    function? onClose = services:method(connected, "onClose");
    if onClose is function () returns any|error {
        services:enter(connected, "onClose");
        any|error result = onClose();
        if result is error {
            return result;
        }
    }
}

isolated function received(ConnectionService to, Caller caller, readonly & byte[] data) returns any|error {
    function? onBytes = services:method(to, "onBytes");
    services:enter(to, "onBytes");
    if onBytes is function (readonly & byte[]) returns any|error {
        return onBytes(data);
    }
    if onBytes is function (readonly & byte[], Caller) returns any|error {
        return onBytes(data, caller);
    }
    if onBytes is function (Caller, readonly & byte[]) returns any|error {
        return onBytes(caller, data);
    }
    if onBytes is function (Caller) returns any|error {
        return onBytes(caller);
    }
    if onBytes is function () returns any|error {
        return onBytes();
    }
}

isolated function raise(ConnectionService to, string message) {
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

// ---- secure sockets ----

# Secure Socket configuration for TCP Client.
#
# + enable - Enable SSL validation
# + cert - Configurations associated with `crypto:TrustStore` (PKCS12) or single certificate file (PEM) that the client
#          trusts; without it the client trusts the certificate authorities that Mozilla does
# + protocol - SSL/TLS protocol related options: the versions are `TLSv1.2` and `TLSv1.3`
# + ciphers - List of ciphers to be used, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` or `TLS_AES_128_GCM_SHA256`
# + handshakeTimeout - SSL handshake time out in seconds: 10 when it is not given, none when it is 0
# + sessionTimeout - SSL session time out in seconds
public type ClientSecureSocket record {|
    boolean enable = true;
    crypto:TrustStore|string cert?;
    record {|
        Protocol name;
        string[] versions = [];
    |} protocol?;
    string[] ciphers?;
    decimal handshakeTimeout?;
    decimal sessionTimeout?;
|};

# Secure Socket configuration for TCP Listener.
#
# + key - Configurations associated with `crypto:KeyStore` or combination of certificate and (PKCS8) private key
# + protocol - SSL/TLS protocol related options: the versions are `TLSv1.2` and `TLSv1.3`
# + ciphers - List of ciphers to be used, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` or `TLS_AES_128_GCM_SHA256`
# + handshakeTimeout - SSL handshake time out in seconds: 10 when it is not given, none when it is 0
# + sessionTimeout - SSL session time out in seconds
public type ListenerSecureSocket record {|
    crypto:KeyStore|CertKey key;
    record {|
        Protocol name;
        string[] versions = [];
    |} protocol?;
    string[] ciphers = [];
    decimal handshakeTimeout?;
    decimal sessionTimeout?;
|};

# Represents a combination of the certificate, private key, and private key password (if encrypted).
#
# + certFile - A file containing the certificate
# + keyFile - A file containing the private key in PKCS8 format
# + keyPassword - Password of the private key if it is encrypted
public type CertKey record {|
    string certFile;
    string keyFile;
    string keyPassword?;
|};

# Represents protocol options.
public enum Protocol {
    SSL,
    TLS
}

const decimal HANDSHAKE_TIMEOUT = 10;

# The number of the configuration that a client connects with.
isolated function clientContext(ClientSecureSocket secureSocket) returns int|Error {
    crypto:TrustStore|string? cert = secureSocket["cert"];
    string? path = cert is crypto:TrustStore ? cert.path : cert;
    string? password = cert is crypto:TrustStore ? cert.password : ();
    record {|Protocol name; string[] versions = [];|}? protocol = secureSocket["protocol"];
    string[] versions = protocol is () ? [] : protocol.versions;
    return own(clientTls(path, password, protocol["name"], versions, secureSocket["ciphers"] ?: []));
}

# The number of the configuration that a listener accepts connections with.
isolated function serverContext(ListenerSecureSocket secureSocket) returns int|Error {
    crypto:KeyStore|CertKey key = secureSocket.key;
    record {|Protocol name; string[] versions = [];|}? protocol = secureSocket["protocol"];
    string[] versions = protocol is () ? [] : protocol.versions;
    string[] ciphers = secureSocket.ciphers;
    int sessionTimeout = services:nanoseconds(secureSocket["sessionTimeout"] ?: 0);
    if key is CertKey {
        return own(serverTls(key.certFile, key.keyFile, key["keyPassword"], protocol["name"], versions, ciphers,
                sessionTimeout));
    }
    return own(serverTls(key.path, (), key.password, protocol["name"], versions, ciphers, sessionTimeout));
}

// ---- what the run-time system does ----

isolated function own(int|error result) returns int|Error {
    return result is error ? error Error(result.message()) : result;
}

isolated function ownNil(error? result) returns Error? {
    return result is error ? error Error(result.message()) : ();
}

isolated function clientTls(string? path, string? password, string? protocol, string[] versions, string[] ciphers)
        returns int|error = external;

isolated function serverTls(string path, string? keyFile, string? password, string? protocol, string[] versions,
        string[] ciphers, int sessionNanos) returns int|error = external;

# A negative number of a configuration is none.
isolated function connect(string host, int port, string? localHost, int tls, int handshakeNanos)
        returns int|error = external;

# Nil at the end of what the peer sends.
isolated function read(int connection, int nanos) returns (readonly & byte[])|error? = external;

isolated function write(int connection, byte[] data, int nanos) returns error? = external;

isolated function close(int connection) returns boolean = external;

isolated function isOpen(int connection) returns boolean = external;

# What waits for data gets the end instead.
isolated function stopReading(int connection) = external;

# A negative number of a configuration is none.
isolated function listen(string? host, int port, int tls) returns int|error = external;

# Nil when the listener has been stopped.
isolated function accept(int server) returns int|error? = external;

# Does nothing for a connection without TLS.
isolated function handshake(int connection, int nanos) returns error? = external;

isolated function stopListening(int server) = external;

isolated function peerHost(int connection) returns string = external;

isolated function peerPort(int connection) returns int = external;

isolated function ownHost(int connection) returns string = external;

isolated function ownPort(int connection) returns int = external;
