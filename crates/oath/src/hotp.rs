//! HOTP, the counter-based code (RFC 4226).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use crate::search::newest;
use crate::{Algorithm, Code, Digits, Seed};

/// What a counter-based token was enrolled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hotp {
    /// The hash; RFC 4226 knows only SHA-1.
    pub algorithm: Algorithm,
    /// The length of a code.
    pub digits: Digits,
}

impl Hotp {
    /// The code of one counter value.
    pub fn code(self, seed: &Seed, counter: u64) -> Code {
        code(seed, self.algorithm, self.digits, counter)
    }

    /// The counter that `typed` was made for, if it is `next` or one of the `look_ahead` values behind it
    /// (RFC 4226, section 7.4). Store the counter returned plus one as the new `next`.
    ///
    /// At most 1000 values are looked ahead. All of them are computed and compared in any case; of several that fit
    /// the greatest is returned, so that the same code can not pass again at a later one.
    pub fn matches(self, seed: &Seed, typed: &Code, next: u64, look_ahead: u32) -> Option<u64> {
        let last = next.saturating_add(u64::from(look_ahead.min(1_000)));
        newest(typed, next..=last, None, |counter| self.code(seed, counter))
    }
}

/// The code for one moving factor (RFC 4226, section 5.3; RFC 6238, section 4.2).
pub fn code(seed: &Seed, algorithm: Algorithm, digits: Digits, factor: u64) -> Code {
    Code::from_number(truncated(seed, algorithm, factor), digits)
}

/// Dynamic truncation (RFC 4226, section 5.3): 31 bits at the offset that the last nibble names.
pub(crate) fn truncated(seed: &Seed, algorithm: Algorithm, factor: u64) -> u32 {
    let mac = match algorithm {
        Algorithm::Sha1 => mac::<Hmac<Sha1>>(seed, factor),
        Algorithm::Sha256 => mac::<Hmac<Sha256>>(seed, factor),
        Algorithm::Sha512 => mac::<Hmac<Sha512>>(seed, factor),
    };
    let offset = mac.last().map_or(0, |last| usize::from(last & 0x0f));
    let word = mac.iter().skip(offset).take(4).fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    word & 0x7fff_ffff
}

fn mac<M: Mac + KeyInit>(seed: &Seed, factor: u64) -> Zeroizing<Vec<u8>> {
    // HMAC takes a key of any length, so the error of `new_from_slice` does not happen; an empty result would make
    // the code of no counter, never a panic.
    let made = M::new_from_slice(seed.expose())
        .map(|mac| mac.chain_update(factor.to_be_bytes()).finalize().into_bytes().to_vec());
    Zeroizing::new(made.unwrap_or_default())
}
