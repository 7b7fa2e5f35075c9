//! OATH one-time codes: HOTP (RFC 4226), TOTP (RFC 6238), the `otpauth://` URI that a QR code carries, and the seed
//! files that makers ship with hardware tokens.
//!
//! Pure: no clock, no chance, no storage. The caller passes the time, keeps the last accepted moving factor and
//! decides what a miss costs. The crate's README shows how the parts fit.

pub mod csv;
mod hotp;
mod import;
mod params;
pub mod pskc;
mod record;
mod search;
mod seed;
mod totp;
mod uri;
pub mod uris;
mod when;

pub use hotp::{Hotp, code};
pub use import::{BadFile, Format, Import, Limits, NotWritten, Refused, Why};
pub use params::{Algorithm, Code, Digits, OutOfRange, Period, Window};
pub use record::{Device, KeyPolicy, PinCharacters, PinMode, PinPolicy, TokenKind, TokenRecord};
pub use seed::{BadSeed, Seed};
pub use totp::Totp;
pub use uri::{BadUri, NotExpressible, OtpAuth, OtpKind};

#[cfg(test)]
mod tests;
