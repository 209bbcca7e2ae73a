import ballerina/io;

function burst(int n) returns int {
    map<string> all = {};
    foreach int i in 0 ..< n {
        all[i.toString()] = "value " + i.toString();
    }
    return all.length();
}

public function main() {
    io:println(burst(150000));
    io:println(io:readln("ready\n"));
}
