import ballerina/io;
import ballerina/lang.regexp;

const string TEXT = "é12 𝄞345 x6";

isolated function bracket(regexp:Groups groups) returns string {
    regexp:Span? inner = groups.length() > 1 ? groups[1] : ();
    return "[" + (inner is regexp:Span ? inner.substring() : "-") + "]";
}

function show(regexp:Span? s) returns string => s is () ? "()" : string `${s.startIndex}-${s.endIndex}:${s.substring()}`;

function showAll(regexp:Groups? groups) returns string =>
    groups is () ? "()" : string:'join(",", ...from regexp:Span? s in groups select show(s));

public function main() returns error? {
    string:RegExp digits = re `\d+`;
    string:RegExp parts = re `(\w)?(\d)(z)?`;
    // Indices count code points.
    io:println(show(digits.find(TEXT)), " ", show(regexp:find(digits, TEXT, 3)), " ", show(digits.find(TEXT, 10)), " ", show(digits.find(""))); // @output 1-3:12 5-8:345 10-11:6 ()
    io:println(show(re `x*`.find("abc")), " ", show(digits.find("ab", 2))); // @output 0-0: ()
    io:println((trap digits.find("ab", -1)) is error, (trap digits.find("ab", 3)) is error); // @output truetrue
    io:println(showAll(parts.findGroups("a1")), " ", showAll(parts.findGroups("-7z")), " ", showAll(parts.findGroups("none", 1))); // @output 0-2:a1,0-1:a,1-2:1,() 1-3:7z,(),1-2:7,2-3:z ()
    io:println(from regexp:Span s in digits.findAll(TEXT) select show(s)); // @output ["1-3:12","5-8:345","10-11:6"]
    io:println(digits.findAll(TEXT, 9).length(), digits.findAll("").length(), re `a*`.findAll("baa").length()); // @output 103
    io:println(from regexp:Groups g in re `(\d)\d`.findAllGroups(TEXT) select showAll(g)); // @output ["1-3:12,1-2:1","5-7:34,5-6:3"]
    io:println(digits.findAllGroups("none"), digits.findAllGroups(TEXT, 9).length()); // @output []1

    io:println(show(digits.matchAt(TEXT, 1)), " ", show(digits.matchAt(TEXT)), " ", show(digits.matchAt(TEXT, 2)), " ", show(re `x*`.matchAt("abc", 3))); // @output 1-3:12 () 2-3:2 3-3:
    io:println(showAll(re `(.)(\d+)`.matchGroupsAt(TEXT, 4)), " ", showAll(re `(.)(\d+)`.matchGroupsAt(TEXT, 3))); // @output 4-8:𝄞345,4-5:𝄞,5-8:345 ()
    io:println(digits.isFullMatch("123"), digits.isFullMatch("123a"), digits.isFullMatch(""), re ``.isFullMatch(""), re `a|ab`.isFullMatch("ab")); // @output truefalsefalsetruetrue
    io:println(showAll(re `(\d+)-(\d+)`.fullMatchGroups("10-20")), " ", showAll(re `(\d+)-(\d+)`.fullMatchGroups("10-20-"))); // @output 0-5:10-20,0-2:10,3-5:20 ()

    io:println(digits.replace(TEXT, "#"), "|", digits.replace(TEXT, "#", 3), "|", digits.replace("none", "#"), "|", digits.replace("1", "$0\\1")); // @output é# 𝄞345 x6|é12 𝄞# x6|none|$0\1
    io:println(digits.replaceAll(TEXT, "#"), "|", digits.replaceAll(TEXT, "", 4), "|", re `x*`.replaceAll("abc", "-")); // @output é# 𝄞# x#|é12 𝄞 x|-a-b-c-
    io:println(re `(\d)\d*`.replace(TEXT, bracket), "|", re `(\d)\d*`.replaceAll(TEXT, bracket), "|", digits.replaceAll(TEXT, bracket)); // @output é[1] 𝄞345 x6|é[1] 𝄞[3] x[6]|é[-] 𝄞[-] x[-]
    io:println(re `,`.split("a,b,,c,"), re `,`.split(""), re `,`.split("abc"), re `\s*;\s*`.split("x ; y;z")); // @output ["a","b","","c",""][""]["abc"]["x","y","z"]

    string:RegExp made = check regexp:fromString("[a-c]{2}");
    io:println(made.isFullMatch("ab"), made, check regexp:fromString("") == re ``); // @output true[a-c]{2}true
    foreach string s in ["(", "[b-a]", "a{2,1}", "*", "\\k", ")"] {
        io:print(regexp:fromString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeee
}
