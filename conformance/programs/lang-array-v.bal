import ballerina/io;
import ballerina/lang.array;

type Point record {|
    int x;
    int y;
|};

public function main() returns error? {
    reading();
    mapping();
    searching();
    sorting();
    changing();
    check encoding();
    streaming();
    immutable();
}

function reading() {
    int[] none = [];
    int[] few = [4, 8, 15];
    io:println(none.length(), " ", few.length(), " ", array:length(["a"])); // @output 0 3 1
    [int, string, boolean...] tuple = [1, "a", true, false];
    io:println(tuple.length()); // @output 4

    var it = few.iterator();
    io:println(it.next()); // @output {"value":4}
    io:println(it.next()?.value, " ", it.next()?.value, " ", it.next() is ()); // @output 8 15 true
    io:println(it.next() is ()); // @output true
    io:println(none.iterator().next() is ()); // @output true

    io:println(few.enumerate()); // @output [[0,4],[1,8],[2,15]]
    io:println(none.enumerate()); // @output []
    foreach var [i, s] in ["x", "y"].enumerate() {
        io:print(i, s, " ");
    }
    io:println(); // @output 0x 1y

    io:println(few.slice(1), few.slice(0, 2), few.slice(3), few.slice(1, 1)); // @output [8,15][4,8][][]
    int[] part = few.slice(0);
    part[0] = 99;
    io:println(few, part === few); // @output [4,8,15]false
    foreach [int, int] [from_, to] in [[-1, 1], [0, 4], [2, 1], [4, 4]] {
        int[]|error e = trap few.slice(from_, to);
        io:print(e is error ? "panic " : "fine ");
    }
    io:println(); // @output panic panic panic panic
}

function mapping() {
    int[] few = [4, 8, 15];
    int[] none = [];
    string[] texts = few.map(n => n.toString() + "!");
    io:println(texts, none.map(n => n + 1)); // @output ["4!","8!","15!"][]
    string seen = "";
    few.forEach(function(int n) {
        seen += n.toString() + ";";
    });
    none.forEach(n => io:println(n));
    io:println(seen); // @output 4;8;15;
    int[] even = few.filter(n => n % 2 == 0);
    io:println(even, few.filter(n => n > 100)); // @output [4,8][]
    io:println(few.reduce(function(string acc, int n) returns string => acc + "," + n.toString(), "0")); // @output 0,4,8,15
    io:println(none.reduce(function(int acc, int n) returns int => acc + n, 7)); // @output 7

    int[] asked = [];
    boolean found = few.some(function(int n) returns boolean {
        asked.push(n);
        return n == 8;
    });
    io:println(found, asked, none.some(n => true)); // @output true[4,8]false
    asked = [];
    boolean all = few.every(function(int n) returns boolean {
        asked.push(n);
        return n < 8;
    });
    io:println(all, asked, none.every(n => false)); // @output false[4,8]true
}

function searching() {
    string[] words = ["a", "b", "a", "c"];
    io:println(words.indexOf("a"), words.indexOf("a", 1), words.indexOf("z") is ()); // @output 02true
    io:println(words.lastIndexOf("a"), words.lastIndexOf("a", 1), words.lastIndexOf("z") is ()); // @output 20true
    anydata[] mixed = [1, 1.0, 1d, "1", (), [1], {"k": 1}];
    // Equality is that of ==: structures by their members, numbers of different basic types apart.
    io:println(mixed.indexOf(1.0), mixed.indexOf(1d), mixed.indexOf([1]), mixed.indexOf({"k": 1}), mixed.indexOf(())); // @output 12564
    float[] floats = [1.0, float:NaN, -0.0];
    io:println(floats.indexOf(float:NaN), floats.indexOf(0.0)); // @output 12
    int[] none = [];
    io:println(none.indexOf(1) is (), none.lastIndexOf(1) is (), words.indexOf("a", 4) is ()); // @output truetruetrue
    io:println(words.reverse(), words, none.reverse()); // @output ["c","a","b","a"]["a","b","a","c"][]
}

function sorting() {
    int[] numbers = [3, -1, 2];
    io:println(numbers.sort(), numbers.sort(array:DESCENDING), numbers); // @output [-1,2,3][3,2,-1][3,-1,2]
    string[] words = ["b", "B", "é", "a", "𝄞", "\u{FFFF}"];
    io:println(words.sort()); // @output ["B","a","b","é","￿","𝄞"]
    float[] floats = [1.0, float:NaN, -float:Infinity, -0.0];
    // NaN comes last whichever way it is sorted (spec 6.35.9).
    io:println(floats.sort(), floats.sort(array:DESCENDING)); // @output [-Infinity,-0.0,1.0,NaN][1.0,-0.0,-Infinity,NaN]
    int?[] holes = [2, (), 1];
    io:println(holes.sort(), holes.sort("descending")); // @output [1,2,null][2,1,null]
    Point[] points = [{x: 1, y: 2}, {x: 0, y: 9}, {x: 1, y: 1}];
    // The sort is stable.
    io:println(points.sort("ascending", p => p.x)); // @output [{"x":0,"y":9},{"x":1,"y":2},{"x":1,"y":1}]
    io:println(points.sort(key = p => [-p.x, p.y])); // @output [{"x":1,"y":1},{"x":1,"y":2},{"x":0,"y":9}]
    int[][] lists = [[2], [1, 5], [1], []];
    io:println(lists.sort()); // @output [[],[1],[1,5],[2]]
    int[] none = [];
    io:println(none.sort()); // @output []
}

function changing() {
    int[] list = [1, 2, 3];
    io:println(list.remove(1), list); // @output 2[1,3]
    io:println(list.remove(0), list.remove(0), list); // @output 13[]
    io:println((trap list.remove(0)) is error, (trap list.pop()) is error, (trap list.shift()) is error); // @output truetruetrue
    list.push(1);
    list.push(2, 3);
    list.push();
    list.push(...[4, 5]);
    io:println(list); // @output [1,2,3,4,5]
    io:println(list.pop(), list.shift(), list); // @output 51[2,3,4]
    list.unshift(0, 1);
    list.unshift();
    io:println(list); // @output [0,1,2,3,4]
    list.setLength(2);
    io:println(list); // @output [0,1]
    list.setLength(4);
    io:println(list); // @output [0,1,0,0]
    list.removeAll();
    io:println(list, list.length()); // @output []0
    (string|())[] filled = [];
    filled.setLength(2);
    io:println(filled); // @output [null,null]

    // The inherent type decides what may happen, not the static one.
    int[2] pair = [1, 2];
    int[] open = pair;
    io:println((trap open.push(3)) is error, (trap open.pop()) is error, (trap open.setLength(3)) is error); // @output truetruetrue
    io:println((trap open.removeAll()) is error, pair); // @output true[1,2]
    [string, int...] tuple = ["a", 1];
    (string|int)[] view = tuple;
    view.push(2);
    io:println((trap view.push("b")) is error, view.pop(), view.remove(1), (trap view.pop()) is error, tuple); // @output true21true["a"]
    (int|string)[] wide = open;
    io:println((trap wide.unshift("x")) is error, pair); // @output true[1,2]
}

function encoding() returns error? {
    byte[] empty = [];
    byte[] bytes = [0, 15, 250, 255];
    io:println(bytes.toBase16(), "|", empty.toBase16(), "|"); // @output 000ffaff||
    io:println(check array:fromBase16("000FfaFF"), check array:fromBase16(" 0 0\t"), check array:fromBase16("")); // @output [0,15,250,255][0][]
    io:println(array:fromBase16("0") is error, array:fromBase16("0g") is error); // @output truetrue
    io:println(bytes.toBase64(), "|", empty.toBase64(), "|"); // @output AA/6/w==||
    byte[] three = [251, 255, 254];
    io:println(three.toBase64(), three.slice(0, 2).toBase64()); // @output +//++/8=
    io:println(check array:fromBase64("AA/6/w=="), check array:fromBase64("+/" + "/ +"), check array:fromBase64("")); // @output [0,15,250,255][251,255,254][]
    io:println(array:fromBase64("A") is error, array:fromBase64("A-_=") is error, array:fromBase64("AA=A") is error); // @output truetruetrue
}

function streaming() {
    int[] few = [1, 2, 3];
    stream<int> s = few.toStream();
    io:println(s.next()); // @output {"value":1}
    // The stream reads the list as it is when asked.
    few[1] = 20;
    few.push(4);
    int[] rest = from int n in s select n;
    io:println(rest, s.next() is ()); // @output [20,3,4]true
    int[] none = [];
    io:println(none.toStream().next() is ()); // @output true
}

function immutable() {
    readonly & int[] fixed = [3, 1, 2];
    io:println(fixed.sort(), fixed.reverse(), fixed.slice(1), fixed.filter(n => n > 1)); // @output [1,2,3][2,1,3][1,2][3,2]
    int[] view = fixed;
    io:println((trap view.push(1)) is error, (trap view.removeAll()) is error, (trap view.setLength(3)) is error); // @output truetruetrue
    io:println((trap view.remove(0)) is error, view.length(), fixed.map(n => n * 2)); // @output true3[6,2,4]
}
