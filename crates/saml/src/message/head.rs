//! What every request and every response begins with.

use crate::xml::Writer;
use crate::{Instant, Malformed, Node, ns};

/// Who sends a message, when, where to, and in answer to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub id: String,
    pub issue_instant: Instant,
    pub destination: Option<String>,
    pub issuer: Option<String>,
    /// Responses only.
    pub in_response_to: Option<String>,
}

impl Head {
    /// The head of a message of ours.
    pub fn new(id: &str, issue_instant: Instant, issuer: &str) -> Self {
        let (id, issuer) = (id.to_owned(), Some(issuer.to_owned()));
        Self { id, issue_instant, destination: None, issuer, in_response_to: None }
    }

    /// The address it goes to.
    #[must_use]
    pub fn to(mut self, destination: &str) -> Self {
        self.destination = Some(destination.to_owned());
        self
    }

    /// The request it answers.
    #[must_use]
    pub fn answering(mut self, request: Option<&str>) -> Self {
        self.in_response_to = request.map(str::to_owned);
        self
    }

    /// Reads the head of a message of this name.
    pub fn read(node: Node<'_>, name: &'static str) -> Result<Self, Malformed> {
        node.expect(ns::SAMLP, name)?;
        version(node, name)?;
        Ok(Self {
            id: node.identifier(name)?.to_owned(),
            issue_instant: node.instant("IssueInstant")?.ok_or(Malformed::Missing("IssueInstant"))?,
            destination: node.attr("Destination").map(str::to_owned),
            issuer: node.child(ns::SAML, "Issuer")?.map(issuer).transpose()?,
            in_response_to: node.attr("InResponseTo").map(str::to_owned),
        })
    }

    /// Begins the message's element, with these attributes beside its own, and its issuer.
    pub(crate) fn start(&self, out: &mut Writer, name: &'static str, attributes: &[(&str, Option<&str>)]) {
        let instant = self.issue_instant.to_string();
        let mut all = vec![
            ("xmlns:samlp", Some(ns::SAMLP)),
            ("xmlns:saml", Some(ns::SAML)),
            ("ID", Some(self.id.as_str())),
            ("Version", Some("2.0")),
            ("IssueInstant", Some(instant.as_str())),
            ("Destination", self.destination.as_deref()),
            ("InResponseTo", self.in_response_to.as_deref()),
        ];
        all.extend_from_slice(attributes);
        out.start(name, &all);
        if let Some(issuer) = &self.issuer {
            out.leaf("saml:Issuer", &[], issuer);
        }
    }
}

/// Only version 2.0 is spoken.
pub(crate) fn version(node: Node<'_>, name: &'static str) -> Result<(), Malformed> {
    if node.attr("Version") == Some("2.0") { Ok(()) } else { Err(Malformed::SamlVersion(name)) }
}

/// The entity that an `Issuer` names; another format than an entity's is not understood.
pub(crate) fn issuer(node: Node<'_>) -> Result<String, Malformed> {
    if node.attr("Format").is_some_and(|format| format != ns::format::ENTITY) {
        return Err(Malformed::Value("Issuer"));
    }
    let name = node.word("Issuer")?;
    if name.len() > 1024 { Err(Malformed::Value("Issuer")) } else { Ok(name) }
}
