//! Key containers in XML (PSKC, RFC 6030), read and written.
//!
//! Plain, encrypted with a key that both sides share (AES-CBC, or AES key wrap), or with a password (PBKDF2). Nothing
//! outside the file is ever fetched; a document type ends the reading. Signatures are not checked, and
//! [`Import::signature_unchecked`](crate::Import) says so.

mod names;
mod policy;
mod read;
mod seal;
mod token;
mod write;
mod xml;

pub use read::read;
pub use write::{Protect, Suite, write};

/// What a file must be unlocked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A password.
    Password {
        /// What the file calls the password, if anything.
        name: Option<String>,
    },
    /// A key that both sides share.
    Key {
        /// What the file calls the key, if anything.
        names: Vec<String>,
    },
}

/// What a file is unlocked with.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Nothing: only plain files can be read.
    Nothing,
    /// A password, as the UTF-8 of what was typed.
    Password(&'a str),
    /// The shared key.
    Key(&'a [u8]),
}

impl std::fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unlock(…)")
    }
}
