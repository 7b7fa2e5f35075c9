//! Metadata: what entities publish about themselves, read with care, and our own.

mod endpoint;
mod entity;
mod read;
mod role;
mod ui;
mod write;

pub use endpoint::Endpoint;
pub use entity::{Contact, Entity, Organization};
pub use read::{BadMetadata, Found, Skipped, Source};
pub use role::{IdpRole, Keys, RequestedAttribute, Service, SpRole};
pub use ui::{Logo, Ui};
