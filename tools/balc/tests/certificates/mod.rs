//! Certificates made for the occasion.

use std::path::{Path, PathBuf};

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn names(of: &[&str]) -> CertificateParams {
    CertificateParams::new(of.iter().map(|n| n.to_string()).collect::<Vec<_>>()).unwrap()
}

/// A folder with certificates and keys of all sorts.
#[allow(dead_code, reason = "not every test uses TLS")]
pub fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(dir.join(name), text).unwrap();
    let ca = authority("our authority");
    write("ca.pem", ca.pem().as_bytes());
    write("other-ca.pem", authority("another authority").pem().as_bytes());

    let signed = |name: &str, params: CertificateParams| {
        let key = KeyPair::generate().unwrap();
        let cert = params.signed_by(&key, &ca).unwrap();
        write(&format!("{name}.pem"), cert.pem().as_bytes());
        write(&format!("{name}.key"), key.serialize_pem().as_bytes());
        (cert, key)
    };
    let (cert, key) = signed("server", names(&["localhost", "127.0.0.1"]));
    signed("other-host", names(&["example.org"]));
    let mut expired = names(&["localhost"]);
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    signed("expired", expired);

    let by_itself = |name: &str, mut params: CertificateParams| {
        params.distinguished_name.push(DnType::CommonName, "localhost");
        let key = KeyPair::generate().unwrap();
        write(&format!("{name}.pem"), params.self_signed(&key).unwrap().pem().as_bytes());
        write(&format!("{name}.key"), key.serialize_pem().as_bytes());
    };
    let mut own = names(&["localhost"]);
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    by_itself("self", own);
    by_itself("common-name", names(&[]));

    let mut store = KeyStore::new();
    let root = Certificate::from_der(ca.der()).unwrap();
    store.add_entry("ca", KeyStoreEntry::Certificate(root.clone()));
    write("trust.p12", &store.writer("secret").write().unwrap());
    let mut store = KeyStore::new();
    let chain = [Certificate::from_der(cert.der()).unwrap(), root];
    let chain = PrivateKeyChain::new("1", PrivateKey::from_der(&key.serialize_der()).unwrap(), chain);
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(chain));
    write("key.p12", &store.writer("secret").write().unwrap());
    dir
}

/// A folder with RSA keys of ours and certificates of them, `curve.key`, and the keys as they are published, `jwks.json`.
#[allow(dead_code, reason = "not every test signs tokens")]
pub fn signing_folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(dir.join(name), text).unwrap();
    let (own, other) = (include_str!("rsa.key"), include_str!("other-rsa.key"));
    write("rsa.key", own.as_bytes());
    write("other.key", other.as_bytes());
    write("encrypted.key", include_bytes!("encrypted-rsa.key"));
    write("pkcs1.key", include_bytes!("pkcs1-rsa.key"));
    write("jwks.json", include_bytes!("jwks.json"));
    let certificate = |key: &str, until: i32| {
        let mut params = names(&[]);
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CountryName, "LK");
        params.distinguished_name.push(DnType::CommonName, "a signer, of sorts");
        params.self_signed(&KeyPair::from_pem(key).unwrap()).unwrap()
    };
    let signer = certificate(own, 2100);
    write("rsa.pem", signer.pem().as_bytes());
    write("rsa.der", signer.der());
    write("other.pem", certificate(other, 2100).pem().as_bytes());
    write("expired.pem", certificate(own, 2021).pem().as_bytes());
    let curve = KeyPair::generate().unwrap();
    write("curve.key", curve.serialize_pem().as_bytes());
    write("curve.pem", certificate(&curve.serialize_pem(), 2100).pem().as_bytes());

    let mut store = KeyStore::new();
    let key = PrivateKey::from_der(&KeyPair::from_pem(own).unwrap().serialize_der()).unwrap();
    let chain = PrivateKeyChain::new("1", key, [Certificate::from_der(signer.der()).unwrap()]);
    store.add_entry("signer", KeyStoreEntry::PrivateKeyChain(chain));
    write("signer.p12", &store.writer("secret").write().unwrap());
    let mut store = KeyStore::new();
    store.add_entry("signer", KeyStoreEntry::Certificate(Certificate::from_der(signer.der()).unwrap()));
    write("trusted.p12", &store.writer("secret").write().unwrap());
    dir
}
