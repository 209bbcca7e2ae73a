//! The short way of an answer: a value that is text or JSON becomes a body without a `Response` object in between. What it
//! sends is what the Ballerina side would (`buildResponse`), which has the rest of the rules.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue, SERVER};
use native::{Ctx, Registry, Result, Word};
use values::types::basic;

use crate::body::Outgoing;
use crate::inbound::Inbound;
use crate::resource;

pub const NATIVES: Registry = &[("http:answerPlain", answer_plain)];

/// `answerPlain(request, value)`: whether it has answered.
fn answer_plain(cx: &mut Ctx<'_>) -> Result<Word> {
    let Some(request) = resource::<Inbound>(cx, 0)? else { return Ok(Word::FALSE) };
    let Some((routes, i)) = request.resource.get() else { return Ok(Word::FALSE) };
    if !routes.is_plain(*i) {
        return Ok(Word::FALSE);
    }
    let Some((body, kind)) = body(cx, cx.arg(1))? else { return Ok(Word::FALSE) };
    let status = if routes.resources[*i].creates() { StatusCode::CREATED } else { StatusCode::OK };
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(SERVER, request.link.server.name.clone());
    Ok(Word::bool(request.send(request.answer(status, headers, Outgoing::Whole(body), false))))
}

/// A body and its media type; nothing for values that are neither text nor JSON.
fn body(cx: &Ctx<'_>, value: Word) -> Result<Option<(Bytes, &'static str)>> {
    if let Some(text) = cx.world.as_str(value) {
        return Ok(Some((Bytes::copy_from_slice(text.as_bytes()), "text/plain")));
    }
    let json = match cx.world.basic_bit(value) {
        basic::LIST => !cx.world.is(value, cx.world.ids.byte_list),
        basic::BOOLEAN | basic::INT | basic::FLOAT | basic::DECIMAL | basic::MAPPING => true,
        _ => false,
    };
    if !json {
        return Ok(None);
    }
    let text = cx.world.json_text(value)?;
    Ok(text.map(|t| (Bytes::from(t), "application/json")))
}
