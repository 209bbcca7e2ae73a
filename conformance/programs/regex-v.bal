import ballerina/io;
import ballerina/regex;

isolated function shout(regex:Match m) returns string => m.matched.toUpperAscii() + "!";

public function main() {
    io:println(regex:matches("2021-04-12", "\\d{4}-\\d{2}-\\d{2}"), regex:matches("a1", "\\d")); // @output truefalse
    io:println(regex:split("amal,,kamal,nimal,,", ",")); // @output ["amal","","kamal","nimal"]
    io:println(regex:split(",a,b", ",")); // @output ["","a","b"]
    io:println(regex:split("abc", "")); // @output ["a","b","c"]
    io:println(regex:split("", ","), regex:split(",,", ","), regex:split("abc", ",")); // @output [""][]["abc"]
    io:println(regex:replaceAll("ReplaceTTTGGGThis", "T+", " ")); // @output Replace GGG his
    io:println(regex:replaceAll("one two", "[a-z]+", shout)); // @output ONE! TWO!
    io:println(regex:replace("a-b-c", "-", "$1")); // @output a$1b-c
    io:println(regex:replace("a-b-c", "-", "+", 2)); // @output a-b+c
    io:println(regex:replace("abc", "x", "y")); // @output abc
    regex:Match? m = regex:search("Betty bought 12 bits", "(\\d)(\\d)( x)?", 3);
    if m is regex:Match {
        io:println(m.matched, " ", m.startIndex, " ", m.endIndex, " ", m.groups.count); // @output 12 13 15 3
        io:println(m.groups.get(2)); // @output {"matched":"2","startIndex":14,"endIndex":15}
        io:println(m.groups.get(3) is ()); // @output true
        regex:PartMatch?|error none = trap m.groups.get(4);
        io:println(none is error ? none.message() : "");
        // @output There is no capturing group in the pattern with the given index 4.
    }
    io:println(from var each in regex:searchAll("a1b22", "\\d+") select each.matched); // @output ["1","22"]
    io:println(regex:search("abc", "\\d") is ()); // @output true
    io:println((trap regex:matches("a", "(")) is error); // @output true
}
