//! TOTP, the time-based code (RFC 6238).

use std::ops::RangeInclusive;

use subtle::Choice;

use crate::search::{newest, newest_pair, newest_where};
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
        newest(typed, self.steps(now_ms, window), last_accepted, |step| self.code_of(seed, step))
    }

    /// Like [`Totp::matches`], where nobody can show the code and `is` only says of one whether it is it: a
    /// challenge–response door such as CHAP. Every code of the window is put to `is`, spent ones too; it must itself
    /// take as long for a wrong code as for the right one.
    pub fn matches_by(
        self,
        seed: &Seed,
        now_ms: i64,
        window: Window,
        last_accepted: Option<u64>,
        is: &dyn Fn(&str) -> bool,
    ) -> Option<u64> {
        let fits = |code: &Code| Choice::from(u8::from(is(code.expose())));
        newest_where(self.steps(now_ms, window), last_accepted, |step| self.code_of(seed, step), fits)
    }

    /// Finds a device whose clock is wrong by two codes that it showed one right after the other: the step of the
    /// second, if both lie in the (wide) window and after the last accepted one. The step returned is stored as the
    /// new `last_accepted`; how far it is from [`Totp::step`] is the drift, in steps.
    ///
    /// The work is the same whether something fits or not; of several pairs the later is returned.
    pub fn resync(
        self,
        seed: &Seed,
        typed: (&Code, &Code),
        now_ms: i64,
        window: Window,
        last_accepted: Option<u64>,
    ) -> Option<u64> {
        // The hit is the second code's step, and the first must be fresh too.
        let spent = last_accepted.map(|last| last.saturating_add(1));
        newest_pair(typed.0, typed.1, self.steps(now_ms, window), spent, |step| self.code_of(seed, step))
    }

    fn steps(self, now_ms: i64, window: Window) -> RangeInclusive<u64> {
        let present = self.step(now_ms);
        present.saturating_sub(u64::from(window.before()))..=present.saturating_add(u64::from(window.after()))
    }

    fn code_of(self, seed: &Seed, step: u64) -> Code {
        code(seed, self.algorithm, self.digits, step)
    }
}
