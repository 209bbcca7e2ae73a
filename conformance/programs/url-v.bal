import ballerina/io;
import ballerina/url;

public function main() returns error? {
    io:println(check url:encode("http://xyz.com/?a=1 2&b=*~.-_+é€", "UTF-8"));
    // @output http%3A%2F%2Fxyz.com%2F%3Fa%3D1%202%26b%3D%2A~.-_%2B%C3%A9%E2%82%AC
    io:println(check url:encode("é", "iso-8859-1"), " ", check url:encode("é", "UTF-16LE")); // @output %E9 %E9%00
    io:println(check url:decode("a%20b+c%2bd%C3%a9é%", "UTF-8")); // @output a b c+déé%
    foreach string charset in ["UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE"] {
        string text = "Ein Weg 道 😀";
        io:println(check url:decode(check url:encode(text, charset), charset) == text); // @output true
        // @output true
        // @output true
        // @output true
    }
    foreach [string, string] [text, charset] in [["%GG", "UTF-8"], ["%FF", "UTF-8"], ["%FF", "ASCII"], ["a", "abc"],
            ["%00", "UTF-16"]] {
        string|url:Error result = url:decode(text, charset);
        io:println(result is url:Error); // @output true
        // @output true
        // @output true
        // @output true
        // @output true
    }
    string|url:Error result = url:encode("a", "abc");
    io:println(result is error ? result.message() : ""); // @output Error occurred while encoding. abc
    io:println(url:encode("€", "US-ASCII") is error); // @output true
}
