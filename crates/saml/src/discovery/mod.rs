//! Which identity provider a person uses: asking a discovery service, being one (*Identity Provider Discovery Service Protocol and
//! Profile*), and the common domain cookie (SAML profiles, 4.3).

mod cookie;
mod service;

pub use cookie::{COOKIE, Providers};
pub use service::{Asked, BadQuestion, Question};
