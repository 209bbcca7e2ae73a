// Rules for remote and resource methods, and for accessing resources.

client class Shop {
    resource function get items/[int id]() returns string => "";

    resource function get items/[string id]() returns string => ""; // @error

    resource function get items/[int other]() returns string => ""; // @error

    resource function get any1/[any x]() { // @error
    }

    resource function get maker() returns function () { // @error
        return function () {
        };
    }

    resource function get shop() returns Shop|int => 1; // @error

    public resource function get visible() { // @error
    }

    remote function count() returns int => 1;

    remote function count() returns int => 2; // @error

    resource function post items(int amount) {
    }
}

class Plain {
    remote function f() { // @error
    }

    resource function get f() { // @error
    }
}

public function main() {
    Shop shop = new;
    string s = shop->/items/[1.5]; // @error
    s = shop->/items; // @error
    s = shop->/items/[1].post(); // @error
    shop->/items.post(); // @error
    shop->/items.post("x"); // @error
    int i = shop.count(); // @error
    i = shop->items(); // @error
    Plain p = new;
    p->/f; // @error
}
