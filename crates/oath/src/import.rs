//! Seed files: what all their formats have in common, which are the limits, the result by token, and why not.

use std::collections::HashSet;

use zeroize::Zeroizing;

use crate::pskc::{Lock, Unlock};
use crate::{BadSeed, BadUri, TokenRecord};

/// The formats of seed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// XML of RFC 6030, [`crate::pskc`].
    Pskc,
    /// A table, [`crate::csv`].
    Csv,
    /// One `otpauth://` URI a line, [`crate::uris`].
    Uris,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Pskc, Self::Csv, Self::Uris];

    /// A name that does not change.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pskc => "pskc",
            Self::Csv => "csv",
            Self::Uris => "uris",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == name)
    }

    /// What a file looks like by its first characters; a table if by nothing else.
    pub fn guess(file: &[u8]) -> Self {
        let file = file.strip_prefix(BOM).unwrap_or(file);
        let mut lines = file.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
        match lines.find(|line| !line.is_empty() && !line.starts_with(b"#")) {
            Some([b'<', ..]) => Self::Pskc,
            Some(line) if line.len() > 10 && line[..10].eq_ignore_ascii_case(b"otpauth://") => Self::Uris,
            _ => Self::Csv,
        }
    }
}

/// What a file may cost. What is above is refused before it is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of the file.
    pub bytes: usize,
    /// How many tokens it holds.
    pub tokens: usize,
    /// The greatest iteration count of PBKDF2; the least is [`Limits::LEAST_ITERATIONS`].
    pub iterations: u32,
}

impl Limits {
    /// The least iteration count of PBKDF2 that is taken: RFC 8018, section 4.2, and the example of RFC 6030.
    pub const LEAST_ITERATIONS: u32 = 1_000;
}

impl Default for Limits {
    /// 10 MB, 100 000 tokens, ten million iterations: seconds of work, not for a thread that others wait for.
    fn default() -> Self {
        Self { bytes: 10_000_000, tokens: 100_000, iterations: 10_000_000 }
    }
}

/// What was read: each token, or why it is not one, in the order of the file.
#[derive(Debug)]
pub struct Import {
    /// The format.
    pub format: Format,
    /// One entry a token; a bad one does not hide the others.
    pub tokens: Vec<Result<TokenRecord, Refused>>,
    /// The file carries an XML signature, which nobody checked.
    pub signature_unchecked: bool,
}

impl Import {
    /// Reads a file of this format; only key containers can be locked.
    pub fn read(format: Format, file: &[u8], unlock: Unlock<'_>, limits: &Limits) -> Result<Self, BadFile> {
        match format {
            Format::Pskc => crate::pskc::read(file, unlock, limits),
            Format::Csv => crate::csv::read(file, limits),
            Format::Uris => crate::uris::read(file, limits),
        }
    }

    pub(crate) fn new(format: Format) -> Self {
        Self { format, tokens: Vec::new(), signature_unchecked: false }
    }

    /// Refuses every token whose serial an earlier good one of the file already has.
    pub(crate) fn without_repeats(mut self, lines: &[u32]) -> Self {
        let mut seen = HashSet::new();
        for (slot, line) in self.tokens.iter_mut().zip(lines) {
            let Ok(token) = slot else { continue };
            let Some(serial) = token.serial.clone() else { continue };
            if !seen.insert(serial.clone()) {
                let id = token.key_id.clone();
                *slot = Err(Refused { line: *line, serial: Some(serial), id, column: None, why: Why::Repeated });
            }
        }
        self
    }
}

/// A token that can not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where in the file it begins, from 1.
    pub line: u32,
    /// Its serial, if that could be read.
    pub serial: Option<String>,
    /// The name of its key, if that could be read.
    pub id: Option<String>,
    /// The column of a table.
    pub column: Option<&'static str>,
    /// Why.
    pub why: Why,
}

/// Why a token can not be taken. It never holds anything of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.key())]
pub enum Why {
    /// Neither HOTP nor TOTP.
    Kind,
    /// A hash other than SHA-1, SHA-256 and SHA-512, or a suite that is no hash.
    Algorithm,
    /// The codes are no decimal digits, or carry a check digit.
    Response,
    /// Codes of fewer than 4 or more than 8 digits.
    Digits,
    /// No seed, such as that of a key which is derived from another.
    NoSeed,
    /// A seed that can not be decoded, or is too short or too long.
    Seed,
    /// The counter is missing or no number.
    Counter,
    /// A start of time (T0) other than 0, which the formats leave ambiguous, or no number.
    Time,
    /// The period is no number or out of range.
    Period,
    /// The drift is no number.
    Drift,
    /// A policy that is not understood: the key must not be used (RFC 6030, section 5).
    Policy,
    /// A key that is not for one-time codes.
    Usage,
    /// A date that is none.
    Date,
    /// A text too long or with control characters.
    Text,
    /// A serial that an earlier token of the file has.
    Repeated,
    /// Encrypted, and no key was given.
    Locked,
    /// Encrypted in a way that is not read.
    Cipher,
    /// Encrypted without the MAC that must protect it.
    NoMac,
    /// The MAC does not fit: another key or password, or somebody changed the file.
    WrongKey,
    /// A line with too many or too few columns, or with broken quotes.
    Columns,
    /// A column that this token needs is empty.
    Missing,
    /// Not an `otpauth://` URI, or a broken one.
    Uri,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 22] = [
        Self::Kind,
        Self::Algorithm,
        Self::Response,
        Self::Digits,
        Self::NoSeed,
        Self::Seed,
        Self::Counter,
        Self::Time,
        Self::Period,
        Self::Drift,
        Self::Policy,
        Self::Usage,
        Self::Date,
        Self::Text,
        Self::Repeated,
        Self::Locked,
        Self::Cipher,
        Self::NoMac,
        Self::WrongKey,
        Self::Columns,
        Self::Missing,
        Self::Uri,
    ];

    /// A name that does not change, for the text in every language.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Algorithm => "algorithm",
            Self::Response => "response",
            Self::Digits => "digits",
            Self::NoSeed => "no-seed",
            Self::Seed => "seed",
            Self::Counter => "counter",
            Self::Time => "time",
            Self::Period => "period",
            Self::Drift => "drift",
            Self::Policy => "policy",
            Self::Usage => "usage",
            Self::Date => "date",
            Self::Text => "text",
            Self::Repeated => "repeated",
            Self::Locked => "locked",
            Self::Cipher => "cipher",
            Self::NoMac => "no-mac",
            Self::WrongKey => "wrong-key",
            Self::Columns => "columns",
            Self::Missing => "missing",
            Self::Uri => "uri",
        }
    }
}

impl From<BadSeed> for Why {
    fn from(_: BadSeed) -> Self {
        Self::Seed
    }
}

impl From<BadUri> for Why {
    fn from(bad: BadUri) -> Self {
        match bad {
            BadUri::NotOtpAuth | BadUri::Repeated | BadUri::TooLong | BadUri::Encoding => Self::Uri,
            BadUri::Seed(_) => Self::Seed,
            BadUri::Algorithm => Self::Algorithm,
            BadUri::Digits => Self::Digits,
            BadUri::Period => Self::Period,
            BadUri::Counter => Self::Counter,
        }
    }
}

/// Why nothing of a file can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    /// Above one of the [`Limits`], or nested or marked up beyond reason.
    #[error("too large")]
    TooLarge,
    /// Not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// Not well-formed XML, or with a document type or entities of its own, which are never read.
    #[error("bad XML at line {line}")]
    Xml {
        /// Where, from 1.
        line: u32,
    },
    /// XML, but no key container of version 1.
    #[error("not a key container (line {line})")]
    NotPskc {
        /// Where, from 1.
        line: u32,
    },
    /// The keys are encrypted in a way that is not read: for a certificate, or with another derivation.
    #[error("unknown key encryption")]
    Encryption,
    /// PBKDF2 with fewer or more iterations than are taken.
    #[error("iteration count out of range")]
    Iterations,
    /// It must be read with what the lock says.
    #[error("locked")]
    Locked(Lock),
    /// A table that names a column which nobody knows, or one twice, or none for the secret.
    #[error("bad header")]
    Header,
}

impl BadFile {
    /// A name that does not change, for the text in every language.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Encoding => "encoding",
            Self::Xml { .. } => "xml",
            Self::NotPskc { .. } => "not-pskc",
            Self::Encryption => "encryption",
            Self::Iterations => "iterations",
            Self::Locked(_) => "locked",
            Self::Header => "header",
        }
    }
}

/// Why tokens can not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// The format has no word for something of this token that must not be lost.
    #[error("token {0} can not be expressed")]
    NotExpressible(
        /// Which one, from 0.
        usize,
    ),
    /// The key has another length than the suite needs.
    #[error("key length")]
    KeyLength,
    /// An empty password, or an iteration count out of range.
    #[error("password or iterations")]
    Password,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The file as text, if it is not too large; a byte order mark is left out.
pub(crate) fn text<'a>(file: &'a [u8], limits: &Limits) -> Result<&'a str, BadFile> {
    if file.len() > limits.bytes {
        return Err(BadFile::TooLarge);
    }
    std::str::from_utf8(file.strip_prefix(BOM).unwrap_or(file)).map_err(|_| BadFile::Encoding)
}

/// A text of a record: trimmed, `None` if empty.
pub(crate) fn clean(text: &str) -> Result<Option<String>, Why> {
    let text = text.trim();
    if text.len() > TokenRecord::TEXT || text.chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err(Why::Text);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Makes room for more, so that no part of a secret is left behind where the text was.
pub(crate) fn reserve(text: &mut Zeroizing<String>, more: usize) {
    if text.capacity() - text.len() < more {
        let mut larger = Zeroizing::new(String::with_capacity((text.len() + more).saturating_mul(2)));
        larger.push_str(text);
        *text = larger;
    }
}
