//! OAuth 2.0 and OpenID Connect messages of a provider: requests parsed strictly, answers and tokens built. The other
//! side, a client of somebody else's provider, is in [`rp`].
//!
//! Pure: bytes in, bytes out. No sockets, no clock (`now` is an argument, in seconds since 1970), no storage; who the
//! client is, what it may do and who is logged in are questions for the caller. New signing keys take their randomness
//! from the cryptographic library. The crate's README lists the modules and the entry points for fuzzing.

pub mod assertion;
pub mod authorize;
pub mod bearer;
pub mod claims;
pub mod discovery;
pub mod error;
pub mod form_post;
pub mod idtoken;
pub mod issuer;
pub mod jwk;
pub mod jws;
pub mod jwt;
pub mod logout;
pub mod params;
pub mod pkce;
pub mod redirect;
pub mod rp;
pub mod scope;
pub mod secret;
pub mod token;

pub use error::{Error, ErrorCode};
pub use issuer::Issuer;
pub use params::Params;
pub use scope::Scopes;
pub use secret::Hidden;

#[cfg(test)]
mod tests;
