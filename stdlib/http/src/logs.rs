//! Where access logs and trace logs go. Whoever has something to tell leaves it in memory; a task of the reactor writes it to
//! the console, to a file or to a socket, so that no request waits for that.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use jiff::Zoned;
use native::{Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use reactor::{Handle, TcpStream};
use stdlib_util::rotation::{self, RotatingFile};
use tokio::sync::Notify;

use crate::access_log::AccessLog;
use crate::trace_log::TraceLog;
use crate::{failure, nothing, optional_string, reason, strings};

pub const NATIVES: Registry = &[("http:openLogs", open_logs), ("http:flushLogs", flush_logs)];

/// More is not kept in memory when writing takes too long: entries are left out then.
const MOST_PENDING: usize = 4 << 20;

/// The logs of the program, of which a process runs one; nothing if it has none, so that looking costs next to nothing.
static LOGS: OnceLock<Logs> = OnceLock::new();

#[derive(Default)]
struct Logs {
    access: Option<AccessLog>,
    trace: Option<TraceLog>,
}

/// The access log, if there is one.
pub fn access() -> Option<&'static AccessLog> {
    LOGS.get()?.access.as_ref()
}

/// The trace log, if there is one.
pub fn trace() -> Option<&'static TraceLog> {
    LOGS.get()?.trace.as_ref()
}

/// The time as a log shows it.
pub fn now(format: &str) -> String {
    Zoned::now().strftime(format).to_string()
}

/// One place, or several, where entries are written.
pub struct Log {
    handle: Handle,
    pending: Mutex<Pending>,
    /// Nothing is left to be written.
    idle: Notify,
}

struct Pending {
    text: Vec<u8>,
    lost: usize,
    /// Not there while it is being written to.
    to: Option<Destination>,
}

enum Destination {
    Files(Vec<Box<dyn Write + Send>>),
    Socket(TcpStream),
}

impl Log {
    fn new(handle: Handle, to: Destination) -> Arc<Log> {
        let pending = Mutex::new(Pending { text: Vec::new(), lost: 0, to: Some(to) });
        Arc::new(Log { handle, pending, idle: Notify::new() })
    }

    /// Leaves an entry to be written.
    pub fn append(self: &Arc<Self>, entry: &[u8]) {
        let mut pending = self.pending.lock();
        if pending.text.len() + entry.len() > MOST_PENDING {
            pending.lost += 1;
            return;
        }
        pending.text.extend_from_slice(entry);
        let Some(to) = pending.to.take() else { return };
        drop(pending);
        self.handle.spawn(self.clone().write(to));
    }

    async fn write(self: Arc<Self>, mut to: Destination) {
        loop {
            let text = {
                let mut pending = self.pending.lock();
                let mut text = std::mem::take(&mut pending.text);
                let lost = std::mem::take(&mut pending.lost);
                if lost > 0 {
                    text.extend_from_slice(format!("{lost} entries were left out\n").as_bytes());
                }
                if text.is_empty() {
                    pending.to = Some(to);
                    break;
                }
                text
            };
            // There is nobody to be told that a log cannot be written.
            to = match to {
                Destination::Files(mut files) => {
                    let write = move || {
                        for file in &mut files {
                            let _ = file.write_all(&text).and_then(|()| file.flush());
                        }
                        files
                    };
                    Destination::Files(self.handle.blocking(write).await)
                }
                Destination::Socket(socket) => {
                    let _ = socket.write_all(&text).await;
                    Destination::Socket(socket)
                }
            };
        }
        self.idle.notify_waiters();
    }

    /// Waits until all that has been left is written.
    async fn flushed(&self) {
        loop {
            let idle = self.idle.notified();
            if self.pending.lock().to.is_some() {
                return;
            }
            idle.await;
        }
    }
}

type Opening = native::Job<Box<dyn Write + Send>>;

/// What opens the console and a file, as far as three arguments want them: whether the console, the path, and when the file is
/// put aside; or what is wrong with that.
fn files(cx: &mut Ctx<'_>, first: usize) -> Result<std::result::Result<Vec<Opening>, String>> {
    let (console, path) = (cx.bool(first)?, optional_string(cx, first + 1)?);
    let rotation = match rotation::argument(cx, first + 2)? {
        Some(Err(message)) => return Ok(Err(message)),
        Some(Ok(rotation)) => Some(rotation),
        None => None,
    };
    let mut platform = cx.platform();
    let mut jobs = Vec::new();
    if console {
        jobs.push(platform.console_writer());
    }
    jobs.extend(path.map(|path| match rotation {
        Some(rotation) => {
            Box::new(move || Ok(Box::new(RotatingFile::open(path, rotation)?) as Box<dyn Write + Send>))
        }
        None => platform.file_creator(path, true),
    }));
    Ok(Ok(jobs))
}

/// `openLogs(accessConsole, accessPath, accessRotation, json, attributes, traceConsole, tracePath, traceRotation, host,
/// port)`: nothing, or an error that says which log cannot be had. Without attributes there are the usual ones.
fn open_logs(cx: &mut Ctx<'_>) -> Result<Word> {
    let (access, trace) = match (files(cx, 0)?, files(cx, 5)?) {
        (Ok(access), Ok(trace)) => (access, trace),
        (Err(message), _) | (_, Err(message)) => return Ok(cx.error(&message, "")),
    };
    let (json, attributes) = (cx.bool(3)?, strings(cx, 4)?);
    let (host, port) = (optional_string(cx, 8)?, cx.int(9)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let open = async |what: &str, jobs: Vec<Opening>| {
            if jobs.is_empty() {
                return Ok(None);
            }
            let all = move || jobs.into_iter().map(|job| job()).collect::<std::io::Result<Vec<_>>>();
            match h.blocking(all).await {
                Ok(files) => Ok(Some(Log::new(h.clone(), Destination::Files(files)))),
                Err(e) => Err(format!("Failed to setup HTTP {what} log file handler: {}", reason(&e))),
            }
        };
        let opened = async {
            let access = open("access", access).await?.map(|log| AccessLog::new(log, json, attributes));
            let text = open("trace", trace).await?;
            let socket = match host {
                Some(host) => Some(Log::new(h.clone(), Destination::Socket(publish(&h, &host, port).await?))),
                None => None,
            };
            let trace = (text.is_some() || socket.is_some()).then(|| TraceLog::new(text, socket));
            Ok(Logs { access, trace })
        };
        match opened.await {
            Ok(logs) => {
                // The module is initialised once.
                let _ = LOGS.set(logs);
                nothing()
            }
            Err(message) => failure(message),
        }
    })
}

async fn publish(h: &Handle, host: &str, port: i64) -> std::result::Result<TcpStream, String> {
    let connect = async {
        let port = u16::try_from(port).map_err(|_| std::io::ErrorKind::InvalidInput)?;
        let addresses = h.resolve(host, port).await?;
        let address = addresses.first().ok_or(std::io::ErrorKind::AddrNotAvailable)?;
        h.connect(*address, None).await
    };
    connect.await.map_err(|e| format!("Failed to connect to {host}:{port}: {}", reason(&e)))
}

/// `flushLogs()`: waits until everything that has been logged is written.
fn flush_logs(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(logs) = LOGS.get() else { return Ok(Word::NIL) };
    cx.wait(async move {
        if let Some(access) = &logs.access {
            access.log.flushed().await;
        }
        for log in logs.trace.iter().flat_map(TraceLog::logs) {
            log.flushed().await;
        }
        nothing()
    })
}
