//! The algorithms that may be named in a signature.

use aws_lc_rs::digest;

/// What is allowed for the sake of old peers, each by an administrator's own word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Signatures and digests by SHA-1, which can be forged by whoever can choose what is signed.
    pub sha1: bool,
    /// Encryption by AES-CBC, which lets whoever can ask often read what is encrypted.
    pub cbc: bool,
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureMethod {
    RsaSha1,
    RsaSha256,
    RsaSha384,
    RsaSha512,
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
}

impl SignatureMethod {
    const ALL: [(Self, &'static str); 7] = [
        (Self::RsaSha1, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        (Self::RsaSha256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
        (Self::RsaSha384, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
        (Self::RsaSha512, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
        (Self::EcdsaSha256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
        (Self::EcdsaSha384, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
        (Self::EcdsaSha512, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"),
    ];

    /// The method of this name, if it is allowed.
    pub fn named(uri: &str, allow: Allow) -> Option<Self> {
        let (method, _) = Self::ALL.into_iter().find(|(_, name)| *name == uri)?;
        (method != Self::RsaSha1 || allow.sha1).then_some(method)
    }

    /// The name that the standard gives it.
    pub fn uri(self) -> &'static str {
        Self::ALL.iter().find(|(method, _)| *method == self).map_or("", |(_, uri)| uri)
    }
}

/// How what is signed is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestMethod {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl DigestMethod {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Sha1, "http://www.w3.org/2000/09/xmldsig#sha1"),
        (Self::Sha256, "http://www.w3.org/2001/04/xmlenc#sha256"),
        (Self::Sha384, "http://www.w3.org/2001/04/xmldsig-more#sha384"),
        (Self::Sha512, "http://www.w3.org/2001/04/xmlenc#sha512"),
    ];

    /// The method of this name, if it is allowed.
    pub fn named(uri: &str, allow: Allow) -> Option<Self> {
        let (method, _) = Self::ALL.into_iter().find(|(_, name)| *name == uri)?;
        (method != Self::Sha1 || allow.sha1).then_some(method)
    }

    /// The name that the standard gives it.
    pub fn uri(self) -> &'static str {
        Self::ALL.iter().find(|(method, _)| *method == self).map_or("", |(_, uri)| uri)
    }

    pub(crate) fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}
