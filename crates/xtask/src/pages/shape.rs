//! How a JSON schema is said in a table: type, bounds, default; and what a table's cell may hold.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

pub fn members(value: &Value) -> Result<&Map<String, Value>> {
    value.as_object().context("`symbolon ctl schema` lacks an object")
}

pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What a reference leads to; one that may be null counts as what it is otherwise.
pub fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().find(|one| text(one, "type") != "null").map_or(schema, |one| resolved(root, one));
    }
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(schema)
}

/// A compound whose members have rows of their own; texts by language are not.
pub fn compound<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Map<String, Value>> {
    let properties = resolved(root, schema).get("properties")?.as_object()?;
    (!by_language(properties)).then_some(properties)
}

/// The members of a list's items, likewise.
pub fn items<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Map<String, Value>> {
    compound(root, resolved(root, schema).get("items")?)
}

fn by_language(properties: &Map<String, Value>) -> bool {
    ["de", "en", "fi", "fr", "sv"].iter().all(|tag| properties.contains_key(*tag))
}

/// The type in a few words, with the values it is limited to.
pub fn kind(root: &Value, schema: &Value) -> String {
    let schema = resolved(root, schema);
    if let Some(values) = values(schema) {
        return values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let texts = properties.values().all(|one| type_of(resolved(root, one)) == "string");
        return match by_language(properties) {
            true if texts => "text, or one for each language".into(),
            true => "for each language texts by their keys".into(),
            false => "table".into(),
        };
    }
    match type_of(schema) {
        "boolean" => "`true` or `false`".into(),
        "integer" | "number" => format!("number{}", bounds(schema)),
        "array" => format!("list of {}", plural(root, schema.get("items").unwrap_or(&Value::Null))),
        "string" => "text".into(),
        "object" => "table".into(),
        _ => "JSON".into(),
    }
}

fn plural(root: &Value, items: &Value) -> String {
    let items = resolved(root, items);
    match type_of(items) {
        "integer" | "number" => format!("numbers{}", bounds(items)),
        "object" => "tables".into(),
        _ if values(items).is_some() => kind(root, items),
        _ => "texts".into(),
    }
}

/// One type, where null may stand beside it.
fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(one)) => one,
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).find(|t| *t != "null").unwrap_or_default(),
        _ => "",
    }
}

/// The values of an enumeration, each once.
pub fn values(schema: &Value) -> Option<Vec<&str>> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return Some(values.iter().filter_map(Value::as_str).collect());
    }
    let each = schema.get("oneOf")?.as_array()?.iter();
    let named = each.flat_map(|one| {
        one.get("const").and_then(Value::as_str).map_or_else(|| values(one).unwrap_or_default(), |v| vec![v])
    });
    Some(named.collect())
}

/// What a number's own type does not say: `u32` from 0 on is no bound worth a word.
fn bounds(schema: &Value) -> String {
    let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
    match (bound("minimum"), bound("maximum")) {
        (Some(low), Some(high)) => format!(", {low} to {high}"),
        (Some(low), None) => format!(", {low} and up"),
        (None, Some(high)) => format!(", up to {high}"),
        (None, None) => String::new(),
    }
}

/// The default as somebody would write it.
pub fn default(schema: &Value) -> String {
    match schema.get("default") {
        None | Some(Value::Null) => "–".into(),
        Some(Value::String(text)) if text.is_empty() => "empty".into(),
        Some(Value::String(text)) => code(text),
        Some(Value::Array(list)) if list.is_empty() => "–".into(),
        Some(Value::Object(_)) => "–".into(),
        Some(other) => code(&other.to_string()),
    }
}

pub fn code(text: &str) -> String {
    if text.is_empty() { "empty".into() } else { format!("`{text}`") }
}

/// A description without the numbers of requirements and cases that its developers read.
pub fn plain(description: &str) -> String {
    let mut out = String::new();
    let mut rest = description;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        if is_reference(inside) {
            out.push_str(before.trim_end());
        } else {
            out.push_str(&format!("{before}({inside})"));
        }
        rest = behind;
    }
    out + rest
}

fn is_reference(inside: &str) -> bool {
    let mut letters = inside.chars();
    inside.starts_with("requirement")
        || inside.starts_with("case ")
        || inside.contains("requirements ")
        || (letters.next().is_some_and(|c| c.is_ascii_uppercase())
            && letters.next().is_some_and(|c| c.is_ascii_digit()))
}

/// A row of a table; bars and line breaks would end a cell.
pub fn row(cells: &[&str]) -> String {
    let tame = |cell: &&str| cell.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    format!("| {} |\n", cells.iter().map(tame).collect::<Vec<_>>().join(" | "))
}

pub fn head(cells: &[&str]) -> String {
    row(cells) + &row(&vec!["---"; cells.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_and_bounds_are_said_in_words() {
        let root = json!({ "$defs": { "Mode": { "oneOf": [{ "const": "a" }, { "enum": ["b"] }] }, "N": { "type": "object", "properties": { "x": {} } } } });
        for (schema, said) in [
            (json!({ "type": "integer", "minimum": 4, "maximum": 8 }), "number, 4 to 8"),
            (json!({ "type": ["integer", "null"], "minimum": 0 }), "number, 0 and up"),
            (json!({ "type": "array", "items": { "type": "string" } }), "list of texts"),
            (json!({ "anyOf": [{ "$ref": "#/$defs/Mode" }, { "type": "null" }] }), "`a`, `b`"),
            (json!({ "type": "array", "items": { "$ref": "#/$defs/N" } }), "list of tables"),
            (json!({}), "JSON"),
        ] {
            assert_eq!(kind(&root, &schema), said, "{schema}");
        }
        assert!(compound(&root, &json!({ "$ref": "#/$defs/N" })).is_some());
    }

    #[test]
    fn numbers_of_requirements_are_left_out_and_nothing_else() {
        assert_eq!(plain("Sent as `X`; unique (A2.5)."), "Sent as `X`; unique.");
        assert_eq!(plain("Ends (case M066). Also (for phones)."), "Ends. Also (for phones).");
    }

    #[test]
    fn a_cell_stays_one_cell() {
        assert_eq!(row(&["a|b", "c\nd"]), "| a\\|b | c d |\n");
    }
}
