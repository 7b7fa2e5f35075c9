//! The rule of a one-time code: which token it was made by, and for which factor. Pure.

use model::{Credential, Time};
use oath::{Seed, Window};
use plug::MethodError;

use super::{
    Token,
    token::{Moving, Reach},
};

/// A token of the person, and the last factor that was accepted from it.
pub struct Held {
    pub token: Token,
    pub last: Option<u64>,
}

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Made by that token for that factor, `offset` steps from now by our clock.
    Good {
        index: usize,
        factor: u64,
        offset: i64,
    },
    /// In the outer window: worth something with the one after it.
    Outer {
        index: usize,
        factor: u64,
    },
    /// Right once, but its factor or a later one was accepted before.
    Replay,
    Wrong,
}

/// What was typed, as the one question that every door can answer: whether it is this code of this token.
pub type Is<'a> = dyn Fn(&Token, &str) -> bool + 'a;

impl Held {
    pub fn read(credential: &Credential) -> Result<Self, MethodError> {
        let token = serde_json::from_value(credential.body.clone());
        let token = token.map_err(|e| MethodError::Corrupt(format!("token {}: {e}", credential.id)))?;
        Ok(Self { token, last: u64::try_from(credential.counter).ok() })
    }
}

/// Judges a code against every token. Nobody's code is judged against a token that nobody has, so that it takes the
/// same work as for a person with one token; a hit ends nothing early (case M016).
pub fn judge(held: &[Held], usual: &Moving, is: &Is<'_>, now: Time, reach: Reach) -> Verdict {
    if held.is_empty() {
        if let Ok(seed) = Seed::from_bytes(vec![0x5a; 20]) {
            let nobody = Held { token: Token::of(seed, *usual), last: None };
            std::hint::black_box(one(&nobody, is, now, reach));
        }
        return Verdict::Wrong;
    }
    let mut verdict = Verdict::Wrong;
    for (index, held) in held.iter().enumerate() {
        let found = match one(held, is, now, held.token.reach.unwrap_or(reach)) {
            Found { good: Some(factor), .. } => Verdict::Good { index, factor, offset: held.token.offset(factor, now) },
            Found { spent: true, .. } => Verdict::Replay,
            Found { outer: Some(factor), .. } => Verdict::Outer { index, factor },
            _ => Verdict::Wrong,
        };
        if worth(found) > worth(verdict) {
            verdict = found;
        }
    }
    verdict
}

/// The best of several tokens' verdicts stands.
const fn worth(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Good { .. } => 3,
        Verdict::Outer { .. } => 2,
        Verdict::Replay => 1,
        Verdict::Wrong => 0,
    }
}

/// Where a code fits one token.
struct Found {
    good: Option<u64>,
    outer: Option<u64>,
    spent: bool,
}

/// Every window is searched to its end whatever fits.
fn one(held: &Held, is: &Is<'_>, now: Time, reach: Reach) -> Found {
    let Held { token, last } = held;
    let usable = token.usable(now);
    let is = |code: &str| is(token, code) & usable;
    let Token { seed, moving, .. } = token;
    match *moving {
        Moving::Time { totp, drift, .. } => {
            let period = i64::try_from(totp.period.ms()).unwrap_or(i64::MAX);
            let shifted = now.millis().saturating_add(drift.saturating_mul(period));
            let window = |before, after| Window::new(before, after).unwrap_or(Window::DEFAULT);
            let (inner, outer) = (window(reach.before, reach.after), window(reach.outer, reach.outer));
            let found = |window, last| totp.matches_by(seed, shifted, window, last, &is);
            Found {
                good: found(inner, *last),
                spent: found(inner, None).is_some(),
                outer: if reach.outer > 0 { found(outer, *last) } else { None },
            }
        }
        Moving::Event(hotp) => {
            let next = last.map_or(0, |last| last.saturating_add(1));
            let found = |from, ahead| hotp.matches_by(seed, from, ahead, &is);
            let beyond = next.saturating_add(u64::from(reach.after)).saturating_add(1);
            let good = found(next, reach.after);
            // As many counters back are told from codes that never were right; before the first there is none.
            let back = next.saturating_sub(u64::from(reach.after) + 1);
            let spent = found(back, reach.after).filter(|counter| *counter < next);
            let outer = match reach.outer.checked_sub(reach.after + 1) {
                Some(ahead) => found(beyond, ahead),
                None => None,
            };
            Found { good, spent: spent.is_some(), outer }
        }
    }
}
