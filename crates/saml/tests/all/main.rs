//! The crate from outside: the corpus of hostile documents, the other implementations, the doors of requests, metadata.

mod bindings;
mod corpus;
mod hostile;
mod judge;
mod metadata;
mod requests;
mod round;
mod rules;
mod trees;
mod xmlsec;
