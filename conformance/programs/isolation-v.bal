import ballerina/io;

// ---- functions ----

isolated function twice(int n) returns int => n * 2;

final readonly & int[] primes = [2, 3, 5];
configurable int level = 3;

isolated function usesFinals(int i) returns int => primes[i] + level;

isolated function withDefault(int n = twice(4), int m = n + 1) returns int => n + m;

function plain(int n) returns int => n;

type Operator isolated function (int) returns int;

isolated function apply(Operator f, int n) returns int => f(n);

isolated function captures(int by) returns Operator {
    final int more = by + 1;
    return isolated function (int n) returns int => n + by + more;
}

// The function that is passed to a lang-library function is isolated if what it does is.
isolated function sumOfSquares(int[] numbers) returns int {
    int[] squares = numbers.map(n => n * n);
    squares = squares.filter(function (int n) returns boolean {
        return n < 100;
    });
    return squares.reduce(isolated function (int a, int b) returns int => a + b, 0);
}

isolated function inQuery(int[] numbers) returns int[] {
    int limitTo = 2;
    return from int n in numbers
        where n > limitTo
        select twice(n);
}

// ---- module-level variables ----

isolated int counter = 0;
isolated map<int[]> table1 = {};
isolated int[] numbers = from int i in 0 ..< 3
    select i;

isolated function next() returns int {
    lock {
        counter += 1;
        return counter;
    }
}

isolated function put(string key, int[] value) {
    lock {
        table1[key] = value.clone();
        table1[key + "!"] = [...value];
    }
}

isolated function get(string key) returns int[]? {
    lock {
        int[]? found = table1[key];
        if found is int[] {
            found.push(1);
        }
        return found.clone();
    }
}

isolated function total() returns int {
    int sum = 0;
    lock {
        foreach int n in numbers {
            sum += n;
        }
        lock {
            sum = sum + numbers.length();
        }
    }
    return sum;
}

isolated function pushed(int n, int[] others) returns int[] {
    lock {
        numbers.push(n, others[0]);
        numbers[0] = others.length();
        return let int[] copy = numbers.clone() in copy;
    }
}

// ---- objects ----

isolated class Stack {
    private int[] items;
    private int pushes = 0;
    final string name;
    final readonly & map<int> limits = {most: 10};

    isolated function init(string name, int[] items) {
        self.name = name;
        self.items = items.clone();
    }

    isolated function push(int n) returns Stack {
        lock {
            self.items.push(n);
            self.pushes += 1;
        }
        return self;
    }

    isolated function describe() returns string {
        string prefix = self.name + ":" + self.limits.get("most").toString() + ":";
        lock {
            return prefix + self.items.toString();
        }
    }

    function notIsolated() returns int {
        return plain(1) + self.limits.length();
    }
}

final Stack shared = new ("shared", [1]);

isolated function useShared(int n) returns string {
    return shared.push(n).describe();
}

isolated function fresh() returns map<Stack> {
    Stack a = new ("a", []);
    return {a: a.push(1), b: new ("b", [2])};
}

isolated function constructed(int first) returns isolated object {
    public isolated function next() returns int;
} {
    return isolated object {
        private int n = first;

        public isolated function next() returns int {
            lock {
                self.n += 1;
                return self.n;
            }
        }
    };
}

// Nothing in it can change: the object is isolated without saying so.
final isolated object {
    isolated function one() returns int;
} constant = object {
    final int n = 1;

    isolated function one() returns int => self.n;
};

isolated function one() returns int => constant.one();

type Record record {|
    int id = next();
    int[] more = [twice(1)];
|};

public function main() returns error? {
    io:println(twice(4)); // @output 8
    io:println(usesFinals(1)); // @output 6
    io:println(withDefault()); // @output 17
    io:println(apply(captures(2), 5)); // @output 10
    io:println(sumOfSquares([1, 2, 30])); // @output 5
    io:println(inQuery([1, 2, 3])); // @output [6]
    io:println(next() + next()); // @output 3
    put("a", [4]);
    io:println(get("a"), " ", get("a!")); // @output [4,1] [4,1]
    io:println(total()); // @output 6
    io:println(pushed(7, [8])); // @output [1,1,2,7,8]
    io:println(useShared(5)); // @output shared:10:[1,5]
    io:println(shared.notIsolated()); // @output 2
    io:println(fresh().get("b").describe()); // @output b:10:[2]
    var o = constructed(10);
    io:println(o.next() + o.next()); // @output 23
    io:println(one()); // @output 1
    Record r = {};
    io:println(r); // @output {"id":3,"more":[2]}
    any f = captures(1);
    any g = plain;
    any h = shared.push;
    io:println(f is isolated function, " ", g is isolated function, " ", h is isolated function); // @output true false true
    io:println(shared is isolated object {}, " ", <any>constant is isolated object {}); // @output true true
}
