//! What secure sockets are configured with, as rustls wants it.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::server::{NoServerSessionStorage, StoresServerSessions, WebPkiClientVerifier};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedCipherSuite, SupportedProtocolVersion};

use crate::store::{self, Identity};
use crate::verify::{self, Verifier};
use crate::{Problem, crypto};

/// What clients and listeners have in common.
pub struct Options {
    /// `SSL` or `TLS`, when given.
    pub protocol: Option<String>,
    /// By the JVM's names; none are those of rustls.
    pub versions: Vec<String>,
    /// By the JVM's names; none are those of rustls.
    pub ciphers: Vec<String>,
    /// The application's protocols, the preferred one first (ALPN); none are not spoken of.
    pub applications: &'static [&'static [u8]],
}

/// What a client checks of a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    /// Its certificate, and that this is one of the host.
    All,
    /// Its certificate, for whichever host that is.
    Certificate,
    /// That it has the key of its certificate, nothing more.
    Key,
}

/// What is a client's own.
pub struct Client {
    pub trust: Trust,
    /// Who it says it is, should a server ask.
    pub key: Option<Key>,
    pub check: Check,
    /// Sessions are resumed by later connections.
    pub resume: bool,
}

/// What is a server's own.
pub struct Server {
    pub key: Key,
    /// Whether clients are asked who they are.
    pub clients: Option<Clients>,
    pub sessions: Resume,
}

/// What a server wants to know of its clients.
pub struct Clients {
    pub trust: Trust,
    /// Those that do not show a certificate are refused.
    pub required: bool,
}

/// For how long a server resumes sessions.
pub enum Resume {
    Never,
    Always,
    For(Duration),
}

/// Whom somebody trusts.
pub enum Trust {
    /// The authorities that Mozilla trusts, as of when this was built. Like the JVM's own, they come along with the
    /// machine, so that a program does the same everywhere.
    Default,
    /// A PEM file.
    Certificates(String),
    /// A PKCS#12 store and its password.
    Store(String, String),
}

impl Trust {
    /// As the library's sources say it: the path of a store and its password, or that of a file of certificates, or nothing.
    pub fn of(parts: Vec<String>) -> Option<Trust> {
        let mut parts = parts.into_iter();
        Some(match (parts.next()?, parts.next()) {
            (path, Some(password)) => Trust::Store(path, password),
            (path, None) => Trust::Certificates(path),
        })
    }
}

/// Who somebody is.
pub enum Key {
    /// A PEM file of certificates, one of a key, and the key's password.
    Files(String, String, Option<String>),
    /// A PKCS#12 store and its password.
    Store(String, String),
}

impl Options {
    fn provider(&self) -> Result<Arc<CryptoProvider>, Problem> {
        if self.ciphers.is_empty() {
            return Ok(crypto());
        }
        let mut provider = (*crypto()).clone();
        let mut suites = Vec::new();
        for name in &self.ciphers {
            match provider.cipher_suites.iter().find(|s| cipher_name(s) == *name) {
                Some(suite) => suites.push(*suite),
                None => {
                    let known: Vec<_> = provider.cipher_suites.iter().map(cipher_name).collect();
                    let known = known.join(", ");
                    return Err(Problem::context(format!(
                        "the cipher suite '{name}' is not supported; those supported are {known}"
                    )));
                }
            }
        }
        provider.cipher_suites = suites;
        Ok(Arc::new(provider))
    }

    fn versions(&self) -> Result<Vec<&'static SupportedProtocolVersion>, Problem> {
        const SUPPORTED: &str = "those supported are TLSv1.2 and TLSv1.3";
        if self.versions.is_empty() {
            return match self.protocol.as_deref() {
                Some("SSL") => {
                    Err(Problem::context(format!("the protocol 'SSL' is not supported; {SUPPORTED}")))
                }
                _ => Ok(rustls::DEFAULT_VERSIONS.to_vec()),
            };
        }
        let version = |name: &String| match name.as_str() {
            "TLSv1.2" => Ok(&rustls::version::TLS12),
            "TLSv1.3" => Ok(&rustls::version::TLS13),
            _ => {
                Err(Problem::context(format!("the protocol version '{name}' is not supported; {SUPPORTED}")))
            }
        };
        self.versions.iter().map(version).collect()
    }
}

/// The JVM's name of a cipher suite.
fn cipher_name(suite: &SupportedCipherSuite) -> String {
    format!("{:?}", suite.suite()).replace("TLS13_", "TLS_")
}

fn given(what: &str, value: &str) -> Result<(), Problem> {
    match value.trim().is_empty() {
        true => Err(Problem::plain(format!("{what} must be provided for secure connection"))),
        false => Ok(()),
    }
}

static DEFAULT_ROOTS: LazyLock<Arc<RootCertStore>> =
    LazyLock::new(|| Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()));

/// Those who sign certificates, and certificates that are trusted by themselves.
fn trusted(trust: &Trust) -> Result<(Arc<RootCertStore>, Vec<CertificateDer<'static>>), Problem> {
    let certificates = match trust {
        Trust::Default => return Ok((DEFAULT_ROOTS.clone(), Vec::new())),
        Trust::Certificates(path) => {
            given("Certificate file location", path)?;
            store::pem_certificates(path)?
        }
        Trust::Store(path, password) => {
            given("TrustStore file location", path)?;
            given("TrustStore password", password)?;
            store::trusted(path, password)?
        }
    };
    let mut roots = RootCertStore::empty();
    // A store may have some that are too old to be understood.
    let (added, _) = roots.add_parsable_certificates(certificates.iter().cloned());
    if added == 0 {
        return Err(Problem::context("no certificate to trust can be read".to_string()));
    }
    Ok((Arc::new(roots), certificates))
}

fn identity(key: &Key) -> Result<Identity, Problem> {
    match key {
        Key::Files(certificates, key, password) => {
            given("Certificate file location", certificates)?;
            given("Private key file location", key)?;
            store::pem_identity(certificates, key, password.as_deref())
        }
        Key::Store(path, password) => {
            given("KeyStore file location", path)?;
            given("KeyStore password", password)?;
            store::store_identity(path, password)
        }
    }
}

fn no_common_version(_: rustls::Error) -> Problem {
    Problem::context("none of the cipher suites is one of the protocol versions")
}

fn bad_key(e: rustls::Error) -> Problem {
    match e {
        rustls::Error::InconsistentKeys(_) => {
            Problem::context("the private key is not that of the certificate")
        }
        e => Problem::context(e),
    }
}

fn applications(options: &Options) -> Vec<Vec<u8>> {
    options.applications.iter().map(|name| name.to_vec()).collect()
}

/// A client's configuration. Blocks.
pub fn client(client: &Client, options: &Options) -> Result<ClientConfig, Problem> {
    let (provider, versions) = (options.provider()?, options.versions()?);
    let (roots, pinned) = match client.check {
        Check::Key => (Arc::new(RootCertStore::empty()), Vec::new()),
        _ => trusted(&client.trust)?,
    };
    let verifier = Verifier::new(roots, pinned, client.check, provider.clone());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions)
        .map_err(no_common_version)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match &client.key {
        Some(key) => {
            let Identity { chain, key } = identity(key)?;
            builder.with_client_auth_cert(chain, key).map_err(bad_key)?
        }
        None => builder.with_no_client_auth(),
    };
    if !client.resume {
        config.resumption = Resumption::disabled();
    }
    config.alpn_protocols = applications(options);
    Ok(config)
}

/// A listener's configuration. Blocks.
pub fn server(server: &Server, options: &Options) -> Result<ServerConfig, Problem> {
    let (provider, versions) = (options.provider()?, options.versions()?);
    let Identity { chain, key } = identity(&server.key)?;
    let clients = match &server.clients {
        Some(clients) => {
            let (roots, pinned) = trusted(&clients.trust)?;
            verify::clients(roots, pinned, clients.required, provider.clone())?
        }
        None => WebPkiClientVerifier::no_client_auth(),
    };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions)
        .map_err(no_common_version)?
        .with_client_cert_verifier(clients)
        .with_single_cert(chain, key)
        .map_err(bad_key)?;
    match server.sessions {
        Resume::Always => {}
        Resume::Never => {
            config.session_storage = Arc::new(NoServerSessionStorage {});
            config.send_tls13_tickets = 0;
        }
        Resume::For(limit) => {
            config.session_storage =
                Arc::new(Sessions { limit, kept: config.session_storage.clone(), born: Mutex::default() });
        }
    }
    config.alpn_protocols = applications(options);
    Ok(config)
}

/// How many sessions rustls' own store has room for.
const MOST_SESSIONS: usize = 256;

/// Sessions that can be resumed for a limited time only.
#[derive(Debug)]
struct Sessions {
    limit: Duration,
    kept: Arc<dyn StoresServerSessions>,
    /// When each was stored, the oldest first.
    born: Mutex<std::collections::VecDeque<(Instant, Vec<u8>)>>,
}

impl Sessions {
    /// Forgets those that are too old, and the oldest when there are too many.
    fn expire(&self, room_for: usize) {
        let now = Instant::now();
        let mut born = self.born.lock();
        while let Some((at, key)) = born.front() {
            if born.len() + room_for <= MOST_SESSIONS && now.duration_since(*at) < self.limit {
                return;
            }
            self.kept.take(key);
            born.pop_front();
        }
    }
}

impl StoresServerSessions for Sessions {
    fn put(&self, key: Vec<u8>, value: Vec<u8>) -> bool {
        self.expire(1);
        let mut born = self.born.lock();
        born.retain(|(_, k)| *k != key);
        born.push_back((Instant::now(), key.clone()));
        self.kept.put(key, value)
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.expire(0);
        self.kept.get(key)
    }

    fn take(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.expire(0);
        self.kept.take(key)
    }

    fn can_cache(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ciphers_have_the_names_of_the_jvm() {
        let provider = crypto();
        let names: Vec<_> = provider.cipher_suites.iter().map(cipher_name).collect();
        for name in [
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        ] {
            assert!(names.iter().any(|n| n == name), "{name} is not among {names:?}");
        }
    }

    #[test]
    fn sessions_end() {
        let kept = rustls::server::ServerSessionMemoryCache::new(MOST_SESSIONS);
        let s = Sessions { limit: Duration::from_millis(20), kept, born: Mutex::default() };
        assert!(s.put(vec![1], vec![2]));
        assert_eq!(s.get(&[1]), Some(vec![2]));
        std::thread::sleep(Duration::from_millis(30));
        assert_eq!(s.get(&[1]), None);
        for i in 0..600u16 {
            s.put(i.to_le_bytes().to_vec(), vec![0]);
        }
        assert!(s.born.lock().len() <= MOST_SESSIONS);
    }
}
