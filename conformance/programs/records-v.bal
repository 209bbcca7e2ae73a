import ballerina/io;

type Address record {|
    string city;
    string? street = ();
|};

type Person record {
    string name;
    int age?;
    Address home = {city: "Kandy"};
    readonly string id;
};

type Employee record {|
    *Address;
    decimal salary;
|};

public function main() {
    Person p = {name: "Ana", id: "1"};
    io:println(p?.age is (), " ", p.home.city); // @output true Kandy
    p.age = 30;
    io:println(p?.age); // @output 30
    p.age = ();
    io:println(p.hasKey("age")); // @output false
    int? unknown = ();
    Person q = {name: "Bo", id: "2", age: unknown};
    io:println(q.hasKey("age"), {...q}.length()); // @output false3
    unknown = 7;
    q = {name: "Bo", id: "2", "age": unknown};
    io:println(q?.age); // @output 7
    p["extra"] = [1, 2];
    io:println(p["extra"]); // @output [1,2]
    Employee e = {city: "Galle", salary: 10.50};
    io:println(e.salary, " ", e.street is ()); // @output 10.50 true
    map<int> m = {a: 1, "b": 2};
    m["c"] = 3;
    io:println(m, " ", m["zz"] is ()); // @output {"a":1,"b":2,"c":3} true
    io:println(m.keys(), m.remove("a"), m.length()); // @output ["a","b","c"]12
    var {name, ...rest} = p;
    io:println(name, " ", rest["extra"]); // @output Ana [1,2]
    readonly & int[] frozen = [1, 2];
    any v = frozen;
    io:println(v is [1, 2]); // @output true
}
