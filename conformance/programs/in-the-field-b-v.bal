// What programs in the field contain: constants, json and `check`, constructors in loose contexts, types of several shapes.
import ballerina/io;

const PRODUCT = 10.5 * 5;
const QUOTIENT = 10.5 / 5;
const float|decimal HALF = 10 / 4;
const float|decimal SUM = 1 + 2.0;
const map<map<string>> FIRST = {a: {e: "C", f: "S"}};
const map<map<string>> SECOND = {d: {i: "C"}};
const map<map<string>> BOTH = {...FIRST, ...SECOND};
const int[] TWO = [3, 1];
const int[6] SIX = [0x2, 1, ...TWO, 1, 1];
const [string, int...] NAMED = ["ABC", 1];
const [string, int, string, int, int, int] TUPLE = ["ABC", 1, ...NAMED, 1, 1];
const KEY = "k";
const map<string> COMPUTED = {a: "A", [KEY]: "B"};

type Letters record {|
    string e;
    string f;
|};

function constants() {
    io:println(PRODUCT, " ", QUOTIENT, " ", HALF, " ", SUM); // @output 52.5 2.1 2.5 3.0
    io:println(BOTH); // @output {"a":{"e":"C","f":"S"},"d":{"i":"C"}}
    io:println(SIX, TUPLE, COMPUTED); // @output [2,1,3,1,1,1]["ABC",1,"ABC",1,1,1]{"a":"A","k":"B"}
    map<map<string>> m = {...FIRST, ...SECOND, "z": {}};
    m["q"] = {};
    int[] l = [...TWO, 7];
    int[3] l3 = [...TWO, 7];
    Letters r = {...FIRST["a"]};
    r.e = "new";
    var v = {...COMPUTED, more: 1};
    var w = [...TWO];
    w[0] = 5;
    io:println(m.length(), l, l3, r, v, w); // @output 4[3,1,7][3,1,7]{"e":"new","f":"S"}{"a":"A","k":"B","more":1}[5,1]
    var [p, q] = TWO;
    io:println(p, q, add(...TWO)); // @output 314
}

function add(int a, int b) returns int => a + b;

// `check` converts what is plain json, not only what a field access gives.
function lax() {
    do {
        json one = 1;
        int i = check one;
        int|string j = check text();
        map<json> m = {x: 1.5d};
        decimal? d = check m["x"];
        io:println(i, " ", j, " ", d); // @output 1 text 1.5
        int _ = check text();
    } on fail error e {
        io:println(e.message()); // @output {ballerina}TypeCastError
    }
}

function text() returns json => "text";

type Person record {|
    string name;
    int age;
|};

function tables() {
    anydata plain = table key(name) [{name: "a", x: 1}, {name: "b", x: 2}];
    readonly fixed = table key(name) [{name: "a", x: [1]}];
    io:println(plain is readonly, fixed); // @output false[{"name":"a","x":[1]}]
    Person[] people = [{name: "A", age: 1}, {name: "B", age: 2}];
    var byName = table key(name) from var {name, age} in people group by name select {name, ages: [age]};
    io:println(equal(byName, table key(name) [{name: "A", ages: [1]}, {name: "B", ages: [2]}])); // @output true
    table<record {| readonly int id; |}>|table<record {| readonly int id; string s; |}> either = table [{id: 1}];
    io:println(either.length()); // @output 1
}

function equal(anydata a, anydata b) returns boolean => a == b;

function immutable() {
    string[] list = <readonly>["x", "y"];
    anydata data = <readonly>{a: 1, b: [1, 2]};
    map<int> mapping = <readonly>{a: 1};
    io:println(list, data, mapping, mapping is readonly); // @output ["x","y"]{"a":1,"b":[1,2]}{"a":1}true
    table<record {| readonly string name; |}> & readonly t = table key(name) from string s in ["A"] select {name: s};
    xml & readonly x = from string s in ["A", "B"] select xml `<a>${s}</a>`;
    io:println(t, x, x is readonly); // @output [{"name":"A"}]<a>A</a><a>B</a>true
}

type Detail record {
    string x;
};

type Other record {
    string y?;
};

type First error<Detail>;

type Second error<Other>;

type Coded First & error<record {int code;}>;

function errors() {
    First & Second & readonly both = error("both", x = "x", y = "y");
    Coded coded = error("coded", x = "1", code = 2);
    io:println(both.detail().x, both.detail()?.y, coded.detail().code); // @output xy2
}

class Needy {
    int n;

    function init(int n) {
        self.n = n;
    }
}

type Short ["x", int];

type Long ["y", string, Needy];

type Pair ["y", string];

type Single record {|
    int i;
|};

type Empty record {||};

type Options record {|
    string user = "";
|};

type Remote record {|
    string host;
    *Options;
|};

// Of several types a constructor has the only one that it is valid for.
function alternatives() {
    Short|Long|Pair pair = ["y", "str"];
    io:println(pair is Pair, shape({}), options({}), options({host: "q"})); // @output true{}{"user":""}{"host":"q","user":""}
    [string, int]|[int, boolean]|[float, string] [a, b] = ["Test", 23];
    io:println(a, b); // @output Test23
    Single[] singles = [{i: 1}];
    stream<Single>|stream<Empty> items = singles.toStream();
    record {|Single|Empty value;|}? next = items.next();
    io:println(next); // @output {"value":{"i":1}}
}

function shape(Single|Empty r) returns anydata => r;

function options(Options|Remote r) returns anydata => r;

public function main() {
    constants();
    lax();
    tables();
    immutable();
    errors();
    alternatives();
}
