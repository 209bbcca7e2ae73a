import ballerina/io;

public function main() {
    int[] a = [3, 1, 2];
    a[5] = 9;
    io:println(a); // @output [3,1,2,0,0,9]
    a.push(4, 5);
    io:println(a.length(), " ", a.pop(), " ", a.shift()); // @output 8 5 3
    io:println(a.sort()); // @output [0,0,1,2,4,9]
    io:println(a.'map(n => n * 2).filter(n => n > 3)); // @output [4,18,8]
    io:println(a.reduce(function(int total, int n) returns int => total + n, 0)); // @output 16
    [string, int...] t = ["x", 1, 2];
    io:println(t[0], t.length()); // @output x3
    int[3] fixed = [1];
    io:println(fixed); // @output [1,0,0]
    (int|string)[] mixed = [...a, "z"];
    io:println(mixed is int[]); // @output false
    io:println(a.indexOf(9), " ", a.indexOf(77) is ()); // @output 4 true
    float[] fs = [1, 2.5];
    io:println(fs); // @output [1.0,2.5]
}
