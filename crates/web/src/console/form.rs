//! Forms made of declarations: what an object has becomes fields, what was typed becomes attributes, and what is wrong with
//! it stands beside the field that it came from.

mod take;

use std::collections::BTreeMap;

use kit::Form;
use manage::{
    attributes::{self, Attributes},
    nouns,
};
use model::{Finding, Locale, Noun, secret::MASKED};
use serde::Serialize;
use serde_json::Value;

use super::{
    layout::{self, Group},
    schema::{self, Declared, Shape},
    speak::{Line, Speaker, anchor, numbered},
};
use crate::words::Words;

pub use take::taken;

/// Fields under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    pub key: &'static str,
    pub fields: Vec<Field>,
    /// Behind a word until somebody asks for them, or one of them is said or wrong.
    pub fold: Option<Fold>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fold {
    Open,
    Shut,
}

/// One field as a template shows it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    pub name: String,
    pub id: String,
    /// `text`, `number`, `check`, `select`, `area` or `titles`.
    pub shape: &'static str,
    pub label: String,
    pub hints: Vec<Line>,
    pub value: String,
    pub checked: bool,
    pub options: Vec<Choice>,
    pub languages: Vec<Language>,
    pub suggestions: &'static [&'static str],
    pub readonly: bool,
    pub optional: bool,
    pub exact: bool,
    pub rows: usize,
    pub errors: Vec<Wrong>,
    /// Ids of what describes it.
    pub described: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Language {
    pub tag: &'static str,
    pub own: &'static str,
    pub value: String,
}

/// What is wrong, beside a field and in the summary above.
#[derive(Clone, Debug, Serialize)]
pub struct Wrong {
    pub anchor: String,
    pub label: String,
    pub words: Words,
    pub near: Option<Words>,
}

/// What a form is made of.
pub struct Sheet<'a> {
    pub noun: Noun,
    pub groups: &'a [Group],
    pub schema: Value,
    /// As they are, secrets masked, the defaults of what is not said among them.
    pub present: Attributes,
    /// What was typed, where the form comes back.
    pub typed: Option<&'a Form>,
    pub findings: &'a [Finding],
    /// The declarations of the lines of a method's kind.
    pub lines: Option<Value>,
    pub may_write: bool,
}

impl<'a> Sheet<'a> {
    pub fn new(noun: Noun, groups: &'a [Group], attributes: &Attributes, kinds: &[plug::Registration]) -> Self {
        let mut present = defaults(noun);
        present.extend(attributes.clone());
        let kind = attributes::kind_of(noun, attributes, kinds).ok().flatten();
        let lines = kinds.iter().find(|r| Some(r.kind.name) == kind.as_deref()).map(|r| (r.schema)().to_value());
        Self {
            noun,
            groups,
            schema: nouns::api_schema(noun, kinds),
            present,
            typed: None,
            findings: &[],
            lines,
            may_write: true,
        }
    }

    /// The parts, those without a field left out.
    pub fn parts(&self, speaker: &Speaker) -> Vec<Part> {
        let fields = |group: &Group| -> Vec<Field> {
            group.fields.iter().filter_map(|name| self.field(name, speaker)).collect()
        };
        let parts = self.groups.iter().map(|group| Part { key: group.key, fields: fields(group), fold: None });
        parts.filter(|part| !part.fields.is_empty()).collect()
    }

    /// What is wrong with what was typed, for the summary.
    pub fn wrong(&self, parts: &[Part], speaker: &Speaker) -> Vec<Wrong> {
        let (mut told, rest) = self.beside(parts);
        told.extend(rest.into_iter().map(|finding| wrong(finding, "", speaker)));
        told
    }

    /// What is wrong beside a field of these, and the rest.
    pub fn beside(&self, parts: &[Part]) -> (Vec<Wrong>, Vec<&'a Finding>) {
        let fields = || parts.iter().flat_map(|part| &part.fields);
        let is_beside = |finding: &Finding| fields().any(|field| self.is_about(finding, &field.name));
        let told = fields().flat_map(|field| field.errors.clone()).collect();
        (told, self.findings.iter().filter(|finding| !is_beside(finding)).collect())
    }

    pub fn field(&self, name: &str, speaker: &Speaker) -> Option<Field> {
        let declared = self.declared(name)?;
        Some(self.made(name, &declared, &self.value(name), speaker))
    }

    /// A field of a declaration, with a value.
    pub fn made(&self, name: &str, declared: &Declared, value: &Value, speaker: &Speaker) -> Field {
        let readonly = !self.may_write || layout::FIXED.contains(&name);
        let mut field = Field {
            name: name.to_owned(),
            id: anchor(name),
            label: match name.strip_prefix("line.") {
                Some(line) => speaker.line(line),
                None => speaker.label(self.noun.name(), name),
            },
            hints: hints(self.noun, name, declared, speaker),
            optional: declared.optional && !readonly,
            exact: declared.secret || layout::EXACT.contains(&name) || name.starts_with("line."),
            suggestions: layout::suggestions(name),
            readonly,
            ..Field::default()
        };
        self.fill(&mut field, declared, value, speaker);
        let about = self.findings.iter().filter(|f| self.is_about(f, name));
        field.errors = about.map(|finding| wrong(finding, &field.id, speaker)).collect();
        let hint = (!field.hints.is_empty()).then(|| format!("{}-hint", field.id));
        let error = (!field.errors.is_empty()).then(|| format!("{}-error", field.id));
        field.described = error.into_iter().chain(hint).collect::<Vec<_>>().join(" ");
        for error in &mut field.errors {
            error.label.clone_from(&field.label);
        }
        field
    }

    fn fill(&self, field: &mut Field, declared: &Declared, value: &Value, speaker: &Speaker) {
        let typed = self.typed.filter(|_| !field.readonly);
        let text = typed.and_then(|form| form.get(&field.name)).map_or_else(|| shown(value), str::to_owned);
        // A secret that was typed is not sent back to where somebody may look over a shoulder.
        field.value = if declared.secret { shown(value) } else { text };
        field.shape = match &declared.shape {
            Shape::Switch if field.name.starts_with("line.") => {
                field.options = line_choices(&["true".to_owned(), "false".to_owned()], declared, &field.value, speaker);
                "select"
            }
            Shape::Switch => {
                field.checked = typed.map_or(value.as_bool().unwrap_or(false), |form| form.get(&field.name).is_some());
                "check"
            }
            Shape::Number { .. } => "number",
            Shape::Choice(all) if field.name.starts_with("line.") => {
                field.options = line_choices(all, declared, &field.value, speaker);
                "select"
            }
            Shape::Choice(all) => {
                field.options = choices(self.noun, &field.name, all, declared, &field.value, speaker);
                "select"
            }
            Shape::Titles => {
                field.languages = languages(&field.name, value, typed);
                "titles"
            }
            Shape::List => {
                field.rows = field.value.lines().count().clamp(2, 8) + 1;
                field.hints.insert(0, Line::key("console-hint-list"));
                "area"
            }
            Shape::Numbers => {
                field.hints.insert(0, Line::key("console-hint-numbers"));
                "text"
            }
            Shape::Text if layout::LONG.contains(&field.name.as_str()) => {
                field.rows = match field.name.as_str() {
                    "source" => 24,
                    "metadata.descriptor" => 12,
                    _ => 4,
                };
                "area"
            }
            Shape::Text => "text",
            Shape::Json => {
                field.rows = field.value.lines().count().clamp(2, 12) + 1;
                "area"
            }
        };
    }

    /// Whether a finding is about a field: the attribute itself, a member of it, or the line.
    fn is_about(&self, finding: &Finding, name: &str) -> bool {
        if let Some(line) = name.strip_prefix("line.") {
            let at = numbered(&finding.field, "configuration").and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
            let named = finding.args.iter().any(|(key, value)| key == "name" && value == line);
            return finding.field.starts_with("configuration")
                && (named || at.and_then(|at| self.line_at(at)).is_some_and(|l| l == line));
        }
        let rest = finding.field.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    fn line_at(&self, at: usize) -> Option<String> {
        let lines = self.present.get(attributes::LINES)?.as_array()?;
        lines.get(at)?.as_str().and_then(model::Line::parse).map(|line| line.name)
    }

    pub fn declared(&self, name: &str) -> Option<Declared> {
        let Some(line) = name.strip_prefix("line.") else { return schema::declared(&self.schema, name) };
        common(line).or_else(|| {
            schema::properties(self.lines.as_ref()?).into_iter().find(|(known, _)| known == line).map(|(_, d)| d)
        })
    }

    pub fn value(&self, name: &str) -> Value {
        if let Some(line) = name.strip_prefix("line.") {
            let lines = self.present.get(attributes::LINES).and_then(Value::as_array);
            let all = lines.into_iter().flatten().filter_map(Value::as_str).filter_map(model::Line::parse);
            let values: Vec<Value> = all.filter(|l| l.name == line).map(|l| l.value.into()).collect();
            return match values.as_slice() {
                [] => Value::Null,
                [one] => one.clone(),
                _ => Value::Array(values),
            };
        }
        let mut path = name.split('.');
        let first = path.next().and_then(|first| self.present.get(first)).cloned().unwrap_or_default();
        path.fold(first, |at, member| at.get(member).cloned().unwrap_or_default())
    }
}

/// Attributes of a noun at their defaults, under their API names.
fn defaults(noun: Noun) -> Attributes {
    let Value::Object(fields) = noun.fresh().attributes() else { return Attributes::new() };
    fields.into_iter().map(|(field, value)| (attributes::api_name(&field).to_owned(), value)).collect()
}

/// Lines that every kind has.
fn common(line: &str) -> Option<Declared> {
    let shape = match line {
        "mfa" | "accountLink" => Shape::Switch,
        "policy.lockout.threshold" => Shape::Number { least: Some(1), most: Some(1_000_000) },
        "policy.lockout.duration" => Shape::Number { least: Some(0), most: Some(1_000_000) },
        _ => return None,
    };
    let usual = model::Lockout::default();
    let default = match line {
        "mfa" | "accountLink" => Value::Bool(false),
        "policy.lockout.threshold" => usual.threshold.into(),
        _ => (usual.duration.as_millis() / 60_000).into(),
    };
    Some(Declared { shape, optional: true, secret: false, usual: true, default, description: String::new() })
}
/// A value as its control holds it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.iter().all(Value::is_number) => {
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        Value::Array(all) if all.iter().all(Value::is_string) => {
            all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

fn hints(noun: Noun, name: &str, declared: &Declared, speaker: &Speaker) -> Vec<Line> {
    let line = name.strip_prefix("line.");
    let help = line.map_or_else(|| speaker.help(noun.name(), name), |line| speaker.line_help(line));
    let told = help.is_some();
    let mut hints: Vec<Line> = help.into_iter().collect();
    if !told && line.is_some() && !declared.description.is_empty() {
        hints.push(Line::english(&declared.description));
    }
    if let Shape::Number { least: Some(least), most: Some(most) } = declared.shape
        && line.is_some()
        && !told
    {
        hints.push(Line::of(Words::new("console-hint-range").with("low", least).with("high", most)));
    }
    if line.is_some()
        && !told
        && matches!(declared.shape, Shape::Number { .. } | Shape::Text)
        && !shown(&declared.default).is_empty()
        && !declared.secret
    {
        hints.push(Line::of(Words::new("console-hint-default").with("value", shown(&declared.default))));
    }
    if declared.secret {
        hints.push(Line::of(Words::new("console-hint-secret").with("mask", MASKED)));
    }
    hints
}

/// The values of a line, the first of which is that none is written and the default holds.
fn line_choices(all: &[String], declared: &Declared, value: &str, speaker: &Speaker) -> Vec<Choice> {
    let default = choice(&shown(&declared.default), speaker);
    let label = speaker.words(&Words::new("console-choice-default").with("value", default));
    let unset = Choice { value: String::new(), label, chosen: value.is_empty() };
    let one = |known: &String| Choice {
        value: known.clone(),
        label: choice(known, speaker),
        chosen: known.eq_ignore_ascii_case(value),
    };
    let strange = (!value.is_empty() && !all.iter().any(|k| k.eq_ignore_ascii_case(value))).then(|| Choice {
        value: value.to_owned(),
        label: value.to_owned(),
        chosen: true,
    });
    std::iter::once(unset).chain(all.iter().map(one)).chain(strange).collect()
}

fn choices(noun: Noun, name: &str, all: &[String], declared: &Declared, value: &str, speaker: &Speaker) -> Vec<Choice> {
    let none = declared.optional.then(|| Choice {
        value: String::new(),
        label: speaker.say("console-choice-none-set"),
        chosen: value.is_empty(),
    });
    let label = |known: &str| speaker.value(noun.name(), name, known);
    let one = |known: &String| Choice { value: known.clone(), label: label(known), chosen: known == value };
    none.into_iter().chain(all.iter().map(one)).collect()
}

fn choice(value: &str, speaker: &Speaker) -> String {
    speaker.value("line", "", value)
}

fn languages(name: &str, value: &Value, typed: Option<&Form>) -> Vec<Language> {
    let present: BTreeMap<String, String> = match value {
        Value::String(text) => BTreeMap::from([("en".to_owned(), text.clone())]),
        other => serde_json::from_value(other.clone()).unwrap_or_default(),
    };
    let own = |l: Locale| kit::Locale::from_tag(l.tag()).unwrap_or_default().own_name();
    let of = |l: Locale| {
        let typed = typed.and_then(|form| form.get(&format!("{name}.{}", l.tag()))).map(str::to_owned);
        Language {
            tag: l.tag(),
            own: own(l),
            value: typed.or_else(|| present.get(l.tag()).cloned()).unwrap_or_default(),
        }
    };
    Locale::ALL.into_iter().map(of).collect()
}

/// A finding for the summary and for its field.
pub fn wrong(finding: &Finding, anchor: &str, speaker: &Speaker) -> Wrong {
    let told = speaker.finding(finding);
    Wrong { anchor: anchor.to_owned(), label: told.label, words: told.words, near: told.near }
}
