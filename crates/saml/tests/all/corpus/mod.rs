//! Hostile documents, made by a program: each with what must become of it, and beside the documents that must be taken.
//!
//! The names begin with the number of the security case. Keys are made anew at each run and open nothing.

pub mod allowed;
pub mod base;
pub mod forms;
pub mod keys;
pub mod said;
pub mod sealed;
pub mod texts;
pub mod wrapping;

use saml::sp::{Asked, Expected, Refused, Signs};
use saml::{Allow, Instant};

use base::{ACS, IDP, REQUEST, SP};

/// A document, what is asked of it, and what must become of it.
pub struct Case {
    pub name: String,
    pub xml: Vec<u8>,
    pub wants: Wants,
    pub verdict: Verdict,
    /// The document that differs only in what is attacked, and is taken.
    pub control: &'static str,
}

/// What the service provider of the case insists on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wants {
    pub signs: Signs,
    pub must_encrypt: bool,
    pub allow: Allow,
    pub asked: Option<&'static str>,
    pub now: Instant,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is about eve.
    Taken,
    Refused(Refused),
}

impl Wants {
    pub fn signed(signs: Signs) -> Self {
        Self { signs, must_encrypt: false, allow: Allow::default(), asked: Some(REQUEST), now: base::now() }
    }

    pub fn expected(self) -> Expected<'static> {
        Expected {
            entity: SP,
            acs: ACS,
            idp: IDP,
            keys: &keys::all().trusted,
            asked: self.asked.map_or(Asked::Unasked, Asked::By),
            signs: self.signs,
            must_encrypt: self.must_encrypt,
            decryption: &keys::all().decryption,
            allow: self.allow,
            now: self.now,
            skew: 180,
        }
    }
}

/// Everything.
pub fn all() -> Vec<Case> {
    let mut cases = base::controls();
    cases.extend(wrapping::cases());
    cases.extend(forms::cases());
    cases.extend(allowed::cases());
    cases.extend(texts::cases());
    cases.extend(said::cases());
    cases.extend(sealed::cases());
    cases
}
