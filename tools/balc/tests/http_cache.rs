//! Responses that clients keep.

mod command;
mod ports;
mod program;

use ports::free_port;
use program::Program;

#[test]
fn clients_keep_responses() {
    let program = Program::run("client_cache.bal", &[("port", &free_port().to_string())]);
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (include_str!("network/client_cache.txt"), Some(0)), "{err}");
}
