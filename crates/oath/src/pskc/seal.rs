//! The encryption of values: AES-CBC under a MAC, AES key wrap, and the keys from a password.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, Algorithm, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::key_wrap::{AES_128 as WRAP_128, AES_256 as WRAP_256, AesKek, KeyWrap};
use aws_lc_rs::{hmac, pbkdf2};
use zeroize::{Zeroize, Zeroizing};

use super::names::{Cipher, Hmac};
use crate::Why;

/// Octets that wipe themselves.
pub(super) type Octets = Zeroizing<Vec<u8>>;

/// The keys of a file.
pub(super) struct Keys {
    /// What the values are encrypted with.
    pub encryption: Octets,
    /// What protects those whose cipher does not do it itself.
    pub mac: Option<(Hmac, Octets)>,
}

/// The octets of one block, which is also the length of the vector of CBC.
pub(super) const BLOCK: usize = 16;

impl Keys {
    /// Opens an encrypted value: the MAC first, over the vector and the encrypted octets (RFC 6030, section 6.1.1). What
    /// it does not vouch for is not decrypted. `broken` is the reason for padding that is none.
    pub fn open(&self, cipher: Cipher, sealed: &[u8], mac: Option<&[u8]>, broken: Why) -> Result<Octets, Why> {
        match (&self.mac, mac) {
            (Some((hash, key)), Some(mac)) => verify(*hash, key, sealed, mac)?,
            _ if matches!(cipher, Cipher::Cbc(_)) => return Err(Why::NoMac),
            _ => {}
        }
        if self.encryption.len() != cipher.key_len() {
            return Err(Why::WrongKey);
        }
        match cipher {
            Cipher::Cbc(_) => decrypt(&self.encryption, sealed).ok_or(broken),
            Cipher::Wrap(_) => unwrap(&self.encryption, sealed).ok_or(Why::WrongKey),
        }
    }

    /// Encrypts a value under a vector and makes its MAC.
    pub fn seal(&self, vector: [u8; BLOCK], value: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let sealed = encrypt(&self.encryption, vector, value)?;
        let (hash, key) = self.mac.as_ref()?;
        let mac = hmac::sign(&hmac::Key::new(algorithm(*hash), key), &sealed).as_ref().to_vec();
        Some((sealed, mac))
    }
}

/// Reads the file's MAC key, which has no MAC itself.
///
/// If it can not be decrypted, the answer is a key that fits nothing, made from what was given: whether the padding
/// happened to be right must not show, or the file's reader would decrypt other people's values, bit by bit.
pub(super) fn mac_key(encryption: &[u8], cipher: Cipher, sealed: &[u8]) -> Octets {
    let opened = match cipher {
        _ if encryption.len() != cipher.key_len() => None,
        Cipher::Cbc(_) => decrypt(encryption, sealed),
        Cipher::Wrap(_) => unwrap(encryption, sealed),
    };
    opened.filter(|key| key.len() >= LEAST_MAC_KEY).unwrap_or_else(|| {
        let none = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, encryption), sealed);
        Zeroizing::new(none.as_ref().to_vec())
    })
}

/// The shortest MAC key taken; a shorter one could be found by trying.
const LEAST_MAC_KEY: usize = 16;

/// PBKDF2 (RFC 8018, section 5.2).
pub(super) struct Derivation {
    pub prf: Hmac,
    pub salt: Vec<u8>,
    pub iterations: NonZeroU32,
    pub key_len: usize,
}

impl Derivation {
    /// The key of a password; none of an empty one.
    pub fn key(&self, password: &str) -> Option<Octets> {
        let prf = match self.prf {
            Hmac::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Hmac::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Hmac::Sha384 => pbkdf2::PBKDF2_HMAC_SHA384,
            Hmac::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        };
        let mut key = Zeroizing::new(vec![0; self.key_len]);
        (!password.is_empty() && !key.is_empty()).then(|| {
            pbkdf2::derive(prf, self.iterations, &self.salt, password.as_bytes(), &mut key);
            key
        })
    }
}

/// Encrypts in CBC mode, padded as in PKCS #7, the vector in front.
pub(super) fn encrypt(key: &[u8], vector: [u8; BLOCK], value: &[u8]) -> Option<Vec<u8>> {
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(aes(key.len())?, key).ok()?).ok()?;
    let mut within = Vec::with_capacity(value.len() + BLOCK);
    within.extend_from_slice(value);
    let context = EncryptionContext::Iv128(FixedLength::from(vector));
    if key.less_safe_encrypt(&mut within, context).is_err() {
        within.zeroize();
        return None;
    }
    let mut sealed = vector.to_vec();
    sealed.append(&mut within);
    Some(sealed)
}

fn decrypt(key: &[u8], sealed: &[u8]) -> Option<Octets> {
    let (vector, rest) = sealed.split_first_chunk::<BLOCK>()?;
    if rest.is_empty() || !rest.len().is_multiple_of(BLOCK) {
        return None;
    }
    // The padding of XML Encryption: the last octet counts, the others are anything (section 5.2); PKCS #7 is one case.
    let key = PaddedBlockDecryptingKey::cbc_iso10126(UnboundCipherKey::new(aes(key.len())?, key).ok()?).ok()?;
    let mut within = Zeroizing::new(rest.to_vec());
    let context = DecryptionContext::Iv128(FixedLength::from(*vector));
    let length = key.decrypt(&mut within, context).ok()?.len();
    within.truncate(length);
    Some(within)
}

fn unwrap(key: &[u8], sealed: &[u8]) -> Option<Octets> {
    let cipher = if key.len() == 16 { &WRAP_128 } else { &WRAP_256 };
    let mut within = Zeroizing::new(vec![0; sealed.len()]);
    let length = AesKek::new(cipher, key).ok()?.unwrap(sealed, &mut within).ok()?.len();
    within.truncate(length);
    Some(within)
}

fn verify(hash: Hmac, key: &[u8], sealed: &[u8], mac: &[u8]) -> Result<(), Why> {
    hmac::verify(&hmac::Key::new(algorithm(hash), key), sealed, mac).map_err(|_| Why::WrongKey)
}

const fn algorithm(hash: Hmac) -> hmac::Algorithm {
    match hash {
        Hmac::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        Hmac::Sha256 => hmac::HMAC_SHA256,
        Hmac::Sha384 => hmac::HMAC_SHA384,
        Hmac::Sha512 => hmac::HMAC_SHA512,
    }
}

fn aes(key_len: usize) -> Option<&'static Algorithm> {
    match key_len {
        16 => Some(&AES_128),
        24 => Some(&AES_192),
        32 => Some(&AES_256),
        _ => None,
    }
}
