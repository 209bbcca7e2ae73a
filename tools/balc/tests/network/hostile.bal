// What hostile requests are sent to.

import ballerina/http;

configurable int port = ?;
configurable int hasty = ?;

type User record {
    string id;
    int age;
};

service / on new http:Listener(port, requestLimits = {maxEntityBodySize: 1000}) {
    isolated resource function get hello() returns string {
        return "hello";
    }

    isolated resource function post value(@http:Payload json value) returns string {
        return value.toJsonString();
    }

    isolated resource function post user(User user) returns string {
        return user.id;
    }
}

service / on new http:Listener(hasty, timeout = 0.2) {
    isolated resource function get large() returns byte[] {
        byte[] all = [];
        all[120000000] = 1;
        return all;
    }

    isolated resource function post user(User user) returns string {
        return user.id;
    }
}
