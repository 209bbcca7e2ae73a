//! The client's half: exchanges over the connections of a route.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;
use hyper::client::conn::http1;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderValue, PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING,
    UPGRADE,
};
use hyper::http::uri::{Authority, Scheme};
use hyper::{Method, Request, Response, Uri, Version};
use native::{Completion, Ctx, Fail, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, SocketOptions, first};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::body::{Incoming, Outgoing};
use crate::h2c;
use crate::pieces::Ahead;
use crate::proxy::{Kind, Proxy};
use crate::pushes::Over;
use crate::route::{Line, One, Outcome, Route, Security, Speaks, State, Stream2, Trouble};
use crate::stream::Stream;
use crate::{body, byte_list, field_list, header_map, known, limit, resource, string_list, strings};

pub const NATIVES: Registry = &[
    ("http:newRoute", new_route),
    ("http:exchange", exchange),
    ("http:replyLine", reply_line),
    ("http:replyHeaders", reply_headers),
    ("http:wholeBody", whole_body),
    ("http:replyBody", reply_body),
];

/// An answer.
pub struct Reply {
    status: u16,
    reason: String,
    /// How long the status line is; HTTP/2 has none.
    status_line: usize,
    headers: HeaderMap,
    /// Nothing once it has been read.
    pub body: Mutex<Option<ReplyBody>>,
    /// What has come after the body.
    pub trailers: Arc<Mutex<HeaderMap>>,
    id: Arc<AtomicI64>,
}

/// The body of an answer.
pub enum ReplyBody {
    Whole(Bytes),
    /// What has come, and what is read ahead.
    Coming(Bytes, Ahead),
}

impl Reply {
    /// Its number, once it is a resource.
    pub fn found(self) -> Completion {
        Box::new(move |cx| {
            let known = self.id.clone();
            let id = cx.outside().resources().insert(Arc::new(self));
            known.store(id, Ordering::Relaxed);
            Ok(cx.world.int(id))
        })
    }
}

/// Bodies that are not longer are read with the head of the answer.
const SMALL_BODY: u64 = 64 * 1024;
/// How many pieces of others are read ahead, so that those that end soon give their connection back by themselves.
const READ_AHEAD: usize = 8;

pub fn trouble(Trouble(kind, text): Trouble) -> Completion {
    Box::new(move |cx| Ok(cx.error(&text, kind)))
}

pub const CLOSED: &str = "Remote host closed the connection before initiating inbound response";

/// What was sent, if it has not been taken, and why there is no answer.
type Unanswered = (hyper::Error, Option<Request<Outgoing>>);

async fn send_one(
    sender: &mut One,
    request: Request<Outgoing>,
) -> std::result::Result<Response<hyper::body::Incoming>, Unanswered> {
    if let Err(e) = sender.ready().await {
        return Err((e, Some(request)));
    }
    sender.try_send_request(request).await.map_err(|mut e| {
        let message = e.take_message();
        (e.into_error(), message)
    })
}

/// The same request once more, if it can be sent again.
fn copy(request: &Request<Outgoing>) -> Option<Request<Outgoing>> {
    let mut again = Request::new(request.body().again()?);
    *again.method_mut() = request.method().clone();
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    *again.version_mut() = request.version();
    Some(again)
}

pub fn idle(what: &str) -> Trouble {
    Trouble("idle", format!("Idle timeout triggered {what}"))
}

pub const NO_HEAD: &str = "before initiating inbound response";

/// An exchange that goes on: the head of its answer has come.
pub struct Answered {
    pub response: Response<Incoming>,
    /// Where it came from; it must not be used for anything else as long as this is read.
    pub source: Source,
}

pub enum Source {
    One {
        sender: One,
        _permit: Option<OwnedSemaphorePermit>,
    },
    Many {
        _stream: Stream2,
    },
    /// One besides which the server may push.
    Pushing {
        _stream: Stream2,
        _over: Over,
    },
    /// From a server that has not been asked for it.
    Pushed,
}

fn answered(response: Response<hyper::body::Incoming>, source: Source) -> Answered {
    Answered { response: response.map(Incoming::from), source }
}

/// A request as HTTP/2 wants it, whose target says where it goes.
pub fn as_http2(route: &Route, request: &mut Request<Outgoing>) {
    let secure = route.security.is_some();
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    let host = request.headers_mut().remove(HOST);
    let named = host.as_ref().and_then(|h| Authority::try_from(h.as_bytes()).ok());
    parts.authority = named.or_else(|| Authority::try_from(format!("{}:{}", route.host, route.port)).ok());
    parts.scheme = Some(if secure { Scheme::HTTPS } else { Scheme::HTTP });
    *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
    request.headers_mut().remove(TRANSFER_ENCODING);
    *request.version_mut() = Version::HTTP_2;
}

/// A request as a proxy wants it that takes it for somebody else: by its whole URL.
fn as_forwarded(route: &Route, proxy: &Proxy, request: &mut Request<Outgoing>) {
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    parts.authority = Authority::try_from(format!("{}:{}", route.host, route.port)).ok();
    parts.scheme = Some(Scheme::HTTP);
    *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
    if let Some(authorization) = proxy.authorization() {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization);
    }
}

/// Header fields after the body are welcome: in HTTP/1.1 servers may leave them out if nobody says so. `Connection` does not
/// tell of that, as services look at it to see whether a connection is kept.
fn ask_for_trailers(headers: &mut HeaderMap) {
    headers.insert(TE, HeaderValue::from_static("trailers"));
}

/// The opposite, for one that has not been taken.
fn as_http1(request: &mut Request<Outgoing>) {
    if request.version() != Version::HTTP_2 {
        return;
    }
    let authority = request.uri().authority().and_then(|a| HeaderValue::from_str(a.as_str()).ok());
    if let Some(authority) = authority {
        request.headers_mut().insert(HOST, authority);
    }
    let target = request.uri().path_and_query().cloned();
    *request.uri_mut() = target.map_or_else(Uri::default, Uri::from);
    *request.version_mut() = Version::HTTP_11;
}

/// Whether an upgrade to HTTP/2 may be asked for with a request: what it is upgraded with is sent in HTTP/1.1, all of it,
/// and the answer to HEAD is one that stands for another one.
pub fn may_upgrade(request: &Request<Outgoing>) -> bool {
    let short = matches!(request.body(), Outgoing::Whole(data) if (data.len() as u64) < h2c::MOST_BODY);
    let other = [UPGRADE, CONNECTION].iter().any(|name| request.headers().contains_key(name));
    short && request.method() != Method::HEAD && !other
}

impl Route {
    /// Sends a request and waits for the head of its answer.
    pub async fn ask(
        self: &Arc<Self>,
        h: &Handle,
        request: Request<Outgoing>,
        limit: Option<Duration>,
    ) -> Outcome<Answered> {
        let mut request = Some(request);
        // The server may close a kept connection just when a request is sent. Then hyper gives it back unsent; or it has been
        // sent in vain, and is sent again if that does no harm (RFC 9110, 9.2.2).
        loop {
            let Some(mut sent) = request.take() else { return Err(Trouble("closed", CLOSED.to_string())) };
            let (fresh, again, result) = match self.line(h, may_upgrade(&sent)).await? {
                Line::Many { mut sender, fresh, stream } => {
                    as_http2(self, &mut sent);
                    let again = (!fresh && is_idempotent(sent.method())).then(|| copy(&sent)).flatten();
                    let sending = sender.try_send_request(sent);
                    let result = match h.timeout(limit, sending).await.map_err(|_| idle(NO_HEAD))? {
                        Ok(response) => Ok(answered(response, Source::Many { _stream: stream })),
                        Err(mut e) => {
                            let message = e.take_message();
                            Err((e.into_error(), message))
                        }
                    };
                    (fresh, again, result)
                }
                Line::One { mut sender, fresh, permit, offer } => {
                    let again = (!fresh && is_idempotent(sent.method())).then(|| copy(&sent)).flatten();
                    if self.speaks != Speaks::Http10 {
                        ask_for_trailers(sent.headers_mut());
                    }
                    if offer.is_some() {
                        self.offer_upgrade(&mut sent, false);
                    }
                    let sending = send_one(&mut sender, sent);
                    let result = match h.timeout(limit, sending).await.map_err(|_| idle(NO_HEAD))? {
                        Ok(response) if offer.is_some() && h2c::is_agreed(&response) => {
                            let going_on = self.switch(h, response);
                            return h.timeout(limit, going_on).await.map_err(|_| idle(NO_HEAD))?;
                        }
                        Ok(response) => {
                            if offer.is_some() {
                                self.decline();
                            }
                            Ok(answered(response, Source::One { sender, _permit: permit }))
                        }
                        Err(e) => Err(e),
                    };
                    (fresh, again, result)
                }
            };
            match result {
                Ok(answered) => return Ok(answered),
                Err((_, Some(mut unsent))) if !fresh => {
                    as_http1(&mut unsent);
                    request = Some(unsent);
                }
                Err((e, None))
                    if is_lost(&e)
                        && let Some(mut again) = again =>
                {
                    as_http1(&mut again);
                    request = Some(again);
                }
                Err((e, _)) => return Err(refused(&e)),
            }
        }
    }

    /// Asks the server to go on in HTTP/2.
    pub fn offer_upgrade(&self, request: &mut Request<Outgoing>, pushes: bool) {
        // Whether it may push, and the window.
        let mut settings = vec![0, 2, 0, 0, 0, u8::from(pushes), 0, 4];
        settings.extend_from_slice(&self.window.to_be_bytes());
        let headers = request.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade, HTTP2-Settings"));
        headers.insert(UPGRADE, HeaderValue::from_static("h2c"));
        if let Ok(settings) = HeaderValue::from_str(&h2c::base64url(&settings)) {
            headers.insert(h2c::HTTP2_SETTINGS, settings);
        }
    }

    /// Goes on in HTTP/2 after the server has agreed: the answer comes as that to stream 1.
    async fn switch(
        self: &Arc<Self>,
        h: &Handle,
        response: Response<hyper::body::Incoming>,
    ) -> Outcome<Answered> {
        let Line::Many { mut sender, stream, .. } = self.share(h, switched(response).await?).await? else {
            return Err(Trouble("closed", CLOSED.to_string()));
        };
        // The version says that no authority is needed, which would be remembered by the compression of headers.
        let placeholder = Request::new(Outgoing::Whole(Bytes::new()));
        let response = sender.send_request(placeholder).await.map_err(|e| refused(&e))?;
        Ok(answered(response, Source::Many { _stream: stream }))
    }

    /// Sends a request; its answer, whose body may still be on its way. The limits are those of the time until the head of the
    /// answer, and between pieces of its body.
    pub async fn exchange(
        self: &Arc<Self>,
        h: &Handle,
        request: Request<Outgoing>,
        limits: [Option<Duration>; 2],
        may_keep: bool,
    ) -> Outcome<Reply> {
        let answered = self.ask(h, request, limits[0]).await?;
        self.reply(h, answered, limits[1], may_keep, READ_AHEAD).await
    }

    /// An answer as a reply, of whose body some pieces are read ahead. The limit is that of the time between pieces.
    pub async fn reply(
        self: &Arc<Self>,
        h: &Handle,
        Answered { response, source }: Answered,
        limit: Option<Duration>,
        may_keep: bool,
        pieces_ahead: usize,
    ) -> Outcome<Reply> {
        let (head, incoming) = response.into_parts();
        let trailers = Arc::<Mutex<HeaderMap>>::default();
        let reading = Reading {
            trailers: trailers.clone(),
            route: self.clone(),
            h: h.clone(),
            incoming,
            size: 0,
            limit,
            source,
            may_keep,
        };
        let id = Arc::<AtomicI64>::default();
        let body = match reading.incoming.size_hint().exact() {
            Some(size) if size <= SMALL_BODY => ReplyBody::Whole(reading.all().await?),
            _ => {
                let (sender, receiver) = mpsc::channel(pieces_ahead);
                h.spawn_background(reading.ahead(sender, id.clone()));
                ReplyBody::Coming(Bytes::new(), receiver)
            }
        };
        let phrase = head.extensions.get::<hyper::ext::ReasonPhrase>();
        let phrase = phrase.map(|p| String::from_utf8_lossy(p.as_bytes()).into_owned());
        let reason = phrase.unwrap_or_else(|| head.status.canonical_reason().unwrap_or("").to_string());
        let http1 = head.version <= hyper::Version::HTTP_11;
        Ok(Reply {
            status: head.status.as_u16(),
            status_line: if http1 { "HTTP/1.1 200 ".len() + reason.len() } else { 0 },
            reason,
            headers: head.headers,
            body: Mutex::new(Some(body)),
            trailers,
            id,
        })
    }
}

/// The body of an answer as it is read, and the connection that it comes from.
struct Reading {
    trailers: Arc<Mutex<HeaderMap>>,
    route: Arc<Route>,
    h: Handle,
    incoming: Incoming,
    size: usize,
    limit: Option<Duration>,
    source: Source,
    may_keep: bool,
}

impl Reading {
    /// The next piece; nothing at the end.
    async fn piece(&mut self) -> Outcome<Option<Bytes>> {
        match self.h.timeout(self.limit, self.incoming.frame()).await {
            Err(_) => Err(idle("while reading inbound response entity body")),
            Ok(None) => Ok(None),
            Ok(Some(Err(_))) => {
                let text = "Remote host closed the connection while reading inbound response body";
                Err(Trouble("closed", text.to_string()))
            }
            Ok(Some(Ok(frame))) => {
                let piece = match frame.into_data() {
                    Ok(piece) => piece,
                    Err(frame) => {
                        *self.trailers.lock() = frame.into_trailers().unwrap_or_default();
                        Bytes::new()
                    }
                };
                self.size += piece.len();
                if self.size > self.route.max_body {
                    let text = "Response max body size exceeds the configured limit".to_string();
                    return Err(Trouble("limit", text));
                }
                Ok(Some(piece))
            }
        }
    }

    async fn all(mut self) -> Outcome<Bytes> {
        let mut all = self.piece().await?.unwrap_or_default();
        while let Some(piece) = self.piece().await? {
            all = [all, piece].concat().into();
        }
        self.end().await;
        Ok(all)
    }

    /// Reads as long as somebody takes what has been read.
    async fn ahead(mut self, to: mpsc::Sender<Outcome<Bytes>>, id: Arc<AtomicI64>) {
        loop {
            let Ok(piece) = first(self.piece(), to.closed()).await else { return };
            let piece = match piece {
                Ok(None) => break,
                Ok(Some(piece)) => Ok(piece),
                Err(why) => Err(why),
            };
            let last = piece.is_err();
            match self.h.timeout(self.limit, to.send(piece)).await {
                Ok(Ok(())) if !last => {}
                Ok(_) => return,
                Err(_) => {
                    self.route.state.stale.lock().push(id.load(Ordering::Relaxed));
                    return;
                }
            }
        }
        drop(to);
        self.end().await;
    }

    /// The connection may be used again.
    async fn end(self) {
        if let Source::One { mut sender, _permit } = self.source
            && self.may_keep
            && sender.ready().await.is_ok()
        {
            self.route.keep(&self.h, sender);
        }
    }
}

fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
    )
}

/// Whether the connection has gone before the head of an answer came.
fn is_lost(e: &hyper::Error) -> bool {
    let system = std::error::Error::source(e).and_then(|c| c.downcast_ref::<io::Error>());
    e.is_closed() || e.is_canceled() || e.is_incomplete_message() || system.is_some()
}

/// The connection of an answer by which a server has agreed to go on in HTTP/2.
pub async fn switched(response: Response<hyper::body::Incoming>) -> Outcome<h2c::Switched> {
    let upgraded = hyper::upgrade::on(response).await.map_err(|e| refused(&e))?;
    let stream = Stream::upgraded(upgraded).ok_or_else(|| Trouble("closed", CLOSED.to_string()))?;
    Ok(h2c::Switched::new(stream))
}

/// What hyper could not do.
pub fn refused(e: &hyper::Error) -> Trouble {
    if e.is_parse_too_large() {
        return Trouble("limit", "Response headers exceed the configured limit".to_string());
    }
    if e.is_parse() {
        return Trouble("connection", format!("invalid response: {e}"));
    }
    Trouble("closed", CLOSED.to_string())
}

/// The `i`th of a list of numbers, from 0.
fn number(cx: &mut Ctx<'_>, list: usize, i: usize) -> Result<i64> {
    let member = cx.world.list_at(cx.arg(list), i).and_then(|w| cx.world.as_int(w));
    member.ok_or(Fail::Bug("number expected"))
}

/// The options of sockets, numbers in a list from `at` on, as `socketOptions` lists them.
pub fn socket_options(cx: &mut Ctx<'_>, list: usize, at: usize) -> Result<SocketOptions> {
    let all: Vec<i64> = (at..at + 5).map(|i| number(cx, list, i)).collect::<Result<_>>()?;
    let size = |n: i64| usize::try_from(n).ok();
    Ok(SocketOptions {
        receive_buffer: size(all[0]),
        send_buffer: size(all[1]),
        no_delay: all[2] != 0,
        keep_alive: all[3] != 0,
        reuse_address: Some(all[4] != 0),
        ..SocketOptions::default()
    })
}

/// `newRoute(host, port, limits, version, tls, serverName, proxy)`. A proxy: nothing, or host, port, kind, user, password.
/// Limits: most connections, most idle ones; the nanoseconds for
/// which a request waits for one, a connection is kept, connecting and a handshake may take; the sizes of heads and
/// bodies; window and number of streams. Negative limits are none, and so is a negative number of a configuration.
fn new_route(cx: &mut Ctx<'_>) -> Result<Word> {
    let limits: Vec<i64> = (0..11).map(|i| number(cx, 2, i)).collect::<Result<_>>()?;
    let size = |i: usize| usize::try_from(limits[i]).ok();
    let time = |i: usize| u64::try_from(limits[i]).ok().filter(|n| *n > 0).map(Duration::from_nanos);
    let mut settings = http1::Builder::new();
    if let Some(most) = size(6) {
        // hyper does not take less.
        settings.max_buf_size(most.max(8192));
    }
    let security = match resource::<rustls::ClientConfig>(cx, 4)? {
        Some(config) => Some(Security { config, name: cx.string(5)?, limit: time(5) }),
        None => None,
    };
    let speaks = match cx.str(3)? {
        "1.0" => Speaks::Http10,
        "1.1" => Speaks::Http11,
        "2.0" => Speaks::Http2IfKnown,
        _ => Speaks::Http2,
    };
    let proxy = match <[String; 5]>::try_from(strings(cx, 6)?) {
        Ok([host, port, kind, user, password]) => {
            let kind = match kind.as_str() {
                "SOCKS4" => Kind::Socks4,
                "SOCKS5" => Kind::Socks5,
                _ => Kind::Http,
            };
            Some(Proxy { host, port: port.parse().unwrap_or(0), kind, user, password })
        }
        Err(_) => None,
    };
    let route = Route {
        proxy,
        host: cx.string(0)?,
        port: u16::try_from(cx.int(1)?).unwrap_or(0),
        security,
        speaks,
        max_idle: size(1).unwrap_or(usize::MAX),
        idle_limit: time(3),
        permits: size(0).map(|n| Arc::new(Semaphore::new(n.min(Semaphore::MAX_PERMITS)))),
        wait: time(2),
        connect_limit: time(4),
        http1: settings,
        window: u32::try_from(limits[8]).unwrap_or(65535),
        max_streams: size(9).unwrap_or(usize::MAX),
        max_head: size(6),
        max_body: size(7).unwrap_or(usize::MAX),
        evicting: time(10),
        socket: socket_options(cx, 2, 11)?,
        state: State::default(),
    };
    let id = cx.outside().resources().insert(Arc::new(route));
    Ok(cx.world.int(id))
}

/// Where a request goes, and the request.
type Asked = (Arc<Route>, Request<Outgoing>);

/// What is asked, by the arguments of `exchange` but for the body; or an error value.
pub fn asked(cx: &mut Ctx<'_>, body: Outgoing) -> Result<std::result::Result<Asked, Word>> {
    let route = known::<Route>(cx, 0)?;
    for id in std::mem::take(&mut *route.state.stale.lock()) {
        cx.outside().resources().remove(id);
    }
    let Ok(method) = Method::from_bytes(cx.str(1)?.as_bytes()) else {
        let message = format!("invalid HTTP method: '{}'", cx.str(1)?.escape_default());
        return Ok(Err(cx.error(&message, "request")));
    };
    // Spaces are what programs leave in paths most often.
    let sent = cx.str(2)?;
    let target = if sent.contains(' ') { sent.replace(' ', "%20").parse() } else { sent.parse::<Uri>() };
    let Ok(target) = target else {
        let message = format!("invalid request path: '{}'", cx.str(2)?.escape_default());
        return Ok(Err(cx.error(&message, "request")));
    };
    let mut headers = match header_map(cx, 3)? {
        Ok(headers) => headers,
        Err(message) => return Ok(Err(cx.error(&message, "request"))),
    };
    // How long the body is, and how it is sent, is decided here.
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = target;
    *request.headers_mut() = headers;
    if route.speaks == Speaks::Http10 {
        *request.version_mut() = Version::HTTP_10;
    }
    if let Some(proxy) = route.forwarder() {
        as_forwarded(&route, proxy, &mut request);
    }
    Ok(Ok((route, request)))
}

/// What is asked by the arguments of `exchange`; or an error value.
pub fn prepared(cx: &mut Ctx<'_>) -> Result<std::result::Result<Asked, Word>> {
    let (body, chunked) = (body(cx, 6)?, cx.bool(7)?);
    let length = body.as_ref().map(Bytes::len);
    let (route, mut request) = match asked(cx, Outgoing::Whole(body.unwrap_or_default()))? {
        Ok(asked) => asked,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(length) = length {
        if chunked {
            request.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        } else {
            request.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
    }
    Ok(Ok((route, request)))
}

/// `exchange(route, method, target, headers, keep, nanos, body, chunked)`: the number of a reply, or an error whose detail
/// names its kind.
fn exchange(cx: &mut Ctx<'_>) -> Result<Word> {
    let (route, request) = match prepared(cx)? {
        Ok(prepared) => prepared,
        Err(error) => return Ok(error),
    };
    let (keep, limit) = (cx.bool(4)?, limit(cx, 5)?);
    let h = cx.reactor()?;
    cx.wait(async move { told(route.exchange(&h, request, [limit; 2], keep).await) })
}

/// The number of a reply, or an error whose detail names its kind.
pub fn told(reply: Outcome<Reply>) -> Completion {
    reply.map_or_else(trouble, Reply::found)
}

/// `replyLine(reply)`: status, reason, the length of the line, and that of the header fields.
fn reply_line(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    let header: usize =
        r.headers.iter().map(|(name, value)| name.as_str().len() + ": \r\n".len() + value.len()).sum();
    string_list(cx, [r.status.to_string(), r.reason.clone(), r.status_line.to_string(), header.to_string()])
}

/// `replyHeaders(reply)`: names and values, one after the other.
fn reply_headers(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    field_list(cx, &r.headers)
}

/// `wholeBody(reply)`: its body if that has come with its head, and the reply has been used up; else nil.
fn whole_body(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    if !r.trailers.lock().is_empty() {
        return Ok(Word::NIL);
    }
    let mut body = r.body.lock();
    let Some(ReplyBody::Whole(all)) = body.take_if(|b| matches!(b, ReplyBody::Whole(_))) else {
        return Ok(Word::NIL);
    };
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    byte_list(all)(cx)
}

/// `replyBody(reply)`: what has not been read of its body, or an error.
fn reply_body(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Reply>(cx, 0)? else { return byte_list(Bytes::new())(cx) };
    let body = r.body.lock().take();
    let (left, mut rest) = match body {
        None => return byte_list(Bytes::new())(cx),
        Some(ReplyBody::Whole(all)) => return byte_list(all)(cx),
        Some(ReplyBody::Coming(left, rest)) => (left, rest),
    };
    cx.wait(async move {
        let mut all = left.to_vec();
        loop {
            match rest.recv().await {
                None => return byte_list(all),
                Some(Ok(piece)) => all.extend_from_slice(&piece),
                Some(Err(why)) => return trouble(why),
            }
        }
    })
}
