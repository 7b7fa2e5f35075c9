//! Keys: those that others' signatures are checked with, and our own.

use std::fmt;

use aws_lc_rs::digest;
use aws_lc_rs::rsa::{OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey};
use aws_lc_rs::signature::{self as sig, EcdsaKeyPair, KeyPair, RsaKeyPair};
use base64::{Engine, engine::general_purpose::STANDARD};
use x509_parser::oid_registry::{OID_EC_P256, OID_NIST_EC_P384, OID_NIST_EC_P521};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey as Parsed;

use crate::Instant;
use crate::signature::SignatureMethod;

/// Why a key or a certificate is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("this is no certificate")]
    NotACertificate,
    #[error("this is no private key that can be read")]
    NotAKey,
    /// RSA from 2048 to 8192 bits, P-256, P-384 and P-521 are known.
    #[error("keys of this kind are not used")]
    Kind,
    #[error("the key is too short to be trusted")]
    Weak,
    #[error("the certificate is of another key")]
    OtherKey,
}

/// A certificate: the envelope that a public key travels in. Who signed it and when it ends say nothing here (SAML
/// metadata interoperability profile): it is trusted because somebody put it in the metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    key: PublicKey,
    until: Instant,
}

impl Certificate {
    /// The longest certificate that is read.
    pub const MAX: usize = 16 * 1024;

    /// Takes in a certificate in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, BadKey> {
        if der.len() > Self::MAX {
            return Err(BadKey::NotACertificate);
        }
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| BadKey::NotACertificate)?;
        if !rest.is_empty() {
            return Err(BadKey::NotACertificate);
        }
        let until = Instant::from_secs(parsed.validity().not_after.timestamp());
        let spki = parsed.public_key();
        let kind = match spki.parsed().map_err(|_| BadKey::Kind)? {
            Parsed::RSA(rsa) => match rsa.key_size() {
                0..2048 => return Err(BadKey::Weak),
                bits @ 2048..=8192 => Kind::Rsa(bits),
                _ => return Err(BadKey::Kind),
            },
            Parsed::EC(point) => {
                // Other curves have points of the same length: the curve is what the key says that it is.
                let curve = spki.algorithm.parameters.as_ref().and_then(|curve| curve.as_oid().ok());
                match (curve, point.data().len()) {
                    (Some(curve), 65) if curve == OID_EC_P256 => Kind::P256,
                    (Some(curve), 97) if curve == OID_NIST_EC_P384 => Kind::P384,
                    (Some(curve), 133) if curve == OID_NIST_EC_P521 => Kind::P521,
                    _ => return Err(BadKey::Kind),
                }
            }
            _ => return Err(BadKey::Kind),
        };
        let key = PublicKey { kind, bytes: spki.subject_public_key.data.to_vec(), spki: spki.raw.to_vec() };
        Ok(Self { der: der.to_vec(), key, until })
    }

    /// Takes in a certificate as people paste it: PEM, or the base64 alone.
    pub fn from_text(text: &str) -> Result<Self, BadKey> {
        let inner = text.lines().filter(|line| !line.starts_with("-----")).collect::<String>();
        let plain: String = inner.split_ascii_whitespace().collect();
        Self::from_der(&STANDARD.decode(plain).map_err(|_| BadKey::NotACertificate)?)
    }

    /// The bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The key in it.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// When it says that it ends; to warn administrators, not to judge signatures.
    pub fn until(&self) -> Instant {
        self.until
    }

    /// The SHA-256 fingerprint, as people compare it.
    pub fn fingerprint(&self) -> String {
        let hash = digest::digest(&digest::SHA256, &self.der);
        hash.as_ref().iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("key", &self.key).field("until", &self.until).finish_non_exhaustive()
    }
}

/// A public key that an administrator or trusted metadata named. Only such keys verify anything.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: Kind,
    bytes: Vec<u8>,
    spki: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rsa(usize),
    P256,
    P384,
    P521,
}

impl PublicKey {
    /// Whether the signature over the message is this key's, by the method.
    pub(crate) fn verifies(&self, method: SignatureMethod, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &dyn sig::VerificationAlgorithm = match (method, self.kind) {
            (SignatureMethod::RsaSha1, Kind::Rsa(_)) => &sig::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            (SignatureMethod::RsaSha256, Kind::Rsa(_)) => &sig::RSA_PKCS1_2048_8192_SHA256,
            (SignatureMethod::RsaSha384, Kind::Rsa(_)) => &sig::RSA_PKCS1_2048_8192_SHA384,
            (SignatureMethod::RsaSha512, Kind::Rsa(_)) => &sig::RSA_PKCS1_2048_8192_SHA512,
            (SignatureMethod::EcdsaSha256, Kind::P256) => &sig::ECDSA_P256_SHA256_FIXED,
            (SignatureMethod::EcdsaSha384, Kind::P384) => &sig::ECDSA_P384_SHA384_FIXED,
            (SignatureMethod::EcdsaSha512, Kind::P521) => &sig::ECDSA_P521_SHA512_FIXED,
            _ => return false,
        };
        sig::UnparsedPublicKey::new(algorithm, &self.bytes).verify(message, signature).is_ok()
    }

    /// The key for encryption to its owner; only RSA keys have one.
    pub(crate) fn sealing(&self) -> Option<OaepPublicEncryptingKey> {
        let Kind::Rsa(_) = self.kind else { return None };
        OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&self.spki).ok()?).ok()
    }

    /// Whether something can be encrypted to its owner.
    pub fn can_encrypt(&self) -> bool {
        matches!(self.kind, Kind::Rsa(_))
    }

    /// What kind of key it is: `RSA-3072`, `P-256`.
    pub fn kind(&self) -> String {
        match self.kind {
            Kind::Rsa(bits) => format!("RSA-{bits}"),
            Kind::P256 => "P-256".to_owned(),
            Kind::P384 => "P-384".to_owned(),
            Kind::P521 => "P-521".to_owned(),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind())
    }
}

/// Our own key for signatures, parsed once, with the certificate that others know it by.
pub struct SigningKey {
    pair: Pair,
    method: SignatureMethod,
    certificate: Certificate,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl SigningKey {
    /// Takes in a private key in PKCS#8 and its certificate. RSA and P-256 sign with SHA-256, P-384 with SHA-384.
    pub fn new(pkcs8: &[u8], certificate: Certificate) -> Result<Self, BadKey> {
        let (pair, method) = match certificate.key.kind {
            Kind::Rsa(_) => {
                let pair = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| BadKey::NotAKey)?;
                (Pair::Rsa(pair), SignatureMethod::RsaSha256)
            }
            Kind::P256 => (ec(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)?, SignatureMethod::EcdsaSha256),
            Kind::P384 => (ec(&sig::ECDSA_P384_SHA384_FIXED_SIGNING, pkcs8)?, SignatureMethod::EcdsaSha384),
            Kind::P521 => return Err(BadKey::Kind),
        };
        let public = match &pair {
            Pair::Rsa(pair) => pair.public_key().as_ref(),
            Pair::Ec(pair) => pair.public_key().as_ref(),
        };
        if public != certificate.key.bytes {
            return Err(BadKey::OtherKey);
        }
        Ok(Self { pair, method, certificate })
    }

    /// What others know the key by.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// How it signs.
    pub fn method(&self) -> SignatureMethod {
        self.method
    }

    /// The signature over the message; nothing where the library fails.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let chance = aws_lc_rs::rand::SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let done = pair.sign(&sig::RSA_PKCS1_SHA256, &chance, message, &mut signature);
                done.ok().map(|()| signature)
            }
            Pair::Ec(pair) => pair.sign(&chance, message).ok().map(|s| s.as_ref().to_vec()),
        }
    }
}

fn ec(algorithm: &'static sig::EcdsaSigningAlgorithm, pkcs8: &[u8]) -> Result<Pair, BadKey> {
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8).map(Pair::Ec).map_err(|_| BadKey::NotAKey)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

/// Our own key that others encrypt to: RSA.
pub struct DecryptionKey(pub(crate) OaepPrivateDecryptingKey);

impl DecryptionKey {
    /// Takes in a private key in PKCS#8.
    pub fn new(pkcs8: &[u8]) -> Result<Self, BadKey> {
        let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| BadKey::NotAKey)?;
        if key.key_size_bits() < 2048 {
            return Err(BadKey::Weak);
        }
        OaepPrivateDecryptingKey::new(key).map(Self).map_err(|_| BadKey::Kind)
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionKey")
    }
}
