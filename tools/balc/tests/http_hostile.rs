//! Requests that break the protocol, or try to: each is refused, or is just what it seems to be, and the service goes on.

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

/// The head of a POST, without its end.
const POST: &str = "POST /user HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
/// How long nothing need come for nothing more to come.
const SHORT: Duration = Duration::from_millis(300);
/// What ends a body in chunks.
const LAST: &str = "\r\n\r\n0\r\n\r\n";

/// The program, its port, and that of the listener that does not wait long.
fn start() -> (Program, u16, u16) {
    let (port, hasty) = (free_port(), free_port());
    let ports = [("port", &*port.to_string()), ("hasty", &*hasty.to_string())];
    (Program::run("hostile.bal", &ports), port, hasty)
}

/// What comes back until the other side has closed the connection, or nothing more for a while.
fn answers(port: u16, text: &[u8], patience: Duration) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    // It may have been refused, and closed, before all of it has been sent.
    let _ = stream.write_all(text);
    let mut all = Vec::new();
    let closed = loop {
        let mut part = [0; 4096];
        match stream.read(&mut part) {
            Ok(0) => break true,
            Ok(n) => all.extend_from_slice(&part[..n]),
            Err(e) => {
                break !matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
            }
        }
    };
    let text = String::from_utf8_lossy(&all);
    let of_line = |line: &str| line.split("HTTP/1.1 ").nth(1).map(|s| s[..3].to_string());
    let mut out: Vec<String> = text.lines().filter_map(of_line).collect();
    if closed {
        out.push("closed".to_string());
    }
    out.join(" ")
}

/// Requests and what becomes of them: statuses, and whether the connection is closed.
fn table() -> Vec<(&'static str, String, &'static str)> {
    let post = |headers: &str| format!("{POST}{headers}");
    let get = |headers: &str| format!("GET /hello HTTP/1.1\r\nhost: a\r\n{headers}\r\n");
    let line = |line: &str| format!("{line}\r\nhost: a\r\n\r\n");
    let chunk = |chunk: &str| post(&format!("transfer-encoding: chunked\r\n\r\n{chunk}\r\n0\r\n\r\n"));
    let many: String = (0..2000).map(|i| format!("x{i}: a\r\n")).collect();
    vec![
        // Where one request ends and another one begins.
        (
            "length and chunks",
            post(&format!("content-length: 3\r\ntransfer-encoding: chunked{LAST}")),
            "400 closed",
        ),
        (
            "chunks and length",
            post(&format!("transfer-encoding: chunked\r\ncontent-length: 3{LAST}")),
            "400 closed",
        ),
        ("two lengths", post("content-length: 3\r\ncontent-length: 5\r\n\r\nabcde"), "400 closed"),
        ("list of lengths", post("content-length: 3, 3\r\n\r\nabc"), "400 closed"),
        ("length with a sign", post("content-length: +3\r\n\r\nabc"), "400 closed"),
        ("negative length", post("content-length: -3\r\n\r\nabc"), "400 closed"),
        ("hexadecimal length", post("content-length: 0x3\r\n\r\nabc"), "400 closed"),
        ("enormous length", post("content-length: 99999999999999999999999\r\n\r\nabc"), "400 closed"),
        ("identity", post("transfer-encoding: identity\r\n\r\nabc"), "400 closed"),
        ("no such coding", post(&format!("transfer-encoding: xchunked{LAST}")), "400 closed"),
        ("chunked is not last", post(&format!("transfer-encoding: chunked, identity{LAST}")), "400 closed"),
        ("space after a name", post(&format!("transfer-encoding : chunked{LAST}")), "400 closed"),
        (
            "chunks in 1.0",
            format!("POST /user HTTP/1.0\r\nhost: a\r\ntransfer-encoding: chunked{LAST}"),
            "400 closed",
        ),
        ("no size of a chunk", chunk("zz\r\nabc"), "400 closed"),
        ("negative chunk", chunk("-1\r\nabc"), "400 closed"),
        ("enormous chunk", chunk("fffffffffffffffffff\r\nabc"), "400 closed"),
        ("longer chunk than said", chunk("3\r\nabcXX"), "400 closed"),
        ("long chunk extension", chunk(&format!("1;{}\r\nx", "a".repeat(40_000))), "400 closed"),
        // Header fields.
        ("folded field", get("x: a\r\n b\r\n"), "400 closed"),
        ("carriage return", get("x: a\rb\r\n"), "400 closed"),
        ("nul", get("x: a\0b\r\n"), "400 closed"),
        ("no host", "GET /hello HTTP/1.1\r\n\r\n".into(), "400 closed"),
        ("two hosts", get("host: b\r\n"), "400 closed"),
        // Sizes.
        ("long target", line(&format!("GET /{} HTTP/1.1", "a".repeat(5000))), "414 closed"),
        ("very long target", line(&format!("GET /{} HTTP/1.1", "a".repeat(1_000_000))), "431 closed"),
        ("long field", get(&format!("x: {}\r\n", "a".repeat(9000))), "431 closed"),
        ("very long field", get(&format!("x: {}\r\n", "a".repeat(1_000_000))), "431 closed"),
        ("many fields", get(&many), "431 closed"),
        ("long body", post(&format!("content-length: 1001\r\n\r\n{}", "a".repeat(1001))), "413 closed"),
        ("long body in chunks", chunk(&format!("3e9\r\n{}", "a".repeat(1001))), "413 closed"),
        // The first line.
        ("bad method", line("G(T /hello HTTP/1.1"), "400 closed"),
        ("bad version", line("GET /hello HTTP/9.1"), "400 closed"),
        ("no version", "GET /hello\r\n\r\n".into(), "400 closed"),
        ("TLS", "\x16\x03\x01\x02\0\x01\0\x01\u{fc}\x03\x03\r\n\r\n".into(), "400 closed"),
        ("space in the target", line("GET /he llo HTTP/1.1"), "400 closed"),
        ("up", line("GET /../../etc/passwd HTTP/1.1"), "404"),
        ("up, encoded", line("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1"), "404"),
        ("bad encoding", line("GET /%zz HTTP/1.1"), "404"),
        ("tunnel", line("CONNECT a:80 HTTP/1.1"), "404"),
        ("trace", line("TRACE /hello HTTP/1.1"), "405"),
        // Bodies.
        ("deep JSON", post(&format!("content-length: 1000\r\n\r\n{}", "[".repeat(1000))), "400"),
        ("bad JSON", post("content-length: 3\r\n\r\n{a}"), "400"),
        // Nothing is wrong with these.
        ("absolute target", line("GET http://a/hello HTTP/1.1"), "200"),
        ("one after the other", format!("{}{}", get(""), get("")), "200 200"),
        ("empty lines first", format!("\r\n\r\n{}", get("")), "200"),
        (
            "continue",
            post("expect: 100-continue\r\ncontent-length: 19\r\n\r\n{\"id\":\"a\", \"age\":1}"),
            "100 201",
        ),
    ]
}

/// Texts that are not JSON (RFC 8259); and the last few, which are.
const TEXTS: &[(&str, u16)] = &[
    ("", 400),
    (" ", 400),
    ("[\"\\\u{1f300}\"]", 400),
    ("[\"\\u00A\"]", 400),
    ("[\"\\uD800\\uD800\"]", 400),
    ("[\"\\uD834\"]", 400),
    ("[\"a\u{0}b\"]", 400),
    ("[\"a", 400),
    ("['a']", 400),
    ("[1,]", 400),
    ("[,1]", 400),
    ("[1 2]", 400),
    ("[01]", 400),
    ("[1.]", 400),
    ("[.1]", 400),
    ("[+1]", 400),
    ("[1e]", 400),
    ("[0x1]", 400),
    ("[NaN]", 400),
    ("[-Infinity]", 400),
    ("[\u{ff11}]", 400),
    ("{\"a\" 1}", 400),
    ("{\"a\":1,}", 400),
    ("{a:1}", 400),
    ("{\"a\":1}}", 400),
    ("[1]//", 400),
    ("\u{feff}1", 400),
    ("tru", 400),
    ("[1]\u{a0}", 400),
    ("null", 201),
    ("\"\\uD834\\uDD1E\"", 201),
    (" [ -0.5e+1 , {} ]\n", 201),
];

#[test]
fn malformed_json_is_refused() {
    let (program, port, _) = start();
    let mut c = Client::connect(port);
    for (text, status) in TEXTS {
        let reply = c.post("/value", text);
        assert_eq!(reply.status, *status, "{text:?}: {}", reply.body);
    }
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn hostile_requests_are_refused() {
    let (program, port, _) = start();
    let mut kept = Client::connect(port);
    assert_eq!(kept.get("/hello").body, "hello");
    let mut wrong = Vec::new();
    for (name, request, expected) in table() {
        let found = answers(port, request.as_bytes(), SHORT);
        if found != expected {
            wrong.push(format!("{name}: {found}, not {expected}"));
        }
    }
    for bytes in [b"GET /h\xe9llo HTTP/1.1\r\nhost: a\r\n\r\n".to_vec(), vec![0xff; 10_000]] {
        let found = answers(port, &bytes, SHORT);
        if found != "400 closed" && found != "431 closed" {
            wrong.push(format!("bytes: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(kept.get("/hello").body, "hello");
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn slow_requests_end() {
    let (program, port, hasty) = start();
    drop((Client::connect(port), Client::connect(hasty)));
    let head = answers(hasty, POST.as_bytes(), Duration::from_secs(20));
    assert!(head.ends_with("closed"), "{head}");
    let body =
        answers(hasty, format!("{POST}content-length: 9\r\n\r\n{{").as_bytes(), Duration::from_secs(20));
    assert_eq!(body, "408 closed");
    // HTTP/2: a preface that does not end, settings and then nothing, a request that does not end.
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let settings: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    let headers: &[u8] = &[0, 0, 3, 1, 0, 0, 0, 0, 1, 0x82, 0x84, 0x86];
    for part in [&preface[..20], &[preface, settings].concat(), &[preface, settings, headers].concat()] {
        assert_eq!(answers(hasty, part, Duration::from_secs(20)), "closed");
    }
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}

#[test]
fn who_does_not_read_is_cut_off() {
    let (program, port, hasty) = start();
    drop((Client::connect(port), Client::connect(hasty)));
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, hasty)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
    // Several times as long as the service waits, from when it has begun to answer.
    stream.peek(&mut [0]).unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let mut all = Vec::new();
    // It ends, or is reset; more than the system keeps for both sides is not there.
    let _ = stream.read_to_end(&mut all);
    assert!((1..120_000_000).contains(&all.len()), "{} bytes", all.len());
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), ("", Some(0)), "{err}");
}
