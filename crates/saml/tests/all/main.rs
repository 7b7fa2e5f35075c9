//! The crate from outside: the corpus of hostile documents, the other implementations, the doors of requests, metadata.

mod corpus;
mod hostile;
mod judge;
mod trees;
mod xmlsec;
