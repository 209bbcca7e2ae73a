//! Bodies as streams, with as little memory however long they are; Server-Sent Events.

mod command;
mod program;

use program::Program;

#[test]
fn long_bodies_and_events() {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/streams.bytes");
    let values = [("megabytes", "96"), ("limit", "80"), ("file", file)];
    let (out, err, code) = Program::run("streams.bal", &values).output();
    let _ = std::fs::remove_file(file);
    assert_eq!((out.as_str(), code), (include_str!("network/streams.txt"), Some(0)), "{err}");
}
