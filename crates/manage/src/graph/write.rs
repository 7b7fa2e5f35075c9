//! Writing a table of attributes as TOML of one form only: keys in byte order, no choice of quotes or breaks.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Writes `["KEY"]` and its attributes; tables inside become dotted keys.
pub fn table(out: &mut String, key: &str, attributes: &Map<String, Value>) {
    out.push('[');
    string(out, key);
    out.push_str("]\n");
    let mut leaves = BTreeMap::new();
    for (name, value) in attributes {
        flatten(&mut leaves, key_part(name), value);
    }
    for (key, value) in leaves {
        out.push_str(&key);
        out.push_str(" = ");
        match value {
            Value::Array(items) if items.len() > 1 => rows(out, items),
            other => inline(out, other),
        }
        out.push('\n');
    }
}

/// One value on one line (a text of several lines excepted).
pub fn inline(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("\"\""),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) if text.contains('\n') => text_block(out, text),
        Value::String(text) => string(out, text),
        Value::Array(items) => list(out, "[", "]", items.iter().map(|item| (None, item))),
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            list(out, "{ ", " }", members.into_iter().map(|(name, value)| (Some(name), value)));
        }
    }
}

fn flatten<'a>(leaves: &mut BTreeMap<String, &'a Value>, key: String, value: &'a Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                flatten(leaves, format!("{key}.{}", key_part(name)), value);
            }
        }
        leaf => drop(leaves.insert(key, leaf)),
    }
}

fn key_part(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let mut part = String::new();
    if bare {
        part.push_str(name);
    } else {
        string(&mut part, name);
    }
    part
}

fn rows(out: &mut String, items: &[Value]) {
    out.push_str("[\n");
    for item in items {
        out.push_str("    ");
        inline(out, item);
        out.push_str(",\n");
    }
    out.push(']');
}

fn list<'a>(out: &mut String, open: &str, close: &str, items: impl Iterator<Item = (Option<&'a String>, &'a Value)>) {
    let start = out.len();
    for (name, value) in items {
        out.push_str(if out.len() == start { open } else { ", " });
        if let Some(name) = name {
            out.push_str(&key_part(name));
            out.push_str(" = ");
        }
        inline(out, value);
    }
    if out.len() == start {
        out.push_str(open.trim_end());
    }
    out.push_str(if out.len() == start + 1 { close.trim_start() } else { close });
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            other => escaped(out, other),
        }
    }
    out.push('"');
}

/// Several lines between three quotes; what stands there is the text, escapes excepted.
fn text_block(out: &mut String, text: &str) {
    out.push_str("\"\"\"\n");
    let mut quotes = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' => out.push('\n'),
            '"' if quotes == 3 || rest.peek().is_none() => {
                out.push_str("\\\"");
                quotes = 0;
            }
            '"' => out.push('"'),
            other => escaped(out, other),
        }
    }
    out.push_str("\"\"\"");
}

fn escaped(out: &mut String, c: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn written(attributes: &Value) -> String {
        let mut out = String::new();
        table(&mut out, "/method/a", attributes.as_object().unwrap());
        out
    }

    #[test]
    fn whatever_is_written_reads_back_the_same() {
        for value in [
            json!({}),
            json!({"b": 1, "a": true, "c": -5, "d": 1.5, "e": []}),
            json!({"text": "two\nlines\n"}),
            json!({"text": "\n"}),
            json!({"text": "\"\"\"\n\"\"\"\"\" x \\ \t \r\n \u{7f}\u{0}\u{85} ä€😀\""}),
            json!({"text": "a\n\""}),
            json!({"text": "a\n\"\"\"\""}),
            json!({"text": "\"quoted\" \\ back"}),
            json!({"odd key": {"inner.dot": {"": "empty"}}, "list": [{"b": [1, 2], "a": {}}, {"a": "x"}]}),
            json!({"table": {"empty": {}, "list": ["one"]}}),
        ] {
            let text = written(&value);
            let read: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
            assert_eq!(serde_json::to_value(&read["/method/a"]).unwrap(), value, "{text}");
        }
    }

    #[test]
    fn the_form_is_the_same_whatever_the_order_was() {
        let one =
            written(&json!({"metadata": {"z": 1, "a": [1, 2]}, "enabled": true, "link": {"method": ["/method/b"]}}));
        let other =
            written(&json!({"link": {"method": ["/method/b"]}, "enabled": true, "metadata": {"a": [1, 2], "z": 1}}));
        assert_eq!(one, other);
        let expected = "[\"/method/a\"]\nenabled = true\nlink.method = [\"/method/b\"]\nmetadata.a = [\n    1,\n    2,\n]\nmetadata.z = 1\n";
        assert_eq!(one, expected);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![any::<String>(), "[a\\\\\"\n\r\t{}\\[\\]=#,. ]{0,8}"];
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e12..1e12_f64).prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_attributes_read_back_the_same(members in prop::collection::vec((any::<String>(), any_value()), 0..6)) {
            let value = Value::Object(members.into_iter().collect());
            let text = written(&value);
            let read: toml::Table = toml::from_str(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
            prop_assert_eq!(serde_json::to_value(&read["/method/a"]).unwrap(), value, "{}", text);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "(\\[?\"?/?(site|method|server)?/?[a-z\"=.\\]{} \n]*){0,6}") {
            let _ = super::super::parse(&text);
        }
    }
}
