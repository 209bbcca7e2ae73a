//! What a certificate says, in the words of the JVM, whose names programs know.

use x509_parser::oid_registry::{
    OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY, OID_NIST_EC_P384, OID_PKCS1_RSAENCRYPTION, Oid, asn1_rs,
};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::{AttributeTypeAndValue, X509Name};

use crate::keys::{Curve, PublicKey};

/// What is kept of a certificate.
pub struct Certificate {
    pub version: i64,
    /// The last 64 bits of its number.
    pub serial: i64,
    pub issuer: String,
    pub subject: String,
    /// Seconds since the epoch.
    pub not_before: i64,
    pub not_after: i64,
    pub signature: Vec<u8>,
    pub algorithm: String,
}

/// A certificate's key and what else it says.
///
/// # Errors
/// If it is no certificate.
pub fn read(der: &[u8]) -> Result<(Option<PublicKey>, Certificate), &'static str> {
    let (_, parsed) = X509Certificate::from_der(der).map_err(|_| "not a certificate")?;
    let serial = parsed.raw_serial();
    let last = serial.iter().skip(serial.len().saturating_sub(8)).fold(0u64, |n, b| n << 8 | u64::from(*b));
    let certificate = Certificate {
        version: i64::from(parsed.version().0) + 1,
        serial: last as i64,
        issuer: name(parsed.issuer()),
        subject: name(parsed.subject()),
        not_before: parsed.validity().not_before.timestamp(),
        not_after: parsed.validity().not_after.timestamp(),
        signature: parsed.signature_value.data.to_vec(),
        algorithm: algorithm(parsed.signature_algorithm.oid()),
    };
    let info = parsed.public_key();
    let bits = info.subject_public_key.data.to_vec();
    let of = info.algorithm.oid();
    let key = if *of == OID_PKCS1_RSAENCRYPTION {
        Some(PublicKey::Rsa(bits))
    } else if *of == OID_KEY_TYPE_EC_PUBLIC_KEY {
        let curve = info.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok());
        curve.and_then(|c| curve_of(&c)).map(|c| PublicKey::Ec(c, bits))
    } else {
        None
    };
    Ok((key, certificate))
}

fn curve_of(oid: &Oid<'_>) -> Option<Curve> {
    if *oid == OID_EC_P256 {
        Some(Curve::P256)
    } else if *oid == OID_NIST_EC_P384 {
        Some(Curve::P384)
    } else {
        None
    }
}

fn algorithm(oid: &Oid<'_>) -> String {
    let text = oid.to_id_string();
    match text.as_str() {
        "1.2.840.113549.1.1.4" => "MD5withRSA",
        "1.2.840.113549.1.1.5" => "SHA1withRSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "SHA256withRSA",
        "1.2.840.113549.1.1.12" => "SHA384withRSA",
        "1.2.840.113549.1.1.13" => "SHA512withRSA",
        "1.2.840.10045.4.1" => "SHA1withECDSA",
        "1.2.840.10045.4.3.2" => "SHA256withECDSA",
        "1.2.840.10045.4.3.3" => "SHA384withECDSA",
        "1.2.840.10045.4.3.4" => "SHA512withECDSA",
        "1.3.101.112" => "Ed25519",
        other => other,
    }
    .to_string()
}

/// A name in the text form of RFC 2253: the last part first.
fn name(name: &X509Name<'_>) -> String {
    let parts: Vec<String> =
        name.iter_rdn().map(|rdn| rdn.iter().map(attribute).collect::<Vec<_>>().join("+")).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join(",")
}

fn attribute(of: &AttributeTypeAndValue<'_>) -> String {
    let oid = of.attr_type().to_id_string();
    let short = match oid.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        other => other,
    };
    match of.as_str() {
        Ok(text) if short != oid => format!("{short}={}", escaped(text)),
        // What has no name of its own, or no text, is told by its bytes.
        _ => {
            let bytes = asn1_rs::ToDer::to_der_vec(of.attr_value()).unwrap_or_default();
            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            format!("{short}=#{hex}")
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (i, c) in text.chars().enumerate() {
        let edge = c == ' ' && (i == 0 || i == last) || c == '#' && i == 0;
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
