//! This provider's own signing keys, and the tokens they sign and verify.
//!
//! A key is parsed once and then used through the cryptographic library directly.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKey, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use crate::Issuer;
use crate::jwk::{KeySet, PublicJwk};
use crate::jws::{Alg, Audience, BadJwt, Compact, NumericDate};

/// A private key, ready to sign. It prints only its id.
pub struct SigningKey {
    secret: Secret,
    public: PublicJwk,
    alg: Alg,
}

impl SigningKey {
    /// Makes a new private key as PKCS#8 DER, to be sealed and stored. RSA keys have 2048 bits.
    pub fn generate(alg: Alg) -> Result<Zeroizing<Vec<u8>>, BadSigningKey> {
        let random = SystemRandom::new();
        let der = match alg {
            Alg::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map(|d| d.as_ref().to_vec())
            }
            Alg::EdDsa => Ed25519KeyPair::generate_pkcs8(&random).map(|d| d.as_ref().to_vec()),
            Alg::Rs256 | Alg::Ps256 => RsaKey::generate(KeySize::Rsa2048)
                .and_then(|key| AsDer::<Pkcs8V1Der<'static>>::as_der(&key))
                .map(|d| d.as_ref().to_vec()),
        };
        der.map(Zeroizing::new).map_err(|_| BadSigningKey)
    }

    /// Parses a private key. `PS256` is for clients only.
    pub fn from_pkcs8(alg: Alg, der: &[u8]) -> Result<Self, BadSigningKey> {
        let secret = match alg {
            Alg::Rs256 => RsaKey::from_pkcs8(der).map(Secret::Rs256),
            Alg::Es256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Secret::Es256),
            Alg::EdDsa => Ed25519KeyPair::from_pkcs8(der).map(Secret::EdDsa),
            Alg::Ps256 => return Err(BadSigningKey),
        };
        let secret = secret.map_err(|_| BadSigningKey)?;
        let public = secret.public(alg);
        Ok(Self { secret, public, alg })
    }

    /// The algorithm.
    pub const fn alg(&self) -> Alg {
        self.alg
    }

    /// The key id, which is the thumbprint of the public key.
    pub fn kid(&self) -> &str {
        self.public.kid()
    }

    /// The public key for the key set document; it stays there until the last token it signed is over.
    pub fn public_jwk(&self) -> PublicJwk {
        self.public.clone()
    }

    /// Signs claims as a compact token of the given type.
    pub fn sign(&self, typ: Typ, claims: &impl Serialize) -> Result<String, BadSigningKey> {
        self.sign_named(self.kid(), typ, claims)
    }

    /// The same for a verifier that gave the key a name of its own.
    pub fn sign_named(&self, kid: &str, typ: Typ, claims: &impl Serialize) -> Result<String, BadSigningKey> {
        self.compact(&json!({ "alg": self.alg.name(), "typ": typ.name(), "kid": kid }), claims)
    }

    /// The same with neither type nor name, as some providers do.
    #[cfg(test)]
    pub(crate) fn sign_bare(&self, claims: &impl Serialize) -> Result<String, BadSigningKey> {
        self.compact(&json!({ "alg": self.alg.name() }), claims)
    }

    fn compact(&self, header: &serde_json::Value, claims: &impl Serialize) -> Result<String, BadSigningKey> {
        let claims = serde_json::to_vec(claims).map_err(|_| BadSigningKey)?;
        let mut token = URL_SAFE_NO_PAD.encode(header.to_string());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.secret.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("alg", &self.alg).field("kid", &self.kid()).finish_non_exhaustive()
    }
}

/// The explicit type of a token, so that one kind cannot be taken for another (RFC 8725, section 3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typ {
    /// An ID token.
    Jwt,
    /// A logout token (OpenID Connect Back-Channel Logout, section 2.4).
    LogoutJwt,
    /// A request object (RFC 9101, section 10.8).
    RequestObject,
}

impl Typ {
    /// The value of the header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jwt => "JWT",
            Self::LogoutJwt => "logout+jwt",
            Self::RequestObject => "oauth-authz-req+jwt",
        }
    }
}

/// A key that can not be parsed, made or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signing key can not be used")]
pub struct BadSigningKey;

/// What an ID token of ours says when a client brings it back as a hint. It is personal and has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Hint {
    /// Whom it was issued about.
    pub subject: String,
    /// The clients it was issued to.
    pub audience: Vec<String>,
    /// The session it was issued in.
    pub sid: Option<String>,
    /// When it ended or will end.
    pub expires: i64,
}

/// Whether a token that is over still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// It does: a hint says who somebody was, not who is here (OpenID Connect RP-Initiated Logout, section 2).
    Ignored,
    /// It does not, at this moment.
    CheckedAt(i64),
}

/// Verifies an `id_token_hint`: signature by one of our keys, type, issuer.
pub fn verify_hint(token: &str, keys: &KeySet, issuer: &Issuer, expiry: Expiry) -> Result<Hint, BadJwt> {
    #[derive(Deserialize)]
    struct Claims {
        iss: String,
        sub: String,
        aud: Audience,
        exp: NumericDate,
        #[serde(default)]
        sid: Option<String>,
    }
    let compact = Compact::parse(token)?;
    if compact.typ.as_deref().is_some_and(|typ| typ != "jwt") {
        return Err(BadJwt::Refused("typ"));
    }
    keys.verify(&compact)?;
    let claims: Claims = serde_json::from_slice(&compact.payload).map_err(|_| BadJwt::Claim("payload"))?;
    if claims.iss != issuer.as_str() {
        return Err(BadJwt::Refused("iss"));
    }
    match expiry {
        Expiry::CheckedAt(now) if claims.exp.0 <= now => return Err(BadJwt::Time("exp")),
        _ => {}
    }
    Ok(Hint { subject: claims.sub, audience: claims.aud.all().to_vec(), sid: claims.sid, expires: claims.exp.0 })
}

enum Secret {
    Rs256(RsaKey),
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Secret {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, BadSigningKey> {
        let random = SystemRandom::new();
        match self {
            Self::Rs256(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map(|()| signature)
                    .map_err(|_| BadSigningKey)
            }
            Self::Es256(key) => key.sign(&random, message).map(|s| s.as_ref().to_vec()).map_err(|_| BadSigningKey),
            Self::EdDsa(key) => key.try_sign(message).map(|s| s.as_ref().to_vec()).map_err(|_| BadSigningKey),
        }
    }

    fn public(&self, alg: Alg) -> PublicJwk {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let members = match self {
            Self::Rs256(key) => {
                let (n, e) = (key.public_key().modulus(), key.public_key().exponent());
                json!({ "kty": "RSA", "n": text(n.big_endian_without_leading_zero()), "e": text(e.big_endian_without_leading_zero()) })
            }
            Self::Es256(key) => {
                // An uncompressed point: 4, x, y.
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": text(x), "y": text(y) })
            }
            Self::EdDsa(key) => json!({ "kty": "OKP", "crv": "Ed25519", "x": text(key.public_key().as_ref()) }),
        };
        PublicJwk::new(members, alg)
    }
}
