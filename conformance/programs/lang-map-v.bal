import ballerina/io;

type Point record {|
    int x;
    int y?;
    string...;
|};

public function main() {
    map<int> m = {b: 2, a: 1};
    map<int> none = {};
    io:println(m.length(), none.length(), map:length({x: 1})); // @output 201
    var it = m.iterator();
    io:println(it.next(), it.next(), it.next() is (), none.iterator().next() is ()); // @output {"value":2}{"value":1}truetrue
    io:println(m.get("a"), (trap m.get("z")) is error, (trap none.get("")) is error); // @output 1truetrue
    io:println(m.entries(), none.entries()); // @output {"b":["b",2],"a":["a",1]}{}
    io:println(m.map(n => n * 10), none.map(n => n.toString())); // @output {"b":20,"a":10}{}
    int sum = 0;
    m.forEach(function(int n) {
        sum += n;
    });
    none.forEach(n => io:println(n));
    io:println(sum, m.filter(n => n > 1), m.filter(n => false)); // @output 3{"b":2}{}
    io:println(m.reduce(function(string s, int n) returns string => s + n.toString(), ">"), none.reduce(function(int a, int n) returns int => a + n, 5)); // @output >215
    io:println(m.hasKey("a"), m.hasKey("z"), none.hasKey("")); // @output truefalsefalse
    io:println(m.keys(), none.keys(), m.toArray(), none.toArray()); // @output ["b","a"][][2,1][]

    // The new collections are independent of the map.
    map<int> filtered = m.filter(n => true);
    filtered["b"] = 99;
    int[] members = m.toArray();
    members[0] = 99;
    io:println(m, filtered === m); // @output {"b":2,"a":1}false

    m["c"] = 3;
    io:println(m.remove("b"), (trap m.remove("b")) is error, m); // @output 2true{"a":1,"c":3}
    io:println(m.removeIfHasKey("a"), m.removeIfHasKey("a") is (), m); // @output 1true{"c":3}
    m["b"] = 4;
    io:println(m.keys()); // @output ["c","b"]
    m.removeAll();
    io:println(m, m.length()); // @output {}0

    // Records: what is required stays, what is optional goes.
    Point p = {x: 1, y: 2, "label": "p"};
    io:println(p.length(), p.keys(), p.hasKey("y")); // @output 3["x","y","label"]true
    io:println(p.removeIfHasKey("y"), p.removeIfHasKey("label"), (trap p.removeIfHasKey("x")) is error, p); // @output 2ptrue{"x":1}
    io:println((trap p.removeAll()) is error, p.get("x"), p.entries()); // @output true1{"x":["x",1]}
    map<int|string> view = p;
    view["extra"] = "e";
    io:println((trap view.remove("x")) is error, view.remove("extra"), p); // @output truee{"x":1}

    readonly & map<int> fixed = {k: 1};
    map<int> fixedView = fixed;
    io:println((trap fixedView.remove("k")) is error, (trap fixedView.removeAll()) is error, fixed.map(n => n + 1)); // @output truetrue{"k":2}
    map<string> unicode = {"𝄞": "clef", "": "empty"};
    io:println(unicode.get("𝄞"), unicode.get(""), unicode.keys()); // @output clefempty["𝄞",""]
}
