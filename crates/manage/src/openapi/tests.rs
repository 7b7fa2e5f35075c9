//! What the document promises, held against what the API is made of.

use super::*;
use std::collections::BTreeSet;

mod links;

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

/// What a link says of itself is in the schema that it is answered by, and what cannot be left out is asked for.
#[test]
fn links_have_all_that_is_told_of_them() {
    let document = document();
    let told = &document.value()["components"]["schemas"]["link"]["properties"];
    let ways = model::Noun::ALL.iter().flat_map(|noun| crate::desk::ways(*noun));
    let said: BTreeSet<&str> = ways.flat_map(|way| way.role.payload).copied().collect();
    assert!(said.contains("trusted") && said.contains("opens"), "{said:?}");
    for name in said {
        assert_eq!(told[name]["type"], "boolean", "{name}");
    }
    let all = operations(document.value());
    let bodies = all.iter().map(|(path, verb, op)| (path, verb, &op["requestBody"]));
    let mut needed = 0;
    for (path, verb, body) in bodies.filter(|(path, ..)| path.contains("/$link")) {
        let schema = &body["content"]["application/json"]["schema"];
        assert_eq!(schema["required"].is_array(), body["required"] == true, "{verb} {path}");
        needed += usize::from(body["required"] == true);
    }
    assert_eq!(needed, 3, "what a user is called, from either end and by POST");
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
    const TELL: [&str; 9] = [
        "description",
        "default",
        "minLength",
        "pattern",
        "x-secret",
        "x-secret-members",
        "x-also",
        "format",
        "writeOnly",
    ];
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

/// Every place that is served but links, with the methods that it answers to: from the tables that requests are sent by.
fn served() -> BTreeSet<(String, String)> {
    use crate::desk::{TOKEN_ACTIONS, actions};
    let mut places: Vec<(String, &str)> = Vec::new();
    for route in &crate::rest::routes::ROUTES {
        match route.path.strip_suffix("{action}") {
            Some(before) => places.extend(TOKEN_ACTIONS.iter().map(|a| (format!("{before}{}", a.name), route.methods))),
            None => places.push((route.path.to_owned(), route.methods)),
        }
    }
    let at = |kind: Type, tail: Tail| Address { kind, path: "x".into(), tail, directory: String::new() };
    for kind in Type::all() {
        let base = objects::template(kind, false);
        if kind != Type::Object(Noun::System) {
            places.push((format!("/{}", kind.name()), methods(&Address::object(kind, ""))));
        }
        places.push((base.clone(), methods(&at(kind, Tail::Object))));
        let attributes = ATTRIBUTES.iter().filter(|(of, ..)| *of == kind);
        places.extend(attributes.map(|(_, name, _)| {
            (format!("{base}/$attribute/{name}"), methods(&at(kind, Tail::Attribute((*name).into()))))
        }));
        let done = actions(kind).iter().map(|action| {
            (format!("{base}/$action/{}", action.name), methods(&at(kind, Tail::Action(action.name.into()))))
        });
        places.extend(done);
    }
    let each = places.into_iter().flat_map(|(path, methods)| {
        let methods = methods.split(", ").filter(|m| !m.is_empty() && *m != "HEAD").map(str::to_ascii_lowercase);
        methods.map(move |method| (path.clone(), method)).collect::<Vec<_>>()
    });
    each.collect()
}

/// Whatever is served is told, and whatever is told is served.
#[test]
fn the_document_tells_what_is_served_and_nothing_else() {
    let document = document();
    let told: BTreeSet<(String, String)> =
        operations(document.value()).into_iter().map(|(path, method, _)| (path.clone(), method.clone())).collect();
    let mut served = served();
    served.extend(links::served());
    let missing: Vec<_> = served.difference(&told).collect();
    let invented: Vec<_> = told.difference(&served).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not told: {missing:?}\nnot served: {invented:?}");
}

/// Of two types of one name the later would take the earlier's place.
#[test]
fn schemas_of_one_name_are_one() {
    let document = document();
    let schemas = document.value()["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas["Outcome"]["enum"], json!(["success", "failure"]));
    assert!(
        schemas["user.details"]["properties"]["usable"].is_object(),
        "members of a user and what hangs on them are one object"
    );
    assert_eq!(schemas["audit.event"]["properties"]["at"]["type"], "string");
    assert_eq!(schemas["Point"]["additionalProperties"], false);
}

#[test]
fn bodies_of_users_and_actions_are_judged_by_the_document() {
    let document = document();
    let cases = [
        (
            "user.write",
            json!({ "cn": "Ada", "shoeSize": 39, "nickname": ["a", "b"], "enabled": true, "expires": null }),
            None,
        ),
        ("user.write", json!({ "enabled": "yes" }), Some("enabled")),
        ("user.write", json!({ "cn": { "en": "Ada" } }), Some("cn")),
        ("user.write", json!({ "groups": "demo/staff" }), Some("groups")),
        ("user.lists", json!({ "cn": "Ada" }), None),
        ("user.lists", json!({ "enabled": true }), Some("enabled")),
        ("user.body", json!({ "attributes": { "cn": "Ada" }, "type": "user" }), None),
        ("user.body", json!({ "attributes": "Ada" }), Some("attributes")),
        ("user.setPassword", json!({ "password": "x", "mustChange": true }), None),
        ("user.setPassword", json!({ "mustChange": true }), Some("password")),
        ("user.setPassword", json!({ "password": "x", "mustchange": true }), Some("mustchange")),
        ("user.unlock", json!({ "dryRun": true }), Some("dryRun")),
        ("token.revoke", json!({ "to": "lost" }), None),
        ("token.revoke", json!({ "to": "nowhere" }), Some("to")),
        ("Question", json!({ "application": "demo/wiki", "who": { "user": { "site": "demo", "name": "ada" } } }), None),
        (
            "Question",
            json!({ "application": "demo/wiki", "who": { "user": { "site": "demo" } } }),
            Some("who.user.name"),
        ),
        ("Question", json!({}), Some("application")),
        ("managementToken.body", json!({ "name": "a", "days": 5 }), None),
        ("managementToken.body", json!({ "name": "a", "days": "five" }), Some("days")),
    ];
    for (schema, value, field) in cases {
        assert_eq!(document.misfit(schema, &value).map(|m| m.field).as_deref(), field, "{schema} {value}");
    }
}
