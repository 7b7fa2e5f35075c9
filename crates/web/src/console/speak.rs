//! Words of the console: labels of attributes, titles of objects, and findings with the way to the field that cures them.

use kit::Texts;
use manage::{address::Type, desk::object_of};
use model::{Finding, Noun, Severity, Titles};
use serde::Serialize;

use crate::words::{Scribe, Words};

/// Writes for one reader.
#[derive(Clone, Debug)]
pub struct Speaker {
    pub scribe: Scribe,
    texts: Texts,
}

/// A text by its key, or words that stand as they are: those of a schema are English in every language.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    pub key: String,
    pub args: std::collections::BTreeMap<String, plug::Value>,
    pub text: String,
    pub lang: &'static str,
}

impl Line {
    pub fn of(words: Words) -> Self {
        Self { key: words.key, args: words.args, ..Self::default() }
    }
    pub fn key(key: &str) -> Self {
        Self::of(Words::new(key))
    }
    pub fn english(text: &str) -> Self {
        Self { text: text.to_owned(), lang: "en", ..Self::default() }
    }
}

/// A finding for people.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// `bad` or `warn`.
    pub kind: &'static str,
    /// Key of the word for how bad it is.
    pub severity: &'static str,
    /// Name of the object.
    pub object: String,
    pub words: Words,
    pub near: Option<Words>,
    /// Label of the field, where there is one.
    pub label: String,
    pub field: String,
    /// Where it is cured.
    pub href: String,
}

impl Speaker {
    pub fn new(scribe: Scribe, texts: &Texts) -> Self {
        Self { scribe, texts: texts.clone() }
    }

    /// A text without values, as plain characters for a template to escape.
    pub fn say(&self, key: &str) -> String {
        self.scribe.say(&Words::new(key))
    }
    pub fn words(&self, words: &Words) -> String {
        self.scribe.say(words)
    }
    pub fn knows(&self, key: &str) -> bool {
        self.texts.knows(key)
    }

    pub fn title(&self, titles: &Titles, name: &str) -> String {
        titles.get(self.scribe.locale()).filter(|t| !t.is_empty()).unwrap_or(name).to_owned()
    }

    /// What an attribute of a kind of object is called; its name where no text says it.
    pub fn label(&self, noun: &str, attribute: &str) -> String {
        let name = || attribute.rsplit('.').next().unwrap_or(attribute).to_owned();
        self.known(noun, attribute).unwrap_or_else(name)
    }

    fn known(&self, noun: &str, attribute: &str) -> Option<String> {
        self.scribe.first(&keys(noun, attribute, "")).map(|key| self.say(&key))
    }

    /// What a configuration line is called.
    pub fn line(&self, name: &str) -> String {
        let key = format!("line-{}", dashed(name));
        if self.knows(&key) { self.say(&key) } else { name.to_owned() }
    }

    pub fn line_help(&self, name: &str) -> Option<Line> {
        let key = format!("line-{}-help", dashed(name));
        self.knows(&key).then(|| Line::key(&key))
    }

    /// What a value of an attribute is called.
    pub fn value(&self, noun: &str, attribute: &str, value: &str) -> String {
        let (attribute, value_key) = (dashed(attribute), dashed(value));
        let keys = [
            format!("value-{noun}-{attribute}-{value_key}"),
            format!("value-{attribute}-{value_key}"),
            format!("console-choice-{value_key}"),
        ];
        self.scribe.first(&keys).map_or_else(|| value.to_owned(), |key| self.say(&key))
    }

    /// What a kind of method is called.
    pub fn kind(&self, name: &str, type_name: &str) -> String {
        let key = format!("kind-{}", dashed(name));
        if self.knows(&key) { self.say(&key) } else { type_name.to_owned() }
    }

    /// What stands below its field.
    pub fn help(&self, noun: &str, attribute: &str) -> Option<Line> {
        self.scribe.first(&keys(noun, attribute, "-help")).map(|key| Line::key(&key))
    }

    pub fn findings(&self, findings: &[Finding]) -> Vec<Told> {
        findings.iter().map(|finding| self.finding(finding)).collect()
    }

    pub fn finding(&self, finding: &Finding) -> Told {
        let key = format!("finding-{}", finding.key);
        let filled = |words: Words| finding.args.iter().fold(words, |w, (name, value)| w.with(name, value.as_str()));
        let words = match self.knows(&key) {
            true => filled(Words::new(key)),
            false => Words::new("console-finding").with("finding", finding.plain()),
        };
        let near = finding.args.iter().any(|(name, value)| name == "nearest" && !value.is_empty());
        let at = object_of(finding);
        let noun = at.as_ref().and_then(|at| at.kind.noun());
        let label = match noun {
            Some(noun) if !finding.field.is_empty() => self.field(noun, &finding.field),
            _ => finding.field.clone(),
        };
        Told {
            kind: if finding.severity == Severity::Broken { "bad" } else { "warn" },
            severity: match finding.severity {
                Severity::Broken => "console-severity-broken",
                Severity::Unfit => "console-severity-unfit",
                Severity::Warning => "console-severity-warning",
            },
            object: at.as_ref().map(|at| at.path.clone()).unwrap_or_default(),
            words,
            near: near.then(|| filled(Words::new("finding-nearest"))).filter(|w| self.knows(&w.key)),
            label,
            field: finding.field.clone(),
            href: at.map(|at| cure(at.kind, &at.path, &finding.field)).unwrap_or_default(),
        }
    }

    /// What the place of a finding is called: a line by its number, a link by its page.
    fn field(&self, noun: Noun, field: &str) -> String {
        if let Some(number) = numbered(field, "configuration") {
            return self.words(&Words::new("console-line").with("line", number));
        }
        if let Some(link) = field.strip_prefix("link.") {
            return self
                .scribe
                .first(&[format!("console-link-{}-{link}", noun.name())])
                .map_or_else(|| link.to_owned(), |k| self.say(&k));
        }
        self.label(noun.name(), field)
    }
}

/// The texts that may name an attribute, the most exact first: `attribute-site-theme-colour`, `attribute-colour`.
fn keys(noun: &str, attribute: &str, end: &str) -> Vec<String> {
    let dashed = dashed(attribute);
    let last = attribute.rsplit('.').next().unwrap_or(attribute);
    let mut keys = vec![format!("attribute-{noun}-{dashed}{end}"), format!("attribute-{dashed}{end}")];
    if last != attribute {
        keys.push(format!("attribute-{last}{end}"));
    }
    keys
}

/// A name as a part of a text's key.
fn dashed(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// The number in `configuration[3]`.
pub(super) fn numbered(field: &str, of: &str) -> Option<i64> {
    field.strip_prefix(of)?.strip_prefix('[')?.split(']').next()?.parse().ok()
}

/// The page, and the place on it, where a field is changed.
pub(super) fn cure(kind: Type, path: &str, field: &str) -> String {
    let page = format!("/console{}", manage::address::id(kind, path));
    if field == "link.nextFactor" {
        return "/console/chains".to_owned();
    }
    let (tab, place) = match field.split(['.', '[']).next().unwrap_or_default() {
        "link" => (field.strip_prefix("link.").unwrap_or_default(), String::new()),
        "configuration" => ("lines", "lines".to_owned()),
        "metadata" => ("registration", anchor(field)),
        "theme" => ("look", anchor(field)),
        "texts" => ("texts", anchor(field)),
        "items" => ("items", anchor(field)),
        "sms" => ("sms", anchor(field)),
        "rights" => ("rights", String::new()),
        "path" | "name" | "" => ("", String::new()),
        _ => ("", anchor(field)),
    };
    let query = if tab.is_empty() { String::new() } else { format!("?tab={tab}") };
    let place = if place.is_empty() { String::new() } else { format!("#{place}") };
    format!("{page}{query}{place}")
}

/// The id of a field's control.
pub(super) fn anchor(field: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("f-{}", field.trim_end_matches(']').chars().map(plain).collect::<String>())
}
