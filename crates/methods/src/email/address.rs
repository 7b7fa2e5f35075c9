//! An e-mail address that a code may be sent to: a small, dull part of what RFC 5321 allows.

use model::{User, message::Courier};
use plug::Field;
use serde::{Deserialize, Serialize};

use crate::codes;

/// In lower case, its domain in ASCII form, so that one mailbox has one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

impl Address {
    /// The longest address (RFC 5321, section 4.5.3.1.3, less the brackets).
    pub const LONGEST: usize = 254;

    /// Reads an address; spaces around it do not count. No display name, comment, quotes, route or address literal.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.len() > Self::LONGEST {
            return None;
        }
        let (local, domain) = text.split_once('@')?;
        let atoms = local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atext));
        let address = format!("{}@{}", local.to_ascii_lowercase(), host(domain)?);
        (atoms && local.len() <= 64 && address.len() <= Self::LONGEST).then_some(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl codes::Address for Address {
    const WAY: &'static str = "email";
    const ATTRIBUTE: &'static str = "email";
    const COURIER: Courier = Courier::Mail;
    type Rules = ();

    fn read(text: &str, (): &()) -> Option<Self> {
        Self::parse(text)
    }
    fn of(user: &User, (): &()) -> Option<Self> {
        user.first("email").and_then(Self::parse)
    }
    fn as_str(&self) -> &str {
        self.as_str()
    }
    fn masked(&self) -> String {
        model::mask::email(self.as_str())
    }
    fn field() -> Field {
        Field::Email { value: String::new() }
    }
}

impl TryFrom<String> for Address {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("address")
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// The domain by UTS 46, in letters, digits, hyphens and dots alone.
fn host(domain: &str) -> Option<String> {
    if domain.contains(['%', ' ', '\t', '\r', '\n']) {
        return None;
    }
    let Ok(url::Host::Domain(ascii)) = url::Host::parse(domain) else { return None };
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    ascii.split('.').all(label).then_some(ascii)
}
