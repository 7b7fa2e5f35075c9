//! A text that means something: kept as it was written, read once, when the object that holds it is read.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, sync::Arc};

use crate::Finding;

/// What a text can mean.
pub trait Meaning: Sized {
    fn read(text: &str) -> Result<Self, Wrong>;
}

/// What is wrong with a text, and where: the key of a finding and what its words mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Wrong {
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
    /// Something else was expected at a place, counted in characters from one. What: a sign, or one of `value`, `name`, `quoted`,
    /// `number`, `end`.
    pub fn expected(what: &str, at: usize) -> Self {
        Self::new("text-expected").with("expected", what).with("at", at)
    }
    /// There is nothing of this name; the nearest is told.
    pub fn unknown<'a>(name: &str, at: usize, known: impl Iterator<Item = &'a str>) -> Self {
        let near = known.min_by_key(|k| distance(name, k)).filter(|k| distance(name, k) <= name.len().max(2) / 2);
        let told: String = name.chars().take(64).collect();
        Self::new("text-unknown").with("name", told).with("at", at).with("nearest", near.unwrap_or_default())
    }
    /// Longer or deeper than anything that is meant.
    pub fn bounds(limit: usize) -> Self {
        Self::new("text-bounds").with("limit", limit)
    }
    pub fn finding(&self, field: impl Into<String>) -> Finding {
        let finding = Finding::broken(field, self.key);
        self.args.iter().fold(finding, |finding, (name, value)| finding.with(name, value))
    }
}

/// How many letters differ, without regard to case.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(64).flat_map(char::to_lowercase).collect();
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let next = (before + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            before = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The text and what it means.
#[derive(Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String", bound(deserialize = "T: Meaning", serialize = ""))]
pub struct Written<T> {
    text: String,
    read: Result<Arc<T>, Wrong>,
}

impl<T: Meaning> Written<T> {
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let read = T::read(&text).map(Arc::new);
        Self { text, read }
    }
}

impl<T> Written<T> {
    pub fn text(&self) -> &str {
        &self.text
    }
    /// `None` where it means nothing; such objects are never saved.
    pub fn meaning(&self) -> Option<&T> {
        self.read.as_ref().ok().map(Arc::as_ref)
    }
    pub fn finding(&self, field: &str) -> Option<Finding> {
        self.read.as_ref().err().map(|wrong| wrong.finding(field))
    }
}

impl<T> Clone for Written<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), read: self.read.clone() }
    }
}

impl<T: Meaning> Default for Written<T> {
    fn default() -> Self {
        Self::new("")
    }
}

impl<T> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Written<T> {}

impl<T: Meaning> From<String> for Written<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<T: Meaning> From<&str> for Written<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> From<Written<T>> for String {
    fn from(written: Written<T>) -> Self {
        written.text
    }
}

impl<T> schemars::JsonSchema for Written<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "string".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}
