//! A request on its way through a service: what natives tell of it, and its answer.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http_body_util::LengthLimitError;
use hyper::ext::ReasonPhrase;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode, Version};
use native::{Completion, Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::body::{Chunking, Outgoing};
use crate::compression::{self, Coding, Refusal};
use crate::conditional;
use crate::connection::{Identity, Link};
use crate::http2::Sending;
use crate::path::{Path, Segments};
use crate::pieces::Coming;
use crate::routes::{Answers, Routes};
use crate::{body, byte_list, failure, field_list, header_map, known, nothing, resource, string_list};

pub const NATIVES: Registry = &[
    ("http:requestLine", request_line),
    ("http:requestHeader", request_header),
    ("http:requestHeaders", request_headers),
    ("http:requestBody", request_body),
    ("http:isTooLarge", is_too_large),
    ("http:addresses", addresses),
    ("http:clientIdentity", client_identity),
    ("http:respond", respond),
    ("http:isAnswered", is_answered),
    ("http:forget", forget),
    ("http:connectionEnd", connection_end),
    ("http:reasonOf", reason_of),
    ("http:setReason", set_reason),
];

pub type Answer = Response<Outgoing>;

/// The body of a request.
pub enum Payload {
    /// All of it, read before a strand got the request.
    Whole(Bytes),
    Coming(Coming),
}

/// See the module documentation. It is a resource until the strand that serves it has ended.
pub struct Inbound {
    pub head: Parts,
    pub path: Path,
    pub body: Mutex<Option<Payload>>,
    /// Nobody waits for an answer any more once this has been taken.
    pub answer: Mutex<Option<oneshot::Sender<Answer>>>,
    /// The connection on which it has come.
    pub link: Arc<Link>,
    /// Of HTTP/2, the side of its stream that sends.
    pub sending: Option<Sending>,
    /// The body has been found to be larger than that.
    pub too_large: AtomicBool,
    /// How the body is compressed.
    pub coding: Mutex<Option<Coding>>,
    /// The resource that it has been found to be for, by its number among those of a service.
    pub resource: OnceLock<(Arc<Routes>, usize)>,
    /// The header fields that interceptors have made of those that came.
    pub changed: Mutex<Option<HeaderMap>>,
    /// Header fields that the answer gets whatever the service says.
    pub added: Mutex<Vec<(HeaderName, HeaderValue)>>,
    /// How much of the body has been read piece by piece.
    pub taken: AtomicUsize,
    /// What the status line of an answer in HTTP/1.1 says of its code, if that is the service's choice.
    pub reason: OnceLock<ReasonPhrase>,
}

impl Inbound {
    /// The path as it was sent, with the query.
    pub fn target(&self) -> &str {
        self.head.uri.path_and_query().map_or("/", |p| p.as_str())
    }

    /// The segments of the path.
    pub fn path(&self) -> Segments<'_> {
        self.path.segments(self.head.uri.path())
    }

    /// The host that it is for, without a port.
    pub fn host(&self) -> Option<&str> {
        let host = self.head.headers.get(HOST)?.to_str().ok()?;
        let port = host.rfind(':').filter(|i| !host[*i..].contains(']'));
        Some(&host[..port.unwrap_or(host.len())])
    }

    /// What the service says of answers, if anything.
    pub fn answers(&self) -> Option<&Answers> {
        self.resource.get().and_then(|(routes, _)| routes.answers())
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
        self.decode(body).map_or_else(|refused| refused, byte_list)
    }

    /// Whether the body has yet to be decoded, which it can be as a whole only.
    pub fn is_encoded(&self) -> bool {
        self.coding.lock().is_some()
    }

    /// Decodes the body, if that has not been done.
    ///
    /// # Errors
    /// What a native ends with when it cannot be.
    pub fn decode(&self, body: Bytes) -> std::result::Result<Bytes, Completion> {
        let Some(coding) = self.coding.lock().take().filter(|_| !body.is_empty()) else { return Ok(body) };
        coding.decode(&body, self.link.server.limits.body).map_err(|refusal| {
            let too_large = matches!(refusal, Refusal::TooLarge(_));
            self.too_large.store(too_large, Ordering::Relaxed);
            failure(refusal.text(coding))
        })
    }

    /// An answer, whose body is compressed if the client and the service want that; one that is sent piece by piece goes as it
    /// is.
    pub fn answer(&self, status: StatusCode, mut headers: HeaderMap, body: Outgoing, close: bool) -> Answer {
        let Outgoing::Whole(body) = body else { return answer(status, headers, body, close) };
        let asked = &self.head;
        let (status, body) =
            conditional::reduce(&asked.method, &asked.headers, status, &mut headers, Some(body));
        let config = self.answers();
        let policy = config.and_then(|c| c.compression.as_deref());
        let body = body.map(|b| compression::encode(policy, &self.head.headers, &mut headers, b));
        // HTTP/1.0 has no chunks, and there is nothing to send as such of what HEAD asks for.
        let chunking = match asked.version == Version::HTTP_10 || asked.method == Method::HEAD {
            true => Chunking::Never,
            false => config.map_or(Chunking::Auto, |c| c.chunking),
        };
        if chunking == Chunking::Always {
            headers.remove(CONTENT_LENGTH);
        }
        let has_length = headers.contains_key(CONTENT_LENGTH);
        answer(status, headers, chunking.body(body.unwrap_or_default(), has_length), close)
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
        if let Some(reason) = self.reason.get() {
            answer.extensions_mut().insert(reason.clone());
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
    let coming = match payload {
        None => return byte_list(Bytes::new())(cx),
        Some(Payload::Whole(all)) => return r.decoded(all)(cx),
        Some(Payload::Coming(coming)) => coming,
    };
    let limit = r.link.server.limits.body.unwrap_or(usize::MAX);
    let left = limit.saturating_sub(r.taken.load(Ordering::Relaxed));
    cx.wait(async move {
        match coming.all(left).await {
            Ok(all) => r.decoded(all),
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
    let all = [r.link.peer, r.link.own].map(|a| [a.ip().to_canonical().to_string(), a.port().to_string()]);
    string_list(cx, all.into_iter().flatten())
}

/// `clientIdentity(request)`: nothing if the client has not been asked who it is; else whether it has shown that, and its
/// certificate.
fn client_identity(cx: &mut Ctx<'_>) -> Result<Word> {
    let r = known::<Inbound>(cx, 0)?;
    if matches!(r.link.identity, Identity::Unasked) {
        return Ok(Word::NIL);
    }
    match &r.link.identity {
        Identity::Known(certificate) => byte_list(certificate.clone())(cx),
        _ => byte_list(Bytes::new())(cx),
    }
}

/// `respond(request, status, headers, close, body)`: nil, or an error.
fn respond(cx: &mut Ctx<'_>) -> Result<Word> {
    let body = Outgoing::Whole(body(cx, 4)?.unwrap_or_default());
    answer_to(cx, body)
}

/// Answers with what the arguments of `respond` say, but for the body: nil, or an error.
pub fn answer_to(cx: &mut Ctx<'_>, body: Outgoing) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else { return answered(cx) };
    let close = cx.bool(3)?;
    let answer = match responded(cx, Some(&r), body, close)? {
        Ok(answer) => answer,
        Err(error) => return Ok(error),
    };
    if !r.send(answer) {
        return answered(cx);
    }
    Ok(Word::NIL)
}

/// That there is nothing left to answer.
pub fn answered(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(cx.error("the request has been answered already", ""))
}

/// An answer of a status and headers, the second argument and the third; or an error value.
pub fn responded(
    cx: &mut Ctx<'_>,
    request: Option<&Inbound>,
    body: Outgoing,
    close: bool,
) -> Result<std::result::Result<Answer, Word>> {
    let status = u16::try_from(cx.int(1)?).ok().and_then(|s| StatusCode::from_u16(s).ok());
    let Some(status) = status else {
        let message = format!("invalid status code: {}", cx.int(1)?);
        return Ok(Err(cx.error(&message, "")));
    };
    Ok(match header_map(cx, 2)? {
        Ok(headers) => Ok(match request {
            Some(request) => request.answer(status, headers, body, close),
            None => answer(status, headers, body, close),
        }),
        Err(message) => Err(cx.error(&message, "")),
    })
}

/// An answer; `close`: the last one of its connection.
pub fn answer(status: StatusCode, headers: HeaderMap, body: Outgoing, close: bool) -> Answer {
    let mut answer = Response::new(body);
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
        let _ = h.timeout(limit, r.link.ended.wait()).await;
        nothing()
    })
}

/// `setReason(request, phrase)`
fn set_reason(cx: &mut Ctx<'_>) -> Result<Word> {
    let phrase = ReasonPhrase::try_from(cx.str(1)?.as_bytes()).ok();
    if let (Some(r), Some(phrase)) = (resource::<Inbound>(cx, 0)?, phrase) {
        let _ = r.reason.set(phrase);
    }
    Ok(Word::NIL)
}

/// `reasonOf(status)`: the phrase of a status code.
fn reason_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let status = u16::try_from(cx.int(0)?).ok().and_then(|s| StatusCode::from_u16(s).ok());
    // Three have names that are older than those of RFC 9110.
    let phrase = match status.map(|s| s.as_u16()) {
        Some(413) => "Request Entity Too Large",
        Some(414) => "Request-URI Too Long",
        Some(416) => "Requested Range Not Satisfiable",
        _ => status.and_then(|s| s.canonical_reason()).unwrap_or("Internal Server Error"),
    };
    Ok(cx.world.str(phrase))
}
