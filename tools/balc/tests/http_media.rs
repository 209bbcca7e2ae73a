//! Media types, chunks and virtual hosts of services.

mod command;
mod http_client;
mod ports;
mod program;

use http_client::{Client, Reply};
use ports::free_port;
use program::Program;

fn served() -> (Program, Client) {
    let port = free_port();
    let program = Program::run("media.bal", &[("port", &port.to_string())]);
    (program, Client::connect(port))
}

/// Stops the program: nothing went wrong.
fn ended(program: Program) {
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), err.as_str(), code), ("", "", Some(0)));
}

fn typed(r: &Reply) -> (u16, &str, &str) {
    (r.status, r.header("content-type").unwrap_or(""), &r.body)
}

#[test]
fn media_types() {
    let (program, mut c) = served();
    let json = "content-type: application/json";
    let item = r#"{"id":1}"#;
    for kind in [json, "content-type: Text/JSON; charset=utf-8"] {
        assert_eq!(typed(&c.send("POST /media/item", &[kind], item)), (201, "application/json", item));
    }
    for (kind, named) in
        [("content-type: text/plain;a=b", "text/plain"), ("x: y", "application/octet-stream")]
    {
        let r = c.send("POST /media/item", &[kind], item);
        let message = format!(r#""message":"content-type : {named} is not supported""#);
        assert!(r.status == 415 && r.body.contains(&message), "{} {}", r.status, r.body);
    }
    for accept in ["accept: application/*", "accept: text/html, */*;q=0.1", "x: y"] {
        assert_eq!(c.send("POST /media/item", &[json, accept], item).status, 201, "{accept}");
    }
    let r = c.send("POST /media/item", &[json, "accept: text/html"], item);
    assert!(r.status == 406 && r.body.contains(r#""message":"Request is not acceptable""#), "{}", r.body);
    assert_eq!(c.send("GET /media/text", &["accept: image/PNG"], "").status, 200);
    assert_eq!(c.send("GET /media/text", &["accept: application/xml, image/gif"], "").status, 406);
    // What the service's prefix is for, and what says its own type.
    let prefixed = "application/vnd.example.v1+json";
    assert_eq!(typed(&c.get("/prefixed/item")), (200, prefixed, item));
    assert_eq!(typed(&c.get("/prefixed/text")), (200, "text/vnd.example.v1+plain", "text"));
    assert_eq!(typed(&c.get("/prefixed/own")), (200, "application/own+json", r#"{"id":2}"#));
    assert_eq!(typed(&c.get("/prefixed/status")), (202, prefixed, r#"{"id":3}"#));
    assert_eq!(typed(&c.get("/prefixed/typed")), (200, "text/csv", "a,b"));
    assert_eq!(typed(&c.get("/prefixed/none")), (202, "", ""));
    ended(program);
}

#[test]
fn chunks() {
    let (program, mut c) = served();
    let sent = |r: &Reply| {
        let length = r.header("content-length").map(str::to_string);
        let chunked = r.header("transfer-encoding") == Some("chunked");
        assert!(length.is_some() != chunked, "{:?}", r.headers);
        (chunked, r.bytes.len())
    };
    assert_eq!(sent(&c.get("/media/large")), (false, 9000));
    assert_eq!(sent(&c.get("/media/pieces")), (false, 4));
    assert_eq!(sent(&c.get("/usual/large")), (true, 9000));
    assert_eq!(sent(&c.get("/usual/small")), (false, 1));
    assert_eq!(sent(&c.get("/prefixed/text")), (true, 4));
    assert_eq!(sent(&c.get("/prefixed/none")), (false, 0));
    ended(program);
}

#[test]
fn hosts() {
    let (program, mut c) = served();
    let mut from = |path: &str, host: &str| {
        let r = c.raw(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n"));
        (r.status, r.body)
    };
    assert_eq!(from("/usual/small", "one.example"), (200, "one".to_string()));
    assert_eq!(from("/usual/small", "one.example:80"), (200, "one".to_string()));
    assert_eq!(from("/usual/small", "two.example"), (200, "A".to_string()));
    assert_eq!(from("/usual/small", "[::1]:80"), (200, "A".to_string()));
    assert_eq!(from("/media/text", "one.example").0, 404);
    ended(program);
}
