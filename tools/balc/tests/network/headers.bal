// Values of header fields, parsed.

import ballerina/http;
import ballerina/io;

public function main() returns error? {
    foreach string text in ["text/plain;level=1;q=0.6, application/xml", "<a>; rel=\"x\"; methods=\"GET, PUT\"", "", "a;b", "a;=c", "a;b=", ";a=b"] {
        http:HeaderValue[]|http:ClientError values = http:parseHeader(text);
        io:println(values is error ? values.message() : values);
    }
    http:HeaderPosition position = http:TRAILING;
    io:println(position, " ", http:LEADING);
    http:Response response = new;
    response.setHeader("x-a", "1", http:LEADING);
    response.addHeader("x-a", "2", position = http:LEADING);
    io:println(response.hasHeader("x-a", http:LEADING), " ", response.getHeaderNames(http:LEADING));
    response.setHeader("x-a", "3", position);
    io:println(check response.getHeaders("x-a", position), " ", check response.getHeaders("x-a"));
    response.removeAllHeaders(position);
    io:println(response.hasHeader("x-a", position), " ", response.hasHeader("x-a"));
}
