//! Signatures: made with private keys, verified with public ones.

use native::{Ctx, Registry, Result, Word};
use ring::rand::SystemRandom;
use ring::signature::{self as sig, RsaEncoding, RsaParameters, UnparsedPublicKey, VerificationAlgorithm};

use crate::bytes;
use crate::digest::fresh;
use crate::keys::{self, Curve, Key, PublicKey};

pub const NATIVES: Registry = &[("crypto:sign", sign), ("crypto:verify", verify)];

/// `sign(algorithm, input, key)`: a signature or an error value.
fn sign(cx: &mut Ctx<'_>) -> Result<Word> {
    match signature(cx.str(0)?, bytes(cx, 1)?, keys::key(cx.int(2)?).as_deref()) {
        Ok(signature) => fresh(cx, &signature),
        Err(e) => Ok(cx.error(&e, "")),
    }
}

fn signature(algorithm: &str, input: &[u8], key: Option<&Key>) -> std::result::Result<Vec<u8>, String> {
    let random = SystemRandom::new();
    let failed = |_| "Error occurred while calculating signature: the key cannot sign".to_string();
    match key {
        None | Some(Key::Public(..)) => Err("Uninitialized private key: it has not been decoded".to_string()),
        Some(Key::Rsa(pair)) => {
            let encoding =
                encoding(algorithm).ok_or("Uninitialized private key: an RSA key, not one of a curve")?;
            let mut out = vec![0; pair.public().modulus_len()];
            pair.sign(encoding, &random, input, &mut out).map_err(failed)?;
            Ok(out)
        }
        Some(Key::Ec(curve, pair)) => match (algorithm, curve) {
            ("SHA256withECDSA", Curve::P256) | ("SHA384withECDSA", Curve::P384) => {
                pair.sign(&random, input).map(|s| s.as_ref().to_vec()).map_err(failed)
            }
            (_, curve) if algorithm.ends_with("ECDSA") => Err(format!(
                "Uninitialized private key: {algorithm} is not supported with a key of the curve {curve:?}"
            )),
            _ => Err("Uninitialized private key: a key of a curve, not an RSA key".to_string()),
        },
    }
}

fn encoding(algorithm: &str) -> Option<&'static dyn RsaEncoding> {
    Some(match algorithm {
        "SHA256withRSA" => &sig::RSA_PKCS1_SHA256,
        "SHA384withRSA" => &sig::RSA_PKCS1_SHA384,
        "SHA512withRSA" => &sig::RSA_PKCS1_SHA512,
        "SHA256withRSA/PSS" => &sig::RSA_PSS_SHA256,
        _ => return None,
    })
}

/// `verify(algorithm, input, signature, key)`: whether it is the key's signature, or an error value.
fn verify(cx: &mut Ctx<'_>) -> Result<Word> {
    let found = is_signed(cx.str(0)?, bytes(cx, 1)?, bytes(cx, 2)?, keys::key(cx.int(3)?).as_deref());
    match found {
        Ok(found) => Ok(Word::bool(found)),
        Err(e) => Ok(cx.error(e, "")),
    }
}

fn is_signed(
    algorithm: &str,
    input: &[u8],
    signature: &[u8],
    key: Option<&Key>,
) -> std::result::Result<bool, &'static str> {
    const NO_RSA: &str = "Uninitialized public key: a key of a curve, not an RSA key";
    const NO_EC: &str = "Uninitialized public key: an RSA key, not one of a curve";
    let Some(Key::Public(key, _)) = key else {
        return Err("Uninitialized public key: it has not been decoded");
    };
    if let Some(parameters) = parameters(algorithm) {
        return Ok(match key {
            PublicKey::Rsa(der) => UnparsedPublicKey::new(parameters, der).verify(input, signature).is_ok(),
            PublicKey::Parts(n, e) => {
                sig::RsaPublicKeyComponents { n, e }.verify(parameters, input, signature).is_ok()
            }
            PublicKey::Ec(..) => return Err(NO_RSA),
        });
    }
    let PublicKey::Ec(curve, point) = key else { return Err(NO_EC) };
    let with: &dyn VerificationAlgorithm = match (algorithm, curve) {
        ("SHA256withECDSA", Curve::P256) => &sig::ECDSA_P256_SHA256_ASN1,
        ("SHA256withECDSA", Curve::P384) => &sig::ECDSA_P384_SHA256_ASN1,
        (_, Curve::P256) => &sig::ECDSA_P256_SHA384_ASN1,
        (_, Curve::P384) => &sig::ECDSA_P384_SHA384_ASN1,
    };
    Ok(UnparsedPublicKey::new(with, point).verify(input, signature).is_ok())
}

/// How signatures of RSA keys are verified; keys of 1024 bits still are, where ring does that.
fn parameters(algorithm: &str) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        "SHA1withRSA" => &sig::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        "SHA256withRSA" => &sig::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        "SHA384withRSA" => &sig::RSA_PKCS1_2048_8192_SHA384,
        "SHA512withRSA" => &sig::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        "SHA256withRSA/PSS" => &sig::RSA_PSS_2048_8192_SHA256,
        _ => return None,
    })
}
