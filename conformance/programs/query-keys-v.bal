// Keys of `join` and `group by`: compared like `==` does, in the order in which they come first (spec 6.35).

import ballerina/io;

type Pair record {|
    anydata key;
    int n;
|};

function groups(anydata[] keys) returns int[][] {
    Pair[] pairs = from [int, anydata] [n, key] in keys.enumerate()
        select {key, n};
    return from Pair {key, n} in pairs
        group by key
        select [n];
}

function joined(anydata[] left, anydata[] right) returns [int, int][] {
    return from [int, anydata] [i, x] in left.enumerate()
        join [int, anydata] [j, y] in right.enumerate() on x equals y
        select [i, j];
}

public function main() {
    // Numbers of different types differ; NaN is itself; the sign of zero and the scale do not matter.
    io:println(groups([1, 1.0, 1d, 1, 1.0, 1.00d]));
    // @output [[0,3],[1,4],[2,5]]
    io:println(groups([0.0, float:NaN, -0.0, float:NaN, ()]));
    // @output [[0,2],[1,3],[4]]
    io:println(groups(["a", ["a"], {a: 1}, ["a"], {a: 1}, "a", {b: 1}]));
    // @output [[0,5],[1,3],[2,4],[6]]

    anydata[] cycle = [];
    cycle.push(cycle, 1, cycle);
    anydata[] other = [];
    other.push(other, 1, other);
    io:println(groups([cycle, 1, other]));
    // @output [[0,2],[1]]

    io:println(joined([3, "x", 1, [1]], [1, [1], 3, 3, "y", 1]));
    // @output [[0,2],[0,3],[2,0],[2,5],[3,1]]

    // Without keys that match there is one row of nils.
    io:println(from int x in [1, 2, 3]
        outer join var {k, v} in [{k: 3, v: "c"}, {k: 1, v: "a"}, {k: 3, v: "d"}] on x equals k
        select [x, v]);
    // @output [[1,"a"],[2,null],[3,"c"],[3,"d"]]

    // Many keys, and several of them.
    int[] numbers = from int i in 0 ..< 20000
        select i * 7919 % 10007;
    var sums = from int i in numbers
        let int last = i % 10, string kind = i % 2 == 0 ? "even" : "odd"
        group by last, kind
        order by last
        select [last, kind, count(i)];
    io:println(sums.length(), " ", sums[0], " ", sums[9]);
    // @output 10 [0,"even",2001] [9,"odd",1999]
    int matches = from int i in numbers
        join int j in numbers on i equals j
        collect count(i);
    io:println(matches);
    // @output 39986
    io:println(from int i in numbers.slice(0, 0)
        collect count(i));
    // @output 0
}
