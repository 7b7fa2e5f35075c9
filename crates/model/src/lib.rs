//! The nouns of Symbolon, their states and their rules.
//!
//! No I/O, no async, no SQL, no HTTP, no clock: time and chance are arguments. The glossary of every word used here is
//! `README.md` beside this crate's manifest.

pub mod application;
pub mod audit;
pub mod catalogue;
pub mod context;
pub mod credential;
pub mod directory;
pub mod finding;
pub mod group;
pub mod id;
pub mod key;
pub mod lines;
pub mod locale;
pub mod lockout;
pub mod login;
pub mod mapping;
pub mod mask;
pub mod message;
pub mod method;
pub mod network;
pub mod object;
pub mod person;
pub mod policy;
pub mod proof;
pub mod reason;
pub mod request;
pub mod role;
pub mod secret;
pub mod session;
pub mod site;
pub mod system;
pub mod template;
pub mod ticket;
pub mod time;
pub mod user;

pub use application::Application;
pub use catalogue::{Catalogue, Change};
pub use credential::Credential;
pub use directory::Directory;
pub use finding::{Finding, Severity};
pub use group::Group;
pub use id::Id;
pub use lines::{Line, Lines};
pub use locale::{Locale, Titles};
pub use lockout::Lockout;
pub use login::Login;
pub use mapping::Mapping;
pub use method::Method;
pub use object::{AnyObject, Entry, Link, LinkRole, Neighbours, Noun, Object};
pub use person::Person;
pub use policy::Policy;
pub use proof::{Attributes, Proof};
pub use reason::Reason;
pub use request::Request;
pub use role::Role;
pub use secret::Secret;
pub use session::Session;
pub use site::Site;
pub use system::System;
pub use template::Template;
pub use ticket::Ticket;
pub use time::{Span, Time};
pub use user::User;
