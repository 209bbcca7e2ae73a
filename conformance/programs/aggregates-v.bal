import ballerina/io;

type Sale record {| string shop; int pieces; float weight; decimal price; |};

// A function of the module does not hide the library's when it is called with an aggregated variable.
function last(int a, int b) returns int => a;

public function main() {
    Sale[] sales = [
        {shop: "north", pieces: 3, weight: 1.5, price: 1},
        {shop: "south", pieces: 1, weight: 2, price: 2.5},
        {shop: "north", pieces: 2, weight: 3, price: 3.25}
    ];
    io:println(from var {pieces} in sales collect sum(pieces)); // @output 6
    int? most = from var {pieces} in sales collect max(pieces);
    io:println(most); // @output 3
    int? none = from var {pieces} in sales where pieces > 10 collect max(pieces);
    io:println(none is ()); // @output true
    io:println(from var {pieces} in sales where pieces > 10 collect [sum(pieces), count(pieces)]); // @output [0,0]
    io:println(from var {price} in sales collect avg(price)); // @output 2.25
    var shops = from var {shop, pieces, weight, price} in sales
        group by shop
        select {shop, n: count(pieces), all: sum(weight), least: min(price), first: first(pieces), last: last(pieces)};
    foreach var s in shops {
        io:println(s);
    }
    // @output {"shop":"north","n":2,"all":4.5,"least":1,"first":3,"last":2}
    // @output {"shop":"south","n":1,"all":2.0,"least":2.5,"first":1,"last":1}
    // Every group has a member: no nil.
    int[] totals = from var {shop, pieces} in sales group by shop select max(pieces);
    io:println(totals); // @output [3,1]
    io:println(from var {shop} in sales collect string:'join("-", shop)); // @output north-south-north
    io:println(last(7, 8)); // @output 7
}
