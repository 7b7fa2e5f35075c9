//! What the document promises, held against what the API is made of.

use super::*;
use std::collections::BTreeSet;

fn document() -> Document {
    Document::new(&[])
}

fn operations(document: &Value) -> Vec<(&String, &String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, op)| (path, method, op)))
        .collect()
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let document = document();
    let all = operations(document.value());
    let ids: BTreeSet<&str> = all.iter().map(|(_, _, op)| op["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(all.len() > 100, "{}", all.len());
    for (path, method, op) in all {
        assert!(op["summary"].as_str().is_some_and(|s| !s.is_empty()), "{method} {path}");
        assert!(op["responses"].as_object().unwrap().keys().any(|s| s.starts_with('2')), "{method} {path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|v| walk(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| walk(v, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    walk(document.value(), &mut found);
    assert!(found.len() > 500);
    for to in found {
        assert!(document.value().pointer(&to[1..]).is_some(), "{to}");
    }
}

/// What judges bodies knows every keyword that their schemas use.
#[test]
fn schemas_of_bodies_use_the_known_keywords_alone() {
    const TELL: [&str; 8] =
        ["description", "default", "minLength", "pattern", "x-secret", "x-secret-members", "x-also", "format"];
    fn walk(schema: &Value, at: &str) {
        let Value::Object(members) = schema else { return };
        for (name, value) in members {
            match name.as_str() {
                "properties" => value.as_object().unwrap().iter().for_each(|(n, s)| walk(s, &format!("{at}.{n}"))),
                "items" | "additionalProperties" => walk(value, at),
                "anyOf" | "oneOf" => value.as_array().unwrap().iter().for_each(|s| walk(s, at)),
                name => assert!(shape::KEYWORDS.contains(&name) || TELL.contains(&name), "{at}: {name}"),
            }
        }
    }
    let document = document();
    for (name, schema) in document.value()["components"]["schemas"].as_object().unwrap() {
        if name.ends_with(".write") || name.ends_with(".lists") || name.starts_with(char::is_uppercase) {
            walk(schema, name);
        }
    }
}

/// Every way that a link can lead has its paths, from both ends, and `Allow` says the same as the document.
#[test]
fn every_link_and_every_method_is_told() {
    let document = document();
    let paths = document.value()["paths"].as_object().unwrap();
    for noun in model::Noun::ALL {
        let kind = Type::Object(*noun);
        let base = objects::template(kind, false);
        for way in crate::desk::ways(*noun) {
            let found = paths.keys().filter(|p| p.starts_with(&format!("{base}/$link/{}/", way.name()))).count();
            assert!(found > 0, "{} {}", noun.name(), way.name());
        }
        let told: BTreeSet<String> = paths[&base].as_object().unwrap().keys().map(|m| m.to_ascii_uppercase()).collect();
        let allowed: BTreeSet<String> =
            objects::methods(kind).split(", ").filter(|m| *m != "HEAD").map(str::to_owned).collect();
        assert_eq!(told, allowed, "{base}");
    }
}

#[test]
fn bodies_are_judged_by_the_document() {
    let document = document();
    let cases = [
        ("site.write", json!({ "title": "A", "messagesPerDay": 5, "mail": null }), None),
        ("site.write", json!({ "title": { "fi": "A" } }), None),
        ("site.write", json!({ "title": { "xx": "A" } }), Some("title.xx")),
        ("site.write", json!({ "messagesPerDay": 4_294_967_296_i64 }), Some("messagesPerDay")),
        ("site.write", json!({ "theme": { "radius": 300 } }), Some("theme.radius")),
        ("application.write", json!({ "metadata": 5 }), Some("metadata")),
        ("method.lists", json!({ "configuration": 5 }), Some("configuration")),
        ("method.lists", json!({ "configuration": "mfa true" }), None),
        ("policy.lists", json!({ "items": [{ "name": "a", "single": 1 }] }), Some("items[1].single")),
        ("nothing", json!({}), Some("")),
    ];
    for (schema, value, field) in cases {
        assert_eq!(document.misfit(schema, &value).map(|m| m.field).as_deref(), field, "{schema} {value}");
    }
}
