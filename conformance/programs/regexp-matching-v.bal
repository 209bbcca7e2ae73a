// lang.regexp: searching, groups, replacing, splitting.
import ballerina/io;
import ballerina/lang.regexp;

function span(regexp:Span? s) returns string =>
    s is () ? "none" : string `${s.startIndex}-${s.endIndex}'${s.substring()}'`;

function groups(regexp:Groups? g) returns string {
    if g is () {
        return "none";
    }
    string[] all = from regexp:Span? s in g select span(s);
    return string:'join(" ", ...all);
}

function why(any|error e) returns string =>
    e is error ? (e.message() + ": " + (e.detail()["message"] ?: "").toString()) : "no error";

isolated function shout(regexp:Groups g) returns string {
    regexp:Span? last = g.length() > 1 ? g[g.length() - 1] : ();
    return g[0].substring().toUpperAscii() + (last is () ? "" : "<" + last.substring() + ">");
}

public function main() {
    string:RegExp word = re `(\w)(\w*)`;
    string text = "one, zwei; tre";
    io:println(span(word.find(text)), " ", span(word.find(text, 3)), " ", span(word.find(text, 14))); // @output 0-3'one' 5-9'zwei' none
    io:println(groups(word.findGroups(text, 6))); // @output 6-9'wei' 6-7'w' 7-9'ei'
    io:println(word.findAll(text).map(s => s.substring())); // @output ["one","zwei","tre"]
    foreach regexp:Groups g in word.findAllGroups(text, 1) {
        io:println(groups(g));
    }
    // @output 1-3'ne' 1-2'n' 2-3'e'
    // @output 5-9'zwei' 5-6'z' 6-9'wei'
    // @output 11-14'tre' 11-12't' 12-14're'
    io:println(span(word.matchAt(text)), " ", span(word.matchAt(text, 3)), " ", groups(word.matchGroupsAt(text, 5))); // @output 0-3'one' none 5-9'zwei' 5-6'z' 6-9'wei'
    io:println(word.isFullMatch("abc"), word.isFullMatch("a b"), " ", groups(word.fullMatchGroups("xy")), " ", groups(word.fullMatchGroups("-"))); // @output truefalse 0-2'xy' 0-1'x' 1-2'y' none
    // The match of the whole text may need another alternative than the first.
    io:println(re `a|ab`.isFullMatch("ab"), span(re `a|ab`.matchAt("ab"))); // @output true0-1'a'
    io:println(groups(re `(a)|(b)`.findGroups("b"))); // @output 0-1'b' none 0-1'b'
    io:println(regexp:findAll(re `a`, "banana", 2).length(), " ", text.matches(re `.*`), text.includesMatch(re `ei;`), text.includesMatch(re `one`, 1)); // @output 2 truetruefalse

    // Positions are code points.
    string wide = "äb\u{1F600}c\u{1F600}d";
    io:println(span(re `c`.find(wide)), " ", span(re `.`.find(wide, 4)), " ", groups(re `(b)(.)`.findGroups(wide))); // @output 3-4'c' 4-5'😀' 1-3'b😀' 1-2'b' 2-3'😀'
    io:println(re `\u{1F600}`.findAll(wide).map(s => s.startIndex), re `[ä-ö]`.find(wide) is ()); // @output [2,4]false

    // Empty matches.
    io:println(re `x*`.findAll("axxb").map(s => [s.startIndex, s.endIndex])); // @output [[0,0],[1,3],[3,3],[4,4]]
    io:println(re ``.findAll("").length(), re ``.isFullMatch(""), re `x*`.replaceAll("ab", "-")); // @output 1true-a-b-

    // Replacing.
    io:println(word.replace(text, "X"), " | ", word.replace(text, "$1", 4), " | ", word.replaceAll(text, "")); // @output X, zwei; tre | one, $1; tre | , ; 
    io:println(word.replace(text, shout), " | ", word.replaceAll(text, shout), " | ", word.replaceAll(text, shout, 6)); // @output ONE<ne>, zwei; tre | ONE<ne>, ZWEI<wei>; TRE<re> | one, zWEI<ei>; TRE<re>
    io:println(re `q`.replace(text, shout) == text, re `q`.replaceAll(text, "w") == text); // @output truetrue
    regexp:Replacement by = isolated function(regexp:Groups g) returns string => g.length().toString();
    io:println(re `(e)(i)?`.replaceAll(text, by)); // @output on3, zw3; tr3
    io:println(re `Ü`.replaceAll("aÜbÜ", "u")); // @output aubu

    // Splitting.
    io:println(re `,\s*`.split("a, b,c,"), re `,`.split(""), re `x`.split("abc")); // @output ["a","b","c",""][""]["abc"]
    io:println(re `(-)`.split("-a--b")); // @output ["","a","","b"]

    // Edges and flags.
    string lines = "ab\nAB\rab";
    io:println(re `^ab`.findAll(lines).length(), re `(?m:^ab$)`.findAll(lines).length(), re `(?im:^ab$)`.findAll(lines).length()); // @output 123
    io:println(re `b$`.findAll(lines).length(), span(re `^ab`.find(lines, 3)), re `b.A`.find(lines) is (), re `(?s:b.A)`.find(lines) is ()); // @output 1nonetruefalse
    io:println(re `(?x: a  b # the end
        c )d e`.isFullMatch("abcd e"), re `(?x:[ ]\u{23})`.isFullMatch(" #"), re `(?x:a +)`.isFullMatch("aa")); // @output truetruetrue
    io:println(re `(?i:straße)`.isFullMatch("STRAßE"), re `(?i:ς)`.isFullMatch("Σ"), re `(?i:a(?-i:b))c`.isFullMatch("Abc"), re `(?i:a(?-i:b))c`.isFullMatch("ABc")); // @output truetruetruefalse
    io:println(re `(?i:[^a])`.isFullMatch("A"), re `(?i:\P{Lu})`.isFullMatch("A"), re `(?i:\w+)`.isFullMatch("\u{17F}"), re `\w`.isFullMatch("\u{17F}")); // @output falsetruetruefalse

    // Classes.
    io:println(re `[a\-z]+`.isFullMatch("a-z"), re `[a-]+`.isFullMatch("a-"), re `[-a]+`.isFullMatch("-a"), re `[+--]+`.isFullMatch("+,-"), re `[^]`.isFullMatch("x"), re `[]`.find("x") is ()); // @output truetruetruetruetruetrue
    io:println(re `[\d-x]+`.isFullMatch("1-x"), re `[\s]`.isFullMatch("\u{A0}"), re `\d`.isFullMatch("\u{661}"), re `[[^]+`.isFullMatch("[^")); // @output truefalsefalsetrue
    io:println(re `\p{Lu}\p{gc=Ll}+\p{sc=Greek}\P{L}`.isFullMatch("Abcω1"), re `[\p{Nd}\p{P}]+`.isFullMatch("1!٣"), re `\p{Zl}`.isFullMatch("\u{2028}")); // @output truetruetrue
    io:println(re `\t\n\r\^\$\\\.\*\+\?\(\)\[\]\{\}\|`.isFullMatch("\t\n\r^$\\.*+?()[]{}|")); // @output true

    // Quantifiers.
    io:println(span(re `a+?`.find("aaa")), span(re `a{2,}?`.find("aaaa")), span(re `a{2,3}`.find("aaaa")), span(re `a??`.find("a")), span(re `(?:ab){2}`.find("aababab"))); // @output 0-1'a'0-2'aa'0-3'aaa'0-0''1-5'abab'
    io:println(groups(re `(z)((a+)?(b+)?(c))*`.findGroups("zaacbbbcac"))); // @output 0-10'zaacbbbcac' 0-1'z' 8-10'ac' 8-9'a' 4-7'bbb' 9-10'c'
    // Time is linear in the text.
    string many = "";
    foreach int i in 0 ..< 2000 {
        many += "a";
    }
    io:println(re `(a*)*b`.find(many) is (), re `(?:a?){50}a{50}`.isFullMatch(many.substring(0, 50))); // @output truetrue

    io:println(why(trap word.find(text, -1))); // @output {ballerina/lang.regexp}IndexOutOfRange: start index cannot be less than 0
    io:println(why(trap word.findAll(text, 15))); // @output {ballerina/lang.regexp}IndexOutOfRange: start index '15' cannot be greater than input string length '14'
    io:println(why(trap re `((a{1000}){1000}){1000}`.find("a"))); // @output {ballerina}RegularExpressionParsingError: failed to parse regular expression: the regular expression is too large
    regexp:Groups? g = word.findGroups("ab");
    if g is regexp:Groups {
        regexp:Span whole = g[0];
        io:println(g.length(), " ", whole.endIndex, " ", g is readonly, " ", whole is readonly & object {}); // @output 3 2 true true
    }
}
