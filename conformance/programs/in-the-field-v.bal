// More of what programs in the field do.
import ballerina/io;

type Point record {
    int x = 10;
    int y = 11;
};

type Person record {|
    int id = 0;
    string name = "Tom";
|};

class Counter {
    int n = 5;
}

class Taking {
    int n;

    function init(int n) {
        self.n = n;
    }
}

type Envelope record {|
    json payload;
|};

class Base {
    int a;

    function init(int a) {
        self.a = a;
    }

    function f() returns int => self.a;
}

class Sub {
    *Base;

    function init(string s) {
        self.a = s.length();
    }

    function f() returns int => self.a + 1;
}

type Letters record {|
    string[] all = <readonly>["x", "y"];
|};

type CodeError distinct error<record {int code;}>;

type NumberError distinct error<record {int no;}>;

type Both CodeError & NumberError;

client class Places {
    resource function get [int a]/[int... b]() returns int[] => [a, ...b];

    resource function get game/[string name]/[decimal players]() returns string => name + players.toString();

    resource function get game/[int id]() returns int => id;
}

const int[*] SIZES = [1, 2];
int[*] more = [0, ...SIZES, 3];

function defaults() {
    record {int x?; int y?;} none = {};
    Point p = {...none};
    io:println(p); // @output {"x":10,"y":11}
    record {|int x?;|} one = {x: 1};
    p = {...one};
    io:println(p); // @output {"x":1,"y":11}
    p = {...one, y: 2};
    io:println(p); // @output {"x":1,"y":2}
}

function fillers() {
    Person[2] two = [];
    io:println(two); // @output [{"id":0,"name":"Tom"},{"id":0,"name":"Tom"}]
    Person[2] & readonly frozen = [{id: 1}];
    io:println(frozen); // @output [{"id":1,"name":"Tom"},{"id":0,"name":"Tom"}]
    Person[] grown = [];
    grown[1] = {id: 4};
    io:println(grown); // @output [{"id":0,"name":"Tom"},{"id":4,"name":"Tom"}]
    Counter[] counters = [];
    counters[2] = new;
    counters[0].n = 6;
    io:println(counters.length(), counters[0].n, counters[1].n); // @output 365
    [int, Person, Counter] tuple = [1];
    io:println(tuple[1], tuple[2].n); // @output {"id":0,"name":"Tom"}5
    Person[][] nested = [];
    nested[1][1] = {id: 3};
    io:println(nested); // @output [[],[{"id":0,"name":"Tom"},{"id":3,"name":"Tom"}]]
    Taking[] taking = [];
    taking[0] = new (3);
    error? e = trap assign(taking);
    io:println(e is error, taking.length()); // @output true1
}

function assign(Taking[] to) {
    to[5] = new (1);
}

function growing() {
    int[] list = [1, 2, 3];
    foreach int x in list {
        list.push(x);
    }
    io:println(list); // @output [1,2,3,1,2,3]
    int seen = 0;
    foreach int x in list {
        seen += x;
        if list.length() > 2 {
            _ = list.pop();
        }
    }
    io:println(seen, list); // @output 6[1,2,3]
}

function assigned() {
    int sum = 0;
    int[] list = [1, 2, 3];
    foreach int x in list {
        sum += x;
        list = [4, 5, 6];
    }
    map<int> map1 = {a: 1, b: 2};
    foreach int x in map1 {
        sum += x;
        map1 = {c: 7};
    }
    io:println(sum, list, map1); // @output 9[4,5,6]{"c":7}
}

function rest(map<int>|map<json> m) returns json {
    match m {
        {a: "x", ...var others}|{a: 1, ...var others} => {
            return others["b"];
        }
        _ => {
            return -1;
        }
    }
}

function lax() returns error? {
    Envelope e = {payload: "text"};
    string s = check e.payload;
    json j = {a: 5};
    int a = check j.a;
    map<json> m = {b: 2};
    int b = check m["b"];
    json five = 5;
    int c = check five;
    io:println(s, a, b, c); // @output text525
    int bad = check e.payload;
    io:println(bad);
}

function lists() {
    [int|string, int, string...] open = [1, 2];
    [int|string, any...] wider = [...open];
    io:println(wider); // @output [1,2]
    [int, string] pair = [1, "s"];
    [int, int, (int|string)...] longer = [1, ...[2, "t"], ...pair];
    io:println(longer); // @output [1,2,"t",1,"s"]
    int[*] counted = [2, ...SIZES, 5];
    io:println(counted, more); // @output [2,1,2,5][0,1,2,3]
}

public function main() {
    defaults();
    fillers();
    growing();
    assigned();
    error? e = lax();
    lists();
    io:println(e is error); // @output true
    Base base = new Sub("abc");
    io:println(base.f()); // @output 4
    Letters letters = {};
    io:println(letters, letters.all is readonly); // @output {"all":["x","y"]}true
    // What is cast to a wide type may be asked for any.
    io:println(<any>base is int, <any>letters is Letters); // @output falsetrue
    Both both = error("b", code = 1, no = 2);
    io:println(both.detail().code, both.detail().no); // @output 12
    Places places = new;
    [int, int] path = [7, 8];
    int[] some = places->/[...path];
    int[] others = places->/[1]/[...[2, 3]];
    io:println(some, others); // @output [7,8][1,2,3]
    string go = places->/game/go/[5];
    string chess = places->/game/chess/[1.5];
    int four = places->/game/[4];
    io:println(go, chess, four); // @output go5chess1.54
    io:println(kept("a"), kept(())); // @output Anone
    map<int> ints = {a: 1, b: 2};
    map<json> texts = {a: "x", b: "y"};
    io:println(rest(texts), rest(ints), rest(<map<int>>{})); // @output y2-1
    if kept("c") != "c" {
        panic error("what was known before the match is lost");
    }
    document();
}

function kept(string? s) returns string {
    if s is () {
        return "none";
    }
    match s {
        "a" => {
            return "A";
        }
        _ => {
            io:println("other"); // @output other
        }
    }
    // What was known before the match still is.
    string known = s;
    if known == "b" {
        return "B";
    } else if known != "b" {
        return known;
    }
    return "";
}

function document() {
    xml x = xml `<?xml version="1.0"?><a/>`;
    io:println(x); // @output <?xml version="1.0"?><a/>
}
