//! A request on its way through a service: what natives tell of it, and its answer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Response, StatusCode, Version};
use native::{Completion, Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::compression::{self, Coding, Policy, Refusal};
use crate::conditional;
use crate::{Flag, body, byte_list, failure, field_list, header_map, known, nothing, resource, string_list};

pub const NATIVES: Registry = &[
    ("http:requestLine", request_line),
    ("http:requestHeader", request_header),
    ("http:requestHeaders", request_headers),
    ("http:requestBody", request_body),
    ("http:isTooLarge", is_too_large),
    ("http:addresses", addresses),
    ("http:respond", respond),
    ("http:isAnswered", is_answered),
    ("http:forget", forget),
    ("http:connectionEnd", connection_end),
    ("http:reasonOf", reason_of),
];

pub type Answer = Response<Full<Bytes>>;

/// The body of a request.
pub enum Payload {
    /// All of it, read before a strand got the request.
    Whole(Bytes),
    Coming(Incoming),
}

/// See the module documentation. It is a resource until the strand that serves it has ended.
pub struct Inbound {
    pub head: Parts,
    /// The segments of the path, decoded.
    pub path: Vec<String>,
    pub body: Mutex<Option<Payload>>,
    /// Nobody waits for an answer any more once this has been taken.
    pub answer: Mutex<Option<oneshot::Sender<Answer>>>,
    pub peer: SocketAddr,
    pub own: SocketAddr,
    /// The largest body that is taken.
    pub max_body: Option<usize>,
    pub connection_ended: Arc<Flag>,
    /// The body has been found to be larger than that.
    pub too_large: AtomicBool,
    /// How the body is compressed.
    pub coding: Option<Coding>,
    /// What the service says of compressed answers; nothing if it leaves that to the client.
    pub compression: OnceLock<Arc<Policy>>,
    /// The header fields that interceptors have made of those that came.
    pub changed: Mutex<Option<HeaderMap>>,
    /// Header fields that the answer gets whatever the service says.
    pub added: Mutex<Vec<(HeaderName, HeaderValue)>>,
}

impl Inbound {
    /// The path as it was sent, with the query.
    pub fn target(&self) -> &str {
        self.head.uri.path_and_query().map_or("/", |p| p.as_str())
    }

    /// The header fields that parameters are bound to.
    pub fn with_headers<T>(&self, f: impl FnOnce(&HeaderMap) -> T) -> T {
        match &*self.changed.lock() {
            Some(changed) => f(changed),
            None => f(&self.head.headers),
        }
    }

    /// A body as the service gets it.
    fn decoded(&self, body: Bytes) -> Completion {
        let Some(coding) = self.coding.filter(|_| !body.is_empty()) else { return byte_list(body) };
        match coding.decode(&body, self.max_body) {
            Ok(body) => byte_list(body),
            Err(refusal) => {
                let too_large = matches!(refusal, Refusal::TooLarge(_));
                self.too_large.store(too_large, Ordering::Relaxed);
                failure(refusal.text(coding))
            }
        }
    }

    /// An answer with a body, which is compressed if the client and the service want that.
    pub fn answer(
        &self,
        status: StatusCode,
        mut headers: HeaderMap,
        body: Option<Bytes>,
        close: bool,
    ) -> Answer {
        let asked = &self.head;
        let (status, body) = conditional::reduce(&asked.method, &asked.headers, status, &mut headers, body);
        let policy = self.compression.get().map(Arc::as_ref);
        let body = body.map(|b| compression::encode(policy, &self.head.headers, &mut headers, b));
        answer(status, headers, body, close)
    }

    /// Adds fields to the answer, which replace those of the same names.
    pub fn add_to_answer(&self, fields: impl IntoIterator<Item = (HeaderName, HeaderValue)>) {
        self.added.lock().extend(fields);
    }

    /// Gives the answer to the connection; false if there has been one already.
    pub fn send(&self, mut answer: Answer) -> bool {
        let Some(sender) = self.answer.lock().take() else { return false };
        for (name, value) in self.added.lock().drain(..) {
            answer.headers_mut().insert(name, value);
        }
        // If the client has gone, there is nobody left to tell.
        let _ = sender.send(answer);
        true
    }
}

fn version(v: Version) -> &'static str {
    match v {
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2.0",
        _ => "1.1",
    }
}

/// `requestLine(request)`: method, target, version.
fn request_line(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    let parts = [r.head.method.as_str(), r.target(), version(r.head.version)];
    string_list(cx, parts.map(str::to_string))
}

/// `requestHeader(request, name)`: the first value, or nil.
fn request_header(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else { return Ok(Word::NIL) };
    let Ok(name) = HeaderName::from_bytes(cx.str(1)?.as_bytes()) else { return Ok(Word::NIL) };
    Ok(match r.head.headers.get(name) {
        Some(v) => cx.world.str(&String::from_utf8_lossy(v.as_bytes())),
        None => Word::NIL,
    })
}

/// `requestHeaders(request)`: names and values, one after the other.
fn request_headers(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    field_list(cx, &r.head.headers)
}

/// `requestBody(request)`: all of the body, which is read once; an error when it cannot be.
fn request_body(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else {
        return Ok(cx.error("the request has been served already", ""));
    };
    let payload = r.body.lock().take();
    let incoming = match payload {
        None => return byte_list(Bytes::new())(cx),
        Some(Payload::Whole(all)) => return r.decoded(all)(cx),
        Some(Payload::Coming(incoming)) => incoming,
    };
    let limit = r.max_body.unwrap_or(usize::MAX);
    cx.wait(async move {
        match Limited::new(incoming, limit).collect().await {
            Ok(all) => r.decoded(all.to_bytes()),
            Err(e) if e.is::<LengthLimitError>() => {
                r.too_large.store(true, Ordering::Relaxed);
                failure(format!("inbound request's entity body exceeds {limit} bytes"))
            }
            Err(e) => failure(format!("the request's entity body cannot be read: {e}")),
        }
    })
}

/// `isTooLarge(request)`
fn is_too_large(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    Ok(Word::bool(r.too_large.load(Ordering::Relaxed)))
}

/// `addresses(request)`: host and port of the client, then of this side.
fn addresses(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    let all = [r.peer, r.own].map(|a| [a.ip().to_canonical().to_string(), a.port().to_string()]);
    string_list(cx, all.into_iter().flatten())
}

/// `respond(request, status, headers, body, close)`: nil, or an error.
fn respond(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else {
        return Ok(cx.error("the request has been served already", ""));
    };
    let status = u16::try_from(cx.int(1)?).ok().and_then(|s| StatusCode::from_u16(s).ok());
    let Some(status) = status else {
        let message = format!("invalid status code: {}", cx.int(1)?);
        return Ok(cx.error(&message, ""));
    };
    let headers = match header_map(cx, 2)? {
        Ok(headers) => headers,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let answer = r.answer(status, headers, body(cx, 3)?, cx.bool(4)?);
    if !r.send(answer) {
        return Ok(cx.error("the request has been answered already", ""));
    }
    Ok(Word::NIL)
}

/// An answer; `close`: the last one of its connection.
pub fn answer(status: StatusCode, headers: HeaderMap, body: Option<Bytes>, close: bool) -> Answer {
    let mut answer = Response::new(Full::new(body.unwrap_or_default()));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    if close {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// `isAnswered(request)`
fn is_answered(cx: &mut Ctx<'_>) -> Result<Word> {
    let answered = resource::<Inbound>(cx, 0)?.is_none_or(|r| r.answer.lock().is_none());
    Ok(Word::bool(answered))
}

/// `forget(request)`: it has been served.
fn forget(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    Ok(Word::NIL)
}

/// `connectionEnd(request)`: waits until its connection has been closed, for a second at most.
fn connection_end(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    let h = cx.reactor()?;
    cx.wait(async move {
        let limit = Some(std::time::Duration::from_secs(1));
        let _ = h.timeout(limit, r.connection_ended.wait()).await;
        nothing()
    })
}

/// `reasonOf(status)`: the phrase of a status code.
fn reason_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let status = u16::try_from(cx.int(0)?).ok().and_then(|s| StatusCode::from_u16(s).ok());
    let phrase = status.and_then(|s| s.canonical_reason()).unwrap_or("Unknown Status");
    Ok(cx.world.str(phrase))
}
