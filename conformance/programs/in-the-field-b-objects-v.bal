// Objects of programs in the field: what a class includes, fields and `init` that may fail.
import ballerina/io;

type Timestamp readonly & object {
    int value;

    function shown() returns string;
};

readonly class Millis {
    *Timestamp;

    function init(decimal value) {
        self.value = <int>value;
    }

    function shown() returns string => self.value.toString() + "ms";
}

class Named {
    final string name = "none";
    int[] marks = [1, 2];
}

class Plain {
    *Named;
}

class Own {
    *Named;

    function init(string name) {
        self.name = name;
    }
}

type Base readonly & record {|
    int a;
    string[] s = ["x"];
|};

type Extended record {|
    *Base;
    int b;
|};

function included() {
    Timestamp t = new Millis(5);
    io:println(t.shown(), t.value); // @output 5ms5
    Plain first = new;
    first.marks.push(3);
    Plain second = new;
    io:println(first.name, first.marks, second.marks, new Own("own").name); // @output none[1,2,3][1,2]own
    Extended e = {a: 1, b: 2};
    e.b = 3;
    io:println(e, e.s is readonly); // @output {"b":3,"a":1,"s":["x"]}true
}

string text = "";

class Maker {
    int b = check int:fromString(text);
    int c;

    function init(string s = "4") returns error? {
        self.c = check int:fromString(s);
    }
}

function mayFail() returns error? {
    string[] found = [];
    foreach string s in ["12", "120", "x"] {
        text = s;
        // The object, or the error that `init` or the initialiser of a field has ended with.
        var v = object {
            int b = check int:fromString(text);
            int c = 0;

            function init() returns error? {
                self.c = self.b + 1;
                if self.b > 100 {
                    return error("big");
                }
            }
        };
        found.push(v is error ? v.message() : v.c.toString());
    }
    io:println(found); // @output ["13","big","{ballerina/lang.int}NumberParsingError"]
    text = "3";
    Maker m = check new;
    io:println(m.b, m.c); // @output 34
    Maker|error none = new ("zz");
    io:println(none is error); // @output true
}

type Student record {
    readonly string name;
    int id;
};

type Details record {
    string name;
    int id;
};

function rename(Student|Details d) {
    d.name = "x";
}

// Whether a field is read-only shows at run time when it is in one of several types only.
function update() {
    Details d = {name: "Jo", id: 1};
    rename(d);
    error? e = trap rename(<Student>{name: "Jo", id: 1});
    io:println(d, e is error); // @output {"name":"x","id":1}true
}

public function main() returns error? {
    included();
    check mayFail();
    update();
}
