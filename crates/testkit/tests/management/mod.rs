//! The management API as scripts call it.

mod conditions;
mod grammar;
mod rights;
mod users;
