// What looks like programs in the field, but is refused.

function body() returns json|error => 1;

function laxError() returns error? {
    int _ = check body(); // @error
}

function inBlock() {
    from int i in 1 ... 3
    do {
        check error(i.toString()); // @error
    };
}

const int[] TWO = [3, 1];
const int[3] THREE = [1, ...TWO, 1]; // @error

class Needy {
    int n;

    function init(int n) {
        self.n = n;
    }
}

[int, Needy] short = [1]; // @error

map<int>|map<string> empty = {}; // @error
