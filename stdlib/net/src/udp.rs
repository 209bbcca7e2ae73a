//! Natives of `ballerina/udp`.

use std::net::SocketAddr;

use native::{Ctx, Registry, Result, Word};
use reactor::UdpSocket;

use crate::{
    CLOSED, Closing, Life, bytes, failure, first_open, host_name, limit, local_address, matching,
    new_resource, nothing, optional_string, port, reason, resource, take_resource, unspecified_like,
};

pub const NATIVES: Registry = &[
    ("udp:open", open),
    ("udp:connect", connect),
    ("udp:send", send),
    ("udp:sendTo", send_to),
    ("udp:receive", receive),
    ("udp:close", close),
];

/// The longest datagram there is.
const LONGEST: usize = 65_535;
/// Longer data is sent in parts.
const PART: usize = 8192;

struct Socket {
    socket: UdpSocket,
    closing: Closing,
    life: Life,
}

impl Socket {
    fn new(socket: UdpSocket) -> Socket {
        Socket { socket, closing: Closing::default(), life: Life::default() }
    }
}

/// Of an empty datagram there is one part.
fn parts(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.chunks(PART).chain(data.is_empty().then_some(data))
}

/// `open(host, port)`: a socket or an error.
fn open(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port) = (optional_string(cx, 0)?, port(cx, 1)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = async {
            let port = port.map_err(std::io::Error::other)?;
            // Without a host the older protocol: the newer one's socket cannot send to the older one's addresses.
            let mut addrs = local_address(&h, host.as_deref(), port).await?;
            if host.is_none() {
                addrs.reverse();
            }
            first_open(addrs, |addr| h.udp(addr))
        };
        match open.await {
            Ok(socket) => new_resource(Socket::new(socket)),
            Err(e) => failure(reason(&e)),
        }
    })
}

/// `connect(host, port, localHost, localPort)`: a socket for one peer, or an error.
fn connect(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, peer_port) = (cx.string(0)?, port(cx, 1)?);
    let (local, local_port) = (optional_string(cx, 2)?, port(cx, 3)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let connected = async {
            let peer_port = peer_port.map_err(std::io::Error::other)?;
            let local_port = local_port.map_err(std::io::Error::other)?;
            let peers = h.resolve(&host, peer_port).await?;
            let locals = local_address(&h, local.as_deref(), local_port).await?;
            let peer = peers.iter().copied().find(SocketAddr::is_ipv4).unwrap_or(peers[0]);
            let socket = h.udp(matching(&locals, peer).unwrap_or_else(|| unspecified_like(peer)))?;
            socket.connect(peer)?;
            Ok::<_, std::io::Error>(socket)
        };
        match connected.await {
            Ok(socket) => new_resource(Socket::new(socket)),
            Err(e) => failure(format!("Can't connect to remote host: {}", reason(&e))),
        }
    })
}

/// `send(socket, data)`, to the socket's peer.
fn send(cx: &mut Ctx<'_>) -> Result<Word> {
    let data = bytes(cx, 1)?;
    let Some(s) = resource::<Socket>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    cx.wait(async move {
        for part in parts(&data) {
            if let Err(e) = s.socket.send(part).await {
                return failure(format!("Failed to send data: {}", reason(&e)));
            }
        }
        nothing()
    })
}

/// `sendTo(socket, data, host, port)`
fn send_to(cx: &mut Ctx<'_>) -> Result<Word> {
    let (data, host, port) = (bytes(cx, 1)?, cx.string(2)?, port(cx, 3)?);
    let Some(s) = resource::<Socket>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    let h = cx.reactor()?;
    cx.wait(async move {
        let sent = async {
            let peers = h.resolve(&host, port.map_err(std::io::Error::other)?).await?;
            let own = s.socket.local_addr()?;
            let peer = matching(&peers, own).unwrap_or(peers[0]);
            for part in parts(&data) {
                s.socket.send_to(part, peer).await?;
            }
            Ok::<_, std::io::Error>(())
        };
        match sent.await {
            Ok(()) => nothing(),
            Err(e) => failure(format!("Failed to send data: {}", reason(&e))),
        }
    })
}

/// `receive(socket, nanoseconds)`: host, port and data of the next datagram; nil when the socket is closed; or an error.
fn receive(cx: &mut Ctx<'_>) -> Result<Word> {
    let limit = limit(cx, 1)?;
    let Some(s) = resource::<Socket>(cx, 0)? else { return Ok(Word::NIL) };
    let h = cx.reactor()?;
    cx.wait(async move {
        match h.timeout(limit, s.closing.unless_closed(s.socket.receive(LONGEST))).await {
            Err(_) => failure("Read timed out".to_string()),
            Ok(None) => nothing(),
            Ok(Some(Err(e))) if e.kind() == std::io::ErrorKind::ConnectionRefused => {
                failure("Port unreachable".to_string())
            }
            Ok(Some(Err(e))) => failure(reason(&e)),
            Ok(Some(Ok((data, from)))) => Box::new(move |cx: &mut Ctx<'_>| datagram(cx, &data, from)),
        }
    })
}

/// Host, port and data.
fn datagram(cx: &mut Ctx<'_>, data: &[u8], from: SocketAddr) -> Result<Word> {
    let ty = cx.world.readonly_bytes();
    let data = cx.world.list_of_bytes(ty, data)?;
    let data = cx.keep(data);
    let host = cx.world.str(&host_name(from));
    let host = cx.keep(host);
    let ty = cx.world.ids.any_list;
    let list = cx.world.list_new(ty, 3);
    let list = cx.world.list_init(list, cx.get(host))?;
    let kept = cx.keep(list);
    let port = cx.world.int(from.port().into());
    let list = cx.world.list_init(cx.get(kept), port)?;
    cx.world.list_init(list, cx.get(data))
}

/// `close(socket)`: until its address is free.
fn close(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(s) = take_resource::<Socket>(cx, 0)? else { return Ok(Word::NIL) };
    s.closing.close();
    Life::end(cx, s, |s| &s.life)
}
