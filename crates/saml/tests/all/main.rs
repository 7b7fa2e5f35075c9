//! The crate from outside: the corpus of hostile documents, the other implementations, the doors of requests, metadata.
#![allow(clippy::unwrap_used, reason = "tests")]

mod bindings;
mod corpus;
mod hostile;
mod judge;
mod metadata;
mod odd;
mod requests;
mod round;
mod rules;
mod trees;
mod xmlsec;
