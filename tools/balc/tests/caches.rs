//! `ballerina/cache` by itself.

mod command;

#[test]
fn entries_come_and_go() {
    let output = command::command("network/caches.bal", &[]).output().unwrap();
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), include_str!("network/caches.txt"));
}
