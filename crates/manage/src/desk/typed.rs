//! What a form sends is text; what an attribute is, its schema says.

use model::{Finding, Noun};
use serde_json::{Map, Value};

use super::{Desk, Type};
use crate::{
    attributes::{Attributes, api_name, names},
    nouns,
};

/// Form fields as attributes: names matched without regard to case, a repeated field is a list, `mail.host` sets one member.
pub fn fields(
    desk: &Desk,
    kind: Type,
    fields: impl IntoIterator<Item = (String, String)>,
) -> Result<Attributes, Vec<Finding>> {
    let schema = schema(desk, kind);
    let mut gathered: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in fields {
        if kind != Type::User && name.split('.').nth(DEEPEST).is_some() {
            let name: String = name.chars().take(TOLD).collect();
            return Err(vec![Finding::broken(name, "attribute-unknown").with("nearest", "")]);
        }
        match gathered.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => gathered.push((name, vec![value])),
        }
    }
    let (mut made, mut findings) = (Attributes::new(), Vec::new());
    for (name, values) in gathered {
        // A user's own attribute may have any name.
        let path = match kind {
            Type::User => vec![spelt_whole(&schema, &name)],
            _ => spelt(&schema, &name),
        };
        let at = path.iter().try_fold(&schema, |at, segment| member(&schema, at, segment));
        match read(&schema, at, &values) {
            Ok(value) => set(&mut made, &path, value),
            Err(expected) => {
                findings.push(
                    Finding::broken(path.join("."), "attribute-value").with("why", format!("expected {expected}")),
                );
            }
        }
    }
    if findings.is_empty() { Ok(made) } else { Err(findings) }
}

/// How many names a member's may be made of: none of ours is of more, and values this deep are walked by recursion.
const DEEPEST: usize = 16;
/// Letters of a name that is too deep that are told.
const TOLD: usize = 100;

/// Attributes of a JSON object with their names spelt as ours.
pub(crate) fn spelt_as_ours(desk: &Desk, kind: Type, given: &Attributes) -> Attributes {
    let schema = schema(desk, kind);
    // A name with a point is a form's way to say a member; in JSON it is the name of nothing.
    let name = |name: &String| match &spelt(&schema, name)[..] {
        [one] => one.clone(),
        _ => name.clone(),
    };
    given.iter().map(|(key, value)| (name(key), value.clone())).collect()
}

/// The schema of what a kind's attributes are under their API names.
pub(super) fn schema(desk: &Desk, kind: Type) -> Value {
    match kind {
        Type::Object(noun) => nouns::api_schema(noun, desk.engine().kinds()),
        kind => item_schema(kind),
    }
}

/// The same for items, which no program adds kinds to.
pub(crate) fn item_schema(kind: Type) -> Value {
    match kind {
        Type::MappingItem => schemars::schema_for!(super::item::MappingItem).to_value(),
        Type::UserMappingItem => schemars::schema_for!(super::item::UserMappingItem).to_value(),
        Type::ServiceMappingItem => schemars::schema_for!(super::item::ServiceMappingItem).to_value(),
        Type::PolicyItem => schemars::schema_for!(super::item::PolicyItem).to_value(),
        Type::User => schemars::schema_for!(super::user::UserAttributes).to_value(),
        Type::Object(_) => Value::Object(Map::new()),
    }
}

/// Names that may be given, for a hint.
pub(super) fn known(noun: Noun) -> Vec<String> {
    let mut all = names(noun);
    all.push("name".to_owned());
    all.iter().map(|n| api_name(n).to_owned()).collect()
}

fn spelt_whole(schema: &Value, name: &str) -> String {
    let known = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    known.into_iter().find(|k| k.eq_ignore_ascii_case(name)).map_or(name, String::as_str).to_owned()
}

fn spelt(schema: &Value, name: &str) -> Vec<String> {
    let (mut at, mut path) = (Some(schema), Vec::new());
    for segment in name.split('.') {
        let properties = at.map(|s| resolved(schema, s)).and_then(|s| s.get("properties")).and_then(Value::as_object);
        let known = properties.into_iter().flatten().map(|(k, _)| k).find(|k| k.eq_ignore_ascii_case(segment));
        let segment = known.map_or(segment, String::as_str);
        path.push(segment.to_owned());
        at = at.and_then(|at| member(schema, at, segment));
    }
    path
}

fn member<'a>(root: &'a Value, at: &'a Value, name: &str) -> Option<&'a Value> {
    let at = resolved(root, at);
    at.get("properties").and_then(|p| p.get(name)).or_else(|| at.get("additionalProperties").filter(|a| a.is_object()))
}

/// Behind references, and what there is where there is something.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(to) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#')) {
        return root.pointer(to).map_or(schema, |found| resolved(root, found));
    }
    let choices = schema.get("anyOf").and_then(Value::as_array);
    let real = choices.into_iter().flatten().find(|c| c.get("type").is_none_or(|t| t != "null"));
    real.map_or(schema, |found| resolved(root, found))
}

fn is(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|t| t == kind),
        _ => false,
    }
}

fn read(root: &Value, at: Option<&Value>, values: &[String]) -> Result<Value, &'static str> {
    let schema = at.map(|at| resolved(root, at));
    if let Some(list) = schema.filter(|s| is(s, "array")) {
        let item = list.get("items").map(|i| resolved(root, i));
        let filled = values.iter().filter(|v| !v.is_empty());
        return filled.map(|value| one(item, value)).collect::<Result<Vec<_>, _>>().map(Value::Array);
    }
    match values {
        [value] => one(schema, value),
        // Nothing says what it is: the object's own reading will.
        several if schema.is_none() => Ok(several.iter().cloned().map(Value::String).collect()),
        _ => Err("one value"),
    }
}

fn one(schema: Option<&Value>, value: &str) -> Result<Value, &'static str> {
    let Some(schema) = schema else { return Ok(value.into()) };
    // Nothing typed is nothing set.
    if value.is_empty() && is(schema, "null") {
        return Ok(Value::Null);
    }
    if is(schema, "boolean") {
        return truth(value).map(Value::from).ok_or("true or false");
    }
    if is(schema, "integer") {
        return value.trim().parse::<i64>().map(Value::from).map_err(|_| "a whole number");
    }
    Ok(value.into())
}

/// A truth as a form says it.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" | "1" => Some(true),
        "false" | "off" | "0" | "" => Some(false),
        _ => None,
    }
}

fn set(into: &mut Attributes, path: &[String], value: Value) {
    match path {
        [] => {}
        [last] => drop(into.insert(last.clone(), value)),
        [first, rest @ ..] => {
            let inner = into
                .entry(first.clone())
                .or_insert_with(|| Value::Object(Map::from_iter([(PART.to_owned(), true.into())])));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// Attributes without the marks of compounds that were given by single members.
pub(crate) fn whole(given: Attributes) -> Value {
    fn bare(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                Value::Object(members.into_iter().filter(|(name, _)| name != PART).map(|(n, v)| (n, bare(v))).collect())
            }
            other => other,
        }
    }
    bare(Value::Object(given))
}

/// Marks a compound that was given by single members: the others stay.
pub(super) const PART: &str = "\u{0}part";
