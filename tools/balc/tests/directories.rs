//! Users of LDAP directories.

mod certificates;
mod command;
mod directory;
mod ports;
mod program;

use std::time::{Duration, Instant};

use directory::{Manner, OpenLdap};
use program::Program;

/// What a program prints that asks a directory, with the directory's port left out.
fn printed(program: &str, url: &str, cert: &str) -> String {
    let port = ports::free_port().to_string();
    let values = [("url", url), ("cert", cert), ("port", port.as_str())];
    let (out, err, code) = Program::run_configured(program, &values, "").output();
    assert_eq!(code, Some(0), "{out}\n{err}");
    out.replace(&port, "PORT")
}

#[test]
fn users_and_groups() {
    let expected = include_str!("network/directory.txt");
    let url = |port| format!("ldap://127.0.0.1:{port}");
    assert_eq!(printed("directory.bal", &url(directory::serve(Manner::Well)), ""), expected);
    // Kept connections turn out to have ended.
    assert_eq!(printed("directory.bal", &url(directory::serve(Manner::Impatiently)), ""), expected);

    let dir = certificates::folder("directory");
    let (port, secure) = (ports::free_port(), ports::free_port());
    let server = OpenLdap::start(port, secure, &dir.join("server.pem"), &dir.join("server.key"));
    if server.is_some() {
        assert_eq!(printed("directory.bal", &url(port), ""), expected);
        let trusted = dir.join("ca.pem").display().to_string();
        assert_eq!(printed("directory.bal", &format!("ldaps://localhost:{secure}"), &trusted), expected);
    }
}

#[test]
fn directories_that_do_not_serve() {
    let url = |manner| format!("ldap://127.0.0.1:{}", directory::serve(manner));
    let start = Instant::now();
    let out = printed("directory_bad.bal", &url(Manner::Silently), "");
    assert_eq!(out, "LDAP response read timed out, timeout used: 300 ms.\n");
    let out = printed("directory_bad.bal", &url(Manner::Nonsense), "");
    assert_eq!(out, "the answer of the directory is no LDAP\n");
    assert!(start.elapsed() < Duration::from_secs(30), "nobody waits for them");
}
