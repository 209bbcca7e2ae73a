//! HTTP/2 without TLS by the upgrade of a connection of HTTP/1.1 (RFC 7540, 3.2).
//!
//! The request that asks for the upgrade becomes stream 1. The crate `h2` does not know of upgrades: a server's side is
//! given the frames that the client would have sent for stream 1 right after its preface ([`begin`]); a client's side sends
//! a placeholder for stream 1, whose frame is left out ([`Switched`]). Both use representations only that leave the
//! compression of header fields as it is.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::header::{CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE};
use hyper::http::request::Parts;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::{Request, StatusCode};
use tokio::io::{AsyncRead, ReadBuf};

use crate::body::Outgoing;
use crate::inbound::{Answer, answer};
use crate::stream::{Stream, tokio_writer};

/// What a client sends first.
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Requests with longer bodies are not upgraded: they would not fit into the window of a stream.
pub const MOST_BODY: u64 = 16 * 1024;
/// The largest frame before anything else has been agreed on.
const MOST_FRAME: usize = 16 * 1024;
const FRAME_HEAD: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// The header field with the client's settings.
pub const HTTP2_SETTINGS: HeaderName = HeaderName::from_static("http2-settings");

/// The name of the protocol among those that are offered.
fn offers_h2c(headers: &HeaderMap) -> bool {
    let names = headers.get_all(UPGRADE).iter().filter_map(|v| v.to_str().ok());
    names.flat_map(|v| v.split(',')).any(|name| name.trim().eq_ignore_ascii_case("h2c"))
}

/// Whether a request asks for the upgrade.
pub fn is_asked_for<B>(request: &Request<B>) -> bool {
    // Looked at first, as it is there seldom.
    request.headers().contains_key(UPGRADE)
        && request.headers().get_all(HTTP2_SETTINGS).iter().count() == 1
        && offers_h2c(request.headers())
}

/// Whether a server agrees to it.
pub fn is_agreed<B>(response: &hyper::Response<B>) -> bool {
    response.status() == StatusCode::SWITCHING_PROTOCOLS && offers_h2c(response.headers())
}

/// The answer that agrees to it.
pub fn switching() -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("h2c"));
    answer(StatusCode::SWITCHING_PROTOCOLS, headers, Outgoing::Whole(Bytes::new()), false)
}

// ---- a server's side ----

fn frame(out: &mut Vec<u8>, kind: u8, flags: u8, payload: &[u8]) {
    out.extend_from_slice(&(payload.len() as u32).to_be_bytes()[1..]);
    out.extend_from_slice(&[kind, flags, 0, 0, 0, 1]);
    out.extend_from_slice(payload);
}

/// A length with a prefix of seven bits, then the text (RFC 7541, 5.1 and 5.2).
fn text(out: &mut Vec<u8>, text: &[u8]) {
    let mut n = text.len();
    if n < 127 {
        out.push(n as u8);
    } else {
        out.push(127);
        n -= 127;
        while n >= 128 {
            out.push((n % 128 + 128) as u8);
            n /= 128;
        }
        out.push(n as u8);
    }
    out.extend_from_slice(text);
}

/// A field that is not put into any table (RFC 7541, 6.2.2).
fn field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.push(0);
    text(out, name);
    text(out, value);
}

/// A request as the frames of stream 1.
pub fn as_frames(head: &Parts, body: &[u8]) -> Vec<u8> {
    let mut block = Vec::new();
    let target = head.uri.path_and_query().map_or("/", |p| p.as_str());
    field(&mut block, b":method", head.method.as_str().as_bytes());
    field(&mut block, b":scheme", b"http");
    field(&mut block, b":path", target.as_bytes());
    if let Some(host) = head.headers.get(HOST) {
        field(&mut block, b":authority", host.as_bytes());
    }
    let of_the_connection = [CONNECTION, UPGRADE, HTTP2_SETTINGS, HOST, TE, TRANSFER_ENCODING];
    for (name, value) in &head.headers {
        if !of_the_connection.contains(name) && !["keep-alive", "proxy-connection"].contains(&name.as_str()) {
            field(&mut block, name.as_str().as_bytes(), value.as_bytes());
        }
    }
    let mut out = Vec::new();
    let mut kind = HEADERS;
    let mut blocks = block.chunks(MOST_FRAME).peekable();
    while let Some(part) = blocks.next() {
        let last = if blocks.peek().is_none() { END_HEADERS } else { 0 };
        let end = if kind == HEADERS && body.is_empty() { END_STREAM } else { 0 };
        frame(&mut out, kind, last | end, part);
        kind = CONTINUATION;
    }
    let mut parts = body.chunks(MOST_FRAME).peekable();
    while let Some(part) = parts.next() {
        frame(&mut out, DATA, if parts.peek().is_none() { END_STREAM } else { 0 }, part);
    }
    out
}

/// Waits for the client's preface and its settings, and puts stream 1 after them.
///
/// # Errors
/// The system's, and that the client does not speak HTTP/2.
pub async fn begin(stream: &mut Stream, first_stream: Vec<u8>) -> io::Result<()> {
    let mut start = stream.take(PREFACE.len() + FRAME_HEAD).await?.to_vec();
    let size = &start[PREFACE.len()..];
    let length = usize::from(size[0]) << 16 | usize::from(size[1]) << 8 | usize::from(size[2]);
    if !start.starts_with(PREFACE) || start[PREFACE.len() + 3] != SETTINGS || length > MOST_FRAME {
        return Err(io::ErrorKind::InvalidData.into());
    }
    start.extend_from_slice(&stream.take(length).await?);
    start.extend_from_slice(&first_stream);
    stream.unread(start);
    Ok(())
}

// ---- a client's side ----

const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as the text of a header field, without padding.
pub fn base64url(data: &[u8]) -> String {
    let mut out = String::new();
    for three in data.chunks(3) {
        let bits = three.iter().enumerate().fold(0u32, |bits, (i, b)| bits | u32::from(*b) << (16 - 8 * i));
        for i in 0..=three.len() {
            out.push(char::from(URL_SAFE[(bits >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out
}

/// The same with the other two digits, and padding.
pub fn base64(data: &[u8]) -> String {
    let mut out = base64url(data).replace('-', "+").replace('_', "/");
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

/// The stream of a client that has switched: what is sent leaves out the header block of stream 1, which the server has
/// got with the request for the upgrade.
pub struct Switched {
    stream: Stream,
    /// What has not been understood yet, up to the placeholder.
    looking: Option<Vec<u8>>,
    /// What is to be sent before anything else.
    out: Vec<u8>,
}

impl Switched {
    pub fn new(stream: Stream) -> Switched {
        Switched { stream, looking: Some(Vec::new()), out: Vec::new() }
    }

    /// Moves whole frames to what is sent.
    fn look(&mut self, data: &[u8]) {
        let Some(mut held) = self.looking.take() else { return };
        held.extend_from_slice(data);
        if self.out.is_empty() && held.starts_with(b"PRI") {
            if held.len() < PREFACE.len() {
                self.looking = Some(held);
                return;
            }
            self.out.extend(held.drain(..PREFACE.len()));
        }
        while held.len() >= FRAME_HEAD {
            let length = usize::from(held[0]) << 16 | usize::from(held[1]) << 8 | usize::from(held[2]);
            let whole = FRAME_HEAD + length;
            if held.len() < whole {
                break;
            }
            if held[3] == HEADERS {
                self.out.extend(held.drain(whole..));
                return;
            }
            self.out.extend(held.drain(..whole));
        }
        self.looking = Some(held);
    }

    fn poll_out(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.out.is_empty() {
            let n = ready!(Write::poll_write(Pin::new(&mut self.stream), cx, &self.out))?;
            if n == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.out.drain(..n);
        }
        Poll::Ready(Ok(()))
    }
}

impl Read for Switched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Read::poll_read(Pin::new(&mut self.stream), cx, buf)
    }
}

impl Write for Switched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_out(cx))?;
        if self.looking.is_none() {
            return Write::poll_write(Pin::new(&mut self.stream), cx, data);
        }
        self.look(data);
        Poll::Ready(Ok(data.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_out(cx))?;
        Write::poll_flush(Pin::new(&mut self.stream), cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_out(cx))?;
        Write::poll_shutdown(Pin::new(&mut self.stream), cx)
    }
}

/// What h2 by itself is written for.
impl AsyncRead for Switched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        AsyncRead::poll_read(Pin::new(&mut self.stream), cx, buf)
    }
}

tokio_writer!(Switched);
