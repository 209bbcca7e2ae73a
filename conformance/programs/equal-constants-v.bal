import ballerina/io;

const decimal HALF = 0.5;

type Option string|int|boolean|float|decimal|()|string[];

function name(Option o) returns string {
    match o {
        "" => {
            return "empty";
        }
        "a"|"b" => {
            return "letter";
        }
        "12345678" => {
            return "eight";
        }
        "a text that is longer than any one register" => {
            return "long";
        }
        "größer" => {
            return "umlaut";
        }
        17 => {
            return "int";
        }
        9223372036854775807 => {
            return "greatest";
        }
        true => {
            return "true";
        }
        1.5 => {
            return "float";
        }
        HALF => {
            return "half";
        }
        () => {
            return "nil";
        }
    }
    return "other";
}

function equal(Option o) returns string {
    string found = "";
    if o == "a" {
        found += "a";
    }
    if o != "b" {
        found += "!b";
    }
    if "a" == o || o == false {
        found += "|";
    }
    if o == 0.50d {
        found += "d";
    }
    if o == float:NaN {
        found += "n";
    }
    if o == 0.0 {
        found += "z";
    }
    while o == "loop" {
        found += "w";
        break;
    }
    return found;
}

function build(string first, int n) returns string {
    string text = first;
    foreach int i in 0 ..< n {
        text += "x";
    }
    return text;
}

public function main() {
    Option[] all = [
        "", "a", "b", "c", "ab", "12345678", "1234567", "a text that is longer than any one register",
        "a text that is longer than any one registers", "größer", "grösser", 17, 18, 9223372036854775807, true, false,
        1.5, 0.5, 0.5d, 0.50d, 1.5d, (), ["a"], float:NaN, -0.0, "loop", build("", 0), build("123456", 0) + "78", build("a", 40)
    ];
    foreach Option o in all {
        io:println(name(o), " ", equal(o));
        // @output empty !b
        // @output letter a!b|
        // @output letter 
        // @output other !b
        // @output other !b
        // @output eight !b
        // @output other !b
        // @output long !b
        // @output other !b
        // @output umlaut !b
        // @output other !b
        // @output int !b
        // @output other !b
        // @output greatest !b
        // @output true !b
        // @output other !b|
        // @output float !b
        // @output other !b
        // @output half !bd
        // @output half !bd
        // @output other !b
        // @output nil !b
        // @output other !b
        // @output other !bn
        // @output other !bz
        // @output other !bw
        // @output empty !b
        // @output eight !b
        // @output other !b
    }
    // A text that has been built piece by piece has another form.
    string built = build("", 3);
    io:println(built == "xxx", " ", built == "xxxx", " ", built != "xxy"); // @output true false true
    match built {
        "xx" => {
            io:println("two");
        }
        "xxx" => {
            io:println("three"); // @output three
        }
    }
}
