import ballerina/io;

const string MIXED = "aé𝄞z";

public function main() returns error? {
    lengths();
    searching();
    parts();
    cases();
    check codes();
    padding();
    matching();
    iterating();
}

function lengths() {
    io:println("".length(), MIXED.length(), "𝄞".length(), string:length("\u{0}")); // @output 0411
    io:println(string:concat(), "|", string:concat("a"), "|", "a".concat("", "b", "𝄞")); // @output |a|ab𝄞
    io:println(string:'join(", "), "|", string:'join(", ", "a"), "|", ", ".'join("a", "", "b")); // @output |a|a, , b
    string[] list = ["x", "y"];
    io:println(string:'join("", ...list), string:concat(...list)); // @output xyxy
}

function searching() {
    io:println("banana".indexOf("an"), "banana".indexOf("an", 2), "banana".indexOf("x") is ()); // @output 13true
    io:println("banana".indexOf("an", -5), "banana".indexOf("an", 99) is (), "banana".indexOf("", 3)); // @output 1true3
    io:println("".indexOf(""), "".indexOf("a") is (), MIXED.indexOf("z"), MIXED.indexOf("𝄞", 2)); // @output 0true32
    io:println("banana".lastIndexOf("an"), "banana".lastIndexOf("an", 2), "banana".lastIndexOf("an", 0) is ()); // @output 31true
    io:println("banana".lastIndexOf("an", -1) is (), "banana".lastIndexOf("an", 99), "banana".lastIndexOf("")); // @output true36
    io:println(MIXED.lastIndexOf("z"), "abé".lastIndexOf("bé", 0) is (), "abé".lastIndexOf("bé", 1)); // @output 3true1
    io:println("ab".lastIndexOf("abc") is (), "".lastIndexOf("")); // @output true0
    io:println("banana".includes("nan"), "banana".includes("nan", 3), "banana".includes(""), "".includes("a")); // @output truefalsetruefalse
    io:println("banana".includes("ban", -1), MIXED.includes("𝄞", 3)); // @output truefalse
    io:println("banana".startsWith("ban"), "banana".startsWith(""), "b".startsWith("ban"), "".startsWith("")); // @output truetruefalsetrue
    io:println("banana".endsWith("na"), "banana".endsWith(""), "a".endsWith("na"), MIXED.endsWith("𝄞z")); // @output truetruefalsetrue
    io:println("a".codePointCompare("b") < 0, "b".codePointCompare("a") > 0, "a".codePointCompare("a")); // @output truetrue0
    // By code points, not by the units of UTF-16: U+FFFF comes before U+1D11E.
    io:println("\u{FFFF}".codePointCompare("𝄞") < 0, "".codePointCompare("a") < 0, "ab".codePointCompare("a") > 0); // @output truetruetrue
    io:println("Abc".codePointCompare("abc") < 0, "z".codePointCompare("é") < 0); // @output truetrue
}

function parts() {
    io:println("hello".substring(1), "|", "hello".substring(1, 3), "|", "hello".substring(5), "|", "".substring(0, 0), "|"); // @output ello|el|||
    io:println(MIXED.substring(1, 3), MIXED.substring(2)); // @output é𝄞𝄞z
    foreach [int, int] [a, b] in [[-1, 2], [0, 6], [3, 2], [6, 6]] {
        string|error r = trap "hello".substring(a, b);
        io:print(r is error);
    }
    io:println(); // @output truetruetruetrue
    io:println("hello".getCodePoint(0), " ", MIXED.getCodePoint(2)); // @output 104 119070
    io:println((trap "hello".getCodePoint(5)) is error, (trap "hello".getCodePoint(-1)) is error); // @output truetrue
}

function cases() {
    io:println("aZ9é".toUpperAscii(), "AzÉ".toLowerAscii(), "".toUpperAscii(), "".toLowerAscii()); // @output AZ9éazÉ
    io:println("HeLLo".equalsIgnoreCaseAscii("hEllO"), "é".equalsIgnoreCaseAscii("É"), "".equalsIgnoreCaseAscii("")); // @output truefalsetrue
    io:println("[", " \t\r\n\u{B}\u{C}a b\u{C}\u{B} ".trim(), "][", "".trim(), "][", "\u{A0}x".trim().length(), "]"); // @output [a b][][2]
}

function codes() returns error? {
    io:println("aé".toBytes(), "𝄞".toBytes(), "".toBytes()); // @output [97,195,169][240,157,132,158][]
    io:println(check string:fromBytes([97, 195, 169]), check string:fromBytes("𝄞".toBytes()), "|", check string:fromBytes([]), "|"); // @output aé𝄞||
    // Not UTF-8: a lone byte, an overlong form, a surrogate, beyond U+10FFFF.
    byte[][] wrong = [[195], [192, 128], [237, 160, 128], [244, 144, 128, 128], [255]];
    foreach byte[] b in wrong {
        io:print(string:fromBytes(b) is error);
    }
    io:println(); // @output truetruetruetruetrue
    io:println(MIXED.toCodePointInts(), "".toCodePointInts()); // @output [97,233,119070,122][]
    string:Char c = "𝄞";
    io:println(c.toCodePointInt(), string:toCodePointInt("a")); // @output 11907097
    io:println(check string:fromCodePointInts([72, 105, 119070]), "|", check string:fromCodePointInts([]), "|"); // @output Hi𝄞||
    io:println(string:fromCodePointInts([97, -1]) is error, string:fromCodePointInts([0x110000]) is error); // @output truetrue
    io:println(string:fromCodePointInts([0xD800]) is error, string:fromCodePointInts([0xDFFF]) is error); // @output truetrue
    string:Char d = check string:fromCodePointInt(0x10FFFF);
    io:println(d.length(), check string:fromCodePointInt(65), check string:fromCodePointInts([0xD7FF, 0xE000]) == "\u{D7FF}\u{E000}"); // @output 1Atrue
    io:println(string:fromCodePointInt(0xD800) is error, string:fromCodePointInt(-1) is error, string:fromCodePointInt(0x110000) is error); // @output truetruetrue
}

function padding() {
    io:println("[", "ab".padStart(4), "|", "ab".padStart(4, "𝄞"), "|", "ab".padStart(2), "|", "ab".padStart(-1), "]"); // @output [  ab|𝄞𝄞ab|ab|ab]
    io:println("[", "ab".padEnd(4), "|", "ab".padEnd(4, "-"), "|", "ab".padEnd(0), "|", "".padEnd(2, "x"), "]"); // @output [ab  |ab--|ab|xx]
    io:println("7".padZero(3), "-7".padZero(4), "+7".padZero(4), "-7".padZero(2), "-7".padZero(0), "".padZero(2)); // @output 007-007+007-7-700
    io:println("-7".padZero(4, "*"), "é".padZero(3, "𝄞"), "abc".padZero(int:MIN_VALUE)); // @output -**7𝄞𝄞éabc
}

function matching() {
    io:println("abc".matches(re `[a-c]+`), "abcd".matches(re `[a-c]+`), "".matches(re `x*`)); // @output truefalsetrue
    io:println("xabcx".includesMatch(re `[a-c]+`), "xyz".includesMatch(re `[a-c]`), "aXb".includesMatch(re `a`, 1)); // @output truefalsefalse
}

function iterating() {
    var it = MIXED.iterator();
    io:println(it.next()?.value, it.next()?.value, it.next()?.value, it.next()?.value, it.next() is ()); // @output aé𝄞ztrue
    io:println("".iterator().next() is ()); // @output true
    foreach string:Char c in MIXED {
        io:print(c, ".");
    }
    io:println(); // @output a.é.𝄞.z.
}
