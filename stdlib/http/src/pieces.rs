//! Bodies piece by piece, in both directions: a strand reads the next piece when it wants it, and one that sends waits until
//! the piece before has been taken. Neither side holds more than a few pieces.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Frame};
use native::{Completion, Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::body::{Incoming, Outgoing};
use crate::client::{Reply, ReplyBody, asked, told, trouble};
use crate::inbound::{Inbound, Payload, answer_to, answered};
use crate::route::Trouble;
use crate::{body, failure, field_list, header_map, known, limit, new_resource, nothing, resource};

/// The pieces of a reply's body that have been read ahead.
pub type Ahead = mpsc::Receiver<std::result::Result<Bytes, Trouble>>;

pub const NATIVES: Registry = &[
    ("http:requestPiece", request_piece),
    ("http:isComing", is_coming),
    ("http:inviteBody", invite_body),
    ("http:replyPiece", reply_piece),
    ("http:forgetBody", forget_body),
    ("http:forgetReply", forget_reply),
    ("http:replyTrailers", reply_trailers),
    ("http:respondInPieces", respond_in_pieces),
    ("http:exchangeInPieces", exchange_in_pieces),
    ("http:sendPiece", send_piece),
    ("http:endPieces", end_pieces),
    ("http:exchangeEnd", exchange_end),
];

/// How many pieces may be on their way to a connection.
const AHEAD: usize = 2;

// ---- reading ----

/// A body that comes in: what has come and has not been read, and the rest.
pub struct Coming {
    left: Bytes,
    rest: Incoming,
}

impl Coming {
    pub fn new(rest: Incoming) -> Coming {
        Coming { left: Bytes::new(), rest }
    }

    /// All of it that has not been read, up to a limit.
    ///
    /// # Errors
    /// The connection's, and `LengthLimitError`.
    pub async fn all(
        self,
        limit: usize,
    ) -> std::result::Result<Bytes, Box<dyn std::error::Error + Send + Sync>> {
        let limited = Limited::new(self.rest, limit.saturating_sub(self.left.len()));
        let rest = limited.collect().await?.to_bytes();
        Ok(if self.left.is_empty() { rest } else { [self.left, rest].concat().into() })
    }

    /// Says that the body may come, which a client may wait for, and takes what has come already.
    fn invite(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.left.is_empty()
            && let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut self.rest).poll_frame(cx)
        {
            self.left = frame.into_data().unwrap_or_default();
        }
        Poll::Ready(())
    }

    /// The next piece, of `most` bytes at most; nothing at the end.
    async fn piece(&mut self, most: usize) -> io::Result<Option<Bytes>> {
        while self.left.is_empty() {
            match self.rest.frame().await {
                None => return Ok(None),
                // Trailers are not given to anybody.
                Some(frame) => self.left = frame?.into_data().unwrap_or_default(),
            }
        }
        Ok(Some(self.left.split_to(most.min(self.left.len()))))
    }
}

/// A `byte[]` of its own.
fn own_bytes(data: Bytes) -> Completion {
    Box::new(move |cx| {
        let ty = cx.world.ids.byte_list;
        cx.world.list_of_bytes(ty, &data)
    })
}

fn most(cx: &mut Ctx<'_>, i: usize) -> Result<usize> {
    Ok(usize::try_from(cx.int(i)?).unwrap_or(0).max(1))
}

/// `requestPiece(request, most)`: the next piece of its body, nil at the end, or an error.
fn request_piece(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else {
        return Ok(cx.error("the request has been served already", ""));
    };
    let most = most(cx, 1)?;
    let payload = r.body.lock().take();
    let mut coming = match payload {
        None => return Ok(Word::NIL),
        Some(payload) if r.is_encoded() => return decoded_piece(cx, r, payload, most),
        Some(Payload::Whole(mut all)) => {
            if all.is_empty() {
                return Ok(Word::NIL);
            }
            let piece = all.split_to(most.min(all.len()));
            *r.body.lock() = Some(Payload::Whole(all));
            return own_bytes(piece)(cx);
        }
        Some(Payload::Coming(coming)) => coming,
    };
    cx.wait(async move {
        match coming.piece(most).await {
            Ok(None) => nothing(),
            Ok(Some(piece)) => {
                let size = r.taken.fetch_add(piece.len(), Ordering::Relaxed) + piece.len();
                if let Some(limit) = r.link.server.limits.body.filter(|l| size > *l) {
                    r.too_large.store(true, Ordering::Relaxed);
                    return failure(format!("inbound request's entity body exceeds {limit} bytes"));
                }
                *r.body.lock() = Some(Payload::Coming(coming));
                own_bytes(piece)
            }
            Err(e) => failure(format!("the request's entity body cannot be read: {e}")),
        }
    })
}

/// `inviteBody(request)`: tells a client that waits for it that its body may come; an error when it has been answered.
fn invite_body(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)?.filter(|r| r.answer.lock().is_some()) else {
        return answered(cx);
    };
    let payload = r.body.lock().take();
    let Some(Payload::Coming(mut coming)) = payload else {
        *r.body.lock() = payload;
        return Ok(Word::NIL);
    };
    cx.wait(async move {
        std::future::poll_fn(|cx| coming.invite(cx)).await;
        *r.body.lock() = Some(Payload::Coming(coming));
        nothing()
    })
}

/// `isComing(request)`: whether its body comes piece by piece. One that is there, or has to be decoded, is used as a whole.
fn is_coming(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Inbound>(cx, 0)? else { return Ok(Word::FALSE) };
    let coming = !r.is_encoded() && matches!(&*r.body.lock(), Some(Payload::Coming(_)));
    Ok(Word::bool(coming))
}

/// The first piece of a body that is decoded as a whole.
fn decoded_piece(cx: &mut Ctx<'_>, r: Arc<Inbound>, payload: Payload, most: usize) -> Result<Word> {
    let limit = r.link.server.limits.body.unwrap_or(usize::MAX);
    cx.wait(async move {
        let all = match payload {
            Payload::Whole(all) => Ok(all),
            Payload::Coming(coming) => coming.all(limit).await,
        };
        match all.map(|all| r.decode(all)) {
            Ok(Ok(mut all)) if !all.is_empty() => {
                let piece = all.split_to(most.min(all.len()));
                *r.body.lock() = Some(Payload::Whole(all));
                own_bytes(piece)
            }
            Ok(Ok(_)) => nothing(),
            Ok(Err(refused)) => refused,
            Err(e) => {
                r.too_large.store(e.is::<LengthLimitError>(), Ordering::Relaxed);
                failure(format!("the request's entity body cannot be read: {e}"))
            }
        }
    })
}

/// `forgetBody(request)`: what has not been read of its body will not be.
fn forget_body(cx: &mut Ctx<'_>) -> Result<Word> {
    if let Some(r) = resource::<Inbound>(cx, 0)? {
        r.body.lock().take();
    }
    Ok(Word::NIL)
}

/// `replyTrailers(reply)`: the names and values of the fields that have come after its body, whose end has been reached. The
/// reply has been used up.
fn reply_trailers(cx: &mut Ctx<'_>) -> Result<Word> {
    let fields = resource::<Reply>(cx, 0)?.map(|r| std::mem::take(&mut *r.trailers.lock()));
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    field_list(cx, &fields.unwrap_or_default())
}

/// `replyPiece(reply, most)`: the next piece of its body, nil at the end, or an error.
fn reply_piece(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(r) = resource::<Reply>(cx, 0)? else { return Ok(Word::NIL) };
    let most = most(cx, 1)?;
    let there = r.body.lock().take();
    let (mut left, rest) = match there {
        None => (Bytes::new(), None),
        Some(ReplyBody::Whole(all)) => (all, None),
        Some(ReplyBody::Coming(left, rest)) => (left, Some(rest)),
    };
    if left.is_empty() && rest.is_none() {
        return Ok(Word::NIL);
    }
    let cut = move |mut left: Bytes, rest: Option<Ahead>| {
        let piece = left.split_to(most.min(left.len()));
        *r.body.lock() = Some(match rest {
            Some(rest) => ReplyBody::Coming(left, rest),
            None => ReplyBody::Whole(left),
        });
        own_bytes(piece)
    };
    if !left.is_empty() {
        return cut(left, rest)(cx);
    }
    let Some(mut rest) = rest else { return Ok(Word::NIL) };
    cx.wait(async move {
        while left.is_empty() {
            match rest.recv().await {
                None => return nothing(),
                Some(Ok(piece)) => left = piece,
                Some(Err(Trouble(_, text))) => return failure(text),
            }
        }
        cut(left, Some(rest))
    })
}

/// `forgetReply(reply)`: what has not been read of its body will not be.
fn forget_reply(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    cx.outside().resources().remove(id);
    Ok(Word::NIL)
}

// ---- sending ----

/// A body that is sent, and, of a client, where its answer comes. It is a resource until it has ended.
struct Writer {
    pieces: Mutex<Option<mpsc::Sender<io::Result<Frame<Bytes>>>>>,
    outcome: Mutex<Option<oneshot::Receiver<Completion>>>,
    task: Mutex<Option<reactor::TaskHandle>>,
}

/// `respondInPieces(request, status, headers, close)`: a body, or an error.
fn respond_in_pieces(cx: &mut Ctx<'_>) -> Result<Word> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let result = answer_to(cx, Outgoing::Pieces(receiver))?;
    if !result.is_nil() {
        return Ok(result);
    }
    let writer =
        Writer { pieces: Mutex::new(Some(sender)), outcome: Mutex::default(), task: Mutex::default() };
    new_resource(writer)(cx)
}

/// `exchangeInPieces(route, method, target, headers, keep, nanos)`: a body, or an error; the answer is that of
/// `exchangeEnd`.
fn exchange_in_pieces(cx: &mut Ctx<'_>) -> Result<Word> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let (route, request) = match asked(cx, Outgoing::Pieces(receiver))? {
        Ok(asked) => asked,
        Err(error) => return Ok(error),
    };
    let (keep, limit) = (cx.bool(4)?, limit(cx, 5)?);
    let h = cx.reactor()?;
    let (done, outcome) = oneshot::channel();
    let handle = h.clone();
    let task = h.spawn(async move {
        let reply = route.exchange(&handle, request, [None, limit], keep).await;
        // If nobody waits for it any more, nobody is told.
        let _ = done.send(told(reply));
    });
    let writer = Writer {
        pieces: Mutex::new(Some(sender)),
        outcome: Mutex::new(Some(outcome)),
        task: Mutex::new(Some(task)),
    };
    new_resource(writer)(cx)
}

/// `sendPiece(writer, piece, nanos)`: whether it will be sent; if it will not, nobody wants the rest.
fn send_piece(cx: &mut Ctx<'_>) -> Result<Word> {
    let w = known::<Writer>(cx, 0)?;
    let piece = body(cx, 1)?.unwrap_or_default();
    let limit = limit(cx, 2)?;
    let Some(sender) = w.pieces.lock().clone() else { return Ok(Word::FALSE) };
    if piece.is_empty() {
        return Ok(Word::TRUE);
    }
    let piece = match sender.try_send(Ok(Frame::data(piece))) {
        Ok(()) => return Ok(Word::TRUE),
        Err(mpsc::error::TrySendError::Closed(_)) => return Ok(Word::FALSE),
        Err(mpsc::error::TrySendError::Full(piece)) => piece,
    };
    let h = cx.reactor()?;
    cx.wait(async move {
        let sent = matches!(h.timeout(limit, sender.send(piece)).await, Ok(Ok(())));
        let result: Completion = Box::new(move |_| Ok(Word::bool(sent)));
        result
    })
}

/// `endPieces(writer, whole, fields)`: the body has ended, with these header fields after it; if not `whole`, it is cut off.
/// Without an answer to wait for that is the writer's end.
fn end_pieces(cx: &mut Ctx<'_>) -> Result<Word> {
    let (w, id) = (known::<Writer>(cx, 0)?, cx.int(0)?);
    let whole = cx.bool(1)?;
    // What cannot be a header field cuts the body off, as it has been promised.
    let last = match header_map(cx, 2)? {
        Ok(fields) if whole && fields.is_empty() => None,
        Ok(fields) if whole => Some(Ok(Frame::trailers(fields))),
        _ => Some(Err(io::ErrorKind::ConnectionAborted.into())),
    };
    let sender = w.pieces.lock().take();
    if w.outcome.lock().is_none() {
        cx.outside().resources().remove(id);
    }
    let Some((sender, last)) = sender.zip(last) else { return Ok(Word::NIL) };
    cx.wait(async move {
        let _ = sender.send(last).await;
        nothing()
    })
}

/// `exchangeEnd(writer, nanos)`: the answer, or an error.
fn exchange_end(cx: &mut Ctx<'_>) -> Result<Word> {
    let (w, id) = (known::<Writer>(cx, 0)?, cx.int(0)?);
    cx.outside().resources().remove(id);
    let limit = limit(cx, 1)?;
    let h = cx.reactor()?;
    let outcome = w.outcome.lock().take();
    let Some(outcome) = outcome else { return Ok(cx.error("the exchange has ended already", "closed")) };
    cx.wait(async move {
        match h.timeout(limit, outcome).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => trouble(Trouble("closed", crate::client::CLOSED.to_string())),
            Err(_) => {
                if let Some(task) = w.task.lock().take() {
                    task.cancel();
                }
                trouble(crate::client::idle(crate::client::NO_HEAD))
            }
        }
    })
}
