//! Encryption of assertions, identifiers and attributes (XML encryption, as the profile of SAML has it).

mod cipher;
mod decrypt;
mod encrypt;

pub use decrypt::{Decrypted, Undecryptable, decrypt};
pub use encrypt::{Unencrypted, encrypt};
