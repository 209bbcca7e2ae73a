//! TLS over the reactor's streams, with rustls.
//!
//! A connection is used by several strands at once: each polls it under a lock that nobody holds while he waits. The
//! stream below wakes everybody who waits for one of its sides, so that a reader that has to write and a writer go on
//! beside one another.

use std::cell::RefCell;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use native::shared::{made, strings};
use native::{Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, TcpStream};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ServerConfig};
use stdlib_tls::config::{self, Check, Client, Key, Options, Resume, Server, Trust};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::{Accept, TlsAcceptor, TlsConnector, TlsStream};

use crate::{limit, optional_string};

pub const NATIVES: Registry = &[("tcp:clientTls", client_tls), ("tcp:serverTls", server_tls)];

/// How long an end may take that nobody waits for.
const LINGER: Duration = Duration::from_secs(2);
/// The longest record's data.
const RECORD: usize = 1 << 14;

// ---- natives ----

/// Protocol, versions and ciphers: three arguments.
fn options(cx: &mut Ctx<'_>, first: usize) -> Result<Options> {
    Ok(Options {
        protocol: optional_string(cx, first)?,
        versions: strings(cx, first + 1)?,
        ciphers: strings(cx, first + 2)?,
        applications: &[],
    })
}

/// `clientTls(path, password, protocol, versions, ciphers)`: a client's configuration or an error. A path without a
/// password is that of a PEM file, one with it that of a store.
fn client_tls(cx: &mut Ctx<'_>) -> Result<Word> {
    let trust = match (optional_string(cx, 0)?, optional_string(cx, 1)?) {
        (None, _) => Trust::Default,
        (Some(path), None) => Trust::Certificates(path),
        (Some(path), Some(password)) => Trust::Store(path, password),
    };
    let options = options(cx, 2)?;
    // Each client has a configuration of its own and connects once: there are no sessions to resume.
    let client = Client { trust, key: None, check: Check::All, resume: false };
    made(cx, move || config::client(&client, &options))
}

/// `serverTls(path, keyFile, password, protocol, versions, ciphers, sessionNanoseconds)`: a listener's configuration or an
/// error. Without a key file the path is that of a store.
fn server_tls(cx: &mut Ctx<'_>) -> Result<Word> {
    let (path, password) = (cx.string(0)?, optional_string(cx, 2)?);
    let key = match optional_string(cx, 1)? {
        Some(key_file) => Key::Files(path, key_file, password),
        None => Key::Store(path, password.unwrap_or_default()),
    };
    let (options, sessions) = (options(cx, 3)?, limit(cx, 6)?.map_or(Resume::Always, Resume::For));
    let server = Server { key, clients: None, sessions };
    made(cx, move || config::server(&server, &options))
}

// ---- connections ----

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; RECORD]);
}

enum State {
    /// A server's side whose client has not shown itself yet.
    Greeting(Box<Accept<TcpStream>>),
    Open(Box<TlsStream<TcpStream>>),
    Failed,
}

/// A connection with TLS.
pub struct Tls {
    state: Mutex<State>,
    local: Option<SocketAddr>,
    peer: Option<SocketAddr>,
    /// Nothing that the peer sent has been read yet, not even what it sends of itself.
    unread: AtomicBool,
}

/// A handshake's failure in words.
fn handshake_problem(e: io::Error) -> io::Error {
    if e.kind() == io::ErrorKind::UnexpectedEof {
        return io::Error::other("connection closed during the SSL handshake");
    }
    stdlib_tls::unknown_issuer(&e).map_or(e, io::Error::other)
}

/// What `handshake` gives unless it takes too long (`None`: however long it takes).
pub async fn in_time<T>(
    h: &Handle,
    limit: Option<Duration>,
    handshake: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    match h.timeout(limit, handshake).await {
        Ok(result) => result.map_err(handshake_problem),
        Err(_) => Err(io::Error::other("SSL handshake timed out")),
    }
}

impl Tls {
    /// The client's side: shakes hands with a server that must be `host`.
    ///
    /// # Errors
    /// The system's, or that one of the sides does not accept the other.
    pub async fn connect(stream: TcpStream, host: &str, config: Arc<ClientConfig>) -> io::Result<Tls> {
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let name = ServerName::try_from(bare.to_string()).map_err(io::Error::other)?;
        let (local, peer) = (stream.local_addr().ok(), stream.peer_addr().ok());
        let stream = TlsConnector::from(config).connect(name, stream).await?;
        let state = Mutex::new(State::Open(Box::new(stream.into())));
        Ok(Tls { state, local, peer, unread: AtomicBool::new(true) })
    }

    /// A server's side, which is to shake hands before anything else.
    pub fn accept(stream: TcpStream, config: Arc<ServerConfig>) -> Tls {
        let (local, peer) = (stream.local_addr().ok(), stream.peer_addr().ok());
        let state = State::Greeting(Box::new(TlsAcceptor::from(config).accept(stream)));
        Tls { state: Mutex::new(state), local, peer, unread: AtomicBool::new(false) }
    }

    /// Shakes hands, if that has not been done.
    ///
    /// # Errors
    /// The system's, or that one of the sides does not accept the other.
    pub async fn handshake(&self) -> io::Result<()> {
        std::future::poll_fn(|cx| {
            let mut state = self.state.lock();
            let State::Greeting(accept) = &mut *state else { return Poll::Ready(Ok(())) };
            let done = ready!(Pin::new(accept).poll(cx));
            let (next, result) = match done {
                Ok(stream) => (State::Open(Box::new(stream.into())), Ok(())),
                Err(e) => (State::Failed, Err(e)),
            };
            *state = next;
            Poll::Ready(result)
        })
        .await
    }

    async fn poll_open<T>(
        &self,
        mut f: impl FnMut(Pin<&mut TlsStream<TcpStream>>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> io::Result<T> {
        std::future::poll_fn(|cx| self.poll_once(cx, &mut f)).await
    }

    fn poll_once<T>(
        &self,
        cx: &mut Context<'_>,
        mut f: impl FnMut(Pin<&mut TlsStream<TcpStream>>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        match &mut *self.state.lock() {
            State::Open(stream) => f(Pin::new(stream), cx),
            _ => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    /// What has arrived, one record at most; nothing at the end. Holds no memory while it waits.
    ///
    /// # Errors
    /// The system's, or that the peer does not keep to the protocol.
    pub async fn read_some(&self) -> io::Result<Vec<u8>> {
        let read = self.poll_open(|stream, cx| {
            SCRATCH.with_borrow_mut(|memory| {
                let mut buf = ReadBuf::new(memory);
                ready!(stream.poll_read(cx, &mut buf))?;
                Poll::Ready(Ok(buf.filled().to_vec()))
            })
        });
        let data = read.await;
        self.unread.store(false, Ordering::Relaxed);
        match data {
            // Many end without saying so.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(Vec::new()),
            data => data,
        }
    }

    /// Sends all of `data`: it has been given to the system when this is done. One at a time.
    ///
    /// # Errors
    /// The system's; some of the data may have been sent.
    pub async fn write_all(&self, mut data: &[u8]) -> io::Result<()> {
        while !data.is_empty() {
            match self.poll_open(|stream, cx| stream.poll_write(cx, data)).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                n => data = &data[n..],
            }
        }
        self.poll_open(|stream, cx| stream.poll_flush(cx)).await
    }

    /// Ends what this side sends, with a word of farewell. That takes no time unless the peer does not read.
    pub fn close(self: Arc<Self>, h: &Handle) {
        if let State::Greeting(accept) = &*self.state.lock() {
            if let Some(stream) = accept.get_ref() {
                let _ = stream.shutdown(Shutdown::Both);
            }
            return;
        }
        let said = self.poll_once(&mut Context::from_waker(Waker::noop()), |s, cx| s.poll_shutdown(cx));
        let unread = self.unread.load(Ordering::Relaxed);
        if said.is_ready() && !unread {
            return;
        }
        let handle = h.clone();
        h.spawn(async move {
            let rest = async {
                let _ = self.poll_open(|stream, cx| stream.poll_shutdown(cx)).await;
                // A server of TLS 1.3 sends tickets by itself. Would they find nobody, the system took back what was
                // sent to the server and has not been read there.
                while unread && matches!(self.read_some().await, Ok(data) if !data.is_empty()) {}
            };
            let _ = handle.timeout(Some(LINGER), rest).await;
        });
    }

    /// What waits for data gets the end.
    pub fn stop_reading(&self) {
        let state = self.state.lock();
        let stream = match &*state {
            State::Greeting(accept) => accept.get_ref(),
            State::Open(stream) => Some(stream.get_ref().0),
            State::Failed => None,
        };
        if let Some(stream) = stream {
            let _ = stream.shutdown(Shutdown::Read);
        }
    }

    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.local
    }

    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.peer
    }
}
