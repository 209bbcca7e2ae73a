import ballerina/io;

type Fixed json & readonly;

type Kept anydata & readonly;

public function main() returns error? {
    json j = [1, 2.5d, {a: true}];
    Fixed f = check j.cloneWithType();
    io:println(f, " ", f is readonly); // @output [1,2.5,{"a":true}] true
    Kept k = check j.cloneWithType();
    io:println(k == j); // @output true
}
