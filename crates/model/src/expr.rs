//! Expressions of policies: a text with `${…}` in it, read once and worked out at each login.
//!
//! The language is the part of Java's expression language that policies use: variables, members, string methods, `? :`, comparisons.
//! It has no loops and no assignment, and everything is bounded: the text, its depth, the steps and what comes of it. An
//! expression looks at nothing but what it is handed, and changes nothing.
//!
//! What is absent makes all that is built of it absent: `${user.cn}@example.com` is nothing for a person without `cn`. Where one
//! text is needed, an attribute stands for its first value.

mod lex;
mod parse;
mod run;
#[cfg(test)]
mod tests;
mod tree;

use crate::{
    Attributes, User,
    proof::Subject,
    written::{Meaning, Wrong},
};
pub use run::{Made, MadeName, Overrun};
use tree::Node;

/// Bytes of a text with expressions.
pub const LONGEST: usize = 4096;
/// How deep expressions may lie in one another.
pub const DEEPEST: usize = 24;
/// Bytes of one text that comes of an expression.
pub const LARGEST: usize = 16 * 1024;
/// What one text with expressions may cost: a step for each node, and one for each 16 bytes that it handles.
pub const STEPS: u32 = 50_000;

/// A text with expressions, read.
#[derive(Clone, Debug)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Expression(Node),
}

/// What an expression may look at.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub user: Option<&'a User>,
    pub method: &'a Attributes,
    pub username: &'a Subject,
    pub sso: Sso<'a>,
}

/// The session that the login is about to be part of.
#[derive(Clone, Copy)]
pub struct Sso<'a> {
    pub id: &'a str,
    pub locale: &'a str,
    pub template: &'a str,
}

impl Meaning for Template {
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::bounds(LONGEST));
        }
        let chars: Vec<char> = text.chars().collect();
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while at < chars.len() {
            if chars[at..].starts_with(&['$', '{']) {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                let (node, end) = parse::expression(&chars, at + 2)?;
                parts.push(Part::Expression(node));
                at = end;
            } else {
                plain.push(chars[at]);
                at += 1;
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        let builder =
            parts.iter().find_map(|part| if let Part::Expression(node) = part { node.builder() } else { None });
        if let (Some(name), true) = (builder, parts.len() > 1) {
            return Err(Wrong::new("expression-alone").with("name", name));
        }
        Ok(Self(parts))
    }
}

impl Template {
    /// What it comes to. One expression alone gives all values; in a text each gives its first.
    pub fn made(&self, scope: &Scope<'_>) -> Result<Made, Overrun> {
        run::made(self, scope)
    }
    /// Its parts one after another, for a text that escapes what its expressions come to.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.0.iter().map(|part| match part {
            Part::Text(text) => Piece::Text(text),
            Part::Expression(node) => Piece::Expression(Expression(node)),
        })
    }
}

/// A part of a text with expressions.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    Text(&'a str),
    Expression(Expression<'a>),
}

/// One expression in such a text.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a>(&'a Node);

/// What an expression looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight<'a> {
    /// An attribute that the method delivered.
    Method(&'a str),
    /// What the method called the person.
    Username,
    /// Anything else, by its variable.
    Other(&'static str),
}

impl<'a> Expression<'a> {
    /// The first value that it comes to.
    pub fn text(self, scope: &Scope<'_>) -> Result<Option<String>, Overrun> {
        run::text(self.0, scope)
    }
    /// All that it may look at, whichever way a choice in it goes.
    pub fn sees(self) -> Vec<Sight<'a>> {
        let mut seen = Vec::new();
        let mut left = vec![self.0];
        while let Some(node) = left.pop() {
            seen.extend(node.sight());
            left.extend(node.inner());
        }
        seen
    }
}
