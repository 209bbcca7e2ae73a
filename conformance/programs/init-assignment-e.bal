// What `init` does not assign on every way, and constructors that only default values would tell apart.
int always;
int sometimes; // @error

function init() {
    always = 1;
    if always == 2 {
        sometimes = 2;
    }
}

class Counter {
    int start; // @error
    int step;

    function init(boolean fast) returns error? {
        self.step = fast ? 10 : 1;
        if fast {
            self.start = 0;
            return;
        }
        if always == 3 {
            return error("not ready");
        }
    }
}

type Left record {|
    int value = 1;
|};

type Right record {|
    int value = 2;
|};

public function main() returns error? {
    int n = 3;
    record {|int value = n;|} r = {}; // @error
    Left|Right either = {}; // @error
    Counter c = check new (true);
    _ = [sometimes, r, either, c.step];
}
