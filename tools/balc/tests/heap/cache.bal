import ballerina/io;

configurable int orders = 1000;

type Order record {|
    readonly int id;
    string customer;
    string[] items;
|};

class Registry {
    private table<Order> key(id) rows = table [];

    function add(Order o) => self.rows.add(o);
}

map<Order> cache = {};
final Registry registry = new;

public function main() {
    foreach int i in 0 ..< orders {
        Order o = {id: i, customer: "customer " + (i % 100).toString(), items: ["a", "b" + i.toString()]};
        if i % 10 == 0 {
            registry.add(o);
        } else {
            cache["order " + i.toString()] = o;
        }
    }
    worker waiting {
        xml letter = xml `<letter>${"text".toUpperAscii()}</letter>`;
        function () returns xml read = () => letter;
        io:println("ready");
        string line = io:readln();
        io:println(line, read());
    }
}
