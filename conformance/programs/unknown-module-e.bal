// One message for an import that cannot be resolved, and none for what follows from it.
import ballerina/io;
import nobody/nothing; // @error

class Holder {
    private nothing:Client client;
    private nothing:Client other;

    function init(string url) returns error? {
        self.client = check new (url);
        self.other = new (url, timeout = 3);
    }

    function go() returns int|error {
        return self.client->get(1);
    }
}

class Including {
    *nothing:Base;

    function f() {
        self.base = 1;
        self.baseCall();
    }
}

type Item record {|
    nothing:Thing thing;
    string name;
|};

type Order record {
    Item item;
    int n;
};

function lines(nothing:Invoice invoice) returns nothing:Order|error => {
    lines: from var i in invoice.items ?: []
        let int q = i.quantity ?: 0
        select {a: i.title ?: "", b: q}
};

function look(map<Item> items, string id, Order[] orders) returns error? {
    Item? found = items[id];
    if found is () {
        return error("x");
    }
    io:println(found.thing.name, found.name);
    foreach var o in orders {
        io:println(o.item.thing, o.n);
    }
    Order order = {item: {thing: {}, name: ""}, n: 1};
    json j = order.toJson();
    Holder h = check new ("a");
    io:println(j, check h.go());
}

function text(nothing:Lines s) returns nothing:Text => {
    text: s is nothing:Line[] && s.length() > 0 && s[0].x?.y is string ? s[0].x?.y.toString() : "",
    other: []
};

function add(nothing:Address[] to, boolean long) {
    to.push({content: "a", number: "1"}, {content: "b", number: long ? "2" : ()});
    nothing:each(to, a => a.content);
}

service class Consumer {
    *nothing:Service;
    private final nothing:Client client = check new ("x");

    remote function go() returns nothing:Message|error {
        nothing:Message m = check self.client->go({a: 1});
        return m;
    }
}

function narrowed(anydata m, any n, anydata o, nothing:Item[]? items) returns int|error {
    if m !is nothing:Thing {
        return 1;
    }
    if n !is Item {
        return 0;
    }
    if o is nothing:Thing[] {
        foreach nothing:Thing t in o {
            io:println(t.name, m.name, n.thing);
        }
    }
    nothing:Item|error copy = m.cloneWithType();
    map<nothing:Item[]> byName = {};
    _ = byName.remove("x");
    match m.kind {
        nothing:A => {
            return copy is error ? 1 : items.length();
        }
        _ => {
            return 2;
        }
    }
}
