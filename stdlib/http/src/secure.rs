//! What secure sockets of services and clients are configured with.

use std::io;

use native::shared::made;
use native::{Ctx, Fail, Registry, Result, Word};
use stdlib_tls::config::{self, Check, Client, Clients, Key, Options, Resume, Server, Trust};

use crate::{limit, optional_string, strings};

pub const NATIVES: Registry = &[("http:serverTls", server_tls), ("http:clientTls", client_tls)];

/// The protocols that are offered, by their names in ALPN.
pub fn applications(http2: bool) -> &'static [&'static [u8]] {
    if http2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] }
}

/// Protocol, versions, ciphers and whether HTTP/2 is spoken: four arguments.
fn options(cx: &mut Ctx<'_>, first: usize) -> Result<Options> {
    Ok(Options {
        protocol: optional_string(cx, first)?,
        versions: strings(cx, first + 1)?,
        ciphers: strings(cx, first + 2)?,
        applications: applications(cx.bool(first + 3)?),
    })
}

/// A key: the path of a store and its password, or those of a certificate's file and a key's, and the key's password.
pub fn key(cx: &mut Ctx<'_>, i: usize) -> Result<Option<Key>> {
    let mut parts = strings(cx, i)?.into_iter();
    let Some(kind) = parts.next() else { return Ok(None) };
    let mut next = || parts.next().ok_or(Fail::Bug("part of a key expected"));
    Ok(Some(match kind.as_str() {
        "store" => Key::Store(next()?, next()?),
        _ => Key::Files(next()?, next()?, next().ok()),
    }))
}

/// Whom to trust: the path of a store and its password, or that of a file of certificates; nothing is whoever is trusted
/// in general.
pub fn trust(cx: &mut Ctx<'_>, i: usize) -> Result<Option<Trust>> {
    Ok(Trust::of(strings(cx, i)?))
}

/// `serverTls(key, clients, required, sessions, nanoseconds, protocol, versions, ciphers, http2)`: a listener's
/// configuration or an error. `clients`: whom clients must be signed by; nothing: they are not asked.
fn server_tls(cx: &mut Ctx<'_>) -> Result<Word> {
    let key = key(cx, 0)?.ok_or(Fail::Bug("key expected"))?;
    let required = cx.bool(2)?;
    let clients = trust(cx, 1)?.map(|trust| Clients { trust, required });
    let sessions = match (cx.bool(3)?, limit(cx, 4)?) {
        (false, _) => Resume::Never,
        (true, None) => Resume::Always,
        (true, Some(limit)) => Resume::For(limit),
    };
    let options = options(cx, 5)?;
    made(cx, move || config::server(&Server { key, clients, sessions }, &options))
}

/// `clientTls(trust, key, check, verifyHost, resume, protocol, versions, ciphers, http2)`: a client's configuration or an
/// error.
fn client_tls(cx: &mut Ctx<'_>) -> Result<Word> {
    let check = match (cx.bool(2)?, cx.bool(3)?) {
        (false, _) => Check::Key,
        (true, false) => Check::Certificate,
        (true, true) => Check::All,
    };
    let trust = trust(cx, 0)?.unwrap_or(Trust::Default);
    let client = Client { trust, key: key(cx, 1)?, check, resume: cx.bool(4)? };
    let options = options(cx, 5)?;
    made(cx, move || config::client(&client, &options))
}

/// Why a handshake failed, in words.
pub fn handshake_problem(e: &io::Error) -> String {
    if e.kind() == io::ErrorKind::UnexpectedEof {
        return "connection closed during the handshake".to_string();
    }
    stdlib_tls::unknown_issuer(e).map_or_else(|| crate::reason(e), str::to_string)
}
