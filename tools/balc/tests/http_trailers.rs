//! Header fields after bodies: the program `tests/network/trailers.bal`.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::Client;
use ports::free_port;
use program::Program;

#[test]
fn fields_after_bodies() {
    let port = free_port();
    let program = Program::run("trailers.bal", &[("port", &port.to_string())]);
    let mut c = Client::connect(port);
    let sums = [("x-sum", "1"), ("x-sum", "2")].map(|(n, v)| (n.to_string(), v.to_string()));
    for (path, body) in
        [("text", "text"), ("pieces", "010203"), ("passed?way=1", "010203"), ("passed?way=2", "010203")]
    {
        let r = c.send(&format!("GET /after/{path}"), &["te: trailers", "connection: te"], "");
        assert_eq!((r.status, r.body.as_str(), &r.trailers[..]), (200, body, &sums[..]), "{path}");
        assert_eq!((r.header("x-sum"), r.header("trailer")), (Some("leading"), Some("x-sum")));
        // Who does not say that it takes them gets none (RFC 9110, 6.5.1).
        let r = c.get(&format!("/after/{path}"));
        assert_eq!((r.body.as_str(), r.trailers.len()), (body, 0), "{path}");
    }
    assert_eq!(c.send("GET /after/plain", &["te: trailers"], "").header("trailer"), None);
    for way in ["1", "2", "3"] {
        for (what, text) in [("text", "text"), ("pieces", "010203"), ("passed?way=1", "010203")] {
            let r = c
                .get(&format!("/after/seen?way={way}&what={}", what.replace('?', "%3F").replace('=', "%3D")));
            let seen = format!(r#"[false, "{text}", ["1", "2"], "1", true, ["x-sum"], false]"#);
            // What is short may have come with the head.
            let known = seen.replace("[false", "[true");
            assert!(r.body == seen || r.body == known, "{way} {what}: {}", r.body);
        }
        let r = c.get(&format!("/after/seen?way={way}&what=plain"));
        let none = r#"[false, "plain", "Http header does not exist", null, true, [], true]"#;
        assert_eq!(r.body, none, "{way}");
    }
    let r = c.get("/whole");
    assert_eq!(r.status, 500);
    assert!(r.body.contains("header fields after the body need chunks"), "{}", r.body);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}
