import ballerina/io;
import ballerina/mime;

public function main() returns error? {
    mime:MediaType media = check mime:getMediaType("Application/Vnd.a+JSON; Charset=utf-8;boundary=\"a;b\"");
    io:println(media.primaryType, " ", media.subType, " ", media.suffix); // @output application vnd.a+json json
    io:println(media.parameters); // @output {"charset":"utf-8","boundary":"a;b"}
    io:println(media.getBaseType(), " ", media.toString()); // @output application/vnd.a+json application/vnd.a+json; charset=utf-8;boundary=a;b
    io:println((check mime:getMediaType(mime:TEXT_PLAIN)).toString()); // @output text/plain
    foreach string wrong in ["", "text", "text/", "a b/c", "text/plain; charset"] {
        io:println(mime:getMediaType(wrong) is mime:InvalidContentTypeError); // @output true
        // @output true
        // @output true
        // @output true
        // @output true
    }
    mime:ContentDisposition d = mime:getContentDispositionObject("form-data; name=\"a;\\\"b\"; filename=c.txt; size=5");
    io:println(d.disposition, " ", d.name, " ", d.fileName, " ", d.parameters); // @output form-data a;"b c.txt {"size":"5"}
    io:println(d.toString()); // @output form-data;name="a;\"b";filename="c.txt";size=5
    string|byte[] encoded = check mime:base64Encode("Hello é");
    io:println(encoded); // @output SGVsbG8gw6k=
    io:println(check mime:base64Decode("SGVs\r\nbG8 gw6k=")); // @output Hello é
    byte[] long = from int i in 0 ..< 100
        select <byte>(i % 7);
    byte[] blob = check mime:base64EncodeBlob(long);
    io:println(blob.length(), " ", blob[76], " ", blob[77]); // @output 138 13 10
    io:println(check mime:base64DecodeBlob(blob) == long); // @output true
    io:println(mime:base64Decode("A") is mime:DecodeError); // @output true
}
