//! What a service answers, in JSON or XML, looked at for the one value that says whose account it is.
//!
//! Both are read into one tree, whose lists and repeated names are walked whole: where there are two answers there is none.

use quick_xml::{
    XmlVersion,
    events::{BytesRef, BytesStart, Event},
    reader::Reader,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use std::fmt;

use crate::{
    user_mapping::filter::Sought,
    written::{Meaning, Wrong},
};

/// Which attribute of an account a service tells, and where in its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub sought: Sought,
    /// Names one below the other (RFC 6901); in XML those of elements, and `@NAME` of an attribute.
    way: Vec<String>,
}

/// Why an answer says nobody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Neither JSON nor XML, by its type.
    Type,
    /// Not what its type says, or more than any answer needs.
    Malformed,
    /// Something else than one text stands there.
    Value,
    /// It says two names.
    Several,
}

impl Misread {
    /// Word for logs and audit.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Malformed => "malformed",
            Self::Value => "value",
            Self::Several => "several",
        }
    }
}

const START: &str = "directory.";
/// Bytes of `outputParameter`, and of the value that stands there.
const LONGEST: usize = 512;
const DEEPEST: usize = 32;

impl Meaning for Output {
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::bounds(LONGEST));
        }
        let Some(rest) = text.strip_prefix(START) else { return Err(Wrong::expected(START, 1)) };
        let (name, way) = rest.split_once(' ').unwrap_or((rest, ""));
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if name.is_empty() || !name.chars().all(fits) {
            return Err(Wrong::expected("name", START.len() + 1));
        }
        let at = START.len() + name.chars().count() + 2;
        let Some(way) = way.trim().strip_prefix('/') else { return Err(Wrong::expected("/", at)) };
        let way: Vec<String> = way.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        if way.iter().any(String::is_empty) || way.len() > DEEPEST {
            return Err(Wrong::expected("name", at + 1));
        }
        Ok(Self { sought: Sought::of(name), way })
    }
}

impl Output {
    /// The value that an answer has there; `None` where it has none, and means nobody.
    pub fn read_in(&self, content_type: &str, body: &[u8]) -> Result<Option<String>, Misread> {
        let tree = tree(content_type, body)?;
        let mut found = Vec::new();
        walk(&tree, &self.way, &mut found)?;
        found.sort();
        found.dedup();
        match (found.pop(), found.is_empty()) {
            (one, true) => Ok(one),
            (_, false) => Err(Misread::Several),
        }
    }
}

enum Tree {
    Nothing,
    Text(String),
    /// What no name is written as: a truth, a broken number.
    Odd,
    List(Vec<Tree>),
    /// With every name as often as it came.
    Members(Vec<(String, Tree)>),
    /// An element of XML, and the text directly in it.
    Element(Vec<(String, Tree)>, String),
}

fn walk(tree: &Tree, way: &[String], found: &mut Vec<String>) -> Result<(), Misread> {
    let Some((step, rest)) = way.split_first() else { return value(tree, found) };
    match tree {
        Tree::List(all) => match step.parse::<usize>() {
            // One of several by its place is no more meant than the others.
            Ok(_) if all.len() > 1 => Err(Misread::Several),
            Ok(at) => all.get(at).map_or(Ok(()), |one| walk(one, rest, found)),
            Err(_) => all.iter().try_for_each(|one| walk(one, way, found)),
        },
        Tree::Members(members) | Tree::Element(members, _) => {
            members.iter().filter(|(name, _)| name == step).try_for_each(|(_, inner)| walk(inner, rest, found))
        }
        Tree::Nothing => Ok(()),
        Tree::Text(_) | Tree::Odd => Err(Misread::Value),
    }
}

fn value(tree: &Tree, found: &mut Vec<String>) -> Result<(), Misread> {
    let text = match tree {
        Tree::Nothing => return Ok(()),
        Tree::List(all) => return all.iter().try_for_each(|one| value(one, found)),
        Tree::Element(members, text) if members.iter().all(|(name, _)| name.starts_with('@')) => text,
        Tree::Text(text) => text,
        Tree::Odd | Tree::Members(_) | Tree::Element(..) => return Err(Misread::Value),
    };
    let text = text.trim();
    if text.len() > LONGEST || text.chars().any(char::is_control) {
        return Err(Misread::Value);
    }
    if !text.is_empty() {
        found.push(text.to_owned());
    }
    Ok(())
}

fn tree(content_type: &str, body: &[u8]) -> Result<Tree, Misread> {
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media = parts.next().unwrap_or_default();
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset=").map(|c| c.trim_matches('"').to_owned()));
    if charsets.any(|charset| !is_utf8(&charset)) {
        return Err(Misread::Type);
    }
    let is = |names: &[&str], ending: &str| names.contains(&media.as_str()) || media.ends_with(ending);
    let (json, xml) = (is(&["application/json"], "+json"), is(&["application/xml", "text/xml"], "+xml"));
    if !json && !xml {
        return Err(Misread::Type);
    }
    let text = std::str::from_utf8(body).map_err(|_| Misread::Malformed)?;
    if json {
        serde_json::from_str(text).map_err(|_| Misread::Malformed)
    } else {
        element(text).ok_or(Misread::Malformed)
    }
}

fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii"].iter().any(|known| known.eq_ignore_ascii_case(charset))
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Nothing)
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Odd)
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Odd)
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Text(number.to_string()))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Text(number.to_string()))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = all.next_element()? {
            list.push(one);
        }
        Ok(Tree::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(one) = all.next_entry()? {
            members.push(one);
        }
        Ok(Tree::Members(members))
    }
}

/// An element that is not closed yet.
#[derive(Default)]
struct Open {
    name: String,
    members: Vec<(String, Tree)>,
    text: String,
}

impl Open {
    fn closed(self) -> (String, Tree) {
        (self.name, Tree::Element(self.members, self.text))
    }
}

/// The document: no document type, no entities but the five that XML has, one root. Names go without their prefixes.
fn element(text: &str) -> Option<Tree> {
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    reader.config_mut().check_end_names = true;
    reader.config_mut().check_comments = true;
    let mut open = vec![Open::default()];
    loop {
        let event = reader.read_event().ok()?;
        let room = open.len() <= DEEPEST;
        let inside = open.len() > 1;
        let top = open.last_mut()?;
        match event {
            Event::Start(start) if room => open.push(opened(&start)?),
            Event::Empty(start) => top.members.push(opened(&start)?.closed()),
            Event::End(_) => {
                let closed = open.pop()?.closed();
                open.last_mut()?.members.push(closed);
            }
            Event::Text(text) => top.text.push_str(&text.xml10_content()),
            Event::CData(text) => top.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => top.text.push(referred(&reference)?),
            Event::Decl(declaration) => {
                let ours = declaration.encoding().is_none_or(|named| named.is_ok_and(|named| is_utf8(&named)));
                if !ours || inside {
                    return None;
                }
            }
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
            Event::Start(_) | Event::DocType(_) => return None,
        }
    }
    let document = open.pop().filter(|_| open.is_empty())?;
    let whole = document.members.len() == 1 && document.text.trim().is_empty();
    whole.then_some(Tree::Members(document.members))
}

fn opened(start: &BytesStart<'_>) -> Option<Open> {
    let mut members = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        if !attribute.key.0.starts_with("xmlns") {
            members.push((format!("@{}", local(attribute.key.0)), Tree::Text(value)));
        }
    }
    Some(Open { name: local(start.name().0).to_owned(), members, text: String::new() })
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The character that `&name;` stands for.
fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
