//! What secure sockets are configured with, whichever protocol goes over them: certificates and keys in PEM files and
//! PKCS#12 stores, whom to trust, protocol versions and cipher suites. It makes rustls' configurations of them and knows
//! neither values nor connections.
#![forbid(unsafe_code)]

pub mod config;
pub mod store;
mod verify;

use std::io;
use std::sync::{Arc, LazyLock};

use rustls::CertificateError;
use rustls::crypto::CryptoProvider;

/// The one provider of cryptography; options choose among what it has.
fn crypto() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));
    PROVIDER.clone()
}

/// Why there is no configuration.
#[derive(Debug)]
pub struct Problem(pub String);

impl Problem {
    /// Something is not given.
    fn plain(text: String) -> Problem {
        Problem(text)
    }

    /// What is given is no good.
    fn context(what: impl std::fmt::Display) -> Problem {
        Problem(format!("Failed to initialize the SSL context: {what}"))
    }
}

impl From<Problem> for String {
    fn from(problem: Problem) -> String {
        problem.0
    }
}

/// What to say of a handshake that has failed because nobody who is trusted has signed the peer's certificate.
pub fn unknown_issuer(e: &io::Error) -> Option<&'static str> {
    let inner = e.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
    let unknown = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
    (inner == Some(&unknown))
        .then_some("invalid peer certificate: none of those that are trusted has signed it")
}
