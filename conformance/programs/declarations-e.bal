// Rules for declarations: dependent functions, included records, inclusion, listeners, initialisers.

function dependsWithoutExternal(typedesc<anydata> t = <>) returns t { // @error
    panic error("");
}

function unused(typedesc<anydata> t = <>) returns int = external; // @error

function ambiguous(typedesc t = <>) returns t|error = external; // @error

function ofInt(typedesc<int> t = <>) returns t = external;

function callsDependent() {
    string _ = ofInt(); // @error
    ofInt(); // @error
}

type Options record {|
    int size = 1;
    int width = 2;
|};

type More record {|
    int size = 3;
|};

function included(int width, *Options options) { // @error
}

function includedTwice(*Options options, *More more) { // @error
}

function notARecord(*int n) { // @error
}

type HasField object {
    int x;
};

type HasFieldToo object {
    int x;
};

type HasMethod object {
    function x() returns int;
};

type Both object { // @error
    *HasField;
    *HasFieldToo;
};

type Declared object {
    *HasField;
    *HasFieldToo;
    int x;
};

type Wrong object { // @error
    *HasField;
    string x;
};

type Mixed object { // @error
    *HasField;
    function x() returns int;
};

class Private {
    private int n = 0;
}

class IncludesPrivate {
    *Private; // @error
}

readonly class Constant {
    int n = 0;
}

class IncludesReadonly {
    *Constant; // @error
    function init() {
        self.n = 1;
    }
}

readonly class MayInclude {
    *Constant;
    function init() {
        self.n = 1;
    }
}

type NotAClient object {
    remote function call(); // @error
    resource function get path(); // @error
};

class Recursive { // @error
    Recursive other;

    function init(Recursive other) {
        self.other = other;
    }
}

class BadInit {
    function init() returns int { // @error
        return 1;
    }
}

class NoListener {
    public function attach(service object {} s, () point = ()) returns error? {
    }
}

listener NoListener noListener = new; // @error

enum Colours {
    RED,
    GREEN,
    RED // @error
}

type Twice record {
    int a;
    string a; // @error
};

type Lists int[]|Lists[];
type OnlyLists OnlyLists[];

function statements(map<int> m, Options o, any v, int[] numbers) {
    m["a"] += 1; // @error
    string key = "size";
    o[key] += 1; // @error
    o["size"] += 1;
    numbers[0] += 1;
    match v {
        1|2|1 => { // @error
        }
        "a" if numbers.length() > 1 => {
        }
        "a" => {
        }
        2 => { // @error
        }
        _ => {
        }
    }
    [int, string, int...] _ = [1, ...numbers]; // @error
    [int, string, int...] _ = [1, "", ...numbers, 2];
    OnlyLists a = [];
    boolean _ = a < a; // @error
    _ = {a: 1}.b; // @error
    var object1 = object {
        *HasField; // @error
    };
}
