//! Signed compact tokens (RFC 7515), the part that all of them share: shape, header, allowed algorithms.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256};
use aws_lc_rs::signature::{EcdsaVerificationAlgorithm, EdDSAParameters, RsaParameters};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The signature algorithms there are here (RFC 7518, section 3.1; RFC 8037). Neither `none` nor a symmetric one can
/// be named at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alg {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// RSASSA-PSS with SHA-256; accepted from clients, not used for signing.
    #[serde(rename = "PS256")]
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl Alg {
    /// What this provider signs with.
    pub const SIGNING: [Self; 3] = [Self::Rs256, Self::Es256, Self::EdDsa];
    /// What clients may sign with.
    pub const ACCEPTED: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Reads the registered name, case and all.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ACCEPTED.into_iter().find(|alg| alg.name() == name)
    }

    pub(crate) const fn rsa(self) -> Option<&'static RsaParameters> {
        match self {
            Self::Rs256 => Some(&RSA_PKCS1_2048_8192_SHA256),
            Self::Ps256 => Some(&RSA_PSS_2048_8192_SHA256),
            Self::Es256 | Self::EdDsa => None,
        }
    }
}

pub(crate) static P256: &EcdsaVerificationAlgorithm = &ECDSA_P256_SHA256_FIXED;
pub(crate) static EDWARDS: &EdDSAParameters = &ED25519;

/// A token taken apart, its signature not verified.
pub struct Compact<'a> {
    /// The algorithm, an allowed one.
    pub alg: Alg,
    /// The key it names.
    pub kid: Option<String>,
    /// Its explicit type (RFC 8725, section 3.11), in lower case without the prefix `application/`.
    pub typ: Option<String>,
    pub(crate) signed: &'a str,
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    /// The longest token that is read.
    pub const MAX: usize = 16_384;

    /// Takes a token apart. Keys inside the header (`jwk`, `jku`, `x5c` …) are never looked at; `crit` is refused, as
    /// no extension is understood (RFC 7515, section 4.1.11).
    pub fn parse(token: &'a str) -> Result<Self, BadJwt> {
        let parts = Parts::of(token)?;
        let alg = Alg::parse(&parts.alg).ok_or(BadJwt::Algorithm)?;
        let Parts { kid, typ, signed, payload, signature, .. } = parts;
        Ok(Self { alg, kid, typ, signed, payload, signature })
    }

    /// A string member of the payload, not verified: good only for finding the key that verifies it.
    pub fn unverified(&self, member: &str) -> Option<String> {
        let payload: Value = serde_json::from_slice(&self.payload).ok()?;
        payload.get(member)?.as_str().map(str::to_owned)
    }
}

/// A token taken apart, of whatever algorithm.
pub(crate) struct Parts<'a> {
    pub(crate) alg: String,
    pub(crate) kid: Option<String>,
    pub(crate) typ: Option<String>,
    pub(crate) signed: &'a str,
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(token: &'a str) -> Result<Self, BadJwt> {
        if token.len() > Compact::MAX {
            return Err(BadJwt::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(BadJwt::Malformed)?;
        let (header, payload) = signed.split_once('.').filter(|(_, p)| !p.contains('.')).ok_or(BadJwt::Malformed)?;
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| BadJwt::Malformed);
        let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| BadJwt::Malformed)?;
        if header.crit.is_some() {
            return Err(BadJwt::Malformed);
        }
        let typ = header.typ.map(|typ| {
            let typ = typ.to_ascii_lowercase();
            typ.strip_prefix("application/").map_or(typ.clone(), str::to_owned)
        });
        let (payload, signature) = (bytes(payload)?, bytes(signature)?);
        Ok(Self { alg: header.alg, kid: header.kid, typ, signed, payload, signature })
    }
}

/// Why a token is not believed. For logs; a client learns nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadJwt {
    /// Not a signed compact token, or one with an extension.
    #[error("not a signed token")]
    Malformed,
    /// An algorithm that is not allowed: `none`, a symmetric one, an odd spelling.
    #[error("algorithm not allowed")]
    Algorithm,
    /// No key fits its `kid` and algorithm.
    #[error("no key fits")]
    NoKey,
    /// The signature is not that of the key.
    #[error("wrong signature")]
    Signature,
    /// A claim is missing or of the wrong JSON type.
    #[error("claim missing or malformed: {0}")]
    Claim(&'static str),
    /// A claim has a value that is not accepted here.
    #[error("claim not accepted: {0}")]
    Refused(&'static str),
    /// Its time is over, or has not come.
    #[error("outside its time: {0}")]
    Time(&'static str),
}

/// A moment as JWTs have it: seconds since 1970, perhaps with a fraction (RFC 7519, section 2); never a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumericDate(pub(crate) i64);

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let whole = number.as_i64().or_else(|| number.as_f64().filter(|n| n.abs() < 1e15).map(|n| n.floor() as i64));
        whole.map(Self).ok_or_else(|| serde::de::Error::custom("not a moment"))
    }
}

/// One audience or several (RFC 7519, section 4.1.3).
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default, deserialize_with = "present")]
    crit: Option<Value>,
}

/// Tells a member that is `null` from one that is missing.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
