import ballerina/io;

type Limits record {|
    readonly int[] bounds;
    string name?;
|};

type Reason record {|
    int code;
    string reason = "none";
|};

type Parent distinct error<Reason>;

type Other distinct error<record {|string path;|}>;

class Plain {
    int n = 1;
}

public function main() {
    // Read-only fields: by declaration and by the constructor.
    Limits limits = {bounds: [1, 2]};
    any bounds = limits.bounds;
    io:println(bounds is readonly); // @output true
    int[] alias = limits.bounds;
    io:println(trap alias.push(3)); // @output error("{ballerina/lang.array}InvalidUpdate",message="modification not allowed on readonly value")
    map<string> tags = {readonly "a": "x", "b": "y"};
    any shown = tags;
    io:println(shown is record {|readonly string a; string...;|}); // @output true

    // Computed fields change the mapping after everything else.
    string key = "b";
    io:println({[key]: 1, "a": 2, "b": 3}); // @output {"a":2,"b":1}
    record {|int x; int y?;|} point = {x: 1};
    io:println({name: "p", ...point, ["z"]: 3}); // @output {"name":"p","x":1,"z":3}

    // Rows of different types: the smallest record type that contains them.
    var rows = table key(id) [
        {id: 1, name: "one"},
        {id: 2, size: 2.5},
        {id: 3}
    ];
    table<record {|readonly int id; string name?; float size?;|}> key(id) typed = rows;
    io:println(typed); // @output [{"id":1,"name":"one"},{"id":2,"size":2.5},{"id":3}]
    any loose = table [{a: 1}];
    io:println(loose is anydata); // @output false

    // The arguments choose the error type.
    Parent|Other failure = error("bad", path = "/x");
    io:println(failure is Other); // @output true
    Parent parent = error("worse", code = 7);
    io:println(parent.detail()); // @output {"code":7,"reason":"none"}

    // Raw templates.
    int n = 5;
    var template = `n is ${n}, ${"text"}`;
    io:println(template is object:RawTemplate); // @output true
    io:println(template, " ", `[${template}]`); // @output n is 5, text [n is 5, text]
    io:println(template.insertions); // @output [5,"text"]

    // typeof of simple values.
    any simple = 5;
    io:println(typeof simple, " ", typeof true, " ", typeof 1.5d); // @output typedesc 5 typedesc true typedesc 1.5d
    io:println(typeof simple is typedesc<int>); // @output true

    // Object constructors without mutable state.
    var fixed = object {
        final int[] & readonly numbers = [1, 2];
        final string name = "f";
    };
    io:println(<any>fixed is readonly); // @output true
    readonly & object {int[] numbers;} given = object {
        int[] numbers = [3];
    };
    int[] & readonly numbers = given.numbers;
    io:println(numbers); // @output [3]

    // Byte arrays.
    byte[*] bytes = base16 `0a0b`;
    io:println(bytes, " ", bytes is byte[2]); // @output [10,11] true
    var small = <byte>7;
    byte same = small;
    io:println(same, " ", [<byte>1, small] is [byte, byte]); // @output 7 true
}
