// The default listener, and rules that choose the targets of a load balancing client.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

isolated service /a on check http:getDefaultListener() {
    isolated resource function get .() returns string => "a";
}

isolated service /b on check http:getDefaultListener() {
    isolated resource function get .() returns string => "b";

    isolated resource function get chosen() returns string[][]|error {
        http:TargetService[] targets = [{url: string `http://localhost:${port}/a`}, {url: string `http://localhost:${port}/b`}];
        http:LoadBalanceClient inTurn = check new (targets = targets);
        http:LoadBalanceClient backwards = check new (targets = targets, lbRule = new Backwards());
        return [ask(inTurn), ask(backwards)];
    }
}

# The last one first, then an error.
isolated class Backwards {
    *http:LoadBalancerRule;
    private int left = 2;

    public isolated function getNextClient(http:Client?[] loadBalanceCallerActionsArray) returns http:Client|http:ClientError {
        lock {
            self.left -= 1;
            http:Client? chosen = self.left < 0 ? () : loadBalanceCallerActionsArray[self.left];
            return chosen ?: error http:ClientError("no more");
        }
    }
}

isolated function ask(http:LoadBalanceClient c) returns string[] {
    string[] all = [];
    while all.length() < 3 {
        string|error text = c->get("");
        all.push(text is error ? text.message() : text);
    }
    return all;
}

function init() returns error? {
    http:Listener default = check http:getDefaultListener();
    io:println(default === check http:getDefaultListener(), " ", default.getPort() == port, " ", http:defaultListenerConfig.server);
}

public function main() returns error? {
    io:println(http:CACHE_CONTROL, " ", http:MAX_AGE, " ", http:GET);
}
