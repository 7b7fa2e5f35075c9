//! The answer to a request.

use crate::body::{Body, SIGNATURE, UNSIGNED, Unfit, assemble};
use crate::kind::microsoft as ms;
use crate::{Code, Key, MppeKeys, Packet, Pair, kind, mppe, text};

/// An answer being written. An Access-Accept, -Reject or -Challenge begins with its Message-Authenticator; the request's
/// Proxy-States are echoed behind everything else.
#[derive(Clone)]
#[must_use]
pub struct Reply<'a> {
    code: Code,
    request: Packet<'a>,
    body: Body,
}

impl<'a> Reply<'a> {
    /// The longest answer, Proxy-States not counted: a request buys no flood.
    pub const MAX: usize = 1024;

    /// An answer without attributes.
    pub fn new(code: Code, request: &Packet<'a>) -> Self {
        let own = Packet::MIN + if code.is_access_answer() { UNSIGNED.len() } else { 0 };
        Self { code, request: *request, body: Body::new(Self::MAX - own) }
    }

    /// Adds an attribute.
    pub fn add(mut self, kind: u8, value: &[u8]) -> Self {
        if RESERVED.contains(&kind) {
            self.body.refuse(Unfit::Reserved { kind });
        } else {
            self.body.put(kind, value);
        }
        self
    }

    /// Adds a number.
    pub fn integer(self, kind: u8, value: u32) -> Self {
        self.add(kind, &value.to_be_bytes())
    }

    /// Adds a vendor's attribute.
    pub fn vendor(mut self, vendor: u32, kind: u8, value: &[u8]) -> Self {
        self.body.put_vendor(vendor, kind, value);
        self
    }

    /// Adds what the dictionary encoded.
    pub fn pair(self, pair: &Pair) -> Self {
        match pair.vendor {
            Some(vendor) => self.vendor(vendor, pair.kind, &pair.value),
            None => self.add(pair.kind, &pair.value),
        }
    }

    /// Adds a text for the person, in as many Reply-Messages as it takes. Its line breaks stay.
    pub fn message(self, message: &str) -> Self {
        let clean = text::paragraph(message);
        text::pieces(&clean, Body::VALUE).fold(self, |reply, piece| reply.add(kind::REPLY_MESSAGE, piece.as_bytes()))
    }

    /// Adds the keys of a link, hidden. The salt comes from the caller's chance; the two keys get neighbouring ones.
    pub fn mppe_keys(self, key: &Key, keys: &MppeKeys, salt: u16) -> Self {
        let send = mppe::hidden(key, &self.request, salt, keys.send());
        let receive = mppe::hidden(key, &self.request, salt ^ 1, keys.receive());
        self.vendor(ms::VENDOR, ms::MPPE_SEND_KEY, &send).vendor(ms::VENDOR, ms::MPPE_RECV_KEY, &receive)
    }

    /// Echoes, signs and gives out the bytes.
    pub fn finish(&self, key: &Key) -> Result<Vec<u8>, Unfit> {
        let body = self.body.finish()?;
        let own: &[u8] = if self.code.is_access_answer() { &UNSIGNED } else { &[] };
        let mut echo = Vec::new();
        for state in self.request.all(kind::PROXY_STATE) {
            echo.extend_from_slice(&[kind::PROXY_STATE, (2 + state.len()) as u8]);
            echo.extend_from_slice(state);
        }
        if Packet::MIN + own.len() + body.len() + echo.len() > Packet::MAX {
            return Err(Unfit::ProxyState);
        }
        let mut bytes =
            assemble(self.code.byte(), self.request.id(), self.request.authenticator(), &[own, body, &echo]);
        if self.code.is_access_answer() {
            let mac = key.mac(&[&bytes]);
            bytes[SIGNATURE].copy_from_slice(&mac);
        }
        let signature = key.signature(&[&bytes]);
        bytes[4..Packet::MIN].copy_from_slice(&signature);
        Ok(bytes)
    }
}

/// Written here, or never in an answer.
const RESERVED: [u8; 5] =
    [kind::USER_PASSWORD, kind::CHAP_PASSWORD, kind::PROXY_STATE, kind::CHAP_CHALLENGE, kind::MESSAGE_AUTHENTICATOR];
