// Services on the listener that nobody has made.

import ballerina/http;

listener http:Listener l = http:getDefaultListener();

service /one on l {
    resource function get port() returns int => l.getPort();
}

service /two on check http:getDefaultListener() {
    resource function get same() returns boolean|error {
        http:Listener again = check http:getDefaultListener();
        return again === l;
    }
}
