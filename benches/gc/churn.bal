import ballerina/io;

// Maps of small records that stay as large as they are while their members are replaced one by one: one for each strand.

type Entry record {|
    int id;
    int version;
    string text;
|};

isolated function churn(int members, int updates) returns int {
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
    int sum = entries.length();
    foreach Entry e in entries {
        sum = (sum * 31 + e.version) % 1000000007;
    }
    return sum;
}

public function main(int members, int updates, int strands) returns error? {
    future<int>[] all = [];
    foreach int _ in 0 ..< strands {
        future<int> f = start churn(members / strands, updates / strands);
        all.push(f);
    }
    foreach future<int> f in all {
        int sum = check wait f;
        io:println(sum);
    }
}
