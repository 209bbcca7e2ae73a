//! The trace log: what comes and goes on the connections of listeners (*downstream*) and of clients (*upstream*).

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::logs::{Log, now, trace};

pub const DOWNSTREAM: &str = "http.tracelog.downstream";
pub const UPSTREAM: &str = "http.tracelog.upstream";

pub struct TraceLog {
    text: Option<Arc<Log>>,
    /// Where records go as JSON.
    socket: Option<Arc<Log>>,
    connections: AtomicU32,
}

impl TraceLog {
    pub fn new(text: Option<Arc<Log>>, socket: Option<Arc<Log>>) -> TraceLog {
        TraceLog { text, socket, connections: AtomicU32::new(0) }
    }

    pub fn logs(&self) -> impl Iterator<Item = &Arc<Log>> {
        self.text.iter().chain(&self.socket)
    }

    fn record(&self, logger: &str, message: &str) {
        if let Some(log) = &self.text {
            let time = now("%Y-%m-%d %H:%M:%S,%3f");
            log.append(format!("[{time}] TRACE {{{logger}}} - {message}  \n").as_bytes());
        }
        if let Some(log) = &self.socket {
            let millis = now("%s%3f");
            let message = serde_json::Value::from(message);
            let record = format!(
                "{{\"level\":\"TRACE\",\"loggerName\":\"{logger}\",\"message\":{message},\"millis\":{millis}}}\n"
            );
            log.append(record.as_bytes());
        }
    }
}

/// A connection that is traced, until it ends.
pub struct Trace {
    log: &'static TraceLog,
    logger: &'static str,
    who: String,
}

/// Begins to trace a connection, if there is a trace log.
pub fn begin(
    logger: &'static str,
    ends: impl FnOnce() -> [std::io::Result<SocketAddr>; 2],
) -> Option<Box<Trace>> {
    let log = trace()?;
    let number = log.connections.fetch_add(1, Ordering::Relaxed);
    let [own, peer] = ends().map(|end| end.map_or_else(|_| "unknown".to_string(), |a| format!("/{a}")));
    let who = format!("[id: 0x{number:08x}, correlatedSource: n/a, host:{own} - remote:{peer}]");
    let trace = Trace { log, logger, who };
    trace.event("ACTIVE");
    Some(Box::new(trace))
}

impl Trace {
    fn event(&self, event: &str) {
        self.log.record(self.logger, &format!("{} {event}", self.who));
    }

    fn data(&self, event: &str, data: &[u8]) {
        let text = match std::str::from_utf8(data) {
            Ok(text) => format!("{}B\n{text}", data.len()),
            Err(_) => "<< Payload could not be decoded >>".to_string(),
        };
        self.log.record(self.logger, &format!("{} {event}: {text}", self.who));
    }

    pub fn came(&self, data: &[u8]) {
        if !data.is_empty() {
            self.data("INBOUND", data);
        }
    }

    pub fn went(&self, data: &[u8]) {
        self.data("OUTBOUND", data);
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        self.event("INACTIVE");
    }
}
