//! MS-CHAP (RFC 2433), and what it shares with its second version: the hash of a password and the response made with it.

use std::fmt;

use des::Des;
use des::cipher::{BlockCipherEncrypt, KeyInit};
use md4::{Digest, Md4};
use zeroize::Zeroizing;

use crate::key::same;
use crate::kind::microsoft as ms;
use crate::{Malformed, Packet};

/// A response of the first version. Only its NT part is looked at: the LAN Manager part gives the password away. It
/// prints nothing, since it can be searched for weak passwords.
#[derive(Clone)]
pub struct MsChap {
    ident: u8,
    challenge: [u8; 8],
    response: [u8; 24],
}

impl MsChap {
    /// Whether the response was made with the password of this [`nt_hash`].
    #[must_use]
    pub fn is(&self, nt_hash: &[u8; 16]) -> bool {
        same(&response(nt_hash, &self.challenge), &self.response)
    }

    /// The identifier that an MS-CHAP-Error repeats.
    pub const fn ident(&self) -> u8 {
        self.ident
    }
}

impl fmt::Debug for MsChap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MsChap(…)")
    }
}

impl Packet<'_> {
    /// MS-CHAP-Response with its MS-CHAP-Challenge (RFC 2548, sections 2.1.2 and 2.1.3).
    pub fn mschap(&self) -> Result<Option<MsChap>, Malformed> {
        let Some(value) = self.only_of_vendor(ms::VENDOR, ms::CHAP_RESPONSE)? else { return Ok(None) };
        let value: &[u8; 50] = value.try_into().map_err(|_| Malformed::Credential)?;
        // Flags: without the lowest bit the client wants the LAN Manager response checked.
        if value[1] & 1 == 0 {
            return Err(Malformed::Contradiction);
        }
        let challenge = self.only_of_vendor(ms::VENDOR, ms::CHAP_CHALLENGE)?.ok_or(Malformed::Credential)?;
        let challenge = challenge.try_into().map_err(|_| Malformed::Credential)?;
        Ok(Some(MsChap { ident: value[0], challenge, response: tail(value) }))
    }
}

/// NtPasswordHash (RFC 2433, appendix A.3; RFC 2759, section 8.3): MD4 over UTF-16. It is as good as the password itself.
pub fn nt_hash(password: &str) -> Zeroizing<[u8; 16]> {
    let mut md4 = Md4::new();
    password.encode_utf16().for_each(|unit| md4.update(unit.to_le_bytes()));
    Zeroizing::new(md4.finalize().into())
}

/// ChallengeResponse (RFC 2433, appendix A.5): the challenge under three keys of DES.
pub(crate) fn response(nt_hash: &[u8; 16], challenge: &[u8; 8]) -> [u8; 24] {
    let mut key = Zeroizing::new([0; 21]);
    key.iter_mut().zip(nt_hash).for_each(|(to, from)| *to = *from);
    let mut response = [0; 24];
    for (seven, out) in key.chunks_exact(7).zip(response.chunks_exact_mut(8)) {
        let mut block = (*challenge).into();
        Des::new((&*spread(seven)).into()).encrypt_block(&mut block);
        out.copy_from_slice(&block);
    }
    response
}

/// The last 24 bytes of a response attribute: the NT response.
pub(crate) fn tail(value: &[u8; 50]) -> [u8; 24] {
    std::array::from_fn(|i| value[26 + i])
}

/// 56 bits, seven to a byte: DES ignores the lowest bit of each.
fn spread(seven: &[u8]) -> Zeroizing<[u8; 8]> {
    let bits = seven.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    Zeroizing::new(std::array::from_fn(|i| {
        let [.., low] = (bits >> (49 - 7 * i) << 1).to_be_bytes();
        low
    }))
}
