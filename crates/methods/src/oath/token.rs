//! A token as it is kept: the body of a credential. The settings it was enrolled with stay with it.

use oath::{Algorithm, Digits, Period, Seed, Totp};
use plug::MethodError;
use serde::{Deserialize, Serialize};

/// The most steps that a device's clock is followed, either way.
const MOST_DRIFT: i64 = 10;

/// One device. The text form holds the seed, so it is only ever kept sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Token {
    pub seed: Seed,
    pub totp: Totp,
    /// Steps that the device is known to be ahead (negative: behind).
    pub drift: i64,
    /// Steps that the last accepted code was off, where that is not `drift`: worth something when it comes again.
    pub seen: Option<i64>,
}

impl Token {
    pub const fn new(seed: Seed, totp: Totp) -> Self {
        Self { seed, totp, drift: 0, seen: None }
    }

    pub fn body(&self) -> Result<serde_json::Value, MethodError> {
        serde_json::to_value(self).map_err(|e| MethodError::Corrupt(e.to_string()))
    }

    /// The token after an accepted code that was that many steps off; `None` when nothing changes (case M005).
    #[must_use]
    pub fn after(&self, offset: i64) -> Option<Self> {
        let (drift, seen) = if offset == self.drift {
            (self.drift, None)
        } else if self.seen == Some(offset) {
            (offset.clamp(-MOST_DRIFT, MOST_DRIFT), None)
        } else {
            (self.drift, Some(offset))
        };
        ((drift, seen) != (self.drift, self.seen)).then(|| Self { drift, seen, ..self.clone() })
    }
}

#[derive(Serialize, Deserialize)]
struct Form {
    key: String,
    algorithm: String,
    digits: u8,
    period_ms: u64,
    #[serde(default)]
    t0_ms: i64,
    #[serde(default)]
    drift: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
}

impl From<Token> for Form {
    fn from(token: Token) -> Self {
        Self {
            key: token.seed.to_base32().as_str().to_owned(),
            algorithm: token.totp.algorithm.name().to_owned(),
            digits: token.totp.digits.number(),
            period_ms: token.totp.period.ms(),
            t0_ms: token.totp.t0_ms,
            drift: token.drift,
            seen: token.seen,
        }
    }
}

impl TryFrom<Form> for Token {
    type Error = &'static str;
    fn try_from(mut form: Form) -> Result<Self, Self::Error> {
        let seed = Seed::from_base32(&form.key).map_err(|_| "key");
        zeroize::Zeroize::zeroize(&mut form.key);
        let totp = Totp {
            algorithm: Algorithm::parse(&form.algorithm).ok_or("algorithm")?,
            digits: Digits::try_from(form.digits).map_err(|_| "digits")?,
            period: Period::from_ms(form.period_ms).map_err(|_| "period")?,
            t0_ms: form.t0_ms,
        };
        Ok(Self { seed: seed?, totp, drift: form.drift.clamp(-MOST_DRIFT, MOST_DRIFT), seen: form.seen })
    }
}
