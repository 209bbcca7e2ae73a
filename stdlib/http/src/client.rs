//! The client's half: connections to one host, kept between requests, and exchanges over them.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, TRANSFER_ENCODING};
use hyper::{Method, Request, Uri};
use native::{Completion, Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::Handle;
use tokio::sync::Semaphore;

use crate::stream::Stream;
use crate::{body, byte_list, field_list, header_map, known, limit, reason, string_list};

pub const NATIVES: Registry = &[
    ("http:newRoute", new_route),
    ("http:exchange", exchange),
    ("http:replyLine", reply_line),
    ("http:replyHeaders", reply_headers),
    ("http:replyBody", reply_body),
];

type Sender = SendRequest<Full<Bytes>>;

/// Where requests go, and the connections there. Those that are idle are kept in the order in which they became so.
struct Route {
    host: String,
    port: u16,
    idle: Mutex<VecDeque<(Instant, Sender)>>,
    max_idle: usize,
    idle_limit: Option<Duration>,
    /// As many connections as there may be at once, if that is limited.
    permits: Option<Semaphore>,
    /// For how long a request waits for one.
    wait: Option<Duration>,
    connect_limit: Option<Duration>,
    settings: http1::Builder,
    max_body: usize,
}

/// An answer whose body has been read.
struct Reply {
    status: u16,
    reason: String,
    headers: HeaderMap,
    body: Mutex<Option<Bytes>>,
}

/// Why there is no answer: the kind of the error that it becomes, and its text.
struct Trouble(&'static str, String);

fn trouble(Trouble(kind, text): Trouble) -> Completion {
    Box::new(move |cx| Ok(cx.error(&text, kind)))
}

const CLOSED: &str = "Remote host closed the connection before initiating inbound response";

impl Route {
    /// A connection that has been used before, the last one first: it is the least likely to have been closed.
    fn kept(&self) -> Option<Sender> {
        let mut idle = self.idle.lock();
        let now = Instant::now();
        let expired = |since: &Instant| self.idle_limit.is_some_and(|l| now.duration_since(*since) > l);
        while idle.front().is_some_and(|(since, s)| expired(since) || s.is_closed()) {
            idle.pop_front();
        }
        std::iter::from_fn(|| idle.pop_back()).map(|(_, s)| s).find(|s| !s.is_closed())
    }

    fn keep(&self, sender: Sender) {
        let mut idle = self.idle.lock();
        if idle.len() < self.max_idle && !sender.is_closed() {
            idle.push_back((Instant::now(), sender));
        }
    }

    async fn connect(&self, h: &Handle) -> std::result::Result<Sender, Trouble> {
        let at = |e: &str| Trouble("connection", format!("{e}: {}:{}", self.host, self.port));
        let open = async {
            let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
            for address in h.resolve(&self.host, self.port).await? {
                match h.connect(address, None).await {
                    Ok(stream) => return Ok(stream),
                    Err(e) => last = e,
                }
            }
            Err(last)
        };
        let stream = match h.timeout(self.connect_limit, open).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(e)) => return Err(at(&reason(&e))),
            Err(_) => return Err(at("connection timed out")),
        };
        let (sender, connection) = self
            .settings
            .handshake(Stream(stream))
            .await
            .map_err(|e| Trouble("connection", e.to_string()))?;
        h.spawn_background(async move {
            // What goes wrong is told to whoever waits for an answer.
            let _ = connection.await;
        });
        Ok(sender)
    }

    async fn exchange(
        &self,
        h: &Handle,
        request: Request<Full<Bytes>>,
        limit: Option<Duration>,
        may_keep: bool,
    ) -> std::result::Result<Reply, Trouble> {
        let _permit = match &self.permits {
            Some(permits) => match h.timeout(self.wait, permits.acquire()).await {
                Ok(permit) => permit.ok(),
                Err(_) => {
                    let text = "Could not obtain a connection within maximum wait time".to_string();
                    return Err(Trouble("wait", text));
                }
            },
            None => None,
        };
        let mut request = Some(request);
        // The server may close a kept connection just when a request is sent. Then hyper gives it back unsent; or it has been
        // sent in vain, and is sent again if that does no harm (RFC 9110, 9.2.2).
        let (mut sender, answer) = loop {
            let kept = self.kept();
            let fresh = kept.is_none();
            let mut sender = match kept {
                Some(sender) => sender,
                None => self.connect(h).await?,
            };
            let Some(sent) = request.take() else { return Err(Trouble("closed", CLOSED.to_string())) };
            let again = (!fresh && is_idempotent(sent.method())).then(|| sent.clone());
            let sending = async {
                if let Err(e) = sender.ready().await {
                    return Err((e, Some(sent)));
                }
                sender
                    .try_send_request(sent)
                    .await
                    .map_err(|mut e| (e.take_message(), e.into_error()))
                    .map_err(|(message, error)| (error, message))
            };
            match h.timeout(limit, sending).await {
                Err(_) => {
                    let text = "Idle timeout triggered before initiating inbound response".to_string();
                    return Err(Trouble("idle", text));
                }
                Ok(Ok(answer)) => break (sender, answer),
                Ok(Err((_, Some(unsent)))) if !fresh => request = Some(unsent),
                Ok(Err((e, None))) if again.is_some() && is_lost(&e) => request = again,
                Ok(Err((e, _))) => return Err(refused(&e)),
            }
        };
        let (head, incoming) = answer.into_parts();
        let body = match h.timeout(limit, Limited::new(incoming, self.max_body).collect()).await {
            Err(_) => {
                let text = "Idle timeout triggered while reading inbound response entity body".to_string();
                return Err(Trouble("idle", text));
            }
            Ok(Err(e)) if e.is::<LengthLimitError>() => {
                let text = "Response max body size exceeds the configured limit".to_string();
                return Err(Trouble("limit", text));
            }
            Ok(Err(_)) => {
                let text =
                    "Remote host closed the connection while reading inbound response body".to_string();
                return Err(Trouble("closed", text));
            }
            Ok(Ok(all)) => all.to_bytes(),
        };
        if may_keep && sender.ready().await.is_ok() {
            self.keep(sender);
        }
        let phrase = head.extensions.get::<hyper::ext::ReasonPhrase>();
        let phrase = phrase.map(|p| String::from_utf8_lossy(p.as_bytes()).into_owned());
        Ok(Reply {
            status: head.status.as_u16(),
            reason: phrase.unwrap_or_else(|| head.status.canonical_reason().unwrap_or("").to_string()),
            headers: head.headers,
            body: Mutex::new(Some(body)),
        })
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

/// What hyper could not do.
fn refused(e: &hyper::Error) -> Trouble {
    if e.is_parse_too_large() {
        return Trouble("limit", "Response headers exceed the configured limit".to_string());
    }
    if e.is_parse() {
        return Trouble("connection", format!("invalid response: {e}"));
    }
    Trouble("closed", CLOSED.to_string())
}

/// `newRoute(host, port, maxActive, maxIdle, waitNanos, idleNanos, connectNanos, maxHead, maxBody)`: a negative limit is none.
fn new_route(cx: &mut Ctx<'_>) -> Result<Word> {
    let mut settings = http1::Builder::new();
    if let Ok(most) = usize::try_from(cx.int(7)?) {
        // hyper does not take less.
        settings.max_buf_size(most.max(8192));
    }
    let route = Route {
        host: cx.string(0)?,
        port: u16::try_from(cx.int(1)?).unwrap_or(0),
        idle: Mutex::default(),
        max_idle: usize::try_from(cx.int(3)?).unwrap_or(usize::MAX),
        idle_limit: limit(cx, 5)?,
        permits: usize::try_from(cx.int(2)?).ok().map(|n| Semaphore::new(n.min(Semaphore::MAX_PERMITS))),
        wait: limit(cx, 4)?,
        connect_limit: limit(cx, 6)?,
        settings,
        max_body: usize::try_from(cx.int(8)?).unwrap_or(usize::MAX),
    };
    let id = cx.outside().resources().insert(Arc::new(route));
    Ok(cx.world.int(id))
}

/// `exchange(route, method, target, headers, body, chunked, keep, nanos)`: the number of a reply, or an error whose detail
/// names its kind.
fn exchange(cx: &mut Ctx<'_>) -> Result<Word> {
    let route = known::<Route>(cx, 0)?;
    let Ok(method) = Method::from_bytes(cx.str(1)?.as_bytes()) else {
        let message = format!("invalid HTTP method: '{}'", cx.str(1)?.escape_default());
        return Ok(cx.error(&message, "request"));
    };
    let Ok(target) = cx.str(2)?.parse::<Uri>() else {
        let message = format!("invalid request path: '{}'", cx.str(2)?.escape_default());
        return Ok(cx.error(&message, "request"));
    };
    let mut headers = match header_map(cx, 3)? {
        Ok(headers) => headers,
        Err(message) => return Ok(cx.error(&message, "request")),
    };
    // How long the body is, and how it is sent, is decided here.
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    let body = body(cx, 4)?;
    if let Some(body) = &body {
        if cx.bool(5)? {
            headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        } else {
            headers.insert(CONTENT_LENGTH, body.len().into());
        }
    }
    let (keep, limit) = (cx.bool(6)?, limit(cx, 7)?);
    let mut request = Request::new(Full::new(body.unwrap_or_default()));
    *request.method_mut() = method;
    *request.uri_mut() = target;
    *request.headers_mut() = headers;
    let h = cx.reactor()?;
    cx.wait(async move {
        match route.exchange(&h, request, limit, keep).await {
            Ok(reply) => crate::new_resource(reply),
            Err(why) => trouble(why),
        }
    })
}

/// `replyLine(reply)`: status and reason.
fn reply_line(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    string_list(cx, [r.status.to_string(), r.reason.clone()])
}

/// `replyHeaders(reply)`: names and values, one after the other.
fn reply_headers(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    field_list(cx, &r.headers)
}

/// `replyBody(reply)`: its body; the reply has been used up.
fn reply_body(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Reply>(cx, 0)?;
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    let body = r.body.lock().take().unwrap_or_default();
    byte_list(body)(cx)
}
