//! What servers push: the connections of clients on which they may, and what they have promised.
//!
//! hyper's client gives no access to pushes, so that these connections stand on the crate h2 itself. They carry requests that
//! have been submitted only: servers are told by the others that pushes are not wanted.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use bytes::Bytes;
use h2::client::{Builder, PushPromise, PushPromises, PushedResponseFuture, ResponseFuture};
use hyper::body::Body;
use hyper::header::{CONTENT_LENGTH, HeaderMap};
use hyper::{Method, Request, Response, Uri};
use native::{Ctx, Registry, ResourceId, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, first};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;

use crate::Flag;
use crate::body::{Incoming, Outgoing};
use crate::client::{
    Answered, CLOSED, NO_HEAD, Source, as_http2, idle, may_upgrade, prepared, refused, switched, told,
    trouble,
};
use crate::h2c;
use crate::http2::{Pace, send_body};
use crate::route::{Outcome, Pushing, Route, Speaks, Stream2, Trouble};
use crate::{known, limit, new_resource, resource, string_list};

pub const NATIVES: Registry = &[
    ("http:newPushes", new_pushes),
    ("http:exchangePushed", exchange_pushed),
    ("http:awaitPromise", await_promise),
    ("http:promisedHeaders", promised_headers),
    ("http:promisedReply", promised_reply),
    ("http:declinePromise", decline_promise),
    ("http:settlePushes", settle_pushes),
];

/// How many pieces of a body are read ahead, in effect all: promises come between them, and whoever waits for those reads none.
const ALL_AHEAD: usize = 1 << 20;
/// How much may come over all streams of a connection before it is read.
const ALL_WINDOWS: u32 = 1 << 30;
/// How many pushed streams a connection may have at once.
const MOST_PUSHED: u32 = 100;
/// For how long promises wait for somebody who wants them, once no more can come, if the client has no timeout.
const PATIENCE: Duration = Duration::from_secs(60);

/// What has been promised in answer to one request, and to those that it led to.
#[derive(Default)]
pub struct Pushes {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// Numbers of promises that nobody has asked for yet.
    waiting: VecDeque<usize>,
    /// All of them, by number; nothing where the response has been asked for, or declined.
    promised: Vec<Promised>,
    /// The submission is over, but for what is still read of its answer.
    settled: bool,
    /// How many of its exchanges somebody looks out for promises of.
    looking: usize,
    id: ResourceId,
    route: Option<Arc<Route>>,
}

impl State {
    /// Whether no more can come.
    fn is_ended(&self) -> bool {
        self.settled && self.looking == 0
    }

    /// Whether nobody can get anything from it any more.
    fn is_used_up(&self) -> bool {
        self.is_ended() && self.promised.iter().all(|p| p.response.is_none())
    }
}

struct Promised {
    method: Method,
    target: Uri,
    headers: HeaderMap,
    response: Option<PushedResponseFuture>,
}

impl Pushes {
    fn add(&self, promise: PushPromise) {
        let (request, response) = promise.into_parts();
        let (head, ()) = request.into_parts();
        let mut state = self.state.lock();
        let number = state.promised.len();
        state.promised.push(Promised {
            method: head.method,
            target: head.uri,
            headers: head.headers,
            response: Some(response),
        });
        state.waiting.push_back(number);
        drop(state);
        self.changed.notify_waiters();
    }

    /// Changes what is known, and tells whoever waits.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock());
        self.changed.notify_waiters();
    }

    /// Lets go of its number if it is used up: at the route's next request.
    fn retire(&self) {
        let state = self.state.lock();
        if let Some(route) = state.route.as_ref().filter(|_| state.is_used_up()) {
            route.state.stale.lock().push(state.id);
        }
    }

    /// The number of the next one, which stays where it is; nothing if there will be none.
    async fn next(&self) -> Option<usize> {
        loop {
            let changed = self.changed.notified();
            {
                let state = self.state.lock();
                if let Some(number) = state.waiting.front() {
                    return Some(*number);
                }
                if state.is_ended() {
                    return None;
                }
            }
            changed.await;
        }
    }
}

impl Route {
    /// Sends a request in answer to which the server may push. Where HTTP/2 is not spoken nothing is pushed.
    async fn submit(
        self: &Arc<Self>,
        h: &Handle,
        request: Request<Outgoing>,
        limit: Option<Duration>,
        pushes: &Arc<Pushes>,
    ) -> Outcome<Answered> {
        if !self.is_http2_possible() {
            return self.ask(h, request, limit).await;
        }
        if let Some(there) = self.pushing() {
            return self.send(h, request, limit, pushes, there).await;
        }
        if self.security.is_none() && self.speaks == Speaks::Http2IfKnown {
            return match may_upgrade(&request) {
                true => self.submit_upgrading(h, request, limit, pushes).await,
                false => self.ask(h, request, limit).await,
            };
        }
        let stream = self.connect(h).await?;
        if stream.secured().is_some_and(|tls| tls.alpn_protocol() != Some(b"h2")) {
            return self.ask(h, request, limit).await;
        }
        let opened = self.share_pushing(h, stream).await?;
        self.send(h, request, limit, pushes, opened).await
    }

    /// The same on a connection of HTTP/1.1, which goes on in HTTP/2 if the server agrees.
    async fn submit_upgrading(
        self: &Arc<Self>,
        h: &Handle,
        mut request: Request<Outgoing>,
        limit: Option<Duration>,
        pushes: &Arc<Pushes>,
    ) -> Outcome<Answered> {
        let mut sender = self.greet(h, self.connect(h).await?).await?;
        self.offer_upgrade(&mut request, true);
        let sending = async {
            sender.ready().await?;
            sender.send_request(request).await
        };
        let response =
            h.timeout(limit, sending).await.map_err(|_| idle(NO_HEAD))?.map_err(|e| refused(&e))?;
        if !h2c::is_agreed(&response) {
            self.decline();
            let source = Source::One { sender, _permit: None };
            return Ok(Answered { response: response.map(Incoming::from), source });
        }
        let Pushing { mut sender, stream } = self.share_pushing(h, switched(response).await?).await?;
        let (response, _) = sender.send_request(Request::new(()), true).map_err(|e| lost(&e))?;
        receive(h, response, limit, pushes, stream).await
    }

    /// A new connection on which servers may push, which others will use as well.
    async fn share_pushing<S>(self: &Arc<Self>, h: &Handle, stream: S) -> Outcome<Pushing>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut settings = Builder::new();
        settings
            .enable_push(true)
            .initial_window_size(self.window)
            // What is pushed and not read must not keep answers from coming: each stream has its own window.
            .initial_connection_window_size(ALL_WINDOWS)
            .max_concurrent_streams(MOST_PUSHED);
        if let Some(most) = self.max_header_list() {
            settings.max_header_list_size(most);
        }
        let (sender, connection) = settings.handshake::<_, Bytes>(stream).await.map_err(|e| lost(&e))?;
        h.spawn_background(async move {
            // What goes wrong is told to whoever waits for an answer.
            let _ = connection.await;
        });
        Ok(self.share_sender(h, sender))
    }

    async fn send(
        &self,
        h: &Handle,
        mut request: Request<Outgoing>,
        limit: Option<Duration>,
        pushes: &Arc<Pushes>,
        Pushing { sender, stream: counted }: Pushing,
    ) -> Outcome<Answered> {
        as_http2(self, &mut request);
        let (head, body) = request.into_parts();
        let end = body.is_end_stream();
        let ready = h.timeout(limit, sender.ready()).await.map_err(|_| idle(NO_HEAD))?;
        let mut sender = ready.map_err(|e| lost(&e))?;
        let sent = sender.send_request(Request::from_parts(head, ()), end);
        let (response, mut stream) = sent.map_err(|e| lost(&e))?;
        if !end {
            let handle = h.clone();
            h.spawn_background(async move {
                // What goes wrong is told to whoever waits for the answer.
                let _ = send_body(&Pace { h: &handle, limit }, &mut stream, body).await;
            });
        }
        receive(h, response, limit, pushes, counted).await
    }
}

/// Tells that nothing more of an answer is read, however that came: h2 does not wake who waits for promises then.
pub struct Over(Arc<Flag>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Waits for the head of an answer, and has somebody look out for promises.
async fn receive(
    h: &Handle,
    mut response: ResponseFuture,
    limit: Option<Duration>,
    pushes: &Arc<Pushes>,
    stream: Stream2,
) -> Outcome<Answered> {
    let over = Arc::<Flag>::default();
    let source = Source::Pushing { _stream: stream, _over: Over(over.clone()) };
    pushes.change(|state| state.looking += 1);
    h.spawn_background(watch(h.clone(), response.push_promises(), over, limit, pushes.clone()));
    let response = h.timeout(limit, response).await.map_err(|_| idle(NO_HEAD))?.map_err(|e| lost(&e))?;
    Ok(Answered { response: incoming(response), source })
}

/// Takes promises as they come; those that nobody has asked for long after the last one are declined.
async fn watch(
    h: Handle,
    mut promises: PushPromises,
    over: Arc<Flag>,
    limit: Option<Duration>,
    pushes: Arc<Pushes>,
) {
    while let Ok(Some(Ok(promise))) = first(promises.push_promise(), over.wait()).await {
        pushes.add(promise);
    }
    // What has been promised before the end is there.
    while let Poll::Ready(Some(Ok(promise))) =
        promises.poll_push_promise(&mut Context::from_waker(Waker::noop()))
    {
        pushes.add(promise);
    }
    drop(promises);
    pushes.change(|state| state.looking -= 1);
    if !pushes.state.lock().promised.is_empty() {
        h.sleep_until(Instant::now() + limit.unwrap_or(PATIENCE)).await;
        pushes.change(|state| state.promised.iter_mut().for_each(|p| p.response = None));
    }
    pushes.retire();
}

fn incoming(response: Response<h2::RecvStream>) -> Response<Incoming> {
    let length = response.headers().get(CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse().ok());
    response.map(|stream| Incoming::Http2(stream, length))
}

fn lost(_: &h2::Error) -> Trouble {
    Trouble("closed", CLOSED.to_string())
}

// ---- natives ----

fn new_pushes(cx: &mut Ctx<'_>) -> Result<Word> {
    new_resource(Pushes::default())(cx)
}

/// `exchangePushed(route, method, target, headers, keep, nanos, body, chunked, pushes)`: as `exchange`, of a request in answer
/// to which the server may push.
fn exchange_pushed(cx: &mut Ctx<'_>) -> Result<Word> {
    let pushes = known::<Pushes>(cx, 8)?;
    let (route, request) = match prepared(cx)? {
        Ok(prepared) => prepared,
        Err(error) => return Ok(error),
    };
    let (keep, limit) = (cx.bool(4)?, limit(cx, 5)?);
    let h = cx.reactor()?;
    {
        let mut state = pushes.state.lock();
        (state.route, state.id) = (Some(route.clone()), cx.int(8)?);
    }
    cx.wait(async move {
        let reply = match route.submit(&h, request, limit, &pushes).await {
            Ok(answered) => route.reply(&h, answered, limit, keep, ALL_AHEAD).await,
            Err(why) => Err(why),
        };
        told(reply)
    })
}

/// `awaitPromise(pushes, take)`: the number of the next promise, negative if there will be none; it is not given again if it is
/// taken.
fn await_promise(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(pushes) = resource::<Pushes>(cx, 0)? else { return Ok(cx.world.int(-1)) };
    let take = cx.bool(1)?;
    cx.wait(async move {
        let number = pushes.next().await;
        if take && number.is_some() {
            pushes.state.lock().waiting.pop_front();
        }
        let result: native::Completion =
            Box::new(move |cx| Ok(cx.world.int(number.map_or(-1, |n| n as i64))));
        result
    })
}

/// `promisedHeaders(pushes, number)`: the method and the path of a promise, then names and values of its fields.
fn promised_headers(cx: &mut Ctx<'_>) -> Result<Word> {
    let (pushes, number) = (known::<Pushes>(cx, 0)?, cx.int(1)? as usize);
    let mut out = Vec::new();
    if let Some(p) = pushes.state.lock().promised.get(number) {
        let path = p.target.path_and_query().map_or("/", |p| p.as_str());
        out.extend([p.method.to_string(), path.to_string()]);
        for (name, value) in &p.headers {
            out.extend([name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()]);
        }
    }
    string_list(cx, out)
}

/// `promisedReply(pushes, number, nanos)`: the number of the reply that has been promised, or an error.
fn promised_reply(cx: &mut Ctx<'_>) -> Result<Word> {
    let gone =
        || Trouble("closed", "the promised response has been received, rejected or given up".to_string());
    let Some(pushes) = resource::<Pushes>(cx, 0)? else { return trouble(gone())(cx) };
    let (number, limit) = (cx.int(1)? as usize, limit(cx, 2)?);
    let mut state = pushes.state.lock();
    let response = state.promised.get_mut(number).and_then(|p| p.response.take());
    let Some((response, route)) = response.zip(state.route.clone()) else {
        drop(state);
        return trouble(gone())(cx);
    };
    drop(state);
    let h = cx.reactor()?;
    cx.wait(async move {
        let reply = match h.timeout(limit, response).await {
            Err(_) => Err(idle(NO_HEAD)),
            Ok(Err(e)) => Err(lost(&e)),
            Ok(Ok(response)) => {
                let answered = Answered { response: incoming(response), source: Source::Pushed };
                route.reply(&h, answered, limit, false, ALL_AHEAD).await
            }
        };
        told(reply)
    })
}

/// `declinePromise(pushes, number)`: the server is told that the promised response is not wanted.
fn decline_promise(cx: &mut Ctx<'_>) -> Result<Word> {
    let number = cx.int(1)? as usize;
    if let Some(pushes) = resource::<Pushes>(cx, 0)? {
        // The stream is reset when nobody holds it any more.
        let declined = pushes.state.lock().promised.get_mut(number).and_then(|p| p.response.take());
        drop(declined);
    }
    Ok(Word::NIL)
}

/// `settlePushes(pushes)`: the submission is over, but for what is still read of its answer.
fn settle_pushes(cx: &mut Ctx<'_>) -> Result<Word> {
    let (pushes, id) = (known::<Pushes>(cx, 0)?, cx.int(0)?);
    pushes.change(|state| state.settled = true);
    if pushes.state.lock().is_used_up() {
        cx.outside().resources().remove(id);
    }
    Ok(Word::NIL)
}
