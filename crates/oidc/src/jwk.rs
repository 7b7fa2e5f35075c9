//! Public keys as JSON (RFC 7517): taken in with care, given out as the key set of this provider.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ParsedPublicKey, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::jws::{Alg, BadJwt, Compact, EDWARDS, P256};

/// The key set document of this provider: every key whose tokens may still be about, the retiring ones too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Jwks {
    /// The public keys.
    pub keys: Vec<PublicJwk>,
}

/// A public key of this provider as JSON; it may be stored and shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicJwk(Map<String, Value>);

impl PublicJwk {
    /// The key id: the thumbprint (RFC 7638).
    pub fn kid(&self) -> &str {
        self.0.get("kid").and_then(Value::as_str).unwrap_or_default()
    }

    /// Completes the required members of a key (`kty` and its values) by id, use and algorithm.
    pub(crate) fn new(members: Value, alg: Alg) -> Self {
        let mut members = if let Value::Object(members) = members { members } else { Map::new() };
        let kid = thumbprint(&members);
        members.insert("kid".into(), kid.into());
        members.insert("use".into(), "sig".into());
        members.insert("alg".into(), alg.name().into());
        Self(members)
    }
}

/// Keys that verify signatures: a client's, or this provider's own.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// The longest document that is read.
    pub const MAX_BYTES: usize = 65_536;
    /// The most keys of one client.
    pub const MAX_KEYS: usize = 32;

    /// Takes in a client's key set. Keys for encryption and of kinds unknown here are passed over (RFC 7517, section
    /// 5); a private or symmetric key, or one that is unsound, makes the whole set refused.
    pub fn parse(text: &str) -> Result<Self, BadKeys> {
        #[derive(Deserialize)]
        struct Document {
            keys: Vec<Map<String, Value>>,
        }
        if text.len() > Self::MAX_BYTES {
            return Err(BadKeys::TooMany);
        }
        let document: Document = serde_json::from_str(text).map_err(|_| BadKeys::Malformed)?;
        if document.keys.len() > Self::MAX_KEYS {
            return Err(BadKeys::TooMany);
        }
        let keys = document.keys.iter().filter_map(|jwk| Key::parse(jwk).transpose()).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(BadKeys::None) } else { Ok(Self(keys)) }
    }

    /// This provider's own keys.
    pub fn own(jwks: &Jwks) -> Result<Self, BadKeys> {
        jwks.keys.iter().filter_map(|jwk| Key::parse(&jwk.0).transpose()).collect::<Result<_, _>>().map(Self)
    }

    /// Verifies a signature. A token that names a key is tried with that one only; else with every key of its kind.
    pub fn verify(&self, token: &Compact<'_>) -> Result<(), BadJwt> {
        let fits =
            |key: &&Key| key.fits(token.alg) && token.kid.as_ref().is_none_or(|kid| key.kid.as_ref() == Some(kid));
        let mut keys = self.0.iter().filter(fits).peekable();
        if keys.peek().is_none() {
            return Err(BadJwt::NoKey);
        }
        keys.any(|key| key.verified(token)).then_some(()).ok_or(BadJwt::Signature)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a key set is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    /// Not a key set, or a key that lacks a member or has one that is no base64url.
    #[error("not a JSON Web Key Set")]
    Malformed,
    /// More bytes or keys than are read.
    #[error("the key set is too large")]
    TooMany,
    /// No key that could verify a signature here.
    #[error("no RSA, P-256 or Ed25519 signature key in the set")]
    None,
    /// A private or symmetric key: whoever published it must replace it.
    #[error("the set holds a private or symmetric key")]
    Private,
    /// RSA outside 2048 to 8192 bits, a bad exponent, or a point that is not on its curve.
    #[error("the set holds an unsound key")]
    Unsound,
}

/// The thumbprint of a key (RFC 7638): SHA-256 over its required members in lexical order.
pub fn thumbprint(jwk: &Map<String, Value>) -> String {
    let names: &[&str] = match jwk.get("kty").and_then(Value::as_str) {
        Some("RSA") => &["e", "kty", "n"],
        Some("EC") => &["crv", "kty", "x", "y"],
        _ => &["crv", "kty", "x"],
    };
    let canonical: Map<String, Value> =
        names.iter().filter_map(|name| Some(((*name).to_owned(), jwk.get(*name)?.clone()))).collect();
    URL_SAFE_NO_PAD.encode(digest(&SHA256, json!(canonical).to_string().as_bytes()))
}

#[derive(Clone, Debug)]
struct Key {
    kid: Option<String>,
    /// The only algorithm the key is for, if it names one.
    alg: Option<String>,
    material: Material,
}

#[derive(Clone, Debug)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Arc<ParsedPublicKey>),
    Ed25519(Arc<ParsedPublicKey>),
}

impl Key {
    /// A sound key; `None` for one that has no use here.
    fn parse(jwk: &Map<String, Value>) -> Result<Option<Self>, BadKeys> {
        if PRIVATE.iter().any(|name| jwk.contains_key(*name)) || text(jwk, "kty")? == "oct" {
            return Err(BadKeys::Private);
        }
        let optional = |name| jwk.contains_key(name).then(|| text(jwk, name).map(str::to_owned)).transpose();
        let (kid, alg, usage) = (optional("kid")?, optional("alg")?, optional("use")?);
        if usage.is_some_and(|usage| usage != "sig") {
            return Ok(None);
        }
        let material = match (text(jwk, "kty")?, jwk.get("crv").and_then(Value::as_str)) {
            ("RSA", _) => rsa(jwk)?,
            ("EC", Some("P-256")) => Material::P256(Arc::new(p256(jwk)?)),
            ("OKP", Some("Ed25519")) => Material::Ed25519(Arc::new(ed25519(jwk)?)),
            _ => return Ok(None),
        };
        Ok(Some(Self { kid, alg, material }))
    }

    fn fits(&self, alg: Alg) -> bool {
        let kind = match self.material {
            Material::Rsa { .. } => matches!(alg, Alg::Rs256 | Alg::Ps256),
            Material::P256(_) => alg == Alg::Es256,
            Material::Ed25519(_) => alg == Alg::EdDsa,
        };
        kind && self.alg.as_ref().is_none_or(|only| only == alg.name())
    }

    fn verified(&self, token: &Compact<'_>) -> bool {
        match &self.material {
            Material::Rsa { n, e } => token.alg.rsa().is_some_and(|parameters| {
                RsaPublicKeyComponents { n, e }.verify(parameters, token.signed.as_bytes(), &token.signature).is_ok()
            }),
            Material::P256(key) | Material::Ed25519(key) => {
                key.verify_sig(token.signed.as_bytes(), &token.signature).is_ok()
            }
        }
    }
}

/// The modulus is odd and has 2048 to 8192 bits; the exponent is odd, at least 65537, at most 32 bits long.
fn rsa(jwk: &Map<String, Value>) -> Result<Material, BadKeys> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    let bits = n.first().map_or(0, |first| n.len() * 8 - first.leading_zeros() as usize);
    let exponent = if e.len() <= 4 { e.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte)) } else { 0 };
    let sound = (2048..=8192).contains(&bits)
        && n.last().is_some_and(|last| last & 1 == 1)
        && exponent >= 65_537
        && exponent & 1 == 1;
    let key = RsaPublicKeyComponents { n: n.as_slice(), e: e.as_slice() };
    let parses = sound && Alg::Rs256.rsa().is_some_and(|parameters| key.to_parsed_public_key(parameters).is_ok());
    if parses { Ok(Material::Rsa { n, e }) } else { Err(BadKeys::Unsound) }
}

/// The point is on the curve; the library looks.
fn p256(jwk: &Map<String, Value>) -> Result<ParsedPublicKey, BadKeys> {
    let mut point = vec![4];
    for name in ["x", "y"] {
        let half = binary(jwk, name)?;
        if half.len() != 32 {
            return Err(BadKeys::Unsound);
        }
        point.extend(half);
    }
    ParsedPublicKey::new(P256, point).map_err(|_| BadKeys::Unsound)
}

fn ed25519(jwk: &Map<String, Value>) -> Result<ParsedPublicKey, BadKeys> {
    let point = binary(jwk, "x")?;
    if point.len() != 32 || point.iter().all(|byte| *byte == 0) {
        return Err(BadKeys::Unsound);
    }
    ParsedPublicKey::new(EDWARDS, point).map_err(|_| BadKeys::Unsound)
}

fn text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<&'a str, BadKeys> {
    jwk.get(name).and_then(Value::as_str).ok_or(BadKeys::Malformed)
}

fn binary(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, BadKeys> {
    URL_SAFE_NO_PAD.decode(text(jwk, name)?).map_err(|_| BadKeys::Malformed)
}

/// A number without the leading zero bytes that some software writes against RFC 7518, section 2.
fn number(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, BadKeys> {
    let bytes = binary(jwk, name)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Ok(bytes[zeros..].to_vec())
}

/// Members of private and symmetric keys (RFC 7518, section 6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
