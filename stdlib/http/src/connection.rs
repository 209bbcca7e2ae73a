//! The life of a connection that a listener has accepted: the handshake, the protocol that its client speaks, and requests
//! until one of the sides ends it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;
use hyper::header::{EXPECT, HOST, HeaderMap, HeaderValue, SERVER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode, Version};
use parking_lot::Mutex;
use reactor::{Handle, TcpStream, first};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::Flag;
use crate::access_log;
use crate::body::{Incoming, Outgoing};
use crate::clock::Clock;
use crate::compression::Coding;
use crate::h2c;
use crate::http2::{self, Sending};
use crate::inbound::{Answer, Inbound, Payload, answer};
use crate::logs;
use crate::path::Path;
use crate::pieces::Coming;
use crate::server::Server;
use crate::stream::Stream;
use crate::trace_log::DOWNSTREAM;

/// Bodies that are not longer are read before a strand gets the request: it need not wait for them.
pub const SMALL_BODY: u64 = 64 * 1024;
/// How long a client may take for the head of a request.
const HEAD_LIMIT: Duration = Duration::from_secs(30);
/// How long it may take for a handshake, if nothing else is said.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// A connection, as its requests see it.
pub struct Link {
    pub server: Arc<Server>,
    pub peer: SocketAddr,
    pub own: SocketAddr,
    pub identity: Identity,
    pub ended: Flag,
}

/// Who a client has shown to be.
pub enum Identity {
    /// It has not been asked.
    Unasked,
    /// It has been asked, and showed nothing.
    Unknown,
    /// By this certificate.
    Known(Vec<u8>),
}

/// Tells that a connection has gone, however it went.
struct Leaving(Arc<Link>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.ended.set();
        self.0.server.leave();
    }
}

/// See the module documentation. The server has counted the connection.
pub async fn connection(h: Handle, server: Arc<Server>, stream: TcpStream, peer: SocketAddr) {
    let own = stream.local_addr().unwrap_or(server.address);
    let greeted = first(greet(&h, &server, stream), server.stopping.wait());
    let greeted = first(greeted, server.closing.wait()).await;
    // What goes wrong with a connection concerns only its client.
    let Ok(Ok(Ok((stream, http2)))) = greeted else {
        server.leave();
        return;
    };
    let identity = match stream.secured() {
        Some(tls) if server.asks_clients => match tls.peer_certificates().and_then(|c| c.first()) {
            Some(certificate) => Identity::Known(certificate.to_vec()),
            None => Identity::Unknown,
        },
        _ => Identity::Unasked,
    };
    let link = Arc::new(Link { server, peer, own, identity, ended: Flag::default() });
    let leaving = Arc::new(Leaving(link.clone()));
    match http2 {
        true => http2::drive(&h, &link, stream).await,
        false => drive_http1(&h, link, leaving.clone(), stream).await,
    }
    drop(leaving);
}

/// Shakes hands and finds out whether the client speaks HTTP/2.
async fn greet(h: &Handle, server: &Server, stream: TcpStream) -> io::Result<(Stream, bool)> {
    let late = |_| io::Error::from(io::ErrorKind::TimedOut);
    if let Some(tls) = &server.tls {
        let limit = server.handshake_limit.unwrap_or(HANDSHAKE_LIMIT);
        let shaken = h.timeout(Some(limit), TlsAcceptor::from(tls.clone()).accept(stream)).await;
        let stream = Stream::from(tokio_rustls::TlsStream::from(shaken.map_err(late)??))
            .traced(DOWNSTREAM)
            .impatient(h, server.timeout);
        let http2 = stream.secured().is_some_and(|tls| tls.alpn_protocol() == Some(b"h2"));
        return Ok((stream, http2));
    }
    let mut stream = Stream::from(stream).traced(DOWNSTREAM).impatient(h, server.timeout);
    if server.http2.is_none() {
        return Ok((stream, false));
    }
    let limit = server.timeout.unwrap_or(HEAD_LIMIT).min(HEAD_LIMIT);
    let http2 = h.timeout(Some(limit), stream.begins_with(h2c::PREFACE)).await.map_err(late)??;
    Ok((stream, http2))
}

async fn drive_http1(h: &Handle, link: Arc<Link>, leaving: Arc<Leaving>, stream: Stream) {
    let server = &link.server;
    let clock = Clock::new(h.clone());
    let mut settings = http1::Builder::new();
    settings
        // A client may say that it has nothing more to send. Otherwise hyper would read while a request is served, to see
        // whether the client has gone, into a buffer of 8 KiB that each request would need for that.
        .half_close(true)
        .keep_alive(server.keeps)
        .timer(clock.clone())
        .header_read_timeout(server.timeout.unwrap_or(HEAD_LIMIT).min(HEAD_LIMIT));
    // Over TLS the protocol has been agreed on already.
    let upgrades = server.http2.is_some() && server.tls.is_none();
    let serve = |request: Request<hyper::body::Incoming>| {
        let (h, link, leaving, clock) = (h.clone(), &link, &leaving, &clock);
        async move {
            if upgrades && h2c::is_asked_for(&request) {
                // Boxed, as the future of every request would have room for it otherwise.
                return Box::pin(upgrade(h, link.clone(), leaving.clone(), request)).await;
            }
            Ok::<_, Infallible>(serve(&h, link, request.map(Incoming::from), None, Some(clock)).await)
        }
    };
    if upgrades {
        let going = settings.serve_connection(stream, service_fn(serve)).with_upgrades();
        until_stopped(server, going, |c| c.graceful_shutdown()).await;
    } else {
        let going = settings.serve_connection(stream, service_fn(serve));
        until_stopped(server, going, |c| c.graceful_shutdown()).await;
    }
}

/// Drives a connection to its end, which comes sooner when the server is stopped.
async fn until_stopped<C: Future>(server: &Server, going: C, stop: impl FnOnce(Pin<&mut C>)) {
    let mut going = pin!(going);
    let whole = async {
        if first(going.as_mut(), server.stopping.wait()).await.is_err() {
            stop(going.as_mut());
            let _ = going.await;
        }
    };
    let _ = first(whole, server.closing.wait()).await;
}

/// One request's way, which the access log may tell.
pub async fn serve(
    h: &Handle,
    link: &Arc<Link>,
    request: Request<Incoming>,
    sending: Option<Sending>,
    clock: Option<&Clock>,
) -> Answer {
    let Some(log) = logs::access() else { return answer_of(h, link, request, sending, clock).await };
    // Boxed, as the future of every request would have room for it otherwise.
    let logged = async {
        let (request, entry) = access_log::begin(log, link.peer.ip(), request);
        entry.answered(answer_of(h, link, request, sending, clock).await)
    };
    Box::pin(logged).await
}

/// To a strand, and back as its answer. `clock` is that of the connection, if this is the only request that it is at.
async fn answer_of(
    h: &Handle,
    link: &Arc<Link>,
    request: Request<Incoming>,
    sending: Option<Sending>,
    clock: Option<&Clock>,
) -> Answer {
    let server = &link.server;
    if let Some(status) = server.limits.offended(&request) {
        return refusal(server, status);
    }
    let (mut head, body) = request.into_parts();
    if head.version == Version::HTTP_2 && !head.headers.contains_key(HOST) {
        let authority = head.uri.authority().and_then(|a| HeaderValue::from_str(a.as_str()).ok());
        authority.map(|a| head.headers.insert(HOST, a));
    }
    let (sender, receiver) = oneshot::channel();
    let size = body.size_hint().exact();
    let small = size.is_some_and(|n| n <= SMALL_BODY);
    let mut came: Option<Arc<AtomicU64>> = None;
    let payload = match small && !head.headers.contains_key(EXPECT) {
        true if size == Some(0) => Payload::Whole(Bytes::new()),
        true => match h.timeout(server.timeout, body.collect()).await {
            Ok(Ok(all)) => Payload::Whole(all.to_bytes()),
            Ok(Err(_)) => return refusal(server, StatusCode::BAD_REQUEST),
            Err(_) => return refusal(server, StatusCode::REQUEST_TIMEOUT),
        },
        false => {
            let counted = Incoming::Counted(Box::new(body), came.insert(Arc::default()).clone());
            Payload::Coming(Coming::new(counted))
        }
    };
    let coding = Coding::take(&mut head.headers);
    let path = Path::new(head.uri.path(), false);
    let inbound = Inbound {
        head,
        path,
        body: Mutex::new(Some(payload)),
        answer: Mutex::new(Some(sender)),
        link: link.clone(),
        sending,
        too_large: AtomicBool::new(false),
        taken: AtomicUsize::new(0),
        reason: OnceLock::new(),
        coding: Mutex::new(coding),
        resource: OnceLock::new(),
        changed: Mutex::new(None),
        added: Mutex::new(Vec::new()),
    };
    server.push(Arc::new(inbound), h.place());
    match in_time(h, server.timeout, clock, came.as_deref(), receiver).await {
        Some(Ok(answer)) => answer,
        Some(Err(_)) => refusal(server, StatusCode::INTERNAL_SERVER_ERROR),
        None => refusal(server, StatusCode::REQUEST_TIMEOUT),
    }
}

/// What comes unless nothing happens for as long as `limit`: neither that, nor do any bytes, which `came` counts.
async fn in_time<T>(
    h: &Handle,
    limit: Option<Duration>,
    clock: Option<&Clock>,
    came: Option<&AtomicU64>,
    coming: impl Future<Output = T>,
) -> Option<T> {
    let seen = || came.map_or(0, |n| n.load(Ordering::Relaxed));
    let mut coming = pin!(coming);
    loop {
        let due = limit.and_then(|limit| h.recently().checked_add(limit));
        let Some(due) = due else { return Some(coming.await) };
        let before = seen();
        let answered = match clock {
            Some(clock) => first(coming.as_mut(), clock.until(due)).await,
            None => first(coming.as_mut(), h.sleep_until(due)).await,
        };
        match answered {
            Ok(answer) => return Some(answer),
            Err(()) if seen() == before => return None,
            Err(()) => {}
        }
    }
}

/// Goes on in HTTP/2, where the request is stream 1 (RFC 7540, 3.2).
async fn upgrade(
    h: Handle,
    link: Arc<Link>,
    leaving: Arc<Leaving>,
    mut request: Request<hyper::body::Incoming>,
) -> Result<Answer, Infallible> {
    let small = request.body().size_hint().exact().is_some_and(|n| n < h2c::MOST_BODY);
    let upgraded = hyper::upgrade::on(&mut request);
    let request = request.map(Incoming::from);
    if !small || request.headers().contains_key(EXPECT) || link.server.limits.offended(&request).is_some() {
        // Nobody has to agree to an upgrade.
        return Ok(serve(&h, &link, request, None, None).await);
    }
    let (head, body) = request.into_parts();
    let body = match h.timeout(link.server.timeout, body.collect()).await {
        Ok(Ok(all)) => all.to_bytes(),
        Ok(Err(_)) => return Ok(refusal(&link.server, StatusCode::BAD_REQUEST)),
        Err(_) => return Ok(refusal(&link.server, StatusCode::REQUEST_TIMEOUT)),
    };
    let first_stream = h2c::as_frames(&head, &body);
    let handle = h.clone();
    h.spawn(async move {
        let going_on = async {
            let mut stream = Stream::upgraded(upgraded.await.ok()?)?;
            let limit = Some(HEAD_LIMIT);
            handle.timeout(limit, h2c::begin(&mut stream, first_stream)).await.ok()?.ok()?;
            Some(stream)
        };
        if let Ok(Some(stream)) = first(going_on, link.server.closing.wait()).await {
            http2::drive(&handle, &link, stream).await;
            drop(leaving);
        }
    });
    Ok(h2c::switching())
}

/// An answer that no service gives; the connection ends with it.
fn refusal(server: &Server, status: StatusCode) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert(SERVER, server.name.clone());
    answer(status, headers, Outgoing::Whole(Default::default()), true)
}
