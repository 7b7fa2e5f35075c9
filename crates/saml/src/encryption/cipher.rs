//! The ciphers: AES-GCM, AES-CBC where it is allowed, and the ways a content key travels.

use aws_lc_rs::aead::{AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, AES_192, AES_256, DecryptingKey, DecryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand::fill;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512, OaepAlgorithm,
};

use crate::{Allow, Node, ns};

/// How content is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content {
    Gcm(usize),
    Cbc(usize),
}

impl Content {
    /// The method of this name, if it is allowed. Triple DES is not known.
    pub(super) fn named(uri: &str, allow: Allow) -> Option<Self> {
        Some(match uri {
            AES_256_GCM_URI => Self::Gcm(32),
            "http://www.w3.org/2009/xmlenc11#aes192-gcm" => Self::Gcm(24),
            "http://www.w3.org/2009/xmlenc11#aes128-gcm" => Self::Gcm(16),
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc" if allow.cbc => Self::Cbc(32),
            "http://www.w3.org/2001/04/xmlenc#aes192-cbc" if allow.cbc => Self::Cbc(24),
            "http://www.w3.org/2001/04/xmlenc#aes128-cbc" if allow.cbc => Self::Cbc(16),
            _ => return None,
        })
    }

    /// The length of its key.
    pub(super) fn key_len(self) -> usize {
        match self {
            Self::Gcm(length) | Self::Cbc(length) => length,
        }
    }

    /// What was encrypted.
    pub(super) fn open(self, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gcm(_) => open_gcm(key, sealed),
            Self::Cbc(_) => open_cbc(key, sealed),
        }
    }
}

fn gcm(key: &[u8]) -> Option<LessSafeKey> {
    let algorithm = match key.len() {
        16 => &AES_128_GCM,
        24 => &AES_192_GCM,
        32 => &AES_256_GCM,
        _ => return None,
    };
    UnboundKey::new(algorithm, key).ok().map(LessSafeKey::new)
}

fn open_gcm(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut content = sealed.to_vec();
    let length = gcm(key)?.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut content).ok()?.len();
    content.truncate(length);
    Some(content)
}

/// Encrypts by AES-256-GCM with a key made for this once; the answer is the key and the nonce with what was encrypted.
pub(super) fn seal(content: &[u8]) -> Option<(zeroize::Zeroizing<[u8; 32]>, Vec<u8>)> {
    let mut key = zeroize::Zeroizing::new([0; 32]);
    let mut nonce = [0; NONCE_LEN];
    fill(&mut *key).ok()?;
    fill(&mut nonce).ok()?;
    let mut sealed = content.to_vec();
    let cipher = gcm(&*key)?;
    cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed).ok()?;
    Some((key, [&nonce[..], &sealed].concat()))
}

/// The last byte says how many there are of padding; the others of it may be anything (XML encryption, 5.2).
fn open_cbc(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (iv, sealed) = sealed.split_first_chunk::<16>()?;
    if sealed.is_empty() || sealed.len() % 16 != 0 {
        return None;
    }
    let algorithm = match key.len() {
        16 => &AES_128,
        24 => &AES_192,
        32 => &AES_256,
        _ => return None,
    };
    let cipher = DecryptingKey::cbc(UnboundCipherKey::new(algorithm, key).ok()?).ok()?;
    let mut content = sealed.to_vec();
    cipher.decrypt(&mut content, DecryptionContext::Iv128(FixedLength::from(*iv))).ok()?;
    let padding = usize::from(*content.last()?);
    let length = content.len().checked_sub(padding).filter(|_| (1..=16).contains(&padding))?;
    content.truncate(length);
    Some(content)
}

/// How the content key was encrypted: RSA-OAEP with one hash throughout. RSA 1.5 is not known.
pub(super) fn transport(method: Node<'_>) -> Option<&'static OaepAlgorithm> {
    let digest = method.child(ns::DS, "DigestMethod").ok()?.map(|digest| digest.attr("Algorithm"));
    let mask = method.child(ns::XENC11, "MGF").ok()?.map(|mask| mask.attr("Algorithm"));
    if method.child(ns::XENC, "OAEPparams").ok()?.is_some() {
        return None;
    }
    match (method.attr("Algorithm")?, digest, mask) {
        (OAEP_MGF1P_URI, None | Some(Some(SHA1)), None | Some(Some(MGF1_SHA1))) => Some(&OAEP_SHA1_MGF1SHA1),
        (OAEP_URI, None | Some(Some(SHA1)), None | Some(Some(MGF1_SHA1))) => Some(&OAEP_SHA1_MGF1SHA1),
        (OAEP_URI, Some(Some(SHA256)), Some(Some(MGF1_SHA256))) => Some(&OAEP_SHA256_MGF1SHA256),
        (OAEP_URI, Some(Some(SHA384 | SHA384_OLD)), Some(Some(MGF1_SHA384))) => Some(&OAEP_SHA384_MGF1SHA384),
        (OAEP_URI, Some(Some(SHA512)), Some(Some(MGF1_SHA512))) => Some(&OAEP_SHA512_MGF1SHA512),
        _ => None,
    }
}

pub(super) const AES_256_GCM_URI: &str = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
pub(super) const OAEP_MGF1P_URI: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const OAEP_URI: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
pub(super) const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const MGF1_SHA1: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha1";
const MGF1_SHA256: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha256";
const MGF1_SHA384: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha384";
const MGF1_SHA512: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha512";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";
const SHA384: &str = "http://www.w3.org/2001/04/xmlenc#sha384";
const SHA384_OLD: &str = "http://www.w3.org/2001/04/xmldsig-more#sha384";
