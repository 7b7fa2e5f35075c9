//! Reading the text of a graph: which objects somebody wants, with the line that each wish stands on.

use model::{Finding, Noun};
use plug::config::nearest;
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::attributes::Attributes;

/// A state that somebody wants: objects not named in it are left alone.
#[derive(Clone, Default)]
pub struct Wanted {
    pub objects: Vec<WantedObject>,
}

/// One object of it; not printable, since its attributes may hold secrets.
#[derive(Clone)]
pub struct WantedObject {
    pub noun: Noun,
    pub path: String,
    /// Counted from one.
    pub line: usize,
    pub attributes: Attributes,
    pub links: Vec<WantedLink>,
    /// Lines of the attributes.
    pub lines: BTreeMap<String, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedLink {
    pub role: String,
    /// API path.
    pub to: String,
    /// Attributes of the link that are true.
    pub with: Vec<String>,
    pub line: usize,
}

impl WantedObject {
    pub fn api_path(&self) -> String {
        api_path(self.noun, &self.path)
    }
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
    /// The line that a finding about an attribute or link stands on.
    pub fn line_of(&self, field: &str) -> usize {
        let attribute = field.split(['.', '[']).next().unwrap_or(field);
        let link = || self.links.iter().find(|l| field.strip_prefix("link.") == Some(&l.role)).map(|l| l.line);
        self.lines.get(attribute).copied().or_else(link).unwrap_or(self.line)
    }
}

/// Reads the text; every wish that cannot be meant is a finding with its line.
pub fn parse(text: &str) -> Result<Wanted, Vec<Finding>> {
    let place = Place::of(text);
    let document = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| place.line(span.start));
        vec![Finding::broken("", "toml").with("why", error.message()).with("line", line)]
    })?;
    let mut wanted = Wanted::default();
    let mut findings = Vec::new();
    for (key, value) in document.get_ref() {
        let line = place.line(key.span().start);
        match object(key.get_ref(), value, line, &place) {
            Ok(object) => wanted.objects.push(object),
            Err(wrong) => findings.extend(wrong),
        }
    }
    wanted.objects.sort_by_cached_key(WantedObject::api_path);
    if findings.is_empty() { Ok(wanted) } else { Err(findings) }
}

/// `/method/password.1` as noun and path.
pub fn split(api_path: &str) -> Result<(Noun, String), Finding> {
    let wrong = |key: &str| Finding::broken("", key).with("path", api_path);
    let rest = api_path.strip_prefix('/').ok_or_else(|| wrong("path"))?;
    let (noun, path) = rest.split_once('/').unwrap_or((rest, ""));
    let noun = Noun::parse(noun)
        .ok_or_else(|| wrong("noun-unknown").with("nearest", nearest(noun, Noun::ALL.iter().map(|n| n.name()))))?;
    let legal = |segment: &str| {
        !segment.is_empty()
            && segment.trim() == segment
            && segment.len() <= 256
            && !segment.chars().any(char::is_control)
    };
    let short = path.len() <= crate::address::LONGEST_PATH;
    let fits = if noun == Noun::System { !rest.contains('/') } else { short && path.split('/').all(legal) };
    if fits { Ok((noun, path.to_owned())) } else { Err(wrong("path")) }
}

pub fn api_path(noun: Noun, path: &str) -> String {
    if path.is_empty() { format!("/{}", noun.name()) } else { format!("/{}/{path}", noun.name()) }
}

/// Offsets of the line breaks.
struct Place(Vec<usize>);

impl Place {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect())
    }
    fn line(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|at| *at < offset)
    }
}

fn object(key: &str, value: &Spanned<DeValue<'_>>, line: usize, place: &Place) -> Result<WantedObject, Vec<Finding>> {
    let (noun, path) = split(key).map_err(|f| vec![f.at(key).with("line", line)])?;
    let DeValue::Table(table) = value.get_ref() else {
        return Err(vec![Finding::broken("", "not-a-table").at(key).with("line", line)]);
    };
    let mut object =
        WantedObject { noun, path, line, attributes: Map::new(), links: Vec::new(), lines: BTreeMap::new() };
    let mut findings = Vec::new();
    for (name, value) in table {
        let (line, name) = (place.line(name.span().start), name.get_ref());
        if name == "link" {
            links(&mut object, value, line, place, &mut findings);
            continue;
        }
        match json(value.get_ref()) {
            Some(value) => {
                object.attributes.insert(name.to_string(), value);
                object.lines.insert(name.to_string(), line);
            }
            None => findings.push(
                Finding::broken(name.as_ref(), "attribute-value")
                    .with("why", "expected a text, number, boolean, list or table")
                    .with("line", line),
            ),
        }
    }
    if findings.is_empty() { Ok(object) } else { Err(findings.into_iter().map(|f| f.at(key)).collect()) }
}

fn links(
    object: &mut WantedObject,
    value: &Spanned<DeValue<'_>>,
    line: usize,
    place: &Place,
    findings: &mut Vec<Finding>,
) {
    let DeValue::Table(roles) = value.get_ref() else {
        findings.push(Finding::broken("link", "not-a-table").with("line", line));
        return;
    };
    for (role, value) in roles {
        let (line, role) = (place.line(role.span().start), role.get_ref());
        let field = format!("link.{role}");
        let Some(known) = object.noun.links().iter().find(|r| r.name == role.as_ref()) else {
            let near = nearest(role, object.noun.links().iter().map(|r| r.name));
            findings.push(
                Finding::broken(field, "link-unknown").with("role", role).with("nearest", near).with("line", line),
            );
            continue;
        };
        let items: Vec<&DeValue<'_>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(Spanned::get_ref).collect(),
            one => vec![one],
        };
        for item in items {
            match link(known, item, line) {
                Ok(link) if object.links.iter().any(|l| l.role == link.role && l.to == link.to) => {
                    findings.push(Finding::broken(&field, "link-twice").with("to", link.to).with("line", line));
                }
                Ok(link) => object.links.push(link),
                Err(finding) => findings.push(finding.with("line", line)),
            }
        }
    }
}

fn link(role: &model::LinkRole, value: &DeValue<'_>, line: usize) -> Result<WantedLink, Finding> {
    let field = format!("link.{}", role.name);
    let wrong = || Finding::broken(&field, "link-form");
    let mut link = WantedLink { role: role.name.to_owned(), to: String::new(), with: Vec::new(), line };
    match value {
        DeValue::String(to) => link.to = to.to_string(),
        DeValue::Table(members) => {
            for (name, value) in members {
                match (name.get_ref().as_ref(), value.get_ref()) {
                    ("to", DeValue::String(to)) => link.to = to.to_string(),
                    (name, DeValue::Boolean(yes)) if role.payload.contains(&name) => {
                        link.with.extend(yes.then(|| name.to_owned()));
                    }
                    (name, DeValue::Boolean(_)) => {
                        let near = nearest(name, role.payload.iter().copied());
                        return Err(Finding::broken(&field, "link-attribute")
                            .with("attribute", name)
                            .with("nearest", near));
                    }
                    _ => return Err(wrong()),
                }
            }
        }
        _ => return Err(wrong()),
    }
    link.with.sort();
    if link.to.is_empty() { Err(wrong()) } else { Ok(link) }
}

fn json(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Integer(number) => Value::Number(i64::from_str_radix(number.as_str(), number.radix()).ok()?.into()),
        DeValue::Float(number) => Value::Number(Number::from_f64(number.as_str().parse().ok()?)?),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| json(item.get_ref())).collect::<Option<_>>()?),
        DeValue::Table(members) => {
            let members =
                members.iter().map(|(name, value)| json(value.get_ref()).map(|v| (name.get_ref().to_string(), v)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        DeValue::Datetime(_) => return None,
    })
}
