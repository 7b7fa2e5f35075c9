//! The management API as scripts call it.

mod conditions;
mod grammar;
mod intrusion;
mod mappings;
mod outbound;
mod records;
mod rights;
mod scim;
mod service;
mod trespass;
mod users;
