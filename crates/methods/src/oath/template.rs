//! The settings of the kind `oath`: the template that a token gets when it is imported, enrolled or assigned (requirements F5.1, F5.2).

use model::Finding;
use oath::{Digits, Hotp, Period, Totp};
use plug::ConfigError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Moving, Reach,
    config::Algorithm,
    pin::{By, Pin, Place, Rules},
};
use crate::slow::Cost;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Template {
    /// What moves the codes of newly enrolled tokens on.
    #[serde(rename = "oathMode")]
    pub mode: Mode,
    /// Hash of newly enrolled tokens.
    #[serde(rename = "oathAlgorithm")]
    pub algorithm: Algorithm,
    /// Length of a code of newly enrolled tokens.
    #[serde(rename = "oathDigits")]
    #[schemars(range(min = 4, max = 8))]
    pub digits: u8,
    /// Length of a time step of newly enrolled tokens, in seconds.
    #[serde(rename = "oathPeriod")]
    #[schemars(range(min = 1, max = 86_400))]
    pub period: u32,
    /// Bytes of a new key.
    #[serde(rename = "oathKeySize")]
    #[schemars(range(min = 10, max = 99))]
    pub key_size: u8,
    /// Events that a token may be ahead.
    #[serde(rename = "oathEventWindow")]
    #[schemars(range(min = 0, max = 50))]
    pub event_window: u8,
    /// Events that a token may be ahead where two codes in a row are given; 0 for none.
    #[serde(rename = "oathEventOuterWindow")]
    #[schemars(range(min = 0, max = 1_000))]
    pub event_outer: u16,
    /// Past steps that are accepted.
    #[serde(rename = "oathTimeWindowBefore")]
    #[schemars(range(min = 0, max = 9))]
    pub time_before: u8,
    /// Future steps that are accepted.
    #[serde(rename = "oathTimeWindowAfter")]
    #[schemars(range(min = 0, max = 9))]
    pub time_after: u8,
    /// Steps that a clock may be off, either way, where two codes in a row are given; 0 for none.
    #[serde(rename = "oathTimeOuterWindow")]
    #[schemars(range(min = 0, max = 1_000))]
    pub time_outer: u16,
    /// Whether a PIN goes with the token, and who judges it.
    #[serde(rename = "oathPin")]
    pub pin: PinKind,
    /// Who chooses a new PIN.
    #[serde(rename = "oathPinBy")]
    pub pin_by: By,
    /// Where the PIN is typed: before the code or behind it.
    #[serde(rename = "oathPinPlace")]
    pub pin_place: Place,
    /// Shortest PIN.
    #[serde(rename = "oathPinMinimum")]
    #[schemars(range(min = 3, max = 15))]
    pub pin_minimum: u8,
    /// Longest PIN.
    #[serde(rename = "oathPinMaximum")]
    #[schemars(range(min = 4, max = 16))]
    pub pin_maximum: u8,
    /// A PIN that an administrator knows is changed at its first use.
    #[serde(rename = "oathPinFirstChange")]
    pub pin_first: bool,
    /// Days after which a PIN is changed; 0 for never.
    #[serde(rename = "oathPinMaxAge")]
    #[schemars(range(min = 0, max = 3_650))]
    pub pin_age: u16,
    /// Repeats, runs and the present PIN are taken as a new one.
    #[serde(rename = "oathPinTrivial")]
    pub pin_trivial: bool,
    /// Memory of a PIN's hash, in KiB.
    #[serde(rename = "oathPinMemory")]
    #[schemars(range(min = 8, max = 262_144))]
    pub pin_memory: u32,
    /// Passes of a PIN's hash.
    #[serde(rename = "oathPinPasses")]
    #[schemars(range(min = 1, max = 10))]
    pub pin_passes: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Mode {
    #[default]
    Time,
    Event,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum PinKind {
    #[default]
    None,
    Device,
    Server,
}

impl Default for Template {
    fn default() -> Self {
        let Cost { memory, passes } = Cost::default();
        Self {
            mode: Mode::Time,
            algorithm: Algorithm::HmacSHA1,
            digits: 6,
            period: 30,
            key_size: 20,
            event_window: 10,
            event_outer: 100,
            time_before: 1,
            time_after: 1,
            time_outer: 20,
            pin: PinKind::None,
            pin_by: By::User,
            pin_place: Place::Prepend,
            pin_minimum: 4,
            pin_maximum: 8,
            pin_first: true,
            pin_age: 0,
            pin_trivial: false,
            pin_memory: memory,
            pin_passes: passes,
        }
    }
}

impl Template {
    /// What a newly enrolled token is.
    pub(super) fn moving(&self) -> Result<Moving, ConfigError> {
        let wrong = |name: &str| ConfigError::new(name, "line-value");
        let (algorithm, digits) =
            (self.algorithm.hash(), Digits::try_from(self.digits).map_err(|_| wrong("oathDigits"))?);
        Ok(match self.mode {
            Mode::Event => Moving::Event(Hotp { algorithm, digits }),
            Mode::Time => {
                let period = Period::from_secs(self.period.into()).map_err(|_| wrong("oathPeriod"))?;
                Moving::Time { totp: Totp { algorithm, digits, period, t0_ms: 0 }, drift: 0, seen: None }
            }
        })
    }

    /// How far codes of a token that moves like this are looked for.
    pub(super) fn reach(&self, moving: &Moving) -> Reach {
        match moving {
            Moving::Time { .. } => {
                Reach { before: self.time_before.into(), after: self.time_after.into(), outer: self.time_outer.into() }
            }
            Moving::Event(_) => Reach { before: 0, after: self.event_window.into(), outer: self.event_outer.into() },
        }
    }

    /// The PIN of a token that nobody has yet.
    pub(super) fn pin(&self) -> Option<Pin> {
        match self.pin {
            PinKind::None => None,
            PinKind::Device => Some(Pin::Device),
            PinKind::Server => Some(Pin::Server { rules: self.rules(), kept: None }),
        }
    }

    pub(super) const fn rules(&self) -> Rules {
        Rules {
            by: self.pin_by,
            place: self.pin_place,
            minimum: self.pin_minimum,
            maximum: self.pin_maximum,
            first: self.pin_first,
            age: self.pin_age,
            trivial: self.pin_trivial,
            cost: Cost { memory: self.pin_memory, passes: self.pin_passes },
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.pin_minimum > self.pin_maximum {
            return Err(ConfigError::new("oathPinMinimum", "pin-lengths"));
        }
        Ok(())
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.digits < 6 {
            findings.push(Finding::warning("oathDigits", "code-short").with("digits", self.digits));
        }
        if self.key_size < 16 {
            findings.push(Finding::warning("oathKeySize", "key-short").with("bytes", self.key_size));
        }
        if self.pin == PinKind::Server && self.pin_minimum < 4 {
            findings.push(Finding::warning("oathPinMinimum", "pin-short").with("minimum", self.pin_minimum));
        }
        if self.pin_memory < 8_192 {
            findings.push(Finding::warning("oathPinMemory", "hash-weak").with("memory", self.pin_memory));
        }
        findings
    }
}
