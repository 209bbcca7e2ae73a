// lang.runtime:getStackTrace; array:toStream.
import ballerina/io;
import ballerina/lang.runtime;

function inner() returns runtime:StackFrame[] {
    return runtime:getStackTrace();
}

public function main() {
    runtime:StackFrame[] frames = inner();
    io:println(frames.length()); // @output 2
    io:println(frames[0].toString().startsWith("callableName: inner "), frames[1].toString().startsWith("callableName: main ")); // @output truetrue
    int[] list = [1, 2];
    stream<int> s = list.toStream();
    io:println(s.next(), typeof s); // @output {"value":1}typedesc stream<int>
    list.push(3);
    io:println(from int i in s select i * 2); // @output [4,6]
    io:println(["a", "b"].toStream().reduce(function(string x, string y) returns string => x + y, "")); // @output ab
}
