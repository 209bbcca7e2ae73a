//! Who is believed.
//!
//! The rules are webpki's, with two exceptions that the JVM makes as well and without which the certificates that people
//! make for themselves are good for nothing: a certificate that is trusted by itself may say that it is one of an
//! authority (`openssl req -x509` has it so), and one without alternative names is known by its subject's common name.

use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
};
use x509_parser::prelude::{ASN1Time, FromDer, X509Certificate};

use crate::Problem;
use crate::config::Check;

/// Verifies a server's certificates.
#[derive(Debug)]
pub struct Verifier {
    roots: Arc<RootCertStore>,
    /// Certificates that are trusted by themselves.
    pinned: Vec<CertificateDer<'static>>,
    check: Check,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    /// Trusts what `roots` have signed, and `pinned`.
    pub fn new(
        roots: Arc<RootCertStore>,
        pinned: Vec<CertificateDer<'static>>,
        check: Check,
        provider: Arc<CryptoProvider>,
    ) -> Verifier {
        Verifier { roots, pinned, check, provider }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.check == Check::Key {
            return Ok(ServerCertVerified::assertion());
        }
        let cert = ParsedCertificate::try_from(end_entity)?;
        if self.pinned.iter().any(|p| **p == **end_entity) {
            in_time(end_entity, now)?;
        } else {
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&cert, &self.roots, intermediates, now, algorithms)?;
        }
        if self.check == Check::Certificate {
            return Ok(ServerCertVerified::assertion());
        }
        match verify_server_name(&cert, server_name) {
            Err(_) if common_name_is(end_entity, server_name) => {}
            other => other?,
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// A listener's half: whether the certificates of clients are good. Those that are trusted by themselves are, as above.
#[derive(Debug)]
struct ClientVerifier {
    rules: Arc<dyn ClientCertVerifier>,
    pinned: Vec<CertificateDer<'static>>,
}

/// Verifies the certificates of clients, which need not show any unless that is `required`.
pub fn clients(
    roots: Arc<RootCertStore>,
    pinned: Vec<CertificateDer<'static>>,
    required: bool,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, Problem> {
    let mut builder = WebPkiClientVerifier::builder_with_provider(roots, provider);
    if !required {
        builder = builder.allow_unauthenticated();
    }
    let rules = builder.build().map_err(Problem::context)?;
    Ok(Arc::new(ClientVerifier { rules, pinned }))
}

impl ClientCertVerifier for ClientVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.rules.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.rules.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if self.pinned.iter().any(|p| **p == **end_entity) {
            in_time(end_entity, now)?;
            return Ok(ClientCertVerified::assertion());
        }
        self.rules.verify_client_cert(end_entity, intermediates, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.rules.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.rules.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.rules.supported_verify_schemes()
    }
}

fn parse<'a>(cert: &'a CertificateDer<'_>) -> Result<X509Certificate<'a>, Error> {
    match X509Certificate::from_der(cert) {
        Ok((_, cert)) => Ok(cert),
        Err(_) => Err(Error::InvalidCertificate(CertificateError::BadEncoding)),
    }
}

fn in_time(cert: &CertificateDer<'_>, now: UnixTime) -> Result<(), Error> {
    let cert = parse(cert)?;
    let since_1970 =
        |t: ASN1Time| UnixTime::since_unix_epoch(Duration::from_secs(t.timestamp().max(0) as u64));
    let (not_before, not_after) =
        (since_1970(cert.validity().not_before), since_1970(cert.validity().not_after));
    let problem = if now < not_before {
        CertificateError::NotValidYetContext { time: now, not_before }
    } else if now > not_after {
        CertificateError::ExpiredContext { time: now, not_after }
    } else {
        return Ok(());
    };
    Err(Error::InvalidCertificate(problem))
}

fn common_name_is(cert: &CertificateDer<'_>, name: &ServerName<'_>) -> bool {
    let (ServerName::DnsName(name), Ok(cert)) = (name, parse(cert)) else { return false };
    if !matches!(cert.subject_alternative_name(), Ok(None)) {
        return false;
    }
    // The last is the most specific one.
    let common = cert.subject().iter_common_name().last().and_then(|n| n.as_str().ok());
    common.is_some_and(|c| c.eq_ignore_ascii_case(name.as_ref()))
}
