//! UDP.

use std::io;
use std::net::SocketAddr;

use crate::Handle;
use crate::source::{Io, Side, with_scratch};

pub struct UdpSocket(Io<mio::net::UdpSocket>);

impl Handle {
    /// A socket bound to a local address.
    ///
    /// # Errors
    /// The system's.
    pub fn udp(&self, local: SocketAddr) -> io::Result<UdpSocket> {
        Ok(UdpSocket(Io::new(self.0.here(), mio::net::UdpSocket::bind(local)?)?))
    }
}

impl UdpSocket {
    /// Fixes the peer: datagrams of others are dropped.
    ///
    /// # Errors
    /// The system's.
    pub fn connect(&self, peer: SocketAddr) -> io::Result<()> {
        self.0.get().connect(peer)
    }

    /// # Errors
    /// The system's, such as a datagram that is too long.
    pub async fn send_to(&self, data: &[u8], peer: SocketAddr) -> io::Result<usize> {
        self.0.io(Side::Write, |s| s.send_to(data, peer)).await
    }

    /// To the peer that was fixed.
    ///
    /// # Errors
    /// The system's.
    pub async fn send(&self, data: &[u8]) -> io::Result<usize> {
        self.0.io(Side::Write, |s| s.send(data)).await
    }

    /// The next datagram, of at most `limit` bytes. Holds no memory while it waits.
    ///
    /// # Errors
    /// The system's: an earlier datagram may have been refused by its peer.
    pub async fn receive(&self, limit: usize) -> io::Result<(Vec<u8>, SocketAddr)> {
        let read = |s: &mio::net::UdpSocket| {
            with_scratch(|buf| {
                let limit = limit.min(buf.len());
                let (n, from) = s.recv_from(&mut buf[..limit])?;
                Ok((buf[..n].to_vec(), from))
            })
        };
        self.0.io(Side::Read, read).await
    }

    /// # Errors
    /// The system's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.get().local_addr()
    }
}
