// Pushes; `../http2.rs` is the client.

import ballerina/http;
import ballerina/io;

configurable int port = ?;

isolated service / on new http:Listener(port) {
    isolated resource function get page(http:Caller caller) returns error? {
        http:PushPromise style = new ("/style.css");
        style.addHeader("x-a", "b");
        http:PushPromise second = new ("/never", "HEAD");
        http:Response early = new;
        http:ListenerError? unsent = caller->pushPromisedResponse(style, early);
        io:println(unsent is error ? unsent.message() : "sent");
        http:ListenerError? failure = caller->promise(style);
        if failure is error {
            io:println(failure.message());
            return caller->respond("alone");
        }
        check caller->promise(second);
        check caller->respond("page");
        http:Response response = new;
        response.setTextPayload("style", "text/css");
        check caller->pushPromisedResponse(style, response);
        http:Response nothing = new;
        nothing.statusCode = 404;
        check caller->pushPromisedResponse(second, nothing);
        http:ListenerError? late = caller->promise(new ("/late"));
        io:println(late is error ? late.message() : "sent");
    }
}
