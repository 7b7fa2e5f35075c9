//! SAML 2.0: messages, signatures, encryption, bindings and metadata of an identity provider and of a service provider.
//!
//! Pure: bytes in, bytes out. No sockets, no clock (`now` is an argument), no storage; which application a request is
//! from, what was answered before and who is logged in are questions for the caller. Keys for content encryption and
//! initialization vectors take their randomness from the cryptographic library; identifiers are arguments. The crate's
//! README shows how the parts fit and lists the entry points for fuzzing.

pub mod binding;
pub mod context;
pub mod discovery;
pub mod encryption;
pub mod idp;
pub mod key;
pub mod message;
pub mod metadata;
pub mod ns;
mod ring;
pub mod signature;
pub mod sp;
mod time;
pub mod xml;

pub use key::{BadKey, Certificate, DecryptionKey, PublicKey, SigningKey};
pub use ring::{Opening, Ring};
pub use signature::{Allow, BadSignature, Signed};
pub use time::{Instant, Window};
pub use xml::{Limits, Malformed, Node, Xml};
