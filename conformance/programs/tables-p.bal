import ballerina/io;

type User record {|
    readonly string name;
    int age;
|};

public function main() {
    table<User> key(name) users = table [
        {name: "a", age: 1},
        {name: "b", age: 2}
    ];
    users.put({name: "a", age: 5});
    io:println(users["a"]?.age); // @output 5
    io:println(users.hasKey("z"), " ", users.keys()); // @output false ["a","b"]
    foreach User u in users {
        io:println(u.name); // @output a
    } // @output b
    users.add({name: "b", age: 9});
}
