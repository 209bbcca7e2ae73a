//! Listening sockets, their connections, and the queue of requests that strands serve.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::body::Body;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, StatusCode, Version};
use native::{Completion, Ctx, Fail, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, SocketOptions, TcpListener, first};
use rustls::ServerConfig;
use tokio::sync::Notify;

use crate::body::Incoming;
use crate::client::socket_options;
use crate::connection::connection;
use crate::inbound::Inbound;
use crate::queue::Queue;
use crate::{Flag, failure, known, limit, new_resource, nothing, reason, resource};

pub const NATIVES: Registry = &[
    ("http:listen", listen),
    ("http:next", next),
    ("http:stopListening", stop_listening),
    ("http:closeAll", close_all),
    ("http:boundPort", bound_port),
];

/// For how long a listener waits when the system has no descriptors left.
const PAUSE: Duration = Duration::from_millis(50);

/// A listening socket. Its strands are those that serve its requests: *idle* ones wait for the next one, or are about to.
pub struct Server {
    pub address: SocketAddr,
    /// What its answers call it.
    pub name: HeaderValue,
    queue: Mutex<Queue<Arc<Inbound>>>,
    pub limits: Limits,
    pub timeout: Option<Duration>,
    /// Connections of HTTP/1.1 may go on after a request.
    pub keeps: bool,
    /// Nothing if it speaks HTTP/1.1 only.
    pub http2: Option<Http2>,
    pub tls: Option<Arc<ServerConfig>>,
    /// Clients are asked for certificates.
    pub asks_clients: bool,
    pub handshake_limit: Option<Duration>,
    /// No more connections are accepted, and those there are end after the request that they are at.
    pub stopping: Flag,
    /// All connections are cut off.
    pub closing: Flag,
    connections: AtomicUsize,
    /// Somebody may have been the last one.
    left: Notify,
}

impl Server {
    /// Gives a request, which has come at this reactor, to the next strand that looks for one.
    pub fn push(&self, request: Arc<Inbound>, place: usize) {
        self.queue.lock().push(request, place);
    }

    /// Nobody waits for requests any more.
    fn end_queue(&self) {
        self.queue.lock().end();
    }

    /// A connection has gone.
    pub fn leave(&self) {
        if self.connections.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.left.notify_waiters();
        }
    }
}

/// What HTTP/2 connections are told.
pub struct Http2 {
    /// How much of a stream may come before it is read.
    pub window: u32,
    /// How many streams there may be at once.
    pub streams: u32,
}

/// What a listener takes, in bytes.
pub struct Limits {
    target: Option<usize>,
    pub header: Option<usize>,
    pub body: Option<usize>,
}

impl Limits {
    /// The status of a request that is not to be served: one that is too large, or that does not say for which host it is
    /// (RFC 9112, 3.2).
    pub fn offended(&self, request: &Request<Incoming>) -> Option<StatusCode> {
        let over = |limit: Option<usize>, size: usize| limit.is_some_and(|l| size > l);
        let headers = request.headers();
        let hosts = headers.get_all(HOST).iter().count();
        if hosts > 1 || hosts == 0 && request.version() == Version::HTTP_11 {
            return Some(StatusCode::BAD_REQUEST);
        }
        // In HTTP/2 it is a field like others, and counts as one.
        let http2 = request.version() == Version::HTTP_2;
        if !http2 && over(self.target, request.uri().path_and_query().map_or(0, |p| p.as_str().len())) {
            return Some(StatusCode::URI_TOO_LONG);
        }
        // Each field with its colon, space and line end.
        if over(self.header, headers.iter().map(|(k, v)| k.as_str().len() + v.len() + 4).sum()) {
            return Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        let body = request.body().size_hint().lower();
        over(self.body, usize::try_from(body).unwrap_or(usize::MAX)).then_some(StatusCode::PAYLOAD_TOO_LARGE)
    }
}

async fn accept_all(h: Handle, server: Arc<Server>, socket: TcpListener) {
    while let Ok(accepted) = first(socket.accept(), server.stopping.wait()).await {
        match accepted {
            Ok((stream, peer)) => {
                server.connections.fetch_add(1, Ordering::SeqCst);
                h.spawn(connection(h.clone(), server.clone(), stream, peer));
            }
            // Out of descriptors, for example: there may be some again later.
            Err(_) => h.sleep_until(Instant::now() + PAUSE).await,
        }
    }
}

/// One of the limits that `listen` is given; negative ones are none.
fn limit_at(cx: &mut Ctx<'_>, i: usize) -> Result<Option<usize>> {
    let limit = cx.world.list_at(cx.arg(2), i).and_then(|w| cx.world.as_int(w));
    Ok(usize::try_from(limit.ok_or(Fail::Bug("a limit expected"))?).ok())
}

/// What the socket of a server is asked for.
fn sockets(cx: &mut Ctx<'_>) -> Result<SocketOptions> {
    let backlog = limit_at(cx, 6)?.and_then(|n| i32::try_from(n).ok());
    let options = socket_options(cx, 2, 7)?;
    Ok(SocketOptions { backlog: backlog.unwrap_or(i32::MAX), ..options })
}

/// `listen(host, port, limits, timeout, tls, asksClients, handshakeTimeout, name)`: a server or an error. A negative number of a
/// configuration is none.
fn listen(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port) = (cx.string(0)?, cx.int(1)?);
    let [target, header, body] = [limit_at(cx, 0)?, limit_at(cx, 1)?, limit_at(cx, 2)?];
    let limits = Limits { target, header, body };
    let size = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok());
    let [window, streams] = [size(limit_at(cx, 3)?), size(limit_at(cx, 4)?)];
    let http2 = window.zip(streams).map(|(window, streams)| Http2 { window, streams });
    let keeps = limit_at(cx, 5)? != Some(0);
    let options = sockets(cx)?;
    let timeout = limit(cx, 3)?;
    let tls = resource(cx, 4)?;
    if cx.int(4)? >= 0 && tls.is_none() {
        return Err(Fail::Bug("no such configuration"));
    }
    let (asks_clients, handshake_limit) = (cx.bool(5)?, limit(cx, 6)?);
    let Ok(name) = HeaderValue::from_str(cx.str(7)?) else {
        let message = format!("invalid server name: '{}'", cx.str(7)?);
        return Ok(cx.error(&message, ""));
    };
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = async {
            let port =
                u16::try_from(port).map_err(|_| io::Error::other(format!("port out of range: {port}")))?;
            let addresses = h.resolve(&host, port).await?;
            let address = addresses.first().ok_or(io::ErrorKind::AddrNotAvailable)?;
            h.listen_with(*address, &options)
        };
        let socket = match open.await {
            Ok(socket) => socket,
            Err(e) => {
                return failure(format!("failed to start server connector '{host}:{port}': {}", reason(&e)));
            }
        };
        let server = Arc::new(Server {
            address: socket.local_addr().unwrap_or(SocketAddr::from(([0, 0, 0, 0], 0))),
            name,
            queue: Mutex::new(Queue::new(1)),
            limits,
            timeout,
            keeps,
            http2,
            tls,
            asks_clients,
            handshake_limit,
            stopping: Flag::default(),
            closing: Flag::default(),
            connections: AtomicUsize::new(0),
            left: Notify::new(),
        });
        h.spawn(accept_all(h.clone(), server.clone(), socket));
        new_resource(Listening(server))
    })
}

/// What Ballerina knows by number.
struct Listening(Arc<Server>);

/// What [`next`] gives, and is given, besides requests.
const NONE: i64 = -1;
/// There was a request, which another strand has taken: [`next`] is to be asked again.
const LOOK_AGAIN: i64 = -2;
/// The bit of a request's number that says that no strand is idle: one is to be begun, and counts as idle already.
const LAST: i64 = 1 << 62;

/// `next(server, served)`: the number of a request, whose strand is not idle any more; [`LOOK_AGAIN`]; or [`NONE`] when there
/// will be none, or enough strands wait. A strand that has served a request forgets it, excludes no
/// others any more, and counts as idle from now on.
fn next(cx: &mut Ctx<'_>) -> Result<Word> {
    let served = cx.int(1)?;
    if served >= 0 {
        cx.outside().resources().remove(served);
        cx.strands().stand_alone();
    }
    let Some(server) = resource::<Listening>(cx, 0)?.map(|s| s.0.clone()) else {
        return Ok(cx.world.int(NONE));
    };
    cx.at_once()?;
    let place = cx.reactor()?.place();
    let receiver = {
        let mut queue = server.queue.lock();
        if served >= 0 {
            queue.come_back();
        }
        if let Some(taken) = queue.take(place) {
            drop(queue);
            return given(cx, taken);
        }
        match queue.wait() {
            Some(receiver) => receiver,
            None => return Ok(cx.world.int(NONE)),
        }
    };
    cx.wait(async move {
        let called = receiver.await.unwrap_or(place);
        let looks: Completion = Box::new(move |cx| {
            let taken = server.queue.lock().answer(called);
            match taken {
                Some(taken) => given(cx, taken),
                None => Ok(cx.world.int(LOOK_AGAIN)),
            }
        });
        looks
    })
}

/// A request's number, and [`LAST`].
fn given(cx: &mut Ctx<'_>, (request, last): (Arc<Inbound>, bool)) -> Result<Word> {
    let id = cx.outside().resources().insert(request);
    Ok(cx.world.int(if last { id | LAST } else { id }))
}

/// `stopListening(server, nanoseconds)`: no more connections, and those that there are end after the request that they are
/// at; waits for that, as long as that. Then the others are cut off.
fn stop_listening(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(server) = resource::<Listening>(cx, 0)?.map(|s| s.0.clone()) else { return Ok(Word::NIL) };
    let limit = limit(cx, 1)?;
    server.stopping.set();
    let h = cx.reactor()?;
    cx.wait(async move {
        let all = async {
            loop {
                let left = server.left.notified();
                if server.connections.load(Ordering::SeqCst) == 0 {
                    return;
                }
                left.await;
            }
        };
        let _ = h.timeout(limit, all).await;
        server.closing.set();
        server.end_queue();
        nothing()
    })
}

/// `closeAll(server)`: all connections are cut off.
fn close_all(cx: &mut Ctx<'_>) -> Result<Word> {
    if let Some(server) = resource::<Listening>(cx, 0)? {
        server.0.stopping.set();
        server.0.closing.set();
        server.0.end_queue();
    }
    Ok(Word::NIL)
}

/// `boundPort(server)`
fn bound_port(cx: &mut Ctx<'_>) -> Result<Word> {
    let port = known::<Listening>(cx, 0)?.0.address.port();
    Ok(cx.world.int(port.into()))
}
