//! Natives of `ballerina/http`.
//!
//! A connection is a future on the program's reactor, which hyper drives over the reactor's streams ([`stream`]). Of every
//! request it makes an [`inbound::Inbound`] and waits for its answer; a strand of the listener takes the request from the
//! server's queue ([`server`]), finds the resource ([`routes`]), and answers. What decides what a service gets and what
//! becomes of what it returns is Ballerina (`bal/`).
#![forbid(unsafe_code)]

mod access_log;
mod arguments;
mod body;
mod client;
mod clock;
mod compression;
mod conditional;
mod connection;
mod contract;
mod cors;
mod documents;
mod draft;
mod fetch;
mod flag;
mod h2c;
mod http2;
mod inbound;
mod interceptors;
mod links;
mod logs;
mod media;
mod path;
mod pieces;
mod plain;
mod proxy;
mod pushes;
mod queue;
mod route;
mod routes;
mod secure;
mod server;
mod status_code;
mod stream;
mod structured;
mod trace_log;

use std::sync::Arc;

use flag::Flag;
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use native::shared::{
    byte_list, failure, limit, new_resource, nothing, optional_string, reason, resource, string_list, strings,
};
use native::{Ctx, Fail, NativeFn, Registry, Result, Word};

const TABLES: &[Registry] = &[
    server::NATIVES,
    inbound::NATIVES,
    plain::NATIVES,
    draft::NATIVES,
    routes::NATIVES,
    client::NATIVES,
    cors::NATIVES,
    interceptors::NATIVES,
    links::NATIVES,
    media::NATIVES,
    compression::NATIVES,
    conditional::NATIVES,
    contract::NATIVES,
    documents::NATIVES,
    secure::NATIVES,
    path::NATIVES,
    fetch::NATIVES,
    pieces::NATIVES,
    pushes::NATIVES,
    http2::NATIVES,
    logs::NATIVES,
    status_code::NATIVES,
    structured::NATIVES,
];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    TABLES.iter().flat_map(|t| t.iter()).find(|(n, _)| *n == name).map(|(_, f)| *f)
}

// ---- arguments ----

fn known<T: Send + Sync + 'static>(cx: &Ctx<'_>, i: usize) -> Result<Arc<T>> {
    resource(cx, i)?.ok_or(Fail::Bug("no such resource"))
}

/// Names and values of fields, one after the other.
fn header_map(cx: &mut Ctx<'_>, i: usize) -> Result<std::result::Result<HeaderMap, String>> {
    let fields = strings(cx, i)?;
    let mut map = HeaderMap::with_capacity(fields.len() / 2 + 2);
    for pair in fields.chunks_exact(2) {
        let Ok(name) = HeaderName::from_bytes(pair[0].as_bytes()) else {
            return Ok(Err(format!("invalid header name: '{}'", pair[0].escape_default())));
        };
        // Control characters would begin another field, or a body.
        let Ok(value) = HeaderValue::from_bytes(pair[1].as_bytes()) else {
            return Ok(Err(format!("invalid value of the header '{name}'")));
        };
        map.append(name, value);
    }
    Ok(Ok(map))
}

/// A body: a string's or a list's bytes; nil is none.
fn body(cx: &Ctx<'_>, i: usize) -> Result<Option<bytes::Bytes>> {
    let w = cx.arg(i);
    if w.is_nil() {
        return Ok(None);
    }
    if let Some(text) = cx.world.as_str(w) {
        return Ok(Some(bytes::Bytes::copy_from_slice(text.as_bytes())));
    }
    let data = cx.world.byte_list(w).ok_or(Fail::Bug("byte list expected"))?;
    Ok(Some(bytes::Bytes::copy_from_slice(data)))
}

// ---- results ----

/// Fields as names and values, one after the other.
fn field_list(cx: &mut Ctx<'_>, map: &HeaderMap) -> Result<Word> {
    let text = |v: &HeaderValue| String::from_utf8_lossy(v.as_bytes()).into_owned();
    string_list(cx, map.iter().flat_map(|(k, v)| [k.as_str().to_string(), text(v)]))
}
