//! Keys out of files, stores and texts. What is read of files is read on the blocking pool.

use std::io;
use std::path::absolute;

use native::shared::{byte_list, optional_string, string_list};
use native::{Ctx, Fail, Registry, Result, Word};
use pkcs8::PrivateKeyInfoRef;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, RsaKeyPair,
};
use rustls::pki_types::PrivateKeyDer;
use stdlib_tls::store::{self, KeyProblem, Store};

use crate::base64::decoded;
use crate::certificate::{self, Certificate};
use crate::keys::{Curve, Key, PublicKey, key, number};
use crate::memo::{Found, remembered};
use crate::{bytes, keys};

pub const NATIVES: Registry = &[
    ("crypto:keyOfStore", key_of_store),
    ("crypto:keyOfFile", key_of_file),
    ("crypto:keyOfContent", key_of_content),
    ("crypto:publicOfStore", public_of_store),
    ("crypto:publicOfFile", public_of_file),
    ("crypto:publicOfContent", public_of_content),
    ("crypto:publicOfParts", public_of_parts),
    ("crypto:certificateTexts", certificate_texts),
    ("crypto:certificateNumbers", certificate_numbers),
    ("crypto:certificateSignature", certificate_signature),
];

/// Which keys are wanted.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Rsa,
    Ec,
}

impl Wanted {
    fn name(self) -> &'static str {
        match self {
            Wanted::Rsa => "RSA",
            Wanted::Ec => "EC",
        }
    }
}

fn wanted(cx: &Ctx<'_>, i: usize) -> Result<Wanted> {
    Ok(if cx.str(i)? == "RSA" { Wanted::Rsa } else { Wanted::Ec })
}

/// A number, or an error value.
fn told(cx: &mut Ctx<'_>, found: Found) -> Result<Word> {
    match found {
        Ok(n) => Ok(cx.world.int(n)),
        Err(e) => Ok(cx.error(&e, "")),
    }
}

/// What takes files to find out.
fn later(cx: &mut Ctx<'_>, find: impl FnOnce() -> Found + Send + 'static) -> Result<Word> {
    cx.blocking(Box::new(move || Ok(find())), |cx, found| {
        told(cx, found.unwrap_or_else(|e| Err(reactor_reason(&e))))
    })
}

fn reactor_reason(e: &io::Error) -> String {
    native::shared::reason(e)
}

/// A file's bytes. `what` it is, for messages.
fn read(path: &str, what: &str, failed: &str) -> std::result::Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            let whole = absolute(path).map_or_else(|_| path.to_string(), |p| p.display().to_string());
            format!("{what} not found at: {whole}")
        }
        _ => format!("{failed}: {}", reactor_reason(&e)),
    })
}

fn open(path: &str, password: &str) -> std::result::Result<Store, String> {
    const FAILED: &str = "Unable to open KeyStore";
    let data = read(path, "PKCS12 KeyStore", FAILED)?;
    Store::parse(&data, password).map_err(|e| format!("{FAILED}: {e}"))
}

// ---- private keys ----

/// `keyOfStore(path, password, alias, keyPassword, algorithm)`.
fn key_of_store(cx: &mut Ctx<'_>) -> Result<Word> {
    let (path, password, alias) = (cx.string(0)?, cx.string(1)?, cx.string(2)?);
    let (key_password, wanted) = (cx.string(3)?, wanted(cx, 4)?);
    later(cx, move || {
        let question = ["key of store", &password, &alias, &key_password, wanted.name()];
        remembered(&path, &question, || {
            let store = open(&path, &password)?;
            let key = store
                .key(&alias)
                .ok_or_else(|| format!("Key cannot be recovered by using given key alias: {alias}"))?;
            // Keys of such a store are encrypted with its own password.
            if key_password != password {
                return Err(
                    "Key cannot be recovered: the key's password is not that of its store".to_string()
                );
            }
            private(&key.into(), wanted)
        })
    })
}

/// `keyOfFile(path, password, algorithm)`.
fn key_of_file(cx: &mut Ctx<'_>) -> Result<Word> {
    let (path, password, wanted) = (cx.string(0)?, optional_string(cx, 1)?, wanted(cx, 2)?);
    later(cx, move || {
        // No password is another question than an empty one.
        let what = if password.is_some() { "locked key of file" } else { "key of file" };
        remembered(&path, &[what, password.as_deref().unwrap_or(""), wanted.name()], || {
            let text = read(&path, "Key file", "Unable to do private key operations")?;
            private_of_text(&text, password.as_deref(), wanted)
        })
    })
}

/// `keyOfContent(content, password, algorithm)`.
fn key_of_content(cx: &mut Ctx<'_>) -> Result<Word> {
    let (text, password, wanted) = (bytes(cx, 0)?.to_vec(), optional_string(cx, 1)?, wanted(cx, 2)?);
    later(cx, move || private_of_text(&text, password.as_deref(), wanted))
}

fn private_of_text(text: &[u8], password: Option<&str>, wanted: Wanted) -> Found {
    let key = store::private_key(text, password).map_err(|e| match e {
        KeyProblem::Encrypted => "Failed to read the encrypted private key without a password.".to_string(),
        KeyProblem::Password => "Unable to do private key operations: wrong password".to_string(),
        KeyProblem::Missing => "Failed to parse private key information from the given input".to_string(),
        KeyProblem::Unfit(why) => format!("Unable to do private key operations: {why}"),
    })?;
    private(&key, wanted)
}

fn private(encoded: &PrivateKeyDer<'_>, wanted: Wanted) -> Found {
    let unfit = |e: &dyn std::fmt::Display| format!("Unable to do private key operations: {e}");
    let unwanted = || match wanted {
        Wanted::Rsa => "Not a valid RSA key".to_string(),
        Wanted::Ec => "Not a valid EC key".to_string(),
    };
    let rsa = |e: ring::error::KeyRejected| unfit(&format!("an RSA key that is not supported: {e}"));
    let key = match encoded {
        PrivateKeyDer::Pkcs1(der) if wanted == Wanted::Rsa => {
            Key::Rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()).map_err(rsa)?)
        }
        PrivateKeyDer::Sec1(der) if wanted == Wanted::Ec => {
            let wrapped = [Curve::P256, Curve::P384].map(|c| in_pkcs8(c, der.secret_sec1_der()));
            let found = wrapped.iter().find_map(|w| curve_key(w));
            found.ok_or_else(|| unfit(&"a curve that is not supported"))?
        }
        PrivateKeyDer::Pkcs8(der) => {
            let der = der.secret_pkcs8_der();
            let info = PrivateKeyInfoRef::try_from(der).map_err(|e| unfit(&e))?;
            match (info.algorithm.oid.to_string().as_str(), wanted) {
                ("1.2.840.113549.1.1.1", Wanted::Rsa) => Key::Rsa(RsaKeyPair::from_pkcs8(der).map_err(rsa)?),
                ("1.2.840.10045.2.1", Wanted::Ec) => curve_key(der).ok_or_else(|| {
                    unfit(&"an EC key without its public key, or of a curve other than P-256 and P-384")
                })?,
                _ => return Err(unwanted()),
            }
        }
        _ => return Err(unwanted()),
    };
    Ok(number(b'k', encoded.secret_der(), key))
}

fn curve_key(der: &[u8]) -> Option<Key> {
    let random = SystemRandom::new();
    let of = |with| EcdsaKeyPair::from_pkcs8(with, der, &random).ok();
    let p256 = of(&ECDSA_P256_SHA256_ASN1_SIGNING).map(|k| Key::Ec(Curve::P256, k));
    p256.or_else(|| of(&ECDSA_P384_SHA384_ASN1_SIGNING).map(|k| Key::Ec(Curve::P384, k)))
}

/// A key of SEC 1, such as begins with `EC PRIVATE KEY`, as one of PKCS#8.
fn in_pkcs8(curve: Curve, key: &[u8]) -> Vec<u8> {
    const P256: &[u8] = &[
        0x02, 1, 0, 0x30, 0x13, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 8, 0x2a, 0x86, 0x48, 0xce,
        0x3d, 3, 1, 7,
    ];
    const P384: &[u8] = &[
        0x02, 1, 0, 0x30, 0x10, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 5, 0x2b, 0x81, 4, 0, 0x22,
    ];
    let head = if curve == Curve::P256 { P256 } else { P384 };
    tagged(0x30, &[head, &tagged(0x04, key)].concat())
}

/// A value of DER of up to 64 KiB.
fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let n = content.len();
    let mut out = match n {
        0..=127 => vec![tag, n as u8],
        128..=255 => vec![tag, 0x81, n as u8],
        _ => vec![tag, 0x82, (n >> 8) as u8, n as u8],
    };
    out.extend_from_slice(content);
    out
}

// ---- public keys ----

/// `publicOfStore(path, password, alias, algorithm)`.
fn public_of_store(cx: &mut Ctx<'_>) -> Result<Word> {
    let (path, password, alias) = (cx.string(0)?, cx.string(1)?, cx.string(2)?);
    let wanted = wanted(cx, 3)?;
    later(cx, move || {
        remembered(&path, &["certificate of store", &password, &alias, wanted.name()], || {
            let found = open(&path, &password)?.certificate(&alias).ok_or_else(|| {
                format!("Certificate cannot be recovered by using given key alias: {alias}")
            })?;
            public(&found, wanted)
        })
    })
}

/// `publicOfFile(path, algorithm)`.
fn public_of_file(cx: &mut Ctx<'_>) -> Result<Word> {
    let (path, wanted) = (cx.string(0)?, wanted(cx, 1)?);
    later(cx, move || {
        remembered(&path, &["certificate of file", wanted.name()], || {
            let content = read(&path, "Certificate file", "Unable to do public key operations")?;
            public_of(&content, wanted)
        })
    })
}

/// `publicOfContent(content, algorithm)`.
fn public_of_content(cx: &mut Ctx<'_>) -> Result<Word> {
    let (content, wanted) = (bytes(cx, 0)?.to_vec(), wanted(cx, 1)?);
    later(cx, move || public_of(&content, wanted))
}

fn public_of(content: &[u8], wanted: Wanted) -> Found {
    let found =
        store::certificate(content).map_err(|e| format!("Unable to do public key operations: {e}"))?;
    public(&found, wanted)
}

fn public(der: &[u8], wanted: Wanted) -> Found {
    let (key, certificate) =
        certificate::read(der).map_err(|e| format!("Unable to do public key operations: {e}"))?;
    match (key, wanted) {
        (Some(key @ PublicKey::Rsa(_)), Wanted::Rsa) | (Some(key @ PublicKey::Ec(..)), Wanted::Ec) => {
            Ok(number(b'c', der, Key::Public(key, Some(certificate))))
        }
        (_, Wanted::Rsa) => Err("Not a valid RSA public key".to_string()),
        (_, Wanted::Ec) => Err("Not a valid EC public key, of the curve P-256 or P-384".to_string()),
    }
}

/// `publicOfParts(modulus, exponent)`, both in base64 for URLs.
fn public_of_parts(cx: &mut Ctx<'_>) -> Result<Word> {
    let found = parts(cx.str(0)?, cx.str(1)?);
    told(cx, found.map_err(|e| format!("Invalid modulus or exponent: {e}")))
}

fn parts(modulus: &str, exponent: &str) -> Found {
    // Numbers have no zeros before them.
    let read = |text: &str| {
        let data = decoded(text)?;
        let zeros = data.iter().take_while(|b| **b == 0).count();
        Ok::<_, String>(data[zeros..].to_vec())
    };
    let (n, e) = (read(modulus)?, read(exponent)?);
    let bits = n.len() * 8 - n.first().map_or(0, |b| b.leading_zeros() as usize);
    if !(1024..=8192).contains(&bits) {
        return Err(format!("a modulus of {bits} bits; from 1024 to 8192 are supported"));
    }
    if e.is_empty() || e.len() > 4 || e.last().is_some_and(|b| b % 2 == 0) || e == [1] {
        return Err("the exponent is not an odd number from 3 to 2^32".to_string());
    }
    let name = [n.as_slice(), &[0], e.as_slice()].concat();
    Ok(number(b'p', &name, Key::Public(PublicKey::Parts(n, e), None)))
}

// ---- certificates ----

/// What `get` takes of the certificate of the key of the first argument.
fn of_certificate<T>(cx: &Ctx<'_>, get: impl FnOnce(&Certificate) -> T) -> Result<T> {
    match keys::key(cx.int(0)?).as_deref() {
        Some(Key::Public(_, Some(certificate))) => Ok(get(certificate)),
        _ => Err(Fail::Bug("a key with a certificate expected")),
    }
}

/// `certificateTexts(key)`: issuer, subject, and the algorithm of its signature; nothing if it has no certificate.
fn certificate_texts(cx: &mut Ctx<'_>) -> Result<Word> {
    if !matches!(key(cx.int(0)?).as_deref(), Some(Key::Public(_, Some(_)))) {
        return string_list(cx, [] as [&str; 0]);
    }
    let texts = of_certificate(cx, |c| [c.issuer.clone(), c.subject.clone(), c.algorithm.clone()])?;
    string_list(cx, texts)
}

/// `certificateNumbers(key)`: version, number, and its validity in seconds.
fn certificate_numbers(cx: &mut Ctx<'_>) -> Result<Word> {
    let numbers = of_certificate(cx, |c| [c.version, c.serial, c.not_before, c.not_after])?;
    let list = cx.world.list_new(cx.world.ids.int_list, numbers.len());
    let list = cx.keep(list);
    for n in numbers {
        let n = cx.world.int(n);
        let grown = cx.world.list_init(cx.get(list), n)?;
        cx.set(list, grown);
    }
    Ok(cx.get(list))
}

fn certificate_signature(cx: &mut Ctx<'_>) -> Result<Word> {
    let signature = of_certificate(cx, |c| c.signature.clone())?;
    byte_list(signature)(cx)
}
