//! Objects and links as administrators and scripts see them: attributes under their API names, secrets apart, and the
//! whole graph as one text that can be kept in version control.
//!
//! [`attributes`] is the one place that knows how an object's fields are called outside; the REST grammar, the forms of the
//! console and [`graph`] all speak through it.

pub mod address;
pub mod attributes;
pub mod caller;
pub mod desk;
pub mod graph;
pub mod nouns;
pub mod openapi;
pub mod rest;
pub mod secrets;
pub mod tokens;
pub mod users;

pub use address::{Address, Type};
pub use login::hex;
pub use plug::{Chance, Registration};
