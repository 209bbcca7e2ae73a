// Links between resources.

import ballerina/http;

configurable int port = ?;

listener http:Listener l = new (port);

type Order record {
    string item;
};

type Closed record {|
    string item;
|};

final Order & readonly fixed = {item: "fixed"};
Order kept = {item: "kept"};

service /shop on l {
    @http:ResourceConfig {linkedTo: [{name: "Payment", relation: "Pay"}, {name: "orders", relation: "edit", method: "put"}]}
    resource function get orders/[string id]() returns Order => kept;

    @http:ResourceConfig {name: "Orders", linkedTo: [{name: "Orders", method: "DELETE"}]}
    resource function put orders/[string id]() returns Closed => {item: id};

    @http:ResourceConfig {name: "Orders"}
    resource function delete orders/[string id]() returns http:NoContent|http:NotFound => http:NO_CONTENT;

    @http:ResourceConfig {name: "Payment", linkedTo: [{name: "all"}]}
    resource function put payment/[string id]() returns http:Accepted => {};

    @http:ResourceConfig {name: "ALL", linkedTo: [{name: "payment"}]}
    resource function 'default files/[string... rest]() returns http:Ok => {body: {a: 1}};

    @http:ResourceConfig {linkedTo: [{name: "payment"}]}
    resource function get fixed() returns Order => fixed;

    @http:ResourceConfig {linkedTo: [{name: "payment"}]}
    resource function get own() returns http:Ok => {headers: {"link": "mine"}};

    @http:ResourceConfig {linkedTo: [{name: "payment"}]}
    resource function get response() returns http:Response => new;
}

service class Missing {
    *http:Service;

    @http:ResourceConfig {linkedTo: [{name: "nobody", method: "get"}]}
    resource function get a() {
    }
}

public function main() returns error? {
    error? failure = l.attach(new Missing(), "missing");
    if failure is error {
        check l.attach(new Message(failure.message()), "message");
    }
}

service class Message {
    *http:Service;
    private final string text;

    function init(string text) {
        self.text = text;
    }

    resource function get .() returns string => self.text;
}
