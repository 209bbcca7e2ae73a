// Bodies in parts.

import ballerina/http;
import ballerina/mime;

configurable int port = ?;

listener http:Listener server = new (port);

isolated function described(mime:Entity[] parts) returns string[]|error {
    string[] out = [];
    foreach mime:Entity part in parts {
        mime:ContentDisposition disposition = part.getContentDisposition();
        out.push(string `${disposition.name} ${disposition.fileName} ${part.getContentType()}: ${check part.getText()}`);
    }
    return out;
}

isolated function part(string name, string text) returns mime:Entity {
    mime:Entity entity = new;
    entity.setText(text);
    entity.setContentDisposition(mime:getContentDispositionObject("form-data; name=" + name));
    return entity;
}

service /parts on server {
    isolated resource function post described(http:Request request) returns string[]|error {
        return described(check request.getBodyParts());
    }

    isolated resource function post echo(http:Request request) returns http:Response|error {
        http:Response response = new;
        response.setBodyParts(check request.getBodyParts(), mime:MULTIPART_MIXED);
        return response;
    }

    isolated resource function get entity() returns http:Response {
        mime:Entity entity = new;
        entity.setXml(xml `<a/>`, mime:TEXT_XML);
        entity.setHeader("x-own", "1");
        http:Response response = new;
        response.setEntity(entity);
        return response;
    }

    isolated resource function get 'client() returns string[]|error {
        mime:Entity inner = new;
        inner.setBodyParts([part("two", "2")], mime:MULTIPART_MIXED);
        http:Request request = new;
        request.setBodyParts([part("one", "1"), inner]);
        http:Client c = check new (string `http://localhost:${port}`);
        http:Response response = check c->post("/parts/echo", request);
        mime:Entity[] parts = check response.getBodyParts();
        string[] out = check described([parts[0]]);
        out.push("inner " + parts[1].getContentDisposition().name, ...check described(check parts[1].getBodyParts()));
        return out;
    }
}
