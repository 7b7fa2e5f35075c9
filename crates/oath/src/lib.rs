//! OATH one-time codes: HOTP (RFC 4226), TOTP (RFC 6238) and the `otpauth://` URI that a QR code carries.
//!
//! Pure: no clock, no chance, no storage. The caller passes the time, keeps the last accepted moving factor and
//! decides what a miss costs. The crate's README shows how the parts fit.

mod hotp;
mod params;
mod search;
mod seed;
mod totp;
mod uri;

pub use hotp::{Hotp, code};
pub use params::{Algorithm, Code, Digits, OutOfRange, Period, Window};
pub use seed::{BadSeed, Seed};
pub use totp::Totp;
pub use uri::{BadUri, NotExpressible, OtpAuth, OtpKind};

#[cfg(test)]
mod tests;
