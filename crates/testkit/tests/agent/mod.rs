//! The agent API as published agents use it.

mod account;
mod check;
mod clients;
mod offline;
mod once;
mod requests;
pub mod support;
