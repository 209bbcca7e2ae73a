// Annotations of object constructors and anonymous functions are evaluated with them (spec 9.1).
import ballerina/io;

type Config record {|
    string path;
    int[] ports = [];
|};

annotation Config config on service, class, function, object function;
const annotation Config fixed on service, class, function, object function;

type Service service object {
};

service object {}[] attached = [];

class Listener {
    public function attach(service object {} s, string[]|string? name) returns error? {
        attached.push(s);
    }
    public function detach(service object {} s) returns error? {
    }
    public function 'start() returns error? {
    }
    public function gracefulStop() returns error? {
    }
    public function immediateStop() returns error? {
    }
}

listener Listener server = new;

string path = "/declared";

@config {path, ports: [80]}
service Service /a on server {
    @config {path: "remote"}
    remote function get() returns typedesc<any> => typeof self;
}

function make(string path, int... ports) returns service object {} {
    ports.push(1);
    return @config {path, ports} service object {
        int n = 1;
    };
}

function adder(int n) returns function (int) returns int {
    int more = 1;
    var f = @config {path: n.toString(), ports: [n]} function(int m) returns int => n + m + more;
    more += 1;
    return f;
}

public function main() {
    int[] ports = [1, 2];
    service object {} a = make("/a", ...ports);
    service object {} b = make("/b");
    ports.push(3);
    io:println((typeof a).@config);
    io:println((typeof b).@config);
    io:println((typeof b).@fixed);
    io:println(typeof a === typeof a, typeof a === typeof b);

    var f = adder(5);
    var g = adder(6);
    io:println(f(1), " ", (typeof f).@config);
    io:println(g(1), " ", (typeof g).@config);
    io:println((typeof f).@fixed);

    var h = @fixed {path: "constant"} function() {
    };
    io:println((typeof h).@fixed);

    string name = "local";
    var o = @fixed {path: "object"} object {
        @config {path: name}
        function m() returns string => name;
        @fixed {path: "n"}
        function n() => ();
    };
    name = "changed";
    io:println((typeof o).@fixed, (typeof o.m).@config, (typeof o.n).@fixed);
    io:println(o.m());

    io:println((typeof attached[0]).@config);
}
// @output {"path":"/a","ports":[1,2,1]}
// @output {"path":"/b","ports":[1]}
// @output
// @output truefalse
// @output 8 {"path":"5","ports":[5]}
// @output 9 {"path":"6","ports":[6]}
// @output
// @output {"path":"constant","ports":[]}
// @output {"path":"object","ports":[]}{"path":"local","ports":[]}{"path":"n","ports":[]}
// @output changed
// @output {"path":"/declared","ports":[80]}
