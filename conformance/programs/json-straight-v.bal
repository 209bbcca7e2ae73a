// JSON text becomes a value of a type straight away, or by way of the generic value: the results are the same.

import ballerina/io;

type Point record {|
    int x;
    float y;
    decimal z?;
|};

type Colour "red"|"blue";

type Shape record {
    string name;
    readonly & Point[] points;
    Colour? colour;
    map<boolean> flags = {};
};

type Strict readonly & record {|
    string id;
    int[2] pair?;
    [int, string...] rest?;
|};

function both(string text, typedesc<anydata> t) {
    anydata|error straight = text.fromJsonStringWithType(t);
    json|error generic = text.fromJsonString();
    anydata|error converted = generic is error ? generic : generic.fromJsonWithType(t);
    if straight is error || converted is error {
        string a = straight is error ? straight.toString() : "no error";
        string b = converted is error ? converted.toString() : "no error";
        io:println(a == b ? "error" : a + " but " + b);
        return;
    }
    io:println(straight == converted && (typeof straight).toString() == (typeof converted).toString(), " ",
            straight.toString(), " ", straight is readonly);
}

public function main() {
    both("{\"x\":1, \"y\":2}", Point); // @output true {"x":1,"y":2.0} false
    both("{\"y\":2.50, \"z\":1.50, \"x\":7.0}", Point); // @output true {"x":7,"y":2.5,"z":1.50} false
    both("{\"x\":1}", Point); // @output error
    both("{\"x\":1, \"y\":2, \"w\":0}", Point); // @output error
    both("{\"x\":1, \"y\":2, \"x\":3}", Point); // @output true {"x":3,"y":2.0} false
    both("{\"x\":\"1\", \"y\":2}", Point); // @output error
    both("{\"x\":1, \"y\":2,}", Point); // @output error
    string points = "\"points\":[{\"x\":1, \"y\":1}, {\"x\":2, \"y\":2, \"z\":3}]";
    both("{\"name\":\"a\", " + points + ", \"colour\":\"red\", \"flags\":{\"b\":true}, \"n\":1.25, \"l\":[1, {}]}", Shape); // @output true {"name":"a","points":[{"x":1,"y":1.0},{"x":2,"y":2.0,"z":3}],"colour":"red","flags":{"b":true},"n":1.25,"l":[1,{}]} false
    both("{\"name\":\"a\", " + points + ", \"colour\":null}", Shape); // @output true {"name":"a","points":[{"x":1,"y":1.0},{"x":2,"y":2.0,"z":3}],"colour":null,"flags":{}} false
    both("{\"name\":\"a\", " + points + ", \"colour\":\"green\"}", Shape); // @output error
    both("{\"id\":\"a\", \"pair\":[1, 2], \"rest\":[1, \"b\"]}", Strict); // @output true {"id":"a","pair":[1,2],"rest":[1,"b"]} true
    both("{\"id\":\"a\"}", Strict); // @output true {"id":"a"} true
    both("[1, 2.0, 3e0]", Ints); // @output true [1,2,3] false
    both("[1, 2.5]", Ints); // @output true [1,2] false
    both("[1, 300]", Bytes); // @output error
    both("[[1], []]", Rows); // @output true [[1],[]] false
    both("{\"a\":[{\"b\":null}]}", Json); // @output true {"a":[{"b":null}]} false
    both("-0.0", Float); // @output true -0.0 true
    both("null", MaybeInt); // @output true  true
    both("9223372036854775808", MaybeInt); // @output error
}

type Ints int[];
type Bytes byte[];
type Rows int[][];
type Json json;
type Float float;
type MaybeInt int?;
