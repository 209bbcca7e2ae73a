//! Our own programs, each in a child process of the runner.

use std::process::Command;

#[test]
fn own_programs_show_what_they_say() {
    let out = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg("--list-failures")
        .output()
        .expect("the runner runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}
