//! Settings of listeners and clients: programs of `tests/network`.

mod command;
mod http_client;
mod ports;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use http_client::Client;
use ports::free_port;
use program::Program;

const REFUSED: &str = "\
'keepAlive' of a listener cannot be 'http:KEEPALIVE_ALWAYS': it is not supported
'maxPipelinedRequests' must be at least 1
'minIdleTimeInStaleState' and 'timeBetweenStaleEviction' are not supported
'forwarded' can only be \"disable\": the header field is not supported
'minIdleTimeInStaleState' and 'timeBetweenStaleEviction' of a pool are not supported
made
7 0.5
";

/// A server that answers one request, and says for how long its connection is kept after that.
fn watched(socket: &TcpListener) -> Duration {
    let mut stream = socket.accept().unwrap().0;
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nhi").unwrap();
    let answered = Instant::now();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    answered.elapsed()
}

/// A listener's time is over when neither its service answers nor a body comes for as long.
fn late_answers(port: u16) {
    let mut c = Client::connect(port);
    let r = c.get("/slowly");
    let fields = (r.status, r.header("server"), r.header("connection"));
    assert_eq!(fields, (408, Some("impatient"), Some("close")));
    assert!(c.is_closed());
    let mut c = Client::connect(port);
    let piece = "x".repeat(20_000);
    c.push(b"POST /length HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n");
    for _ in 0..5 {
        std::thread::sleep(Duration::from_millis(150));
        c.push(piece.as_bytes());
    }
    assert_eq!(c.read().body, "100000");
}

#[test]
fn settings() {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let other = socket.local_addr().unwrap().port();
    let port = free_port();
    let third = free_port();
    let values = [("port", port.to_string()), ("other", other.to_string()), ("third", third.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let pools = "[ballerina.http]\nmaxIdleConnections = 7\nwaitTime = 0.5\n";
    let program = Program::run_configured("settings.bal", &values, pools);
    let mut c = Client::connect(port);
    let r = c.get("/");
    assert_eq!((r.body.as_str(), r.header("connection")), ("once", Some("close")));
    assert!(c.is_closed());
    let r = Client::connect(port).get("/config");
    assert_eq!(r.body, r#"["0.0.0.0", {"keepAlive":"NEVER", "maxPipelinedRequests":1}, 60, "2.0"]"#);
    let waiting = std::thread::spawn(move || watched(&socket));
    assert_eq!(Client::connect(port).get("/elsewhere").body, "hi");
    let kept = waiting.join().unwrap();
    assert!(kept >= Duration::from_millis(150) && kept < Duration::from_secs(10), "{kept:?}");
    late_answers(third);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (REFUSED, Some(0)), "{err}");
}
