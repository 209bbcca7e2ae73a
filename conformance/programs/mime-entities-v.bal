import ballerina/io;
import ballerina/mime;

function part(string name, string text) returns mime:Entity {
    mime:Entity entity = new;
    mime:ContentDisposition disposition = new;
    disposition.disposition = "form-data";
    disposition.name = name;
    entity.setContentDisposition(disposition);
    entity.setText(text);
    return entity;
}

public function main() returns error? {
    mime:Entity inner = new;
    mime:Entity json1 = new;
    json1.setJson({a: [1, 2]});
    json1.setHeader("X-Own", "one\r\nX-Injected: two");
    inner.setBodyParts([json1], "multipart/mixed; boundary=inner");
    mime:Entity outer = new;
    outer.setBodyParts([part("first", "text\r\n--outer"), inner, part("empty", "")], "multipart/form-data; boundary=OUT");
    mime:Entity received = new;
    received.setByteArray(check outer.getByteArray(), outer.getContentType());
    mime:Entity[] parts = check received.getBodyParts();
    io:println(parts.length(), " ", parts[0].getContentDisposition().name, " ", (check parts[0].getText()).toBytes().length()); // @output 3 first 13
    mime:Entity[] nested = check parts[1].getBodyParts();
    io:println(nested.length(), " ", check nested[0].getJson(), " ", check nested[0].getHeader("x-own")); // @output 1 {"a":[1,2]} one X-Injected: two
    io:println(nested[0].getHeaderNames()); // @output ["content-type","X-Own"]
    io:println((check parts[2].getText()).length()); // @output 0
    mime:Entity drawn = new;
    drawn.setBodyParts([part("a", "b")]);
    io:println(drawn.getContentType().length(), " ", (check drawn.getBodyParts()).length()); // @output 62 1
    foreach string broken in ["", "--x", "--x\r\n\r\nno end", "--x\r\nno body\r\n--x--"] {
        mime:Entity entity = new;
        entity.setText(broken, "multipart/mixed; boundary=x");
        io:println(entity.getBodyParts() is mime:ParserError); // @output true
        // @output true
        // @output true
        // @output true
    }
    mime:Entity bare = new;
    bare.setText("--x\r\n\r\nbare\r\n--x--", "multipart/mixed; boundary=\"x\"");
    io:println(check (check bare.getBodyParts())[0].getText()); // @output bare
    io:println(part("a", "{").getJson() is mime:ParserError, " ", part("a", "x").getBodyParts() is mime:ParserError); // @output true true
}
