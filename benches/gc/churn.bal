import ballerina/io;

// A map of small records that stays as large as it is while its members are replaced one by one.

type Entry record {|
    int id;
    int version;
    string text;
|};

public function main(int members, int updates) {
    map<Entry> entries = {};
    foreach int i in 0 ..< members {
        entries["key" + i.toString()] = {id: i, version: 0, text: "value " + i.toString()};
    }
    int seed = 42;
    foreach int version in 1 ... updates {
        seed = seed * 16807 % 2147483647;
        int i = seed % members;
        entries["key" + i.toString()] = {id: i, version, text: "value " + version.toString()};
    }
    int sum = 0;
    foreach Entry e in entries {
        sum = (sum * 31 + e.version) % 1000000007;
    }
    io:println(entries.length(), " ", sum);
}
