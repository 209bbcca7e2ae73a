// Clients and listeners with TLS; `../secure.rs` makes the certificates and has the output.

import ballerina/crypto;
import ballerina/io;
import ballerina/lang.runtime;
import ballerina/tcp;

configurable int port = ?;
configurable string dir = ?;

isolated service class Echo {
    *tcp:ConnectionService;

    isolated remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? => data;

    isolated remote function onError(tcp:Error err) {
        io:println("error: ", err.message());
    }
}

isolated service class Front {
    *tcp:Service;

    isolated remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService|tcp:Error => new Echo();
}

function serve(tcp:ListenerSecureSocket? secureSocket) returns tcp:Listener|error {
    tcp:Listener l = secureSocket is () ? check new (port) : check new (port, secureSocket = secureSocket);
    check l.attach(new Front());
    check l.'start();
    return l;
}

// A connection's echo, or why there is none; the end of a text says why.
function talk(string host, tcp:ClientSecureSocket secureSocket, string text = "hello") returns string {
    string|error result = trap exchange(host, secureSocket, text);
    return result is error ? result.message() : result;
}

function exchange(string host, tcp:ClientSecureSocket secureSocket, string text) returns string|error {
    tcp:Client c = check new (host, port, secureSocket = secureSocket, timeout = 10);
    byte[] sent = text.toBytes();
    check c->writeBytes(sent);
    byte[] got = [];
    while got.length() < sent.length() {
        byte[] data = check c->readBytes();
        got.push(...data);
    }
    check c->close();
    return string:fromBytes(got);
}

function pem(string name) returns tcp:ListenerSecureSocket =>
    {key: {certFile: dir + "/" + name + ".pem", keyFile: dir + "/" + name + ".key"}};

function shown(error? e) returns string => e is error ? re `/\S*/`.replaceAll(e.message(), "") : "no error";

public function main() returns error? {
    tcp:ClientSecureSocket ca = {cert: dir + "/ca.pem"};
    crypto:TrustStore trust = {path: dir + "/trust.p12", password: "secret"};

    tcp:Listener l = check serve(pem("server"));
    io:println("1 ", talk("localhost", ca));
    io:println("2 ", talk("127.0.0.1", ca));
    io:println("3 ", talk("localhost", {cert: trust}));
    io:println("4 ", talk("localhost", {cert: dir + "/other-ca.pem"}));
    io:println("5 ", talk("localhost", {}));
    io:println("6 ", talk("localhost", {cert: dir + "/ca.pem", protocol: {name: tcp:TLS, versions: ["TLSv1.2"]}}));
    check crowd(ca);
    check large(ca);
    check plain();
    check l.gracefulStop();

    l = check serve(pem("other-host"));
    io:println("7 ", talk("localhost", ca));
    check l.gracefulStop();

    l = check serve(pem("expired"));
    io:println("8 ", talk("localhost", ca));
    check l.gracefulStop();

    string cipher = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    l = check serve({
        key: {path: dir + "/key.p12", password: "secret"},
        protocol: {name: tcp:TLS, versions: ["TLSv1.2"]},
        ciphers: [cipher],
        sessionTimeout: 60
    });
    io:println("9 ", talk("localhost", {cert: trust, ciphers: [cipher]}));
    io:println("10 ", talk("localhost", {cert: trust, protocol: {name: tcp:TLS, versions: ["TLSv1.3"]}}));
    io:println("11 ", talk("localhost", {cert: trust, ciphers: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}));
    check l.gracefulStop();

    // People's own certificates: one of itself, and one with nothing but a common name.
    l = check serve(pem("self"));
    io:println("12 ", talk("localhost", {cert: dir + "/self.pem"}));
    check l.gracefulStop();
    l = check serve(pem("common-name"));
    io:println("13 ", talk("localhost", {cert: dir + "/common-name.pem"}));
    io:println("14 ", talk("127.0.0.1", {cert: dir + "/common-name.pem"}));
    check l.gracefulStop();

    l = check serve(());
    io:println("15 ", talk("localhost", {enable: false, cert: dir + "/ca.pem"}));
    io:println("16 ", talk("localhost", {cert: dir + "/ca.pem"}));
    check l.gracefulStop();

    check impatient();
    refused();
}

// Many at once.
function crowd(tcp:ClientSecureSocket ca) returns error? {
    future<string>[] all = [];
    foreach int i in 0 ..< 20 {
        future<string> f = start talk("localhost", ca, "text " + i.toString());
        all.push(f);
    }
    foreach int i in 0 ..< 20 {
        string|error text = wait all[i];
        if text !is string {
            return text;
        }
        if text != "text " + i.toString() {
            io:println("crowd: ", text);
        }
    }
}

// Several writers beside a reader, more than the system buffers.
function large(tcp:ClientSecureSocket ca) returns error? {
    tcp:Client c = check new ("localhost", port, secureSocket = ca, timeout = 10);
    future<error?>[] writers = [];
    foreach string:Char digit in "0123" {
        future<error?> f = start send(c, digit);
        writers.push(f);
    }
    int[] counts = [0, 0, 0, 0];
    int changes = 0;
    int last = -1;
    int total = 0;
    while total < 4 * 2000000 {
        byte[] data = check c->readBytes();
        total += data.length();
        foreach byte b in data {
            counts[b - 48] += 1;
            if b != last {
                changes += 1;
                last = b;
            }
        }
    }
    foreach var w in writers {
        check wait w;
    }
    check c->close();
    // What one has written is not mixed with what others have.
    io:println("large ", counts, " ", changes);
}

function send(tcp:Client c, string:Char digit) returns error? {
    check c->writeBytes(digit.padEnd(2000000, digit).toBytes());
}

// Who does not speak TLS gets no echo.
function plain() returns error? {
    tcp:Client c = check new ("localhost", port, timeout = 10);
    check c->writeBytes("good morning to you".toBytes());
    byte[] got = [];
    while true {
        byte[]|tcp:Error data = c->readBytes();
        if data is tcp:Error {
            io:println("plain ", got.length() < 10, " ", data.message());
            break;
        }
        got.push(...data);
    }
    check c->close();
}

// Those who keep one waiting.
function impatient() returns error? {
    tcp:Listener l = check serve({key: pem("server").key, handshakeTimeout: 0.1});
    tcp:Client c = check new ("localhost", port, timeout = 10);
    byte[]|tcp:Error none = c->readBytes();
    io:println("silent client: ", none is tcp:Error ? none.message() : "data");
    check l.gracefulStop();

    l = check new (port);
    check l.attach(new Mute());
    check l.'start();
    io:println("silent server: ", talk("localhost", {cert: dir + "/ca.pem", handshakeTimeout: 0.1}));
    check l.gracefulStop();
    runtime:sleep(0.05);
}

isolated service class Mute {
    *tcp:Service;

    isolated remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService|tcp:Error => new Silence();
}

isolated service class Silence {
    *tcp:ConnectionService;

    isolated remote function onBytes(readonly & byte[] data) returns tcp:Error? {
    }
}

// What cannot be had says so.
function refused() {
    string ca = dir + "/ca.pem";
    tcp:ClientSecureSocket[] clients = [
        {cert: ""},
        {cert: {path: "", password: "x"}},
        {cert: {path: dir + "/trust.p12", password: ""}},
        {cert: {path: dir + "/trust.p12", password: "wrong"}},
        {cert: {path: ca, password: "x"}},
        {cert: dir + "/server.key"},
        {cert: dir + "/none.pem"},
        {cert: ca, protocol: {name: tcp:TLS, versions: ["TLSv1.2", "TLSv1.1"]}},
        {cert: ca, protocol: {name: tcp:SSL, versions: ["SSLv3"]}},
        {cert: ca, protocol: {name: tcp:SSL}},
        {cert: ca, ciphers: ["TLS_RSA_WITH_AES_128_CBC_SHA"]},
        {cert: ca, protocol: {name: tcp:TLS, versions: ["TLSv1.2"]}, ciphers: ["TLS_AES_128_GCM_SHA256"]}
    ];
    foreach var secureSocket in clients {
        tcp:Client|error c = new ("localhost", port, secureSocket = secureSocket);
        io:println(shown(c is error ? c : ()));
    }
    tcp:ListenerSecureSocket[] listeners = [
        {key: {certFile: "", keyFile: "x"}},
        {key: {certFile: ca, keyFile: ""}},
        {key: {path: "", password: "x"}},
        {key: {path: dir + "/key.p12", password: ""}},
        {key: {path: dir + "/trust.p12", password: "secret"}},
        {key: {path: ca, password: "x"}},
        {key: {certFile: ca, keyFile: ca}},
        {key: {certFile: dir + "/expired.pem", keyFile: dir + "/server.key"}}
    ];
    foreach var secureSocket in listeners {
        tcp:Listener|error l = serve(secureSocket);
        io:println(shown(l is error ? l : ()));
    }
}
