//! What standard error shows of a program that ends in a panic or in an error of `main`, and its exit code.

use std::process::Command;

use expect_test::{Expect, expect};

fn check(name: &str, program: &str, expected: Expect) {
    expected.assert_eq(&shown(name, program));
}

/// Exit code and standard error.
fn shown(name: &str, program: &str) -> String {
    let dir = std::env::temp_dir().join(format!("ballerina-uncaught-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder for the program");
    let path = dir.join(format!("{name}.bal"));
    std::fs::write(&path, program).expect("the program is written");
    let out = Command::new(env!("CARGO_BIN_EXE_conformance")).arg("--child").arg(&path).output();
    let out = out.expect("the runner runs");
    std::fs::remove_file(&path).expect("the program is there");
    let code = out.status.code().map_or("none".to_string(), |c| c.to_string());
    format!("exit {code}\n{}", String::from_utf8_lossy(&out.stderr))
}

#[test]
fn panic_in_a_function() {
    let program = "
function divide(int a, int b) returns int {
    return a / b;
}

public function main() {
    int _ = divide(1, 0);
}
";
    check(
        "divide",
        program,
        expect![[r#"
            exit 1
            error: {ballerina}DivisionByZero {"message":" / by zero"}
                    at divide:divide(divide.bal:3)
                       divide:main(divide.bal:7)
        "#]],
    );
}

#[test]
fn panic_with_cause_and_detail() {
    let program = r#"
type Failure distinct error<record {| int code; string text; |}>;

function inner() returns error => error("inner", reason = "none");

public function main() {
    panic error Failure("outer", inner(), code = 7, text = "a \"quoted\" text");
}
"#;
    check(
        "cause",
        program,
        expect![[r#"
            exit 1
            error: outer {"code":7,"text":"a \"quoted\" text"}
                    at cause:main(cause.bal:7)
            cause: inner {"reason":"none"}
                    at cause:inner(cause.bal:4)
                       cause:main(cause.bal:7)
        "#]],
    );
}

#[test]
fn error_returned_by_main() {
    let program = r#"
public function main() returns error? {
    int _ = check int:fromString("x");
}
"#;
    check(
        "main",
        program,
        expect![[r#"
        exit 1
        error: {ballerina/lang.int}NumberParsingError {"message":"'string' value 'x' cannot be converted to 'int'"}
    "#]],
    );
}

#[test]
fn checkpanic_and_trap() {
    let program = r#"
function fails() returns int|error => error("failed", list = [1, 2.0, ()]);

public function main() {
    error? e = trap again();
    if e is error {
        panic e;
    }
}

function again() {
    int _ = checkpanic fails();
}
"#;
    check(
        "again",
        program,
        expect![[r#"
            exit 1
            error: failed {"list":[1,2.0,null]}
                    at again:fails(again.bal:2)
                       again:again(again.bal:12)
                       again:main(again.bal:5)
        "#]],
    );
}

#[test]
fn error_of_a_module_initialiser() {
    let program = r#"
int[] list = [];
int first = list[0];

public function main() {
    int _ = first;
}
"#;
    check(
        "init",
        program,
        expect![[r#"
        exit 1
        error: {ballerina/lang.array}IndexOutOfRange {"message":"array index out of range: index: 0, size: 0"}
    "#]],
    );
}

#[test]
fn endless_recursion() {
    let program = "
function deep(int n) returns int {
    return deep(n + 1) + 1;
}

public function main() {
    error? e = trap shallow();
    int _ = e is error ? 0 : 1;
    panic error(e is error ? e.message() : \"none\");
}

function shallow() {
    int _ = deep(0);
}
";
    check(
        "deep",
        program,
        expect![[r#"
            exit 1
            error: {ballerina}StackOverflow
                    at deep:main(deep.bal:9)
        "#]],
    );
}

#[test]
fn a_long_trace_has_as_many_lines_with_inlined_calls_as_without() {
    let program = "
function small(int n) returns int {
    if n == 0 {
        panic error(\"end\");
    }
    return n;
}

function CALL(int n) returns int => deep(small(n) - 1) + 1;

public function main() {
    int _ = deep(100);
}
";
    let direct = shown("direct", &program.replace("CALL", "deep"));
    let through = program.replace("CALL", "other") + "\nfunction deep(int n) returns int => other(n);\n";
    for text in [direct, shown("through", &through)] {
        assert_eq!(text.lines().filter(|l| l.contains(".bal:")).count(), 64, "{text}");
    }
}
