//! HTTP/2 connections of a listener. They stand on the crate h2 itself: hyper's side of a server gives no access to pushes.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use h2::server::{Builder, SendPushedResponse, SendResponse};
use h2::{Reason, RecvStream, SendStream};
use hyper::body::Body;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::uri::{Parts, Scheme};
use hyper::{Method, Request, Response, Uri, Version};
use native::{Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, first};

use crate::body::{Incoming, Outgoing};
use crate::connection::{Link, serve};
use crate::inbound::{Inbound, answered, responded};
use crate::stream::Stream;
use crate::{body, header_map, known, new_resource, resource};

pub const NATIVES: Registry = &[("http:promise", promise), ("http:pushPromised", push_promised)];

/// How much may come over all streams of a connection before it is read; for one stream that is configured.
const CONNECTION_WINDOW: u32 = 1 << 20;
/// The least that clients are told to be the limit of headers: fields are counted with more than their text.
const LEAST_HEADERS: u32 = 16 * 1024;
/// How much of a stream h2 keeps that cannot be sent yet.
const SEND_BUFFER: usize = 256 * 1024;
/// Bodies that are not longer are given to h2 at once, whatever the window.
const SHORT: usize = 16 * 1024;
/// For how long a connection may have no stream, if nothing else is said.
const IDLE_LIMIT: Duration = Duration::from_secs(60);
/// How long the end of an idle connection may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The side of a stream that sends, until its answer has been given.
pub type Sending = Arc<Mutex<SendResponse<Bytes>>>;

// ---- connections ----

/// Serves a connection until one of the sides ends it.
pub async fn drive(h: &Handle, link: &Arc<Link>, stream: Stream) {
    let server = &link.server;
    let Some(own) = &server.http2 else { return };
    let mut settings = Builder::new();
    settings
        .initial_window_size(own.window)
        .initial_connection_window_size(own.window.max(CONNECTION_WINDOW))
        .max_concurrent_streams(own.streams)
        .max_send_buffer_size(SEND_BUFFER);
    if let Some(most) = server.limits.header.and_then(|n| u32::try_from(n).ok()) {
        settings.max_header_list_size(most.max(LEAST_HEADERS));
    }
    let limit = server.timeout.unwrap_or(IDLE_LIMIT);
    let activity = Arc::<Activity>::default();
    let whole = async {
        let Ok(Ok(mut connection)) = h.timeout(Some(limit), settings.handshake::<_, Bytes>(stream)).await
        else {
            return;
        };
        let begin = |(request, sending): (Request<RecvStream>, SendResponse<Bytes>)| {
            h.spawn(exchange(h.clone(), link.clone(), request, sending, activity.begin()));
        };
        let mut stop = pin!(first(server.stopping.wait(), activity.end(h, limit)));
        let why = loop {
            match first(connection.accept(), stop.as_mut()).await {
                Ok(Some(Ok(begun))) => begin(begun),
                Ok(_) => return,
                Err(why) => break why,
            }
        };
        connection.graceful_shutdown();
        let rest = async {
            while let Some(Ok(begun)) = connection.accept().await {
                begin(begun);
            }
        };
        // Who has not used it for long may not be there to say farewell.
        let _ = h.timeout(why.is_err().then_some(FAREWELL), rest).await;
    };
    let _ = first(whole, server.closing.wait()).await;
}

/// What a connection carries.
#[derive(Default)]
struct Activity {
    begun: AtomicUsize,
    going_on: AtomicUsize,
}

impl Activity {
    fn begin(self: &Arc<Self>) -> Busy {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.going_on.fetch_add(1, Ordering::Relaxed);
        Busy(self.clone())
    }

    /// Waits until there has been no stream for some time, at least as long as that.
    async fn end(&self, h: &Handle, limit: Duration) {
        let mut before = usize::MAX;
        let mut quiet = 0;
        while quiet < 2 {
            h.sleep_until(Instant::now() + limit / 2).await;
            let begun = self.begun.load(Ordering::Relaxed);
            let same = begun == before && self.going_on.load(Ordering::Relaxed) == 0;
            quiet = if same { quiet + 1 } else { 0 };
            before = begun;
        }
    }
}

/// Counts a stream as long as its answer has not been sent.
struct Busy(Arc<Activity>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.going_on.fetch_sub(1, Ordering::Relaxed);
    }
}

// ---- streams ----

/// One request's way, to its answer's end.
async fn exchange(
    h: Handle,
    link: Arc<Link>,
    request: Request<RecvStream>,
    sending: SendResponse<Bytes>,
    _busy: Busy,
) {
    let head_only = *request.method() == Method::HEAD;
    let sending = Arc::new(Mutex::new(sending));
    // h2 sees to it that it is true.
    let length = request.headers().get(CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse().ok());
    let request = request.map(|stream| Incoming::Http2(stream, length));
    let answer = serve(&h, &link, request, Some(sending.clone()), None).await;
    let begin = |head, end| sending.lock().send_response(head, end);
    // What goes wrong with a stream concerns its client only.
    let _ = answer_with(&Pace { h: &h, limit: link.server.timeout }, answer, head_only, begin).await;
}

/// For how long the other side may leave a body without room.
pub struct Pace<'a> {
    pub h: &'a Handle,
    pub limit: Option<Duration>,
}

/// Sends an answer; `begin` sends its head.
async fn answer_with(
    pace: &Pace<'_>,
    answer: Response<Outgoing>,
    head_only: bool,
    begin: impl FnOnce(Response<()>, bool) -> std::result::Result<SendStream<Bytes>, h2::Error>,
) -> std::result::Result<(), h2::Error> {
    let (mut head, body) = answer.into_parts();
    head.version = Version::HTTP_2;
    for name in OF_THE_CONNECTION {
        head.headers.remove(name);
    }
    if !head.headers.contains_key(DATE) {
        head.headers.insert(DATE, date());
    }
    let length = body.size_hint().exact().filter(|n| *n > 0);
    if let Some(length) = length
        && !head.headers.contains_key(CONTENT_LENGTH)
    {
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    let end = head_only || body.is_end_stream();
    let mut stream = begin(Response::from_parts(head, ()), end)?;
    match body {
        _ if end => Ok(()),
        Outgoing::Whole(data) if data.len() <= SHORT => stream.send_data(data, true),
        body => send_body(pace, &mut stream, body).await,
    }
}

/// Fields that HTTP/2 has no use for (RFC 9113, 8.2.2).
const OF_THE_CONNECTION: [HeaderName; 5] = [
    CONNECTION,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// The time as a header field has it, made once a second.
fn date() -> HeaderValue {
    thread_local! {
        static LAST: std::cell::RefCell<Option<(u64, HeaderValue)>> = const { std::cell::RefCell::new(None) };
    }
    let now = std::time::SystemTime::now();
    let second = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    LAST.with_borrow_mut(|last| match last {
        Some((of, value)) if *of == second => value.clone(),
        _ => {
            let text = httpdate::fmt_http_date(now);
            let value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
            *last = Some((second, value.clone()));
            value
        }
    })
}

/// Sends a body as the other side takes it.
pub async fn send_body(
    pace: &Pace<'_>,
    stream: &mut SendStream<Bytes>,
    body: Outgoing,
) -> std::result::Result<(), h2::Error> {
    let mut body = pin!(body);
    loop {
        // The client may not want the rest.
        let piece = std::future::poll_fn(|cx| match stream.poll_reset(cx) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => body.as_mut().poll_frame(cx).map(Some),
        });
        let mut data = match piece.await {
            None => return Ok(()),
            Some(None) => return stream.send_data(Bytes::new(), true),
            Some(Some(Ok(frame))) => match frame.into_data() {
                Ok(data) => data,
                Err(frame) => return stream.send_trailers(frame.into_trailers().unwrap_or_default()),
            },
            Some(Some(Err(_))) => {
                stream.send_reset(Reason::INTERNAL_ERROR);
                return Ok(());
            }
        };
        while !data.is_empty() {
            stream.reserve_capacity(data.len());
            let room = pace.h.timeout(pace.limit, std::future::poll_fn(|cx| stream.poll_capacity(cx)));
            let Ok(room) = room.await else {
                stream.send_reset(Reason::CANCEL);
                return Ok(());
            };
            let Some(room) = room else { return Ok(()) };
            let part = data.split_to(room?.min(data.len()));
            let last = data.is_empty() && body.is_end_stream();
            stream.send_data(part, last)?;
            if last {
                return Ok(());
            }
        }
    }
}

// ---- pushes ----

/// A request that has been promised to be answered.
struct Promised {
    sending: Mutex<Option<SendPushedResponse<Bytes>>>,
    head_only: bool,
    limit: Option<Duration>,
}

/// `promise(request, method, path, headers)`: the number of a promise, or an error.
fn promise(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else { return answered(cx) };
    let Some(sending) = &r.sending else {
        return Ok(cx.error("the client does not speak HTTP/2, which alone has push promises", ""));
    };
    if r.answer.lock().is_none() {
        return answered(cx);
    }
    let headers = match header_map(cx, 3)? {
        Ok(headers) => headers,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let (Ok(method), Some(target)) =
        (Method::from_bytes(cx.str(1)?.as_bytes()), target(&r.head.uri, cx.str(2)?, &r.head.headers))
    else {
        return Ok(cx.error("invalid method or path of a push promise", ""));
    };
    let head_only = method == Method::HEAD;
    let mut request = Request::new(());
    *request.method_mut() = method;
    *request.uri_mut() = target;
    *request.headers_mut() = headers;
    *request.version_mut() = Version::HTTP_2;
    let pushed = sending.lock().push_request(request);
    match pushed {
        Ok(pushed) => {
            let limit = r.link.server.timeout;
            new_resource(Promised { sending: Mutex::new(Some(pushed)), head_only, limit })(cx)
        }
        Err(e) => Ok(cx.error(&format!("the promise cannot be sent: {e}"), "")),
    }
}

/// Where a path leads from a request.
fn target(of: &Uri, path: &str, headers: &HeaderMap) -> Option<Uri> {
    let host = headers.get(hyper::header::HOST).and_then(|h| h.to_str().ok());
    let mut parts = Parts::default();
    parts.scheme = Some(of.scheme().cloned().unwrap_or(Scheme::HTTP));
    parts.authority = of.authority().cloned().or_else(|| host?.parse().ok());
    parts.path_and_query = Some(path.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// `pushPromised(promise, status, headers, body)`: answers what has been promised: nil, or an error.
fn push_promised(cx: &mut Ctx<'_>) -> Result<Word> {
    let promised = known::<Promised>(cx, 0)?;
    let body = Outgoing::Whole(body(cx, 3)?.unwrap_or_default());
    let answer = match responded(cx, None, body, false)? {
        Ok(answer) => answer,
        Err(error) => return Ok(error),
    };
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    let sending = promised.sending.lock().take();
    let Some(mut sending) = sending else { return answered(cx) };
    let (head_only, limit) = (promised.head_only, promised.limit);
    let h = cx.reactor()?;
    let handle = h.clone();
    h.spawn(async move {
        let pace = Pace { h: &handle, limit };
        // What goes wrong with a stream concerns its client only.
        let begin = |mut head: Response<()>, end| {
            if head_only {
                // Clients that stand on h2 would wait for a body of that length.
                head.headers_mut().remove(CONTENT_LENGTH);
            }
            sending.send_response(head, end)
        };
        let _ = answer_with(&pace, answer, head_only, begin).await;
    });
    Ok(Word::NIL)
}

/// The error of a stream in the words of the system's.
pub fn as_io(e: h2::Error) -> io::Error {
    match e.is_io() {
        true => e.into_io().unwrap_or(io::ErrorKind::ConnectionAborted.into()),
        false => io::Error::other(e),
    }
}
