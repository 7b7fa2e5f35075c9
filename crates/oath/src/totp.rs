//! TOTP, the time-based code (RFC 6238).

use crate::search::newest;
use crate::{Algorithm, Code, Digits, Period, Seed, Window, code};

/// What a time-based token was enrolled with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totp {
    /// The hash.
    pub algorithm: Algorithm,
    /// The length of a code.
    pub digits: Digits,
    /// How long a step lasts.
    pub period: Period,
    /// When step 0 began, in milliseconds since 1970 (T0 of RFC 6238).
    pub t0_ms: i64,
}

impl Totp {
    /// The step that holds this moment; 0 for every moment before T0.
    pub fn step(self, now_ms: i64) -> u64 {
        u64::try_from(i128::from(now_ms) - i128::from(self.t0_ms)).unwrap_or(0) / self.period.ms()
    }

    /// When a step begins, in milliseconds since 1970.
    pub fn begins(self, step: u64) -> i64 {
        let since = i128::from(step) * i128::from(self.period.ms()) + i128::from(self.t0_ms);
        i64::try_from(since).unwrap_or(i64::MAX)
    }

    /// The code shown at this moment.
    pub fn code(self, seed: &Seed, now_ms: i64) -> Code {
        code(seed, self.algorithm, self.digits, self.step(now_ms))
    }

    /// The moving factor that `typed` was made for, if it lies in the window and after the last accepted one.
    ///
    /// A code is good once (RFC 6238, section 5.2): the caller stores the step returned, by a compare-and-set, as the
    /// new `last_accepted`. Of several steps that fit the greatest is returned, so that the same code can not pass
    /// again at a later one. The work is the same whether something fits or not. A known drift of the
    /// device is added to `now_ms` by the caller.
    pub fn matches(
        self,
        seed: &Seed,
        typed: &Code,
        now_ms: i64,
        window: Window,
        last_accepted: Option<u64>,
    ) -> Option<u64> {
        let present = self.step(now_ms);
        let first = present.saturating_sub(u64::from(window.before()));
        let last = present.saturating_add(u64::from(window.after()));
        newest(typed, first..=last, last_accepted, |step| code(seed, self.algorithm, self.digits, step))
    }
}
