//! Arguments of resources that have constraints.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

#[test]
fn arguments_obey_constraints() {
    let port = free_port();
    let program = Program::run("validated.bal", &[("port", &port.to_string())]);
    let mut c = Client::connect(port);
    let c = &mut c;
    let valid = r#"{"name":"Ana", "age":1}"#;
    assert_eq!(c.post("/checked/person", valid).body, valid);
    assert_eq!(c.get("/checked/numbers/1").body, "6");
    assert_eq!(c.get("/checked/numbers/1?limit=2&more=3").body, "6");
    assert_eq!(c.send("GET /checked/short", &["x-short: abc"], "").body, "abc");
    let refused = |r: Reply, message: &str| {
        assert_eq!(r.status, 400);
        assert!(r.body.contains(&format!("\"message\":\"{message}\"")), "{}", r.body);
    };
    let failed = |what: &str, all: &str| {
        format!("{what} validation failed: Validation failed for {all} constraint(s).")
    };
    let r = c.post("/checked/person", r#"{"name":"A", "age":0}"#);
    refused(r, &failed("payload", "'$.age:minValue','$.name:minLength'"));
    let r = c.post("/checked/people", r#"[{"name":"Ana"}, {"name":""}]"#);
    refused(r, &failed("payload", "'$[1].name:minLength'"));
    refused(c.get("/checked/numbers/0"), &failed("path", "'$:minValue'"));
    refused(c.get("/checked/numbers/1?limit=0"), &failed("query", "'$:minValue'"));
    refused(c.get("/checked/numbers/1?more=-1"), &failed("query", "'$:minValue'"));
    let r = c.send("GET /checked/short", &["x-short: abcd"], "");
    refused(r, "header validation failed: at most three letters.");
    let invalid = r#"{"name":"", "age":0}"#;
    assert_eq!(c.post("/unchecked/person", invalid).body, invalid);
    assert_eq!(c.get("/unchecked/numbers?limit=0").body, "0");
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn payloads_are_projected_and_validated() {
    let program = Program::run("binding.bal", &[("port", &free_port().to_string())]);
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (include_str!("network/binding.txt"), Some(0)), "{err}");
}
