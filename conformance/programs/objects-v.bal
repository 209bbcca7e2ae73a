import ballerina/io;

type Shape object {
    function area() returns float;
};

class Square {
    *Shape;
    private float side;

    function init(float side) {
        self.side = side;
    }

    function area() returns float {
        return self.side * self.side;
    }
}

class Counter {
    int n = 0;

    function next() returns int {
        self.n += 1;
        return self.n;
    }
}

public function main() {
    Shape[] shapes = [new Square(2), object {
        function area() returns float {
            return 0.5;
        }
    }];
    foreach Shape s in shapes {
        io:println(s.area()); // @output 4.0
    } // @output 0.5
    Counter c = new;
    _ = c.next();
    io:println(c.next()); // @output 2
    int base = 10;
    function (int) returns int add = n => n + base;
    base = 100;
    io:println(add(1)); // @output 101
    function () returns int f = c.next;
    io:println(f()); // @output 3
}
