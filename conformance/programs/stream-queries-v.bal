// Queries over streams and iterable objects, and queries that construct streams, which run lazily.
import ballerina/io;

type Person record {|
    readonly int id;
    string name;
    int age;
|};

class Numbers {
    *object:Iterable;
    private final int[] values;

    function init(int... values) {
        self.values = values;
    }

    public function iterator() returns object {
        public isolated function next() returns record {|int value;|}?;
    } {
        return self.values.iterator();
    }
}

class Source {
    private int n = 0;
    private final int last;
    private final string name;

    function init(int last, string name) {
        self.last = last;
        self.name = name;
    }

    public isolated function next() returns record {|int value;|}|error? {
        self.n += 1;
        if self.n > self.last {
            return self.name == "bad" ? error("source failed") : ();
        }
        io:print("[", self.name, self.n, "]");
        return {value: self.n};
    }

    public isolated function close() returns error? {
        io:print("[close ", self.name, "]");
    }
}

class Broken {
    public function iterator() returns object {
        public function next() returns record {|int value;|}|error?;
    } {
        return object {
            private int n = 0;
            public function next() returns record {|int value;|}|error? {
                self.n += 1;
                return self.n > 2 ? error("broken") : {value: self.n};
            }
        };
    }
}

function numbers(int last, string name) returns stream<int, error?> => new (new Source(last, name));

function half(int i) returns int|error => i % 2 == 0 ? i / 2 : error("odd", i = i);

function drain(stream<anydata, error?> s) {
    error? e = s.forEach(function(anydata a) {
        io:print(a, " ");
    });
    io:println(e is error ? e.message() : "");
}

function eager() returns error? {
    int[] all = check from int i in numbers(3, "e") select i * i;
    io:println(all); // @output [e1][e2][e3][close e][1,4,9]
    int[]|error failed = from int i in numbers(1, "bad") select i;
    io:println(failed); // @output [bad1][close bad]error("source failed")
    map<int>|error m = map from int i in numbers(2, "m") select [i.toString(), i];
    io:println(m); // @output [m1][m2][close m]{"1":1,"2":2}
    string|error t = from int i in numbers(2, "t") select i.toString();
    io:println(t); // @output [t1][t2][close t]12
    int|error total = from int i in numbers(4, "c") collect int:sum(i);
    io:println(total); // @output [c1][c2][c3][c4][close c]10
    int|error lost = from int i in numbers(2, "bad") collect int:sum(i);
    io:println(lost); // @output [bad1][bad2][close bad]error("source failed")
    int[] few = check from int i in numbers(9, "l") limit 2 select i;
    io:println(few); // @output [l1][l2][l3][close l][1,2]
    int[] pairs = check from int i in numbers(3, "o") from int j in numbers(2, "i") where i == 2 limit 1 select i * j;
    io:println(pairs); // @output [o1][i1][i2][close i][o2][i1][i2][close i][close o][2]
    [int, int][] joined = check from int i in numbers(3, "left") join int j in numbers(3, "right") on i * 2 equals j
        select [i, j];
    io:println(joined); // @output [right1][right2][right3][close right][left1][left2][left3][close left][[1,2]]
    check from int i in numbers(2, "do")
        do {
            io:print(i);
        };
    io:println(); // @output [do1]1[do2]2[close do]
    error? stopped = ();
    do {
        check from int i in numbers(5, "stop")
            do {
                if i == 2 {
                    check error("enough");
                }
            };
    } on fail error e {
        stopped = e;
    }
    io:println(stopped); // @output [stop1][stop2][close stop]error("enough")
    table<Person> key(id) people = check table key(id) from int i in numbers(2, "p") select {id: i, name: "n", age: i};
    io:println(people.length()); // @output [p1][p2][close p]2
    // An error of a source ends the query, not the function around it.
    int[]|error inner = from int i in new Broken() select i;
    io:println(inner, from int i in new Numbers(3, 1, 2) order by i select i); // @output error("broken")[1,2,3]
}

function iterables() returns error? {
    foreach int i in new Numbers(7, 8) {
        io:print(i, ";");
    }
    io:println(); // @output 7;8;
    Numbers|string either = new Numbers(5);
    foreach int|string x in either {
        io:print(x, ";");
    }
    either = "ab";
    foreach int|string x in either {
        io:print(x, ";");
    }
    io:println(); // @output 5;a;b;
    object:Iterable range = 1 ..< 3;
    foreach any|error x in range {
        io:print(x is int, ";");
    }
    io:println(); // @output true;true;
    var counted = 2 ... 4;
    io:println(from int i in counted select i, from int i in int:range(10, 0, -4) select i); // @output [2,3,4][10,6,2]
    io:println(from int i in int:MAX_VALUE - 1 ... int:MAX_VALUE select i, (3 ..< 3).iterator().next() is ()); // @output [9223372036854775806,9223372036854775807]true
    var closed = (int:MAX_VALUE ... int:MAX_VALUE).iterator();
    io:println(closed.next(), closed.next() is ()); // @output {"value":9223372036854775807}true
    io:println([1, 2].iterator().next(), {"a": "b"}.iterator().next(), "é!".iterator().next(), (xml `<a/>b`).iterator().next()); // @output {"value":1}{"value":"b"}{"value":"é"}{"value":`<a/>`}
    table<Person> key(id) t = table [{id: 1, name: "x", age: 2}];
    var rows = t.iterator();
    io:println(rows.next(), rows.next() is ()); // @output {"value":{"id":1,"name":"x","age":2}}true
    do {
        foreach int i in new Broken() {
            io:print(i, ";");
        }
    } on fail error e {
        io:println(e); // @output 1;2;error("broken")
    }
    check from int i in new Numbers(4) do {
        io:println(i); // @output 4
    };
}

function lazy() returns error? {
    // Nothing runs before the first value is asked for.
    stream<int, error?> s = stream from int i in numbers(4, "s") let int square = i * i where i > 1 select square;
    io:println("made"); // @output made
    io:println(s.next()); // @output [s1][s2]{"value":4}
    io:println(s.next()); // @output [s3]{"value":9}
    drain(s); // @output [s4]16 [close s]
    // The kind of the value comes from the context, or from the source.
    stream<string> words = from string w in ["b", "a"] select w + w;
    var fromStream = from int i in numbers(1, "v") select i.toString();
    io:println(words.next(), typeof words, " ", typeof fromStream); // @output {"value":"bb"}typedesc stream<string> typedesc stream<string, error?>
    int[]|stream<int> chosen = from int i in [1] select i;
    io:println(chosen is int[]); // @output true
    // Errors: of the source, of `check`.
    drain(stream from int i in numbers(2, "bad") select i); // @output [bad1]1 [bad2]2 [close bad]source failed
    stream<int, error?> halves = stream from int i in [2, 4, 5, 6] select check half(i);
    drain(halves); // @output 1 2 odd
    drain(stream from int i in check numbersOrError(false) select i); // @output no numbers
    drain(stream from int i in [1, 2, 3] where check even(i) select i); // @output 2 
    // Closing the stream closes what it reads.
    stream<int, error?> early = stream from int i in numbers(9, "x") from int j in numbers(9, "y") select i * j;
    io:println(early.next()); // @output [x1][y1]{"value":1}
    check early.close();
    io:println(); // @output [close x][close y]
    drain(stream from int i in numbers(9, "z") limit 1 select i); // @output [z1]1 [z2][close z]
    // All clauses.
    Person[] people = [
        {id: 1, name: "Ann", age: 30},
        {id: 2, name: "Bob", age: 20},
        {id: 3, name: "Cid", age: 30}
    ];
    drain(stream from var {name, age} in people order by age descending, name descending select name); // @output Cid Ann Bob 
    drain(stream from var {name, age} in people group by age select {age, names: [name]}); // @output {"age":30,"names":["Ann","Cid"]} {"age":20,"names":["Bob"]} 
    drain(stream from var p in people join var [id, n] in [[1, 1.5], [3, 2.5]] on p.id equals id limit 5 select [p.name, n]); // @output ["Ann",1.5] ["Cid",2.5] 
    drain(stream from var p in people outer join var id in [3] on p.id equals id select id ?: 0); // @output 0 0 3 
    drain(stream from float f in [1.5, 2.5] from boolean b in [true, false] let float g = f + 1 select b ? g : -g); // @output 2.5 -2.5 3.5 -3.5 
    drain(stream from int i in 1 ... 3 from int j in i ..< 4 select i * 10 + j); // @output 11 12 13 22 23 33 
    drain(stream from string c in "héé" select c); // @output h é é 
    drain(stream from int i in from int j in numbers(3, "n") select j * 2 select i + 1); // @output [n1]3 [n2]5 [n3]7 [close n]
    // What the clauses see of the variables around them: their values when they run.
    int factor = 1;
    final int offset = 100;
    stream<int> scaled = stream from int i in [1, 2, 3] select i * factor + offset;
    io:println(scaled.next()); // @output {"value":101}
    factor = 10;
    io:println(scaled.next()); // @output {"value":120}
    int|string loose = 5;
    if loose is int {
        stream<int|string> seen = stream from int i in [1, 2] let var l = loose select l is int ? l + i : l;
        loose = "changed";
        io:println(seen.next()); // @output {"value":"changed"}
    }
    function(int) returns int add = k => k + factor;
    var lambdas = stream from int i in [1, 2] let var f = function(int k) returns int => k * i + factor select f(add(i));
    drain(lambdas); // @output 21 34 
    stream<stream<int>> nested = stream from int i in [1, 2] select stream from int j in [10, 20] select i * j + factor;
    foreach stream<int> inner in nested {
        drain(inner);
    }
    // @output 20 30 
    // @output 30 50 
    int[] again = from int i in (stream from int j in [3, 4] select j) select i;
    io:println(again); // @output [3,4]
    stream<record {|int value;|}> records = stream from int value in [1] select {value};
    io:println(records.next()); // @output {"value":{"value":1}}
    // Panics go to whoever asks.
    stream<int> bad = stream from int i in [1, 0, 2] select 10 / i;
    io:println(bad.next(), trap bad.next()); // @output {"value":10}error("{ballerina}DivisionByZero",message=" / by zero")
}

function numbersOrError(boolean ok) returns int[]|error => ok ? [1] : error("no numbers");

function even(int i) returns boolean|error => i % 2 == 0;

public stream<int> global = stream from int i in [1, 2] select i * base;
int base = 3;

class Holder {
    private int[] items = [1, 2, 3];

    function atLeast(int least) returns stream<int> {
        return stream from int i in self.items where i >= least select i;
    }
}

public function main() returns error? {
    check eager();
    check iterables();
    check lazy();
    drain(global); // @output 3 6 
    drain(new Holder().atLeast(2)); // @output 2 3 
    // Many values, with collections in between.
    stream<string> many = stream from int i in 1 ... 20000 let string s = i.toString() where s.endsWith("99") select s + "!";
    io:println(many.reduce(function(int n, string s) returns int => n + s.length(), 0)); // @output 1089
}
