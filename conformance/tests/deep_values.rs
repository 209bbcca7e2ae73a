//! Values that nest deeper than what follows them can go. A test of its own, as the collector's stress mode would take too
//! long over them.

use std::process::Command;

const PROGRAM: &str = r#"
import ballerina/io;

// Values may nest deeper than anything that follows them to their end can go: a panic that can be trapped, no crash.
type Node record {|
    Node? next;
|};

function chain(int n) returns Node {
    Node last = {next: ()};
    foreach int _ in 0 ..< n {
        last = {next: last};
    }
    return last;
}

function same(Node a, Node b) returns boolean => a == b;

function copy(Node a) returns Node => a.clone();

function document(Node a) returns string => a.toJsonString();

public function main() {
    Node a = chain(400000);
    Node b = chain(400000);
    string|error text = trap a.toString();
    io:println(text is error ? text.message() : "shown"); // @output {ballerina}StackOverflow
    boolean|error equal = trap same(a, b);
    io:println(equal is error ? equal.message() : "compared"); // @output {ballerina}StackOverflow
    Node|error clone = trap copy(a);
    io:println(clone is error ? clone.message() : "copied"); // @output {ballerina}StackOverflow
    string|error written = trap document(a);
    io:println(written is error ? written.message() : "written"); // @output {ballerina}StackOverflow

    Node c = chain(20000);
    io:println(c.toString().length()); // @output 180013
    io:println(c == chain(20000), " ", c == chain(20001)); // @output true false
}
"#;

#[test]
fn deep_values_end_in_a_panic_that_can_be_trapped() {
    let path = std::env::temp_dir().join(format!("ballerina-deep-values-{}.bal", std::process::id()));
    std::fs::write(&path, PROGRAM).expect("the program is written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    let out = command.arg("--child").arg(&path).env_remove("BALVM_GC_STRESS").output();
    std::fs::remove_file(&path).expect("the program is there");
    let out = out.expect("the runner runs");
    let expected: Vec<&str> = PROGRAM.lines().filter_map(|l| l.split("// @output ").nth(1)).collect();
    let shown = String::from_utf8_lossy(&out.stdout);
    assert_eq!(shown.lines().collect::<Vec<_>>(), expected, "{}", String::from_utf8_lossy(&out.stderr));
}
