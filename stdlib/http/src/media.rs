//! Content negotiation (module specification, 2.3.4 and 2.3.5): the media types that a resource takes, and those that it
//! answers with.

use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName};
use native::{Ctx, Registry, Result, Word};

use crate::body::Chunking;
use crate::draft::Draft;
use crate::inbound::Inbound;
use crate::{known, resource, strings};

pub const NATIVES: Registry =
    &[("http:setMedia", set_media), ("http:mediaType", media_type), ("http:isUnchunked", is_unchunked)];

/// What an annotation says; a list without members says nothing.
#[derive(Default)]
pub struct Media {
    consumes: Vec<String>,
    produces: Vec<String>,
}

/// Why a request is not served.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mismatch {
    /// What it brings is not taken.
    Unsupported,
    /// Nothing that it asks for is made.
    NotAcceptable,
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A media type without parameters.
fn essence(value: &str) -> &str {
    value.split(';').next().unwrap_or(value).trim()
}

/// What a request brings, by its own account.
fn brought(headers: &HeaderMap) -> &str {
    text(headers, &CONTENT_TYPE).map_or("application/octet-stream", essence)
}

impl Media {
    pub fn mismatch(&self, headers: &HeaderMap) -> Option<Mismatch> {
        let brought = brought(headers);
        if !self.consumes.is_empty() && !self.consumes.iter().any(|t| t.eq_ignore_ascii_case(brought)) {
            return Some(Mismatch::Unsupported);
        }
        let asked = text(headers, &ACCEPT).filter(|_| !self.produces.is_empty())?;
        let accepted = asked.split(',').map(essence).any(|range| match range.strip_suffix("/*") {
            Some("*") => true,
            Some(main) => self.produces.iter().any(|t| t.split('/').next() == Some(main)),
            None => self.produces.iter().any(|t| t.eq_ignore_ascii_case(range)),
        });
        (!accepted).then_some(Mismatch::NotAcceptable)
    }
}

/// `setMedia(draft, r, consumes, produces)`
fn set_media(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let media = Media { consumes: strings(cx, 2)?, produces: strings(cx, 3)? };
    d.annotate(r, |a| a.media = Some(media));
    Ok(Word::NIL)
}

/// `mediaType(request)`: of what it brings.
fn media_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let request = known::<Inbound>(cx, 0)?;
    Ok(cx.world.str(brought(&request.head.headers)))
}

/// `isUnchunked(request)`: whether its service never sends chunks.
fn is_unchunked(cx: &mut Ctx<'_>) -> Result<Word> {
    let chunking = resource::<Inbound>(cx, 0)?.and_then(|r| Some(r.answers()?.chunking));
    Ok(Word::bool(chunking == Some(Chunking::Never)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let list = |types: &[&str]| types.iter().map(|t| t.to_string()).collect();
        let media =
            Media { consumes: list(&["application/json"]), produces: list(&["text/plain", "image/png"]) };
        let asked = |bring: &str, accept: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, bring.parse().unwrap());
            accept.map(|a| headers.insert(ACCEPT, a.parse().unwrap()));
            media.mismatch(&headers)
        };
        assert_eq!(asked("Application/JSON; charset=utf-8", None), None);
        assert_eq!(asked("text/json", None), Some(Mismatch::Unsupported));
        let json = "application/json";
        for fits in ["*/*", "text/*", "text/html, IMAGE/png;q=0.5", "text/html,*/*;q=0.1"] {
            assert_eq!(asked(json, Some(fits)), None, "{fits}");
        }
        for other in ["text/html", "application/*", "", "image"] {
            assert_eq!(asked(json, Some(other)), Some(Mismatch::NotAcceptable), "{other}");
        }
        assert_eq!(media.mismatch(&HeaderMap::new()), Some(Mismatch::Unsupported));
    }
}
