//! The keys of the settings file.

use anyhow::Result;
use serde_json::Value;

use super::shape::{compound, default, head, kind, members, plain, row, text};

pub fn render(config: &Value) -> Result<String> {
    let root = &config["settings"];
    let mut out = head(&["key", "in the environment", "type", "default", "what it is"]);
    rows(root, root, "", true, &mut out)?;
    Ok(out)
}

fn rows(root: &Value, at: &Value, before: &str, needed: bool, out: &mut String) -> Result<()> {
    let required: Vec<&str> = at["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in members(&at["properties"])? {
        let path = format!("{before}{name}");
        if compound(root, property).is_some() {
            let inner = super::shape::resolved(root, property);
            // Of a table that may be absent nothing is required until it is there.
            rows(root, inner, &format!("{path}."), required.contains(&name.as_str()), out)?;
            continue;
        }
        let usual = match required.contains(&name.as_str()) {
            true if needed => "**required**".to_owned(),
            true => format!("required in `{}`", before.trim_end_matches('.')),
            false => default(property),
        };
        let twin =
            root["x-environment"].get(&path).and_then(Value::as_str).map(|t| format!("`{t}`")).unwrap_or_default();
        let described = super::shape::resolved(root, property);
        let what = [property, described].into_iter().map(|s| text(s, "description")).find(|d| !d.is_empty());
        out.push_str(&row(&[
            &format!("`{path}`"),
            &twin,
            &kind(root, property),
            &usual,
            &plain(what.unwrap_or_default()),
        ]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_has_a_row_with_its_twin() {
        let config = json!({ "settings": {
            "required": ["store"], "x-environment": { "store": "SYMBOLON_STORE" },
            "properties": { "store": { "type": "string", "description": "Where." }, "tls": { "$ref": "#/$defs/T" } },
            "$defs": { "T": { "required": ["key"], "properties": { "key": { "type": "string" } } } },
        } });
        let page = render(&config).unwrap();
        assert!(page.contains("| `store` | `SYMBOLON_STORE` | text | **required** | Where. |"), "{page}");
        assert!(page.contains("| `tls.key` |  | text | required in `tls` |  |"), "{page}");
    }
}
