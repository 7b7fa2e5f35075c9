//! The door: bytes of strangers become one tree, or nothing.

use std::collections::HashSet;

use uppsala::{Document, Element, NodeId, NodeKind, Parser, QName, XmlError};

use super::node::trim;
use super::scan::{normal, scan};
use super::{Malformed, Node};
use crate::ns;

/// How much of a document is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes: usize,
    pub depth: u32,
    pub elements: usize,
    /// Attributes of one element, declarations of namespaces among them.
    pub attributes: usize,
}

impl Limits {
    /// A protocol message, signed or encrypted ones among them.
    pub const MESSAGE: Self = Self { bytes: 512 * 1024, depth: 48, elements: 10_000, attributes: 64 };
    /// The metadata of one entity.
    pub const ENTITY: Self = Self { bytes: 1024 * 1024, depth: 48, elements: 20_000, attributes: 64 };
    /// The metadata of a federation.
    pub const AGGREGATE: Self = Self { bytes: 96 * 1024 * 1024, depth: 64, elements: 4_000_000, attributes: 64 };
}

/// A document that was parsed once. What is verified and what is read are nodes of this one tree.
pub struct Xml<'a> {
    pub(crate) doc: Document<'a>,
    source: &'a str,
    /// The text with its line ends and the white space of its attributes as the standard has them, where that is another.
    normal: Option<String>,
    root: NodeId,
}

impl<'a> Xml<'a> {
    /// Reads a document, or refuses it whole.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> Result<Self, Malformed> {
        if bytes.len() > limits.bytes {
            return Err(Malformed::TooLong);
        }
        let source = std::str::from_utf8(bytes).map_err(|_| Malformed::NotUtf8)?;
        Self::read(source, limits)
    }

    /// Reads a text that is here already.
    pub fn read(source: &'a str, limits: &Limits) -> Result<Self, Malformed> {
        if source.len() > limits.bytes {
            return Err(Malformed::TooLong);
        }
        let normal = if scan(source, limits)? { Some(normal(source)?) } else { None };
        let parser = Parser::new().with_max_depth(limits.depth).with_forbid_dtd(true).with_forbid_entities(true);
        let doc = match &normal {
            None => parser.parse(source),
            Some(normal) => parser.parse(normal).map(Document::into_static),
        };
        let doc = doc.map_err(|e| why(&e))?;
        if doc.doctype.is_some() {
            return Err(Malformed::Doctype);
        }
        if let Some(declaration) = &doc.xml_declaration {
            if declaration.version != "1.0" {
                return Err(Malformed::Version);
            }
            if declaration.encoding.as_ref().is_some_and(|encoding| !encoding.eq_ignore_ascii_case("UTF-8")) {
                return Err(Malformed::Encoding);
            }
        }
        let root = doc.document_element().ok_or(Malformed::NotXml)?;
        let xml = Self { doc, source, normal, root };
        xml.check()?;
        Ok(xml)
    }

    /// The outermost element.
    pub fn root(&self) -> Node<'_> {
        Node { xml: self, id: self.root }
    }

    /// The text it was read from.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The text that places in the tree are places of.
    pub(crate) fn text(&self) -> &str {
        self.normal.as_deref().unwrap_or(self.source)
    }

    /// What concerns the whole tree: identifiers, and claims of other types.
    fn check(&self) -> Result<(), Malformed> {
        let mut ids = HashSet::new();
        for node in self.root().and_below() {
            let Some(element) = self.doc.element(node.id) else { continue };
            if !is_named_well(element) {
                return Err(Malformed::NotXml);
            }
            let ours = matches!(node.namespace(), ns::SAML | ns::SAMLP | ns::MD | ns::DS | ns::XENC);
            for attribute in &element.attributes {
                let (namespace, name) = (attribute.name.namespace_uri.as_deref(), &*attribute.name.local_name);
                if name.eq_ignore_ascii_case("id") && !ids.insert(trim(&attribute.value)) {
                    return Err(Malformed::DuplicateId);
                }
                if ours && namespace == Some(ns::XSI) && name == "type" && !may_be_typed(&node) {
                    return Err(Malformed::Typed);
                }
            }
        }
        Ok(())
    }
}

/// Whether the names are what namespaces allow, where the parser allows more: one colon at most, with a name on both its
/// sides, and no prefix that is taken back (Namespaces, 3 to 5).
fn is_named_well(element: &Element<'_>) -> bool {
    let is_name = |name: &QName<'_>| is_part(&name.local_name) && name.prefix.as_deref().is_none_or(is_part);
    let mut declared = element.namespace_declarations.iter();
    is_name(&element.name)
        && element.attributes.iter().all(|attribute| is_name(&attribute.name))
        && declared.all(|(prefix, uri)| prefix.is_empty() || is_part(prefix) && !uri.is_empty())
}

/// Whether this may stand on one side of a colon. That it is made of the characters of names, the parser has seen.
fn is_part(name: &str) -> bool {
    let never_first =
        |c| matches!(c, '0'..='9' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}');
    !name.is_empty() && !name.contains(':') && !name.starts_with(never_first)
}

/// Values of attributes have types by nature, holder-of-key data is written so by the standard's own profile, and roles that
/// metadata knows by their type alone are none that is read.
fn may_be_typed(node: &Node<'_>) -> bool {
    node.is(ns::SAML, "AttributeValue")
        || node.is(ns::SAML, "SubjectConfirmationData")
        || node.is(ns::MD, "RoleDescriptor")
}

fn why(error: &XmlError) -> Malformed {
    let XmlError::Parse(error) = error else { return Malformed::NotXml };
    if error.message.contains("DOCTYPE") || error.message.contains("DTD") {
        Malformed::Doctype
    } else if error.message.contains("depth") {
        Malformed::TooDeep
    } else {
        Malformed::NotXml
    }
}

impl std::fmt::Debug for Xml<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Xml").field("root", &self.root()).finish_non_exhaustive()
    }
}

/// Whether an element may hold what stands between its child elements.
pub(super) fn is_blank(kind: &NodeKind<'_>) -> bool {
    matches!(kind, NodeKind::Text(text) if text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')))
}
