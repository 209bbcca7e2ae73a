//! Natives of `ballerina/tcp`.

use std::net::Shutdown;
use std::sync::Arc;

use native::{Ctx, Registry, Result, Word};
use reactor::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::{
    Closing, byte_list, bytes, duration, failure, host_name, local_address, matching, new_resource, nothing,
    optional_string, port, reason, resource,
};

pub const NATIVES: Registry = &[
    ("tcp:connect", connect),
    ("tcp:read", read),
    ("tcp:write", write),
    ("tcp:close", close),
    ("tcp:stopReading", stop_reading),
    ("tcp:listen", listen),
    ("tcp:accept", accept),
    ("tcp:stopListening", stop_listening),
    ("tcp:peerHost", peer_host),
    ("tcp:peerPort", peer_port),
    ("tcp:ownHost", own_host),
    ("tcp:ownPort", own_port),
];

struct Connection {
    stream: TcpStream,
    /// One writer at a time: the bytes of two must not mix.
    writing: Mutex<()>,
    closing: Closing,
}

impl Connection {
    fn new(stream: TcpStream) -> Connection {
        Connection { stream, writing: Mutex::new(()), closing: Closing::default() }
    }
}

struct Server {
    socket: TcpListener,
    closing: Closing,
}

const CLOSED: &str = "Socket connection already closed.";

/// `connect(host, port, localHost)`: a connection or an error.
fn connect(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port, local) = (cx.string(0)?, port(cx, 1)?, optional_string(cx, 2)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let connected = async {
            let port = port.map_err(std::io::Error::other)?;
            let peers = h.resolve(&host, port).await?;
            let locals = match &local {
                Some(_) => local_address(&h, local.as_deref(), 0).await?,
                None => Vec::new(),
            };
            let mut last = None;
            for peer in peers {
                match h.connect(&[peer], matching(&locals, peer)).await {
                    Ok(s) => return Ok(s),
                    Err(e) => last = Some(e),
                }
            }
            Err(last.unwrap_or_else(|| std::io::ErrorKind::NotFound.into()))
        };
        match connected.await {
            Ok(stream) => new_resource(Connection::new(stream)),
            Err(e) => failure(format!("Unable to connect with remote host: {}", reason(&e))),
        }
    })
}

/// `read(connection, nanoseconds)`: bytes, nil at the end, or an error.
fn read(cx: &mut Ctx<'_>) -> Result<Word> {
    let limit = duration(cx, 1)?;
    let Some(c) = resource::<Connection>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    let h = cx.reactor()?;
    cx.wait(async move {
        // A limit of nothing is none.
        let limit = Some(limit).filter(|l| !l.is_zero());
        match h.timeout(limit, c.closing.unless_closed(c.stream.read_some())).await {
            Err(_) => failure("Read timed out".to_string()),
            Ok(None) => failure(CLOSED.to_string()),
            Ok(Some(Err(e))) => failure(reason(&e)),
            Ok(Some(Ok(data))) if data.is_empty() => nothing(),
            Ok(Some(Ok(data))) => byte_list(data),
        }
    })
}

/// `write(connection, data, nanoseconds)`
fn write(cx: &mut Ctx<'_>) -> Result<Word> {
    let (data, limit) = (bytes(cx, 1)?, duration(cx, 2)?);
    let Some(c) = resource::<Connection>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    let h = cx.reactor()?;
    cx.wait(async move {
        let limit = Some(limit).filter(|l| !l.is_zero());
        let sent = async {
            let _turn = c.writing.lock().await;
            c.stream.write_all(&data).await
        };
        match h.timeout(limit, c.closing.unless_closed(sent)).await {
            Err(_) => failure("Write timed out".to_string()),
            Ok(None) => failure(CLOSED.to_string()),
            Ok(Some(Err(e))) => failure(format!("Failed to write data: {}", reason(&e))),
            Ok(Some(Ok(()))) => nothing(),
        }
    })
}

/// `close(connection)`: whether it was open.
fn close(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    let c = resource::<Connection>(cx, 0)?;
    cx.outside().resources().remove(id);
    if let Some(c) = &c {
        // The peer may have gone before.
        let _ = c.stream.shutdown(Shutdown::Write);
        c.closing.close();
    }
    Ok(Word::bool(c.is_some()))
}

/// `stopReading(connection)`: what waits for data gets the end.
fn stop_reading(cx: &mut Ctx<'_>) -> Result<Word> {
    if let Some(c) = resource::<Connection>(cx, 0)? {
        let _ = c.stream.shutdown(Shutdown::Read);
    }
    Ok(Word::NIL)
}

/// `listen(host, port)`: a server or an error.
fn listen(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port) = (optional_string(cx, 0)?, port(cx, 1)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = async {
            let port = port.map_err(std::io::Error::other)?;
            let mut last = None;
            for addr in local_address(&h, host.as_deref(), port).await? {
                match h.listen(addr) {
                    Ok(socket) => return Ok(socket),
                    // A system without the protocol of the first address has that of the second.
                    Err(e) => last = last.or(Some(e)),
                }
            }
            Err(last.unwrap_or_else(|| std::io::ErrorKind::AddrNotAvailable.into()))
        };
        match open.await {
            Ok(socket) => new_resource(Server { socket, closing: Closing::default() }),
            Err(e) => failure(format!("Error initializing the server: {}", reason(&e))),
        }
    })
}

/// `accept(server)`: a connection, nil when the server has been stopped, or an error.
fn accept(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(server) = resource::<Server>(cx, 0)? else { return Ok(Word::NIL) };
    cx.wait(async move {
        match server.closing.unless_closed(server.socket.accept()).await {
            None => nothing(),
            Some(Ok((stream, _))) => new_resource(Connection::new(stream)),
            Some(Err(e)) => failure(reason(&e)),
        }
    })
}

fn stop_listening(cx: &mut Ctx<'_>) -> Result<Word> {
    let id = cx.int(0)?;
    let server = resource::<Server>(cx, 0)?;
    cx.outside().resources().remove(id);
    if let Some(s) = server {
        s.closing.close();
    }
    Ok(Word::NIL)
}

fn address(cx: &mut Ctx<'_>, own: bool) -> Result<Option<std::net::SocketAddr>> {
    let c: Option<Arc<Connection>> = resource(cx, 0)?;
    Ok(c.and_then(|c| if own { c.stream.local_addr() } else { c.stream.peer_addr() }.ok()))
}

/// `peerHost(connection)`
fn peer_host(cx: &mut Ctx<'_>) -> Result<Word> {
    let host = address(cx, false)?.map(host_name).unwrap_or_default();
    Ok(cx.world.str(&host))
}

fn peer_port(cx: &mut Ctx<'_>) -> Result<Word> {
    let port = address(cx, false)?.map_or(0, |a| a.port());
    Ok(cx.world.int(port.into()))
}

fn own_host(cx: &mut Ctx<'_>) -> Result<Word> {
    let host = address(cx, true)?.map(host_name).unwrap_or_default();
    Ok(cx.world.str(&host))
}

fn own_port(cx: &mut Ctx<'_>) -> Result<Word> {
    let port = match resource::<Server>(cx, 0)? {
        Some(server) => server.socket.local_addr().ok(),
        None => address(cx, true)?,
    };
    Ok(cx.world.int(port.map_or(0, |a| a.port()).into()))
}
