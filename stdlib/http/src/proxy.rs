//! Connections through a proxy: a tunnel that CONNECT opens (RFC 9110, 9.3.6), or one of SOCKS 4 or 5 (RFC 1928, 1929). What
//! needs no tunnel is asked for by its whole URL.

use std::io;
use std::net::{IpAddr, SocketAddr};

use hyper::header::HeaderValue;
use reactor::{Handle, TcpStream};

/// A proxy.
pub struct Proxy {
    pub host: String,
    pub port: u16,
    pub kind: Kind,
    pub user: String,
    pub password: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Http,
    Socks4,
    Socks5,
}

/// The longest head of an answer to CONNECT.
const MOST_HEAD: usize = 16 * 1024;

/// What a proxy sends before the tunnel is open.
struct Conversation<'a> {
    stream: &'a TcpStream,
    come: Vec<u8>,
}

impl Conversation<'_> {
    async fn more(&mut self) -> io::Result<()> {
        let data = self.stream.read_some().await?;
        if data.is_empty() {
            return Err(refused("it closed the connection"));
        }
        self.come.extend_from_slice(&data);
        Ok(())
    }

    async fn exactly<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        while self.come.len() < N {
            self.more().await?;
        }
        let mut taken = [0; N];
        taken.copy_from_slice(&self.come[..N]);
        self.come.drain(..N);
        Ok(taken)
    }

    async fn skip(&mut self, n: usize) -> io::Result<()> {
        while self.come.len() < n {
            self.more().await?;
        }
        self.come.drain(..n);
        Ok(())
    }

    /// The first line of a head.
    async fn head(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.come.windows(4).position(|w| w == b"\r\n\r\n") {
                let head: Vec<u8> = self.come.drain(..end + 4).collect();
                let line = head.split(|b| *b == b'\r').next().unwrap_or_default();
                return Ok(String::from_utf8_lossy(line).into_owned());
            }
            if self.come.len() > MOST_HEAD {
                return Err(refused("its answer is too long"));
            }
            self.more().await?;
        }
    }
}

fn refused(why: &str) -> io::Error {
    io::Error::other(format!("the proxy does not connect: {why}"))
}

impl Proxy {
    /// What tells an HTTP proxy who asks; nothing without a name.
    pub fn authorization(&self) -> Option<HeaderValue> {
        if self.user.is_empty() {
            return None;
        }
        let credentials = crate::h2c::base64(format!("{}:{}", self.user, self.password).as_bytes());
        HeaderValue::from_str(&format!("Basic {credentials}")).ok()
    }

    /// Opens a tunnel to `host` over a connection to the proxy.
    ///
    /// # Errors
    /// The system's, and that the proxy refuses.
    pub async fn tunnel(&self, h: &Handle, stream: &TcpStream, host: &str, port: u16) -> io::Result<()> {
        let mut conversation = Conversation { stream, come: Vec::new() };
        match self.kind {
            Kind::Http => self.connect(&mut conversation, host, port).await?,
            Kind::Socks4 => self.socks4(h, &mut conversation, host, port).await?,
            Kind::Socks5 => self.socks5(&mut conversation, host, port).await?,
        }
        // The other end does not speak before it is spoken to.
        match conversation.come.is_empty() {
            true => Ok(()),
            false => Err(refused("it sent more than an answer")),
        }
    }

    async fn connect(&self, c: &mut Conversation<'_>, host: &str, port: u16) -> io::Result<()> {
        let mut head = format!("CONNECT {host}:{port} HTTP/1.1\r\nhost: {host}:{port}\r\n").into_bytes();
        if let Some(authorization) = self.authorization() {
            head.extend_from_slice(b"proxy-authorization: ");
            head.extend_from_slice(authorization.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        c.stream.write_all(&head).await?;
        let line = c.head().await?;
        let status = line.split(' ').nth(1).and_then(|s| s.parse::<u16>().ok());
        match status {
            Some(200..=299) if line.starts_with("HTTP/1.") => Ok(()),
            _ => Err(refused(&line)),
        }
    }

    async fn socks5(&self, c: &mut Conversation<'_>, host: &str, port: u16) -> io::Result<()> {
        let methods: &[u8] = if self.user.is_empty() { &[5, 1, 0] } else { &[5, 2, 0, 2] };
        c.stream.write_all(methods).await?;
        match c.exactly().await? {
            [5, 0] => {}
            [5, 2] if !self.user.is_empty() => {
                let mut login = vec![1];
                counted(&mut login, self.user.as_bytes())?;
                counted(&mut login, self.password.as_bytes())?;
                c.stream.write_all(&login).await?;
                if c.exactly::<2>().await?[1] != 0 {
                    return Err(refused("wrong user name or password"));
                }
            }
            [5, 255] => return Err(refused("it wants to know who asks")),
            _ => return Err(refused("it does not speak SOCKS 5")),
        }
        let mut request = vec![5, 1, 0];
        match host.parse::<IpAddr>() {
            Ok(IpAddr::V4(ip)) => {
                request.push(1);
                request.extend_from_slice(&ip.octets());
            }
            Ok(IpAddr::V6(ip)) => {
                request.push(4);
                request.extend_from_slice(&ip.octets());
            }
            // The proxy finds out where that is.
            Err(_) => {
                request.push(3);
                counted(&mut request, host.as_bytes())?;
            }
        }
        request.extend_from_slice(&port.to_be_bytes());
        c.stream.write_all(&request).await?;
        let [version, code, _, kind] = c.exactly().await?;
        if version != 5 || code != 0 {
            return Err(refused(&format!("SOCKS 5 code {code}")));
        }
        // The address that it connects from concerns nobody.
        let address = match kind {
            1 => 4,
            4 => 16,
            _ => usize::from(c.exactly::<1>().await?[0]),
        };
        c.skip(address + 2).await
    }

    async fn socks4(&self, h: &Handle, c: &mut Conversation<'_>, host: &str, port: u16) -> io::Result<()> {
        let addresses = h.resolve(host, port).await?;
        let v4 = addresses.iter().find_map(|a| match a {
            SocketAddr::V4(a) => Some(*a.ip()),
            SocketAddr::V6(_) => None,
        });
        let ip = v4.ok_or_else(|| refused("SOCKS 4 needs an address of IPv4"))?;
        let mut request = vec![4, 1];
        request.extend_from_slice(&port.to_be_bytes());
        request.extend_from_slice(&ip.octets());
        request.extend_from_slice(self.user.replace('\0', "").as_bytes());
        request.push(0);
        c.stream.write_all(&request).await?;
        match c.exactly::<8>().await? {
            [0, 90, ..] => Ok(()),
            [_, code, ..] => Err(refused(&format!("SOCKS 4 code {code}"))),
        }
    }
}

/// A text with its length in one byte.
fn counted(out: &mut Vec<u8>, text: &[u8]) -> io::Result<()> {
    let length = u8::try_from(text.len()).map_err(|_| refused("a name of more than 255 bytes"))?;
    out.push(length);
    out.extend_from_slice(text);
    Ok(())
}
