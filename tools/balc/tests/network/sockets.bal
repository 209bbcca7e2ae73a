// Clients and servers of ballerina/tcp and ballerina/udp in one program; `../network.rs` has its output.

import ballerina/io;
import ballerina/lang.runtime;
import ballerina/tcp;
import ballerina/udp;

configurable int port = ?;

isolated service class Echo {
    *tcp:ConnectionService;

    isolated remote function onBytes(readonly & byte[] data) returns byte[]|tcp:Error? {
        return data;
    }

    isolated remote function onClose() {
        io:println("closed");
    }
}

isolated service class Front {
    *tcp:Service;

    isolated remote function onConnect(tcp:Caller caller) returns tcp:ConnectionService|tcp:Error {
        return new Echo();
    }
}

isolated service class Shout {
    *udp:Service;

    isolated remote function onBytes(readonly & byte[] data, udp:Caller caller) returns byte[]|error {
        string text = check string:fromBytes(data);
        return text.toUpperAscii().toBytes();
    }
}

function talk(int n) returns string|error {
    tcp:Client c = check new ("127.0.0.1", port, timeout = 5);
    string out = "";
    foreach int _ in 0 ..< 3 {
        check c->writeBytes(("<" + n.toString() + ">").toBytes());
        byte[] data = check c->readBytes();
        out += check string:fromBytes(data);
    }
    check c->close();
    return out;
}

public function main() returns error? {
    tcp:Listener l = check new (port);
    check l.attach(new Front());
    check l.'start();
    future<string|error>[] talks = [];
    foreach int n in 0 ..< 5 {
        future<string|error> t = start talk(n);
        talks.push(t);
    }
    foreach var t in talks {
        string text = check wait t;
        io:println(text);
    }
    runtime:sleep(0.05);
    tcp:Client slow = check new ("localhost", port, timeout = 0.05);
    byte[]|tcp:Error late = slow->readBytes();
    io:println(late is tcp:Error ? late.message() : "data");
    check slow->close();
    byte[]|tcp:Error gone = slow->readBytes();
    io:println(gone is tcp:Error ? gone.message() : "data");
    check l.gracefulStop();
    tcp:Client|tcp:Error none = new ("localhost", port);
    io:println(none is tcp:Error ? none.message() : "connected");

    udp:Listener u = check new (port);
    check u.attach(new Shout());
    check u.'start();
    udp:ConnectClient cc = check new ("localhost", port);
    check cc->writeBytes("hello".toBytes());
    byte[] answer = check cc->readBytes();
    io:println(string:fromBytes(answer));
    check cc->close();
    udp:Client anybody = check new;
    check anybody->sendDatagram({remoteHost: "localhost", remotePort: port, data: "datagram".toBytes()});
    udp:Datagram d = check anybody->receiveDatagram();
    io:println(d.remoteHost, " ", d.remotePort == port, " ", string:fromBytes(d.data));
    check anybody->close();
    check u.gracefulStop();
    future<string|error> hanging = start hang();
    runtime:sleep(0.05);
    hanging.cancel();
    string|error r = trap wait hanging;
    io:println(r is error ? r.message() : "?");
}

function hang() returns string|error {
    udp:Client c = check new;
    udp:Datagram d = check c->receiveDatagram();
    return d.remoteHost;
}
