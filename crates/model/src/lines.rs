//! Configuration lines: name and value, sparse, in the order given (requirement A2.15).

use serde::{Deserialize, Serialize};

use crate::Finding;

/// One line; the name ends at the first space or `=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Line {
    pub name: String,
    pub value: String,
}

impl Line {
    pub fn new(name: &str, value: impl ToString) -> Self {
        Self { name: name.to_owned(), value: value.to_string() }
    }
    /// Reads `name value` or `name=value`; the value may be empty and keeps its inner spaces.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find([' ', '=', '\t']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let legal = !name.is_empty()
            && name.len() <= 128
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
            && !rest.contains(['\n', '\r', '\0']);
        let rest = rest.strip_prefix('=').unwrap_or(rest);
        legal.then(|| Self { name: name.to_owned(), value: rest.trim().to_owned() })
    }
}

impl TryFrom<String> for Line {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a configuration line is a name, a space or =, and a value")
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        format!("{} {}", line.name, line.value)
    }
}

/// All lines of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// Reads text lines; a malformed one is named by its number, counted from one.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Vec<Finding>> {
        let mut lines = Vec::new();
        let mut findings = Vec::new();
        for (index, text) in texts.into_iter().enumerate() {
            match Line::parse(text) {
                Some(line) => lines.push(line),
                None => findings.push(Finding::broken(format!("configuration[{}]", index + 1), "line-malformed")),
            }
        }
        if findings.is_empty() { Ok(Self(lines)) } else { Err(findings) }
    }
    /// The last value given for a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|l| l.name == name).map(|l| l.value.as_str())
    }
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |l| l.name == name).map(|l| l.value.as_str())
    }
    /// Position from one, for findings.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().rposition(|l| l.name == name).map(|i| i + 1)
    }
    /// Sets a name to one value, in its old place if it had one.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        match self.0.iter_mut().find(|l| l.name == name) {
            Some(line) => line.value = value.to_string(),
            None => self.0.push(Line::new(name, value)),
        }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push(Line::new(name, value));
        self
    }
}
