//! Authentication contexts: what a requester wants, compared with what there is.

use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// The contexts that a requester accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedContext {
    pub comparison: Comparison,
    pub references: Vec<Reference>,
}

/// A class of contexts, or one declared by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    Class(String),
    Declaration(String),
}

/// How what is done must compare with what is named (SAML core, 3.3.2.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparison {
    /// It is one of them. This is meant where nothing is said.
    #[default]
    Exact,
    /// It is at least as strong as one of them.
    Minimum,
    /// It is as strong as possible, and not stronger than the strongest of them.
    Maximum,
    /// It is stronger than all of them.
    Better,
}

impl Comparison {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Exact, "exact"), (Self::Minimum, "minimum"), (Self::Maximum, "maximum"), (Self::Better, "better")];

    /// The standard's word for it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(comparison, _)| *comparison == self).map_or("", |(_, name)| name)
    }

    fn named(name: &str) -> Result<Self, Malformed> {
        let found = Self::ALL.into_iter().find(|(_, known)| *known == name);
        found.map(|(comparison, _)| comparison).ok_or(Malformed::Value("Comparison"))
    }
}

impl Reference {
    /// The reference itself.
    pub fn uri(&self) -> &str {
        match self {
            Self::Class(uri) | Self::Declaration(uri) => uri,
        }
    }
}

impl RequestedContext {
    /// The requested contexts with which somebody may be let in, as positions in a ladder: references in order, the
    /// weakest first. The answer is in the order of preference: that of the request where it names what it wants, the
    /// weakest sufficient one first for *minimum* and *better*, the strongest first for *maximum*.
    ///
    /// A name that is not on the ladder has no strength: it is passed over, and nothing is *better* than it.
    pub fn satisfied_by<T>(&self, ladder: &[T], is: impl Fn(&T, &Reference) -> bool) -> Vec<usize> {
        let lowest = |reference| ladder.iter().position(|step| is(step, reference));
        let highest = |reference| ladder.iter().rposition(|step| is(step, reference));
        match self.comparison {
            Comparison::Exact => {
                let mut all: Vec<usize> = Vec::new();
                for reference in &self.references {
                    for (at, _) in ladder.iter().enumerate().filter(|(_, step)| is(step, reference)) {
                        if !all.contains(&at) {
                            all.push(at);
                        }
                    }
                }
                all
            }
            Comparison::Minimum => self
                .references
                .iter()
                .filter_map(lowest)
                .min()
                .map_or_else(Vec::new, |least| (least..ladder.len()).collect()),
            Comparison::Maximum => self
                .references
                .iter()
                .filter_map(highest)
                .max()
                .map_or_else(Vec::new, |most| (0..=most).rev().collect()),
            Comparison::Better => self
                .references
                .iter()
                .map(highest)
                .collect::<Option<Vec<_>>>()
                .and_then(|places| places.into_iter().max())
                .map_or_else(Vec::new, |most| (most + 1..ladder.len()).collect()),
        }
    }

    /// Whether a stated context satisfies the request, by the same ladder of plain references. One that is stated and
    /// not on the ladder satisfies only a request that names it.
    pub fn is_satisfied(&self, stated: &Reference, ladder: &[Reference]) -> bool {
        let allowed = self.satisfied_by(ladder, |step, reference| step == reference);
        match ladder.iter().position(|step| step == stated) {
            Some(at) => allowed.contains(&at),
            None => self.comparison == Comparison::Exact && self.references.contains(stated),
        }
    }

    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let comparison = node.attr("Comparison").map(Comparison::named).transpose()?.unwrap_or_default();
        let mut references = Vec::new();
        for child in node.children() {
            match (child.namespace(), child.name()) {
                (ns::SAML, "AuthnContextClassRef") => {
                    references.push(Reference::Class(child.word("AuthnContextClassRef")?))
                }
                (ns::SAML, "AuthnContextDeclRef") => {
                    references.push(Reference::Declaration(child.word("AuthnContextDeclRef")?))
                }
                _ => return Err(Malformed::Unexpected("AuthnContextClassRef")),
            }
        }
        if references.is_empty() || references.len() > MAX_REFERENCES {
            return Err(Malformed::Value("RequestedAuthnContext"));
        }
        Ok(Self { comparison, references })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.start("samlp:RequestedAuthnContext", &[("Comparison", Some(self.comparison.name()))]);
        for reference in &self.references {
            match reference {
                Reference::Class(uri) => out.leaf("saml:AuthnContextClassRef", &[], uri),
                Reference::Declaration(uri) => out.leaf("saml:AuthnContextDeclRef", &[], uri),
            };
        }
        out.end();
    }
}

const MAX_REFERENCES: usize = 64;
