//! The seed: the secret that the server and the person's device share.

use std::fmt;

use data_encoding::{BASE32_NOPAD, DecodePartial, Encoding};
use zeroize::{Zeroize, Zeroizing};

/// A shared secret. It wipes itself, prints nothing of its content and has no `==`.
#[derive(Clone)]
pub struct Seed(Zeroizing<Vec<u8>>);

impl Seed {
    /// Shortest seed taken: 80 bits, since old hardware tokens and sites have such. New seeds should have 160
    /// bits or more (RFC 4226, section 4, R6).
    pub const MIN: usize = 10;
    /// Longest seed taken: the block size of SHA-512; HMAC hashes anything longer first.
    pub const MAX: usize = 128;

    /// Takes raw bytes.
    pub fn from_bytes(mut bytes: Vec<u8>) -> Result<Self, BadSeed> {
        if (Self::MIN..=Self::MAX).contains(&bytes.len()) {
            return Ok(Self(Zeroizing::new(bytes)));
        }
        bytes.zeroize();
        Err(BadSeed::Length)
    }

    /// Reads base32 (RFC 4648, section 6) as people type it: either case, spaces, hyphens and padding ignored, and
    /// left-over bits of the last character not checked.
    pub fn from_base32(text: &str) -> Result<Self, BadSeed> {
        if text.len() > 4 * Self::MAX {
            return Err(BadSeed::Length);
        }
        let mut clean = Zeroizing::new(Vec::with_capacity(text.len()));
        clean.extend(
            text.trim_end_matches(['=', ' '])
                .bytes()
                .filter(|b| !matches!(b, b' ' | b'-'))
                .map(|b| b.to_ascii_uppercase()),
        );
        let encoding = lenient().ok_or(BadSeed::NotBase32)?;
        let length = encoding.decode_len(clean.len()).map_err(|_| BadSeed::NotBase32)?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        let written = encoding.decode_mut(&clean, &mut bytes).map_err(|DecodePartial { .. }| BadSeed::NotBase32)?;
        bytes.truncate(written);
        (Self::MIN..=Self::MAX).contains(&bytes.len()).then_some(Self(bytes)).ok_or(BadSeed::Length)
    }

    /// Base32 in upper case without padding, as the `otpauth://` URI has it.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&self.0))
    }

    /// The bytes themselves, for computing a code and for sealing before storage.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// Why a text or a byte string is no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSeed {
    /// A character outside the base32 alphabet, or an impossible number of characters.
    #[error("not base32")]
    NotBase32,
    /// Shorter than [`Seed::MIN`] or longer than [`Seed::MAX`] bytes.
    #[error("seed length out of range")]
    Length,
}

fn lenient() -> Option<Encoding> {
    let mut spec = BASE32_NOPAD.specification();
    spec.check_trailing_bits = false;
    spec.encoding().ok()
}
