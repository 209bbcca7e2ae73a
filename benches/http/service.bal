// What benches/http measures: an answer in JSON, and a POST whose payload is bound to a record.

import ballerina/http;

configurable int port = 9090;

type User record {
    string userId;
    string username;
    int age;
};

map<User> users = {};

service / on new http:Listener(port) {
    resource function get hello() returns json {
        return {"message": "Hello, World!"};
    }

    resource function post user(User user) returns json {
        users[user.userId] = user;
        json response = {"message": "User created successfully"};
        return response;
    }

    resource function get user(string userId) returns User? {
        return users[userId];
    }
}
