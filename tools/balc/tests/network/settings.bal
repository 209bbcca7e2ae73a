// Settings of listeners and clients, and those that are refused.

import ballerina/http;
import ballerina/io;
import ballerina/lang.runtime;

configurable int port = ?;
configurable int other = ?;
configurable int third = ?;

listener http:Listener server = new (port,
    http1Settings = {keepAlive: http:KEEPALIVE_NEVER, maxPipelinedRequests: 1},
    socketConfig = {soBackLog: 50, receiveBufferSize: 65536, sendBufferSize: 65536, tcpNoDelay: false, keepAlive: true},
    minIdleTimeInStaleState = -1
);

final http:Client sparing = check new (string `http://localhost:${other}`, {
    httpVersion: http:HTTP_1_1,
    poolConfig: {minEvictableIdleTime: 0.2, timeBetweenEvictionRuns: 0.1},
    socketConfig: {receiveBufferSize: 32768, sendBufferSize: 32768, tcpNoDelay: false, socketReuse: false, keepAlive: true}
});

service / on server {
    @http:ResourceConfig {transactionInfectable: false}
    resource function get .() returns string => "once";

    resource function get elsewhere() returns string|error {
        return sparing->/;
    }

    resource function get config() returns json {
        var {host, http1Settings, timeout, httpVersion} = server.getConfig();
        return [host, http1Settings, timeout, httpVersion];
    }
}

service / on new http:Listener(third, timeout = 0.4, server = "impatient") {
    resource function get slowly() returns string {
        runtime:sleep(1.5);
        return "late";
    }

    resource function post length(http:Request request) returns int|error {
        byte[] all = check request.getBinaryPayload();
        return all.length();
    }
}

function show(http:Listener|http:Client|error made) {
    io:println(made is error ? made.message() : "made");
}

public function main() {
    show(new http:Listener(port, http1Settings = {keepAlive: http:KEEPALIVE_ALWAYS}));
    show(new http:Listener(port, http1Settings = {maxPipelinedRequests: 0}));
    show(new http:Listener(port, timeBetweenStaleEviction = 1));
    show(new http:Client("localhost", forwarded = "enable"));
    show(new http:Client("localhost", poolConfig = {minIdleTimeInStaleState: 7}));
    show(new http:Client("localhost", poolConfig = {minIdleTimeInStaleState: -1}));
    http:PoolConfiguration pool = {};
    io:println(pool.maxIdleConnections, " ", pool.waitTime);
}
