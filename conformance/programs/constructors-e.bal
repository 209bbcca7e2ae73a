type Row record {|
    readonly int id;
    string name;
|};

type Loose record {|
    int id;
|};

type Failure error<record {string path?;}>;

type A distinct error;

type B distinct error;

function mappings(int n, record {|int a; int b?;|} spread, record {|int b;|} other, map<int> open) {
    map<int> _ = {a: 1, ...spread}; // @error
    map<int> _ = {...spread, b: 1}; // @error
    map<int> _ = {...spread, ...other}; // @error
    map<int> _ = {x: 1, ...open}; // @error
    map<int> _ = {x: 1, ...spread};
    map<int> _ = {x: 1, x: 2}; // @error
}

function tables(int n) {
    var _ = table []; // @error
    var _ = table key(id) []; // @error
    table<Row> key(id) _ = table [
        {id: n, name: "x"}, // @error
        {id: 1, name: "a"},
        {id: 1, name: "b"} // @error
    ];
    table<Loose> _ = table key(id) [{id: 1}]; // @error
    table<Row> key(size) t = table []; // @error
    table<Row> key(id) rows = table [];
    rows[1] = {id: 1, name: "x"}; // @error
    table<map<int>>|table<map<float>> _ = table [{a: "x"}]; // @error
}

function errors() {
    Failure _ = error("m", other = 1); // @error
    A|B _ = error("m"); // @error
}

function objects() {
    var _ = object {
        int a; // @error
    };
    var _ = object {
        final int a = 1;
        final int b;
        function init() {
            self.a = 2; // @error
            self.b = 3;
        }
        function set() {
            self.b = 4; // @error
        }
    };
    var _ = object {
        remote function f() { // @error
        }
    };
    var _ = client object {
        public remote function f() { // @error
        }
    };
}

class Fixed {
    final int a;

    function init() {
        self.a = 1;
    }

    function set() {
        self.a = 2; // @error
    }
}

function templates() {
    object {
        *object:RawTemplate;
        public readonly & string[] strings;
        public int[] insertions;
    } _ = `a ${1} b ${"x"}`; // @error
}
