//! What the book says of nouns, attributes, links and lines beside their schemas: the words of the console, in English, and what
//! a kind finds wrong with its lines, which is tried out.

use kit::{Args, Locale, Source, Texts};
use model::{Finding, Lines, Noun, finding::Severity, role::BuiltIn};
use plug::{Documents, Registration};
use serde_json::{Map, Value, json};

use crate::words;

/// One object with the members `objects`, `kinds` and `commonLines`.
pub fn words(kinds: &[Registration]) -> Value {
    let mut sources = vec![kit::TEXTS, crate::TEXTS];
    sources.extend(kinds.iter().map(|r| Source { owner: r.kind.name, texts: r.texts }));
    let book = Book { texts: Texts::new(&sources) };
    let objects: Map<String, Value> =
        Noun::ALL.iter().map(|noun| (noun.name().to_owned(), book.object(*noun, kinds))).collect();
    let common = model::method::COMMON_LINES.iter().map(|name| ((*name).to_owned(), book.line(name)));
    json!({
        "objects": objects,
        "kinds": kinds.iter().map(|r| (r.kind.name.to_owned(), book.kind(r))).collect::<Map<_, _>>(),
        "commonLines": common.collect::<Map<_, _>>(),
    })
}

struct Book {
    texts: Texts,
}

impl Book {
    fn say(&self, key: &str) -> String {
        self.texts.say(Locale::En, key, &Args::new())
    }

    fn labelled(&self, (label, help): (String, Option<String>)) -> Value {
        json!({ "label": self.say(&label), "help": help.map(|key| self.say(&key)).unwrap_or_default() })
    }

    fn line(&self, name: &str) -> Value {
        self.labelled(words::line(&self.texts, name))
    }

    fn object(&self, noun: Noun, kinds: &[Registration]) -> Value {
        let schema = super::api_schema(noun, kinds);
        let mut attributes = Map::new();
        self.attributes(noun.name(), (&schema, &schema), "", &mut attributes);
        let links = noun.links().iter().map(|link| {
            let carried = link.payload.iter().map(|name| {
                ((*name).to_owned(), self.labelled(words::payload(&self.texts, noun.name(), link.name, name)))
            });
            let mut said = self.labelled(words::link(&self.texts, noun.name(), link.name));
            said["carries"] = carried.collect::<Map<_, _>>().into();
            (link.name.to_owned(), said)
        });
        json!({
            "title": self.say(&words::noun(noun.name(), false)),
            "many": self.say(&words::noun(noun.name(), true)),
            "attributes": attributes,
            "links": links.collect::<Map<_, _>>(),
            "writers": self.writers(noun),
            "ofSites": model::role::SITE_NOUNS.contains(&noun.name()),
        })
    }

    /// By dotted names, members of compound attributes and of items of lists too.
    fn attributes(&self, noun: &str, (root, at): (&Value, &Value), before: &str, into: &mut Map<String, Value>) {
        let Some(properties) = at.get("properties").and_then(Value::as_object) else { return };
        for (name, property) in properties {
            let path = format!("{before}{name}");
            let (label, help) = words::attribute(&self.texts, noun, &path);
            if self.texts.knows(&label) {
                into.insert(path.clone(), self.labelled((label, help)));
            }
            let inner = resolved(root, property);
            if before.matches('.').count() < 2 {
                self.attributes(noun, (root, inner), &format!("{path}."), into);
                if let Some(items) = inner.get("items") {
                    self.attributes(noun, (root, resolved(root, items)), &format!("{path}."), into);
                }
            }
        }
    }

    /// Built-in roles that may change it.
    fn writers(&self, noun: Noun) -> Vec<String> {
        let may = |role: &BuiltIn| role.rights().iter().any(|right| right.grants(noun.name(), "write"));
        BuiltIn::ALL.into_iter().filter(may).map(|role| self.say(&words::role(role.name()).0)).collect()
    }

    fn kind(&self, registration: &Registration) -> Value {
        let kind = registration.kind;
        let schema = (registration.schema)().to_value();
        let lines = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let values = lines.iter().map(|(name, property)| {
            let named = property.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let said = named.filter_map(|value| {
                let key = words::line_value(&self.texts, name, value)?;
                Some((value.to_owned(), Value::from(self.say(&key))))
            });
            let mut line = self.line(name);
            line["values"] = said.collect::<Map<_, _>>().into();
            (name.clone(), line)
        });
        json!({
            "title": self.say(&words::kind(kind.name)),
            "readme": registration.readme,
            "lines": values.collect::<Map<_, _>>(),
            "findings": self.findings(registration, &lines),
            "codeLengths": kind.code_lengths,
            "usualCodeLengths": (registration.open)(&Lines::default(), &Documents::default()).map(|m| m.code_lengths()).unwrap_or_default(),
            "shorthand": kind.shorthand,
            "silent": kind.silent,
            "enrols": kind.enrols,
            "takesSecret": kind.takes_secret,
            "sends": kind.sends,
            "companion": kind.companion,
            "tokens": registration.tokens.is_some(),
            "events": kind.events,
        })
    }

    /// What lines at their bounds are told, one alone and then two together.
    fn findings(&self, registration: &Registration, known: &Map<String, Value>) -> Vec<Value> {
        let tried: Vec<String> = known.iter().flat_map(|(name, property)| at_bounds(name, property)).collect();
        let name = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        let mut told = Vec::new();
        let pairs = tried.iter().enumerate().flat_map(|(n, one)| {
            let others = tried[n + 1..].iter().filter(|other| name(other) != name(one));
            others.map(|other| vec![one.clone(), other.clone()]).collect::<Vec<_>>()
        });
        for lines in tried.iter().map(|line| vec![line.clone()]).chain(pairs) {
            for finding in judged(registration, &lines) {
                let names: Vec<String> = lines.iter().map(|line| name(line)).collect();
                let seen = |(key, of): &(String, Vec<String>)| *key == finding.key && (lines.len() > 1 || *of == names);
                if found.iter().any(seen) {
                    continue;
                }
                found.push((finding.key.clone(), names));
                let severity = match finding.severity {
                    Severity::Warning => "warning",
                    Severity::Unfit => "unfit",
                    Severity::Broken => "broken",
                };
                let text = words::finding(&self.texts, Locale::En, &finding);
                told.push(json!({ "lines": lines, "key": finding.key, "severity": severity, "text": text }));
            }
        }
        told
    }
}

fn judged(registration: &Registration, lines: &[String]) -> Vec<Finding> {
    let Ok(lines) = Lines::parse(lines.iter().map(String::as_str)) else { return Vec::new() };
    let refused = (registration.open)(&lines, &Documents::default()).err().unwrap_or_default();
    refused.into_iter().chain((registration.findings)(&lines)).collect()
}

/// A line with each value that is most likely to be found fault with: bounds, and every one of a few.
fn at_bounds(name: &str, property: &Value) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for bound in ["minimum", "maximum"] {
        if let Some(number) = property.get(bound).and_then(Value::as_i64) {
            values.push(number.to_string());
            if bound == "minimum" {
                values.push((number + 1).to_string());
            }
        }
    }
    if let Some(named) = property.get("enum").and_then(Value::as_array) {
        values.extend(named.iter().filter_map(Value::as_str).filter(|value| !value.is_empty()).map(str::to_owned));
    }
    if property.get("type").and_then(Value::as_str) == Some("boolean") {
        values.extend(["true".to_owned(), "false".to_owned()]);
    }
    values.into_iter().map(|value| format!("{name} {value}")).collect()
}

/// What a reference leads to; one that may be null counts as what it is otherwise.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().find(|one| one.get("$ref").is_some()).map_or(schema, |one| resolved(root, one));
    }
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(schema)
}
