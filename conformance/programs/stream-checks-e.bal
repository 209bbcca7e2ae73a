import ballerina/io;

class Ints {
    public isolated function next() returns record {|int value;|}? {
        return ();
    }
}

class Errors {
    public isolated function next() returns record {|int value;|}|error? {
        return ();
    }
}

class Mutable {
    public function next() returns record {|int value;|}? {
        return ();
    }
}

class Hidden {
    isolated function next() returns record {|int value;|}? {
        return ();
    }
}

class BadClose {
    public isolated function next() returns record {|int value;|}? {
        return ();
    }

    public isolated function close() returns int {
        return 1;
    }
}

class Parameters {
    public isolated function next(int n) returns record {|int value;|}? {
        return ();
    }
}

class Endless {
    public isolated function next() returns record {|int value;|} {
        return {value: 1};
    }
}

class NotIterable {
    public function iterator() returns int {
        return 1;
    }
}

type Bad stream<int, string>; // @error
type Unbounded stream<int, never>;

function construction() {
    stream<string> _ = new (new Ints()); // @error
    stream<int> _ = new (new Errors()); // @error
    stream<int, error?> _ = new (new Errors());
    stream<int, error?> _ = new (new Ints());
    stream<int> _ = new (new Mutable()); // @error
    stream<int> _ = new (new Hidden()); // @error
    stream<int> _ = new (new BadClose()); // @error
    stream<int> _ = new (new Parameters()); // @error
    Unbounded _ = new (new Endless());
    Unbounded _ = new; // @error
    stream<int, error> _ = new stream<int, error>(); // @error
    stream<int> _ = new (new Ints(), 1); // @error
    stream<int> _ = new (1); // @error
    stream<int> _ = [1, 2]; // @error
    var _ = new stream<int>(new Errors()); // @error
}

function use(stream<int, error?> s, stream<int> t) {
    _ = s.next(1); // @error
    _ = s.length(); // @error
    _ = s.foo(); // @error
    int _ = s.next(); // @error
    stream<string> _ = t.map(i => i); // @error
    stream<int> _ = s; // @error
    stream<int, error?> _ = t;
    anydata _ = t; // @error
    readonly _ = t; // @error
    foreach int i in s { // @error
        io:println(i);
    }
    foreach string i in t { // @error
        io:println(i);
    }
    foreach var i in new NotIterable() { // @error
        io:println(i);
    }
    s.close(); // @error
    t.close();
    check from int i in s // @error
        do {
            io:println(i);
        };
}

function queries(stream<int, error?> s, int[] list) {
    int[] _ = from int i in s select i; // @error
    int[]|error r = from int i in s select i;
    io:println(r);
    stream<int> _ = stream from int i in s select i; // @error
    stream<string> _ = from int i in list select i; // @error
    stream<int> _ = stream from int i in list select check half(i); // @error
    stream<int, error?> _ = stream from int i in list select check half(i);
    int[] _ = stream from int i in list select i; // @error
    var _ = from int i in list select check half(i); // @error
    var _ = stream from int i in list collect [i]; // @error
    var _ = stream from int i in list select i on conflict error("x"); // @error
    var _ = from int i in list select i
        on conflict error("x"); // @error
}

function half(int i) returns int|error => i / 2;
