//! Access-Requests, made beforehand, and the checks of their answers (RFC 2865, RFC 3579).

use hmac::{Hmac, Mac};
use md5::{Digest, Md5};

pub const ACCEPT: u8 = 2;
pub const REJECT: u8 = 3;
pub const CHALLENGE: u8 = 11;

const REQUEST: u8 = 1;
const USER_NAME: u8 = 1;
const USER_PASSWORD: u8 = 2;
const NAS_IP_ADDRESS: u8 = 4;
const MESSAGE_AUTHENTICATOR: u8 = 80;
const HEADER: usize = 20;

#[derive(Clone)]
pub struct Secret {
    bytes: Vec<u8>,
    keyed: Hmac<Md5>,
}

impl Secret {
    pub fn new(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), keyed: Hmac::new_from_slice(bytes).expect("HMAC takes a key of any length") }
    }

    /// A request ready to be sent; the Message-Authenticator comes first, as it should.
    pub fn request(&self, id: u8, authenticator: [u8; 16], name: &str, password: &str) -> Vec<u8> {
        let mut packet = vec![REQUEST, id, 0, 0];
        packet.extend(authenticator);
        attribute(&mut packet, MESSAGE_AUTHENTICATOR, &[0; 16]);
        attribute(&mut packet, USER_NAME, name.as_bytes());
        attribute(&mut packet, USER_PASSWORD, &self.hidden(&authenticator, password.as_bytes()));
        attribute(&mut packet, NAS_IP_ADDRESS, &[127, 0, 0, 1]);
        let length = u16::try_from(packet.len()).expect("a name and a password are short");
        packet[2..4].copy_from_slice(&length.to_be_bytes());
        let mut mac = self.keyed.clone();
        mac.update(&packet);
        packet[HEADER + 2..HEADER + 18].copy_from_slice(&mac.finalize().into_bytes());
        packet
    }

    fn hidden(&self, authenticator: &[u8; 16], password: &[u8]) -> Vec<u8> {
        let mut padded = password.to_vec();
        padded.resize(password.len().div_ceil(16).max(1) * 16, 0);
        let mut before = *authenticator;
        for block in padded.chunks_mut(16) {
            let key = Md5::new().chain_update(&self.bytes).chain_update(before).finalize();
            block.iter_mut().zip(key).for_each(|(byte, k)| *byte ^= k);
            before.copy_from_slice(block);
        }
        padded
    }

    /// Is this the answer to that request: the Response Authenticator, and the Message-Authenticator where there is one.
    pub fn vouches(&self, answer: &[u8], request: &[u8]) -> bool {
        let Some(asked) = request.get(4..HEADER) else { return false };
        if answer.len() < HEADER || usize::from(u16::from_be_bytes([answer[2], answer[3]])) != answer.len() {
            return false;
        }
        let hash = Md5::new()
            .chain_update(&answer[..4])
            .chain_update(asked)
            .chain_update(&answer[HEADER..])
            .chain_update(&self.bytes)
            .finalize();
        hash[..] == answer[4..HEADER] && self.signed(answer, asked)
    }

    fn signed(&self, answer: &[u8], asked: &[u8]) -> bool {
        let mut at = HEADER;
        while at + 2 <= answer.len() {
            let length = usize::from(answer[at + 1]);
            if length < 2 || at + length > answer.len() {
                return false;
            }
            if answer[at] == MESSAGE_AUTHENTICATOR {
                let mut plain = answer.to_vec();
                plain[4..HEADER].copy_from_slice(asked);
                plain[at + 2..at + length].fill(0);
                let mut mac = self.keyed.clone();
                mac.update(&plain);
                return mac.finalize().into_bytes()[..] == answer[at + 2..at + length];
            }
            at += length;
        }
        at == answer.len()
    }
}

fn attribute(packet: &mut Vec<u8>, kind: u8, value: &[u8]) {
    packet.push(kind);
    packet.push(u8::try_from(value.len() + 2).expect("an attribute is short"));
    packet.extend(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first example of RFC 2865, section 7.1.
    #[test]
    fn a_password_is_hidden_as_the_rfc_does_it() {
        let authenticator =
            [0x0f, 0x40, 0x3f, 0x94, 0x73, 0x97, 0x80, 0x57, 0xbd, 0x83, 0xd5, 0xcb, 0x98, 0xf4, 0x22, 0x7a];
        let hidden = Secret::new(b"xyzzy5461").hidden(&authenticator, b"arctangent");
        assert_eq!(hidden[..4], [0x0d, 0xbe, 0x70, 0x8d]);
    }

    #[test]
    fn an_answer_is_believed_only_unchanged() {
        let request_authenticator = hex("0f403f9473978057bd83d5cb98f4227a");
        let answer = hex("02000026 86fe220e7624ba2a1005f6bf9b55e0b2 06060000000 10f06000000000e06c0a80103");
        let secret = Secret::new(b"xyzzy5461");
        let mut request = vec![1, 0, 0, 0];
        request.extend(&request_authenticator);
        assert!(secret.vouches(&answer, &request));
        for at in 0..answer.len() {
            let mut changed = answer.clone();
            changed[at] ^= 1;
            assert!(!secret.vouches(&changed, &request), "byte {at}");
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }
}
