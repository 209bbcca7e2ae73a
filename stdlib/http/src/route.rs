//! Where a client's requests go: the connections to one host, kept between requests. Those of HTTP/1.1 carry one exchange at
//! a time, those of HTTP/2 many.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::client::conn::{http1, http2};
use hyper::rt::{Read, Write};
use parking_lot::Mutex;
use reactor::{Handle, SocketOptions, TcpStream};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsConnector;

use crate::body::Outgoing;
use crate::clock::Clock;
use crate::proxy::{Kind, Proxy};
use crate::reason;
use crate::secure::handshake_problem;
use crate::stream::{Stream, Tasks};
use crate::trace_log::UPSTREAM;

pub type One = http1::SendRequest<Outgoing>;
type Many = http2::SendRequest<Outgoing>;

/// Why there is no answer: the kind of the error that it becomes, and its text.
pub struct Trouble(pub &'static str, pub String);

pub type Outcome<T> = std::result::Result<T, Trouble>;

/// The version of HTTP that is spoken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    Http10,
    Http11,
    /// HTTP/2 if the server does: TLS agrees on that; without TLS it is asked by an upgrade.
    Http2IfKnown,
    /// HTTP/2 without asking.
    Http2,
}

/// How a route's connections are secured.
pub struct Security {
    pub config: Arc<ClientConfig>,
    /// Whom the server is asked to be.
    pub name: String,
    pub limit: Option<Duration>,
}

/// See the module documentation. Idle connections are kept in the order in which they became so.
pub struct Route {
    pub host: String,
    pub port: u16,
    pub security: Option<Security>,
    pub proxy: Option<Proxy>,
    pub speaks: Speaks,
    pub max_idle: usize,
    pub idle_limit: Option<Duration>,
    /// As many connections of HTTP/1.1 as there may be at once, if that is limited.
    pub permits: Option<Arc<Semaphore>>,
    /// For how long a request waits for one.
    pub wait: Option<Duration>,
    pub connect_limit: Option<Duration>,
    pub http1: http1::Builder,
    /// The window of a stream of HTTP/2.
    pub window: u32,
    /// As many streams as a connection of HTTP/2 carries before another one is opened.
    pub max_streams: usize,
    pub max_head: Option<usize>,
    pub max_body: usize,
    /// How often idle connections are looked at; nothing if only when a request needs one.
    pub evicting: Option<Duration>,
    pub socket: SocketOptions,
    pub state: State,
}

/// What a route has found out, and the connections that it has.
#[derive(Default)]
pub struct State {
    idle: Mutex<VecDeque<(Instant, One)>>,
    /// Somebody looks at idle connections from time to time.
    is_watched: AtomicBool,
    shared: Mutex<Vec<Shared<Many>>>,
    /// Those on which servers may push.
    pushing: Mutex<Vec<Shared<h2::client::SendRequest<Bytes>>>>,
    /// Held by who opens a connection that is to be of HTTP/2: the others use it as well.
    opening: Arc<tokio::sync::Mutex<()>>,
    /// The server does not speak HTTP/2.
    declined: AtomicBool,
    /// Replies that nobody has read in time.
    pub stale: Mutex<Vec<native::ResourceId>>,
}

#[derive(Clone)]
struct Shared<S> {
    sender: S,
    usage: Arc<Use>,
}

/// How a connection of HTTP/2 is used.
struct Use {
    streams: AtomicUsize,
    /// When the last stream ended.
    since: Mutex<Instant>,
}

/// Counts a stream as long as it is there.
pub struct Stream2(Arc<Use>);

impl Drop for Stream2 {
    fn drop(&mut self) {
        *self.0.since.lock() = Instant::now();
        self.0.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection for one exchange.
pub enum Line {
    /// Of HTTP/1.1, for this exchange alone.
    One { sender: One, fresh: bool, permit: Option<OwnedSemaphorePermit>, offer: Option<OwnedMutexGuard<()>> },
    /// A stream among others.
    Many { sender: Many, fresh: bool, stream: Stream2 },
}

/// A stream of a connection of HTTP/2 on which the server may push.
pub struct Pushing {
    pub sender: h2::client::SendRequest<Bytes>,
    pub stream: Stream2,
}

impl Route {
    /// The proxy, if it is one that takes requests for others, not connections.
    pub fn forwarder(&self) -> Option<&Proxy> {
        self.proxy.as_ref().filter(|p| p.kind == Kind::Http && self.security.is_none())
    }

    pub fn is_http2_possible(&self) -> bool {
        match self.speaks {
            _ if self.forwarder().is_some() => false,
            Speaks::Http2 => true,
            Speaks::Http2IfKnown => !self.state.declined.load(Ordering::Relaxed),
            _ => false,
        }
    }

    /// The server does not speak HTTP/2: it is not asked again.
    pub fn decline(&self) {
        self.state.declined.store(true, Ordering::Relaxed);
    }

    /// A connection that has been used before, the last one first: it is the least likely to have been closed.
    fn kept(&self) -> Option<One> {
        let mut idle = self.state.idle.lock();
        self.evict(&mut idle);
        std::iter::from_fn(|| idle.pop_back()).map(|(_, s)| s).find(|s| !s.is_closed())
    }

    /// Lets go of what nobody has used for too long.
    fn evict(&self, idle: &mut VecDeque<(Instant, One)>) {
        let now = Instant::now();
        let expired = |since: &Instant| self.idle_limit.is_some_and(|l| now.duration_since(*since) > l);
        while idle.front().is_some_and(|(since, s)| expired(since) || s.is_closed()) {
            idle.pop_front();
        }
    }

    /// Keeps a connection for later requests.
    pub fn keep(self: &Arc<Self>, h: &Handle, sender: One) {
        let mut idle = self.state.idle.lock();
        if idle.len() < self.max_idle && !sender.is_closed() {
            idle.push_back((Instant::now(), sender));
            drop(idle);
            self.watch(h);
        }
    }

    /// Idle connections are let go of as long as there are some, whether there are requests or not.
    fn watch(self: &Arc<Self>, h: &Handle) {
        let Some(pause) = self.evicting.filter(|_| self.idle_limit.is_some()) else { return };
        if self.state.is_watched.swap(true, Ordering::Relaxed) {
            return;
        }
        let (route, handle) = (Arc::downgrade(self), h.clone());
        h.spawn_background(async move {
            loop {
                handle.sleep_until(Instant::now() + pause).await;
                let Some(route) = route.upgrade() else { return };
                let mut idle = route.state.idle.lock();
                route.evict(&mut idle);
                let mut shared = route.state.shared.lock();
                shared.retain(|s| !s.sender.is_closed() && !route.is_stale(&s.usage));
                let mut pushing = route.state.pushing.lock();
                pushing.retain(|s| !route.is_stale(&s.usage));
                if idle.is_empty() && shared.is_empty() && pushing.is_empty() {
                    route.state.is_watched.store(false, Ordering::Relaxed);
                    return;
                }
            }
        });
    }

    /// A stream of a connection of HTTP/2 that is there.
    fn stream(&self) -> Option<Line> {
        let mut all = self.state.shared.lock();
        all.retain(|s| !s.sender.is_closed() && !self.is_stale(&s.usage));
        let free = all.iter().find(|s| s.usage.streams.load(Ordering::Relaxed) < self.max_streams)?;
        Some(free.line(false))
    }

    /// Whether nobody has used a connection for so long that it is not kept.
    fn is_stale(&self, u: &Use) -> bool {
        u.streams.load(Ordering::Relaxed) == 0
            && self.idle_limit.is_some_and(|l| u.since.lock().elapsed() > l)
    }

    /// A connection: one that is there, or a new one. `offer`: an upgrade to HTTP/2 may be asked for.
    pub async fn line(self: &Arc<Self>, h: &Handle, offer: bool) -> Outcome<Line> {
        let http2 = self.is_http2_possible();
        if http2 && let Some(line) = self.stream() {
            return Ok(line);
        }
        // How many connections there are is limited where each carries one exchange.
        let permit = match &self.permits {
            Some(permits) if self.speaks != Speaks::Http2 => {
                Some(h.timeout(self.wait, permits.clone().acquire_owned()).await.map_err(|_| {
                    let text = "Could not obtain a connection within maximum wait time".to_string();
                    Trouble("wait", text)
                })?)
            }
            _ => None,
        };
        let permit = permit.and_then(|p| p.ok());
        if let Some(sender) = self.kept() {
            return Ok(Line::One { sender, fresh: false, permit, offer: None });
        }
        if !http2 {
            let sender = self.greet(h, self.connect(h).await?).await?;
            return Ok(Line::One { sender, fresh: true, permit, offer: None });
        }
        if self.security.is_none() && self.speaks == Speaks::Http2IfKnown {
            // Meanwhile others go on in HTTP/1.1: the server may say no.
            let offer = if offer { self.state.opening.clone().try_lock_owned().ok() } else { None };
            let sender = self.greet(h, self.connect(h).await?).await?;
            return Ok(Line::One { sender, fresh: true, permit, offer });
        }
        let _opening = self.state.opening.lock().await;
        if let Some(line) = self.stream() {
            return Ok(line);
        }
        let stream = self.connect(h).await?;
        let agreed = stream.secured().is_none_or(|tls| tls.alpn_protocol() == Some(b"h2"));
        if agreed {
            return self.share(h, stream).await;
        }
        if self.speaks == Speaks::Http2 {
            let text = format!("the server does not speak HTTP/2: {}:{}", self.host, self.port);
            return Err(Trouble("connection", text));
        }
        self.decline();
        Ok(Line::One { sender: self.greet(h, stream).await?, fresh: true, permit, offer: None })
    }

    pub async fn connect(&self, h: &Handle) -> Outcome<Stream> {
        let (host, port) = match &self.proxy {
            Some(proxy) => (proxy.host.as_str(), proxy.port),
            None => (self.host.as_str(), self.port),
        };
        let at = |e: &str| Trouble("connection", format!("{e}: {host}:{port}"));
        let open = async {
            let stream = open(h, host, port, &self.socket).await?;
            match &self.proxy {
                Some(proxy) if self.forwarder().is_none() => {
                    // Only there an address of IPv6 has brackets where it stands before a port.
                    let host = if proxy.kind == Kind::Http { &self.host } else { bare(&self.host) };
                    proxy.tunnel(h, &stream, host, self.port).await?;
                }
                _ => {}
            }
            Ok(stream)
        };
        let stream = match h.timeout(self.connect_limit, open).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(e)) => return Err(at(&reason(&e))),
            Err(_) => return Err(at("connection timed out")),
        };
        let Some(security) = &self.security else { return Ok(Stream::from(stream).traced(UPSTREAM)) };
        let at = |e: &str| Trouble("ssl", format!("SSL connection failed:{e} {}:{}", self.host, self.port));
        let name = ServerName::try_from(bare(&security.name).to_string()).map_err(|e| at(&e.to_string()))?;
        let shaking = TlsConnector::from(security.config.clone()).connect(name, stream);
        match h.timeout(security.limit.or(self.connect_limit), shaking).await {
            Ok(Ok(stream)) => Ok(Stream::from(tokio_rustls::TlsStream::from(stream)).traced(UPSTREAM)),
            Ok(Err(e)) => Err(at(&handshake_problem(&e))),
            Err(_) => Err(at("handshake timed out")),
        }
    }

    pub async fn greet(&self, h: &Handle, stream: Stream) -> Outcome<One> {
        let (sender, connection) =
            self.http1.handshake(stream).await.map_err(|e| Trouble("connection", e.to_string()))?;
        let connection = connection.with_upgrades();
        h.spawn_background(async move {
            // What goes wrong is told to whoever waits for an answer.
            let _ = connection.await;
        });
        Ok(sender)
    }

    /// What servers are told to be the limit of headers.
    pub fn max_header_list(&self) -> Option<u32> {
        self.max_head.and_then(|n| u32::try_from(n).ok()).map(|most| most.max(LEAST_HEADERS))
    }

    /// A stream of a connection on which the server may push, if there is one.
    pub fn pushing(&self) -> Option<Pushing> {
        let mut all = self.state.pushing.lock();
        // No stream waits to be opened, so that nobody has to be woken.
        let mut nobody = Context::from_waker(Waker::noop());
        all.retain(|s| {
            let ended = matches!(s.sender.clone().poll_ready(&mut nobody), Poll::Ready(Err(_)));
            !ended && !self.is_stale(&s.usage)
        });
        let free = all.iter().find(|s| s.usage.streams.load(Ordering::Relaxed) < self.max_streams)?;
        Some(Pushing { sender: free.sender.clone(), stream: free.stream() })
    }

    /// The same of a new one, which others will use as well.
    pub fn share_sender(self: &Arc<Self>, h: &Handle, sender: h2::client::SendRequest<Bytes>) -> Pushing {
        let shared = Shared::new(sender);
        let stream = Pushing { sender: shared.sender.clone(), stream: shared.stream() };
        self.state.pushing.lock().push(shared);
        self.watch(h);
        stream
    }

    /// A stream of a new connection of HTTP/2, which others will use as well.
    pub async fn share<S>(self: &Arc<Self>, h: &Handle, stream: S) -> Outcome<Line>
    where
        S: Read + Write + Unpin + Send + 'static,
    {
        let mut settings = http2::Builder::new(Tasks { handle: h.clone(), background: true });
        settings
            .timer(Clock::new(h.clone()))
            // Until the server says how many it takes: those beyond that would be refused.
            .initial_max_send_streams(1)
            .initial_stream_window_size(self.window)
            .initial_connection_window_size(self.window.max(CONNECTION_WINDOW));
        if let Some(most) = self.max_header_list() {
            settings.max_header_list_size(most);
        }
        let (sender, connection) =
            settings.handshake(stream).await.map_err(|e| Trouble("connection", e.to_string()))?;
        h.spawn_background(async move {
            // What goes wrong is told to whoever waits for an answer.
            let _ = connection.await;
        });
        let shared = Shared::new(sender);
        let line = shared.line(true);
        self.state.shared.lock().push(shared);
        self.watch(h);
        Ok(line)
    }
}

/// How much may come over all streams of a connection before it is read; for one stream that is configured.
const CONNECTION_WINDOW: u32 = 1 << 20;
/// The least that HTTP/2 servers are told to be the limit of headers: fields are counted with more than their text.
const LEAST_HEADERS: u32 = 16 * 1024;

impl<S> Shared<S> {
    fn new(sender: S) -> Shared<S> {
        let usage = Use { streams: AtomicUsize::new(0), since: Mutex::new(Instant::now()) };
        Shared { sender, usage: Arc::new(usage) }
    }

    /// Counts one more.
    fn stream(&self) -> Stream2 {
        self.usage.streams.fetch_add(1, Ordering::Relaxed);
        Stream2(self.usage.clone())
    }
}

impl Shared<Many> {
    fn line(&self, fresh: bool) -> Line {
        Line::Many { sender: self.sender.clone(), fresh, stream: self.stream() }
    }
}

/// A connection to the first of a host's addresses where there is one.
async fn open(h: &Handle, host: &str, port: u16, options: &SocketOptions) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in h.resolve(bare(host), port).await? {
        match h.connect_with(address, None, options).await {
            Ok(stream) => return Ok(stream),
            Err(e) => last = e,
        }
    }
    Err(last)
}

/// A host without the brackets of an address of IPv6.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host)
}
