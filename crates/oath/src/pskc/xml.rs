//! The XML below a key container, piece by piece: small trees of known size, with namespaces resolved.
//!
//! Limits: 16 levels, 16 KiB and 64 attributes a tag, 64 namespace prefixes at a place, a million elements. No document type, no
//! entities but the five that XML has.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use zeroize::Zeroizing;

use super::names::Space;
use crate::BadFile;
use crate::import::reserve;

/// An element with all that is in it.
pub(super) struct Element {
    pub space: Space,
    pub name: String,
    pub line: u32,
    /// Whether it has attributes of namespaces that nobody knows.
    pub foreign: bool,
    attributes: Vec<(String, Zeroizing<String>)>,
    text: Zeroizing<String>,
    children: Vec<Element>,
}

impl Element {
    /// Whether it is this element of this namespace.
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The first child of this name.
    pub fn child(&self, space: Space, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.is(space, name))
    }

    /// The first child of this name in the namespace of the key container.
    pub fn pskc(&self, name: &str) -> Option<&Self> {
        self.child(Space::Pskc, name)
    }

    /// The first child of this name in whatever namespace: several writers have got those of PBKDF2 wrong.
    pub fn any(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children.
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// An attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The names of all attributes without a namespace.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// The text directly in it, trimmed.
    pub fn text(&self) -> &str {
        self.text.trim()
    }
}

/// A document: its root without what is in it, then the root's children one by one.
pub(super) struct Pieces<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    scope: Vec<(usize, String, Space)>,
    budget: u32,
    line: u32,
    counted: usize,
    done: bool,
}

const DEPTH: usize = 16;
const TAG: usize = 16 * 1024;
const ATTRIBUTES: usize = 64;
const PREFIXES: usize = 64;
const ELEMENTS: u32 = 1_000_000;

impl<'a> Pieces<'a> {
    /// Reads up to the root element's start.
    pub fn open(source: &'a str) -> Result<(Element, Self), BadFile> {
        let reader = Reader::from_str(source);
        let mut it = Self { source, reader, scope: Vec::new(), budget: ELEMENTS, line: 1, counted: 0, done: false };
        let config = it.reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        loop {
            match it.event()? {
                Event::Start(start) => {
                    let root = it.element(&start, 1)?;
                    return Ok((root, it));
                }
                Event::Empty(start) => {
                    let root = it.element(&start, 1)?;
                    it.tail()?;
                    return Ok((root, it));
                }
                event => it.between(&event)?,
            }
        }
    }

    /// The next child of the root; `None` at the end, after which nothing but space and comments may stand.
    pub fn next(&mut self) -> Result<Option<Element>, BadFile> {
        while !self.done {
            match self.event()? {
                Event::Start(start) => {
                    let top = self.element(&start, 2)?;
                    return self.tree(top).map(Some);
                }
                Event::Empty(start) => {
                    let top = self.element(&start, 2)?;
                    self.leave(2);
                    return Ok(Some(top));
                }
                Event::End(_) => self.tail()?,
                event => self.between(&event)?,
            }
        }
        Ok(None)
    }

    /// Reads to the end of `top`.
    fn tree(&mut self, top: Element) -> Result<Element, BadFile> {
        let mut open = vec![];
        let mut inner = top;
        loop {
            let level = open.len() + 2;
            match self.event()? {
                Event::Start(start) => open.push(std::mem::replace(&mut inner, self.element(&start, level + 1)?)),
                Event::Empty(start) => {
                    inner.children.push(self.element(&start, level + 1)?);
                    self.leave(level + 1);
                }
                Event::End(_) => {
                    self.leave(level);
                    let Some(outer) = open.pop() else { return Ok(inner) };
                    let closed = std::mem::replace(&mut inner, outer);
                    inner.children.push(closed);
                }
                Event::Text(text) => append(&mut inner.text, &text.xml10_content()),
                Event::CData(text) => append(&mut inner.text, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let c = self.resolved(&reference)?;
                    append(&mut inner.text, c.encode_utf8(&mut [0; 4]));
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof | Event::Decl(_) | Event::DocType(_) => return Err(self.bad()),
            }
        }
    }

    /// What may stand outside of every element but the root.
    fn between(&self, event: &Event<'_>) -> Result<(), BadFile> {
        match event {
            Event::Comment(_) | Event::PI(_) => Ok(()),
            Event::Text(text) if text.trim_ascii().is_empty() => Ok(()),
            Event::Decl(decl) => {
                let utf8 = decl.encoding().is_none_or(|named| {
                    named.is_ok_and(|n| ["utf-8", "us-ascii"].iter().any(|known| n.eq_ignore_ascii_case(known)))
                });
                let first = decl.version().is_ok_and(|version| version == "1.0");
                if utf8 && first { Ok(()) } else { Err(self.bad()) }
            }
            _ => Err(self.bad()),
        }
    }

    /// What is behind the root.
    fn tail(&mut self) -> Result<(), BadFile> {
        self.done = true;
        loop {
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Decl(_) => return Err(self.bad()),
                event => self.between(&event)?,
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, BadFile> {
        let from = self.counted;
        let read = self.reader.read_event();
        let to = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.source.len());
        let passed = self.source.as_bytes().get(from..to).unwrap_or_default();
        let event = read.map_err(|_| self.bad())?;
        // A tag is reported where it begins, a text does not matter.
        if !matches!(event, Event::Start(_) | Event::Empty(_)) {
            self.count(passed, to);
        } else if passed.len() > TAG {
            return Err(BadFile::TooLarge);
        }
        Ok(event)
    }

    fn count(&mut self, passed: &[u8], to: usize) {
        self.line =
            self.line.saturating_add(u32::try_from(passed.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX));
        self.counted = to;
    }

    fn bad(&self) -> BadFile {
        BadFile::Xml { line: self.line }
    }

    fn resolved(&self, reference: &BytesRef<'_>) -> Result<char, BadFile> {
        if let Some(c) = reference.resolve_char_ref().map_err(|_| self.bad())? {
            return Ok(c);
        }
        match &**reference {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(self.bad()),
        }
    }

    /// The element that a tag begins, at this level, and its namespaces into the scope.
    fn element(&mut self, start: &BytesStart<'_>, level: usize) -> Result<Element, BadFile> {
        self.budget = self.budget.checked_sub(1).filter(|_| level <= DEPTH).ok_or(BadFile::TooLarge)?;
        let line = self.line;
        let to = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.source.len());
        let passed = self.source.as_bytes().get(self.counted..to).unwrap_or_default();
        let (mut plain, mut prefixed) = (Vec::new(), false);
        for (number, attribute) in start.attributes().enumerate() {
            if number >= ATTRIBUTES {
                return Err(BadFile::TooLarge);
            }
            let attribute = attribute.map_err(|_| self.bad())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| self.bad())?;
            let name = attribute.key.0;
            match name.strip_prefix("xmlns") {
                Some("") => self.scope.push((level, String::new(), Space::of(&value))),
                Some(rest) if rest.starts_with(':') => {
                    self.scope.push((level, rest[1..].to_owned(), Space::of(&value)));
                }
                _ if name.starts_with("xml:") => {}
                _ if name.contains(':') => prefixed = true,
                _ => plain.push((name.to_owned(), Zeroizing::new(value.into_owned()))),
            }
        }
        if self.scope.len() > PREFIXES {
            return Err(BadFile::TooLarge);
        }
        let (prefix, name) = start.name().0.split_once(':').unwrap_or(("", start.name().0));
        let space = self.space(prefix)?;
        self.count(passed, to);
        Ok(Element {
            space,
            name: name.to_owned(),
            line,
            foreign: prefixed,
            attributes: plain,
            text: Zeroizing::new(String::new()),
            children: Vec::new(),
        })
    }

    fn space(&self, prefix: &str) -> Result<Space, BadFile> {
        match self.scope.iter().rev().find(|(_, bound, _)| bound == prefix) {
            Some((_, _, space)) => Ok(*space),
            None if prefix.is_empty() => Ok(Space::Nothing),
            None => Err(self.bad()),
        }
    }

    fn leave(&mut self, level: usize) {
        while self.scope.pop_if(|(bound_at, _, _)| *bound_at >= level).is_some() {}
    }
}

fn append(text: &mut Zeroizing<String>, more: &str) {
    reserve(text, more.len());
    text.push_str(more);
}
