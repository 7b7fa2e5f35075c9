//! The attributes of objects under their API names.
//!
//! Where the source product has a name it is ours; the rest are the names of the model. A method's `kind` is seen as
//! `className` (`symbolon.KIND`; the source's class names are taken on input) and `methodType`. A title in English alone is a
//! string, in several languages a table by language. `name` is the last segment of the path and never changes.

use model::{AnyObject, Entry, Finding, Lines, Noun, service};
use plug::{Registration, config::nearest};
use serde_json::{Map, Value};

pub type Attributes = Map<String, Value>;

/// Names that differ between the model and the API.
const RENAMED: [(&str, &str); 3] =
    [("kind", CLASS), ("declarationReference", "samlDeclarationReference"), ("classReference", "samlClassReference")];
pub const CLASS: &str = "className";
pub const TYPE: &str = "methodType";
pub const LINES: &str = "configuration";
/// Stands before the name of a kind in `className`.
pub const PREFIX: &str = "symbolon.";

/// An object's attributes, secrets included. Empty ones and compound ones at their defaults are left out.
pub fn of(entry: &Entry, kinds: &[Registration]) -> Attributes {
    let defaults = entry.noun().fresh().attributes();
    let mut named = Attributes::new();
    let Value::Object(fields) = entry.object.attributes() else { return named };
    for (field, value) in fields {
        let usual = defaults.get(&field).is_some_and(|d| *d == value);
        let value = without_nulls(value);
        if usual && (is_empty(&value) || value.is_object()) {
            continue;
        }
        let value = if field == "title" { one_title(value) } else { value };
        named.insert(api_name(&field).to_owned(), value);
    }
    if let (Noun::Method | Noun::Directory | Noun::Service, Some(Value::String(kind))) =
        (entry.noun(), named.get_mut(CLASS))
    {
        let registration = kinds.iter().find(|r| r.kind.name == kind.as_str());
        *kind = format!("{PREFIX}{kind}");
        if let Some(registration) = registration.filter(|_| entry.noun() == Noun::Method) {
            named.insert(TYPE.to_owned(), registration.kind.type_name.into());
        }
    }
    named
}

/// An object of these attributes; what is wrong names the attribute. Attributes that are not given have their defaults.
pub fn read(noun: Noun, name: &str, given: &Attributes, kinds: &[Registration]) -> Result<AnyObject, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut fields = Attributes::new();
    match kind_of(noun, given, kinds) {
        Ok(Some(kind)) => drop(fields.insert("kind".to_owned(), kind.into())),
        Ok(None) => {}
        Err(finding) => findings.push(finding),
    }
    for (attribute, value) in given {
        let field = field_of(noun, attribute);
        match (attribute.as_str(), field) {
            (CLASS | TYPE, Some(_)) => {}
            ("name", _) if value.as_str() == Some(name) => {}
            ("name", _) => findings.push(Finding::broken("name", "fixed").with("value", name)),
            (_, None) => findings.push(unknown(noun, attribute)),
            (LINES, Some(field)) => match lines(value) {
                Ok(lines) => drop(fields.insert(field, lines)),
                Err(wrong) => findings.extend(wrong),
            },
            (_, Some(field)) => {
                let value = if field == "title" { many_titles(value.clone()) } else { value.clone() };
                match noun.read(Value::Object(Map::from_iter([(field.clone(), value.clone())]))) {
                    Ok(_) => drop(fields.insert(field, value)),
                    Err(error) => findings.push(wrong_value(attribute, &error)),
                }
            }
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    noun.read(Value::Object(fields)).map_err(|error| vec![wrong_value("", &error)])
}

/// The kind that `className`, or `methodType` alone, stands for; `None` for nouns without kinds.
pub fn kind_of(noun: Noun, given: &Attributes, kinds: &[Registration]) -> Result<Option<String>, Finding> {
    let text = |name: &str| given.get(name).and_then(Value::as_str);
    match noun {
        Noun::Directory => match text(CLASS) {
            None => Ok(None),
            Some(class) => class
                .strip_prefix(PREFIX)
                .map(|kind| Some(kind.to_owned()))
                .ok_or_else(|| Finding::broken(CLASS, "class-unknown").with("value", class)),
        },
        Noun::Method => method_kind(text(CLASS), text(TYPE), kinds).map(Some),
        Noun::Service => match text(CLASS) {
            None => Ok(None),
            Some(class) if class == service::CLASS || class.strip_prefix(PREFIX) == Some(service::REST) => {
                Ok(Some(service::REST.to_owned()))
            }
            Some(class) => Err(Finding::broken(CLASS, "class-unknown")
                .with("value", class)
                .with("nearest", format!("{PREFIX}{}", service::REST))),
        },
        _ => Ok(None),
    }
}

fn method_kind(class: Option<&str>, type_name: Option<&str>, kinds: &[Registration]) -> Result<String, Finding> {
    let of_type: Vec<&Registration> = kinds.iter().filter(|r| Some(r.kind.type_name) == type_name).collect();
    let Some(class) = class else {
        return match (&of_type[..], type_name) {
            ([one], _) => Ok(one.kind.name.to_owned()),
            (_, None) => Err(Finding::broken(CLASS, "missing")),
            (_, Some(name)) => Err(Finding::broken(TYPE, "type-unknown")
                .with("value", name)
                .with("nearest", nearest(name, kinds.iter().map(|r| r.kind.type_name)))),
        };
    };
    let of_class =
        |r: &&Registration| class.strip_prefix(PREFIX) == Some(r.kind.name) || r.kind.class_names.contains(&class);
    // Two kinds may answer to one class of the source; the type then tells them apart.
    let found = of_type.iter().copied().find(of_class).or_else(|| kinds.iter().find(of_class));
    let Some(found) = found else {
        let known: Vec<String> = kinds.iter().map(|r| format!("{PREFIX}{}", r.kind.name)).collect();
        return Err(Finding::broken(CLASS, "class-unknown")
            .with("value", class)
            .with("nearest", nearest(class, known.iter().map(String::as_str))));
    };
    match type_name {
        Some(name) if name != found.kind.type_name => {
            Err(Finding::broken(TYPE, "type-differs").with("value", name).with("nearest", found.kind.type_name))
        }
        _ => Ok(found.kind.name.to_owned()),
    }
}

/// The names that a noun's attributes have in the API, `name` excepted.
pub fn names(noun: Noun) -> Vec<String> {
    let mut names: Vec<String> =
        noun.fresh().attributes().as_object().into_iter().flat_map(Map::keys).map(|f| api_name(f).to_owned()).collect();
    if noun == Noun::Method {
        names.push(TYPE.to_owned());
    }
    names
}

/// What an attribute of the model is called in the API.
pub fn api_name(field: &str) -> &str {
    RENAMED.iter().find(|(f, _)| *f == field).map_or(field, |(_, name)| name)
}

fn field_of(noun: Noun, attribute: &str) -> Option<String> {
    names(noun).iter().find(|n| *n == attribute)?;
    Some(RENAMED.iter().find(|(_, name)| *name == attribute).map_or(attribute, |(field, _)| field).to_owned())
}

fn unknown(noun: Noun, attribute: &str) -> Finding {
    let names = names(noun);
    Finding::broken(attribute, "attribute-unknown")
        .with("nearest", nearest(attribute, names.iter().map(String::as_str)))
}

/// Says what would fit and never what was given: it may be a secret.
fn wrong_value(attribute: &str, error: &serde_json::Error) -> Finding {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let fits = match text.split_once("expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None if text.starts_with("invalid") => "expected another value".to_owned(),
        None => text.to_owned(),
    };
    Finding::broken(attribute, "attribute-value").with("why", fits)
}

fn lines(value: &Value) -> Result<Value, Vec<Finding>> {
    let texts: Option<Vec<&str>> = match value {
        Value::String(one) => Some(vec![one]),
        Value::Array(many) => many.iter().map(Value::as_str).collect(),
        _ => None,
    };
    let texts =
        texts.ok_or_else(|| vec![Finding::broken(LINES, "attribute-value").with("why", "expected a list of lines")])?;
    Lines::parse(texts).map(|lines| serde_json::to_value(lines).unwrap_or_default())
}

fn one_title(value: Value) -> Value {
    match value {
        Value::Object(titles) if titles.len() == 1 && titles.contains_key("en") => {
            titles.into_iter().next().map(|(_, v)| v).unwrap_or_default()
        }
        other => other,
    }
}

fn many_titles(value: Value) -> Value {
    if value.is_string() { Value::Object(Map::from_iter([("en".to_owned(), value)])) } else { value }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// JSON's null means the same as absence (RFC 7591, 2), and TOML has none.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().filter(|v| !v.is_null()).map(without_nulls).collect()),
        other => other,
    }
}
