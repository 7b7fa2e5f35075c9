//! The rule of a backup code: it stands on the list and was not used before. Pure.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Good, and that many are left after it.
    Good {
        index: usize,
        left: usize,
    },
    /// On the list, and used before.
    Replay,
    Wrong,
}

/// Judges the hash of a typed code against every hash of the list. `spent` holds the places that were used.
pub fn judge(hashes: &[String], typed: &str, spent: &[usize]) -> Verdict {
    let (mut found, mut place) = (Choice::from(0), 0_u64);
    for (index, hash) in hashes.iter().enumerate() {
        let same = hash.as_bytes().ct_eq(typed.as_bytes());
        place.conditional_assign(&(index as u64), same);
        found |= same;
    }
    if !bool::from(found) {
        return Verdict::Wrong;
    }
    let index = usize::try_from(place).unwrap_or(usize::MAX);
    if spent.contains(&index) {
        return Verdict::Replay;
    }
    let used = (0..hashes.len()).filter(|i| spent.contains(i)).count();
    Verdict::Good { index, left: hashes.len() - used - 1 }
}
