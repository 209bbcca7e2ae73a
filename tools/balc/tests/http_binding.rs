//! What parameters of resources are bound to, and which resource a path is for: programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use http_client::Client;
use ports::free_port;
use program::Program;

/// Asks a program of `tests/network` for something: status and body, of an error its message.
fn asked(c: &mut Client, line: &str, headers: &[&str], body: &str) -> (u16, String) {
    let r = c.send(line, headers, body);
    let message = r.body.split("\"message\":\"").nth(1).and_then(|m| m.split("\", \"path\"").next());
    (r.status, message.unwrap_or(&r.body).to_string())
}

fn with_service(check: impl FnOnce(&mut Client)) {
    with_port(|port| check(&mut Client::connect(port)));
}

fn with_port(check: impl FnOnce(u16)) {
    let port = free_port();
    let program = Program::run("bound.bal", &[("port", &port.to_string())]);
    check(port);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn json_in_the_query() {
    with_service(|c| {
        let mut get = |line: &str| asked(c, &format!("GET /{line}"), &[], "");
        let found = |body: &str| (200, body.to_string());
        let filter = "%7B%22name%22:%22a%22%2C%22sizes%22:%5B1%2C2%5D%7D";
        let bound = r#"{"name":"a", "sizes":[1, 2], "note":"none"}"#;
        assert_eq!(get(&format!("filter?filter={filter}")), found(bound));
        assert_eq!(get("filter?filter=%7B%7D"), (400, "error in casting query param : 'filter'".into()));
        assert_eq!(get("filter?filter=x"), (400, "error in casting query param : 'filter'".into()));
        assert_eq!(get("filter"), (400, "no query param value found for 'filter'".into()));
        assert_eq!(get("maybe"), found("nothing"));
        assert_eq!(get("maybe?filter=%7B%22a%22:2.50%7D"), found(r#"{"a":2.50}"#));
        assert_eq!(get(&format!("filters?filter={filter},{filter}&filter={filter}")), found("2"));
        assert_eq!(get("either?filter=%7B%22a%22:1%7D"), found("map"));
        assert_eq!(get(&format!("either?filter={filter}")), found("filter"));
        // Values are told apart where they stand in one parameter only.
        assert_eq!(get("repeated?n=1,1,2&n=1"), found("[1, 2, 1]"));
        assert_eq!(get("renamed?n=x"), found("x"));
    });
}

#[test]
fn records_of_header_fields() {
    with_service(|c| {
        let all = ["x-trace-id: 7", "depth: 2", "tags: a", "tags: b"];
        let mut get = |line: &str, headers: &[&str]| asked(c, &format!("GET /{line}"), headers, "");
        let bound = (200, r#"{"id":"7", "depth":2, "tags":["a", "b"]}"#.to_string());
        assert_eq!(get("trace", &all), bound);
        assert_eq!(get("traceless", &all), bound);
        assert_eq!(get("traceless", &["tags: a"]), (200, "none".into()));
        assert_eq!(get("trace", &["tags: a"]), (400, "no header value found for 'id'".into()));
        let wrong = get("trace", &["x-trace-id: 7", "depth: x", "tags: a"]);
        assert_eq!(wrong, (400, "header binding failed for parameter: 'depth'".into()));
        let r = c.send("GET /made", &[], "");
        assert_eq!((r.status, r.header("x-made-by"), r.body.as_str()), (201, Some("me"), "made"));
    });
}

#[test]
fn paths() {
    with_service(|c| {
        let mut get = |line: &str| asked(c, &format!("GET /{line}"), &[], "");
        let found = |body: &str| (200, body.to_string());
        assert_eq!(get("colours/red"), found("red"));
        // A path with a value that is not in the type is another path.
        let missing = "no matching resource found for path : /colours/green , method : GET";
        assert_eq!(get("colours/green"), (404, missing.into()));
        assert_eq!(get("numbers/x"), (400, "error in casting path parameter : 'n'".into()));
        assert_eq!(get("text/a+b%2Bc%20d"), found("a b+c d"));
        assert_eq!(get("rest"), found("alone"));
        assert_eq!(get("rest/1"), found("one 1"));
        assert_eq!(get("rest/1/2+3"), found("rest /1/2+3"));
        assert_eq!(get("deep"), found("any"));
        assert_eq!(get("deep/1"), found("deep"));
        let mut allowed = |path: &str| {
            let r = c.send(&format!("OPTIONS /methods{path}"), &[], "");
            (r.status, r.header("allow").unwrap_or("").to_string())
        };
        assert_eq!(allowed("/add"), (204, "POST, PUT, OPTIONS".into()));
        assert_eq!(allowed("/other"), (204, "DELETE, OPTIONS".into()));
        assert_eq!(allowed(""), (204, "POST, PUT, DELETE, OPTIONS".into()));
    });
}

#[test]
fn bodies() {
    with_service(|c| {
        let mut post = |path: &str, kind: &str, body: &str| {
            asked(c, &format!("POST /{path}"), &[&format!("content-type: {kind}")], body)
        };
        let made = |body: &str| (201, body.to_string());
        let failed = |m: &str| (400, format!("data binding failed: {m}"));
        assert_eq!(post("char", "text/plain", "x"), made("x"));
        assert_eq!(post("char", "text/plain", "xy").0, 400);
        assert_eq!(post("colour", "text/plain", "red"), made("red"));
        assert_eq!(post("element", "application/xml", "<a/>"), made("a"));
        assert_eq!(post("bytes", "text/plain", "[1]"), made("bytes"));
        assert_eq!(post("bytes", "application/json", "{}"), made("json"));
        assert_eq!(post("json", "text/plain", "1"), failed("incompatible type found: 'json'"));
        assert_eq!(post("point", "text/plain", "1"), failed("incompatible type found: 'Point'"));
        assert_eq!(post("point", "application/json", r#"{"x":1,"z":2}"#), failed("undefined field 'z'"));
        let absent = failed("required field 'y' not present in JSON");
        assert_eq!(post("point", "application/json", r#"{"x":1}"#), absent);
        let other = failed("incompatible expected type 'int' for value 'a'");
        assert_eq!(post("point", "application/json", r#"{"x":"a","y":2}"#), other);
        let (status, message) = post("points", "application/json", "{}");
        assert_eq!(status, 400);
        assert!(message.starts_with("data binding failed: {ballerina}ConversionError, {"), "{message}");
        assert_eq!(post("form", "application/x-www-form-urlencoded", ""), failed("String payload is null"));
    });
}

#[test]
fn bodies_are_invited() {
    with_port(|port| {
        drop(Client::connect(port));
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = "POST /invited HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: text/plain\r\n\
            content-length: 4\r\nexpect: 100-continue\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut invited = [0; 25];
        stream.read_exact(&mut invited).unwrap();
        assert_eq!(std::str::from_utf8(&invited).unwrap(), "HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(b"body").unwrap();
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert!(rest.starts_with("HTTP/1.1 201 Created") && rest.ends_with("\r\n\r\nbody"), "{rest}");
    });
}

#[test]
fn exchanges() {
    let program = Program::run("exchanges.bal", &[("port", &free_port().to_string())]);
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (include_str!("network/exchanges.txt"), Some(0)), "{err}");
}
