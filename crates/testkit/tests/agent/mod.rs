//! The agent API as published agents use it.

mod account;
mod check;
mod clients;
mod once;
mod requests;
pub mod support;
