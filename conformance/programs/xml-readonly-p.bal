import ballerina/io;

public function main() {
    xml:Element & readonly x = xml `<a b="c"><d/></a>`;
    io:println(x is readonly); // @output true
    map<string> attributes = x.getAttributes();
    attributes["b"] = "new";
}
