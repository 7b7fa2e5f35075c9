//! Whether a value is what a schema of the document says. It knows the keywords that our own schemas use, and a test holds the
//! schemas of bodies to those.

use serde_json::Value;

/// The first thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// `mail.port`, `items[2].name`; empty for the whole.
    pub field: String,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No such member; the nearest, where one is near.
    Unknown {
        near: String,
    },
    Missing,
    /// It is something else: what was expected, never what was given, which may be a secret.
    Value {
        expected: String,
    },
}

/// Keywords that decide something here. Others (`title`, `description`, `default`, `format`, `x-…`) only tell.
#[cfg(test)]
pub const KEYWORDS: [&str; 13] = [
    "$ref",
    "anyOf",
    "oneOf",
    "type",
    "enum",
    "const",
    "properties",
    "additionalProperties",
    "required",
    "items",
    "minimum",
    "maximum",
    "propertyNames",
];

pub fn misfit(root: &Value, schema: &Value, value: &Value) -> Option<Misfit> {
    check(root, schema, value, "").err()
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), Misfit> {
    let Value::Object(keywords) = schema else {
        // `false` allows nothing.
        return if *schema == false {
            Err(Misfit { field: at.to_owned(), why: Why::Unknown { near: String::new() } })
        } else {
            Ok(())
        };
    };
    if let Some(to) = keywords.get("$ref").and_then(Value::as_str) {
        let found = to.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return found.map_or_else(|| Err(wrong(at, "something known")), |schema| check(root, schema, value, at));
    }
    for branches in ["anyOf", "oneOf"].iter().filter_map(|name| keywords.get(*name)?.as_array()) {
        one_of(root, branches, value, at)?;
    }
    kind(keywords.get("type"), value, at)?;
    let listed = keywords.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    let listed = listed.or_else(|| keywords.get("const").map(std::slice::from_ref));
    if let Some(listed) = listed.filter(|l| !l.contains(value)) {
        let names: Vec<String> =
            listed.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect();
        return Err(wrong(at, &format!("one of {}", names.join(", "))));
    }
    bounds(keywords, value, at)?;
    match value {
        Value::Array(items) => {
            let Some(schema) = keywords.get("items") else { return Ok(()) };
            items.iter().enumerate().try_for_each(|(n, item)| check(root, schema, item, &format!("{at}[{}]", n + 1)))
        }
        Value::Object(members) => object(root, keywords, members, at),
        _ => Ok(()),
    }
}

/// Where no branch fits, the one that was followed furthest says why.
fn one_of(root: &Value, branches: &[Value], value: &Value, at: &str) -> Result<(), Misfit> {
    let mut furthest: Option<Misfit> = None;
    for branch in branches {
        match check(root, branch, value, at) {
            Ok(()) => return Ok(()),
            Err(why) if furthest.as_ref().is_none_or(|known| depth(&why.field) > depth(&known.field)) => {
                furthest = Some(why)
            }
            Err(_) => {}
        }
    }
    furthest.map_or(Ok(()), Err)
}

/// How far in a field lies; of two that lie as far, the longer name.
fn depth(field: &str) -> (usize, usize) {
    (field.matches(['.', '[']).count(), field.len())
}

fn kind(types: Option<&Value>, value: &Value, at: &str) -> Result<(), Misfit> {
    let types: Vec<&str> = match types {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let is = |name: &&str| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.as_f64().is_some_and(|n| n.fract() == 0.0),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if types.iter().any(is) { Ok(()) } else { Err(wrong(at, types.first().map_or("something", |name| called(name)))) }
}

fn called(kind: &str) -> &'static str {
    match kind {
        "null" => "nothing",
        "boolean" => "true or false",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "array" => "a list",
        _ => "an object",
    }
}

fn bounds(keywords: &serde_json::Map<String, Value>, value: &Value, at: &str) -> Result<(), Misfit> {
    let Some(number) = value.as_f64() else { return Ok(()) };
    let bound = |name: &str| keywords.get(name).and_then(Value::as_f64);
    match (bound("minimum"), bound("maximum")) {
        (Some(low), _) if number < low => Err(wrong(at, &format!("{low} or more"))),
        (_, Some(high)) if number > high => Err(wrong(at, &format!("{high} or less"))),
        _ => Ok(()),
    }
}

fn object(
    root: &Value,
    keywords: &serde_json::Map<String, Value>,
    members: &serde_json::Map<String, Value>,
    at: &str,
) -> Result<(), Misfit> {
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let known = keywords.get("properties").and_then(Value::as_object);
    let required = keywords.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if let Some(name) = required.into_iter().find(|name| !members.contains_key(*name)) {
        return Err(Misfit { field: below(name), why: Why::Missing });
    }
    for (name, value) in members {
        if let Some(schema) = known.and_then(|k| k.get(name)) {
            check(root, schema, value, &below(name))?;
            continue;
        }
        let names =
            keywords.get("propertyNames").map(|schema| check(root, schema, &Value::from(name.as_str()), &below(name)));
        names.unwrap_or(Ok(()))?;
        match keywords.get("additionalProperties") {
            Some(Value::Bool(false)) => {
                let names = known.into_iter().flatten().map(|(name, _)| name.as_str());
                let near = plug::config::nearest(name, names.collect::<Vec<_>>().into_iter());
                return Err(Misfit { field: below(name), why: Why::Unknown { near } });
            }
            Some(schema) => check(root, schema, value, &below(name))?,
            None => {}
        }
    }
    Ok(())
}

fn wrong(at: &str, expected: &str) -> Misfit {
    Misfit { field: at.to_owned(), why: Why::Value { expected: expected.to_owned() } }
}

impl Misfit {
    pub const fn is_unknown(&self) -> bool {
        matches!(self.why, Why::Unknown { .. })
    }
    pub fn finding(&self) -> model::Finding {
        match &self.why {
            Why::Unknown { near } => model::Finding::broken(&self.field, "attribute-unknown").with("nearest", near),
            Why::Missing => model::Finding::broken(&self.field, "missing"),
            Why::Value { expected } => {
                model::Finding::broken(&self.field, "attribute-value").with("why", format!("expected {expected}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_thing_that_does_not_fit_is_named() {
        let root = json!({ "components": { "port": { "type": "integer", "minimum": 0, "maximum": 65535 } } });
        let schema = json!({
            "type": "object",
            "properties": {
                "name": { "type": "string" },
                "port": { "anyOf": [{ "$ref": "#/components/port" }, { "type": "null" }] },
                "font": { "enum": ["sans", "serif"] },
                "lines": { "type": "array", "items": { "type": "object", "properties": { "on": { "type": "boolean" } }, "additionalProperties": false } },
                "texts": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            "required": ["name"],
            "additionalProperties": false,
        });
        let value = |expected: &str| Why::Value { expected: expected.into() };
        let cases = [
            (
                json!({ "name": "a", "port": 25, "font": "sans", "lines": [{ "on": true }], "texts": { "x": "y" } }),
                None,
            ),
            (json!({ "name": "a", "port": null }), None),
            (json!([]), Some(("", value("an object")))),
            (json!({}), Some(("name", Why::Missing))),
            (json!({ "name": 5 }), Some(("name", value("a text")))),
            (json!({ "name": "a", "prt": 1 }), Some(("prt", Why::Unknown { near: "port".into() }))),
            (json!({ "name": "a", "port": 65536 }), Some(("port", value("65535 or less")))),
            (json!({ "name": "a", "port": -1 }), Some(("port", value("0 or more")))),
            (json!({ "name": "a", "port": 1.5 }), Some(("port", value("a whole number")))),
            (json!({ "name": "a", "font": "mono" }), Some(("font", value("one of sans, serif")))),
            (json!({ "name": "a", "lines": [{}, { "on": "yes" }] }), Some(("lines[2].on", value("true or false")))),
            (json!({ "name": "a", "texts": { "x": 1 } }), Some(("texts.x", value("a text")))),
        ];
        for (given, expected) in cases {
            let found = misfit(&root, &schema, &given);
            let expected = expected.map(|(field, why)| Misfit { field: field.to_owned(), why });
            assert_eq!(found, expected, "{given}");
        }
    }
}
