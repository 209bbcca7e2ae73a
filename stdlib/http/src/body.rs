//! Bodies that are sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

/// A body that is sent.
pub enum Outgoing {
    /// All of it.
    Whole(Bytes),
    /// Piece by piece, from a strand that waits until the one before has been taken; an error cuts it off.
    Pieces(mpsc::Receiver<io::Result<Bytes>>),
}

impl Outgoing {
    /// The same body once more, if it can be sent again.
    pub fn again(&self) -> Option<Outgoing> {
        match self {
            Outgoing::Whole(data) => Some(Outgoing::Whole(data.clone())),
            Outgoing::Pieces(_) => None,
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Outgoing::Whole(data) if data.is_empty() => Poll::Ready(None),
            Outgoing::Whole(data) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(data))))),
            Outgoing::Pieces(pieces) => {
                pieces.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Outgoing::Whole(data) if data.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(data) => SizeHint::with_exact(data.len() as u64),
            Outgoing::Pieces(_) => SizeHint::default(),
        }
    }
}
