//! The settings of the kind `totp`, under the names that other products' configurations carry.

use model::Finding;
use oath::{Digits, Period, Totp};
use plug::ConfigError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reach;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Hash of new tokens.
    #[serde(rename = "totpAlgorithm")]
    pub algorithm: Algorithm,
    /// Length of a code of new tokens.
    #[serde(rename = "totpDigits")]
    #[schemars(range(min = 4, max = 8))]
    pub digits: u8,
    /// Length of a time step of new tokens, in milliseconds.
    #[serde(rename = "totpTimeStep")]
    #[schemars(range(min = 1_000, max = 86_400_000))]
    pub time_step: u64,
    /// When step 0 began, in milliseconds since 1970.
    #[serde(rename = "totpT0")]
    #[schemars(range(min = 0))]
    pub t0: i64,
    /// Past steps that are accepted.
    #[serde(rename = "totpWindowBefore")]
    #[schemars(range(min = 0, max = 9))]
    pub window_before: u8,
    /// Future steps that are accepted.
    #[serde(rename = "totpWindowAfter")]
    #[schemars(range(min = 0, max = 9))]
    pub window_after: u8,
    /// Bytes of a new key.
    #[serde(rename = "totpKeySize")]
    #[schemars(range(min = 10, max = 99))]
    pub key_size: u8,
}

/// The hash below the HMAC, by its names in Java.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Algorithm {
    #[default]
    HmacSHA1,
    HmacSHA256,
    HmacSHA512,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::HmacSHA1,
            digits: 6,
            time_step: 30_000,
            t0: 0,
            window_before: 1,
            window_after: 1,
            key_size: 20,
        }
    }
}

impl Algorithm {
    pub(super) const fn hash(self) -> oath::Algorithm {
        match self {
            Self::HmacSHA1 => oath::Algorithm::Sha1,
            Self::HmacSHA256 => oath::Algorithm::Sha256,
            Self::HmacSHA512 => oath::Algorithm::Sha512,
        }
    }
}

impl Config {
    pub(super) fn totp(&self) -> Result<Totp, ConfigError> {
        Ok(Totp {
            algorithm: self.algorithm.hash(),
            digits: Digits::try_from(self.digits).map_err(|_| ConfigError::new("totpDigits", "line-value"))?,
            period: Period::from_ms(self.time_step).map_err(|_| ConfigError::new("totpTimeStep", "line-value"))?,
            t0_ms: self.t0,
        })
    }

    pub(super) fn reach(&self) -> Reach {
        Reach { before: self.window_before.into(), after: self.window_after.into(), outer: 0 }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.digits < 6 {
            findings.push(Finding::warning("totpDigits", "code-short").with("digits", self.digits));
        }
        if self.key_size < 16 {
            findings.push(Finding::warning("totpKeySize", "key-short").with("bytes", self.key_size));
        }
        if self.t0 != 0 {
            findings.push(Finding::warning("totpT0", "no-self-enrolment"));
        }
        if !self.time_step.is_multiple_of(1_000) {
            findings.push(Finding::warning("totpTimeStep", "no-self-enrolment"));
        }
        findings
    }
}
