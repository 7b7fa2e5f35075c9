//! Objects and links as administrators and scripts see them: attributes under their API names, secrets apart, and the
//! whole graph as one text that can be kept in version control.
//!
//! [`attributes`] is the one place that knows how an object's fields are called outside; the REST grammar, the forms of the
//! console and [`graph`] all speak through it.

pub mod address;
pub mod attributes;
pub mod audit;
pub mod caller;
pub mod desk;
pub mod graph;
pub mod groups;
pub mod import;
pub mod nouns;
pub mod openapi;
pub mod rest;
pub mod scim;
pub mod secrets;
pub mod tokens;
pub mod users;
pub mod webhooks;
pub mod words;

pub use address::{Address, Type};
pub use login::hex;
pub use plug::{Chance, Registration};

/// The texts of the API and the console; [`words`] says which is which.
pub const TEXTS: kit::Source = kit::Source {
    owner: "manage",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};
