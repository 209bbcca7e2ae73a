// lang.string: strings as sequences of code points.

import ballerina/lang.regexp;

@builtinSubtype
type Char string;

@builtinSubtype
public type RegExp any;

public isolated function length(string str) returns int = external;

public isolated function iterator(string str) returns object {
    public isolated function next() returns record {|string:Char value;|}?;
} {
    return object {
        private int at = 0;
        public isolated function next() returns record {|string:Char value;|}? {
            if self.at >= str.length() {
                return ();
            }
            string:Char value = str[self.at];
            self.at += 1;
            return {value};
        }
    };
}

public isolated function concat(string... strs) returns string {
    return 'join("", ...strs);
}

public isolated function getCodePoint(string str, int index) returns int = external;

public isolated function substring(string str, int startIndex, int endIndex = str.length()) returns string = external;

public isolated function codePointCompare(string str1, string str2) returns int {
    return str1 < str2 ? -1 : (str1 == str2 ? 0 : 1);
}

public isolated function 'join(string separator, string... strs) returns string = external;

public isolated function indexOf(string str, string substr, int startIndex = 0) returns int? = external;

public isolated function lastIndexOf(string str, string substr, int startIndex = str.length() - substr.length())
        returns int? = external;

public isolated function includes(string str, string substr, int startIndex = 0) returns boolean {
    return str.indexOf(substr, startIndex) != ();
}

public isolated function startsWith(string str, string substr) returns boolean = external;

public isolated function endsWith(string str, string substr) returns boolean = external;

public isolated function toLowerAscii(string str) returns string = external;

public isolated function toUpperAscii(string str) returns string = external;

public isolated function equalsIgnoreCaseAscii(string str1, string str2) returns boolean {
    return str1.toLowerAscii() == str2.toLowerAscii();
}

public isolated function trim(string str) returns string = external;

public isolated function toBytes(string str) returns byte[] = external;

public isolated function fromBytes(byte[] bytes) returns string|error = external;

public isolated function toCodePointInts(string str) returns int[] = external;

public isolated function toCodePointInt(string:Char ch) returns int {
    return ch.getCodePoint(0);
}

public isolated function fromCodePointInts(int[] codePoints) returns string|error = external;

public isolated function fromCodePointInt(int codePoint) returns string:Char|error {
    string s = check fromCodePointInts([codePoint]);
    return <string:Char>s;
}

// How much shorter a string is, without overflow.
isolated function missing(string str, int len) returns int {
    int n = str.length();
    return len <= n ? 0 : len - n;
}

isolated function repeated(string:Char c, int n) returns string = external;

public isolated function padStart(string str, int len, string:Char padChar = " ") returns string {
    string pad = repeated(padChar, missing(str, len));
    return pad + str;
}

public isolated function padEnd(string str, int len, string:Char padChar = " ") returns string {
    string pad = repeated(padChar, missing(str, len));
    return str + pad;
}

public isolated function padZero(string str, int len, string:Char zeroChar = "0") returns string {
    if str.startsWith("-") || str.startsWith("+") {
        return str.substring(0, 1) + repeated(zeroChar, missing(str, len)) + str.substring(1);
    }
    return str.padStart(len, zeroChar);
}

public isolated function matches(string str, string:RegExp re) returns boolean {
    return regexp:isFullMatch(re, str);
}

public isolated function includesMatch(string str, string:RegExp re, int startIndex = 0) returns boolean {
    return regexp:find(re, str, startIndex) != ();
}
