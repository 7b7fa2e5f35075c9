//! The other side: messages of a relying party, a client of a provider that is not ours.
//!
//! Nothing here believes the provider more than its metadata and keys allow: what came back is judged in [`answer`],
//! [`idtoken`], [`userinfo`] and [`logout`], and each refusal names the claim or member that is at fault.

pub mod answer;
pub mod client;
pub mod idtoken;
pub mod logout;
pub mod provider;
pub mod registration;
pub mod request;
mod signed;
pub mod token;
pub mod userinfo;

pub use answer::{BadAnswer, Returned};
pub use client::{AuthMethod, Client};
pub use idtoken::{Expected, Identity};
pub use provider::{BadProvider, IssuerRule, Provider};
pub use request::AuthorizationRequest;
pub use signed::Keys;

/// How far the provider's clock may differ from ours, in seconds.
pub const SKEW: i64 = 60;
