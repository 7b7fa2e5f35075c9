//! What is wrong with the sources: gaps between languages, and texts nobody translated.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::{
    ast::{self, Expression, InlineExpression, PatternElement},
    parser, serializer,
};

use super::{Source, Texts};
use crate::Locale;

/// A place where a translation is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    pub owner: &'static str,
    pub locale: &'static str,
    pub key: String,
    pub lack: Lack,
}

/// What is wrong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Another language has this text.
    Missing,
    /// Something in the source cannot be read.
    Unreadable,
    /// Two owners use one key.
    Twice,
    /// It uses other variables than the English text.
    OtherVariables,
    /// It says the same as the English text.
    Untranslated,
}

impl Texts {
    /// Every gap: missing, unreadable, used by two owners, filled with other variables.
    pub fn missing(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut owners: BTreeMap<String, &'static str> = BTreeMap::new();
        for source in &self.common.sources {
            let read = Locale::ALL.map(|locale| Read::of(source, locale));
            let keys: BTreeSet<&String> = read.iter().flat_map(|r| r.messages.keys()).collect();
            for (locale, read_here) in Locale::ALL.iter().zip(&read) {
                let gap =
                    |key: &str, lack| Gap { owner: source.owner, locale: locale.tag(), key: key.to_owned(), lack };
                gaps.extend(read_here.unreadable.iter().map(|key| gap(key, Lack::Unreadable)));
                for key in &keys {
                    match (read_here.messages.get(*key), read[0].messages.get(*key)) {
                        (None, _) => gaps.push(gap(key, Lack::Missing)),
                        (Some(here), Some(english)) if here.variables != english.variables => {
                            gaps.push(gap(key, Lack::OtherVariables))
                        }
                        _ => {}
                    }
                }
            }
            for key in keys {
                if owners.insert(key.clone(), source.owner).is_some() {
                    gaps.push(Gap { owner: source.owner, locale: "en", key: key.clone(), lack: Lack::Twice });
                }
            }
        }
        gaps
    }

    /// Texts that say in another language exactly what they say in English, except the keys in `allowed`.
    pub fn same_as_english(&self, allowed: &[&str]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for source in &self.common.sources {
            let english = Read::of(source, Locale::En);
            for locale in &Locale::ALL[1..] {
                for (key, here) in Read::of(source, *locale).messages {
                    let same = english.messages.get(&key).is_some_and(|e| e.text == here.text && e.has_words);
                    if same && !allowed.contains(&key.as_str()) {
                        gaps.push(Gap { owner: source.owner, locale: locale.tag(), key, lack: Lack::Untranslated });
                    }
                }
            }
        }
        gaps
    }
}

struct Read {
    messages: BTreeMap<String, Entry>,
    unreadable: Vec<String>,
}

struct Entry {
    text: String,
    has_words: bool,
    variables: BTreeSet<String>,
}

impl Read {
    fn of(source: &Source, locale: Locale) -> Self {
        let (resource, errors) = match FluentResource::try_new(source.of(locale).to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut unreadable: Vec<String> = errors.iter().map(|e| format!("{}..{}", e.pos.start, e.pos.end)).collect();
        let mut messages = BTreeMap::new();
        for entry in resource.entries() {
            if let ast::Entry::Message(ast::Message { id, value: Some(value), .. }) = entry {
                let text = format!("{value:?}");
                let entry = Entry { has_words: has_words(value), variables: variables(value), text };
                if messages.insert(id.name.to_owned(), entry).is_some() {
                    unreadable.push(id.name.to_owned());
                }
            }
        }
        Self { messages, unreadable }
    }
}

/// Whether there is anything to translate: a letter outside the placeables.
fn has_words(pattern: &ast::Pattern<&str>) -> bool {
    pattern.elements.iter().any(|element| match element {
        PatternElement::TextElement { value } => value.chars().any(char::is_alphabetic),
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().any(|v| has_words(&v.value))
        }
        PatternElement::Placeable { .. } => false,
    })
}

/// A message of a source as one would write it: the value alone, without the indentation that a file needs.
pub(super) fn written(source: &str, key: &str) -> Option<String> {
    let resource = parser::parse(source).unwrap_or_else(|(read, _)| read);
    let message = resource.body.into_iter().find_map(|entry| match entry {
        ast::Entry::Message(message) if message.id.name == key && message.value.is_some() => Some(message),
        _ => None,
    })?;
    let alone = ast::Message { attributes: Vec::new(), comment: None, ..message };
    let text = serializer::serialize(&ast::Resource { body: vec![ast::Entry::Message(alone)] });
    let value = text.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    let lines = value.lines().map(|line| line.strip_prefix("    ").unwrap_or(line).trim_end());
    Some(lines.collect::<Vec<_>>().join("\n").trim().to_owned())
}

/// The names of the variables a pattern uses.
pub(super) fn variables(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    in_pattern(pattern, &mut names);
    names
}

fn in_pattern(pattern: &ast::Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, names);
        }
    }
}

fn in_expression(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, names),
        Expression::Select { selector, variants } => {
            in_inline(selector, names);
            variants.iter().for_each(|variant| in_pattern(&variant.value, names));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, names),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| in_inline(argument, names))
        }
        _ => {}
    }
}
