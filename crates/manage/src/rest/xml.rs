//! The XML form of answers: `<object type id>` with `<attribute name value>`, several values as `<value>` children.

use serde_json::Value;
use std::fmt::Write;

use crate::desk::{Linked, Links, Seen};

pub fn object(seen: &Seen, inner: &[String]) -> String {
    let mut out = String::from(DECLARATION);
    element(&mut out, seen);
    inner.iter().for_each(|text| out.push_str(text));
    out
}

/// All objects of a type.
pub fn list(kind: &str, objects: &[Seen]) -> String {
    let mut out = format!("{DECLARATION}<object type=\"{kind}\" id=\"/{kind}\">\n");
    objects.iter().for_each(|seen| element(&mut out, seen));
    out.push_str("</object>\n");
    out
}

pub fn links(links: &Links) -> String {
    let (kind, id) = (links.of.kind.name(), escaped(&links.of.id()));
    let mut out = format!("{DECLARATION}<object type=\"{kind}\" id=\"{id}\">\n");
    links.links.iter().for_each(|l| out.push_str(&one(l)));
    out.push_str("</object>\n");
    out
}

pub fn link(link: &Linked) -> String {
    format!("{DECLARATION}{}", one(link))
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn one(link: &Linked) -> String {
    let mut out = format!(
        "<object type=\"{}\" id=\"{}\" link=\"{}\"",
        link.kind.name(),
        escaped(&link.id()),
        escaped(&link.link)
    );
    for (name, value) in &link.with {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let _ = write!(out, " {name}=\"{}\"", escaped(&value));
    }
    if let Some(index) = &link.index {
        let _ = write!(out, " index=\"{}\"", escaped(index));
    }
    out.push_str("/>\n");
    out
}

fn element(out: &mut String, seen: &Seen) {
    let _ = writeln!(out, "<object type=\"{}\" id=\"{}\">", seen.kind.name(), escaped(&seen.id()));
    for (name, value) in &seen.attributes {
        attribute(out, name, value);
    }
    out.push_str("</object>\n");
}

/// Members of a compound are attributes of their own, under the names that a form sets them by.
fn attribute(out: &mut String, name: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                attribute(out, &format!("{name}.{member}"), value);
            }
        }
        Value::Array(values) => {
            let _ = write!(out, "<attribute name=\"{}\">", escaped(name));
            for value in values {
                let _ = write!(out, "<value>{}</value>", escaped(&text(value)));
            }
            out.push_str("</attribute>\n");
        }
        value => {
            let _ = writeln!(out, "<attribute name=\"{}\" value=\"{}\"/>", escaped(name), escaped(&text(value)));
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Characters that XML 1.0 cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Address, Type, attributes::Attributes};
    use model::Noun;

    #[test]
    fn values_are_attributes_or_lists() {
        let attributes: Attributes = serde_json::from_str(
            r#"{"name":"a<b>\"&\n","enabled":true,"configuration":["x 1","y \u0001<"],"mail":{"host":"h","port":25}}"#,
        )
        .unwrap();
        let seen = Seen {
            kind: Type::Object(Noun::Method),
            path: "a b".into(),
            attributes,
            etag: String::new(),
            findings: Vec::new(),
        };
        assert_eq!(
            object(&seen, &[]),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<object type=\"method\" id=\"/method/a%20b\">\n\
             <attribute name=\"name\" value=\"a&lt;b&gt;&quot;&amp;&#10;\"/>\n<attribute name=\"enabled\" value=\"true\"/>\n\
             <attribute name=\"configuration\"><value>x 1</value><value>y &lt;</value></attribute>\n\
             <attribute name=\"mail.host\" value=\"h\"/>\n<attribute name=\"mail.port\" value=\"25\"/>\n</object>\n"
        );
        let link = Linked {
            kind: Type::Object(Noun::Method),
            path: "m".into(),
            link: "method".into(),
            with: vec![("enabled".into(), true.into()), ("username".into(), "a\"b".into())],
            index: None,
        };
        let of = Address::object(Type::Object(Noun::Application), "s/a");
        let text = links(&Links { of, links: vec![link], etag: String::new() });
        assert!(
            text.contains(
                "<object type=\"method\" id=\"/method/m\" link=\"method\" enabled=\"true\" username=\"a&quot;b\"/>"
            ),
            "{text}"
        );
    }
}
