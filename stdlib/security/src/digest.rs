//! Digests, codes of messages that are made with them, and what is derived of keys.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use native::{Ctx, Fail, Registry, Result, Word};
use ring::{digest, hkdf, hmac as codes};

use crate::bytes;

pub const NATIVES: Registry = &[
    ("crypto:digest", hash),
    ("crypto:messageCode", message_code),
    ("crypto:checksum", checksum),
    ("crypto:derive", derive),
];

/// What ring has; MD5 is not among it.
fn algorithm(name: &str) -> Option<(&'static digest::Algorithm, codes::Algorithm)> {
    Some(match name {
        "SHA1" => (&digest::SHA1_FOR_LEGACY_USE_ONLY, codes::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        "SHA256" => (&digest::SHA256, codes::HMAC_SHA256),
        "SHA384" => (&digest::SHA384, codes::HMAC_SHA384),
        "SHA512" => (&digest::SHA512, codes::HMAC_SHA512),
        _ => return None,
    })
}

/// `digest(algorithm, input, salt)`: of the salt and the input after it.
fn hash(cx: &mut Ctx<'_>) -> Result<Word> {
    let salt = if cx.arg(2).is_nil() { &[] } else { bytes(cx, 2)? };
    let input = bytes(cx, 1)?;
    let found = match algorithm(cx.str(0)?) {
        Some((of, _)) => {
            let mut digest = digest::Context::new(of);
            digest.update(salt);
            digest.update(input);
            digest.finish().as_ref().to_vec()
        }
        None => Md5::new().chain_update(salt).chain_update(input).finalize().to_vec(),
    };
    fresh(cx, &found)
}

/// `messageCode(algorithm, input, key)`.
fn message_code(cx: &mut Ctx<'_>) -> Result<Word> {
    let (input, key) = (bytes(cx, 1)?, bytes(cx, 2)?);
    let found = match algorithm(cx.str(0)?) {
        Some((_, with)) => codes::sign(&codes::Key::new(with, key), input).as_ref().to_vec(),
        None => {
            let code = Hmac::<Md5>::new_from_slice(key).map_err(|_| Fail::Bug("HMAC takes any key"))?;
            code.chain_update(input).finalize().into_bytes().to_vec()
        }
    };
    fresh(cx, &found)
}

/// `checksum(input)`: CRC-32, in as many hexadecimal digits as it takes.
fn checksum(cx: &mut Ctx<'_>) -> Result<Word> {
    let text = format!("{:x}", crc32fast::hash(bytes(cx, 0)?));
    Ok(cx.world.str(&text))
}

/// `derive(input, length, salt, info)`: HKDF with SHA-256 (RFC 5869); nothing if so much cannot be had.
fn derive(cx: &mut Ctx<'_>) -> Result<Word> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let (input, salt, info) = (bytes(cx, 0)?, bytes(cx, 2)?, [bytes(cx, 3)?]);
    let Some(length) = usize::try_from(cx.int(1)?).ok().filter(|n| (1..=255 * 32).contains(n)) else {
        return Ok(Word::NIL);
    };
    let mut out = vec![0; length];
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(input);
    let filled = key.expand(&info, Length(length)).and_then(|okm| okm.fill(&mut out));
    match filled {
        Ok(()) => fresh(cx, &out),
        Err(_) => Ok(Word::NIL),
    }
}

/// A `byte[]` that may be changed.
pub fn fresh(cx: &mut Ctx<'_>, data: &[u8]) -> Result<Word> {
    let ty = cx.world.ids.byte_list;
    cx.world.list_of_bytes(ty, data)
}
