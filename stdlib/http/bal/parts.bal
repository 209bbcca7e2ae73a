// Bodies as entities of ballerina/mime, and their parts.

import ballerina/mime;

# What a request or response has, as an entity.
isolated function entityOf(Content content) returns mime:Entity|ClientError {
    mime:Entity entity = new;
    entity.setByteArray(check content.bytes());
    entity.removeAllHeaders();
    string[] list = content.list();
    foreach int i in 0 ..< list.length() / 2 {
        entity.addHeader(list[2 * i], list[2 * i + 1]);
    }
    return entity;
}

# Takes body and headers of an entity; other headers stay.
isolated function setEntityOf(Content content, mime:Entity entity) {
    byte[] body = checkpanic entity.getByteArray();
    foreach string name in entity.getHeaderNames() {
        string[]|mime:HeaderNotFoundError values = entity.getHeaders(name);
        content.remove(name);
        foreach string value in values is string[] ? values : [] {
            content.add(name, value);
        }
    }
    content.setBody(body, (), "application/octet-stream");
}

isolated function setParts(Content content, mime:Entity[] parts, string contentType) {
    mime:Entity entity = new;
    entity.setBodyParts(parts, contentType);
    setEntityOf(content, entity);
}

isolated function partsOf(Content content, string what) returns mime:Entity[]|ClientError {
    mime:Entity entity = check entityOf(content);
    mime:Entity[]|mime:ParserError parts = entity.getBodyParts();
    return parts is mime:ParserError
        ? error GenericClientError("Error occurred while retrieving body parts from the " + what, parts) : parts;
}
