//! Natives of `ballerina/tcp`.

use std::io;
use std::net::{Shutdown, SocketAddr};
use std::pin::pin;
use std::sync::Arc;

use native::{Completion, Ctx, Fail, Registry, Result, Word};
use reactor::{Handle, TcpListener, TcpStream};
use rustls::{ClientConfig, ServerConfig};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::tls::{self, Tls};
use crate::{
    CLOSED, Closing, Life, byte_list, failure, first_open, host_name, limit, local_address, matching,
    new_resource, nothing, optional_string, port, reason, resource, take_resource,
};

pub const NATIVES: Registry = &[
    ("tcp:connect", connect),
    ("tcp:read", read),
    ("tcp:write", write),
    ("tcp:close", close),
    ("tcp:isOpen", is_open),
    ("tcp:stopReading", stop_reading),
    ("tcp:listen", listen),
    ("tcp:accept", accept),
    ("tcp:handshake", handshake),
    ("tcp:stopListening", stop_listening),
    ("tcp:peerHost", peer_host),
    ("tcp:peerPort", peer_port),
    ("tcp:ownHost", own_host),
    ("tcp:ownPort", own_port),
];

enum Stream {
    Plain(TcpStream),
    Tls(Arc<Tls>),
}

struct Connection {
    stream: Stream,
    /// One writer at a time: the bytes of two must not mix.
    writing: Arc<Mutex<()>>,
    closing: Closing,
}

impl Connection {
    fn new(stream: Stream) -> Connection {
        Connection { stream, writing: Arc::default(), closing: Closing::default() }
    }

    async fn read_some(&self) -> io::Result<Vec<u8>> {
        match &self.stream {
            Stream::Plain(s) => s.read_some().await,
            Stream::Tls(s) => s.read_some().await,
        }
    }

    /// What has arrived, if that is known without waiting.
    fn try_read(&self) -> Option<io::Result<Vec<u8>>> {
        match &self.stream {
            Stream::Plain(s) if !self.closing.is_closed() => s.try_read(),
            _ => None,
        }
    }

    /// How much of the data could be sent without waiting, and the right to send the rest.
    fn try_write(&self, data: &[u8]) -> (usize, Option<OwnedMutexGuard<()>>) {
        match (&self.stream, self.writing.clone().try_lock_owned()) {
            // What fails does so again.
            (Stream::Plain(s), Ok(turn)) if !self.closing.is_closed() => {
                (s.try_write(data).unwrap_or(0), Some(turn))
            }
            _ => (0, None),
        }
    }

    async fn write_all(&self, data: &[u8]) -> io::Result<()> {
        match &self.stream {
            Stream::Plain(s) => s.write_all(data).await,
            Stream::Tls(s) => s.write_all(data).await,
        }
    }

    fn close(&self, h: &Handle) {
        match &self.stream {
            // The peer may have gone before.
            Stream::Plain(s) => _ = s.shutdown(Shutdown::Write),
            Stream::Tls(s) => s.clone().close(h),
        }
        self.closing.close();
    }

    fn stop_reading(&self) {
        match &self.stream {
            Stream::Plain(s) => _ = s.shutdown(Shutdown::Read),
            Stream::Tls(s) => s.stop_reading(),
        }
    }

    fn address(&self, own: bool) -> Option<SocketAddr> {
        match (&self.stream, own) {
            (Stream::Plain(s), true) => s.local_addr().ok(),
            (Stream::Plain(s), false) => s.peer_addr().ok(),
            (Stream::Tls(s), true) => s.local_addr(),
            (Stream::Tls(s), false) => s.peer_addr(),
        }
    }
}

struct Server {
    socket: TcpListener,
    closing: Closing,
    /// Of a listener whose connections have TLS.
    tls: Option<Arc<ServerConfig>>,
    life: Life,
}

/// The first of a host's addresses that answers.
async fn reach(
    h: &Handle,
    host: &str,
    port: std::result::Result<u16, String>,
    local: Option<&str>,
) -> io::Result<TcpStream> {
    let port = port.map_err(io::Error::other)?;
    let peers = h.resolve(host, port).await?;
    let locals = match local {
        Some(_) => local_address(h, local, 0).await?,
        None => Vec::new(),
    };
    let mut last = None;
    for peer in peers {
        match h.connect(peer, matching(&locals, peer)).await {
            Ok(s) => return Ok(s),
            Err(e) => last = Some(e),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
}

/// `connect(host, port, localHost, tls, nanoseconds)`: a connection or an error. `tls` is the number of a configuration,
/// or none; the time is for its handshake.
fn connect(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port, local) = (cx.string(0)?, port(cx, 1)?, optional_string(cx, 2)?);
    let (config, limit) = (take_resource::<ClientConfig>(cx, 3)?, limit(cx, 4)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let connected = async {
            let stream = reach(&h, &host, port, local.as_deref()).await?;
            match config {
                None => Ok(Stream::Plain(stream)),
                Some(config) => {
                    let secure = tls::in_time(&h, limit, Tls::connect(stream, &host, config));
                    Ok::<_, io::Error>(Stream::Tls(Arc::new(secure.await?)))
                }
            }
        };
        match connected.await {
            Ok(stream) => new_resource(Connection::new(stream)),
            Err(e) => failure(format!("Unable to connect with remote host: {}", reason(&e))),
        }
    })
}

/// `read(connection, nanoseconds)`: bytes, nil at the end, or an error.
fn read(cx: &mut Ctx<'_>) -> Result<Word> {
    let limit = limit(cx, 1)?;
    let Some(c) = resource::<Connection>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    cx.at_once()?;
    if let Some(found) = c.try_read() {
        return what_was_read(found)(cx);
    }
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = pin!(c.read_some());
        let open = pin!(c.closing.unless_closed(open));
        match h.timeout(limit, open).await {
            Err(_) => failure("Read timed out".to_string()),
            Ok(None) => failure(CLOSED.to_string()),
            Ok(Some(found)) => what_was_read(found),
        }
    })
}

fn what_was_read(found: io::Result<Vec<u8>>) -> Completion {
    match found {
        Err(e) => failure(reason(&e)),
        Ok(data) if data.is_empty() => nothing(),
        Ok(data) => byte_list(data),
    }
}

/// `write(connection, data, nanoseconds)`
fn write(cx: &mut Ctx<'_>) -> Result<Word> {
    let limit = limit(cx, 2)?;
    let Some(c) = resource::<Connection>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    cx.at_once()?;
    let data = cx.world.byte_list(cx.arg(1)).ok_or(Fail::Bug("byte list expected"))?;
    let (n, turn) = c.try_write(data);
    if n == data.len() {
        return Ok(Word::NIL);
    }
    let data = data[n..].to_vec();
    let h = cx.reactor()?;
    cx.wait(async move {
        let sent = pin!(async {
            let _turn = match turn {
                Some(turn) => turn,
                None => c.writing.clone().lock_owned().await,
            };
            c.write_all(&data).await
        });
        let open = pin!(c.closing.unless_closed(sent));
        match h.timeout(limit, open).await {
            Err(_) => failure("Write timed out".to_string()),
            Ok(None) => failure(CLOSED.to_string()),
            Ok(Some(Err(e))) => failure(format!("Failed to write data: {}", reason(&e))),
            Ok(Some(Ok(()))) => nothing(),
        }
    })
}

/// `close(connection)`: whether it was open.
fn close(cx: &mut Ctx<'_>) -> Result<Word> {
    let c = take_resource::<Connection>(cx, 0)?;
    if let Some(c) = &c {
        c.close(&cx.reactor()?);
    }
    Ok(Word::bool(c.is_some()))
}

/// `isOpen(connection)`: whether this side has not closed it.
fn is_open(cx: &mut Ctx<'_>) -> Result<Word> {
    Ok(Word::bool(resource::<Connection>(cx, 0)?.is_some()))
}

/// `stopReading(connection)`: what waits for data gets the end.
fn stop_reading(cx: &mut Ctx<'_>) -> Result<Word> {
    if let Some(c) = resource::<Connection>(cx, 0)? {
        c.stop_reading();
    }
    Ok(Word::NIL)
}

/// `listen(host, port, tls)`: a server or an error. `tls` is the number of a configuration, or none.
fn listen(cx: &mut Ctx<'_>) -> Result<Word> {
    let (host, port) = (optional_string(cx, 0)?, port(cx, 1)?);
    let tls = take_resource::<ServerConfig>(cx, 2)?;
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = async {
            let port = port.map_err(io::Error::other)?;
            first_open(local_address(&h, host.as_deref(), port).await?, |addr| h.listen(addr))
        };
        match open.await {
            Ok(socket) => {
                new_resource(Server { socket, closing: Closing::default(), tls, life: Life::default() })
            }
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
            Some(Ok((stream, _))) => new_resource(Connection::new(match &server.tls {
                None => Stream::Plain(stream),
                Some(config) => Stream::Tls(Arc::new(Tls::accept(stream, config.clone()))),
            })),
            Some(Err(e)) => failure(reason(&e)),
        }
    })
}

/// `handshake(connection, nanoseconds)`: what an accepted connection with TLS has to do first.
fn handshake(cx: &mut Ctx<'_>) -> Result<Word> {
    let limit = limit(cx, 1)?;
    let Some(c) = resource::<Connection>(cx, 0)? else { return Ok(cx.error(CLOSED, "")) };
    let h = cx.reactor()?;
    cx.wait(async move {
        let Stream::Tls(secure) = &c.stream else { return nothing() };
        let done = tls::in_time(&h, limit, secure.handshake());
        match c.closing.unless_closed(done).await {
            None => failure(CLOSED.to_string()),
            Some(Err(e)) => failure(format!("Error while SSL handshake: {}", reason(&e))),
            Some(Ok(())) => nothing(),
        }
    })
}

/// `stopListening(server)`: until its address is free.
fn stop_listening(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(s) = take_resource::<Server>(cx, 0)? else { return Ok(Word::NIL) };
    s.closing.close();
    Life::end(cx, s, |s| &s.life)
}

fn address(cx: &mut Ctx<'_>, own: bool) -> Result<Option<SocketAddr>> {
    let c: Option<Arc<Connection>> = resource(cx, 0)?;
    Ok(c.and_then(|c| c.address(own)))
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
