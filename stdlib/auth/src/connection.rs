//! A connection to an LDAP directory (RFC 4511): one operation after the other.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use ldap3_proto::LdapCodec;
use ldap3_proto::proto::{
    LdapBindCred, LdapBindRequest, LdapDerefAliases, LdapFilter, LdapMsg, LdapOp, LdapResult, LdapResultCode,
    LdapSearchRequest, LdapSearchResultEntry, LdapSearchScope,
};
use reactor::{Handle, reason};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_util::codec::{Decoder, Encoder};

use crate::directory::{Address, Settings};

/// Bytes of an answer's message at most.
const MOST_BYTES: usize = 1 << 22;
const VERSION: i64 = 3;

/// Why something was not done.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// The directory has refused it; the connection can go on.
    Refused(String),
    /// The connection is of no use any more.
    Broken(String),
}

impl Problem {
    pub fn message(self) -> String {
        match self {
            Problem::Refused(message) | Problem::Broken(message) => message,
        }
    }
}

fn broken(e: &io::Error) -> Problem {
    Problem::Broken(stdlib_tls::unknown_issuer(e).map_or_else(|| reason(e), str::to_string))
}

fn gone() -> Problem {
    Problem::Broken("connection closed".to_string())
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

pub struct Connection {
    stream: Box<dyn Duplex>,
    codec: LdapCodec,
    input: BytesMut,
    /// The number of the last message.
    last: i32,
    /// For an answer.
    limit: Option<Duration>,
}

impl Connection {
    /// Connects to the first address that can be had.
    pub async fn open(h: &Handle, settings: &Settings) -> Result<Connection, Problem> {
        let mut last = gone();
        for address in &settings.addresses {
            let connected = h.timeout(settings.connect, connect(h, address, settings.tls.as_ref())).await;
            match connected.unwrap_or_else(|_| Err(Problem::Broken("connect timed out".to_string()))) {
                Ok(stream) => {
                    return Ok(Connection {
                        stream,
                        codec: LdapCodec::new(Some(MOST_BYTES), None),
                        input: BytesMut::new(),
                        last: 0,
                        limit: settings.read,
                    });
                }
                Err(e) => last = e,
            }
        }
        Err(last)
    }

    /// Whoever has opened the connection is who this distinguished name says from now on.
    pub async fn bind(&mut self, h: &Handle, name: &str, password: &str) -> Result<(), Problem> {
        let cred = LdapBindCred::Simple(password.to_string());
        let request = LdapBindRequest { version: VERSION, dn: name.to_string(), cred };
        let id = self.send(LdapOp::BindRequest(request)).await?;
        match self.receive(h, id).await? {
            LdapOp::BindResponse(response) => done(&response.res),
            _ => Err(unexpected()),
        }
    }

    /// The entries below one that a filter finds, with these attributes.
    pub async fn search(
        &mut self,
        h: &Handle,
        base: &str,
        filter: &LdapFilter,
        attributes: &[String],
    ) -> Result<Vec<LdapSearchResultEntry>, Problem> {
        let request = LdapSearchRequest {
            base: base.to_string(),
            scope: LdapSearchScope::Subtree,
            aliases: LdapDerefAliases::Always,
            sizelimit: 0,
            timelimit: 0,
            typesonly: false,
            filter: filter.clone(),
            // No attributes at all (RFC 4511, 4.5.1.8).
            attrs: if attributes.is_empty() { vec!["1.1".to_string()] } else { attributes.to_vec() },
        };
        let id = self.send(LdapOp::SearchRequest(request)).await?;
        let mut found = Vec::new();
        loop {
            match self.receive(h, id).await? {
                LdapOp::SearchResultEntry(entry) => found.push(entry),
                LdapOp::SearchResultDone(result) => return done(&result).map(|()| found),
                // Other directories that may know more are not asked.
                LdapOp::SearchResultReference(_) => {}
                _ => return Err(unexpected()),
            }
        }
    }

    /// Takes leave, as far as the directory listens.
    pub async fn close(mut self) {
        if self.send(LdapOp::UnbindRequest).await.is_ok() {
            let _ = self.stream.shutdown().await;
        }
    }

    async fn send(&mut self, op: LdapOp) -> Result<i32, Problem> {
        self.last += 1;
        let mut output = BytesMut::new();
        self.codec
            .encode(LdapMsg { msgid: self.last, op, ctrl: Vec::new() }, &mut output)
            .map_err(|e| broken(&e))?;
        self.stream.write_all(&output).await.map_err(|e| broken(&e))?;
        self.stream.flush().await.map_err(|e| broken(&e))?;
        Ok(self.last)
    }

    /// The next answer to a message.
    async fn receive(&mut self, h: &Handle, id: i32) -> Result<LdapOp, Problem> {
        let limit = self.limit;
        h.timeout(limit, self.answer(id)).await.unwrap_or_else(|_| {
            let millis = limit.unwrap_or_default().as_millis();
            Err(Problem::Broken(format!("LDAP response read timed out, timeout used: {millis} ms.")))
        })
    }

    async fn answer(&mut self, id: i32) -> Result<LdapOp, Problem> {
        loop {
            let nonsense = |_| Problem::Broken("the answer of the directory is no LDAP".to_string());
            match self.codec.decode(&mut self.input).map_err(nonsense)? {
                Some(LdapMsg { msgid, op, .. }) if msgid == id => return Ok(op),
                // It says that it is about to close the connection (RFC 4511, 4.4.1).
                Some(LdapMsg { msgid: 0, op: LdapOp::ExtendedResponse(notice), .. }) => {
                    return Err(Problem::Broken(explained(&notice.res)));
                }
                Some(_) => return Err(unexpected()),
                None => {
                    if self.stream.read_buf(&mut self.input).await.map_err(|e| broken(&e))? == 0 {
                        return Err(gone());
                    }
                }
            }
        }
    }
}

fn unexpected() -> Problem {
    Problem::Broken("unexpected answer of the directory".to_string())
}

async fn connect(
    h: &Handle,
    address: &Address,
    tls: Option<&Arc<ClientConfig>>,
) -> Result<Box<dyn Duplex>, Problem> {
    let mut last = gone();
    for at in h.resolve(&address.host, address.port).await.map_err(|e| broken(&e))? {
        match h.connect(at, None).await {
            Ok(stream) => {
                let Some(tls) = tls.filter(|_| address.secure) else { return Ok(Box::new(stream)) };
                let name = ServerName::try_from(address.host.clone())
                    .map_err(|_| Problem::Broken(format!("invalid host: '{}'", address.host)))?;
                let stream = TlsConnector::from(tls.clone()).connect(name, stream).await;
                return Ok(Box::new(stream.map_err(|e| broken(&e))?));
            }
            Err(e) => last = broken(&e),
        }
    }
    Err(last)
}

fn done(result: &LdapResult) -> Result<(), Problem> {
    match result.code {
        LdapResultCode::Success => Ok(()),
        _ => Err(Problem::Refused(explained(result))),
    }
}

/// In the words of the JVM's client.
fn explained(result: &LdapResult) -> String {
    let mut message = result.message.clone();
    if message.is_empty() {
        for c in format!("{:?}", result.code).chars() {
            if c.is_uppercase() && !message.is_empty() {
                message.push(' ');
            }
            message.push(c);
        }
    }
    format!("[LDAP: error code {} - {message}]", result.code.clone() as i32)
}
