import ballerina/io;

type Row record {|
    readonly int id;
    string name;
|};

type Pair record {|
    readonly string a;
    readonly int b;
    int value = 0;
|};

function rows() returns table<Row> key(id) => table [
    {id: 3, name: "c"},
    {id: 1, name: "a"}
];

public function main() {
    table<Row> key(id) t = rows();
    table<Row> key(id) none = table [];
    table<Row> keyless = table [{id: 1, name: "x"}, {id: 1, name: "x"}];
    io:println(t.length(), none.length(), keyless.length()); // @output 202
    var it = t.iterator();
    io:println(it.next(), it.next()?.value, it.next() is (), none.iterator().next() is ()); // @output {"value":{"id":3,"name":"c"}}{"id":1,"name":"a"}truetrue
    io:println(t.get(1), (trap t.get(2)) is error, (trap none.get(1)) is error); // @output {"id":1,"name":"a"}truetrue
    io:println(t.hasKey(3), t.hasKey(2), t.keys(), none.keys()); // @output truefalse[3,1][]

    // put keeps the place of the row that it replaces; add refuses a key that is there.
    t.put({id: 3, name: "C"});
    t.put({id: 2, name: "b"});
    t.add({id: 0, name: "z"});
    io:println(t); // @output [{"id":3,"name":"C"},{"id":1,"name":"a"},{"id":2,"name":"b"},{"id":0,"name":"z"}]
    io:println((trap t.add({id: 2, name: "again"})) is error, t.length()); // @output true4

    io:println(t.map(r => {n: r.name}), none.map(r => {n: r.name})); // @output [{"n":"C"},{"n":"a"},{"n":"b"},{"n":"z"}][]
    string names = "";
    t.forEach(function(Row r) {
        names += r.name;
    });
    io:println(names); // @output Cabz
    table<Row> key<int> big = t.filter(r => r.id > 1);
    io:println(big, big.get(2), none.filter(r => true)); // @output [{"id":3,"name":"C"},{"id":2,"name":"b"}]{"id":2,"name":"b"}[]
    io:println(t.reduce(function(int acc, Row r) returns int => acc + r.id, 100), none.reduce(function(int acc, Row r) returns int => acc + 1, 7)); // @output 1067

    io:println(t.remove(1), (trap t.remove(1)) is error); // @output {"id":1,"name":"a"}true
    io:println(t.removeIfHasKey(3), t.removeIfHasKey(3) is (), t.keys()); // @output {"id":3,"name":"C"}true[2,0]
    io:println(t.toArray(), none.toArray()); // @output [{"id":2,"name":"b"},{"id":0,"name":"z"}][]
    io:println(t.nextKey(), none.nextKey()); // @output 30
    t.removeAll();
    io:println(t, t.length(), t.nextKey(), (trap t.get(2)) is error); // @output []00true
    t.add({id: 2, name: "new"});
    io:println(t); // @output [{"id":2,"name":"new"}]

    // Keys of several fields are tuples.
    table<Pair> key(a, b) pairs = table [{a: "x", b: 1, value: 10}, {a: "x", b: 2}];
    io:println(pairs.get(["x", 1]), pairs.hasKey(["x", 3]), pairs.keys()); // @output {"a":"x","b":1,"value":10}false[["x",1],["x",2]]
    io:println(pairs.remove(["x", 2]), pairs.removeIfHasKey(["y", 2]) is (), pairs.length()); // @output {"a":"x","b":2,"value":0}true1

    // The inherent type of the table decides what a row may be.
    table<record {}> wide = keyless;
    io:println((trap wide.add({"id": "no"})) is error, (trap wide.put({"id": 2})) is error, keyless.length()); // @output truetrue2
    keyless.add({id: 1, name: "x"});
    keyless.put({id: 1, name: "x"});
    io:println(keyless.length(), keyless.toArray().length()); // @output 44

    table<Row> & readonly fixed = table [{id: 1, name: "a"}];
    table<Row> fixedView = fixed;
    io:println((trap fixedView.add({id: 2, name: "b"})) is error, (trap fixedView.removeAll()) is error); // @output truetrue
    table<Row> key(id) negative = table [{id: -5, name: "n"}];
    io:println(negative.nextKey()); // @output 0
}
