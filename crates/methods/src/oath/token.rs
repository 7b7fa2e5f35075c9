//! A token as it is kept: the body of a credential. The settings it was enrolled with stay with it (requirement F5.1).

use model::Time;
use oath::{Algorithm, Code, Digits, Hotp, Period, Seed, Totp};
use plug::MethodError;
use serde::{Deserialize, Serialize};

use super::pin::{Kept, Pin, Rules};

/// The most steps that a device's clock is followed by and by, either way.
const MOST_DRIFT: i64 = 10;
/// The farthest that two codes in a row may have moved it.
const FARTHEST: i64 = 1_000;

/// One device. The text form holds the seed, so it is only ever kept sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Token {
    pub seed: Seed,
    pub moving: Moving,
    /// How far it is looked for; the method says so for tokens that do not.
    pub reach: Option<Reach>,
    pub pin: Option<Pin>,
    /// When its maker lets it be used, both ends included.
    pub since: Option<Time>,
    pub until: Option<Time>,
}

/// What moves its codes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    Time {
        totp: Totp,
        /// Steps that the device is known to be ahead (negative: behind).
        drift: i64,
        /// Steps that the last accepted code was off, where that is not `drift`: worth something when it comes again.
        seen: Option<i64>,
    },
    Event(Hotp),
}

/// How far from the present factor codes are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    pub before: u32,
    pub after: u32,
    /// The outer window, where a code counts only with the one after it; zero for none.
    #[serde(default)]
    pub outer: u32,
}

impl Token {
    /// By time.
    pub const fn new(seed: Seed, totp: Totp) -> Self {
        Self::of(seed, Moving::Time { totp, drift: 0, seen: None })
    }
    pub const fn of(seed: Seed, moving: Moving) -> Self {
        Self { seed, moving, reach: None, pin: None, since: None, until: None }
    }

    pub fn usable(&self, now: Time) -> bool {
        self.since.is_none_or(|since| now >= since) && self.until.is_none_or(|until| now <= until)
    }

    pub fn body(&self) -> Result<serde_json::Value, MethodError> {
        serde_json::to_value(self).map_err(|e| MethodError::Corrupt(e.to_string()))
    }

    pub const fn digits(&self) -> Digits {
        match self.moving {
            Moving::Time { totp, .. } => totp.digits,
            Moving::Event(hotp) => hotp.digits,
        }
    }
    pub const fn drift(&self) -> i64 {
        match self.moving {
            Moving::Time { drift, .. } => drift,
            Moving::Event(_) => 0,
        }
    }
    /// The code of one factor.
    pub fn code(&self, factor: u64) -> Code {
        let (algorithm, digits) = match self.moving {
            Moving::Time { totp, .. } => (totp.algorithm, totp.digits),
            Moving::Event(hotp) => (hotp.algorithm, hotp.digits),
        };
        oath::code(&self.seed, algorithm, digits, factor)
    }
    /// How many steps a factor is off from now by our clock; nothing that counts events is.
    pub fn offset(&self, factor: u64, now: Time) -> i64 {
        match self.moving {
            Moving::Time { totp, .. } => {
                i64::try_from(i128::from(factor) - i128::from(totp.step(now.millis()))).unwrap_or(0)
            }
            Moving::Event(_) => 0,
        }
    }

    /// The token after an accepted code that was that many steps off; `None` when nothing changes (case M005).
    #[must_use]
    pub fn after(&self, offset: i64) -> Option<Self> {
        let Moving::Time { totp, drift, seen } = self.moving else { return None };
        let (low, high) = (drift.min(-MOST_DRIFT), drift.max(MOST_DRIFT));
        let next = if offset == drift {
            (drift, None)
        } else if seen == Some(offset) {
            (offset.clamp(low, high), None)
        } else {
            (drift, Some(offset))
        };
        let moving = Moving::Time { totp, drift: next.0, seen: next.1 };
        (next != (drift, seen)).then(|| Self { moving, ..self.clone() })
    }

    /// The token after two codes in a row, the second that many steps off: its clock is known.
    #[must_use]
    pub fn found(&self, offset: i64) -> Self {
        let moving = match self.moving {
            Moving::Time { totp, .. } => Moving::Time { totp, drift: offset.clamp(-FARTHEST, FARTHEST), seen: None },
            event @ Moving::Event(_) => event,
        };
        Self { moving, ..self.clone() }
    }

    /// The rules of a PIN that the server judges, and the PIN.
    pub const fn served(&self) -> Option<(Rules, Option<&Kept>)> {
        match &self.pin {
            Some(Pin::Server { rules, kept }) => Some((*rules, kept.as_ref())),
            Some(Pin::Device) | None => None,
        }
    }
    /// With another PIN, where the server judges one.
    #[must_use]
    pub fn with_pin(mut self, new: Option<Kept>) -> Self {
        if let Some(Pin::Server { kept, .. }) = &mut self.pin {
            *kept = new;
        }
        self
    }
}

#[derive(Serialize, Deserialize)]
struct Form {
    key: String,
    algorithm: String,
    digits: u8,
    /// By time where it is there, by event where not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    t0_ms: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    drift: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reach: Option<Reach>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<Pin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Time>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's own signature")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl From<Token> for Form {
    fn from(token: Token) -> Self {
        let (algorithm, period_ms, t0_ms, drift, seen) = match token.moving {
            Moving::Time { totp, drift, seen } => (totp.algorithm, Some(totp.period.ms()), totp.t0_ms, drift, seen),
            Moving::Event(hotp) => (hotp.algorithm, None, 0, 0, None),
        };
        Self {
            key: token.seed.to_base32().as_str().to_owned(),
            algorithm: algorithm.name().to_owned(),
            digits: token.digits().number(),
            period_ms,
            t0_ms,
            drift,
            seen,
            reach: token.reach,
            pin: token.pin,
            since: token.since,
            until: token.until,
        }
    }
}

impl TryFrom<Form> for Token {
    type Error = &'static str;
    fn try_from(mut form: Form) -> Result<Self, Self::Error> {
        let seed = Seed::from_base32(&form.key).map_err(|_| "key");
        zeroize::Zeroize::zeroize(&mut form.key);
        let algorithm = Algorithm::parse(&form.algorithm).ok_or("algorithm")?;
        let digits = Digits::try_from(form.digits).map_err(|_| "digits")?;
        let moving = match form.period_ms {
            Some(period) => {
                let period = Period::from_ms(period).map_err(|_| "period")?;
                let totp = Totp { algorithm, digits, period, t0_ms: form.t0_ms };
                Moving::Time { totp, drift: form.drift.clamp(-FARTHEST, FARTHEST), seen: form.seen }
            }
            None => Moving::Event(Hotp { algorithm, digits }),
        };
        Ok(Self { seed: seed?, moving, reach: form.reach, pin: form.pin, since: form.since, until: form.until })
    }
}
