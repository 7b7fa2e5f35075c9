//! Signatures inside a document: one enveloped signature on exactly the element that is used, and nothing else that
//! XML signatures can do.

mod algorithm;
mod canonical;
mod sign;
mod verify;

pub use algorithm::{Allow, DigestMethod, SignatureMethod};
pub use sign::{Unsigned, sign, sign_element};

pub(crate) use sign::key_info;
pub use verify::{BadSignature, Signed, verify};

pub(crate) use verify::bytes_of;
