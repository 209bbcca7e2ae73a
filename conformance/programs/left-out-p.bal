import ballerina/io;

type Joins function (string a, string b = "b") returns string;

type Joiner object {
    function join(string a, int b = 5) returns string;
};

class Full {
    function join(string a, int b = 7) returns string => a + b.toString();
}

class Bare {
    function join(string a, int b) returns string => a + b.toString();
}

function joins(string a, string b = "c") returns string => a + b;

function bare(string a, string b) returns string => a + b;

public function main() {
    Joins f = joins;
    Joiner j = new Full();
    io:println(f("a"), j.join("a")); // @output aca7
    j = new Bare();
    error|string e = trap j.join("a");
    io:println(e is error ? e.detail()["message"] : e); // @output missing argument for parameter 'b': the function that is called has no default value for it
    f = bare;
    io:println(f("a", "d")); // @output ad
    io:println(f("a")); // @panic {ballerina/lang.function}IncompatibleArguments
}
