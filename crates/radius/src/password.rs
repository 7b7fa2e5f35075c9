//! User-Password: hidden under the shared secret and the Request Authenticator (RFC 2865, section 5.2).

use zeroize::Zeroizing;

use crate::{Key, Malformed, Packet, kind};

/// The longest password that the attribute holds.
pub(crate) const MAX: usize = 128;

impl Packet<'_> {
    /// The password, without the zeros that fill its last block. It is `None` where there is no such attribute; a length
    /// that is no multiple of 16 up to 128, or a second one, is malformed: nothing is ever cut.
    ///
    /// Whoever does not know the secret produces noise here, so check the Message-Authenticator first.
    pub fn user_password(&self, key: &Key) -> Result<Option<Zeroizing<Vec<u8>>>, Malformed> {
        let Some(hidden) = self.only(kind::USER_PASSWORD)? else { return Ok(None) };
        if hidden.is_empty() || hidden.len() > MAX || !hidden.len().is_multiple_of(16) {
            return Err(Malformed::Credential);
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(hidden.len()));
        let mut before: &[u8] = self.authenticator();
        for block in hidden.chunks_exact(16) {
            let mask = key.mask(&[before]);
            plain.extend(block.iter().zip(mask.iter()).map(|(b, m)| b ^ m));
            before = block;
        }
        let length = plain.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
        plain.truncate(length);
        Ok(Some(plain))
    }
}

/// The attribute's value for a password; `None` if it does not fit.
pub(crate) fn hidden(key: &Key, authenticator: &[u8; 16], password: &[u8]) -> Option<Vec<u8>> {
    if password.len() > MAX {
        return None;
    }
    let mut plain = Zeroizing::new([0; MAX]);
    plain.iter_mut().zip(password).for_each(|(to, from)| *to = *from);
    let blocks = password.len().div_ceil(16).max(1);
    let mut hidden = Vec::with_capacity(16 * blocks);
    let mut before = *authenticator;
    for block in plain.chunks_exact(16).take(blocks) {
        let mask = key.mask(&[&before]);
        before = std::array::from_fn(|i| block[i] ^ mask[i]);
        hidden.extend_from_slice(&before);
    }
    Some(hidden)
}
