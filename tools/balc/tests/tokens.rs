//! Keys, signatures and tokens.

mod certificates;
mod command;
mod ports;
mod program;

use program::Program;

/// Checks what a program prints, with its folder and port left out; its errors. One with a port is a server, too.
fn check(program: &str, serves: bool, expected: &str) -> String {
    certificates::folder(program);
    let dir = certificates::signing_folder(program).display().to_string();
    let port = ports::free_port().to_string();
    let users = "[[ballerina.auth.users]]\nusername = \"alice\"\npassword = \"a\"\nscopes = [\"write\"]\n";
    let all = [("dir", dir.as_str()), ("port", port.as_str())];
    let values = if serves { &all[..] } else { &all[..1] };
    let (out, err, code) = Program::run_configured(program, values, users).output();
    let out = out.replace(&dir, "DIR").replace(&port, "PORT");
    for (i, (line, expected)) in out.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, expected, "line {}", i + 1);
    }
    assert_eq!(out.lines().count(), expected.lines().count(), "{out}\n{err}");
    assert_eq!(code, Some(0), "{err}");
    err
}

#[test]
fn keys_and_signatures() {
    assert_eq!(check("crypto.bal", false, include_str!("network/crypto.txt")), "");
}

#[test]
fn tokens() {
    assert_eq!(check("tokens.bal", false, include_str!("network/tokens.txt")), "");
}

#[test]
fn bearers() {
    check("bearer.bal", true, include_str!("network/bearer.txt"));
}

#[test]
fn grants() {
    check("grants.bal", true, include_str!("network/grants.txt"));
}
