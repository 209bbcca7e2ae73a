//! Clients behind proxies, which are made for the occasion and know little.

mod certificates;
mod command;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use program::Program;

type Log = Arc<Mutex<Vec<String>>>;

/// A server that gives each connection to `serve`; its port.
fn server(log: &Log, serve: impl Fn(TcpStream, &Log) -> Option<()> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let (log, serve) = (log.clone(), Arc::new(serve));
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (log, serve) = (log.clone(), serve.clone());
            std::thread::spawn(move || serve(stream, &log));
        }
    });
    port
}

/// Passes on everything in both directions.
fn join(a: TcpStream, b: TcpStream) {
    let (mut from, mut to) = (a.try_clone().unwrap(), b.try_clone().unwrap());
    let back = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let (mut from, mut to) = (b, a);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
    back.join().unwrap();
}

fn exactly<const N: usize>(stream: &mut TcpStream) -> Option<[u8; N]> {
    let mut data = [0; N];
    stream.read_exact(&mut data).ok()?;
    Some(data)
}

/// The head of a request, without its last empty line.
fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.extend(exactly::<1>(stream)?);
    }
    head.truncate(head.len() - 2);
    String::from_utf8(head).ok()
}

/// One of HTTP: what it is asked, and who asks.
fn http(mut client: TcpStream, log: &Log) -> Option<()> {
    let head = head(&mut client)?;
    let (line, rest) = head.split_once("\r\n")?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let who = rest.lines().find_map(|l| l.strip_prefix("proxy-authorization: ")).unwrap_or("nobody");
    let shown: String = target.chars().filter(|c| !c.is_ascii_digit()).collect();
    log.lock().unwrap().push(format!("{method} {shown} {who}"));
    if method == "CONNECT" {
        if target.starts_with("forbidden") {
            client.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").ok()?;
            return None;
        }
        let server = TcpStream::connect(target).ok()?;
        client.write_all(b"HTTP/1.1 200 OK\r\nx-some: thing\r\n\r\n").ok()?;
        join(client, server);
        return Some(());
    }
    let (host, path) = target.strip_prefix("http://")?.split_once('/')?;
    let mut server = TcpStream::connect(host).ok()?;
    // The next request of the connection would be one that nobody looks at.
    let rest = rest.replace("proxy-authorization", "x-was");
    write!(server, "{method} /{path} HTTP/1.1\r\nconnection: close\r\n{rest}\r\n").ok()?;
    join(client, server);
    Some(())
}

/// One of SOCKS 4.
fn socks4(mut client: TcpStream, log: &Log) -> Option<()> {
    let [4, 1, high, low, a, b, c, d] = exactly(&mut client)? else { return None };
    while exactly::<1>(&mut client)? != [0] {}
    log.lock().unwrap().push(format!("socks 4 {a}.{b}.{c}.{d}"));
    let server = TcpStream::connect((Ipv4Addr::new(a, b, c, d), u16::from_be_bytes([high, low]))).ok()?;
    client.write_all(&[0, 90, 0, 0, 0, 0, 0, 0]).ok()?;
    join(client, server);
    Some(())
}

/// One of SOCKS 5, for those that know the password.
fn socks5(mut client: TcpStream, log: &Log) -> Option<()> {
    let text = |client: &mut TcpStream| {
        let mut text = vec![0; exactly::<1>(client)?[0].into()];
        client.read_exact(&mut text).ok()?;
        String::from_utf8(text).ok()
    };
    exactly::<1>(&mut client)?;
    if !text(&mut client)?.contains('\u{2}') {
        client.write_all(&[5, 255]).ok()?;
        return None;
    }
    client.write_all(&[5, 2]).ok()?;
    exactly::<1>(&mut client)?;
    let login = (text(&mut client)?, text(&mut client)?);
    let known = login == ("user".to_string(), "secret".to_string());
    client.write_all(&[1, u8::from(!known)]).ok()?;
    let [5, 1, 0, 3] = exactly(&mut client)? else { return None };
    let host = text(&mut client)?;
    log.lock().unwrap().push(format!("socks 5 {host}"));
    let server = TcpStream::connect((host.as_str(), u16::from_be_bytes(exactly(&mut client)?))).ok()?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).ok()?;
    join(client, server);
    Some(())
}

#[test]
fn proxies_of_each_kind() {
    let log = Log::default();
    let dir = certificates::folder("proxy").display().to_string();
    let ports = [server(&log, http), server(&log, socks4), server(&log, socks5)];
    let values = [("dir", &*dir), ("proxy", &*ports[0]), ("socks4", &*ports[1]), ("socks5", &*ports[2])];
    let (out, err, code) = Program::run("proxy.bal", &values).output();
    assert_eq!((out.as_str(), code), (include_str!("network/proxy.txt"), Some(0)), "{err}");
    let expected = [
        "GET http://localhost:/hello?a=b nobody",
        "GET http://localhost:/hello?a=b nobody",
        "GET http://localhost:/hello?a=b Basic dXNlcjpzZWNyZXQ=",
        "GET http://localhost:/hello?a=b Basic dXNlcjpzZWNyZXQ=",
        "CONNECT localhost: nobody",
        "CONNECT localhost: Basic dXNlcjpzZWNyZXQ=",
        "CONNECT forbidden.example: nobody",
        "CONNECT forbidden.example: nobody",
        "socks 4 127.0.0.1",
        "socks 5 localhost",
        "socks 5 localhost",
    ];
    assert_eq!(*log.lock().unwrap(), expected);
}
