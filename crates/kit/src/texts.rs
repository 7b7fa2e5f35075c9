//! Texts: what people read, in every language, from Fluent sources that stand beside their owners.
//!
//! A message is looked up in the site's overrides, then in the reader's language, then in English; a key
//! nobody knows is shown in brackets. Text may hold `<b>` and `<code>`; whatever an argument brings is
//! escaped, except where a template passes markup of its own.

mod check;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;

use crate::Locale;
pub use check::{Gap, Lack};

/// The texts of one owner: a crate, a method, a directory.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub owner: &'static str,
    /// Language tag and Fluent source.
    pub texts: [(&'static str, &'static str); 5],
}

/// All texts of this server, as one site sees them. Cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Texts {
    common: Arc<Common>,
    site: Option<Arc<Layer>>,
}

/// A text that a site says in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub locale: Locale,
    pub key: String,
    /// A Fluent pattern; it may use the variables of the text that it replaces and nothing else.
    pub value: String,
}

/// Why an override cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    #[error("no text has this key")]
    UnknownKey,
    #[error("the text cannot be read")]
    Unreadable,
    #[error("the text names a variable that its original does not have")]
    UnknownVariable,
}

impl Texts {
    /// Reads the sources; what cannot be read is left out here and reported by [`Texts::missing`].
    pub fn new(sources: &[Source]) -> Self {
        let layers = Locale::ALL.map(|locale| {
            let mut bundle = empty(locale);
            for source in sources {
                let resource = FluentResource::try_new(source.of(locale).to_owned()).unwrap_or_else(|(read, _)| read);
                bundle.add_resource_overriding(resource);
            }
            bundle
        });
        Self { common: Arc::new(Common { sources: sources.to_vec(), layers: Layer(layers) }), site: None }
    }

    /// The same texts, with a site's own words in place of some.
    pub fn with_overrides(&self, overrides: &[Override]) -> Result<Self, (Override, OverrideError)> {
        let mut layers = Locale::ALL.map(empty);
        for change in overrides {
            let resource = self.read(change).map_err(|error| (change.clone(), error))?;
            layers[change.locale as usize].add_resource_overriding(resource);
        }
        Ok(Self { common: self.common.clone(), site: Some(Arc::new(Layer(layers))) })
    }

    /// The same, with each override that cannot be used left out and logged. `None` where none is left.
    pub fn with_usable(&self, mut overrides: Vec<Override>) -> Option<Self> {
        while !overrides.is_empty() {
            match self.with_overrides(&overrides) {
                Ok(own) => return Some(own),
                Err((bad, why)) => {
                    tracing::warn!(text.key = bad.key, text.locale = bad.locale.tag(), cause = %why, "A site's own text `{}` cannot be used", bad.key);
                    overrides.retain(|o| *o != bad);
                }
            }
        }
        None
    }

    /// The text as plain characters.
    pub fn say(&self, locale: Locale, key: &str, args: &Args) -> String {
        self.marked(locale, key, args).chars().filter(|c| !MARKS.contains(c)).collect()
    }

    /// The text as HTML: `<b>` and `<code>` of the text stay, all else of text and arguments is escaped.
    pub fn say_html(&self, locale: Locale, key: &str, args: &Args) -> String {
        to_html(&self.marked(locale, key, args))
    }

    /// Whether some language has this text.
    pub fn knows(&self, key: &str) -> bool {
        self.common.layers.0[0].has_message(key)
    }

    /// The text as its source has it, without what a site says instead: what an [`Override`] begins from.
    pub fn pattern(&self, locale: Locale, key: &str) -> Option<String> {
        let of =
            |locale: Locale| self.common.sources.iter().rev().find_map(|source| check::written(source.of(locale), key));
        of(locale).or_else(|| of(Locale::En))
    }

    /// The names of the variables that a text may use.
    pub fn variables(&self, key: &str) -> Vec<String> {
        self.common.pattern_variables(key).into_iter().flatten().collect()
    }

    fn marked(&self, locale: Locale, key: &str, args: &Args) -> String {
        let own = self.site.as_deref().and_then(|site| site.format(locale, key, args, true));
        own.or_else(|| self.common.layers.format(locale, key, args, false))
            .or_else(|| self.common.layers.format(Locale::En, key, args, false))
            .unwrap_or_else(|| format!("[{}]", key.replace(MARKS, "")))
    }

    fn read(&self, change: &Override) -> Result<FluentResource, OverrideError> {
        let original = self.common.pattern_variables(&change.key).ok_or(OverrideError::UnknownKey)?;
        let indented = change.value.trim().lines().map(|line| format!("\n    {}", line.trim_end())).collect::<String>();
        let resource =
            FluentResource::try_new(format!("{} ={indented}\n", change.key)).map_err(|_| OverrideError::Unreadable)?;
        let variables = match resource.entries().collect::<Vec<_>>()[..] {
            [ast::Entry::Message(ast::Message { value: Some(value), attributes, .. })] if attributes.is_empty() => {
                check::variables(value)
            }
            _ => return Err(OverrideError::Unreadable),
        };
        variables.is_subset(&original).then_some(resource).ok_or(OverrideError::UnknownVariable)
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("sources", &self.common.sources.len())
            .field("site", &self.site.is_some())
            .finish()
    }
}

/// The values a text is filled with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Args(BTreeMap<String, Arg>);

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Text(String),
    Number(f64),
    /// Markup that a template wrote itself; never anything a person typed.
    Html(String),
}

impl Args {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value and gives the whole back, to be chained.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Arg>) -> Self {
        self.set(name, value);
        self
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Arg>) {
        self.0.insert(name.into(), value.into());
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arg)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Every piece of text passed through `change`.
    #[must_use]
    pub fn map_text(mut self, change: impl Fn(&str) -> String) -> Self {
        for value in self.0.values_mut() {
            if let Arg::Text(text) = value {
                *text = change(text);
            }
        }
        self
    }

    fn fluent(&self) -> FluentArgs<'static> {
        self.0
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Arg::Text(text) => FluentValue::from(text.replace(MARKS, "")),
                    Arg::Html(html) => FluentValue::from(format!("{MARKUP}{}", html.replace(MARKS, ""))),
                    Arg::Number(number) => FluentValue::from(*number),
                };
                (name.clone(), value)
            })
            .collect()
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

struct Common {
    sources: Vec<Source>,
    layers: Layer,
}

impl Common {
    fn pattern_variables(&self, key: &str) -> Option<BTreeSet<String>> {
        Locale::ALL.iter().find_map(|locale| {
            let value = self.layers.0[*locale as usize].get_message(key)?.value()?;
            Some(check::variables(value))
        })
    }
}

/// One bundle per language.
struct Layer([FluentBundle<FluentResource>; 5]);

impl Layer {
    fn format(&self, locale: Locale, key: &str, args: &Args, whole: bool) -> Option<String> {
        let bundle = &self.0[locale as usize];
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let mut text = String::new();
        // Not `format_pattern`, which would mark the whole text as an argument.
        bundle.write_pattern(&mut text, pattern, Some(&args.fluent()), &mut errors).ok()?;
        if !errors.is_empty() {
            tracing::debug!(text.key = key, text.locale = locale.tag(), "The text `{key}` lacks a value");
        }
        (errors.is_empty() || !whole).then_some(text)
    }
}

impl Source {
    fn of(&self, locale: Locale) -> &'static str {
        self.texts.iter().find(|(tag, _)| *tag == locale.tag()).map_or("", |(_, source)| source)
    }
}

fn empty(locale: Locale) -> FluentBundle<FluentResource> {
    let language = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::String(text) => Some(format!("{OPEN}{text}{CLOSE}")),
        _ => None,
    }));
    bundle
}

/// Private-use characters that show where an argument stands in a formatted text; removed from every argument first.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
const MARKUP: char = '\u{e002}';
const MARKS: [char; 3] = [OPEN, CLOSE, MARKUP];

fn to_html(marked: &str) -> String {
    let mut html = String::with_capacity(marked.len() + 16);
    for piece in marked.split_inclusive([OPEN, CLOSE]) {
        let argument = piece.strip_suffix(CLOSE);
        let text = argument.unwrap_or(piece);
        let text = text.strip_suffix(OPEN).unwrap_or(text);
        match (argument, text.strip_prefix(MARKUP)) {
            (Some(_), Some(markup)) => html.push_str(markup),
            (Some(_), None) => html.push_str(&escape(text)),
            (None, _) => html.push_str(&allow_tags(escape(text))),
        }
    }
    html
}

/// Escapes for element content and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut from = 0;
    // Forms carry kilobytes of base64: what is safe is taken in stretches.
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        safe.push_str(&text[from..at]);
        safe.push_str(entity);
        from = at + 1;
    }
    safe.push_str(&text[from..]);
    safe
}

fn allow_tags(escaped: String) -> String {
    if !escaped.contains("&lt;") {
        return escaped;
    }
    ["b", "code"].iter().fold(escaped, |text, tag| {
        text.replace(&format!("&lt;{tag}&gt;"), &format!("<{tag}>"))
            .replace(&format!("&lt;/{tag}&gt;"), &format!("</{tag}>"))
    })
}

#[cfg(test)]
mod tests;
