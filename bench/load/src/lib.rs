//! What the load generators share: people with their codes, options, HTTP, pages and cookies, and the tally of a run.

pub mod browser;
pub mod http;
pub mod options;
pub mod otp;
pub mod people;
pub mod radius;
pub mod tally;
