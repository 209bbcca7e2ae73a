//! hyper's io, timer and executor traits over the reactor.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::rt::{Executor, Read, ReadBufCursor, Write};
use hyper::upgrade::Upgraded;
use reactor::{Handle, TcpStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsStream;

use crate::trace_log::{self, Trace};

/// How much is read at once.
const CHUNK: usize = 16 * 1024;

/// Parts of what is written are put together up to this size: for the system, that is cheaper than a list of them.
const SHORT: usize = 1024;

thread_local! {
    /// Memory of the thread's own to read into: hyper's buffer may be uninitialised.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; CHUNK]);
}

enum Io {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

/// A connection's stream, plain or with TLS.
pub struct Stream {
    /// What has been read already, and is read again first.
    early: Bytes,
    io: Io,
    trace: Option<Box<Trace>>,
    patience: Option<Patience>,
}

/// For how long the other side may take nothing of what is written.
struct Patience {
    handle: Handle,
    limit: Duration,
    /// Runs while nothing is taken.
    end: Option<reactor::Sleep>,
}

impl Patience {
    fn check<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.end = None;
            return written;
        }
        if self.end.is_none() {
            // A time that cannot be told does not come.
            let due = Instant::now().checked_add(self.limit);
            self.end = due.map(|due| self.handle.sleep_until(due));
        }
        let Some(end) = &mut self.end else { return Poll::Pending };
        ready!(Pin::new(end).poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Stream {
        Stream { early: Bytes::new(), io: Io::Plain(stream), trace: None, patience: None }
    }
}

impl From<TlsStream<TcpStream>> for Stream {
    fn from(stream: TlsStream<TcpStream>) -> Stream {
        Stream { early: Bytes::new(), io: Io::Secure(Box::new(stream)), trace: None, patience: None }
    }
}

impl Stream {
    /// Has what comes and goes in the trace log from now on, if there is one.
    pub fn traced(mut self, logger: &'static str) -> Stream {
        self.trace = trace_log::begin(logger, || {
            let socket = match &self.io {
                Io::Plain(s) => s,
                Io::Secure(s) => s.get_ref().0,
            };
            [socket.local_addr(), socket.peer_addr()]
        });
        self
    }

    /// Writing fails when the other side takes nothing for as long as that.
    pub fn impatient(mut self, handle: &Handle, limit: Option<Duration>) -> Stream {
        self.patience = limit.map(|limit| Patience { handle: handle.clone(), limit, end: None });
        self
    }

    fn bounded<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match &mut self.patience {
            Some(patience) => patience.check(cx, written),
            None => written,
        }
    }

    /// Tells the trace log what has been written.
    fn went<'a>(&self, n: &Poll<io::Result<usize>>, pieces: impl Iterator<Item = &'a [u8]>) {
        if let (Some(trace), Poll::Ready(Ok(n))) = (&self.trace, n) {
            let mut all = pieces.collect::<Vec<_>>().concat();
            all.truncate(*n);
            trace.went(&all);
        }
    }

    /// The one that hyper has given up in an upgrade, with what it has read too much; nothing if it has been another kind.
    pub fn upgraded(upgraded: Upgraded) -> Option<Stream> {
        let parts = upgraded.downcast::<Stream>().ok()?;
        let mut stream = parts.io;
        stream.unread(parts.read_buf);
        Some(stream)
    }

    /// Puts `data` in front of what is still to be read.
    pub fn unread(&mut self, data: impl Into<Bytes>) {
        let data = data.into();
        self.early = match self.early.is_empty() {
            true => data,
            false => [&data[..], &self.early].concat().into(),
        };
    }

    /// Reads more and keeps it; whether there was more.
    async fn look_further(&mut self) -> io::Result<bool> {
        let io = &mut self.io;
        let read = std::future::poll_fn(|cx| {
            SCRATCH.with_borrow_mut(|scratch| {
                let mut read = ReadBuf::new(scratch);
                ready!(io.poll_read(cx, &mut read))?;
                Poll::Ready(io::Result::Ok(Bytes::copy_from_slice(read.filled())))
            })
        });
        let more = read.await?;
        if let Some(trace) = &self.trace {
            trace.came(&more);
        }
        self.early = match self.early.is_empty() {
            true => more.clone(),
            false => [&self.early[..], &more].concat().into(),
        };
        Ok(!more.is_empty())
    }

    /// Whether what is to be read begins with `expected`. It reads no further than the first difference.
    ///
    /// # Errors
    /// The system's, and those of TLS.
    pub async fn begins_with(&mut self, expected: &[u8]) -> io::Result<bool> {
        loop {
            let n = self.early.len().min(expected.len());
            if self.early[..n] != expected[..n] {
                return Ok(false);
            }
            if n == expected.len() {
                return Ok(true);
            }
            if !self.look_further().await? {
                return Ok(false);
            }
        }
    }

    /// Takes the first `n` bytes.
    ///
    /// # Errors
    /// The system's, those of TLS, and that there are not as many.
    pub async fn take(&mut self, n: usize) -> io::Result<Bytes> {
        while self.early.len() < n {
            if !self.look_further().await? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(self.early.split_to(n))
    }

    /// What the handshake agreed on, if there was one.
    pub fn secured(&self) -> Option<&rustls::CommonState> {
        match &self.io {
            Io::Plain(_) => None,
            Io::Secure(tls) => Some(match &**tls {
                TlsStream::Client(t) => t.get_ref().1,
                TlsStream::Server(t) => t.get_ref().1,
            }),
        }
    }
}

impl Io {
    fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self {
            Io::Plain(s) => Pin::new(s).poll_read(cx, buf),
            Io::Secure(s) => Pin::new(s).poll_read(cx, buf),
        }
    }
}

/// Calls a method of the stream there is.
macro_rules! either {
    ($io:expr, $s:ident => $call:expr) => {
        match &mut $io {
            Io::Plain($s) => $call,
            Io::Secure($s) => $call,
        }
    };
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.early.is_empty() {
            let n = self.early.len().min(buf.remaining());
            buf.put_slice(&self.early.split_to(n));
            return Poll::Ready(Ok(()));
        }
        SCRATCH.with_borrow_mut(|scratch| {
            let room = buf.remaining().min(CHUNK);
            let mut read = ReadBuf::new(&mut scratch[..room]);
            ready!(self.io.poll_read(cx, &mut read))?;
            if let Some(trace) = &self.trace {
                trace.came(read.filled());
            }
            buf.put_slice(read.filled());
            Poll::Ready(Ok(()))
        })
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let n = either!(self.io, s => Pin::new(s).poll_write(cx, data));
        self.went(&n, std::iter::once(data));
        self.bounded(cx, n)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut whole = [0; SHORT];
        let mut n = 0;
        for part in data {
            let Some(room) = whole.get_mut(n..n + part.len()) else {
                let n = either!(self.io, s => Pin::new(s).poll_write_vectored(cx, data));
                self.went(&n, data.iter().map(|piece| &**piece));
                return self.bounded(cx, n);
            };
            room.copy_from_slice(part);
            n += part.len();
        }
        Write::poll_write(self, cx, &whole[..n])
    }

    fn is_write_vectored(&self) -> bool {
        match &self.io {
            Io::Plain(s) => s.is_write_vectored(),
            Io::Secure(s) => s.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = either!(self.io, s => Pin::new(s).poll_flush(cx));
        self.bounded(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self.io, s => Pin::new(s).poll_shutdown(cx))
    }
}

/// What h2 by itself is written for.
impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.early.is_empty() {
            let before = buf.filled().len();
            let read = self.io.poll_read(cx, buf);
            if let Some(trace) = &self.trace {
                trace.came(&buf.filled()[before..]);
            }
            return read;
        }
        let n = self.early.len().min(buf.remaining());
        buf.put_slice(&self.early.split_to(n));
        Poll::Ready(Ok(()))
    }
}

/// Has what hyper can write to be written to by tokio's trait as well, for which h2 is written.
macro_rules! tokio_writer {
    ($name:ty) => {
        impl tokio::io::AsyncWrite for $name {
            fn poll_write(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                data: &[u8],
            ) -> Poll<io::Result<usize>> {
                Write::poll_write(self, cx, data)
            }

            fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
                Write::poll_flush(self, cx)
            }

            fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
                Write::poll_shutdown(self, cx)
            }

            fn poll_write_vectored(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                data: &[io::IoSlice<'_>],
            ) -> Poll<io::Result<usize>> {
                Write::poll_write_vectored(self, cx, data)
            }

            fn is_write_vectored(&self) -> bool {
                Write::is_write_vectored(self)
            }
        }
    };
}
pub(crate) use tokio_writer;

tokio_writer!(Stream);

/// hyper's tasks, on the reactor.
#[derive(Clone)]
pub struct Tasks {
    pub handle: Handle,
    /// They do not keep the program alive.
    pub background: bool,
}

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for Tasks {
    fn execute(&self, future: F) {
        let task = async move {
            future.await;
        };
        match self.background {
            true => self.handle.spawn_background(task),
            false => self.handle.spawn(task),
        };
    }
}
