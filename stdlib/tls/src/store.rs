//! Certificates and keys as they lie on disk: PEM files and PKCS#12 stores. All of this blocks.

use p12_keystore::{CertificateBag, Pkcs12Archive};
use pkcs8::{EncryptedPrivateKeyInfoRef, SecretDocument};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::Problem;

/// A server's certificate, with those that lead to its root, and its key.
pub struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: PrivateKeyDer<'static>,
}

fn read(path: &str) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|e| Problem::context(format!("{path}: {}", reactor::reason(&e))))
}

fn bad(path: &str, what: impl std::fmt::Display) -> Problem {
    Problem::context(format!("{path}: {what}"))
}

/// The certificates of a PEM file, at least one.
pub fn pem_certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let text = read(path)?;
    let all: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&text).collect();
    match all {
        Ok(all) if !all.is_empty() => Ok(all),
        Ok(_) => Err(bad(path, "no certificate in PEM form")),
        Err(e) => Err(bad(path, format!("not a PEM file: {e}"))),
    }
}

/// Why there is no private key.
#[derive(Debug)]
pub enum KeyProblem {
    /// It is encrypted, and there is no password.
    Encrypted,
    /// It cannot be decrypted.
    Password,
    /// There is none.
    Missing,
    /// It is not one that can be read.
    Unfit(String),
}

/// The private key of a text in PEM form.
///
/// # Errors
/// If there is none, or one that is encrypted and the password is not its own.
pub fn private_key(text: &[u8], password: Option<&str>) -> Result<PrivateKeyDer<'static>, KeyProblem> {
    const ENCRYPTED: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    let unfit = |e: &dyn std::fmt::Display| KeyProblem::Unfit(e.to_string());
    let encrypted = std::str::from_utf8(text).ok().and_then(|t| t.find(ENCRYPTED).map(|at| &t[at..]));
    if let Some(encrypted) = encrypted {
        let password = password.ok_or(KeyProblem::Encrypted)?;
        let key = SecretDocument::from_pem(encrypted).map_err(|e| unfit(&e))?.1;
        let info = EncryptedPrivateKeyInfoRef::try_from(key.as_bytes()).map_err(|e| unfit(&e))?;
        let key = info.decrypt(password).map_err(|e| match e {
            pkcs8::Error::EncryptedPrivateKey(e) if e.to_string().contains("unsupported") => unfit(&e),
            _ => KeyProblem::Password,
        })?;
        return Ok(PrivatePkcs8KeyDer::from(key.as_bytes().to_vec()).into());
    }
    PrivateKeyDer::from_pem_slice(text).map_err(|e| match e {
        pem::Error::NoItemsFound => KeyProblem::Missing,
        e => KeyProblem::Unfit(format!("not a PEM file: {e}")),
    })
}

/// The key of a PEM file; one that is encrypted needs a password.
fn pem_key(path: &str, password: Option<&str>) -> Result<PrivateKeyDer<'static>, Problem> {
    private_key(&read(path)?, password).map_err(|e| match e {
        KeyProblem::Encrypted => bad(path, "the private key is encrypted and no keyPassword is given"),
        KeyProblem::Password => bad(path, "the private key cannot be decrypted: wrong keyPassword?"),
        KeyProblem::Missing => bad(path, "no private key in PEM form"),
        KeyProblem::Unfit(why) => bad(path, why),
    })
}

/// The first certificate of a text in PEM form, or the one that is there in DER.
///
/// # Errors
/// If there is none.
pub fn certificate(content: &[u8]) -> Result<CertificateDer<'static>, String> {
    // A sequence of DER.
    if content.first() == Some(&0x30) {
        return Ok(content.to_vec().into());
    }
    CertificateDer::from_pem_slice(content).map_err(|e| match e {
        pem::Error::NoItemsFound => "no certificate in PEM form".to_string(),
        e => format!("not a PEM file: {e}"),
    })
}

/// What a certificate file and a key file have.
pub fn pem_identity(cert_file: &str, key_file: &str, password: Option<&str>) -> Result<Identity, Problem> {
    Ok(Identity { chain: pem_certificates(cert_file)?, key: pem_key(key_file, password)? })
}

/// A PKCS#12 store, whose entries have names.
pub struct Store(Pkcs12Archive);

impl Store {
    /// Reads a store.
    ///
    /// # Errors
    /// If the password is not its own, or it cannot be read.
    pub fn parse(data: &[u8], password: &str) -> Result<Store, String> {
        Pkcs12Archive::from_pkcs12(data, password).map(Store).map_err(|e| match e {
            p12_keystore::error::Error::MacError(_) => {
                "wrong password, or a store that was changed".to_string()
            }
            e => format!("not a PKCS#12 store that can be read: {e}"),
        })
    }

    /// The private key of that name (like the JVM's stores, they do not tell upper case from lower case), in PKCS#8.
    pub fn key(&self, alias: &str) -> Option<PrivatePkcs8KeyDer<'static>> {
        let found = self.0.keys.iter().find(|k| is_named(k.friendly_name.as_deref(), alias))?;
        Some(found.key.as_der().to_vec().into())
    }

    /// The certificate of that name, or that of the key of that name.
    pub fn certificate(&self, alias: &str) -> Option<CertificateDer<'static>> {
        let key = self.0.keys.iter().find(|k| is_named(k.friendly_name.as_deref(), alias));
        let id = key.and_then(|k| k.local_key_id.as_ref()).map(AsRef::<[u8]>::as_ref);
        let of_key =
            |c: &&CertificateBag| id.is_some() && c.local_key_id.as_ref().map(AsRef::<[u8]>::as_ref) == id;
        let certs = &self.0.certs;
        let named = |c: &&CertificateBag| is_named(c.friendly_name.as_deref(), alias);
        certs.iter().find(of_key).or(certs.iter().find(named)).map(der)
    }
}

fn is_named(name: Option<&str>, alias: &str) -> bool {
    name.is_some_and(|n| n.to_lowercase() == alias.to_lowercase())
}

fn open(path: &str, password: &str) -> Result<Pkcs12Archive, Problem> {
    Store::parse(&read(path)?, password).map(|store| store.0).map_err(|e| bad(path, e))
}

/// The certificates that a trust store trusts. Like the JVM's, it trusts those that stand by themselves and those of its
/// keys, but not what leads from these to their roots.
pub fn trusted(path: &str, password: &str) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let store = open(path, password)?;
    let mut trusted: Vec<_> = store.certs.iter().filter(|c| is_trusted(c)).collect();
    // Stores that other tools than the JVM's have made do not mark anything.
    if trusted.is_empty() {
        trusted = store.certs.iter().collect();
    }
    if trusted.is_empty() {
        return Err(bad(path, "no certificate in the store"));
    }
    Ok(trusted.into_iter().map(der).collect())
}

fn is_trusted(c: &CertificateBag) -> bool {
    c.trusted || c.local_key_id.is_some()
}

fn der(c: &CertificateBag) -> CertificateDer<'static> {
    c.cert.as_der().to_vec().into()
}

/// The first key of a key store and its certificates.
pub fn store_identity(path: &str, password: &str) -> Result<Identity, Problem> {
    let store = open(path, password)?;
    let key = store.keys.first().ok_or_else(|| bad(path, "no private key in the store"))?;
    let id = key.local_key_id.as_ref().map(AsRef::<[u8]>::as_ref);
    let own = |c: &&CertificateBag| id.is_some() && c.local_key_id.as_ref().map(AsRef::<[u8]>::as_ref) == id;
    let leaf = store.certs.iter().find(own).or(store.certs.first());
    let leaf = leaf.ok_or_else(|| bad(path, "no certificate of the private key in the store"))?;
    let mut chain = vec![leaf];
    loop {
        let last = chain[chain.len() - 1];
        let next = store.certs.iter().find(|c| c.cert.subject() == last.cert.issuer());
        match next {
            // A root certifies itself; a circle of others has no root.
            Some(next) if !chain.iter().any(|c| c.cert == next.cert) => chain.push(next),
            _ => break,
        }
    }
    let key = PrivatePkcs8KeyDer::from(key.key.as_der().to_vec()).into();
    Ok(Identity { chain: chain.into_iter().map(der).collect(), key })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass pass:secret`.
    const ENCRYPTED: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----\n\
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgmv7sbOuvktwICCAAw\n\
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPES+gDUjgr/QHiXGi18Z+4EgZB/\n\
sw5/05kjTwxl+RIzyWxhA3kR/5OD+BDmK6QkTucDR5XegK/6x1fy6yycJnG33KCT\n\
bMDrGNc+eE/L9tpIShHHcYzgn8dnZoWpaCel+UnnmLMHPNo5mQ4YTK4oONNPBsLu\n\
GJwlDbpMIHihsD4kiQLWf344BsCWKb2ZF25APuZDMZc2jDcsoCPb4Cx2hOuBsjM=\n\
-----END ENCRYPTED PRIVATE KEY-----\n\
";

    #[test]
    fn an_encrypted_key_needs_its_password() {
        let path = std::env::temp_dir().join(format!("encrypted-{}.key", std::process::id()));
        std::fs::write(&path, ENCRYPTED).unwrap();
        let file = path.to_str().unwrap();
        let key = pem_key(file, Some("secret")).unwrap();
        assert!(rustls::crypto::ring::sign::any_supported_type(&key).is_ok());
        let wrong = pem_key(file, Some("guess")).unwrap_err().0;
        assert!(wrong.ends_with("the private key cannot be decrypted: wrong keyPassword?"), "{wrong}");
        let none = pem_key(file, None).unwrap_err().0;
        assert!(none.ends_with("the private key is encrypted and no keyPassword is given"), "{none}");
        std::fs::remove_file(path).unwrap();
    }
}
