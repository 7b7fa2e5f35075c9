//! What the load generators share: people with their codes, options, and the tally of a run.

pub mod options;
pub mod otp;
pub mod people;
pub mod radius;
pub mod tally;
