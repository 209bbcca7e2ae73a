import ballerina/io;
import ballerina/lang.value;

type Person record {|
    string name;
    int age = next();
    Address home?;
|};

type Address record {
    string city = "Colombo";
    string[] lines = [];
};

type Key record {|
    readonly int id;
    string text = "t";
|};

int counter = 0;

isolated function next() returns int => 30;

public function main() returns error? {
    io:println(value:count(), value:count(1, "a", ()), value:first(7), value:first("a", 1, 2), value:last(7), value:last(1, 2, 3)); // @output 037a73
    (int|string) first = value:first(1, "x");
    io:println(first, [1, 2].count(), from int i in [4, 5] collect value:last(0, i)); // @output 115
    check cloning();
    check converting();
    ensuring();
    showing();
    check balStrings();
    check toJson();
    check fromJson();
    check merging();
}

function cloning() returns error? {
    int[][] nested = [[1], [2]];
    int[][] copy = nested.clone();
    copy[0].push(9);
    io:println(nested, copy, copy is int[][]); // @output [[1],[2]][[1,9],[2]]true
    readonly & int[] fixed = [1, 2];
    map<int[]> sharing = {a: fixed};
    io:println(sharing.clone()["a"] === fixed, fixed.clone() === fixed); // @output truetrue
    // The graph stays what it was: what was shared is shared, what was a cycle is one.
    int[] leaf = [1];
    int[][] twice = [leaf, leaf];
    int[][] twiceCopy = twice.clone();
    io:println(twiceCopy[0] === twiceCopy[1], twiceCopy[0] === leaf); // @output truefalse
    map<anydata> loop = {};
    loop["self"] = loop;
    map<anydata> loopCopy = loop.clone();
    io:println(loopCopy["self"] === loopCopy, loopCopy === loop); // @output truefalse
    anydata frozen = loop.cloneReadOnly();
    io:println(frozen is readonly, frozen is map<anydata> && frozen["self"] === frozen); // @output truetrue
    io:println(1.clone(), "a".clone(), ().clone() is (), 1.5d.cloneReadOnly()); // @output 1atrue1.5
    Person p = {name: "Ann", home: {lines: ["x"]}};
    Person & readonly q = p.cloneReadOnly();
    p.name = "Bob";
    io:println(q, q is readonly, q.cloneReadOnly() === q); // @output {"name":"Ann","age":30,"home":{"city":"Colombo","lines":["x"]}}truetrue
    table<Key> key(id) t = table [{id: 1}];
    table<Key> key(id) u = t.clone();
    u.add({id: 2});
    io:println(t.length(), u.length(), t.cloneReadOnly() is readonly); // @output 12true
    xml x = xml `<a><b/></a>`;
    xml y = x.clone();
    io:println(x == y, x === y, x.cloneReadOnly() is readonly); // @output truefalsetrue
}

function converting() returns error? {
    // Inherent types come from the type asked for.
    (int|string)[] wide = [1, 2];
    int[] narrow = check wide.cloneWithType();
    float[] floats = check wide.cloneWithType();
    io:println(narrow, floats, wide.cloneWithType(DecimalArray)); // @output [1,2][1.0,2.0][1,2]
    io:println(check 1.5.cloneWithType(int), check 2.5.cloneWithType(int), check 3.cloneWithType(decimal), check 1e2d.cloneWithType(float)); // @output 223100.0
    io:println((1e30).cloneWithType(int) is error, float:NaN.cloneWithType(int) is error, 300.cloneWithType(byte) is error, "1".cloneWithType(int) is error); // @output truetruetruetrue
    // The first member of a union that does: for structures with conversion of numbers.
    float[]|int[] union = check [1, 2].cloneWithType(FloatsOrInts);
    io:println(union is float[], check 1.cloneWithType(FloatOrInt)); // @output true1
    Person p = check {"name": "Ann"}.cloneWithType();
    io:println(p); // @output {"name":"Ann","age":30}
    Person & readonly fixed = check {"name": "Bo", "age": 1.0, "home": {}}.cloneWithType();
    io:println(fixed, fixed.home is readonly); // @output {"name":"Bo","age":1,"home":{"city":"Colombo","lines":[]}}true
    io:println({"age": 1}.cloneWithType(Person) is error, {"name": "A", "extra": 1}.cloneWithType(Person) is error); // @output truetrue
    int[2]|error pair = [1, 2, 3].cloneWithType();
    [int, string, float...]|error tuple = [1, "a", 2, 3.5].cloneWithType();
    io:println(pair is error, tuple); // @output true[1,"a",2.0,3.5]
    int[] & readonly constant = [1];
    int[] open = check constant.cloneWithType();
    open.push(2);
    io:println(open, constant); // @output [1,2][1]
    table<Key> key(id) t = table [{id: 1}];
    table<map<anydata>> rows = check t.cloneWithType();
    table<Key> key(id) back = check rows.cloneWithType();
    io:println(rows, back.get(1)); // @output [{"id":1,"text":"t"}]{"id":1,"text":"t"}
    anydata any1 = check t.cloneWithType(anydata);
    io:println(any1 is table<map<anydata>>, check {"a": [1]}.cloneWithType(json)); // @output true{"a":[1]}
    map<anydata> loop = {};
    loop["self"] = loop;
    io:println(loop.cloneWithType(json) is error, [1, "a"].cloneWithType(IntArray) is error); // @output truetrue
    // The result is a tree.
    int[] leaf = [1];
    int[][] tree = check [leaf, leaf].cloneWithType();
    io:println(tree[0] === tree[1], tree == [[1], [1]]); // @output falsetrue
}

type DecimalArray decimal[];
type FloatsOrInts float[]|int[];
type FloatOrInt float|int;
type IntArray int[];

function ensuring() {
    any a = 5;
    io:println(a.ensureType(int), a.ensureType(float), a.ensureType(string) is error); // @output 55.0true
    int[] list = [1];
    any b = list;
    io:println(b.ensureType(IntArray) === list, b.ensureType(DecimalArray) is error); // @output truetrue
    any|error e = error("was one");
    any|error r = e.ensureType(int);
    io:println(r is error ? r.message() : "", (2.5).ensureType(int), (1e30).ensureType(int) is error); // @output was one2true
    string|error s = a.ensureType();
    io:println(s is error); // @output true
}

class Thing {
}

function showing() {
    io:println(().toString() == "", 1.toString(), 1.0.toString(), 1.50d.toString(), "a\"b".toString(), true.toString()); // @output true11.01.50a"btrue
    io:println([1, 1.0, 1.5d, "a", (), [true]].toString(), {"k": "v", "n": ()}.toString()); // @output [1,1.0,1.5,"a",null,[true]]{"k":"v","n":null}
    io:println(float:NaN.toString(), (-float:Infinity).toString(), (-0.0).toString(), [float:NaN].toString()); // @output NaN-Infinity-0.0[NaN]
    io:println(1e21.toString(), " ", 123456789012.0.toString(), " ", 1.0e-7.toString(), " ", 1e10d.toString()); // @output 1.0E21 1.23456789012E11 1.0E-7 1E+10
    io:println(xml `<a>b</a>`.toString(), [xml `<a/>`].toString(), value:toString(re `a+`)); // @output <a>b</a>[`<a/>`]a+
    io:println(["\u{7}\n\t\"\\𝄞"].toString()); // @output ["\u{7}\n\t\"\\𝄞"]
    io:println(().toBalString(), " ", 1.toBalString(), " ", 1.0.toBalString(), " ", 1.50d.toBalString(), " ", "a\"b".toBalString(), " ", true.toBalString()); // @output () 1 1.0 1.50d "a\"b" true
    io:println(float:NaN.toBalString(), " ", (-float:Infinity).toBalString(), " ", [1, 2d, ()].toBalString(), " ", {"k": ["v"]}.toBalString()); // @output float:NaN -float:Infinity [1,2d,()] {"k":["v"]}
    io:println(xml `<a>b</a>`.toBalString(), " ", (table key(id) [{id: 1}]).toBalString()); // @output xml`<a>b</a>` table key(id) [{"id":1}]
    map<anydata> loop = {};
    loop["self"] = loop;
    io:println(loop.toString(), loop.toBalString()); // @output {"self":...}{"self":...}
}

function balStrings() returns error? {
    anydata[] all = [(), true, 42, -7, 1.5, -0.0, 1e300, 1.50d, -2d, "q\"\\\n\u{7}𝄞", [], [1, [2.0]], {}, {"a b": {"c": ()}}, xml `<a x="1">b</a>`,
        float:NaN, float:Infinity, -float:Infinity];
    foreach anydata v in all {
        anydata back = check value:fromBalString(v.toBalString());
        io:print(back == v && back.toBalString() == v.toBalString());
    }
    io:println(); // @output truetruetruetruetruetruetruetruetruetruetruetruetruetruetruetruetruetrue
    anydata t = check "table key(id) [{\"id\":1,\"v\":[1.0]},{\"id\":2,\"v\":()}]".fromBalString();
    io:println(t, t is table<map<anydata>> key(id)); // @output [{"id":1,"v":[1.0]},{"id":2,"v":null}]true
    anydata list = check value:fromBalString(" [ 1 , 2.5d,\n\"x\" ] ");
    io:println(list, list is anydata[], list is int[]); // @output [1,2.5,"x"]truefalse
    foreach string s in ["", "[", "[1,]", "{a}", "{\"a\":}", "1 2", "tru", "\"open", "9223372036854775808", "1.d", "...", "error(\"e\")", "xml`<a>`", "xml`${x}`"] {
        io:print(value:fromBalString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeeeeeeeeeee
}

function toJson() returns error? {
    table<Key> key(id) t = table [{id: 1}];
    anydata v = {"t": t, "x": xml `<a/>`, "d": 1.5d, "l": [1, ()]};
    json j = v.toJson();
    io:println(j, j is map<json>); // @output {"t":[{"id":1,"text":"t"}],"x":"<a/>","d":1.5,"l":[1,null]}true
    int[] ints = [1];
    json copied = ints.toJson();
    io:println(copied is json[], copied === ints, (<json[]>copied).length()); // @output truefalse1
    readonly & json[] fixed = [1];
    io:println(fixed.toJson() === fixed, ().toJson() is (), "s".toJson()); // @output falsetrues
    io:println(v.toJsonString()); // @output {"t":[{"id":1, "text":"t"}], "x":"<a/>", "d":1.5, "l":[1, null]}
    io:println("a\"\\\n\t\u{1}/é𝄞".toJsonString(), ().toJsonString(), 1.0.toJsonString(), 1e3d.toJsonString(), [].toJsonString()); // @output "a\"\\\n\t\u0001/é𝄞"null1.01E+3[]
    map<anydata> loop = {};
    loop["self"] = loop;
    io:println((trap loop.toJson()) is error, (trap loop.toJsonString()) is error); // @output truetrue
}

function fromJson() returns error? {
    json j = check value:fromJsonString(" {\"a\": [1, -2, 1.50, 1e2, true, null, \"\\u00e9\\ud834\\udd1e\\n\"]} ");
    io:println(j); // @output {"a":[1,-2,1.50,1E+2,true,null,"é𝄞\n"]}
    // Integers in range are int, other numbers decimal, minus zero is a float.
    json[] numbers = <json[]>check "[1, 9223372036854775808, 1.0, 1e0, -0, -0.0, 0]".fromJsonString();
    io:println(from json n in numbers select n is int ? "i" : n is decimal ? "d" : "f"); // @output ["i","d","d","d","f","f","i"]
    value:JsonFloat f = check value:fromJsonFloatString("[1, 2.50, {\"x\": -0}]");
    value:JsonDecimal d = check value:fromJsonDecimalString("[1, 2.50, {\"x\": -0}]");
    io:println(f, d); // @output [1.0,2.5,{"x":-0.0}][1,2.50,{"x":0}]
    foreach string s in ["", "{", "[1,]", "{\"a\" 1}", "{a:1}", "01", "+1", "1.", ".5", "tru", "'a'", "\"\\x\"", "\"\t\"", "1 2", "[1}", "\"\\ud834\"", "NaN"] {
        io:print(s.fromJsonString() is error ? "e" : "[" + s + "]", s.fromJsonFloatString() is error ? "" : "F", s.fromJsonDecimalString() is error ? "" : "D");
    }
    io:println(); // @output eeeeeeeeeeeeeeeee
    Person p = check value:fromJsonWithType({"name": "Ann", "age": 1.0});
    Person q = check "{\"name\": \"Bo\", \"home\": {\"city\": \"Galle\"}}".fromJsonStringWithType();
    io:println(p, q); // @output {"name":"Ann","age":1}{"name":"Bo","age":30,"home":{"city":"Galle","lines":[]}}
    // What toJson made of tables and xml becomes that again.
    table<Key> key(id) t = check [{"id": 1}, {"id": 2, "text": "u"}].fromJsonWithType();
    xml x = check "<a>b</a>".fromJsonWithType();
    io:println(t, x, x is xml:Element); // @output [{"id":1,"text":"t"},{"id":2,"text":"u"}]<a>b</a>true
    io:println("<a>".fromJsonWithType(XmlType) is error, "[1".fromJsonStringWithType(IntArray) is error, "[\"a\"]".fromJsonStringWithType(IntArray) is error); // @output truetruetrue
}

type XmlType xml;

function merging() returns error? {
    io:println(check value:mergeJson((), 1), check value:mergeJson(1, ()), check value:mergeJson((), ()) is ()); // @output 11true
    map<json> a = {"x": 1, "n": {"p": 1, "q": ()}};
    json merged = check a.mergeJson({"y": [2], "n": {"q": 5, "r": 6}});
    io:println(merged, merged === a); // @output {"x":1,"n":{"p":1,"q":5,"r":6},"y":[2]}true
    // A merge that fails changes nothing.
    io:println(a.mergeJson({"new": 1, "n": {"s": 1, "p": 2}}) is error, value:mergeJson(1, 2) is error, value:mergeJson([1], [2]) is error); // @output truetruetrue
    io:println(a); // @output {"x":1,"n":{"p":1,"q":5,"r":6},"y":[2]}
}
