//! The `otpauth://` URI: what the enrolment QR code carries.
//!
//! There is no RFC; the format is the Key URI Format that authenticator apps share. Many apps ignore
//! `algorithm`, `digits` and `period`.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::{Algorithm, BadSeed, Digits, Hotp, Period, Seed, Totp};

/// A token as an `otpauth://` URI describes it.
#[derive(Clone, Debug)]
pub struct OtpAuth {
    /// Who issued it, as the app shows it; empty if the URI names nobody.
    pub issuer: String,
    /// Whose it is, as the app shows it.
    pub account: String,
    /// The shared secret.
    pub seed: Seed,
    /// By time or by counter.
    pub kind: OtpKind,
}

/// By time or by counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtpKind {
    /// `otpauth://totp/`
    Totp(Totp),
    /// `otpauth://hotp/`
    Hotp {
        /// Algorithm and digits.
        hotp: Hotp,
        /// The next counter.
        counter: u64,
    },
}

impl OtpAuth {
    /// The longest URI that is read.
    pub const MAX: usize = 4096;

    /// Builds the URI. It contains the seed: it is shown once and never logged.
    ///
    /// The label is `issuer:account` with everything outside RFC 3986 *unreserved* percent-encoded (a space is `%20`,
    /// never `+`, since apps show a plus), the secret base32 without padding.
    pub fn to_uri(&self) -> Result<Zeroizing<String>, NotExpressible> {
        let mut uri = Zeroizing::new(String::with_capacity(512));
        let (kind, algorithm, digits, last) = match self.kind {
            OtpKind::Totp(totp) => ("totp", totp.algorithm, totp.digits, ("period", whole_seconds(totp)?)),
            OtpKind::Hotp { hotp, counter } => ("hotp", hotp.algorithm, hotp.digits, ("counter", counter)),
        };
        uri.push_str("otpauth://");
        uri.push_str(kind);
        uri.push('/');
        // A colon in the account of a token without issuer would end an issuer's name.
        if !self.issuer.is_empty() || self.account.contains(':') {
            encode(&mut uri, &self.issuer);
            uri.push(':');
        }
        encode(&mut uri, &self.account);
        uri.push_str("?secret=");
        uri.push_str(&self.seed.to_base32());
        if !self.issuer.is_empty() {
            uri.push_str("&issuer=");
            encode(&mut uri, &self.issuer);
        }
        uri.push_str("&algorithm=");
        uri.push_str(algorithm.name());
        // Writing to a String does not fail.
        let _ = write!(uri, "&digits={}&{}={}", digits.number(), last.0, last.1);
        Ok(uri)
    }

    /// Reads a URI, for import. Unknown parameters (`image`, `color` …) are ignored, repeated ones refused.
    pub fn parse(uri: &str) -> Result<Self, BadUri> {
        let rest = uri
            .get(..10)
            .filter(|s| s.eq_ignore_ascii_case("otpauth://"))
            .and_then(|_| uri.get(10..))
            .ok_or(BadUri::NotOtpAuth)?;
        if uri.len() > Self::MAX {
            return Err(BadUri::TooLong);
        }
        let (kind, rest) = rest.split_once('/').ok_or(BadUri::NotOtpAuth)?;
        let (label, query) = rest.split_once('?').ok_or(BadUri::Seed(BadSeed::Length))?;
        let fields = Fields::parse(query.split('#').next().unwrap_or_default())?;
        let seed = Seed::from_base32(fields.secret.as_deref().map_or("", |s| s)).map_err(BadUri::Seed)?;
        let algorithm = fields
            .algorithm
            .as_deref()
            .map_or(Ok(Algorithm::Sha1), |a| Algorithm::parse(a).ok_or(BadUri::Algorithm))?;
        let digits = fields.digits.as_deref().map_or(Ok(Digits::SIX), |d| {
            number::<u8>(d).and_then(|d| Digits::try_from(d).ok()).ok_or(BadUri::Digits)
        })?;
        let kind = if kind.eq_ignore_ascii_case("totp") {
            let period = fields.period.as_deref().map_or(Ok(Period::DEFAULT), |p| {
                number(p).and_then(|p| Period::from_secs(p).ok()).ok_or(BadUri::Period)
            })?;
            OtpKind::Totp(Totp { algorithm, digits, period, t0_ms: 0 })
        } else if kind.eq_ignore_ascii_case("hotp") {
            let counter = fields.counter.as_deref().and_then(|c| number(c)).ok_or(BadUri::Counter)?;
            OtpKind::Hotp { hotp: Hotp { algorithm, digits }, counter }
        } else {
            return Err(BadUri::NotOtpAuth);
        };
        let (issuer, account) = names(label, fields.issuer)?;
        Ok(Self { issuer, account, seed, kind })
    }
}

/// The settings of a token that the URI has no parameter for: T0 other than 0, or a period of broken seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an otpauth URI can not express this token")]
pub struct NotExpressible;

/// What is wrong with a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUri {
    /// Another scheme, or neither `totp` nor `hotp`.
    #[error("not an otpauth URI")]
    NotOtpAuth,
    /// More than [`OtpAuth::MAX`] bytes.
    #[error("too long")]
    TooLong,
    /// Percent-encoding that is broken or not UTF-8.
    #[error("bad percent-encoding")]
    Encoding,
    /// A parameter given twice.
    #[error("repeated parameter")]
    Repeated,
    /// The secret is missing or no seed.
    #[error("bad secret: {0}")]
    Seed(BadSeed),
    /// An unknown algorithm.
    #[error("unknown algorithm")]
    Algorithm,
    /// Fewer than 4 or more than 8 digits.
    #[error("digits out of range")]
    Digits,
    /// A period out of range.
    #[error("period out of range")]
    Period,
    /// A counter missing or no number.
    #[error("bad counter")]
    Counter,
}

#[derive(Default)]
struct Fields {
    secret: Option<Zeroizing<String>>,
    issuer: Option<Zeroizing<String>>,
    algorithm: Option<Zeroizing<String>>,
    digits: Option<Zeroizing<String>>,
    period: Option<Zeroizing<String>>,
    counter: Option<Zeroizing<String>>,
}

impl Fields {
    fn parse(query: &str) -> Result<Self, BadUri> {
        let mut fields = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let slot = match name {
                "secret" => &mut fields.secret,
                "issuer" => &mut fields.issuer,
                "algorithm" => &mut fields.algorithm,
                "digits" => &mut fields.digits,
                "period" => &mut fields.period,
                "counter" => &mut fields.counter,
                _ => continue,
            };
            if slot.replace(decode(value)?).is_some() {
                return Err(BadUri::Repeated);
            }
        }
        Ok(fields)
    }
}

pub(crate) fn whole_seconds(totp: Totp) -> Result<u64, NotExpressible> {
    let ms = totp.period.ms();
    (totp.t0_ms == 0 && ms.is_multiple_of(1_000)).then_some(ms / 1_000).ok_or(NotExpressible)
}

/// The issuer and the account of a label. The `issuer` parameter wins where it and the label differ; the separator
/// may be `:` or `%3A`, and spaces may follow it.
fn names(label: &str, issuer: Option<Zeroizing<String>>) -> Result<(String, String), BadUri> {
    let whole = decode(label)?;
    let issuer = issuer.map(|i| i.as_str().to_owned()).unwrap_or_default();
    if let Some(account) =
        whole.strip_prefix(issuer.as_str()).and_then(|rest| rest.strip_prefix(':')).filter(|_| !issuer.is_empty())
    {
        return Ok((issuer, account.trim_start_matches(' ').to_owned()));
    }
    let (named, account) = match label.split_once(':') {
        Some((named, account)) => (decode(named)?.to_string(), decode(account)?.to_string()),
        None => whole.split_once(':').map_or((String::new(), whole.to_string()), |(n, a)| (n.to_owned(), a.to_owned())),
    };
    Ok((if issuer.is_empty() { named } else { issuer }, account.trim_start_matches(' ').to_owned()))
}

/// A decimal number without sign.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

fn decode(text: &str) -> Result<Zeroizing<String>, BadUri> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, tail @ ..] = tail else { return Err(BadUri::Encoding) };
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok()).ok_or(BadUri::Encoding);
        bytes.push(digit(*high)? << 4 | digit(*low)?);
        rest = tail;
    }
    std::str::from_utf8(&bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| BadUri::Encoding)
}
