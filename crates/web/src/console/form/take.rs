//! What was typed into a form as attributes to put, or what is wrong with it.

use kit::Form;
use manage::attributes::{self, Attributes};
use model::{Finding, Locale};
use serde_json::{Map, Value};

use super::Sheet;
use crate::console::{
    layout, race,
    schema::{Declared, Shape},
};

impl Sheet<'_> {
    /// What was typed as attributes to put. A field that the person left as somebody else saved it (`choose`) is not among them.
    pub fn taken(&self, form: &Form) -> Result<Attributes, Vec<Finding>> {
        let names: Vec<&str> = self.groups.iter().flat_map(|g| g.fields).copied().collect();
        self.taken_of(form, &names)
    }

    /// The same of these fields.
    pub fn taken_of(&self, form: &Form, names: &[&str]) -> Result<Attributes, Vec<Finding>> {
        let (mut made, mut findings) = (Attributes::new(), Vec::new());
        let mut lines = Vec::new();
        for name in names {
            let Some(declared) = self.declared(name) else { continue };
            if layout::FIXED.contains(name) || race::left(form, name) || !sent(form, name, &declared) {
                continue;
            }
            if let Some(line) = name.strip_prefix("line.") {
                lines.push((line.to_owned(), form.get(name).unwrap_or_default().to_owned(), declared));
                continue;
            }
            match taken(form, name, &declared) {
                Ok(value) => put(&mut made, &self.present, name, value),
                Err(finding) => findings.push(finding),
            }
        }
        if !lines.is_empty() {
            made.insert(attributes::LINES.to_owned(), self.with_lines(&lines));
        }
        without_mail(&mut made);
        if findings.is_empty() { Ok(made) } else { Err(findings) }
    }

    /// The present lines with these set, or gone where nothing stands in their field.
    fn with_lines(&self, set: &[(String, String, Declared)]) -> Value {
        let present = self.present.get(attributes::LINES).and_then(Value::as_array).cloned().unwrap_or_default();
        let mut kept: Vec<String> = present.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        for (name, value, declared) in set {
            let is = |line: &String| model::Line::parse(line).is_some_and(|l| l.name == *name);
            let at = kept.iter().position(is).unwrap_or(kept.len());
            kept.retain(|line| !is(line));
            let many = declared.shape == Shape::List;
            let values: Vec<&str> = if many { value.lines().map(str::trim).collect() } else { vec![value.trim()] };
            let lines = values.into_iter().filter(|v| !v.is_empty()).map(|v| format!("{name} {v}"));
            let at = at.min(kept.len());
            kept.splice(at..at, lines);
        }
        Value::from(kept)
    }
}

/// Whether the form had the field at all.
fn sent(form: &Form, name: &str, declared: &Declared) -> bool {
    match declared.shape {
        // An empty box sends nothing, so a hidden field says that it was there.
        Shape::Switch if !name.starts_with("line.") => form.get(&format!("was.{name}")).is_some(),
        Shape::Titles => Locale::ALL.iter().any(|l| form.get(&format!("{name}.{}", l.tag())).is_some()),
        _ => form.get(name).is_some(),
    }
}

/// What was typed into one field.
pub fn taken(form: &Form, name: &str, declared: &Declared) -> Result<Value, Finding> {
    let text = form.get(name).unwrap_or_default();
    let wrong = |key: &str| Finding::broken(name, key);
    Ok(match &declared.shape {
        Shape::Switch => form.get(name).is_some().into(),
        Shape::Titles => {
            let of = |l: Locale| {
                (l.tag().to_owned(), form.get(&format!("{name}.{}", l.tag())).unwrap_or_default().trim().to_owned())
            };
            let all = Locale::ALL.into_iter().map(of).filter(|(_, text)| !text.is_empty());
            Value::Object(all.map(|(tag, text)| (tag, text.into())).collect())
        }
        _ if text.trim().is_empty() && declared.optional => Value::Null,
        Shape::Number { least, most } => {
            let number: i64 =
                if text.trim().is_empty() { 0 } else { text.trim().parse().map_err(|_| wrong("console-number"))? };
            let fits = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
            if !fits {
                return Err(wrong("range")
                    .with("low", least.unwrap_or(i64::MIN))
                    .with("high", most.unwrap_or(i64::MAX)));
            }
            number.into()
        }
        Shape::List => Value::from(text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>()),
        Shape::Numbers => {
            let numbers: Result<Vec<i64>, _> =
                text.split([' ', ',', '\n', '\r']).filter(|n| !n.is_empty()).map(str::parse).collect();
            Value::from(numbers.map_err(|_| wrong("console-number"))?)
        }
        Shape::Json => serde_json::from_str(text).map_err(|e| wrong("console-json").with("line", e.line()))?,
        Shape::Choice(_) | Shape::Text if layout::LONG.contains(&name) => text.replace("\r\n", "\n").into(),
        Shape::Choice(_) | Shape::Text => text.trim().into(),
    })
}

/// Sets an attribute, or one member of a compound one whose other members stay.
fn put(made: &mut Attributes, present: &Attributes, name: &str, value: Value) {
    let Some((first, member)) = name.split_once('.') else {
        made.insert(name.to_owned(), value);
        return;
    };
    let of_present = || match present.get(first) {
        Some(Value::Object(members)) => members.clone(),
        _ => Map::new(),
    };
    let whole = made.entry(first.to_owned()).or_insert_with(|| Value::Object(of_present()));
    if let Value::Object(members) = whole {
        members.insert(member.to_owned(), value);
    }
}

/// Without a host there is no mail server of one's own.
fn without_mail(made: &mut Attributes) {
    let empty = |member: &Value| member.as_str().is_some_and(str::is_empty);
    if made.get("mail").is_some_and(|mail| empty(&mail["host"]) && empty(&mail["from"])) {
        made.insert("mail".to_owned(), Value::Null);
    }
}
