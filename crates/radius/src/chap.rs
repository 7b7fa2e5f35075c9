//! CHAP: the response of a peer to a challenge of the client (RFC 1994; RFC 2865, section 5.3).

use std::fmt;

use md5::{Digest, Md5};

use crate::key::same;
use crate::{Malformed, Packet, kind};

/// A response. It can be tried against a password that the server knows in the clear, and only so. It prints nothing,
/// since it can be searched for weak passwords.
#[derive(Clone)]
pub struct Chap {
    id: u8,
    challenge: Vec<u8>,
    response: [u8; 16],
}

impl Chap {
    /// Whether the response was made with this password.
    #[must_use]
    pub fn is(&self, password: &[u8]) -> bool {
        same(&response(self.id, password, &self.challenge), &self.response)
    }
}

impl fmt::Debug for Chap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chap(…)")
    }
}

impl Packet<'_> {
    /// CHAP-Password with its challenge: CHAP-Challenge, or without it the Request Authenticator.
    pub fn chap(&self) -> Result<Option<Chap>, Malformed> {
        let Some(value) = self.only(kind::CHAP_PASSWORD)? else { return Ok(None) };
        let (id, response) = value.split_first().ok_or(Malformed::Credential)?;
        let response = response.try_into().map_err(|_| Malformed::Credential)?;
        let challenge = match self.only(kind::CHAP_CHALLENGE)? {
            // RFC 2865, section 5.40: five bytes or more.
            Some(challenge) if challenge.len() < 5 => return Err(Malformed::Credential),
            Some(challenge) => challenge,
            None => self.authenticator(),
        };
        Ok(Some(Chap { id: *id, challenge: challenge.to_vec(), response }))
    }
}

/// The response of a peer (RFC 1994, section 4.1).
pub(crate) fn response(id: u8, password: &[u8], challenge: &[u8]) -> [u8; 16] {
    let mut md5 = Md5::new_with_prefix([id]);
    md5.update(password);
    md5.update(challenge);
    md5.finalize().into()
}
