//! A packet as it came: checked once, then read in place.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{Code, kind};

/// A well-formed packet in somebody's buffer. Nothing is copied; whether it is authentic is asked separately.
#[derive(Clone, Copy)]
pub struct Packet<'a> {
    head: &'a [u8; MIN],
    bytes: &'a [u8],
}

impl<'a> Packet<'a> {
    /// The shortest packet: a header without attributes.
    pub const MIN: usize = MIN;
    /// The longest packet (RFC 2865, section 3).
    pub const MAX: usize = 4096;
    /// More attributes than any client sends; each costs work before anybody is known to have sent it.
    pub const MAX_ATTRIBUTES: usize = 256;

    /// Reads a datagram. Bytes behind the length that the packet states are padding and ignored (RFC 2865, section 3).
    pub fn parse(datagram: &'a [u8]) -> Result<Self, Malformed> {
        if datagram.len() > Self::MAX {
            return Err(Malformed::Length);
        }
        let head = datagram.first_chunk::<MIN>().ok_or(Malformed::Short)?;
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        if length < Self::MIN {
            return Err(Malformed::Length);
        }
        let bytes = datagram.get(..length).ok_or(Malformed::Length)?;
        let mut rest = &bytes[Self::MIN..];
        let mut count = 0;
        while let [_, length, ..] = rest {
            let length = usize::from(*length);
            if length < 2 {
                return Err(Malformed::Attribute);
            }
            rest = rest.get(length..).ok_or(Malformed::Attribute)?;
            count += 1;
            if count > Self::MAX_ATTRIBUTES {
                return Err(Malformed::TooMany);
            }
        }
        if rest.is_empty() { Ok(Self { head, bytes }) } else { Err(Malformed::Attribute) }
    }

    /// What it is for.
    pub const fn code(&self) -> Code {
        Code::of(self.head[0])
    }

    /// The identifier that an answer repeats.
    pub const fn id(&self) -> u8 {
        self.head[1]
    }

    /// The Request Authenticator of a request, the Response Authenticator of an answer.
    pub fn authenticator(&self) -> &'a [u8; 16] {
        // The header has 20 bytes, so that 16 follow the fourth.
        self.head.last_chunk().unwrap_or(&[0; 16])
    }

    /// The packet without padding.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The attributes in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes(&self.bytes[Self::MIN..])
    }

    /// The first attribute of a kind.
    pub fn first(&self, kind: u8) -> Option<&'a [u8]> {
        self.all(kind).next()
    }

    /// Every attribute of a kind, in order.
    pub fn all(&self, kind: u8) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.attributes().filter(move |(found, _)| *found == kind).map(|(_, value)| value)
    }

    /// The attribute of a kind of which there is at most one.
    pub fn only(&self, kind: u8) -> Result<Option<&'a [u8]>, Malformed> {
        at_most_one(self.all(kind))
    }

    /// The attributes inside every Vendor-Specific attribute that is built as RFC 2865, section 5.26 suggests; others are
    /// passed over whole.
    pub fn vendor_attributes(&self) -> VendorAttributes<'a> {
        VendorAttributes { outer: self.attributes(), vendor: 0, inner: Attributes(&[]) }
    }

    /// Every attribute of one kind of one vendor, in order.
    pub fn all_of_vendor(&self, vendor: u32, kind: u8) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.vendor_attributes().filter(move |a| a.vendor == vendor && a.kind == kind).map(|a| a.value)
    }

    /// The vendor's attribute of a kind of which there is at most one.
    pub fn only_of_vendor(&self, vendor: u32, kind: u8) -> Result<Option<&'a [u8]>, Malformed> {
        at_most_one(self.all_of_vendor(vendor, kind))
    }

    /// User-Name as it was sent; two of them are none.
    pub fn user_name(&self) -> Option<&'a [u8]> {
        self.only(kind::USER_NAME).ok().flatten()
    }

    /// State: what an Access-Challenge gave out; two of them are none.
    pub fn state(&self) -> Option<&'a [u8]> {
        self.only(kind::STATE).ok().flatten()
    }

    /// Whether the client speaks EAP.
    pub fn has_eap(&self) -> bool {
        self.first(kind::EAP_MESSAGE).is_some()
    }

    /// A text attribute, if it is one.
    pub fn text(&self, kind: u8) -> Option<&'a str> {
        std::str::from_utf8(self.first(kind)?).ok()
    }

    /// A number attribute, if it has four bytes.
    pub fn integer(&self, kind: u8) -> Option<u32> {
        Some(u32::from_be_bytes(self.first(kind)?.try_into().ok()?))
    }

    /// The address that the client says it has: NAS-IP-Address or NAS-IPv6-Address. Anybody can write it.
    pub fn nas_address(&self) -> Option<IpAddr> {
        let four = || <[u8; 4]>::try_from(self.first(kind::NAS_IP_ADDRESS)?).ok().map(|b| Ipv4Addr::from(b).into());
        let six = || <[u8; 16]>::try_from(self.first(kind::NAS_IPV6_ADDRESS)?).ok().map(|b| Ipv6Addr::from(b).into());
        four().or_else(six)
    }
}

impl fmt::Debug for Packet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packet({} {}, {} bytes)", self.code().name(), self.id(), self.bytes.len())
    }
}

/// Why a datagram is no packet, or a packet no credential. Whatever the reason, nobody is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Malformed {
    /// Less than a header.
    #[error("shorter than a header")]
    Short,
    /// The stated length is below 20, above 4096 or above what arrived.
    #[error("wrong length field")]
    Length,
    /// An attribute of less than two bytes, or one that runs past the end.
    #[error("attribute out of bounds")]
    Attribute,
    /// More attributes than [`Packet::MAX_ATTRIBUTES`].
    #[error("too many attributes")]
    TooMany,
    /// An attribute that may stand once stands twice.
    #[error("attribute repeated")]
    Repeated,
    /// A credential of a length that it can not have, or without its challenge.
    #[error("broken credential")]
    Credential,
    /// Credentials of two sorts, or of one that nobody can check here.
    #[error("contradictory credentials")]
    Contradiction,
}

/// Attributes one after the other: number and value.
#[derive(Clone)]
pub struct Attributes<'a>(&'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [kind, length, ..] = self.0 else { return None };
        let (attribute, rest) = self.0.split_at_checked(usize::from(*length))?;
        self.0 = rest;
        Some((*kind, attribute.get(2..)?))
    }
}

/// An attribute inside a Vendor-Specific one.
#[derive(Clone, Copy)]
pub struct VendorAttribute<'a> {
    /// The vendor's number at IANA.
    pub vendor: u32,
    /// The vendor's own number for it.
    pub kind: u8,
    pub value: &'a [u8],
}

/// Vendors' attributes one after the other.
#[derive(Clone)]
pub struct VendorAttributes<'a> {
    outer: Attributes<'a>,
    vendor: u32,
    inner: Attributes<'a>,
}

impl<'a> Iterator for VendorAttributes<'a> {
    type Item = VendorAttribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((kind, value)) = self.inner.next() {
                return Some(VendorAttribute { vendor: self.vendor, kind, value });
            }
            let (_, value) = self.outer.find(|(kind, _)| *kind == kind::VENDOR_SPECIFIC)?;
            let Some((vendor, inner)) = value.split_first_chunk::<4>() else { continue };
            if whole(inner) {
                self.vendor = u32::from_be_bytes(*vendor);
                self.inner = Attributes(inner);
            }
        }
    }
}

/// Code, identifier, length, authenticator.
const MIN: usize = 20;

/// Whether the bytes are attributes to the last one.
fn whole(mut rest: &[u8]) -> bool {
    while let [_, length, ..] = rest {
        match rest.get(usize::from(*length)..) {
            Some(behind) if *length >= 2 => rest = behind,
            _ => return false,
        }
    }
    rest.is_empty()
}

fn at_most_one<'a>(mut all: impl Iterator<Item = &'a [u8]>) -> Result<Option<&'a [u8]>, Malformed> {
    let first = all.next();
    if all.next().is_some() { Err(Malformed::Repeated) } else { Ok(first) }
}
