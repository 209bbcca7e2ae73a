import ballerina/io;

type Greeting record {|
    string to;
    string text = "Hello";
|};

public function main(string... names) {
    string[] all = names.length() == 0 ? ["World"] : names;
    Greeting[] greetings = from string name in all
        select {to: name};
    foreach Greeting g in greetings {
        io:println(string `${g.text}, ${g.to}!`);
    }
}
