//! An assertion: read only from what a trusted key signed.

use super::head::{issuer, version};
use super::{Attribute, AuthnStatement, Conditions, Opener, Subject, Unreadable};
use crate::xml::Writer;
use crate::{Instant, Malformed, Signed, ns};

/// What an identity provider says about a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    pub id: String,
    pub issue_instant: Instant,
    pub issuer: String,
    pub subject: Option<Subject>,
    pub conditions: Option<Conditions>,
    pub authn: Vec<AuthnStatement>,
    pub attributes: Vec<Attribute>,
}

impl Assertion {
    /// Reads an assertion. What is not signed cannot be read.
    pub fn read(signed: &Signed<'_>, opener: &Opener<'_>) -> Result<Self, Unreadable> {
        let node = signed.node().expect(ns::SAML, "Assertion")?;
        version(node, "Assertion")?;
        let mut attributes = Vec::new();
        for statement in node.all(ns::SAML, "AttributeStatement") {
            attributes.extend(Attribute::read_all(statement, opener)?);
        }
        Ok(Self {
            id: node.identifier("Assertion")?.to_owned(),
            issue_instant: node.instant("IssueInstant")?.ok_or(Malformed::Missing("IssueInstant"))?,
            issuer: issuer(node.need(ns::SAML, "Issuer")?)?,
            subject: node.child(ns::SAML, "Subject")?.map(|subject| Subject::read(subject, opener)).transpose()?,
            conditions: node.child(ns::SAML, "Conditions")?.map(Conditions::read).transpose()?,
            authn: node.all(ns::SAML, "AuthnStatement").map(AuthnStatement::read).collect::<Result<_, _>>()?,
            attributes,
        })
    }

    /// Writes it as a document that stands by itself: to be signed, then encrypted or put into a response.
    pub fn write(&self) -> String {
        self.write_sealed(None)
    }

    /// Writes it with the subject's name encrypted (an `EncryptedID`) in the place of the plain one.
    pub fn write_sealed(&self, encrypted_id: Option<&str>) -> String {
        let mut out = Writer::new();
        let instant = self.issue_instant.to_string();
        let attributes = [
            ("xmlns:saml", Some(ns::SAML)),
            ("ID", Some(self.id.as_str())),
            ("Version", Some("2.0")),
            ("IssueInstant", Some(instant.as_str())),
        ];
        out.start("saml:Assertion", &attributes).leaf("saml:Issuer", &[], &self.issuer);
        if let Some(subject) = &self.subject {
            subject.write(&mut out, encrypted_id);
        }
        if let Some(conditions) = &self.conditions {
            conditions.write(&mut out);
        }
        for statement in &self.authn {
            statement.write(&mut out);
        }
        if !self.attributes.is_empty() {
            out.start("saml:AttributeStatement", &[]);
            for attribute in &self.attributes {
                attribute.write(&mut out);
            }
        }
        out.finish()
    }
}
