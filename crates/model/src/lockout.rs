//! Lockout: how many wrong answers a person may give, and how long they then wait (requirement A2.14).

use serde::{Deserialize, Serialize};

use crate::{Span, Time};

/// The threshold and duration of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lockout {
    /// Misses that lock.
    pub threshold: u32,
    /// How long; zero means until somebody unlocks.
    pub duration: Span,
}

impl Default for Lockout {
    fn default() -> Self {
        Self { threshold: 5, duration: Span::minutes(20) }
    }
}

/// What misses are counted by: one factor class of one person, or of one browser that the person has used before.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CounterKey {
    /// `Person::key`, or a keyed hash of the typed name where nobody has that name.
    pub person: String,
    pub class: Class,
    /// Hash of the known browser's id; empty for everybody else's browser.
    pub browser: String,
}

/// The classes in which misses are counted, over all doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Passwords and what opens a login.
    First,
    /// What is asked only after a first factor.
    Second,
}

impl Class {
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// A counter as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Misses {
    pub failures: u32,
    /// When the miss was counted that reached the threshold.
    pub locked_at: Option<Time>,
    /// The duration that was in force then; zero for no end.
    pub locked_for: Span,
}

impl Misses {
    /// Until when it is locked; `None` if it is not, `Some(None)` if somebody must unlock.
    pub fn locked(self, now: Time) -> Option<Option<Time>> {
        let since = self.locked_at?;
        if self.locked_for == Span::ZERO {
            return Some(None);
        }
        let until = since + self.locked_for;
        (now < until).then_some(Some(until))
    }

    /// The counter after one more miss. While locked, misses neither lengthen the lock nor count.
    #[must_use]
    pub fn after_miss(self, rule: Lockout, now: Time) -> Self {
        if self.locked(now).is_some() {
            return self;
        }
        let failures = if self.locked_at.is_some() { 1 } else { self.failures.saturating_add(1) };
        let locked_at = (failures >= rule.threshold).then_some(now);
        Self { failures, locked_at, locked_for: rule.duration }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_misses_lock_for_the_duration_and_then_count_afresh() {
        let rule = Lockout::default();
        let start = Time::from_seconds(1_000);
        let mut misses = Misses::default();
        for n in 1..=5 {
            assert_eq!(misses.locked(start), None, "miss {n}");
            misses = misses.after_miss(rule, start);
        }
        assert_eq!(misses.locked(start), Some(Some(start + Span::minutes(20))));
        let later = start + Span::minutes(5);
        assert_eq!(misses.after_miss(rule, later), misses, "a miss while locked lengthens nothing");
        let over = start + Span::minutes(20);
        assert_eq!(misses.locked(over), None);
        assert_eq!(misses.after_miss(rule, over).failures, 1);
    }

    #[test]
    fn zero_minutes_last_until_somebody_unlocks() {
        let rule = Lockout { threshold: 1, duration: Span::ZERO };
        let misses = Misses::default().after_miss(rule, Time::from_seconds(1));
        assert_eq!(misses.locked(Time::from_seconds(1_000_000_000)), Some(None));
    }
}
