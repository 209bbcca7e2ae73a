//! A plain HTTP/1.1 client for tests: one connection, which is kept.
#![allow(dead_code, reason = "not every test needs all of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

pub struct Client {
    stream: BufReader<TcpStream>,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As text.
    pub body: String,
    pub bytes: Vec<u8>,
    /// Names in lower case.
    pub trailers: Vec<(String, String)>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl Client {
    /// Connects as soon as somebody listens there.
    pub fn connect(port: u16) -> Client {
        let start = Instant::now();
        loop {
            match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                    return Client { stream: BufReader::new(stream) };
                }
                Err(e) => assert!(start.elapsed() < Duration::from_secs(60), "{e}"),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a request line, such as `GET /a`, header fields and a body, and reads the answer.
    pub fn send(&mut self, line: &str, headers: &[&str], body: &str) -> Reply {
        self.write(line, headers, body);
        self.read()
    }

    /// Sends the same, and waits for nothing.
    pub fn write(&mut self, line: &str, headers: &[&str], body: &str) {
        let mut text = format!("{line} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n", body.len());
        for h in headers {
            text += &format!("{h}\r\n");
        }
        text += "\r\n";
        text += body;
        self.push(text.as_bytes());
    }

    /// The same with a body that is no text.
    pub fn send_bytes(&mut self, line: &str, headers: &[&str], body: &[u8]) -> Reply {
        let mut data = format!("{line} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n", body.len());
        for h in headers {
            data += &format!("{h}\r\n");
        }
        data += "\r\n";
        self.raw_bytes(&[data.as_bytes(), body].concat())
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.send(&format!("GET {path}"), &[], "")
    }

    pub fn post(&mut self, path: &str, json: &str) -> Reply {
        self.send(&format!("POST {path}"), &["content-type: application/json"], json)
    }

    /// Sends a text as it is, and reads the answer.
    pub fn raw(&mut self, text: &str) -> Reply {
        self.raw_bytes(text.as_bytes())
    }

    fn raw_bytes(&mut self, data: &[u8]) -> Reply {
        self.push(data);
        self.read()
    }

    /// Sends bytes as they are, and waits for nothing.
    pub fn push(&mut self, data: &[u8]) {
        self.stream.get_mut().write_all(data).unwrap();
    }

    /// Reads an answer.
    pub fn read(&mut self) -> Reply {
        let status = self.line().split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status line");
        let headers = self.fields();
        let field = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let chunked = field("transfer-encoding") == Some("chunked");
        let length = field("content-length").and_then(|v| v.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        let trailers = match chunked {
            true => {
                body = self.chunks();
                self.fields()
            }
            false => {
                self.stream.read_exact(&mut body).unwrap();
                Vec::new()
            }
        };
        let text = String::from_utf8_lossy(&body).into_owned();
        Reply { status, headers, body: text, bytes: body, trailers }
    }

    /// Header fields, and the empty line after them.
    fn fields(&mut self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        loop {
            let line = self.line();
            if line.is_empty() {
                return fields;
            }
            let (name, value) = line.split_once(':').expect("a header field");
            fields.push((name.to_lowercase(), value.trim().to_string()));
        }
    }

    /// A body in chunks.
    fn chunks(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line(), 16).expect("a chunk's length");
            if length == 0 {
                return all;
            }
            let start = all.len();
            all.resize(start + length, 0);
            self.stream.read_exact(&mut all[start..]).unwrap();
            assert_eq!(self.line(), "");
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_string()
    }

    /// Whether the other side has closed the connection.
    pub fn is_closed(&mut self) -> bool {
        matches!(self.stream.read(&mut [0]), Ok(0))
    }
}
