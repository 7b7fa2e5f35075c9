//! The parameters of a code as parsed types: nothing out of range gets past the door.

use std::fmt;

/// The hash below the HMAC (RFC 6238, section 1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1, which every device knows (RFC 4226).
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// Every algorithm, weakest first.
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The name in an `otpauth://` URI.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// Reads the URI's name, in either case, also with a hyphen or the prefix `Hmac`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        let plain = plain.strip_prefix("HMAC").unwrap_or(&plain);
        Self::ALL.into_iter().find(|a| a.name() == plain)
    }

    /// The output length, which is also the best seed length for new seeds.
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

/// How many digits a code has: 4 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digits(u8);

impl Digits {
    /// What nearly every device shows.
    pub const SIX: Self = Self(6);
    /// The most that RFC 4226 makes sense for.
    pub const EIGHT: Self = Self(8);

    /// The number.
    pub const fn number(self) -> u8 {
        self.0
    }

    pub(crate) const fn modulus(self) -> u32 {
        10u32.pow(self.0 as u32)
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::SIX
    }
}

impl TryFrom<u8> for Digits {
    type Error = OutOfRange;

    fn try_from(n: u8) -> Result<Self, OutOfRange> {
        (4..=8).contains(&n).then_some(Self(n)).ok_or(OutOfRange)
    }
}

/// How long one TOTP step lasts, in milliseconds: one second to one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period(u64);

impl Period {
    /// Thirty seconds (RFC 6238, section 4.1).
    pub const DEFAULT: Self = Self(30_000);

    /// Takes milliseconds.
    pub fn from_ms(ms: u64) -> Result<Self, OutOfRange> {
        (1_000..=86_400_000).contains(&ms).then_some(Self(ms)).ok_or(OutOfRange)
    }

    /// Takes seconds.
    pub fn from_secs(secs: u64) -> Result<Self, OutOfRange> {
        secs.checked_mul(1_000).ok_or(OutOfRange).and_then(Self::from_ms)
    }

    /// Milliseconds.
    pub const fn ms(self) -> u64 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How many steps before and after the present one are tried: at most 1000 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    before: u32,
    after: u32,
}

impl Window {
    /// One step back and one ahead (RFC 6238, section 5.2, and a clock that is a little fast).
    pub const DEFAULT: Self = Self { before: 1, after: 1 };
    const MAX: u32 = 1_000;

    /// Takes both numbers of steps.
    pub fn new(before: u32, after: u32) -> Result<Self, OutOfRange> {
        (before <= Self::MAX && after <= Self::MAX).then_some(Self { before, after }).ok_or(OutOfRange)
    }

    /// Steps tried before the present one.
    pub const fn before(self) -> u32 {
        self.before
    }

    /// Steps tried after the present one.
    pub const fn after(self) -> u32 {
        self.after
    }
}

/// A number outside what its type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("out of range")]
pub struct OutOfRange;

/// A one-time code, typed or computed: 4 to 8 ASCII digits. It prints nothing of its content and has no `==`.
#[derive(Clone)]
pub struct Code {
    /// The digits, zero bytes behind them.
    pub(crate) ascii: [u8; 8],
    pub(crate) digits: Digits,
}

impl Code {
    /// Reads what a person typed; spaces and hyphens between the digits do not count.
    pub fn parse(text: &str) -> Option<Self> {
        let mut ascii = [0; 8];
        let mut length = 0u8;
        for byte in text.trim().bytes().filter(|b| !matches!(b, b' ' | b'-')) {
            *ascii.get_mut(usize::from(length))? = byte.is_ascii_digit().then_some(byte)?;
            length += 1;
        }
        Some(Self { ascii, digits: Digits::try_from(length).ok()? })
    }

    pub(crate) fn from_number(number: u32, digits: Digits) -> Self {
        let (mut ascii, mut rest) = ([0; 8], number % digits.modulus());
        for slot in ascii.iter_mut().take(usize::from(digits.0)).rev() {
            *slot = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        Self { ascii, digits }
    }

    /// How many digits it has.
    pub const fn digits(&self) -> Digits {
        self.digits
    }

    /// The digits as text.
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.ascii[..usize::from(self.digits.0)]).unwrap_or_default()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}
