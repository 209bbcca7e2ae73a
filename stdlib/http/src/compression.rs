//! Content codings: bodies that come compressed, and those that are sent so. `gzip` and `deflate`, as in the original.

use std::sync::Arc;

use std::io::{self, Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use native::{Ctx, Registry, Result, Word};

use crate::draft::Draft;
use crate::{byte_list, known, strings};

pub const NATIVES: Registry = &[("http:setCompression", set_compression), ("http:decoded", decoded)];

/// Without a limit of its own a body may become so many times as long as it came, or [`SMALL`], whichever is more.
const MOST_TIMES: usize = 100;
const SMALL: usize = 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    Gzip,
    Deflate,
}

/// Why there is no decoded body.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would be longer than this.
    TooLarge(usize),
    Malformed,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
        }
    }

    fn named(name: &str) -> Option<Coding> {
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Coding::Gzip),
            "deflate" | "x-deflate" => Some(Coding::Deflate),
            _ => None,
        }
    }

    /// Takes the coding of a body out of its header fields: nobody sees the body but decoded. Others are left alone.
    pub fn take(headers: &mut HeaderMap) -> Option<Coding> {
        let coding = Coding::named(headers.get(CONTENT_ENCODING)?.to_str().ok()?)?;
        headers.remove(CONTENT_ENCODING);
        Some(coding)
    }

    /// What the client of a request takes and prefers (RFC 9110, 12.5.3); nothing if that is a body as it is.
    fn accepted(accept: &str) -> Option<Coding> {
        let (mut gzip, mut deflate, mut any) = (None, None, None);
        for part in accept.split(',') {
            let mut fields = part.split(';');
            let name = fields.next().unwrap_or("").trim().to_ascii_lowercase();
            let q =
                fields.find_map(|f| f.trim().strip_prefix("q=")?.trim().parse::<f32>().ok()).unwrap_or(1.0);
            match name.as_str() {
                "gzip" | "x-gzip" => gzip = Some(q),
                "deflate" => deflate = Some(q),
                "*" => any = Some(q),
                _ => {}
            }
        }
        let q = |own: Option<f32>| own.or(any).unwrap_or(0.0);
        match (q(gzip), q(deflate)) {
            (g, d) if g > 0.0 && g >= d => Some(Coding::Gzip),
            (_, d) if d > 0.0 => Some(Coding::Deflate),
            _ => None,
        }
    }

    fn encode(self, body: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Coding::Gzip => {
                let mut to = GzEncoder::new(Vec::new(), Compression::fast());
                to.write_all(body)?;
                to.finish()
            }
            Coding::Deflate => {
                let mut to = ZlibEncoder::new(Vec::new(), Compression::fast());
                to.write_all(body)?;
                to.finish()
            }
        }
    }

    /// A body as it was before it was compressed; refused before it takes more memory than the limit.
    pub fn decode(self, body: &[u8], limit: Option<usize>) -> std::result::Result<Bytes, Refusal> {
        let limit = limit.unwrap_or_else(|| SMALL.max(body.len().saturating_mul(MOST_TIMES)));
        let read = |from: &mut dyn Read| {
            let mut out = Vec::new();
            match from.take(limit as u64 + 1).read_to_end(&mut out) {
                Ok(n) if n > limit => Err(Refusal::TooLarge(limit)),
                Ok(_) => Ok(Bytes::from(out)),
                Err(_) => Err(Refusal::Malformed),
            }
        };
        match self {
            Coding::Gzip => read(&mut MultiGzDecoder::new(body)),
            // There are clients whose bodies lack the frame that the name means.
            Coding::Deflate => match read(&mut ZlibDecoder::new(body)) {
                Err(Refusal::Malformed) => read(&mut DeflateDecoder::new(body)),
                result => result,
            },
        }
    }
}

/// What a service's annotation says of the bodies of its answers.
#[derive(Clone)]
pub enum Policy {
    Never,
    /// `always`: also for clients that do not ask for it. `types`: of these media types, if there are any here.
    For {
        always: bool,
        types: Vec<String>,
    },
}

/// Compresses the body of an answer if that is what the client and the service want.
pub fn encode(policy: Option<&Policy>, request: &HeaderMap, headers: &mut HeaderMap, body: Bytes) -> Bytes {
    if headers.contains_key(CONTENT_ENCODING) || body.is_empty() {
        return body;
    }
    let accept = request.get(ACCEPT_ENCODING).map(|v| v.to_str().unwrap_or(""));
    let coding = match policy {
        Some(Policy::Never) => return body,
        Some(Policy::For { types, .. }) if !types.is_empty() && !is_one_of(types, headers) => return body,
        Some(Policy::For { always: true, .. }) if matches!(accept, None | Some("identity")) => {
            Some(Coding::Gzip)
        }
        _ => accept.and_then(Coding::accepted),
    };
    // Writing into memory does not fail; if it did, the body could still be sent as it is.
    let Some((coding, encoded)) = coding.and_then(|c| Some((c, c.encode(&body).ok()?))) else { return body };
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    Bytes::from(encoded)
}

fn is_one_of(types: &[String], headers: &HeaderMap) -> bool {
    let own = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let own = own.split(';').next().unwrap_or("").trim();
    types.iter().any(|t| t.eq_ignore_ascii_case(own))
}

/// `setCompression(draft, kind, types)`
fn set_compression(cx: &mut Ctx<'_>) -> Result<Word> {
    let draft = known::<Draft>(cx, 0)?;
    let kind = cx.string(1)?;
    let types = strings(cx, 2)?;
    let policy = match kind.as_str() {
        "NEVER" => Policy::Never,
        kind => Policy::For { always: kind == "ALWAYS", types },
    };
    draft.configure(|c| c.answers().compression = Some(Arc::new(policy)));
    Ok(Word::NIL)
}

/// `decoded(body, coding, limit)`: nil if the coding is none that is known; an error for what cannot be decoded.
fn decoded(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(coding) = Coding::named(cx.str(1)?) else { return Ok(Word::NIL) };
    let limit = usize::try_from(cx.int(2)?).ok();
    let body = crate::body(cx, 0)?.unwrap_or_default();
    match coding.decode(&body, limit) {
        Ok(body) => byte_list(body)(cx),
        Err(refusal) => Ok(cx.error(&refusal.text(coding), "")),
    }
}

impl Refusal {
    pub fn text(&self, coding: Coding) -> String {
        match self {
            Refusal::TooLarge(limit) => format!("the decompressed entity body exceeds {limit} bytes"),
            Refusal::Malformed => format!("the entity body is no valid '{}' content", coding.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for coding in [Coding::Gzip, Coding::Deflate] {
            for body in [&b""[..], b"a", &[7; 100_000]] {
                let encoded = coding.encode(body).unwrap();
                assert_eq!(coding.decode(&encoded, None).unwrap(), body);
                assert_eq!(coding.decode(&encoded[..encoded.len() / 2], None), Err(Refusal::Malformed));
            }
        }
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = Coding::Gzip.encode(&vec![0; 20 * SMALL]).unwrap();
        let limit = SMALL.max(bomb.len() * MOST_TIMES);
        assert_eq!(Coding::Gzip.decode(&bomb, None), Err(Refusal::TooLarge(limit)));
        assert_eq!(Coding::Gzip.decode(&bomb, Some(10)), Err(Refusal::TooLarge(10)));
        assert_eq!(Coding::Gzip.decode(&bomb, Some(20 * SMALL)).map(|b| b.len()), Ok(20 * SMALL));
    }

    #[test]
    fn preferences() {
        let cases = [
            ("gzip, deflate", Some(Coding::Gzip)),
            ("deflate, gzip;q=0.5", Some(Coding::Deflate)),
            ("gzip;q=0, *", Some(Coding::Deflate)),
            ("*", Some(Coding::Gzip)),
            ("identity", None),
            ("br", None),
            ("gzip;q=0", None),
            ("", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(Coding::accepted(accept), expected, "{accept}");
        }
    }
}
