import ballerina/io;

enum Level {
    LOW = "low",
    HIGH = "high"
}

type Server record {|
    string host;
    int port = 80;
    decimal rate?;
    Level level = LOW;
|};

type Options record {|
    int age;
    string name = "nobody";
    boolean verbose = false;
    string[] tags = [];
    float size?;
|};

configurable int port = ?;
configurable map<string> names = {};
configurable Server first = {host: "none"};
configurable Server[] servers = [];
configurable table<record {|readonly int id; string label = "none";|}> key(id) rows = table [];
configurable int|string either = 1;
configurable Level level = LOW;
configurable float share = 1;
configurable decimal price = 1;
configurable anydata anything = ();
configurable json text = ();
configurable xml page = xml `<a/>`;
configurable [int, string] pair = [1, "a"];
configurable int? maybe = ();

public function main(string command, *Options options) {
    io:println(port, " ", names, " ", first);
    io:println(servers, " ", rows);
    io:println(either, " ", level, " ", share, " ", price, " ", anything, " ", text);
    io:println(page, " ", pair, " ", maybe);
    io:println(command, " ", options);
}
