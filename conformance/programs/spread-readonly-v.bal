import ballerina/io;

type Open record {
    never msg?;
    int n = 0;
};

type Text record {
    string text?;
};

public function main() {
    readonly & Open a = {n: 1, "more": [1]};
    readonly & Open b = {...a};
    readonly & map<anydata> c = {...a};
    readonly & Text d = {"x": {"y": 1}};
    readonly & Text e = {...d};
    io:println(b, c, e); // @output {"n":1,"more":[1]}{"n":1,"more":[1]}{"x":{"y":1}}
    readonly & map<int[]> f = {"k": [1]};
    readonly & map<anydata> g = {...f};
    io:println(g is readonly, " ", g); // @output true {"k":[1]}
}
