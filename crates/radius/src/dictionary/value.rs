//! Values of attributes: from text to bytes and back.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Attribute, Form, MAX_TAG};
use crate::body::Body;
use crate::{kind, text};

/// Why a text is no value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadValue {
    /// An attribute without a value must not be sent (RFC 2865, section 5).
    #[error("empty value")]
    Empty,
    /// Neither a number in range nor a name that the attribute's numbers have.
    #[error("not a number or a known name")]
    Number,
    /// No address or network of the attribute's family.
    #[error("not an address")]
    Address,
    /// An odd number of digits, or something that is none.
    #[error("not hexadecimal")]
    Hexadecimal,
    /// More bytes than an attribute holds; bytes are not cut.
    #[error("value too long")]
    Long,
    /// It is hidden under the shared secret and not written from text.
    #[error("hidden attribute")]
    Hidden,
}

/// The values for a text, one for every attribute it takes.
pub(super) fn encode(attribute: &Attribute, value: &str) -> Result<Vec<Vec<u8>>, BadValue> {
    if value.is_empty() {
        return Err(BadValue::Empty);
    }
    let max = if attribute.vendor.is_some() { Body::VENDOR_VALUE } else { Body::VALUE };
    let value = match attribute.form {
        Form::Text if attribute.vendor.is_none() && attribute.kind == kind::REPLY_MESSAGE => {
            let clean = text::paragraph(value);
            return Ok(text::pieces(&clean, max).map(|piece| piece.as_bytes().to_vec()).collect());
        }
        Form::Text => text::cut(&text::line(value), max).as_bytes().to_vec(),
        Form::TaggedText => tagged(attribute.tag, &text::line(value), max),
        Form::Octets => octets(value)?,
        Form::Integer => integer(attribute, value)?.to_be_bytes().to_vec(),
        Form::TaggedInteger => {
            let number = integer(attribute, value)?;
            let [0, rest @ ..] = number.to_be_bytes() else { return Err(BadValue::Number) };
            [&[attribute.tag], &rest[..]].concat()
        }
        Form::Address => value.parse::<Ipv4Addr>().map_err(|_| BadValue::Address)?.octets().to_vec(),
        Form::Ipv6 => value.parse::<Ipv6Addr>().map_err(|_| BadValue::Address)?.octets().to_vec(),
        Form::Prefix => prefix(value).ok_or(BadValue::Address)?,
        Form::InterfaceId => interface(value).ok_or(BadValue::Address)?,
        Form::Hidden => return Err(BadValue::Hidden),
    };
    if value.len() > max { Err(BadValue::Long) } else { Ok(vec![value]) }
}

/// The text of a value.
pub(super) fn show(attribute: &Attribute, value: &[u8]) -> String {
    let shown = match attribute.form {
        Form::Text => plain(value),
        Form::TaggedText => match value {
            [0..=MAX_TAG, rest @ ..] => plain(rest),
            all => plain(all),
        },
        // A text that looks like digits would be read as such.
        Form::Octets => plain(value).filter(|text| digits(text).is_none()),
        Form::Integer => <[u8; 4]>::try_from(value).ok().map(|b| name(attribute, u32::from_be_bytes(b))),
        Form::TaggedInteger => match value {
            [0..=MAX_TAG, a, b, c] => Some(name(attribute, u32::from_be_bytes([0, *a, *b, *c]))),
            _ => None,
        },
        Form::Address => <[u8; 4]>::try_from(value).ok().map(|b| Ipv4Addr::from(b).to_string()),
        Form::Ipv6 => <[u8; 16]>::try_from(value).ok().map(|b| Ipv6Addr::from(b).to_string()),
        Form::Prefix => match value {
            [_, length @ 0..=128, start @ ..] if start.len() <= 16 => {
                let bytes = std::array::from_fn(|i| start.get(i).copied().unwrap_or(0));
                Some(format!("{}/{length}", Ipv6Addr::from_bits(u128::from_be_bytes(bytes) & mask(*length))))
            }
            _ => None,
        },
        Form::InterfaceId => <[u8; 8]>::try_from(value).ok().map(|b| {
            let [.., a, b, c, d] = Ipv6Addr::from_bits(u64::from_be_bytes(b).into()).segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }),
        Form::Hidden => return "…".to_owned(),
    };
    shown.unwrap_or_else(|| hexadecimal(value))
}

/// Text as it is, if it is clean.
fn plain(value: &[u8]) -> Option<String> {
    std::str::from_utf8(value).ok().filter(|text| text::line(text) == *text).map(ToOwned::to_owned)
}

/// A text of a tunnel. Without a tag the first byte is the text's own, which is no control character.
fn tagged(tag: u8, value: &str, max: usize) -> Vec<u8> {
    let mut bytes = if tag == 0 { Vec::new() } else { vec![tag] };
    bytes.extend_from_slice(text::cut(value, max - bytes.len()).as_bytes());
    bytes
}

fn integer(attribute: &Attribute, value: &str) -> Result<u32, BadValue> {
    let named = attribute.values.iter().find(|(name, _)| name.eq_ignore_ascii_case(value)).map(|(_, number)| *number);
    let hexadecimal = || {
        let digits = digits(value).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    named.or_else(|| super::number(value)).or_else(hexadecimal).ok_or(BadValue::Number)
}

fn name(attribute: &Attribute, number: u32) -> String {
    let named = attribute.values.iter().find(|(_, known)| *known == number);
    named.map_or_else(|| number.to_string(), |(name, _)| (*name).to_owned())
}

/// Reserved, length, network without what lies behind the length (RFC 3162, section 2.3).
fn prefix(value: &str) -> Option<Vec<u8>> {
    let (network, length) = value.split_once('/')?;
    let length = super::number::<u8>(length).filter(|length| *length <= 128)?;
    let network = network.parse::<Ipv6Addr>().ok()?.to_bits() & mask(length);
    let mut bytes = vec![0, length];
    bytes.extend_from_slice(&network.to_be_bytes()[..usize::from(length).div_ceil(8)]);
    Some(bytes)
}

fn mask(length: u8) -> u128 {
    u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0)
}

fn interface(value: &str) -> Option<Vec<u8>> {
    let address: Ipv6Addr = format!("::{value}").parse().ok()?;
    let groups = value.split(':').count();
    (groups == 4 && !value.contains("::")).then(|| address.octets()[8..].to_vec())
}

fn octets(value: &str) -> Result<Vec<u8>, BadValue> {
    let Some(digits) = digits(value) else { return Ok(value.as_bytes().to_vec()) };
    if digits.is_empty() {
        return Err(BadValue::Empty);
    }
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return Err(BadValue::Hexadecimal) };
    let nibble = |b: u8| char::from(b).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| Some((nibble(*high)? << 4 | nibble(*low)?) as u8);
    pairs.iter().map(byte).collect::<Option<_>>().ok_or(BadValue::Hexadecimal)
}

/// What follows `0x`.
fn digits(value: &str) -> Option<&str> {
    value.strip_prefix("0x").or_else(|| value.strip_prefix("0X"))
}

fn hexadecimal(value: &[u8]) -> String {
    value.iter().fold("0x".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
