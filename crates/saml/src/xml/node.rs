//! One element of a tree, read strictly.

use std::borrow::Cow;
use std::fmt;

use uppsala::{Element, NodeId, NodeKind};

use super::door::is_blank;
use super::{Malformed, Xml};

/// An element. It is known by namespace and local name; prefixes mean nothing.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    pub(crate) xml: &'d Xml<'d>,
    pub(crate) id: NodeId,
}

impl<'d> Node<'d> {
    /// Whether it is this element.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.element().is_some_and(|e| e.name.matches(Some(namespace), name))
    }

    /// This element, if it is the one that was expected.
    pub fn expect(self, namespace: &str, name: &'static str) -> Result<Self, Malformed> {
        if self.is(namespace, name) { Ok(self) } else { Err(Malformed::Unexpected(name)) }
    }

    /// The namespace, empty where there is none.
    pub fn namespace(&self) -> &'d str {
        self.element().and_then(|e| e.name.namespace_uri.as_deref()).unwrap_or_default()
    }

    /// The name without its prefix.
    pub fn name(&self) -> &'d str {
        self.element().map(|e| &*e.name.local_name).unwrap_or_default()
    }

    /// The element around it.
    pub fn parent(&self) -> Option<Node<'d>> {
        let id = self.xml.doc.parent(self.id)?;
        self.xml.doc.element(id).map(|_| Node { xml: self.xml, id })
    }

    /// The elements in it, in their order.
    pub fn children(&self) -> Elements<'d> {
        Elements { xml: self.xml, next: self.xml.doc.first_child(self.id) }
    }

    /// The elements of this name in it.
    pub fn all<'n>(&self, namespace: &'n str, name: &'n str) -> impl Iterator<Item = Node<'d>> + use<'d, 'n> {
        self.children().filter(move |child| child.is(namespace, name))
    }

    /// The one element of this name in it, if there is one.
    pub fn child(&self, namespace: &str, name: &'static str) -> Result<Option<Node<'d>>, Malformed> {
        let mut all = self.all(namespace, name);
        let first = all.next();
        if all.next().is_some() { Err(Malformed::Repeated(name)) } else { Ok(first) }
    }

    /// The one element of this name in it.
    pub fn need(&self, namespace: &str, name: &'static str) -> Result<Node<'d>, Malformed> {
        self.child(namespace, name)?.ok_or(Malformed::Missing(name))
    }

    /// This element and every one below it, in the order of the document.
    pub fn and_below(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let xml = self.xml;
        let mut open = vec![*self];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            let from = open.len();
            open.extend(Elements { xml, next: xml.doc.first_child(node.id) });
            open[from..].reverse();
            Some(node)
        })
    }

    /// An attribute without a namespace.
    pub fn attr(&self, name: &str) -> Option<&'d str> {
        let own = |a: &&uppsala::Attribute<'_>| a.name.namespace_uri.is_none() && a.name.local_name == name;
        self.element()?.attributes.iter().find(own).map(|a| &*a.value)
    }

    /// An attribute of this namespace.
    pub fn attr_ns(&self, namespace: &str, name: &str) -> Option<&'d str> {
        self.element()?.attributes.iter().find(|a| a.name.matches(Some(namespace), name)).map(|a| &*a.value)
    }

    /// An attribute that must be there.
    pub fn need_attr(&self, name: &'static str) -> Result<&'d str, Malformed> {
        self.attr(name).ok_or(Malformed::Missing(name))
    }

    /// An `xs:boolean`.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, Malformed> {
        match self.attr(name).map(trim) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(_) => Err(Malformed::Value(name)),
        }
    }

    /// A small number.
    pub fn number(&self, name: &'static str) -> Result<Option<u32>, Malformed> {
        let Some(text) = self.attr(name).map(trim) else { return Ok(None) };
        let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().map(Some).ok_or(Malformed::Value(name))
    }

    /// A moment.
    pub fn instant(&self, name: &'static str) -> Result<Option<crate::Instant>, Malformed> {
        let Some(text) = self.attr(name) else { return Ok(None) };
        crate::Instant::parse(trim(text)).map(Some).ok_or(Malformed::Value(name))
    }

    /// The text in it, which nothing may split: a comment, an instruction, CDATA or an element in it is an error, for
    /// the part before it is not the value.
    pub fn text(&self, name: &'static str) -> Result<Cow<'d, str>, Malformed> {
        let doc = &self.xml.doc;
        let mut text = Cow::Borrowed("");
        for id in doc.children_iter(self.id) {
            match doc.node_kind(id) {
                Some(NodeKind::Text(piece)) if text.is_empty() => text = Cow::Borrowed(&**piece),
                Some(NodeKind::Text(piece)) => text.to_mut().push_str(piece),
                _ => return Err(Malformed::Mixed(name)),
            }
        }
        Ok(text)
    }

    /// The text in it without white space around it: an address or another word without any.
    pub fn word(&self, name: &'static str) -> Result<String, Malformed> {
        let text = self.text(name)?;
        let text = trim(&text);
        if text.is_empty() { Err(Malformed::Value(name)) } else { Ok(text.to_owned()) }
    }

    /// The elements in it where nothing else may be: comments and text between them are errors.
    pub fn only_children(&self, name: &'static str) -> Result<Vec<Node<'d>>, Malformed> {
        let doc = &self.xml.doc;
        let mut children = Vec::new();
        for id in doc.children_iter(self.id) {
            match doc.node_kind(id) {
                Some(NodeKind::Element(_)) => children.push(Node { xml: self.xml, id }),
                Some(kind) if is_blank(kind) => {}
                _ => return Err(Malformed::Mixed(name)),
            }
        }
        Ok(children)
    }

    /// The `ID` by which a signature may refer to it. It must be a name, and the only identifier here: an element that
    /// two programs call by different names is two elements.
    pub fn identifier(&self, name: &'static str) -> Result<&'d str, Malformed> {
        let element = self.element().ok_or(Malformed::Missing(name))?;
        let mut ids = element.attributes.iter().filter(|a| a.name.local_name.eq_ignore_ascii_case("id"));
        let id = ids.next().ok_or(Malformed::Missing("ID"))?;
        let usable = id.name.namespace_uri.is_none() && id.name.local_name == "ID" && is_name(&id.value);
        if usable && ids.next().is_none() { Ok(&id.value) } else { Err(Malformed::BadId(name)) }
    }

    /// The prefixes that are bound at this element, the inner ones first.
    pub(crate) fn namespaces(&self) -> Vec<(&'d str, &'d str)> {
        let mut bound: Vec<(&str, &str)> = Vec::new();
        let mut at = Some(*self);
        while let Some(node) = at {
            for (prefix, uri) in node.element().into_iter().flat_map(|e| &e.namespace_declarations) {
                if !bound.iter().any(|(known, _)| known == prefix) {
                    bound.push((prefix, uri));
                }
            }
            at = node.parent();
        }
        bound
    }

    pub(crate) fn element(&self) -> Option<&'d Element<'d>> {
        self.xml.doc.element(self.id)
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}{}", self.namespace(), self.name())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.xml, other.xml) && self.id == other.id
    }
}

/// The elements in an element.
pub struct Elements<'d> {
    xml: &'d Xml<'d>,
    next: Option<NodeId>,
}

impl<'d> Iterator for Elements<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        loop {
            let id = self.next?;
            self.next = self.xml.doc.next_sibling(id);
            if self.xml.doc.element(id).is_some() {
                return Some(Node { xml: self.xml, id });
            }
        }
    }
}

pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// An `NCName` of ASCII, which is what everybody makes identifiers of.
pub(crate) fn is_name(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    first && text.len() <= 256 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}
