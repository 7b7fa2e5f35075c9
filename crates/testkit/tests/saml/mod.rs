//! SAML: the identity provider at its front door. The service provider of these tests is made of the wire crate's other side; those that
//! nobody here wrote are driven in `e2e/`.

mod back;
mod login;
mod logout;
pub mod metadata;
mod names;
mod policy;
mod requests;
pub mod sp;
