//! Archives whose code is wrong: what is not called does not matter; what is called is refused.

use std::fs;
use std::process::Command;

use bytecode::Archive;

/// `late` is the function that becomes wrong.
const PROGRAM: &str = r#"
import ballerina/io;

function late(int n) returns int {
    int[] all = [n];
    foreach int i in 0 ..< n {
        all.push(i);
    }
    return all.length();
}

public function main() {
    int count = COUNT;
    io:println("begun");
    if count > 0 {
        io:println(trap late(count));
        future<int> other = start late(3);
        int|error last = wait other;
        io:println(last);
    }
}
"#;

fn compiled(name: &str, text: &str) -> Archive {
    let path = std::env::temp_dir().join(format!("ballerina-archives-{name}-{}.bal", std::process::id()));
    fs::write(&path, text).expect("the program is written");
    let compiled = balc::compile(&path, true);
    fs::remove_file(&path).expect("the program is there");
    let compiled = compiled.expect("the program is read");
    let shown: Vec<String> = compiled.reports.iter().map(project::render_short).collect();
    compiled.archive.unwrap_or_else(|| panic!("{shown:?}"))
}

/// Runs an archive as `balvm` does: exit code, standard output and error.
fn run(name: &str, archive: &Archive) -> String {
    let path = std::env::temp_dir().join(format!("ballerina-archives-{name}-{}.balo", std::process::id()));
    fs::write(&path, bytecode::encode(archive)).expect("the archive is written");
    let out = Command::new(env!("CARGO_BIN_EXE_conformance")).arg("--child").arg(&path).output();
    fs::remove_file(&path).expect("the archive is there");
    let out = out.expect("the runner runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("exit {:?}\n{}{}", out.status.code(), text(&out.stdout), text(&out.stderr))
}

/// The program with the first word of `late` replaced.
fn broken(name: &str, text: &str, word: u64) -> Archive {
    let mut archive = compiled(name, text);
    let late = archive.functions.iter().find(|f| archive.str(f.name).ends_with("late"));
    let start = late.expect("it is called, and not inlined").code_start as usize;
    let mut code = archive.code.to_vec();
    code[start] = word;
    archive.code = code.into();
    archive
}

#[test]
fn code_is_refused_when_it_is_called() {
    let right = compiled("right", &PROGRAM.replace("COUNT", "2"));
    assert_eq!(run("right", &right), "exit Some(0)\nbegun\n3\n4\n");
    for word in [0, u64::MAX] {
        let wrong = broken("wrong", &PROGRAM.replace("COUNT", "2"), word);
        let whole = bytecode::verify::verify(&wrong).expect_err("the verifier sees it").to_string();
        assert_eq!(whole, "archive refused: bad instruction in function late at 0");
        assert_eq!(run("wrong", &wrong), format!("exit Some(1)\nbegun\nerror: {whole}\n"));
    }
}

#[test]
fn code_that_is_not_called_does_not_matter() {
    let text = PROGRAM.replace("COUNT", "0");
    assert_eq!(run("uncalled", &broken("uncalled", &text, 0)), "exit Some(0)\nbegun\n");
}

/// Strands of functions that are not isolated exclude each other, and `main`, whose end the program outlives.
#[test]
fn code_is_refused_after_the_end_of_main() {
    let text = r#"
import ballerina/lang.runtime;

int[] all = [];

function late(int n) returns int {
    foreach int i in 0 ..< n {
        all.push(i);
    }
    return all.length();
}

function later() {
    runtime:sleep(0.05);
    all.push(late(3), late(4));
}

isolated function others() {
    runtime:sleep(0.05);
    int n = 0;
    while n < 30000000 {
        n += 1;
    }
}

public function main() {
    future<()> first = start others();
    future<()> second = start others();
    future<()> third = start later();
}
"#;
    let wrong = broken("later", text, 0);
    let refused = "error: archive refused: bad instruction in function late at 0";
    assert_eq!(run("later", &wrong), format!("exit Some(1)\n{refused}\n"));
}
