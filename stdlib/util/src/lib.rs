//! Natives of `ballerina/log`, `mime`, `random`, `os` and `time`.
#![forbid(unsafe_code)]

use native::{Ctx, NativeFn, Registry, Result, Word};

mod log;
mod mime;
mod os;
pub mod rotation;
mod time;

const RANDOM: Registry = &[("random:randomBits", random_bits), ("random:randomBelow", random_below)];

/// Finds a native of these modules.
pub fn resolve(name: &str) -> Option<NativeFn> {
    [RANDOM, log::NATIVES, mime::NATIVES, os::NATIVES, time::NATIVES]
        .into_iter()
        .flatten()
        .find(|(n, _)| *n == name)
        .map(|(_, f)| *f)
}

fn random_bits(cx: &mut Ctx<'_>) -> Result<Word> {
    let bits = cx.platform().random();
    Ok(cx.world.int(bits as i64))
}

/// Numbers of the last, incomplete repetition of the range are thrown away: none is more likely than the others.
fn random_below(cx: &mut Ctx<'_>) -> Result<Word> {
    let (start, end) = (cx.int(0)?, cx.int(1)?);
    let size = end.wrapping_sub(start) as u64;
    let repeated = u64::MAX - u64::MAX % size;
    let found = loop {
        let bits = cx.platform().random();
        if bits < repeated {
            break bits % size;
        }
    };
    Ok(cx.world.int(start.wrapping_add(found as i64)))
}
