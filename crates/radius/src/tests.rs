//! Tables, one file per subject; the vectors of the RFCs come from files.

mod authentic;
mod credential;
mod dictionary;
mod frames;
mod never_panics;
mod packet;
mod reply;
mod text;
mod vectors;

use crate::{Code, Key, Packet, Request, kind};

const SECRET: &[u8] = b"xyzzy5461";
/// Where the value of a leading Message-Authenticator is.
const SIGNATURE: std::ops::Range<usize> = 22..38;

fn key() -> Key {
    Key::new(SECRET)
}

/// An Access-Request of Ada; it gets a right Message-Authenticator.
fn request() -> Request {
    Request::new(Code::AccessRequest, 7, *b"0123456789abcdef").add(kind::USER_NAME, b"ada")
}

fn packet(bytes: &[u8]) -> Packet<'_> {
    Packet::parse(bytes).unwrap()
}

/// A packet made by hand, so that it can be wrong in one place. The length is right.
fn raw(code: u8, attributes: &[&[u8]]) -> Vec<u8> {
    let attributes = attributes.concat();
    let length = (20 + attributes.len() as u16).to_be_bytes();
    [&[code, 7], &length[..], b"0123456789abcdef", &attributes].concat()
}

/// Computes the Message-Authenticator that stands first again, after a change.
fn sign_again(bytes: &mut [u8]) {
    bytes[SIGNATURE].fill(0);
    let mac = key().mac(&[bytes]);
    bytes[SIGNATURE].copy_from_slice(&mac);
}
