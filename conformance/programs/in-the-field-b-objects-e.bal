// Fields that a class includes need values.

type Point object {
    int x;
};

class NoInit {
    *Point; // @error
}

class InitWithout {
    *Point; // @error

    function init() {
    }
}

class Init {
    *Point;

    function init() {
        self.x = 1;
    }
}

final object {} failing = object {
    int b = check int:fromString("x");

    function init() { // @error
    }
};

type Fixed record {|
    readonly int a;
|};

type AlsoFixed record {|
    readonly int a;
    int b?;
|};

function update(Fixed|AlsoFixed r) {
    r.a = 1; // @error
}
