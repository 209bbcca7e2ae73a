import ballerina/io;

public function main() {
    string s = "héllo 😀";
    io:println(s.length(), " ", s[1], " ", s[6]); // @output 7 é 😀
    io:println(s.substring(1, 4)); // @output éll
    io:println(s.indexOf("l"), " ", s.lastIndexOf("l")); // @output 2 3
    io:println("\u{1F600}" > "\u{FFFF}"); // @output true
    foreach string:Char c in "abc" {
        io:print(c, ";");
    }
    io:println(); // @output a;b;c;
    io:println(string `${1 + 1} is ${true}`); // @output 2 is true
    io:println("  x ".trim() + "|"); // @output x|
    io:println(string:'join(",", "a", "b")); // @output a,b
    io:println("7".padStart(3, "0")); // @output 007
}
