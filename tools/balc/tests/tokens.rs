//! Keys, signatures and tokens.

mod certificates;
mod command;
mod program;

use program::Program;

/// What a program prints, with its folder left out.
fn check(program: &str, expected: &str) {
    let dir = certificates::signing_folder(program).display().to_string();
    let (out, err, code) = Program::run(program, &[("dir", &dir)]).output();
    let out = out.replace(&dir, "DIR");
    for (i, (line, expected)) in out.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, expected, "line {}", i + 1);
    }
    assert_eq!(out.lines().count(), expected.lines().count(), "{out}");
    assert_eq!((err.as_str(), code), ("", Some(0)));
}

#[test]
fn keys_and_signatures() {
    check("crypto.bal", include_str!("network/crypto.txt"));
}

#[test]
fn tokens() {
    check("tokens.bal", include_str!("network/tokens.txt"));
}
