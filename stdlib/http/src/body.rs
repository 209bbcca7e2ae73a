//! Bodies that are sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// A body that is sent.
pub enum Outgoing {
    /// All of it.
    Whole(Bytes),
}

impl Outgoing {
    /// The same body once more, if it can be sent again.
    pub fn again(&self) -> Option<Outgoing> {
        match self {
            Outgoing::Whole(data) => Some(Outgoing::Whole(data.clone())),
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Outgoing::Whole(data) if data.is_empty() => Poll::Ready(None),
            Outgoing::Whole(data) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(data))))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Outgoing::Whole(data) if data.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(data) => SizeHint::with_exact(data.len() as u64),
        }
    }
}
