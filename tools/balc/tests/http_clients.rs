//! HTTP clients: against services of the same program, and the example of the circuit breaker against a server that fails
//! on command.

mod command;
mod ports;
mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ports::free_port;
use program::Program;

#[test]
fn clients_of_every_form() {
    let program = Program::run("client.bal", &[("port", &free_port().to_string())]);
    let (out, err, code) = program.output();
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out, include_str!("network/client.txt"));
    assert!(err.contains("Circuit tripped from CLOSE to OPEN state."), "{err}");
}

/// A server that answers every request with one status, and counts requests.
fn backend(status: &'static str, body: &'static str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let counted = counted.clone();
            std::thread::spawn(move || serve(&stream, status, body, &counted));
        }
    });
    (port, count)
}

fn serve(stream: &TcpStream, status: &str, body: &str, count: &AtomicUsize) {
    let mut lines = BufReader::new(stream).lines();
    // A request without a body ends with an empty line.
    while lines.by_ref().map_while(Result::ok).any(|l| l.is_empty()) {
        count.fetch_add(1, Ordering::SeqCst);
        let n = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {n}\r\n\r\n");
        let mut stream = stream;
        if stream.write_all(format!("{head}{body}").as_bytes()).is_err() {
            return;
        }
    }
}

/// The example, with another port than the one that is written in it.
fn circuit_breaker(port: u16) -> (String, String, Option<i32>) {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/circuit-breaker/main.bal");
    let text = std::fs::read_to_string(source).unwrap().replace("9090", &port.to_string());
    let path = format!("{}/circuit-breaker-{port}.bal", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).unwrap();
    Program::run_file(&path, &[]).output()
}

#[test]
fn example_of_the_circuit_breaker() {
    let (port, count) = backend("200 OK", r#"[{"title":"a", "artist":"b", "price":1.50}]"#);
    let (out, err, code) = circuit_breaker(port);
    assert_eq!(out, "[{\"title\":\"a\",\"artist\":\"b\",\"price\":1.50}]\n", "{err}");
    assert_eq!((code, count.load(Ordering::SeqCst)), (Some(0), 1));
    let (port, _) = backend("500 Internal Server Error", "{}");
    let (_, err, code) = circuit_breaker(port);
    assert!(err.starts_with("error: Internal Server Error"), "{err}");
    assert_eq!(code, Some(1));
    let (_, err, code) = circuit_breaker(free_port());
    assert!(err.starts_with("error: Something wrong with the connection"), "{err}");
    assert_eq!(code, Some(1));
}

/// A server that gives each connection to `serve`, with its number.
fn server(serve: impl Fn(usize, TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    std::thread::spawn(move || {
        for (i, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            serve(i, stream);
        }
    });
    port
}

/// Reads the head of a request.
fn head_of(stream: &TcpStream) {
    let mut lines = BufReader::new(stream).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|l| l.is_empty()));
}

#[test]
fn servers_that_do_not_behave() {
    let kept = std::sync::Mutex::new(Vec::new());
    let silent = server(move |_, stream| kept.lock().unwrap().push(stream));
    let closing = server(|_, mut stream| {
        head_of(&stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    let garbled = server(|i, mut stream| {
        head_of(&stream);
        let large = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n01234567890";
        let _ = stream.write_all(if i == 0 { b"no such protocol\r\n\r\n" } else { large });
    });
    let values = [("silent", silent.as_str()), ("closing", &closing), ("garbled", &garbled)];
    let (out, err, code) = Program::run("bad_servers.bal", &values).output();
    assert_eq!(code, Some(0), "{err}");
    let expected = "true Idle timeout triggered before initiating inbound response\nok\nok\nok\ntrue\n\
        Response max body size exceeds the configured limit\n\
        Response max status line length exceeds: An HTTP line is larger than 14 bytes.\nok\n\
        Invalid configuration found for max initial line length : -1\n\
        Invalid configuration found for maxHeaderSize : -1\nInvalid configuration found for maxEntityBodySize : -2\n";
    assert_eq!(out, expected);
}

#[test]
fn responses_become_status_code_records() {
    let program = Program::run("status_client.bal", &[("port", &free_port().to_string())]);
    let (out, err, code) = program.output();
    assert_eq!((out.as_str(), code), (include_str!("network/status_client.txt"), Some(0)), "{err}");
}

#[test]
fn names_of_the_library() {
    let (out, err, code) = Program::run("names.bal", &[]).output();
    assert_eq!((out.as_str(), code), (include_str!("network/names.txt"), Some(0)), "{err}");
}
