//! The rules for a new password, and the age of one (requirements B1).
//!
//! Out of the box there is a smallest length and a block list, and nothing else: no character classes, no rotation
//! (NIST SP 800-63B-4, 3.1.1.2; case M044). The configuration's keys are those of `policy.password.*`.

use super::blocklist::{self, Guessable, Least};
use super::encoding::{Encoded, LONGEST};
use model::{Span, Time};

/// The smallest length, in characters, where the password is the only factor.
pub const ALONE: usize = 15;
/// The smallest length, in characters, beside a second factor.
pub const WITH_SECOND_FACTOR: usize = 8;

/// What is asked of passwords. Nothing set is the default.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Policy {
    /// `min-age`: how long a password stays before its owner may change it again.
    pub min_age: Option<Span>,
    /// `max-age`: after this it must be changed.
    pub max_age: Option<Span>,
    /// `expiring`: how long before `max_age` the owner is told and offered a change.
    pub expiring: Option<Span>,
    /// `history`: how many earlier passwords may not come back.
    pub history: usize,
    /// `charset`
    pub charset: Charset,
    /// `length`: the smallest, in characters.
    pub length: Option<usize>,
    /// `complexity`: three of digits, upper case, lower case and others.
    pub complexity: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Charset {
    #[default]
    Utf8,
    Ascii,
}

/// What a new password is judged among.
pub struct Context<'a> {
    pub username: &'a str,
    /// Display names, addresses and the like.
    pub personal: &'a [&'a str],
    pub site: &'a str,
    pub applications: &'a [&'a str],
    /// The owner logs in with something else besides.
    pub second_factor: bool,
    pub current: Option<&'a Encoded>,
    /// Earlier ones, newest first.
    pub history: &'a [Encoded],
    pub changed_at: Option<Time>,
    pub now: Time,
    /// The owner chose to change it: `min_age` holds. A forced change, a reset or an administrator is never too early.
    pub voluntary: bool,
}

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooShort {
        minimum: usize,
    },
    /// In bytes.
    TooLong {
        maximum: usize,
    },
    NotAscii,
    TooFewClasses,
    Common,
    Name,
    Pattern,
    /// It is the present one.
    Unchanged,
    Reused {
        history: usize,
    },
    TooYoung {
        until: Time,
    },
}

impl Refusal {
    /// The key of its text. Arguments of the text have the names of the variant's fields.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password-refused-short",
            Self::TooLong { .. } => "password-refused-long",
            Self::NotAscii => "password-refused-charset",
            Self::TooFewClasses => "password-refused-complexity",
            Self::Common => "password-refused-common",
            Self::Name => "password-refused-name",
            Self::Pattern => "password-refused-pattern",
            Self::Unchanged => "password-refused-unchanged",
            Self::Reused { .. } => "password-refused-reused",
            Self::TooYoung { .. } => "password-refused-young",
        }
    }
}

/// How old a password is, in the words of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Fine,
    /// Tell the owner and offer a change; at `until` it must be changed.
    Expiring {
        until: Time,
    },
    MustChange,
    /// Good for login; its owner may not change it before `until`.
    TooYoung {
        until: Time,
    },
}

impl Policy {
    /// The smallest length in characters.
    pub fn minimum(&self, second_factor: bool) -> usize {
        self.length.unwrap_or(if second_factor { WITH_SECOND_FACTOR } else { ALONE })
    }

    /// Everything that is wrong with a new password; nothing means that it is taken.
    ///
    /// Comparing with earlier ones costs a derivation each and is done only for a password that is otherwise good:
    /// run it on the pool for hashing.
    pub fn judge(&self, new: &str, cx: &Context<'_>) -> Vec<Refusal> {
        if new.len() > LONGEST {
            return vec![Refusal::TooLong { maximum: LONGEST }];
        }
        let mut refusals: Vec<Refusal> =
            [self.too_young(cx), self.too_short(new, cx.second_factor), self.classes(new), self.guessable(new, cx)]
                .into_iter()
                .flatten()
                .collect();
        if self.charset == Charset::Ascii && !new.is_ascii() {
            refusals.push(Refusal::NotAscii);
        }
        if refusals.is_empty() {
            refusals.extend(self.seen_before(new, cx));
        }
        refusals
    }

    /// The age of a password at a moment, on a login or before a change.
    ///
    /// Where nobody knows when it was set and a highest age is configured, it must be changed.
    pub fn age(&self, changed_at: Option<Time>, now: Time) -> Age {
        let Some(changed_at) = changed_at.map(|at| at.min(now)) else {
            return if self.max_age.is_some() { Age::MustChange } else { Age::Fine };
        };
        let until = self.max_age.map(|max| changed_at + max);
        if until.is_some_and(|until| now >= until) {
            return Age::MustChange;
        }
        if let Some(young) = self.min_age.map(|min| changed_at + min).filter(|young| now < *young) {
            return Age::TooYoung { until: young };
        }
        match (until, self.expiring) {
            (Some(until), Some(expiring)) if now >= until - expiring => Age::Expiring { until },
            _ => Age::Fine,
        }
    }

    fn too_young(&self, cx: &Context<'_>) -> Option<Refusal> {
        match self.age(cx.changed_at, cx.now) {
            Age::TooYoung { until } if cx.voluntary => Some(Refusal::TooYoung { until }),
            _ => None,
        }
    }

    fn too_short(&self, new: &str, second_factor: bool) -> Option<Refusal> {
        let minimum = self.minimum(second_factor);
        (new.chars().count() < minimum.max(1)).then_some(Refusal::TooShort { minimum: minimum.max(1) })
    }

    fn classes(&self, new: &str) -> Option<Refusal> {
        let has = |class: fn(char) -> bool| usize::from(new.chars().any(class));
        let other = |c: char| !(c.is_numeric() || c.is_uppercase() || c.is_lowercase());
        let classes = has(char::is_numeric) + has(char::is_uppercase) + has(char::is_lowercase) + has(other);
        (self.complexity && classes < 3).then_some(Refusal::TooFewClasses)
    }

    fn guessable(&self, new: &str, cx: &Context<'_>) -> Option<Refusal> {
        let names = [cx.username, cx.site]
            .into_iter()
            .chain(cx.personal.iter().copied())
            .chain(cx.applications.iter().copied());
        let least =
            if self.minimum(cx.second_factor) > WITH_SECOND_FACTOR { Least::HundredMillion } else { Least::Million };
        blocklist::judge(new, names, least).err().map(|why| match why {
            Guessable::Common => Refusal::Common,
            Guessable::Name => Refusal::Name,
            Guessable::Pattern => Refusal::Pattern,
        })
    }

    fn seen_before(&self, new: &str, cx: &Context<'_>) -> Option<Refusal> {
        if cx.current.is_some_and(|current| current.verify(new)) {
            return Some(Refusal::Unchanged);
        }
        let seen = cx.history.iter().take(self.history).any(|old| old.verify(new));
        seen.then_some(Refusal::Reused { history: self.history })
    }
}

#[cfg(test)]
mod tests;
