//! Conditional requests (RFC 9110, 13): answers that the client has already.

use bytes::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderName};
use hyper::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use hyper::{Method, StatusCode};
use native::{Ctx, Registry, Result, Word};

use crate::{draft, routes};

pub const NATIVES: Registry =
    &[("http:crc32b", crc32b), ("http:setCache", draft::set_cache), ("http:cacheOf", routes::cache_of)];

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether an answer is the one that the client has. `If-None-Match` alone decides if there is one.
fn is_known(request: &HeaderMap, answer: &HeaderMap) -> bool {
    let weak = |t: &str| t.trim().trim_start_matches("W/").to_string();
    if let Some(known) = text(request, IF_NONE_MATCH) {
        return text(answer, ETAG)
            .is_some_and(|tag| known.split(',').any(|k| k.trim() == "*" || weak(k) == weak(tag)));
    }
    // Dates are compared as they were given: a client sends back what it got.
    match (text(request, IF_MODIFIED_SINCE), text(answer, LAST_MODIFIED)) {
        (Some(since), Some(modified)) => since == modified,
        _ => false,
    }
}

/// Makes a 304 without a body of an answer that the client has.
pub fn reduce(
    method: &Method,
    request: &HeaderMap,
    status: StatusCode,
    headers: &mut HeaderMap,
    body: Option<Bytes>,
) -> (StatusCode, Option<Bytes>) {
    let safe = matches!(*method, Method::GET | Method::HEAD);
    if !safe || status != StatusCode::OK || !is_known(request, headers) {
        return (status, body);
    }
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        headers.remove(name);
    }
    (StatusCode::NOT_MODIFIED, None)
}

/// `crc32b(data)`
fn crc32b(cx: &mut Ctx<'_>) -> Result<Word> {
    let data = crate::body(cx, 0)?.unwrap_or_default();
    let digest = format!("{:08x}", crc32fast::hash(&data));
    Ok(cx.world.str(&digest))
}
