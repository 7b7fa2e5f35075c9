//! The server from outside: its doors, its beginning and its end, and the demo.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

mod beginning;
mod browser;
mod demonstration;
mod doors;
mod guides;
mod process;
