//! Who is at the other end of a TLS connection: what a registration says of its certificate, and whether one fits.

use aws_lc_rs::digest::{SHA256, digest};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The certificate that a client shows, as its registration names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// A DNS name among the alternative names; the common name only where there is none of them.
    Name(String),
    /// SHA-256 over the whole certificate.
    Fingerprint([u8; 32]),
}

impl Certificate {
    /// `nas.example.org`, or `sha256:` with 64 hexadecimal digits, colons between them as one likes.
    pub fn parse(text: &str) -> Option<Self> {
        let Some(digits) = text.strip_prefix("sha256:").or_else(|| text.strip_prefix("SHA256:")) else {
            let sound = text.len() <= 253 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._ ".contains(&b));
            return (sound && !text.trim().is_empty()).then(|| Self::Name(text.trim().to_ascii_lowercase()));
        };
        let digits: String = digits.chars().filter(|c| *c != ':').collect();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self::Fingerprint)
    }

    /// Whether this certificate (DER), whose chain was verified, is the one.
    pub fn is(&self, der: &[u8]) -> bool {
        match self {
            Self::Fingerprint(known) => digest(&SHA256, der).as_ref() == known,
            Self::Name(name) => names(der).iter().any(|n| n.eq_ignore_ascii_case(name)),
        }
    }
}

/// What a certificate calls its owner (RFC 6614, section 2.3; RFC 6125, section 6.4.4). Wildcards name nobody.
fn names(der: &[u8]) -> Vec<String> {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Vec::new() };
    let alternative = certificate.subject_alternative_name().ok().flatten();
    let dns: Vec<String> = alternative
        .iter()
        .flat_map(|extension| &extension.value.general_names)
        .filter_map(|name| if let GeneralName::DNSName(name) = name { Some((*name).to_owned()) } else { None })
        .collect();
    if !dns.is_empty() {
        return dns;
    }
    certificate.subject().iter_common_name().filter_map(|cn| cn.as_str().ok().map(ToOwned::to_owned)).collect()
}
