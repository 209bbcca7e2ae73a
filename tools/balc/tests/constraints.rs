//! `ballerina/constraint` by itself.

mod command;

#[test]
fn values_and_their_errors() {
    let output = command::command("network/constraints.bal", &[]).output().unwrap();
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), include_str!("network/constraints.txt"));
}
