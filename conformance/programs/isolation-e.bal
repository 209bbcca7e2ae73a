int plainVariable = 1;
final int[] mutable = [1];
isolated int counter = 0;
isolated int[] list = [];
public isolated int exposed = 1; // @error
isolated [int, int] [a, b] = [1, 2]; // @error
isolated int[] initial = mutable; // @error
int early = counter; // @error

function plain(int n) returns int => n;

class Plain {
    private int n = plain(1); // @error

    function get() returns int => self.n;
}

class WithInit {
    private int n = plain(1);

    function init() {
    }

    isolated function read() returns int => self.n;
}

client class Remote {
    remote function call() {
    }

    resource function get path() {
    }
}

isolated function calls(function (int) returns int f, Plain p, Remote r, int[] given) {
    _ = plain(1); // @error
    _ = f(1); // @error
    _ = p.get(); // @error
    r->call(); // @error
    r->/path; // @error
    _ = new WithInit(); // @error
    _ = plainVariable; // @error
    plainVariable = 2; // @error
    _ = mutable.length(); // @error
    _ = given.map(plain); // @error
    _ = given.map(n => plain(n)); // @error
    given.forEach(function (int n) {
        _ = given.length(); // @error
        _ = mutable; // @error
    });
    _ = start lengthOf(given); // @error
}

isolated function lengthOf(int[] l) returns int => l.length();

isolated function defaults(int n = plainVariable, int m = plain(1)) { // @error
}

type Fields record {|
    int a = plain(1); // @error
    int b = counter; // @error
    int c = lengthOf([1]);
|};

function lambdas(int[] outer) {
    int changing = 1;
    final int[] fixed = [changing];
    _ = isolated function () returns int {
        return changing; // @error
    };
    _ = isolated function () returns int {
        return fixed.length(); // @error
    };
    isolated function () returns int f = function () returns int { // @error
        return 1;
    };
    isolated function (int) returns int g = n => n + plain(n); // @error
    lock {
        counter += 1;
        _ = function () returns int => counter; // @error
    }
}

class Holder {
    private int[] kept = [];

    function keep(int[] outer) returns int[] {
        int[] back = [];
        lock {
            list = outer; // @error
            list.push(...outer);
            list = self.kept; // @error
            self.kept = list; // @error
            outer[0] = list[0]; // @error
            back = list; // @error
            [back, _] = [list, 1]; // @error
            _ = plain(list[0]); // @error
            counter = 1; // @error
            [counter] = [2]; // @error
            int[] inner = list;
            inner.push(outer.length());
            if inner.length() > 3 {
                return inner; // @error
            }
            return list; // @error
        }
    }
}

isolated map<int[]> lists = {};

function mixed(int[] outer) {
    lock {
        lists["a"] = outer; // @error
        lists["b"] = {x: outer}.get("x"); // @error
    }
    lock {
        _ = lists.length() + outer.length();
        int[][] all = lists.toArray();
        all.push(outer); // @error
    }
    lock {
        _ = start lengthOf([1]); // @error
    }
}

isolated class Counter {
    public int open = 0; // @error
    private int[] hidden = mutable; // @error
    final int[] notImmutable = []; // @error
    final int fine = 1;
    private int[] given;

    isolated function init(int[] given) {
        self.given = given; // @error
    }

    function outside() returns int {
        self.open = self.fine;  // @error
        return self.given.length(); // @error
    }

    function inside() returns int[] {
        lock {
            counter += self.fine;
            self.open = counter; // @error
        }
        lock {
            return self.given; // @error
        }
    }
}

type Isolated isolated object {
    int n;
};

class Includes {
    *Isolated; // @error

    function init() {
        self.n = 1;
    }
}

type IncludesToo object {
    *Isolated; // @error
};

public function main() {
    _ = list; // @error
    counter += 1; // @error
    var o = isolated object {
        private int[] n = mutable; // @error
        int[] m = []; // @error
    };
    isolated object {} p = object { // @error
        int m = 1;
    };
    WithInit w = new;
    isolated function () returns int q = w.read; // @error
}
