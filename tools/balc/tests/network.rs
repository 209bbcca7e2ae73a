//! Programs that use the network, on the loopback interface and free ports.

mod command;
mod ports;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use ports::free_port;
use program::Program;

fn run(program: &str, port: u16) -> Program {
    Program::run(program, &[("port", &port.to_string())])
}

fn connect(port: u16) -> TcpStream {
    let start = Instant::now();
    loop {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(s) => {
                s.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                return s;
            }
            Err(e) => assert!(start.elapsed() < Duration::from_secs(60), "{e}"),
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn clients_and_servers_in_one_program() {
    let (out, err, code) = run("sockets.bal", free_port()).output();
    let expected = "<0><0><0>\n<1><1><1>\n<2><2><2>\n<3><3><3>\n<4><4><4>\n\
        Read timed out\nSocket connection already closed.\n\
        Unable to connect with remote host: Connection refused\nHELLO\nlocalhost true DATAGRAM\n\
        {ballerina/lang.future}FutureAlreadyCancelled\n";
    // When the server notices the end of a connection is its own affair.
    assert_eq!(out.matches("closed\n").count(), 6, "{out}");
    let out = out.replace("closed\n", "");
    assert_eq!((out.as_str(), err.as_str(), code), (expected, "", Some(0)));
}

#[test]
fn a_server_is_stopped_gracefully() {
    let port = free_port();
    let child = run("echo.bal", port);
    let mut a = connect(port);
    let mut b = connect(port);
    let mut buf = [0; 5];
    for _ in 0..3 {
        for s in [&mut a, &mut b] {
            s.write_all(b"hello").unwrap();
            s.read_exact(&mut buf).unwrap();
            assert_eq!(&buf, b"hello");
        }
    }
    drop(b);
    child.signal("-TERM");
    // The connection that is still open gets its end.
    assert_eq!(a.read(&mut buf).unwrap(), 0);
    let (out, err, code) = child.output();
    assert_eq!((err.as_str(), code), ("", Some(0)));
    assert_eq!(out.matches("Client connected").count(), 2, "{out}");
    assert_eq!(out.matches("Client left").count(), 2, "{out}");
}

#[test]
fn a_strand_in_an_endless_loop_does_not_keep_a_server_from_serving_and_stopping() {
    let port = free_port();
    let child = run("spinning.bal", port);
    let mut a = connect(port);
    let mut buf = [0; 5];
    for _ in 0..3 {
        a.write_all(b"hello").unwrap();
        a.read_exact(&mut buf).unwrap();
        assert_eq!(&buf, b"hello");
    }
    // What the strands are doing is shown by a program that goes on.
    child.signal("-QUIT");
    a.write_all(b"hello").unwrap();
    a.read_exact(&mut buf).unwrap();
    child.signal("-TERM");
    let (out, err, code) = child.output();
    assert_eq!((out.as_str(), code), ("stopped\n", Some(0)));
    assert!(
        err.contains("the strand of 'spin': ") && err.contains("at spinning:spin(spinning.bal:"),
        "{err}"
    );
    assert!(err.contains("waiting for input or output"), "{err}");
}

#[test]
fn isolated_services_are_called_at_the_same_time_and_others_one_by_one() {
    let port = free_port();
    let child = run("parallel.bal", port);
    let mut buf = [0; 5];
    // Which service a connection gets depends on how many there have been.
    let mut pairs: Vec<[TcpStream; 2]> = Vec::new();
    for _ in 0..3 {
        pairs.push([connect(port), connect(port)]);
        std::thread::sleep(Duration::from_millis(50));
    }
    for pair in &mut pairs[..2] {
        for _ in 0..3 {
            pair.iter_mut().for_each(|s| s.write_all(b"hello").unwrap());
            for s in pair.iter_mut() {
                s.read_exact(&mut buf).unwrap();
                assert_eq!(&buf, b"hello");
            }
        }
    }
    for _ in 0..20 {
        pairs[2].iter_mut().for_each(|s| s.write_all(b"x").unwrap());
        for s in &mut pairs[2] {
            s.read_exact(&mut buf[..1]).unwrap();
            assert_eq!(buf[0], 1, "calls at the same time");
        }
    }
    child.signal("-TERM");
    let (out, err, code) = child.output();
    assert_eq!((out.as_str(), code), ("", Some(0)));
    // Said of the listener's service only: that of the others which is not isolated is a class.
    let hint = "this method is not called concurrently: its service is not isolated";
    let hints = if command::is_compiled_before() { 0 } else { 1 };
    assert_eq!(err.matches(hint).count(), hints, "{err}");
}
