//! Programs that use TLS, with certificates made for the occasion.

mod certificates;
mod command;
mod ports;
mod program;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use program::Program;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

fn run(program: &str, dir: &Path) -> (u16, Program) {
    let port = ports::free_port();
    let dir = dir.display().to_string();
    (port, Program::run(program, &[("port", &port.to_string()), ("dir", &dir)]))
}

/// What the program prints, line by line; a line that is cut off is compared so far.
const EXPECTED: &[&str] = &[
    "1 hello",
    "2 hello",
    "3 hello",
    "4 Unable to connect with remote host: invalid peer certificate: none of those that are trusted has signed it",
    "5 Unable to connect with remote host: invalid peer certificate: none of those that are trusted has signed it",
    "6 hello",
    "large [2000000,2000000,2000000,2000000] 4",
    "plain true Connection closed by the server.",
    "7 Unable to connect with remote host: invalid peer certificate: certificate not valid for name \"localhost\"…",
    "8 Unable to connect with remote host: invalid peer certificate: certificate expired…",
    "9 hello",
    "10 Unable to connect with remote host: received fatal alert: ProtocolVersion",
    "11 Unable to connect with remote host: received fatal alert: HandshakeFailure",
    "12 hello",
    "13 hello",
    "14 Unable to connect with remote host: invalid peer certificate: certificate not valid for name \"127.0.0.1\"…",
    "15 hello",
    "16 Unable to connect with remote host: received unexpected handshake message…",
    "silent client: Connection closed by the server.",
    "silent server: Unable to connect with remote host: SSL handshake timed out",
    "Certificate file location must be provided for secure connection",
    "TrustStore file location must be provided for secure connection",
    "TrustStore password must be provided for secure connection",
    "Failed to initialize the SSL context: trust.p12: wrong password, or a store that was changed",
    "Failed to initialize the SSL context: ca.pem: not a PKCS#12 store that can be read…",
    "Failed to initialize the SSL context: server.key: no certificate in PEM form",
    "Failed to initialize the SSL context: none.pem: No such file or directory",
    "Failed to initialize the SSL context: the protocol version 'TLSv1.1' is not supported…",
    "Failed to initialize the SSL context: the protocol version 'SSLv3' is not supported…",
    "Failed to initialize the SSL context: the protocol 'SSL' is not supported…",
    "Failed to initialize the SSL context: the cipher suite 'TLS_RSA_WITH_AES_128_CBC_SHA' is not supported…",
    "Failed to initialize the SSL context: none of the cipher suites is one of the protocol versions",
    "Certificate file location must be provided for secure connection",
    "Private key file location must be provided for secure connection",
    "KeyStore file location must be provided for secure connection",
    "KeyStore password must be provided for secure connection",
    "Failed to initialize the SSL context: trust.p12: no private key in the store",
    "Failed to initialize the SSL context: ca.pem: not a PKCS#12 store that can be read…",
    "Failed to initialize the SSL context: ca.pem: no private key in PEM form",
    "Failed to initialize the SSL context: the private key is not that of the certificate",
];

#[test]
fn clients_and_listeners() {
    let (_, child) = run("secure.bal", &certificates::folder("secure-clients"));
    let (out, err, code) = child.output();
    println!("{out}\n{err}");
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines.len(), EXPECTED.len(), "{out}");
    for (line, expected) in lines.iter().zip(EXPECTED) {
        match expected.strip_suffix('…') {
            Some(start) => assert!(line.starts_with(start), "{line}\nexpected: {expected}"),
            None => assert_eq!(line, expected),
        }
    }
    assert_eq!(code, Some(0), "{err}");
}

type Secure = rustls::StreamOwned<rustls::ClientConnection, TcpStream>;

fn connect(dir: &Path, port: u16) -> Secure {
    let start = Instant::now();
    let stream = loop {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(s) => break s,
            Err(e) => assert!(start.elapsed() < Duration::from_secs(60), "{e}"),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dir.join("ca.pem")).unwrap()).unwrap();
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    rustls::StreamOwned::new(rustls::ClientConnection::new(Arc::new(config), name).unwrap(), stream)
}

#[test]
fn ends_of_connections() {
    let dir = certificates::folder("secure-server");
    let (port, child) = run("secure_server.bal", &dir);
    let echo = |s: &mut Secure| {
        let mut buf = [0; 5];
        s.write_all(b"hello").unwrap();
        s.read_exact(&mut buf).unwrap();
        assert_eq!(&buf, b"hello");
    };
    // With a word of farewell and without.
    let mut a = connect(&dir, port);
    echo(&mut a);
    a.conn.send_close_notify();
    a.flush().unwrap();
    drop(a);
    let mut b = connect(&dir, port);
    echo(&mut b);
    drop(b);
    // The server says farewell: the end is no error.
    let mut c = connect(&dir, port);
    echo(&mut c);
    c.write_all(b"bye").unwrap();
    assert_eq!(c.read(&mut [0; 8]).unwrap(), 0);
    // So it does when it is stopped.
    let mut d = connect(&dir, port);
    echo(&mut d);
    child.signal("-TERM");
    assert_eq!(d.read(&mut [0; 8]).unwrap(), 0);
    let (out, err, code) = child.output();
    assert_eq!((err.as_str(), code), ("", Some(0)));
    assert_eq!(out.matches("closed").count(), 4, "{out}");
}
