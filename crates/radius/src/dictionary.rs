//! The dictionary: attributes by the names that administrators know, and their values as text.
//!
//! It has the attributes of the RFCs and those of common vendors; any other is named by its numbers, `26.VENDOR.TYPE` or
//! `Attr-26.VENDOR.TYPE`, with a value in hexadecimal. Names and numbers are those of FreeRADIUS's dictionaries.

mod standard;
mod value;
mod vendors;

use std::fmt;

use crate::{Packet, kind, kind::microsoft as ms};

pub use value::BadValue;

/// An attribute: its numbers and the form of its values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Empty for one that is named by its numbers.
    name: &'static str,
    vendor: Option<u32>,
    kind: u8,
    form: Form,
    /// Which tunnel it belongs to (RFC 2868, section 3); 0 is the only one.
    tag: u8,
    values: &'static [(&'static str, u32)],
}

/// The form of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// UTF-8 without control characters; a longer one is cut. Reply-Message alone is split, since the rest of another
    /// value would be a value of its own.
    Text,
    /// Bytes: `0x` and hexadecimal digits, or else the bytes of the text.
    Octets,
    /// 32 bits: decimal, `0x…` or a name.
    Integer,
    /// IPv4.
    Address,
    Ipv6,
    /// An IPv6 network, `2001:db8::/32`.
    Prefix,
    /// Eight bytes, as the lower half of an IPv6 address.
    InterfaceId,
    /// A number or name of a tunnel, 24 bits.
    TaggedInteger,
    /// A text of a tunnel.
    TaggedText,
    /// Hidden under the shared secret; not written from configuration.
    Hidden,
}

/// An attribute in its wire form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    pub vendor: Option<u32>,
    pub kind: u8,
    pub value: Vec<u8>,
}

impl Attribute {
    /// The attribute of a name, in either case. `Tunnel-Type:2` names that of the second tunnel.
    pub fn named(name: &str) -> Option<Self> {
        if let Some(found) = Self::known().find(|known| known.name.eq_ignore_ascii_case(name)) {
            return Some(*found);
        }
        if let Some((name, tag)) = name.split_once(':') {
            let tag = number::<u8>(tag).filter(|tag| *tag <= MAX_TAG)?;
            let found = Self::known().find(|known| known.name.eq_ignore_ascii_case(name))?;
            return found.is_tagged().then_some(Self { tag, ..*found });
        }
        Self::numbered(name)
    }

    /// Every attribute that has a name, for forms and documentation.
    pub fn known() -> impl Iterator<Item = &'static Self> {
        standard::ATTRIBUTES.iter().chain(vendors::ATTRIBUTES)
    }

    /// The vendor's number at IANA; none for the attributes of the RFCs.
    pub const fn vendor(&self) -> Option<u32> {
        self.vendor
    }

    /// Its number.
    pub const fn kind(&self) -> u8 {
        self.kind
    }

    /// The form of its values.
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The names that its numbers have.
    pub const fn values(&self) -> &'static [(&'static str, u32)] {
        self.values
    }

    /// Whether configuration may put it into an answer: not what the server writes itself, what only requests carry, and
    /// what would be read as a credential, a key or a signature.
    pub fn may_answer(&self) -> bool {
        match self.vendor {
            Some(ms::VENDOR) => !matches!(self.kind, 1..=6 | 11 | 12 | 16 | 17 | 19 | 20 | 25..=27),
            Some(_) => true,
            None => self.form != Form::Hidden && !NOT_ANSWERED.contains(&self.kind),
        }
    }

    /// The wire form of a value; several for a long Reply-Message.
    pub fn encode(&self, value: &str) -> Result<Vec<Pair>, BadValue> {
        let pair = |value| Pair { vendor: self.vendor, kind: self.kind, value };
        Ok(value::encode(self, value)?.into_iter().map(pair).collect())
    }

    /// A value as text: what [`encode`](Self::encode) reads, where the bytes are of the form; hexadecimal digits otherwise.
    pub fn show(&self, value: &[u8]) -> String {
        value::show(self, value)
    }

    /// Its values in a packet, in order.
    pub fn read<'a>(&self, packet: &Packet<'a>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (vendor, kind) = (self.vendor, self.kind);
        let plain = packet.attributes().filter(move |(found, _)| vendor.is_none() && *found == kind).map(|(_, v)| v);
        let inner = packet.vendor_attributes().filter(move |a| vendor == Some(a.vendor) && kind == a.kind);
        plain.chain(inner.map(|a| a.value))
    }

    /// An attribute of the RFCs.
    const fn standard(name: &'static str, kind: u8, form: Form) -> Self {
        Self { name, vendor: None, kind, form, tag: 0, values: &[] }
    }

    /// A vendor's attribute.
    const fn vendors(name: &'static str, vendor: u32, kind: u8, form: Form) -> Self {
        Self { name, vendor: Some(vendor), kind, form, tag: 0, values: &[] }
    }

    /// The same with names for its numbers.
    const fn with(self, values: &'static [(&'static str, u32)]) -> Self {
        Self { values, ..self }
    }

    const fn is_tagged(&self) -> bool {
        matches!(self.form, Form::TaggedInteger | Form::TaggedText)
    }

    /// `Attr-11`, `26.9.1` and `Attr-26.9.1`. One that also has a name keeps that name's form.
    fn numbered(text: &str) -> Option<Self> {
        let plain = text.get(..5).filter(|start| start.eq_ignore_ascii_case("attr-")).map(|_| &text[5..]);
        let numbers = plain.unwrap_or(text);
        let (vendor, kind) = match numbers.split_once('.') {
            Some(("26", rest)) => {
                let (vendor, kind) = rest.split_once('.')?;
                (Some(number(vendor)?), number(kind)?)
            }
            Some(_) => return None,
            None => (None, number(plain?)?),
        };
        if kind == 0 || (vendor.is_none() && kind == kind::VENDOR_SPECIFIC) {
            return None;
        }
        let known = Self::known().find(|known| (known.vendor, known.kind) == (vendor, kind));
        let unknown = Self { name: "", vendor, kind, form: Form::Octets, tag: 0, values: &[] };
        Some(known.copied().unwrap_or(unknown))
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name, self.vendor, self.tag) {
            ("", Some(vendor), _) => write!(f, "Attr-26.{vendor}.{}", self.kind),
            ("", None, _) => write!(f, "Attr-{}", self.kind),
            (name, _, 0) => f.write_str(name),
            (name, _, tag) => write!(f, "{name}:{tag}"),
        }
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({self})")
    }
}

/// The greatest tag (RFC 2868, section 3.1).
const MAX_TAG: u8 = 0x1f;

/// Attributes that no Access-Accept, -Reject or -Challenge holds, or that only the server decides (RFC 2865, section 5.44;
/// RFC 2866, section 5.13; RFC 2869, section 5.19; RFC 3162, section 3).
const NOT_ANSWERED: &[u8] = &[
    kind::USER_PASSWORD,
    kind::CHAP_PASSWORD,
    kind::NAS_IP_ADDRESS,
    kind::NAS_PORT,
    kind::STATE,
    kind::CALLED_STATION_ID,
    kind::CALLING_STATION_ID,
    kind::NAS_IDENTIFIER,
    kind::PROXY_STATE,
    40,
    41,
    42,
    43,
    44,
    45,
    46,
    47,
    48,
    49,
    50,
    51,
    52,
    53,
    kind::EVENT_TIMESTAMP,
    kind::CHAP_CHALLENGE,
    kind::NAS_PORT_TYPE,
    68,
    kind::TUNNEL_PASSWORD,
    kind::ARAP_PASSWORD,
    77,
    kind::EAP_MESSAGE,
    kind::MESSAGE_AUTHENTICATOR,
    84,
    86,
    kind::NAS_PORT_ID,
    kind::NAS_IPV6_ADDRESS,
    kind::ERROR_CAUSE,
];

/// Decimal digits and nothing else.
fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
