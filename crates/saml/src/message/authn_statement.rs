//! How and when somebody was authenticated.

use crate::xml::Writer;
use crate::{Instant, Malformed, Node, ns};

/// An authentication statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthnStatement {
    pub instant: Instant,
    pub session_index: Option<String>,
    pub session_not_on_or_after: Option<Instant>,
    /// The class reference of the context.
    pub class: Option<String>,
    /// The declaration reference of the context.
    pub declaration: Option<String>,
    /// Who else authenticated: the providers behind a proxy.
    pub authorities: Vec<String>,
}

impl AuthnStatement {
    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let context = node.need(ns::SAML, "AuthnContext")?;
        let word = |name| context.child(ns::SAML, name)?.map(|n| n.word(name)).transpose();
        let authorities = context.all(ns::SAML, "AuthenticatingAuthority").map(|n| n.word("AuthenticatingAuthority"));
        Ok(Self {
            instant: node.instant("AuthnInstant")?.ok_or(Malformed::Missing("AuthnInstant"))?,
            session_index: node.attr("SessionIndex").map(str::to_owned),
            session_not_on_or_after: node.instant("SessionNotOnOrAfter")?,
            class: word("AuthnContextClassRef")?,
            declaration: word("AuthnContextDeclRef")?,
            authorities: authorities.collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        let (at, until) = (self.instant.to_string(), self.session_not_on_or_after.map(|t| t.to_string()));
        let attributes = [
            ("AuthnInstant", Some(at.as_str())),
            ("SessionIndex", self.session_index.as_deref()),
            ("SessionNotOnOrAfter", until.as_deref()),
        ];
        out.start("saml:AuthnStatement", &attributes).start("saml:AuthnContext", &[]);
        if let Some(class) = &self.class {
            out.leaf("saml:AuthnContextClassRef", &[], class);
        }
        if let Some(declaration) = &self.declaration {
            out.leaf("saml:AuthnContextDeclRef", &[], declaration);
        }
        for authority in &self.authorities {
            out.leaf("saml:AuthenticatingAuthority", &[], authority);
        }
        out.end().end();
    }
}
