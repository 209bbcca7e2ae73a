//! HTTP/2 between services and clients of one program, and pushes. `benches/http/h2spec` has the protocol's details.

mod certificates;
mod command;
mod http_client;
mod ports;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use http_client::Client;
use program::Program;

#[test]
fn versions_streams_and_windows() {
    let (out, err, code) = Program::run("http2.bal", &[]).output();
    assert_eq!((out.as_str(), code), (include_str!("network/http2.txt"), Some(0)), "{err}");
}

#[test]
fn clients_take_pushes() {
    let dir = certificates::folder("pushes").display().to_string();
    let (out, err, code) = Program::run("push_client.bal", &[("dir", &dir)]).output();
    assert_eq!((out.as_str(), code), (include_str!("network/push_client.txt"), Some(0)), "{err}");
}

const DATA: u8 = 0;
const SETTINGS: u8 = 4;
const PUSH_PROMISE: u8 = 5;
const END_STREAM: u8 = 1;

/// Asks for `/page` with what a client without libraries would send, whose setting for pushes is that: what comes until
/// `streams` streams have ended, as kind, stream and what it has; of promises the stream that they are about.
fn ask(port: u16, pushes: u8, streams: usize) -> Vec<(u8, u32, Vec<u8>)> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
    stream.write_all(&[0, 0, 6, SETTINGS, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, pushes]).unwrap();
    // GET, http, and path and authority as literals.
    stream.write_all(b"\0\0\x0c\x01\x05\0\0\0\x01\x82\x86\x04\x05/page\x01\x01a").unwrap();
    let mut come = Vec::new();
    let mut ended = 0;
    while ended < streams {
        let mut head = [0; 9];
        stream.read_exact(&mut head).unwrap();
        let [_, high, low, kind, flags, id @ ..] = head;
        let mut payload = vec![0; usize::from(high) << 8 | usize::from(low)];
        stream.read_exact(&mut payload).unwrap();
        if kind == SETTINGS && flags == 0 {
            stream.write_all(&[0, 0, 0, SETTINGS, 1, 0, 0, 0, 0]).unwrap();
        }
        let of_a_stream = kind < SETTINGS;
        ended += usize::from(of_a_stream && flags & END_STREAM != 0);
        match kind {
            DATA => come.push((kind, u32::from_be_bytes(id), payload)),
            PUSH_PROMISE => come.push((kind, u32::from_be_bytes(id), payload[..4].to_vec())),
            _ => {}
        }
    }
    come.sort();
    come
}

#[test]
fn pushes() {
    let port = ports::free_port();
    let program = Program::run("push.bal", &[("port", &port.to_string())]);
    assert_eq!(Client::connect(port).get("/page").body, "alone");
    let expected = [
        (DATA, 1, b"page".to_vec()),
        (DATA, 2, b"style".to_vec()),
        (PUSH_PROMISE, 1, vec![0, 0, 0, 2]),
        (PUSH_PROMISE, 1, vec![0, 0, 0, 4]),
    ];
    assert_eq!(ask(port, 1, 3), expected);
    assert_eq!(ask(port, 0, 1), [(DATA, 1, b"alone".to_vec())]);
    program.signal("-TERM");
    let (out, err, code) = program.output();
    let unsent = "the push promise has not been sent\n";
    let expected = [
        unsent,
        "the client does not speak HTTP/2, which alone has push promises\n",
        unsent,
        "the request has been answered already\n",
        unsent,
        "the promise cannot be sent: user error: sending PUSH_PROMISE to peer who disabled server push\n",
    ];
    assert_eq!((out, code), (expected.concat(), Some(0)), "{err}");
}
