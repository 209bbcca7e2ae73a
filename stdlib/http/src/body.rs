//! Bodies that come in, and bodies that are sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use h2::RecvStream;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use crate::access_log::Logged;
use crate::http2::as_io;

/// A body that comes in.
pub enum Incoming {
    Http1(hyper::body::Incoming),
    /// With its length, if that is known.
    Http2(RecvStream, Option<u64>),
    /// One whose bytes are counted.
    Counted(Box<Incoming>, Arc<AtomicU64>),
}

impl From<hyper::body::Incoming> for Incoming {
    fn from(body: hyper::body::Incoming) -> Incoming {
        Incoming::Http1(body)
    }
}

impl Body for Incoming {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Incoming::Http1(body) => {
                Pin::new(body).poll_frame(cx).map(|f| f.map(|f| f.map_err(io::Error::other)))
            }
            Incoming::Http2(stream, _) => {
                let Some(piece) = ready!(stream.poll_data(cx)) else {
                    let trailers = ready!(stream.poll_trailers(cx)).map_err(as_io)?;
                    return Poll::Ready(trailers.map(|fields| Ok(Frame::trailers(fields))));
                };
                let data = piece.map_err(as_io)?;
                // Who takes a piece wants the next one.
                stream.flow_control().release_capacity(data.len()).map_err(as_io)?;
                Poll::Ready(Some(Ok(Frame::data(data))))
            }
            Incoming::Counted(body, came) => {
                let frame = ready!(Pin::new(&mut **body).poll_frame(cx));
                if let Some(Ok(frame)) = &frame {
                    came.fetch_add(frame.data_ref().map_or(0, Bytes::len) as u64, Ordering::Relaxed);
                }
                Poll::Ready(frame)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Incoming::Http1(body) => body.is_end_stream(),
            Incoming::Http2(stream, _) => stream.is_end_stream(),
            Incoming::Counted(body, _) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Incoming::Http1(body) => body.size_hint(),
            Incoming::Http2(stream, _) if stream.is_end_stream() => SizeHint::with_exact(0),
            Incoming::Http2(_, Some(length)) => SizeHint::with_exact(*length),
            Incoming::Http2(_, None) => SizeHint::default(),
            Incoming::Counted(body, _) => body.size_hint(),
        }
    }
}

/// A body that is sent.
pub enum Outgoing {
    /// All of it, with its length in front.
    Whole(Bytes),
    /// All of it, which HTTP/1.1 sends as a chunk. It is not empty.
    Chunked(Bytes),
    /// Piece by piece, from a strand that waits until the one before has been taken; an error cuts it off. The last one may be
    /// header fields.
    Pieces(mpsc::Receiver<io::Result<Frame<Bytes>>>),
    /// One whose end the access log tells.
    Logged(Box<Logged>),
}

impl Outgoing {
    /// The same body once more, if it can be sent again.
    pub fn again(&self) -> Option<Outgoing> {
        match self {
            Outgoing::Whole(data) => Some(Outgoing::Whole(data.clone())),
            Outgoing::Chunked(data) => Some(Outgoing::Chunked(data.clone())),
            Outgoing::Pieces(_) | Outgoing::Logged(_) => None,
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Outgoing::Whole(data) | Outgoing::Chunked(data) if data.is_empty() => Poll::Ready(None),
            Outgoing::Whole(data) | Outgoing::Chunked(data) => {
                Poll::Ready(Some(Ok(Frame::data(std::mem::take(data)))))
            }
            Outgoing::Pieces(pieces) => pieces.poll_recv(cx),
            Outgoing::Logged(logged) => logged.poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Outgoing::Whole(data) | Outgoing::Chunked(data) => data.is_empty(),
            Outgoing::Pieces(_) => false,
            Outgoing::Logged(logged) => logged.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(data) => SizeHint::with_exact(data.len() as u64),
            Outgoing::Chunked(_) | Outgoing::Pieces(_) => SizeHint::default(),
            Outgoing::Logged(logged) => logged.size_hint(),
        }
    }
}

/// Whether bodies are sent in chunks (`http:Chunking`).
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Chunking {
    /// Those are that are longer than [`MOST_UNCHUNKED`].
    #[default]
    Auto,
    Always,
    Never,
}

const MOST_UNCHUNKED: usize = 8 * 1024;

impl Chunking {
    /// As Ballerina names it.
    pub fn named(name: &str) -> Chunking {
        match name {
            "ALWAYS" => Chunking::Always,
            "NEVER" => Chunking::Never,
            _ => Chunking::Auto,
        }
    }

    /// A body that there is as a whole. `Auto` leaves one alone whose length somebody has said already.
    pub fn body(self, data: Bytes, has_length: bool) -> Outgoing {
        let chunked = match self {
            Chunking::Auto => data.len() > MOST_UNCHUNKED && !has_length,
            Chunking::Always => !data.is_empty(),
            Chunking::Never => false,
        };
        if chunked { Outgoing::Chunked(data) } else { Outgoing::Whole(data) }
    }
}
