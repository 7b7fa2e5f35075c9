//! Tables, one file per subject; the vectors of the RFCs come from files.

mod vectors;

use crate::{Code, Key, Packet, Request};

const SECRET: &[u8] = b"xyzzy5461";

fn key() -> Key {
    Key::new(SECRET)
}

/// An Access-Request with a right Message-Authenticator.
fn request() -> Request {
    Request::new(Code::AccessRequest, 7, *b"0123456789abcdef")
}

fn packet(bytes: &[u8]) -> Packet<'_> {
    Packet::parse(bytes).unwrap()
}
