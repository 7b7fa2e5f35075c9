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

/// [`newest`] with the comparison of two bytes as an argument, so that a test can count the work.
pub(crate) fn newest_by(
    typed: &Code,
    factors: RangeInclusive<u64>,
    last_accepted: Option<u64>,
    code: impl Fn(u64) -> Code,
    mut equal: impl FnMut(u8, u8) -> Choice,
) -> Option<u64> {
    newest_where(factors, last_accepted, code, |candidate| same(candidate, typed, &mut equal))
}

/// The greatest factor whose code is `second` while the code of the factor before it, also of the range, is `first`.
pub(crate) fn newest_pair(
    first: &Code,
    second: &Code,
    factors: RangeInclusive<u64>,
    last_accepted: Option<u64>,
    code: impl Fn(u64) -> Code,
) -> Option<u64> {
    let mut before = Choice::from(0);
    newest_where(factors, last_accepted, code, |candidate| {
        let hit = before & same(candidate, second, |a, b| a.ct_eq(&b));
        before = same(candidate, first, |a, b| a.ct_eq(&b));
        hit
    })
}

/// The greatest factor of the range whose code `fits` and which is greater than `last_accepted`.
///
/// Every factor is computed and put to `fits`, in rising order, also after a hit and also if it is spent: the result
/// does not show in the amount of work.
pub(crate) fn newest_where(
    factors: RangeInclusive<u64>,
    last_accepted: Option<u64>,
    code: impl Fn(u64) -> Code,
    mut fits: impl FnMut(&Code) -> Choice,
) -> Option<u64> {
    let (any_is_fresh, last) = (Choice::from(u8::from(last_accepted.is_none())), last_accepted.unwrap_or(0));
    let (mut found, mut winner) = (Choice::from(0), 0u64);
    for factor in factors {
        let hit = fits(&code(factor)) & (any_is_fresh | factor.ct_gt(&last));
        winner.conditional_assign(&factor, hit);
        found |= hit;
    }
    bool::from(found).then_some(winner)
}

/// Compares to the last byte: how many digits fit does not show in the amount of work.
fn same(candidate: &Code, typed: &Code, mut equal: impl FnMut(u8, u8) -> Choice) -> Choice {
    let same_length = candidate.digits.number().ct_eq(&typed.digits.number());
    candidate.ascii.iter().zip(typed.ascii).fold(same_length, |so_far, (a, b)| so_far & equal(*a, b))
}
