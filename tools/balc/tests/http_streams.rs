//! Bodies as streams, with as little memory however long they are; Server-Sent Events.

mod command;
mod program;

use program::Program;

#[test]
fn long_bodies_and_events() {
    let values = [("megabytes", "64")];
    let (out, err, code) = Program::run("streams.bal", &values).output();
    assert_eq!((out.as_str(), code), (include_str!("network/streams.txt"), Some(0)), "{err}");
}
