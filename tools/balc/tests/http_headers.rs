//! Header fields and their parameters, taken apart.

mod command;
mod program;

use program::Program;

#[test]
fn values_and_parameters() {
    let (out, err, code) = Program::run("headers.bal", &[]).output();
    assert_eq!((out.as_str(), code), (include_str!("network/headers.txt"), Some(0)), "{err}");
}
