// Queries of programs in the field: aggregation with values before the variable, actions whose block fails.
import ballerina/io;

type Item record {|
    string name;
    int price;
|};

function aggregates(Item[] items) {
    int least = from var {price} in items collect min(200, price);
    int most = from var {name, price} in items where name == "none" collect max(0, price);
    string names = from var {name} in items collect 'join("_", name);
    string text = from var {name} in items collect concat("Names:", name);
    decimal mean = from var {p} in [{p: 1.5d}] where p > 5d collect avg(3d, p);
    io:println(least, " ", most, " ", names, " ", text, " ", mean); // @output 1 0 A_B Names:AB 3
    // The name of a local variable does not hide the function.
    int[] sum = from var {name, price} in items group by name let var x = sum(price) select x + sum(price);
    io:println(sum); // @output [2,4]
}

function fails(int n) returns error? => error(n.toString());

// What fails in the block, or in a clause, fails the action, not only its result.
function block() returns error? {
    from int i in 1 ... 3
    do {
        io:println(i); // @output 1
        check fails(i);
    };
    io:println("not reached");
}

function clause() returns error? {
    error? r = from int i in 1 ... 3
        let error? e = check fails(i)
        do {
            io:println(e);
        };
    io:println("not reached", r);
}

function caught() returns string {
    do {
        _ = from int i in 5 ... 6
            do {
                check fails(i);
            };
    } on fail error e {
        return e.message();
    }
    return "none";
}

public function main() {
    aggregates([{name: "A", price: 1}, {name: "B", price: 2}]);
    io:println(block()); // @output error("1")
    io:println(clause()); // @output error("1")
    io:println(caught()); // @output 5
}
