//! Keys for the link behind the client: made from an MS-CHAPv2 login (RFC 3079), sent hidden (RFC 2548, section 2.4).

use std::fmt;

use zeroize::Zeroizing;

use crate::mschap2::sha1;
use crate::{Key, Packet};

/// The start keys of 128 bits, as the client uses them. They wipe themselves and print nothing.
pub struct MppeKeys {
    send: Zeroizing<[u8; 16]>,
    receive: Zeroizing<[u8; 16]>,
}

impl MppeKeys {
    /// GetMasterKey and GetAsymmetricStartKey (RFC 3079, section 3.4).
    pub(crate) fn of(hash_hash: &[u8; 16], response: &[u8; 24]) -> Self {
        let master = first(&sha1(&[hash_hash, response, b"This is the MPPE Master Key"]));
        let start = |magic: &[u8]| first(&sha1(&[&*master, &[0; 40], magic, &[0xf2; 40]]));
        Self { send: start(SERVER_SENDS), receive: start(SERVER_RECEIVES) }
    }

    /// The key of what the client sends to the person's machine.
    pub fn send(&self) -> &[u8; 16] {
        &self.send
    }

    /// The key of what it receives.
    pub fn receive(&self) -> &[u8; 16] {
        &self.receive
    }
}

impl fmt::Debug for MppeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MppeKeys(…)")
    }
}

const SERVER_RECEIVES: &[u8] = b"On the client side, this is the send key; on the server side, it is the receive key.";
const SERVER_SENDS: &[u8] = b"On the client side, this is the receive key; on the server side, it is the send key.";

/// The value of MS-MPPE-Send-Key and MS-MPPE-Recv-Key: the salt, then the length, the key and zeros, hidden under the
/// shared secret and the Request Authenticator (RFC 2548, section 2.4.2). Every salt in an answer must be another.
pub(crate) fn hidden(key: &Key, request: &Packet<'_>, salt: u16, plain: &[u8; 16]) -> Vec<u8> {
    let salt = (salt | 0x8000).to_be_bytes();
    let mut blocks = Zeroizing::new([0u8; 32]);
    blocks[0] = 16;
    blocks[1..17].copy_from_slice(plain);
    let mut value = salt.to_vec();
    let mut mask = key.mask(&[request.authenticator(), &salt]);
    for block in blocks.chunks_exact(16) {
        let cipher: [u8; 16] = std::array::from_fn(|i| block[i] ^ mask[i]);
        value.extend_from_slice(&cipher);
        mask = key.mask(&[&cipher]);
    }
    value
}

fn first(digest: &[u8; 20]) -> Zeroizing<[u8; 16]> {
    Zeroizing::new(std::array::from_fn(|i| digest[i]))
}
