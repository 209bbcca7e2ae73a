// Sorting lists: nil and NaN stand last among members too, in both directions (spec 5.8.6).
import ballerina/io;

public function main() {
    float?[][] rows = [[1.0, ()], [2.0], [1.0, 2.0], [float:NaN], [], [1.0], [()], [1.0, float:NaN]];
    io:println(from var r in rows order by r select r); // @output [[],[1.0],[1.0,2.0],[1.0,NaN],[1.0,null],[2.0],[NaN],[null]]
    io:println(from var r in rows order by r descending select r); // @output [[2.0],[1.0,2.0],[1.0,NaN],[1.0,null],[1.0],[NaN],[null],[]]
    io:println([[2, 1], [1, 5], [1]].sort(), [["b"], ["a", "z"]].sort("descending")); // @output [[1],[1,5],[2,1]][["b"],["a","z"]]
}
