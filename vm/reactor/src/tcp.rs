//! TCP: one stream type for everything above, with tokio's io traits.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::Handle;
use crate::source::{Io, SCRATCH_BYTES, Side, with_scratch};

/// Connections that the system accepts before the program does.
const BACKLOG: i32 = 1024;

/// What sockets are asked for. What is nothing is left to the system, which adapts buffers to the connection.
#[derive(Clone, Copy, Debug)]
pub struct SocketOptions {
    /// In bytes.
    pub receive_buffer: Option<usize>,
    /// In bytes.
    pub send_buffer: Option<usize>,
    /// Small pieces are not held back until more comes.
    pub no_delay: bool,
    /// Idle connections are probed.
    pub keep_alive: bool,
    /// The address may be one that has just been in use; nothing is what is usual for the kind of socket.
    pub reuse_address: Option<bool>,
    /// How many connections the system accepts before the program does.
    pub backlog: i32,
}

impl Default for SocketOptions {
    fn default() -> SocketOptions {
        SocketOptions {
            receive_buffer: None,
            send_buffer: None,
            no_delay: true,
            keep_alive: false,
            reuse_address: None,
            backlog: BACKLOG,
        }
    }
}

impl SocketOptions {
    fn apply(&self, socket: &socket2::Socket) -> io::Result<()> {
        if let Some(size) = self.receive_buffer {
            socket.set_recv_buffer_size(size)?;
        }
        if let Some(size) = self.send_buffer {
            socket.set_send_buffer_size(size)?;
        }
        if self.keep_alive {
            socket.set_keepalive(true)?;
        }
        Ok(())
    }
}

/// A connection. Reading and writing at the same time, from different tasks, is fine; two writers must agree on who writes.
pub struct TcpStream(Io<mio::net::TcpStream>);

pub struct TcpListener {
    io: Io<mio::net::TcpListener>,
    /// Of the connections that it accepts.
    no_delay: bool,
}

impl Handle {
    /// Connects to an address, from a local one if that is given.
    ///
    /// # Errors
    /// The system's.
    pub async fn connect(&self, addr: SocketAddr, local: Option<SocketAddr>) -> io::Result<TcpStream> {
        self.connect_with(addr, local, &SocketOptions::default()).await
    }

    /// The same with options.
    ///
    /// # Errors
    /// The system's.
    pub async fn connect_with(
        &self,
        addr: SocketAddr,
        local: Option<SocketAddr>,
        options: &SocketOptions,
    ) -> io::Result<TcpStream> {
        let socket = socket2::Socket::new(socket2::Domain::for_address(addr), socket2::Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket.set_tcp_nodelay(options.no_delay)?;
        options.apply(&socket)?;
        if let Some(reuse) = options.reuse_address {
            socket.set_reuse_address(reuse)?;
        }
        if let Some(local) = local {
            socket.bind(&local.into())?;
        }
        match socket.connect(&addr.into()) {
            // The usual case: it goes on in the background.
            Err(e) if e.raw_os_error() != Some(EINPROGRESS) && e.kind() != io::ErrorKind::WouldBlock => {
                return Err(e);
            }
            _ => {}
        }
        let stream = Io::new(self.0.here(), mio::net::TcpStream::from_std(socket.into()))?;
        stream
            .io(Side::Write, |s| {
                if let Some(e) = s.take_error()? {
                    return Err(e);
                }
                match s.peer_addr() {
                    Ok(_) => Ok(()),
                    Err(e) if e.kind() == io::ErrorKind::NotConnected => {
                        Err(io::ErrorKind::WouldBlock.into())
                    }
                    Err(e) => Err(e),
                }
            })
            .await?;
        Ok(TcpStream(stream))
    }

    /// A listening socket.
    ///
    /// # Errors
    /// The system's: the port is taken, not allowed, or the address is not this machine's.
    pub fn listen(&self, addr: SocketAddr) -> io::Result<TcpListener> {
        self.listen_with(addr, &SocketOptions::default())
    }

    /// The same with options, which connections inherit.
    ///
    /// # Errors
    /// The system's.
    pub fn listen_with(&self, addr: SocketAddr, options: &SocketOptions) -> io::Result<TcpListener> {
        let socket = socket2::Socket::new(socket2::Domain::for_address(addr), socket2::Type::STREAM, None)?;
        socket.set_reuse_address(options.reuse_address.unwrap_or(true))?;
        options.apply(&socket)?;
        if addr.is_ipv6() {
            // The unspecified address stands for both families.
            socket.set_only_v6(false)?;
        }
        socket.set_nonblocking(true)?;
        socket.bind(&addr.into())?;
        socket.listen(options.backlog)?;
        let io = Io::new(self.0.here(), mio::net::TcpListener::from_std(socket.into()))?;
        Ok(TcpListener { io, no_delay: options.no_delay })
    }
}

#[cfg(target_os = "linux")]
const EINPROGRESS: i32 = 115;
#[cfg(not(target_os = "linux"))]
const EINPROGRESS: i32 = 36;

impl TcpListener {
    /// The next connection.
    ///
    /// # Errors
    /// The system's, for example when the process has no more descriptors.
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.io.io(Side::Read, mio::net::TcpListener::accept).await?;
        stream.set_nodelay(self.no_delay)?;
        Ok((TcpStream(self.io.another(stream)?), peer))
    }

    /// # Errors
    /// The system's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }
}

/// What has arrived.
fn receive(mut s: &mio::net::TcpStream) -> io::Result<Vec<u8>> {
    with_scratch(|buf| {
        let n = s.read(buf)?;
        Ok(buf[..n].to_vec())
    })
}

/// What takes less than there is room for takes all there is.
fn is_all(data: &[u8]) -> bool {
    !data.is_empty() && data.len() < SCRATCH_BYTES
}

impl TcpStream {
    /// What has arrived, 64 KiB at most; nothing at the end. Holds no memory while it waits.
    ///
    /// # Errors
    /// The system's.
    pub async fn read_some(&self) -> io::Result<Vec<u8>> {
        std::future::poll_fn(|cx| self.0.poll_stream(cx, Side::Read, receive, |data| is_all(data))).await
    }

    /// The same without waiting: `None` if there is nothing yet.
    pub fn try_read(&self) -> Option<io::Result<Vec<u8>>> {
        self.0.try_stream(Side::Read, receive, |data| is_all(data))
    }

    /// Sends what can be sent without waiting: how much that is.
    ///
    /// # Errors
    /// The system's.
    pub fn try_write(&self, data: &[u8]) -> io::Result<usize> {
        self.0.try_stream(Side::Write, |mut s| s.write(data), |_| false).unwrap_or(Ok(0))
    }

    /// Sends all of `data`.
    ///
    /// # Errors
    /// The system's; some of the data may have been sent.
    pub async fn write_all(&self, mut data: &[u8]) -> io::Result<()> {
        while !data.is_empty() {
            match self.0.io(Side::Write, |mut s| s.write(data)).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                n => data = &data[n..],
            }
        }
        Ok(())
    }

    /// Ends one or both directions.
    ///
    /// # Errors
    /// When they have ended already.
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.0.get().shutdown(how)
    }

    /// # Errors
    /// The system's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.get().local_addr()
    }

    /// # Errors
    /// When the connection has gone.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get().peer_addr()
    }
}

impl AsyncRead for TcpStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let room = buf.initialize_unfilled();
        let len = room.len();
        // Less than there was room for was all that there was.
        let exhausts = |n: &usize| *n > 0 && *n < len;
        self.0.poll_stream(cx, Side::Read, |mut s| s.read(room), exhausts).map_ok(|n| buf.advance(n))
    }
}

impl AsyncWrite for TcpStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        self.0.poll_io(cx, Side::Write, |mut s| s.write(data))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.0.poll_io(cx, Side::Write, |mut s| s.write_vectored(data))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.0.get().shutdown(Shutdown::Write) {
            Err(e) if e.kind() != io::ErrorKind::NotConnected => Poll::Ready(Err(e)),
            _ => Poll::Ready(Ok(())),
        }
    }
}
