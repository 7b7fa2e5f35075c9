//! The rule of a code by time: which token it was made by, and for which step. Pure.

use model::{Credential, Time};
use oath::{Code, Seed, Totp, Window};
use plug::MethodError;

use super::Token;

/// A token of the person, and the last step that was accepted from it.
pub struct Held {
    pub token: Token,
    pub last: Option<u64>,
}

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Made by that token for that step, `offset` steps from now by our clock.
    Good {
        index: usize,
        step: u64,
        offset: i64,
    },
    /// Right once, but its step or a later one was accepted before.
    Replay,
    Wrong,
}

impl Held {
    pub fn read(credential: &Credential) -> Result<Self, MethodError> {
        let token = serde_json::from_value(credential.body.clone());
        let token = token.map_err(|e| MethodError::Corrupt(format!("token {}: {e}", credential.id)))?;
        Ok(Self { token, last: u64::try_from(credential.counter).ok() })
    }
}

/// Judges a code against every token. Nobody's code is judged against a token that nobody has, so that it takes the
/// same work as for a person with one token; a hit ends nothing early (case M016).
pub fn judge(held: &[Held], usual: Totp, code: &Code, now: Time, window: Window) -> Verdict {
    if held.is_empty() {
        if let Ok(seed) = Seed::from_bytes(vec![0x5a; 20]) {
            let nobody = Held { token: Token::new(seed, usual), last: None };
            std::hint::black_box(one(&nobody, code, now, window));
        }
        return Verdict::Wrong;
    }
    let mut verdict = Verdict::Wrong;
    for (index, held) in held.iter().enumerate() {
        let found = match one(held, code, now, window) {
            (Some((step, offset)), _) => Verdict::Good { index, step, offset },
            (None, true) => Verdict::Replay,
            (None, false) => Verdict::Wrong,
        };
        verdict = match (verdict, found) {
            (Verdict::Good { .. }, _) | (_, Verdict::Wrong) => verdict,
            _ => found,
        };
    }
    verdict
}

/// The fresh step with its distance from now, and whether the code fits at all.
fn one(held: &Held, code: &Code, now: Time, window: Window) -> (Option<(u64, i64)>, bool) {
    let Token { seed, totp, drift, .. } = &held.token;
    let shifted =
        now.millis().saturating_add(drift.saturating_mul(i64::try_from(totp.period.ms()).unwrap_or(i64::MAX)));
    let fresh = totp.matches(seed, code, shifted, window, held.last);
    let any = totp.matches(seed, code, shifted, window, None);
    let present = i128::from(totp.step(now.millis()));
    let placed = fresh.map(|step| (step, i64::try_from(i128::from(step) - present).unwrap_or(0)));
    (placed, any.is_some())
}
