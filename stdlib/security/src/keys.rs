//! Keys as the program knows them: by a number, so that what is printed, copied or logged never has a key in it. The same
//! key has the same number, so that a program that reads a key again and again has it once; none is forgotten.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use ring::digest::{SHA256, digest};
use ring::signature::{EcdsaKeyPair, RsaKeyPair};

use crate::certificate::Certificate;

/// The curves that there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Curve {
    P256,
    P384,
}

/// A key.
pub enum Key {
    /// To sign with.
    Rsa(RsaKeyPair),
    Ec(Curve, EcdsaKeyPair),
    /// To verify with, and the certificate that it was found in.
    Public(PublicKey, Option<Certificate>),
}

/// What signatures are verified with.
pub enum PublicKey {
    /// An `RSAPublicKey` of PKCS#1, in DER.
    Rsa(Vec<u8>),
    /// Modulus and exponent.
    Parts(Vec<u8>, Vec<u8>),
    /// A point of a curve.
    Ec(Curve, Vec<u8>),
}

#[derive(Default)]
struct Keys {
    all: Vec<Arc<Key>>,
    numbers: HashMap<[u8; 32], i64>,
}

static KEYS: Mutex<Option<Keys>> = Mutex::new(None);

/// The number of a key, which is not 0. `kind` and `encoded` say which key it is.
pub fn number(kind: u8, encoded: &[u8], key: Key) -> i64 {
    let mut named = vec![kind];
    named.extend_from_slice(encoded);
    let mut name = [0; 32];
    name.copy_from_slice(digest(&SHA256, &named).as_ref());
    let mut keys = KEYS.lock();
    let keys = keys.get_or_insert_default();
    if let Some(known) = keys.numbers.get(&name) {
        return *known;
    }
    keys.all.push(Arc::new(key));
    let number = keys.all.len() as i64;
    keys.numbers.insert(name, number);
    number
}

/// The key of a number, if there is one.
pub fn key(number: i64) -> Option<Arc<Key>> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    KEYS.lock().as_ref()?.all.get(at).cloned()
}
