//! Natives of `ballerina/tcp` and `ballerina/udp`. A socket is a resource that the Ballerina objects know by number.
#![forbid(unsafe_code)]

mod tcp;
mod tls;
mod udp;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use native::shared::{byte_list, failure, limit, new_resource, nothing, optional_string, reason, resource};
use native::{Ctx, Fail, NativeFn, Registry, Result, Word};
use reactor::Handle;
use tokio::sync::{Notify, oneshot};

const TABLES: &[Registry] = &[tcp::NATIVES, tls::NATIVES, udp::NATIVES];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    TABLES.iter().flat_map(|t| t.iter()).find(|(n, _)| *n == name).map(|(_, f)| *f)
}

/// Tells those that use a socket that it has been closed.
#[derive(Default)]
struct Closing {
    closed: AtomicBool,
    notify: Notify,
}

impl Closing {
    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.notify.notify_waiters();
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// A future's result; `None` when the socket is closed first.
    async fn unless_closed<F: Future>(&self, future: F) -> Option<F::Output> {
        let closed = self.notify.notified();
        if self.is_closed() {
            return None;
        }
        reactor::first(future, closed).await.ok()
    }
}

/// Tells when a socket is one no more: the last field of what has the socket, so that it is dropped after it.
struct Life {
    _alive: oneshot::Sender<()>,
    gone: Mutex<Option<oneshot::Receiver<()>>>,
}

impl Default for Life {
    fn default() -> Life {
        let (alive, gone) = oneshot::channel();
        Life { _alive: alive, gone: Mutex::new(Some(gone)) }
    }
}

impl Life {
    /// Waits until nobody uses `owner` any more, who has been told that it is closed: its address is free then.
    fn end<T: Send + Sync + 'static>(
        cx: &mut Ctx<'_>,
        owner: Arc<T>,
        life: impl Fn(&T) -> &Life,
    ) -> Result<Word> {
        let gone = life(&owner).gone.lock().ok().and_then(|mut g| g.take());
        drop(owner);
        cx.wait(async move {
            if let Some(gone) = gone {
                // Nobody ever sends anything.
                let _ = gone.await;
            }
            nothing()
        })
    }
}

/// Where a server listens, or a client speaks from: `()` is everywhere, on both protocols where the system has them.
async fn local_address(h: &Handle, host: Option<&str>, port: u16) -> io::Result<Vec<SocketAddr>> {
    match host {
        Some(host) => h.resolve(host, port).await,
        None => Ok(vec![
            SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)),
            SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)),
        ]),
    }
}

/// The first socket that can be opened for one of some addresses: a system without the protocol of the one has that of the
/// other.
fn first_open<T>(addrs: Vec<SocketAddr>, open: impl Fn(SocketAddr) -> io::Result<T>) -> io::Result<T> {
    let mut first = None;
    for addr in addrs {
        match open(addr) {
            Ok(socket) => return Ok(socket),
            Err(e) => first = first.or(Some(e)),
        }
    }
    Err(first.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
}

/// As users know it: this machine's own address by its name.
fn host_name(addr: SocketAddr) -> String {
    let ip = addr.ip().to_canonical();
    if ip.is_loopback() { "localhost".to_string() } else { ip.to_string() }
}

/// A local address of the same family as the peer's.
fn matching(local: &[SocketAddr], peer: SocketAddr) -> Option<SocketAddr> {
    local.iter().copied().find(|l| l.is_ipv4() == peer.is_ipv4())
}

fn unspecified_like(peer: SocketAddr) -> SocketAddr {
    let ip: IpAddr = if peer.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    SocketAddr::new(ip, 0)
}

// ---- arguments ----

fn port(cx: &Ctx<'_>, i: usize) -> Result<std::result::Result<u16, String>> {
    let n = cx.int(i)?;
    Ok(u16::try_from(n).map_err(|_| format!("port out of range: {n}")))
}

fn bytes(cx: &Ctx<'_>, i: usize) -> Result<Vec<u8>> {
    cx.world.byte_list(cx.arg(i)).map(<[u8]>::to_vec).ok_or(Fail::Bug("byte list expected"))
}

/// A resource that is used up with this.
fn take_resource<T: Send + Sync + 'static>(cx: &mut Ctx<'_>, i: usize) -> Result<Option<Arc<T>>> {
    let (id, found) = (cx.int(i)?, resource(cx, i)?);
    if found.is_some() {
        cx.outside().resources().remove(id);
    }
    Ok(found)
}

// ---- results ----

/// What an operation on a socket that has been closed says.
const CLOSED: &str = "Socket connection already closed.";
