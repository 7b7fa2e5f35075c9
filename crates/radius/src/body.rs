//! Attributes being written, within the bounds of a packet.

use crate::{Packet, Pair, kind};

/// What can not be written. The packet is not made then; nothing is left out silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unfit {
    /// The value is longer than an attribute.
    #[error("value too long for attribute {kind} of vendor {vendor:?}")]
    Value { vendor: Option<u32>, kind: u8 },
    /// The packet has no room left for this attribute.
    #[error("no room for attribute {kind} of vendor {vendor:?}")]
    Room { vendor: Option<u32>, kind: u8 },
    /// An attribute that the packet writes itself, or that only a request carries.
    #[error("attribute {kind} is not for callers")]
    Reserved { kind: u8 },
    /// What the request wants echoed does not fit beside the answer.
    #[error("no room for Proxy-State")]
    ProxyState,
}

/// Attributes in their wire form, and the first one that did not fit.
#[derive(Clone)]
pub(crate) struct Body {
    bytes: Vec<u8>,
    limit: usize,
    unfit: Option<Unfit>,
}

impl Body {
    /// The longest value of an attribute, and of a vendor's attribute.
    pub(crate) const VALUE: usize = 253;
    pub(crate) const VENDOR_VALUE: usize = 247;

    /// Room for so many bytes of attributes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, unfit: None }
    }

    pub(crate) fn put(&mut self, kind: u8, value: &[u8]) {
        if value.len() > Self::VALUE {
            return self.refuse(Unfit::Value { vendor: None, kind });
        }
        if self.has_room(2 + value.len(), None, kind) {
            // In range: checked above.
            self.bytes.extend_from_slice(&[kind, (2 + value.len()) as u8]);
            self.bytes.extend_from_slice(value);
        }
    }

    pub(crate) fn put_vendor(&mut self, vendor: u32, kind: u8, value: &[u8]) {
        if value.len() > Self::VENDOR_VALUE {
            return self.refuse(Unfit::Value { vendor: Some(vendor), kind });
        }
        if self.has_room(8 + value.len(), Some(vendor), kind) {
            self.bytes.extend_from_slice(&[kind::VENDOR_SPECIFIC, (8 + value.len()) as u8]);
            self.bytes.extend_from_slice(&vendor.to_be_bytes());
            self.bytes.extend_from_slice(&[kind, (2 + value.len()) as u8]);
            self.bytes.extend_from_slice(value);
        }
    }

    pub(crate) fn put_pair(&mut self, pair: &Pair) {
        match pair.vendor {
            Some(vendor) => self.put_vendor(vendor, pair.kind, &pair.value),
            None => self.put(pair.kind, &pair.value),
        }
    }

    /// Remembers what did not fit, if nothing did before.
    pub(crate) fn refuse(&mut self, unfit: Unfit) {
        self.unfit.get_or_insert(unfit);
    }

    /// The attributes, or what did not fit.
    pub(crate) fn finish(&self) -> Result<&[u8], Unfit> {
        self.unfit.map_or(Ok(&self.bytes), Err)
    }

    fn has_room(&mut self, length: usize, vendor: Option<u32>, kind: u8) -> bool {
        let fits = self.bytes.len() + length <= self.limit;
        if !fits {
            self.refuse(Unfit::Room { vendor, kind });
        }
        fits
    }
}

/// A Message-Authenticator that is still to be computed; it stands first, right behind the header.
pub(crate) const UNSIGNED: [u8; 18] = [kind::MESSAGE_AUTHENTICATOR, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// Where its value is.
pub(crate) const SIGNATURE: std::ops::Range<usize> = Packet::MIN + 2..Packet::MIN + 18;

/// A header, then the parts. Callers keep the whole within [`Packet::MAX`].
pub(crate) fn assemble(code: u8, id: u8, authenticator: &[u8; 16], parts: &[&[u8]]) -> Vec<u8> {
    let length = Packet::MIN + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(&[code, id]);
    bytes.extend_from_slice(&(length as u16).to_be_bytes());
    bytes.extend_from_slice(authenticator);
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}
