import ballerina/io;
import ballerina/lang.regexp;

type Ordered int|string:RegExp;

public function main() {
    string:RegExp _ = re `a**`; // @error
    string:RegExp _ = re `(a`; // @error
    string:RegExp _ = re `[z-a]`; // @error
    string:RegExp _ = re `\p{Zz}`; // @error
    string:RegExp _ = re `a{3,2}`; // @error
    string:RegExp _ = re `(?q:a)`; // @error
    string:RegExp _ = re `first
        second)`; // @error
    string:RegExp _ = re `a${1}
        b{`; // @error
    string:RegExp _ = re `[${"a"}]`; // @error
    string:RegExp _ = re `(?x:a # ${"a"} // @error
        )`;
    string:RegExp _ = re `${()}`; // @error
    string:RegExp _ = re `${["a"]}`; // @error
    string:RegExp _ = ru `a`; // @error
    string s = re `a`; // @error
    int n = re `a`; // @error
    json j = re `a`; // @error
    boolean _ = re `a` < re `b`; // @error
    var _ = re `a` + "b"; // @error
    string:RegExp t = "a"; // @error
    io:println(s, n, j, t.nothing()); // @error
    regexp:Span _ = t.find("a"); // @error
    regexp:Groups _ = t.findAll("a"); // @error
    _ = t.replace("a", 1); // @error
}
