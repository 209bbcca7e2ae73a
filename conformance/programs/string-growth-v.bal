import ballerina/io;

// Strings that loops append to, and code points far into strings that are not ASCII.

function grow(string part, int n) returns string {
    string s = "";
    foreach int i in 0 ..< n {
        s += part + (i % 10).toString();
    }
    return s;
}

public function main() {
    string ascii = grow("x", 100000);
    string other = grow("é😀", 100000);
    io:println(ascii.length(), " ", other.length()); // @output 200000 300000
    io:println(ascii.substring(199996), " ", other.substring(299994)); // @output x8x9 é😀8é😀9

    // Two texts that grow from one beginning do not disturb each other.
    string one = ascii + "one";
    string two = ascii + "two";
    string three = one + two;
    io:println(one.substring(200000), two.substring(200000), three.length()); // @output onetwo400006
    io:println(one == ascii + "one", " ", one == two, " ", one < two); // @output true false true

    // In steps, forwards and backwards.
    int sum = 0;
    foreach int i in 0 ..< other.length() {
        sum += other[i].toCodePointInt() % 7;
    }
    int back = 0;
    int i = other.length() - 1;
    while i >= 0 {
        back += other[i].toCodePointInt() % 7;
        i -= 1;
    }
    int each = 0;
    foreach string:Char c in other {
        each += c.toCodePointInt() % 7;
    }
    io:println(sum == back, " ", sum == each, " ", sum); // @output true true 1080000
    io:println(other.indexOf("9é", 299990) is (), " ", other.lastIndexOf("7é")); // @output true 299993
    io:println(other.indexOf("9", 299990), " ", other.indexOf("9é", 299960)); // @output 299999 299969

    map<string> keyed = {};
    keyed[one] = "first";
    keyed[ascii + "two"] = "second";
    io:println(keyed[ascii + "one"], " ", keyed[two]); // @output first second
    string:RegExp digits = re `[0-9]x1`;
    var span = digits.find(ascii, 150000);
    io:println(span is () ? 0 : span.endIndex, " ", ascii.startsWith("x0x1"), " ", ascii.endsWith("x9")); // @output 150004 true true
}
