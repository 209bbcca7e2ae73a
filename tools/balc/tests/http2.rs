//! HTTP/2 between services and clients of one program. `benches/http/h2spec` has the protocol's details.

mod command;
mod program;

use program::Program;

#[test]
fn versions_streams_and_windows() {
    let (out, err, code) = Program::run("http2.bal", &[]).output();
    assert_eq!((out.as_str(), code), (include_str!("network/http2.txt"), Some(0)), "{err}");
}
