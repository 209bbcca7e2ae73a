function two(int a, string b) {
}

function optional(int a, int b = 1) {
}

public function main() {
    two(...[1]); // @error
    two(...[1, 2]); // @error
    two(...[1, "x", 3]); // @error
    int[] many = [];
    two(...many); // @error
    record {|int a; string b; int c;|} unknown = {a: 1, b: "", c: 2};
    two(...unknown); // @error
    record {|int a; string b?;|} partly = {a: 1};
    two(...partly); // @error
    record {int a;} open = {a: 1};
    optional(...open); // @error
    optional(1, ...["x"]); // @error
}
