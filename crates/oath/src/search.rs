//! The search through a window of moving factors, with the same work whatever it finds.

use std::ops::RangeInclusive;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};

use crate::Code;

/// The greatest factor of the range whose code is `typed` and which is greater than `last_accepted`.
pub(crate) fn newest(
    typed: &Code,
    factors: RangeInclusive<u64>,
    last_accepted: Option<u64>,
    code: impl Fn(u64) -> Code,
) -> Option<u64> {
    newest_by(typed, factors, last_accepted, code, |a, b| a.ct_eq(&b))
}

/// Every factor is computed and every byte of every code compared, also after a match and also for factors that are
/// spent: neither the result nor the number of digits that fit shows in the amount of work.
pub(crate) fn newest_by(
    typed: &Code,
    factors: RangeInclusive<u64>,
    last_accepted: Option<u64>,
    code: impl Fn(u64) -> Code,
    mut equal: impl FnMut(u8, u8) -> Choice,
) -> Option<u64> {
    let (any_is_fresh, last) = (Choice::from(u8::from(last_accepted.is_none())), last_accepted.unwrap_or(0));
    let (mut found, mut winner) = (Choice::from(0), 0u64);
    for factor in factors {
        let candidate = code(factor);
        let same_length = candidate.digits.number().ct_eq(&typed.digits.number());
        let same = candidate.ascii.iter().zip(typed.ascii).fold(same_length, |so_far, (a, b)| so_far & equal(*a, b));
        let hit = same & (any_is_fresh | factor.ct_gt(&last));
        winner.conditional_assign(&factor, hit);
        found |= hit;
    }
    bool::from(found).then_some(winner)
}
