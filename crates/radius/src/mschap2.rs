//! MS-CHAPv2 (RFC 2759): the response, what proves the server to the peer, and the words of a refusal.

use std::fmt;

use md4::Md4;
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::key::same;
use crate::kind::microsoft as ms;
use crate::mschap::{response, tail};
use crate::{Malformed, MppeKeys, Packet, text};

/// A response of the second version. It prints nothing, since it can be searched for weak passwords.
#[derive(Clone)]
pub struct MsChap2 {
    ident: u8,
    challenge: [u8; 16],
    peer_challenge: [u8; 16],
    response: [u8; 24],
}

impl MsChap2 {
    /// Whether the response was made with the password of this [`nt_hash`](crate::nt_hash) and for this User-Name, whose
    /// domain does not count (RFC 2759, section 4).
    #[must_use]
    pub fn is(&self, nt_hash: &[u8; 16], user_name: &[u8]) -> bool {
        same(&response(nt_hash, &self.hash(user_name)), &self.response)
    }

    /// The value of MS-CHAP2-Success, which proves to the peer that the server knows the password (RFC 2759, section 8.7).
    /// Only for whom [`is`](Self::is) is true.
    pub fn success(&self, nt_hash: &[u8; 16], user_name: &[u8]) -> Vec<u8> {
        let first: [u8; 20] = sha1(&[&*twice(nt_hash), &self.response, MAGIC_1]);
        let digest = sha1(&[&first, &self.hash(user_name), MAGIC_2]);
        let mut value = vec![self.ident, b'S', b'='];
        hex(&mut value, &digest);
        value
    }

    /// The value of MS-CHAP-Error (RFC 2759, section 6): no retry, and a challenge that nobody will use.
    pub fn failure(&self, why: Failure, challenge: &[u8; 16], message: &str) -> Vec<u8> {
        let mut value = vec![self.ident];
        value.extend_from_slice(format!("E={} R=0 C=", why.number()).as_bytes());
        hex(&mut value, challenge);
        value.extend_from_slice(b" V=3 M=");
        let room = 247 - value.len();
        value.extend_from_slice(text::cut(&text::line(message), room).as_bytes());
        value
    }

    /// The keys of both directions (RFC 3079, section 3). Only for whom [`is`](Self::is) is true.
    pub fn keys(&self, nt_hash: &[u8; 16]) -> MppeKeys {
        MppeKeys::of(&twice(nt_hash), &self.response)
    }

    /// The value of MS-CHAP2-Response that a peer sends.
    pub(crate) fn value(
        ident: u8,
        nt_hash: &[u8; 16],
        user_name: &[u8],
        challenge: [u8; 16],
        peer_challenge: [u8; 16],
    ) -> [u8; 50] {
        let mut value = [0; 50];
        value[0] = ident;
        value[2..18].copy_from_slice(&peer_challenge);
        let hash = Self { ident, challenge, peer_challenge, response: [0; 24] }.hash(user_name);
        value[26..].copy_from_slice(&response(nt_hash, &hash));
        value
    }

    /// ChallengeHash (RFC 2759, section 8.2).
    fn hash(&self, user_name: &[u8]) -> [u8; 8] {
        let name = user_name.rsplit(|b| *b == b'\\').next().unwrap_or(user_name);
        let digest = sha1(&[&self.peer_challenge, &self.challenge, name]);
        std::array::from_fn(|i| digest[i])
    }
}

impl fmt::Debug for MsChap2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MsChap2(…)")
    }
}

impl Packet<'_> {
    /// MS-CHAP2-Response with its MS-CHAP-Challenge (RFC 2548, section 2.3.2).
    pub fn mschap2(&self) -> Result<Option<MsChap2>, Malformed> {
        let Some(value) = self.only_of_vendor(ms::VENDOR, ms::CHAP2_RESPONSE)? else { return Ok(None) };
        let value: &[u8; 50] = value.try_into().map_err(|_| Malformed::Credential)?;
        let challenge = self.only_of_vendor(ms::VENDOR, ms::CHAP_CHALLENGE)?.ok_or(Malformed::Credential)?;
        let challenge = challenge.try_into().map_err(|_| Malformed::Credential)?;
        let peer_challenge = std::array::from_fn(|i| value[2 + i]);
        Ok(Some(MsChap2 { ident: value[0], challenge, peer_challenge, response: tail(value) }))
    }
}

/// Why a peer is refused, in the numbers that Windows shows (RFC 2759, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    RestrictedHours,
    Disabled,
    PasswordExpired,
    NoDialIn,
    Wrong,
}

impl Failure {
    /// The number after `E=`.
    pub const fn number(self) -> u16 {
        match self {
            Self::RestrictedHours => 646,
            Self::Disabled => 647,
            Self::PasswordExpired => 648,
            Self::NoDialIn => 649,
            Self::Wrong => 691,
        }
    }
}

const MAGIC_1: &[u8] = b"Magic server to client signing constant";
const MAGIC_2: &[u8] = b"Pad to make it do more than one iteration";

/// HashNtPasswordHash (RFC 2759, section 8.4).
fn twice(nt_hash: &[u8; 16]) -> Zeroizing<[u8; 16]> {
    Zeroizing::new(Md4::digest(nt_hash).into())
}

/// SHA-1 over the parts.
pub(crate) fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    let mut sha1 = Sha1::new();
    parts.iter().for_each(|part| sha1.update(part));
    sha1.finalize().into()
}

fn hex(to: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    to.extend(bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]));
}
