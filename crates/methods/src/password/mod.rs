//! The password: what a person knows, stored so that a stolen store is of little use.
//!
//! [`encoding`] reads, checks and writes stored hashes, [`policy`] judges a new password and the age of one,
//! [`blocklist`] knows what everybody would guess. All three are pure: time, randomness and names are arguments.

pub mod blocklist;
pub mod encoding;
pub mod policy;
