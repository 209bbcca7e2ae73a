// Annotations at run time: `typedescExpr.@tag` (spec 6.12, 9.1).
import ballerina/io;

type Info record {|
    string name;
    int level = 1;
|};

type Limits record {|
    int[] values;
|};

annotation Info info on type, class, function, object function, service;
annotation Info[] notes on type, class;
const annotation flag on type, function;
const annotation Info fixed on type, class;
annotation map<int> counts on type;
annotation Limits limits on type, service, function, object function;

int base = 40;

function next() returns int {
    base += 1;
    return base;
}

@info {name: "person", level: 2}
@flag
@notes {name: "one"}
@notes {name: "two", level: 7}
type Person record {|
    string name;
|};

@info {name: "colour"}
@flag
enum Colour {
    RED,
    GREEN
}

@fixed {name: "constant"}
@counts {a: 1, b: next()}
type Number int|float;

// An alias is a definition of its own.
type Other Person;

@info {name: "class", level: next()}
class Counter {
    int n = 0;

    @info {name: "inc"}
    function inc() returns int {
        self.n += 1;
        return self.n;
    }

    function plain() {
    }
}

@flag
@info {name: "double"}
function double(int n) returns int => n * 2;

@info {name: "error"}
type Failure distinct error;

@limits {values: [1, 2, 3]}
type Mutable record {|
    int n;
|};

function show(typedesc<any|error> t) returns Info? => t.@info;

// A constant annotation has its value before the variables do.
Info? early = Number.@fixed;

public function main() {
    io:println(Person.@info);
    io:println(Person.@flag);
    io:println(Person.@notes);
    io:println(Person.@fixed);
    io:println(Colour.@info, Colour.@flag);
    io:println(Number.@fixed, Number.@counts);
    io:println(early);
    io:println(Other.@info);

    // Values have the annotations of the type they were made with.
    Person p = {name: "a"};
    io:println(show(typeof p));
    Person & readonly q = {name: "b"};
    io:println(show(typeof q));
    Other o = {name: "c"};
    io:println(show(typeof o));
    record {|string name;|} r = p;
    io:println((typeof r).@info);
    map<Person> people = {p};
    io:println(show(typeof people.get("p")));
    io:println(show(typeof 1));
    io:println(show(typeof error Failure("no")));

    Counter c = new;
    io:println(show(typeof c), (typeof new Counter()).@info?.level);
    io:println(Counter.@info == (typeof c).@info);

    // Functions and methods.
    io:println(show(typeof double), (typeof double).@flag);
    io:println(show(typeof main));
    io:println(show(typeof c.inc));
    io:println(show(typeof c.plain));
    function () returns int inc = c.inc;
    io:println(show(typeof inc));

    // Values are immutable.
    Limits? l = Mutable.@limits;
    if l is Limits {
        io:println(l is readonly, " ", l.values is readonly & int[]);
        error? e = trap l.values.push(4);
        io:println(e is error ? e.message() : "changed");
    }
    Info[]? notes = Person.@notes;
    io:println(notes is readonly & Info[]);

    // The static type is the tag's type or nil.
    Info[] all = Person.@notes ?: [];
    true? flag = Person.@flag;
    io:println(all.length(), flag);
}
// @output {"name":"person","level":2}
// @output true
// @output [{"name":"one","level":1},{"name":"two","level":7}]
// @output
// @output {"name":"colour","level":1}true
// @output {"name":"constant","level":1}{"a":1,"b":41}
// @output {"name":"constant","level":1}
// @output
// @output {"name":"person","level":2}
// @output {"name":"person","level":2}
// @output
// @output {"name":"person","level":2}
// @output {"name":"person","level":2}
// @output
// @output {"name":"error","level":1}
// @output {"name":"class","level":42}42
// @output true
// @output {"name":"double","level":1}true
// @output
// @output {"name":"inc","level":1}
// @output
// @output {"name":"inc","level":1}
// @output true true
// @output {ballerina/lang.array}InvalidUpdate
// @output true
// @output 2true
