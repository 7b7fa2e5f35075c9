//! HOTP, the counter-based code (RFC 4226).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::Choice;
use zeroize::Zeroizing;

use crate::search::{newest, newest_pair, newest_where};
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

    /// Like [`Hotp::matches`], where nobody can show the code and `is` only says of one whether it is it: a
    /// challenge–response door such as CHAP. Every code of the window is put to `is`, which must itself take as long for
    /// a wrong code as for the right one.
    pub fn matches_by(self, seed: &Seed, next: u64, look_ahead: u32, is: &dyn Fn(&str) -> bool) -> Option<u64> {
        let last = next.saturating_add(u64::from(look_ahead.min(1_000)));
        let fits = |code: &Code| Choice::from(u8::from(is(code.expose())));
        newest_where(next..=last, None, |counter| self.code(seed, counter), fits)
    }

    /// Finds a device that ran ahead by two codes that it showed one right after the other (RFC 4226, section 7.4): the
    /// counter of `second`, if `first` belongs to `next` or one of the `look_ahead` values behind it. Store the counter
    /// returned plus one as the new `next`.
    ///
    /// At most 10 000 values are looked ahead, all of them in any case; of several that fit the greatest is returned.
    /// Count a miss as one wrong code: two codes among n candidates pass by chance n times as often as they would at
    /// one counter, which is still rarer than one code in the usual window.
    pub fn resync(self, seed: &Seed, first: &Code, second: &Code, next: u64, look_ahead: u32) -> Option<u64> {
        let last = next.saturating_add(u64::from(look_ahead.min(10_000))).saturating_add(1);
        newest_pair(first, second, next..=last, None, |counter| self.code(seed, counter))
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
