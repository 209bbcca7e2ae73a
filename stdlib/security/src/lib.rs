//! Natives of `ballerina/crypto`, `jwt` and `oauth2`: what is done with keys. The keys themselves never reach the program:
//! it has their numbers ([`keys`]).
#![forbid(unsafe_code)]

mod base64;
mod certificate;
mod decode;
mod digest;
mod keys;
mod memo;
mod sign;
mod turn;

use native::{Ctx, Fail, NativeFn, Registry, Result};

const TABLES: &[Registry] =
    &[base64::NATIVES, decode::NATIVES, digest::NATIVES, sign::NATIVES, turn::NATIVES];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    TABLES.iter().flat_map(|t| t.iter()).find(|(n, _)| *n == name).map(|(_, f)| *f)
}

/// The bytes of a list argument.
fn bytes<'a>(cx: &'a Ctx<'_>, i: usize) -> Result<&'a [u8]> {
    cx.world.byte_list(cx.arg(i)).ok_or(Fail::Bug("byte list expected"))
}
