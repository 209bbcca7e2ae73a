// Resource methods and client resource access (spec 5.6.3.5, 7.7.3); remote methods have names of their own.
import ballerina/io;

type Store client object {
    resource function get items/[int id]() returns string;
    remote function size() returns int;
    function size() returns string;
};

client class Shop {
    private map<string> items = {};
    private int calls = 0;

    resource function get .() returns string => "root";

    resource function get items/[int id]() returns string {
        self.calls += 1;
        return "item " + id.toString();
    }

    resource function get items/latest() returns string => "the latest";

    resource function get items/[int id]/price(decimal rate = <decimal>id * 2) returns decimal => rate + 1;

    resource function post items/[string name](string text, int... more) returns int {
        self.items[name] = text;
        return more.length();
    }

    resource function put files/[string... path](string body = "none") returns string {
        return string:'join("|", ...path) + ":" + body;
    }

    resource function delete [string kind]/[int|string id](boolean force) returns error? {
        if !force {
            return error("refused", kind = kind, id = id);
        }
    }

    remote function size() returns int => self.items.length();

    function size() returns string => "size " + self.calls.toString();
}

type Adder client object {
    resource function get add/[int n](int more = 1) returns int;
};

function anonymous(int base) returns Adder {
    return client object {
        resource function get add/[int n](int more = 1) returns int {
            return base + n + more;
        }
    };
}

public function main() {
    Shop shop = new;
    string s = shop->/;
    io:println(s); // @output root
    s = shop->/items/[7];
    io:println(s); // @output item 7
    s = shop->/items/latest;
    io:println(s); // @output the latest
    s = shop->/items/["latest"].get();
    io:println(s); // @output the latest
    decimal price = shop->/items/[3]/price;
    io:println(price); // @output 7
    price = shop->/items/[3]/price(rate = 1.5);
    io:println(price); // @output 2.5
    int n = shop->/items/book.post("a book", 1, 2, 3);
    io:println(n); // @output 3
    n = shop->/items/[string `pen ${n}`].post("a pen");
    io:println(n); // @output 0
    string[] rest = ["b", "c"];
    s = shop->/files/a/[...rest].put();
    io:println(s); // @output a|b|c:none
    s = shop->/files/[s.substring(0, 1)]/x/["y"].put("text");
    io:println(s); // @output a|x|y:text
    s = shop->/files.put(body = "nothing");
    io:println(s); // @output :nothing
    error? e = shop->/orders/[12].delete(false);
    io:println(e); // @output error("refused",kind="orders",id=12)
    e = shop->/["orders"]/x.delete(force = true);
    io:println(e is ()); // @output true
    n = shop->size();
    io:println(n); // @output 2
    io:println(shop.size()); // @output size 1

    Store store = shop;
    s = store->/items/[8];
    io:println(s); // @output item 8
    n = store->size();
    io:println(n); // @output 2
    io:println(store.size()); // @output size 2

    n = anonymous(10)->/add/[5](100);
    io:println(n); // @output 115

    Folder folder = new;
    s = folder->/files/["a"];
    io:println(s); // @output one a
    s = folder->/files/["a"]/["b"];
    io:println(s); // @output all 2
    folder->continue(); // @output on
}

// A parameter for one segment beside one for all that follow.
client class Folder {
    resource function get files/[string name]() returns string => "one " + name;

    resource function get files/[string... names]() returns string => string `all ${names.length()}`;

    remote function 'continue() {
        io:println("on");
    }
}
