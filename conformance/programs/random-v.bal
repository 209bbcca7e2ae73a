import ballerina/io;
import ballerina/random;

public function main() returns error? {
    int[] seen = [0, 0, 0, 0];
    foreach int _ in 0 ..< 1000 {
        float f = random:createDecimal();
        if f < 0.0 || f >= 1.0 {
            io:println("out of range: ", f);
        }
        int n = check random:createIntInRange(-2, 2);
        seen[n + 2] += 1;
    }
    io:println(seen.every(n => n > 150)); // @output true
    io:println(check random:createIntInRange(7, 8)); // @output 7
    int wide = check random:createIntInRange(int:MIN_VALUE, int:MAX_VALUE);
    io:println(wide < int:MAX_VALUE); // @output true
    int|random:Error none = random:createIntInRange(3, 3);
    io:println(none); // @output error Error ("End range value must be greater than the start range value")
}
