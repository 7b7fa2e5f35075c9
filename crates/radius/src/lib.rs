//! RADIUS: packets read strictly, authenticated and answered (RFC 2865, 2866, 2868, 2869, 5080, 5997, 6614).
//!
//! Pure: bytes in, bytes out. No sockets, no clock, no chance (salts and authenticators are arguments), no storage; which
//! client sent a packet, whether it may, and what came before are questions for the caller. The crate's README shows how
//! the parts fit and lists the entry points for fuzzing.

mod authentic;
mod body;
mod chap;
mod code;
mod credential;
pub mod dictionary;
mod frames;
mod key;
pub mod kind;
mod mppe;
mod mschap;
mod mschap2;
mod packet;
mod password;
mod reply;
mod request;
pub mod text;

pub use authentic::Authenticity;
pub use body::Unfit;
pub use chap::Chap;
pub use code::Code;
pub use credential::Credential;
pub use dictionary::{Attribute, BadValue, Form, Pair};
pub use frames::Frames;
pub use key::Key;
pub use mppe::MppeKeys;
pub use mschap::{MsChap, nt_hash};
pub use mschap2::{Failure, MsChap2};
pub use packet::{Attributes, Malformed, Packet, VendorAttribute, VendorAttributes};
pub use reply::Reply;
pub use request::Request;

#[cfg(test)]
mod tests;
