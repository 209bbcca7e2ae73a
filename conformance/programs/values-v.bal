import ballerina/io;

type Point record {|
    int x;
    float y;
|};

public function main() returns error? {
    json j = check "{\"x\": 1, \"y\": 2.50, \"s\": \"a\\n\"}".fromJsonString();
    io:println(j); // @output {"x":1,"y":2.50,"s":"a\n"}
    Point p = check {"x": 1, "y": 2}.cloneWithType();
    io:println(p); // @output {"x":1,"y":2.0}
    Point|error bad = {"x": "no"}.cloneWithType();
    io:println(bad is error); // @output true
    io:println([1, "a", ()].toString(), " ", [1, 2.5d, ()].toBalString()); // @output [1,"a",null] [1,2.5d,()]
    map<anydata> m = {a: [1]};
    map<anydata> c = m.clone();
    io:println(m == c, " ", m === c); // @output true false
    io:println(int:fromString("x") is error, " ", check int:fromString("-12")); // @output true -12
    io:println(1000.00d, " ", decimal:round(2.345, 2)); // @output 1000.00 2.34
}
