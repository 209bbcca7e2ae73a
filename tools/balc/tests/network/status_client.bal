// Responses that are bound to the records of their status codes.

import ballerina/constraint;
import ballerina/http;
import ballerina/io;

configurable int port = ?;

type Album record {|
    string id;
    @constraint:String {maxLength: 5}
    string title;
|};

type Problem record {|
    string code;
|};

type Headers record {|
    string x\-name;
    int x\-count;
    boolean[] x\-flags?;
|};

type Found record {|
    *http:Ok;
    Album body;
    Headers headers;
    string mediaType;
|};

type Plain record {|
    *http:Ok;
    Album body;
|};

type Missing record {|
    *http:NotFound;
    Problem body;
|};

type Texts record {|
    *http:Ok;
    string body;
    map<string> headers;
|};

type Short record {|
    *http:Ok;
    "application/xml" mediaType;
|};

type Any record {|
    *http:DefaultStatusCodeResponse;
    Problem body;
|};

isolated service class Albums {
    *http:Service;

    isolated resource function get albums/[string id]() returns http:Response {
        http:Response response = new;
        match id {
            "0" => {
                response.statusCode = 404;
                response.setJsonPayload({code: "none"});
            }
            "1" => {
                response.setJsonPayload({id, title: "Train"});
                response.setHeader("x-name", "n");
                response.setHeader("x-count", "3");
                response.addHeader("x-flags", "true");
                response.addHeader("x-flags", "false");
            }
            "2" => {
                response.setJsonPayload({id, title: "Too long"});
            }
            "3" => {
                response.statusCode = 418;
                response.setJsonPayload({code: "teapot"});
            }
            "4" => {
                response.setTextPayload("text");
                response.setHeader("x-count", "many");
                response.setHeader("x-name", "n");
            }
            "5" => {
                response.statusCode = 204;
            }
            _ => {
                response.statusCode = 503;
                response.setJsonPayload({code: "busy"});
            }
        }
        return response;
    }

    isolated resource function post albums(Album album) returns http:Created => {body: album, headers: {location: "/1"}};
}

function tell(string what, http:StatusCodeResponse|error result) {
    if result is http:StatusCodeResponseBindingError {
        var detail = result.detail();
        io:println(what, ": ", result.message(), " | ", detail.statusCode, " ", detail.body, " ", detail.fromDefaultStatusCodeMapping,
                " ", result is http:StatusCodeResponseDataBindingError, " ", result is http:StatusCodeBindingClientRequestError,
                " ", result is http:StatusCodeBindingRemoteServerError, " ", result is http:PayloadBindingError, " ",
                result is http:PayloadValidationError, " ", result is http:HeaderBindingError, " ",
                result is http:MediaTypeBindingError);
    } else if result is error {
        io:println(what, ": other ", result);
    } else {
        io:println(what, ": ", result.status.code, " ", result?.body, " ", result?.mediaType);
    }
}

public function main() returns error? {
    http:Listener server = check new (port);
    check server.attach(new Albums());
    check server.'start();
    string url = string `http://localhost:${port}`;
    http:StatusCodeClient c = check new (url);

    Found|Missing|error one = c->/albums/["1"];
    tell("found", one);
    if one is Found {
        io:println(one.headers);
    }
    Found|Missing|error none = c->/albums/["0"];
    tell("missing", none);
    io:println(none is Missing);
    http:Ok|http:NotFound|error generic = c->get("/albums/1");
    tell("generic", generic);
    Plain|error long = c->get("/albums/2");
    tell("not valid", long);
    http:StatusCodeClient unchecked = check new (url, validation = false);
    Plain|error taken = unchecked->get("/albums/2");
    tell("not validated", taken);
    Found|error headless = c->get("/albums/2");
    tell("without headers", headless);
    Found|error many = c->get("/albums/4");
    tell("no number", many);
    Plain|error text = c->get("/albums/4");
    tell("no album", text);
    Texts|error texts = c->get("/albums/4");
    tell("texts", texts);
    if texts is Texts {
        io:println(texts.headers["x-count"]);
    }
    Short|error short = c->get("/albums/4");
    tell("media type", short);
    Plain|error unexpected = c->get("/albums/0");
    tell("unexpected", unexpected);
    Plain|error busy = c->get("/albums/6");
    tell("busy", busy);
    Plain|Any|error teapot = c->get("/albums/3");
    tell("teapot", teapot);
    Plain|Any|error default = c->get("/albums/0");
    tell("default", default);
    Any|error wrong = c->get("/albums/1");
    tell("wrong default", wrong);
    http:NoContent|error empty = c->/albums/["5"];
    tell("empty", empty);
    Plain|error no = c->/albums/["5"];
    tell("not empty", no);
    http:Created|error created = c->/albums.post({id: "1", title: "a"});
    tell("created", created);
    if created is http:Created {
        io:println(created.headers["location"]);
    }
    http:Created|http:BadRequest|error bad = c->post("/albums", {id: "1"});
    io:println(bad is http:BadRequest);
    http:Response|error head = c->head("/albums/1");
    io:println(head is http:Response ? head.statusCode : head);
    http:StatusCodeClient nobody = check new ("http://localhost:1");
    http:Ok|error refused = nobody->get("/");
    io:println(refused is http:ClientError, " ", refused is http:StatusCodeResponseBindingError);
    check server.gracefulStop();
}
