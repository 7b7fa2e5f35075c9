//! Messages that fetch other messages.

use super::{Head, Status};
use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// Asks for the message that an artifact stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArtifactResolve {
    pub head: Head,
    pub artifact: String,
}

impl ArtifactResolve {
    /// Reads the question.
    pub fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let head = Head::read(node, "ArtifactResolve")?;
        Ok(Self { head, artifact: node.need(ns::SAMLP, "Artifact")?.word("Artifact")? })
    }

    /// Writes it, to be signed.
    pub fn write(&self) -> String {
        let mut out = Writer::new();
        self.head.start(&mut out, "samlp:ArtifactResolve", &[]);
        out.leaf("samlp:Artifact", &[], &self.artifact);
        out.finish()
    }
}

/// The message, or nothing, which is what a wrong artifact stands for too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArtifactResponse {
    pub head: Head,
    pub status: Status,
}

impl ArtifactResponse {
    /// Reads the answer; the message in it is [`Self::message`].
    pub fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let head = Head::read(node, "ArtifactResponse")?;
        Ok(Self { head, status: Status::read(node.need(ns::SAMLP, "Status")?)? })
    }

    /// The message that was asked for: the one element that is none of the answer's own.
    pub fn message(node: Node<'_>) -> Result<Option<Node<'_>>, Malformed> {
        let own = |child: &Node<'_>| {
            let own = [(ns::SAML, "Issuer"), (ns::DS, "Signature"), (ns::SAMLP, "Extensions"), (ns::SAMLP, "Status")];
            own.iter().any(|(namespace, name)| child.is(namespace, name))
        };
        let mut others = node.children().filter(|child| !own(child));
        let first = others.next();
        if others.next().is_some() { Err(Malformed::Repeated("ArtifactResponse")) } else { Ok(first) }
    }

    /// Writes it around a message of ours.
    pub fn write(&self, message: Option<&str>) -> String {
        let mut out = Writer::new();
        self.head.start(&mut out, "samlp:ArtifactResponse", &[]);
        self.status.write(&mut out);
        if let Some(message) = message {
            out.raw(message);
        }
        out.finish()
    }
}
