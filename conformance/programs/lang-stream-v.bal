import ballerina/io;

type Failed distinct error;

class Numbers {
    int at = 0;
    int end;
    boolean failing;
    int closed = 0;

    function init(int end, boolean failing = false) {
        self.end = end;
        self.failing = failing;
    }

    public isolated function next() returns record {|int value;|}|error? {
        lock {
            if self.at >= self.end {
                return self.failing ? error Failed("over") : ();
            }
            self.at += 1;
            return {value: self.at};
        }
    }

    public isolated function close() returns error? {
        self.closed += 1;
    }
}

function numbers(int end, boolean failing = false) returns stream<int, error?> => new (new Numbers(end, failing));

public function main() returns error? {
    stream<int, error?> s = numbers(2);
    io:println(check s.next(), check s.next(), check s.next() is (), check s.next() is ()); // @output {"value":1}{"value":2}truetrue
    stream<int, error?> failing = numbers(1, true);
    io:println(check failing.next(), failing.next() is Failed, failing.next() is Failed); // @output {"value":1}truetrue
    stream<int> none = new;
    io:println(none.next() is (), none.close() is ()); // @output truetrue

    var it = numbers(2).iterator();
    io:println(check it.next(), check it.next(), check it.next() is ()); // @output {"value":1}{"value":2}true

    Numbers origin = new (5);
    stream<int, error?> closing = new (origin);
    io:println(check closing.next(), check closing.close(), check closing.close(), origin.closed); // @output {"value":1}1
    // A stream that comes to its end closes itself.
    Numbers ending = new (1);
    stream<int, error?> ended = new (ending);
    io:println(check ended.next(), check ended.next() is (), ending.closed, check ended.close(), ending.closed); // @output {"value":1}true11

    int called = 0;
    stream<string, error?> mapped = numbers(3).map(function(int n) returns string {
        called += 1;
        return "n" + n.toString();
    });
    // Nothing is computed until it is asked for.
    io:println(called, check mapped.next(), called); // @output 0{"value":"n1"}1
    io:println(check from string t in mapped select t); // @output ["n2","n3"]
    stream<int, error?> filtered = numbers(6).filter(n => n % 3 == 0);
    io:println(check filtered.next(), check filtered.next(), check filtered.next() is ()); // @output {"value":3}{"value":6}true
    Numbers under = new (3);
    stream<int, error?> over = new stream<int, error?>(under).map(n => n).filter(n => true);
    check over.close();
    io:println(under.closed); // @output 1

    int sum = 0;
    check numbers(4).forEach(function(int n) {
        sum += n;
    });
    error? e = numbers(2, true).forEach(function(int n) {
        sum += n;
    });
    io:println(sum, e is Failed); // @output 13true
    io:println(check numbers(4).reduce(function(int acc, int n) returns int => acc * n, 1), numbers(2, true).reduce(function(int a, int n) returns int => a, 0) is Failed); // @output 24true
    io:println(none.reduce(function(int a, int n) returns int => a + n, 7)); // @output 7
    none.forEach(n => io:println(n));
    int[] list = from int n in [1, 2, 3].toStream() where n > 1 select n;
    io:println(list); // @output [2,3]
}
