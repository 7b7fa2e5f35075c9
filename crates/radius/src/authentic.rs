//! Whether a packet was made by somebody who knows the shared secret.

use crate::key::same;
use crate::{Code, Key, Packet, kind};

/// What the Message-Authenticator says (RFC 2869, section 5.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Authenticity {
    /// There is none. The caller decides by what it knows of the client; by default such a request is dropped, since an
    /// answer to it can be forged (CVE-2024-3596).
    Missing,
    Valid,
    /// It is wrong, not 16 bytes long, there twice, or missing where no client may leave it out: in Status-Server
    /// (RFC 5997, section 3) and beside EAP-Message (RFC 3579, section 3.2). Always dropped.
    Wrong,
}

impl Packet<'_> {
    /// What the Message-Authenticator of a request says; that of an answer is judged by [`answers`](Self::answers).
    pub fn message_authenticator(&self, key: &Key) -> Authenticity {
        match self.code() {
            // RFC 5176, section 3.1, and the practice for accounting: computed before the authenticator is known.
            Code::AccountingRequest | Code::Other(40 | 43) => self.message_authenticator_over(key, &[0; 16]),
            _ => self.message_authenticator_over(key, self.authenticator()),
        }
    }

    /// Whether an Accounting-Request carries the right authenticator (RFC 2866, section 3).
    #[must_use]
    pub fn accounting_authentic(&self, key: &Key) -> bool {
        let bytes = self.bytes();
        same(&key.signature(&[&bytes[..4], &[0; 16], &bytes[Self::MIN..]]), self.authenticator())
    }

    /// Whether this is the answer to a request: the identifier, the Response Authenticator, and a Message-Authenticator
    /// that is right if it is there, and there in an Access-Accept, -Reject or -Challenge.
    #[must_use]
    pub fn answers(&self, request: &Packet<'_>, key: &Key) -> bool {
        let bytes = self.bytes();
        let signature = key.signature(&[&bytes[..4], request.authenticator(), &bytes[Self::MIN..]]);
        let authentic = match self.message_authenticator_over(key, request.authenticator()) {
            Authenticity::Valid => true,
            Authenticity::Wrong => false,
            Authenticity::Missing => !self.code().is_access_answer(),
        };
        same(&signature, self.authenticator()) & authentic & (self.id() == request.id())
    }

    fn message_authenticator_over(&self, key: &Key, authenticator: &[u8; 16]) -> Authenticity {
        let bytes = self.bytes();
        let mut at = Self::MIN;
        let (mut found, mut eap) = (None, self.code() == Code::StatusServer);
        for (kind, value) in self.attributes() {
            match kind {
                kind::MESSAGE_AUTHENTICATOR if found.is_some() => return Authenticity::Wrong,
                kind::MESSAGE_AUTHENTICATOR => found = Some((at + 2, value)),
                kind::EAP_MESSAGE => eap = true,
                _ => {}
            }
            at += 2 + value.len();
        }
        let Some((at, value)) = found else {
            return if eap { Authenticity::Wrong } else { Authenticity::Missing };
        };
        if value.len() != 16 {
            return Authenticity::Wrong;
        }
        let mac = key.mac(&[&bytes[..4], authenticator, &bytes[Self::MIN..at], &[0; 16], &bytes[at + 16..]]);
        if same(&mac, value) { Authenticity::Valid } else { Authenticity::Wrong }
    }
}
