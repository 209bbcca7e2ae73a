import ballerina/io;

type Fixed json & readonly;

type Kept anydata & readonly;

type Store record {|
    string path;
|};

type Files record {|
    string certificate;
    string[] more = ["x"];
|};

type Keys record {|
    Store|Files key;
    (Store|Files)? other = ();
|};

public function main() returns error? {
    json j = [1, 2.5d, {a: true}];
    Fixed f = check j.cloneWithType();
    io:println(f, " ", f is readonly); // @output [1,2.5,{"a":true}] true
    Kept k = check j.cloneWithType();
    io:println(k == j); // @output true

    // A union is taken apart whatever is said besides.
    readonly & Keys keys = check {key: {path: "p"}, other: {certificate: "c"}}.fromJsonWithType();
    io:println(keys); // @output {"key":{"path":"p"},"other":{"certificate":"c","more":["x"]}}
    readonly & (map<json>[]?) maps = check "[{\"a\": 1}]".fromJsonStringWithType();
    io:println(maps, " ", maps is readonly & map<json>[]); // @output [{"a":1}] true
}
