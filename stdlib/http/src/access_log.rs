//! The access log: a line for every request that has been answered, when the last of the answer has gone.

use std::fmt::Write;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, REFERER, USER_AGENT};
use hyper::{Request, Version};

use crate::body::{Incoming, Outgoing};
use crate::inbound::Answer;
use crate::logs::{Log, now};

pub struct AccessLog {
    pub log: Arc<Log>,
    json: bool,
    attributes: Vec<(String, Attribute)>,
}

/// Something that a line tells.
enum Attribute {
    Ip,
    DateTime,
    Request,
    Method,
    Uri,
    Scheme,
    Status,
    RequestSize,
    ResponseSize,
    Time,
    Header(HeaderName),
}

/// The attributes with names of their own, in the order of a line.
const NAMED: [(&str, Attribute); 13] = [
    ("ip", Attribute::Ip),
    ("date_time", Attribute::DateTime),
    ("request", Attribute::Request),
    ("request_method", Attribute::Method),
    ("request_uri", Attribute::Uri),
    ("scheme", Attribute::Scheme),
    ("status", Attribute::Status),
    ("request_body_size", Attribute::RequestSize),
    ("response_body_size", Attribute::ResponseSize),
    ("request_time", Attribute::Time),
    ("http_referrer", Attribute::Header(REFERER)),
    ("http_user_agent", Attribute::Header(USER_AGENT)),
    ("http_x_forwarded_for", Attribute::Header(FORWARDED)),
];

const USUAL: [&str; 7] =
    ["ip", "date_time", "request", "status", "response_body_size", "http_referrer", "http_user_agent"];

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

impl AccessLog {
    /// Without attributes there are the usual ones. Those that are none are left out.
    pub fn new(log: Arc<Log>, json: bool, attributes: Vec<String>) -> AccessLog {
        let wanted = match attributes.is_empty() {
            true => USUAL.map(str::to_string).to_vec(),
            false => attributes,
        };
        let named = NAMED.into_iter().filter(|(name, _)| wanted.iter().any(|w| w == name));
        let mut attributes: Vec<_> = named.map(|(name, attribute)| (name.to_string(), attribute)).collect();
        for name in wanted {
            let header = name.strip_prefix("http_").and_then(|h| HeaderName::from_bytes(h.as_bytes()).ok());
            if let Some(header) = header
                && !attributes.iter().any(|(known, _)| *known == name)
            {
                attributes.push((name, Attribute::Header(header)));
            }
        }
        AccessLog { log, json, attributes }
    }

    fn line(&self, entry: &Entry) -> String {
        let mut line = String::new();
        for (i, (name, attribute)) in self.attributes.iter().enumerate() {
            let (value, quoted) = entry.value(attribute);
            let _ = match (self.json, attribute) {
                (true, _) => write!(
                    line,
                    "{}{}:{}",
                    if i == 0 { "{" } else { "," },
                    serde_json::Value::from(name.as_str()),
                    serde_json::Value::from(value)
                ),
                (false, attribute) => {
                    let space = if i == 0 { "" } else { " " };
                    match attribute {
                        Attribute::DateTime => write!(line, "{space}[{value}]"),
                        _ if quoted => write!(line, "{space}\"{}\"", escaped(&value)),
                        _ => write!(line, "{space}{value}"),
                    }
                }
            };
        }
        line.push_str(if self.json { "} \n" } else { " \n" });
        line
    }
}

/// What a client has sent must not look like the end of what it has sent, or like another line.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// A request that a line will tell of.
pub struct Entry {
    log: &'static AccessLog,
    ip: IpAddr,
    began: Instant,
    date_time: String,
    method: String,
    target: String,
    version: Version,
    headers: HeaderMap,
    /// What has come of a body whose length was not told.
    came: Arc<AtomicU64>,
    status: u16,
    sent: u64,
}

/// Notes a request of which the log will tell.
pub fn begin(
    log: &'static AccessLog,
    peer: IpAddr,
    request: Request<Incoming>,
) -> (Request<Incoming>, Box<Entry>) {
    let (head, body) = request.into_parts();
    let came = Arc::new(AtomicU64::new(0));
    let entry = Entry {
        log,
        ip: peer.to_canonical(),
        began: Instant::now(),
        date_time: now("%d/%b/%Y:%H:%M:%S.%3f %z"),
        method: head.method.to_string(),
        target: head.uri.path_and_query().map_or("/", |p| p.as_str()).to_string(),
        version: head.version,
        headers: head.headers.clone(),
        came: came.clone(),
        status: 0,
        sent: 0,
    };
    let body = Incoming::Counted(Box::new(body), came);
    (Request::from_parts(head, body), Box::new(entry))
}

impl Entry {
    /// The answer, with whose end the request is logged.
    pub fn answered(mut self: Box<Self>, answer: Answer) -> Answer {
        self.status = answer.status().as_u16();
        answer.map(|body| Outgoing::Logged(Box::new(Logged { body, entry: self })))
    }

    fn header(&self, name: &HeaderName) -> Option<String> {
        self.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
    }

    fn scheme(&self) -> &'static str {
        match self.version {
            Version::HTTP_10 => "HTTP/1.0",
            Version::HTTP_2 => "HTTP/2.0",
            _ => "HTTP/1.1",
        }
    }

    /// An attribute's value, and whether it stands in quotes.
    fn value(&self, attribute: &Attribute) -> (String, bool) {
        let plain = match attribute {
            Attribute::Ip => match self.header(&FORWARDED) {
                // The first one is the client.
                Some(hops) => escaped(hops.split(',').next().unwrap_or_default().trim()),
                None => self.ip.to_string(),
            },
            Attribute::DateTime => self.date_time.clone(),
            Attribute::Request => {
                return (format!("{} {} {}", self.method, self.target, self.scheme()), true);
            }
            Attribute::Method => self.method.clone(),
            Attribute::Uri => self.target.clone(),
            Attribute::Scheme => self.scheme().to_string(),
            Attribute::Status => self.status.to_string(),
            Attribute::RequestSize => {
                match self.header(&CONTENT_LENGTH).and_then(|l| l.parse::<u64>().ok()) {
                    Some(length) => length.to_string(),
                    None => self.came.load(Ordering::Relaxed).to_string(),
                }
            }
            Attribute::ResponseSize => self.sent.to_string(),
            Attribute::Time => self.began.elapsed().as_millis().to_string(),
            Attribute::Header(name) => return (self.header(name).unwrap_or_else(|| "-".to_string()), true),
        };
        (plain, false)
    }
}

/// The body of an answer that is logged.
pub struct Logged {
    body: Outgoing,
    entry: Box<Entry>,
}

impl Logged {
    pub fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            self.entry.sent += frame.data_ref().map_or(0, Bytes::len) as u64;
        }
        Poll::Ready(frame)
    }

    pub fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    pub fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        self.entry.log.log.append(self.entry.log.line(&self.entry).as_bytes());
    }
}
