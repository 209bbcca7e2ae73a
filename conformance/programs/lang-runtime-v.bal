import ballerina/io;
import ballerina/lang.runtime;

class Listener {
    string name;

    function init(string name) {
        self.name = name;
    }

    public function 'start() returns error? {
        io:println("start ", self.name);
    }

    public function gracefulStop() returns error? {
        io:println("graceful ", self.name);
    }

    public function immediateStop() returns error? {
        io:println("immediate ", self.name);
    }
}

public function main() {
    runtime:sleep(0.001);
    runtime:sleep(0);
    runtime:sleep(-1);
    io:println(outer()); // @output true true true false
    Listener kept = new ("kept");
    Listener dropped = new ("dropped");
    runtime:registerListener(kept);
    runtime:registerListener(dropped);
    runtime:deregisterListener(dropped);
    // Nothing happens to what is not registered.
    runtime:deregisterListener(dropped);
    runtime:onGracefulStop(first);
    runtime:onGracefulStop(second);
    io:println("main"); // @output main
    // @output start kept
    // After the listeners, in reverse order.
    // @output graceful kept
    // @output second
    // @output first
}

function first() returns error? {
    io:println("first");
}

function second() returns error? {
    io:println("second");
}

function outer() returns string => inner();

function inner() returns string {
    runtime:StackFrame[] trace = runtime:getStackTrace();
    string[] frames = from runtime:StackFrame f in trace select f.toString();
    return string `${frames[0].includes("inner")} ${frames[1].includes("outer")} ${frames[2].includes("main")} ${frames[0].includes("\n")}`;
}
