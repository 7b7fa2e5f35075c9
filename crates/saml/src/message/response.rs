//! The response to an authentication request.

use super::{Head, Status};
use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// What stands around an assertion. It is often not signed: then it may refuse, and never grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub head: Head,
    pub status: Status,
}

/// The one assertion of a response.
#[derive(Clone, Copy, Debug)]
pub enum Assertions<'d> {
    None,
    Plain(Node<'d>),
    Encrypted(Node<'d>),
    /// There may be one, plain or encrypted; this many are there.
    Several(usize),
    /// Somewhere else than directly in the response.
    Elsewhere,
}

impl Response {
    /// Reads what stands around the assertion.
    pub fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let head = Head::read(node, "Response")?;
        let status = Status::read(node.need(ns::SAMLP, "Status")?)?;
        Ok(Self { head, status })
    }

    /// Finds the assertion. All of the document is looked through, so that none stands where another program finds it.
    pub fn assertions(response: Node<'_>) -> Assertions<'_> {
        let is_one = |node: &Node<'_>| node.is(ns::SAML, "Assertion") || node.is(ns::SAML, "EncryptedAssertion");
        let mut here = response.children().filter(is_one);
        let everywhere = response.and_below().filter(is_one).count();
        let (first, further) = (here.next(), here.count());
        let inside = usize::from(first.is_some()) + further;
        match first {
            _ if everywhere != inside => Assertions::Elsewhere,
            _ if inside > 1 => Assertions::Several(inside),
            None => Assertions::None,
            Some(node) if node.name() == "Assertion" => Assertions::Plain(node),
            Some(node) => Assertions::Encrypted(node),
        }
    }

    /// Writes it around an assertion, which is a document by itself: signed, perhaps encrypted.
    pub fn write(&self, assertion: Option<&str>) -> String {
        let mut out = Writer::new();
        self.head.start(&mut out, "samlp:Response", &[]);
        self.status.write(&mut out);
        if let Some(assertion) = assertion {
            out.raw(assertion);
        }
        out.finish()
    }
}
