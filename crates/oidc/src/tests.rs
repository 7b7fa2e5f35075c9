//! Tables, one file per subject; the vectors of the RFCs come from files.

mod assertion;
mod authorize;
mod bearer;
mod claims;
mod discovery;
mod idtoken;
mod jwk;
mod jwt;
mod logout;
mod never_panics;
mod params;
mod pkce;
mod redirect;
mod rp;
mod token;

use crate::jwk::{Jwks, KeySet};
use crate::jws::Alg;
use crate::jwt::SigningKey;
use crate::{Issuer, Params};

const NOW: i64 = 1_800_000_000;

fn issuer() -> Issuer {
    Issuer::parse("https://login.demo.test").unwrap()
}

fn params(text: &str) -> Params {
    Params::parse(text).unwrap()
}

fn key(alg: Alg) -> SigningKey {
    SigningKey::from_pkcs8(alg, &SigningKey::generate(alg).unwrap()).unwrap()
}

fn keys_of(key: &SigningKey) -> KeySet {
    KeySet::own(&Jwks { keys: vec![key.public_jwk()] }).unwrap()
}

/// A token made by hand, so that it can be wrong in one place.
fn forged(header: &serde_json::Value, claims: &serde_json::Value, signature: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    format!("{}.{}.{signature}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}
