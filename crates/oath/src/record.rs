//! A token as a seed file describes it, whatever the file's format.

use crate::{Hotp, OtpKind, Seed, Totp};

/// One token: its seed, how its codes are made, and what the file says about it.
///
/// Texts are trimmed, at most [`TokenRecord::TEXT`] bytes long, without control characters, and never empty.
#[derive(Clone, Debug)]
pub struct TokenRecord {
    /// What is printed on the device. Nobody but the caller makes up a missing one.
    pub serial: Option<String>,
    /// The key's own name (`Id` of PSKC), which the same key keeps in every file.
    pub key_id: Option<String>,
    /// By time or by counter.
    pub kind: TokenKind,
    /// The shared secret.
    pub seed: Seed,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is called, such as the account of an `otpauth://` label.
    pub label: Option<String>,
    /// Whose it is; the file's word, not checked against any directory.
    pub user: Option<String>,
    /// A name for settings agreed on elsewhere (`KeyProfileId` of PSKC).
    pub profile: Option<String>,
    /// What the file says about the device.
    pub device: Device,
    /// What the key may be used for.
    pub policy: KeyPolicy,
}

impl TokenRecord {
    /// The longest text of a record, in bytes.
    pub const TEXT: usize = 1024;

    /// A token of which nothing else is known.
    pub fn new(kind: TokenKind, seed: Seed) -> Self {
        Self {
            serial: None,
            key_id: None,
            kind,
            seed,
            issuer: None,
            label: None,
            user: None,
            profile: None,
            device: Device::default(),
            policy: KeyPolicy::default(),
        }
    }

    /// From when and until when both the device and the key may be used, both ends included, in milliseconds since
    /// 1970 (RFC 6030, sections 4.3.1 and 5).
    pub fn valid(&self) -> (Option<i64>, Option<i64>) {
        let ends = self.device.expiry_ms.into_iter().chain(self.policy.expiry_ms);
        (self.device.start_ms.max(self.policy.start_ms), ends.min())
    }
}

impl TokenRecord {
    /// At most so many bytes are written for it, whatever the format; a character of a text takes six at most.
    pub(crate) fn room(&self) -> usize {
        let device = &self.device;
        let texts = [
            &self.serial,
            &self.key_id,
            &self.issuer,
            &self.label,
            &self.user,
            &self.profile,
            &device.manufacturer,
            &device.model,
            &device.issue,
            &device.binding,
            &device.user,
            &device.module,
        ];
        let pin = self.policy.pin.as_ref().and_then(|pin| pin.key_id.as_ref());
        // The serial may be written twice, as the name of the key.
        let texts = texts.into_iter().chain([&self.serial]).flatten().chain(pin);
        4096 + 6 * texts.map(String::len).sum::<usize>()
    }
}

/// By time or by counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// TOTP.
    Totp {
        /// Algorithm, digits, period and T0.
        totp: Totp,
        /// By how many steps the device's clock was seen to be ahead (or, if negative, behind).
        drift: i32,
    },
    /// HOTP.
    Hotp {
        /// Algorithm and digits.
        hotp: Hotp,
        /// The next counter.
        counter: u64,
    },
}

impl From<OtpKind> for TokenKind {
    fn from(kind: OtpKind) -> Self {
        match kind {
            OtpKind::Totp(totp) => Self::Totp { totp, drift: 0 },
            OtpKind::Hotp { hotp, counter } => Self::Hotp { hotp, counter },
        }
    }
}

impl From<TokenKind> for OtpKind {
    fn from(kind: TokenKind) -> Self {
        match kind {
            TokenKind::Totp { totp, .. } => Self::Totp(totp),
            TokenKind::Hotp { hotp, counter } => Self::Hotp { hotp, counter },
        }
    }
}

/// The device that holds the key (RFC 6030, section 4.3.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Who made it, with the prefix `oath.` or `iana.` where the file has one.
    pub manufacturer: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Which issue of a device with this serial it is.
    pub issue: Option<String>,
    /// Which appliance the key is bound to.
    pub binding: Option<String>,
    /// Whose the device is.
    pub user: Option<String>,
    /// The part of it that holds the key (`CryptoModuleInfo`).
    pub module: Option<String>,
    /// Not to be used before, in milliseconds since 1970.
    pub start_ms: Option<i64>,
    /// Not to be used after, in milliseconds since 1970.
    pub expiry_ms: Option<i64>,
}

/// What the key may be used for (RFC 6030, section 5). The caller enforces it, or does not take the token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPolicy {
    /// Not to be used before, in milliseconds since 1970.
    pub start_ms: Option<i64>,
    /// Not to be used after, in milliseconds since 1970.
    pub expiry_ms: Option<i64>,
    /// How many codes may be accepted over the key's life.
    pub transactions: Option<u64>,
    /// The PIN that goes with the key.
    pub pin: Option<PinPolicy>,
}

/// How a PIN goes with the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinPolicy {
    /// Where the PIN is checked.
    pub mode: PinMode,
    /// The key package that holds the PIN's value.
    pub key_id: Option<String>,
    /// How many wrong PINs are allowed.
    pub max_failed: Option<u32>,
    /// The shortest PIN.
    pub min_length: Option<u32>,
    /// The longest PIN.
    pub max_length: Option<u32>,
    /// What a PIN is made of.
    pub characters: Option<PinCharacters>,
}

/// Where the PIN is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PinMode {
    /// On the device, before it shows a code.
    Local,
    /// On the server, in front of the code.
    Prepend,
    /// On the server, behind the code.
    Append,
}

impl PinMode {
    /// Every mode that a one-time code can have. `Algorithmic` would go into the computation of the code, which
    /// neither HOTP nor TOTP has a place for (RFC 6030, section 10.1).
    pub const ALL: [Self; 3] = [Self::Local, Self::Prepend, Self::Append];

    /// The name in PSKC.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::Prepend => "Prepend",
            Self::Append => "Append",
        }
    }
}

/// What a PIN is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PinCharacters {
    /// Digits.
    Decimal,
    /// Hexadecimal digits.
    Hexadecimal,
    /// Letters and digits.
    Alphanumeric,
    /// Base64.
    Base64,
    /// Any octets.
    Binary,
}

impl PinCharacters {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Decimal, Self::Hexadecimal, Self::Alphanumeric, Self::Base64, Self::Binary];

    /// The name in PSKC.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decimal => "DECIMAL",
            Self::Hexadecimal => "HEXADECIMAL",
            Self::Alphanumeric => "ALPHANUMERIC",
            Self::Base64 => "BASE64",
            Self::Binary => "BINARY",
        }
    }
}
