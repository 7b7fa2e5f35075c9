//! The shared secret of a client, made ready for the hashes that RADIUS uses.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A shared secret. The first blocks of its hashes are computed once; each packet takes a copy. It wipes itself, prints
/// nothing of its content and has no `==`.
#[derive(Clone)]
pub struct Key {
    secret: Zeroizing<Vec<u8>>,
    /// MD5 that has read the secret: what hidden values begin with.
    prefix: Md5,
    mac: Hmac<Md5>,
}

impl Key {
    /// Takes a secret of any length; whether it is long enough is a matter of configuration.
    pub fn new(secret: &[u8]) -> Self {
        // HMAC takes a key of any length: what is longer than a block is hashed first, as `hashed` does here.
        let hashed: Zeroizing<[u8; 16]> = Zeroizing::new(Md5::digest(secret).into());
        let short = if secret.len() > BLOCK { hashed.as_slice() } else { secret };
        let mut block = Zeroizing::new([0; BLOCK]);
        block.iter_mut().zip(short).for_each(|(to, from)| *to = *from);
        Self {
            secret: Zeroizing::new(secret.to_vec()),
            prefix: Md5::new_with_prefix(secret),
            mac: Hmac::new((&*block).into()),
        }
    }

    /// The secret of every RADIUS over TLS connection, where TLS protects and this protects nothing (RFC 6614, section 2.3).
    pub fn radsec() -> Self {
        Self::new(b"radsec")
    }

    /// HMAC-MD5 over the parts.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 16] {
        let mut mac = self.mac.clone();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }

    /// MD5 over the parts, then the secret: the authenticator of answers and of accounting.
    pub(crate) fn signature(&self, parts: &[&[u8]]) -> [u8; 16] {
        let mut md5 = Md5::new();
        parts.iter().for_each(|part| md5.update(part));
        md5.update(&*self.secret);
        md5.finalize().into()
    }

    /// MD5 over the secret, then the parts: the mask of hidden values.
    pub(crate) fn mask(&self, parts: &[&[u8]]) -> Zeroizing<[u8; 16]> {
        let mut md5 = self.prefix.clone();
        parts.iter().for_each(|part| md5.update(part));
        Zeroizing::new(md5.finalize().into())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The block of MD5.
const BLOCK: usize = 64;

/// Whether two byte strings are the same, in a time that depends on their lengths alone.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
