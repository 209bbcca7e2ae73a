// Regular expressions as values: templates, insertions, equality, types, text forms.
import ballerina/io;
import ballerina/lang.regexp as rx;

type Pattern string:RegExp;

type Rule record {|
    readonly string:RegExp pattern;
    string name;
|};

function why(any|error e) returns string =>
    e is error ? (e.message() + ": " + (e.detail()["message"] ?: "").toString()) : "no error";

isolated function isolatedUse() returns rx:RegExp => re `iso\d`;

public function main() returns error? {
    string:RegExp a = re `AB+C*D{1,4}`;
    rx:RegExp b = re `AB+C*D{1,4}`;
    Pattern c = a;
    io:println(a, " ", a.toString(), " ", a.toBalString()); // @output AB+C*D{1,4} AB+C*D{1,4} re `AB+C*D{1,4}`
    io:println([a], {a}); // @output [AB+C*D{1,4}]{"a":AB+C*D{1,4}}
    io:println([a, b].toBalString(), " ", a.toJson(), " ", [a].toJsonString()); // @output [re `AB+C*D{1,4}`,re `AB+C*D{1,4}`] AB+C*D{1,4} ["AB+C*D{1,4}"]
    io:println(a == b, a === b, a == c, a != re `x`, a === re `x`); // @output truetruetruetruefalse

    any v = a;
    anydata d = a;
    readonly r = a;
    io:println(v is string:RegExp, v is anydata, v is readonly, v is string, v is Pattern, d == b); // @output truetruetruefalsetruetrue
    io:println(d is json, r is rx:RegExp, v is string:RegExp[]|map<string:RegExp>, typeof a); // @output falsetruefalsetypedesc regexp:RegExp
    string:RegExp|string u = a;
    if u is string {
        io:println("a string");
    } else {
        io:println(u.isFullMatch("ABD")); // @output true
    }
    io:println(<string:RegExp>v === a, " ", why(trap <int>v)); // @output true {ballerina}TypeCastError: incompatible types: 'lang.regexp:RegExp' cannot be cast to 'int'

    // A regular expression is inserted as a group, the text of a simple value as it stands.
    string:RegExp one = re `x|y`;
    string:RegExp two = re `a${one}+b`;
    io:println(two, " ", two.isFullMatch("axyxb"), " ", two.isFullMatch("ab")); // @output a(?:x|y)+b true false
    int n = 10;
    string name = "id";
    io:println(re `^${name}${n + 1}:${true}-${15}$`); // @output ^id11:true-15$
    io:println(re `${one}${re `${one}`}`); // @output (?:x|y)(?:(?:x|y))
    io:println(re `(?i:${re `k`})`.isFullMatch("K"), re `(?i-m:k)`.toString().length()); // @output true8
    string star = "*";
    io:println(why(trap re `${star}`)); // @output {ballerina}RegularExpressionParsingError: missing backslash before '*' token in insertion substring '*'
    io:println(re `a${"\\*"}b`.isFullMatch("a*b")); // @output true

    string:RegExp[] list = [re `b`, re `a`];
    string:RegExp[] filled = [];
    filled[1] = re `z`;
    io:println(list.length(), filled[0].toString() == "", filled[0].isFullMatch("")); // @output 2truetrue
    table<Rule> key(pattern) rules = table [{pattern: re `a+`, name: "as"}, {pattern: re `b+`, name: "bs"}];
    io:println(rules[re `b+`]?.name, " ", rules.hasKey(re `c`)); // @output bs false
    var copy = list.clone();
    io:println(copy == list, list.cloneReadOnly()[0] === list[0], isolatedUse()); // @output truetrueiso\d
    string:RegExp[] & readonly fixed = [re `q`];
    io:println(fixed.indexOf(re `q`), " ", list.indexOf(re `q`)); // @output 0 

    rx:RegExp|error parsed = rx:fromString("[a-c]+");
    io:println(parsed is rx:RegExp && parsed.isFullMatch("abcab")); // @output true
    foreach string bad in ["a**", "(", ")", "[b-a]", "a{2,1}", "\\q", "a{", "(?z:a)", "(?ii:a)", "\\p{Xx}", "\\p{sc=Nope}",
            "[", "]", "\\u{110000}", "(?<n>a)", "(?=a)", "^*", "\\", "a{99999999999}", "(a{1000}){1000}"] {
        io:println(bad, " -> ", why(rx:fromString(bad)).substring(41));
    }
    // @output a** ->  failed to parse regular expression: nothing to repeat before '*'
    // @output ( ->  failed to parse regular expression: missing ')'
    // @output ) ->  failed to parse regular expression: unmatched ')'
    // @output [b-a] ->  failed to parse regular expression: the character range is out of order
    // @output a{2,1} ->  failed to parse regular expression: the numbers of the quantifier are out of order
    // @output \q ->  failed to parse regular expression: invalid escape '\q'
    // @output a{ ->  failed to parse regular expression: missing backslash before '{' token
    // @output (?z:a) ->  failed to parse regular expression: unknown flag 'z'
    // @output (?ii:a) ->  failed to parse regular expression: flag 'i' is given twice
    // @output \p{Xx} ->  failed to parse regular expression: unknown Unicode property 'Xx'
    // @output \p{sc=Nope} ->  failed to parse regular expression: unknown Unicode property 'sc=Nope'
    // @output [ ->  failed to parse regular expression: missing ']'
    // @output ] ->  failed to parse regular expression: missing backslash before ']' token
    // @output \u{110000} ->  failed to parse regular expression: invalid code point
    // @output (?<n>a) ->  failed to parse regular expression: unknown flag '<'
    // @output (?=a) ->  failed to parse regular expression: unknown flag '='
    // @output ^* ->  failed to parse regular expression: nothing to repeat before '*'
    // @output \ ->  failed to parse regular expression: a character must follow '\'
    // @output a{99999999999} ->  failed to parse regular expression: the quantifier is too large
    // @output (a{1000}){1000} ->  failed to parse regular expression: the regular expression is too large
}
