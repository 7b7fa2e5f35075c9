//! A request, as a client writes it: for tests, for measuring, for asking another server.

use crate::body::{Body, SIGNATURE, UNSIGNED, Unfit, assemble};
use crate::kind::microsoft as ms;
use crate::{Code, Key, MsChap2, Packet, Pair, chap, kind, nt_hash, password};

/// A request being written. All but accounting begin with a Message-Authenticator, unless told otherwise.
#[derive(Clone)]
#[must_use]
pub struct Request {
    code: Code,
    id: u8,
    authenticator: [u8; 16],
    signed: bool,
    body: Body,
}

impl Request {
    /// A request without attributes. The authenticator must be unpredictable; accounting computes its own.
    pub fn new(code: Code, id: u8, authenticator: [u8; 16]) -> Self {
        let signed = code != Code::AccountingRequest;
        Self { code, id, authenticator, signed, body: Body::new(Packet::MAX - Packet::MIN - UNSIGNED.len()) }
    }

    /// Leaves the Message-Authenticator out, as old clients do.
    pub fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// Adds an attribute.
    pub fn add(mut self, kind: u8, value: &[u8]) -> Self {
        self.body.put(kind, value);
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
    pub fn pair(mut self, pair: &Pair) -> Self {
        self.body.put_pair(pair);
        self
    }

    /// Adds a hidden User-Password of at most 128 bytes.
    pub fn user_password(mut self, key: &Key, password: &[u8]) -> Self {
        match password::hidden(key, &self.authenticator, password) {
            Some(hidden) => self.body.put(kind::USER_PASSWORD, &hidden),
            None => self.body.refuse(Unfit::Value { vendor: None, kind: kind::USER_PASSWORD }),
        }
        self
    }

    /// Adds a CHAP response to a challenge of its own.
    pub fn chap(self, id: u8, password: &[u8], challenge: &[u8]) -> Self {
        let mut value = [id; 17];
        value[1..].copy_from_slice(&chap::response(id, password, challenge));
        self.add(kind::CHAP_PASSWORD, &value).add(kind::CHAP_CHALLENGE, challenge)
    }

    /// MS-CHAP2-Response beside its MS-CHAP-Challenge (RFC 2548, section 2.3.2), for a User-Name.
    pub fn mschap2(self, ident: u8, password: &str, name: &str, (ours, peers): ([u8; 16], [u8; 16])) -> Self {
        let value = MsChap2::value(ident, &nt_hash(password), name.as_bytes(), ours, peers);
        self.vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &ours).vendor(ms::VENDOR, ms::CHAP2_RESPONSE, &value)
    }

    /// Signs and gives out the bytes.
    pub fn finish(&self, key: &Key) -> Result<Vec<u8>, Unfit> {
        let body = self.body.finish()?;
        let own: &[u8] = if self.signed { &UNSIGNED } else { &[] };
        let computed = self.code == Code::AccountingRequest;
        let authenticator = if computed { &[0; 16] } else { &self.authenticator };
        let mut bytes = assemble(self.code.byte(), self.id, authenticator, &[own, body]);
        if self.signed {
            let mac = key.mac(&[&bytes]);
            bytes[SIGNATURE].copy_from_slice(&mac);
        }
        if computed {
            let signature = key.signature(&[&bytes]);
            bytes[4..Packet::MIN].copy_from_slice(&signature);
        }
        Ok(bytes)
    }
}
