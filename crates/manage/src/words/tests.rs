use super::*;
use crate::{address::Type, nouns};
use model::{
    Noun,
    role::{BuiltIn, RIGHT_NOUNS, VERBS},
};
use serde_json::Value;

fn texts() -> Texts {
    Texts::new(&[crate::TEXTS])
}

#[test]
fn nothing_is_missing_in_any_language() {
    assert_eq!(texts().missing(), []);
}

#[test]
fn a_near_name_is_told_where_there_is_one() {
    let unknown =
        |nearest: &str| Finding::broken("configuration[1]", "line-unknown").with("name", "a").with("nearest", nearest);
    let said = finding(&texts(), Locale::En, &unknown("b"));
    assert_eq!(said, "No setting is called a here. Correct the line or remove it. Did you mean b?");
    assert!(!finding(&texts(), Locale::Fi, &unknown("")).contains('?'));
}

/// What the management API can answer with.
const PROBLEMS: [&str; 29] = [
    "unauthorized",
    "token-invalid",
    "scope-insufficient",
    "forbidden",
    "missing",
    "gone",
    "method-not-allowed",
    "malformed-body",
    "media-type",
    "not-acceptable",
    "too-large",
    "too-many",
    "refused",
    "invalid",
    "fixed",
    "precondition",
    "precondition-required",
    "conflict",
    "delete-enabled",
    "not-empty",
    "moved",
    "outranked",
    "idempotency-reused",
    "unavailable",
    "broken",
    "scim-filter",
    "scim-too-many",
    "scim-path",
    "scim-target",
];

#[test]
fn every_problem_has_a_title_and_a_detail() {
    let texts = texts();
    for key in PROBLEMS {
        let (title, detail) = problem(key);
        assert!(texts.knows(&title) && texts.knows(&detail), "{key}");
    }
}

fn labelled((label, help): (String, Option<String>), what: &str) -> Option<String> {
    match help {
        Some(_) if texts().knows(&label) => None,
        Some(_) => Some(format!("{what} has no label")),
        None => Some(format!("{what} has no help")),
    }
}

/// Attributes of a schema with their members, by dotted names; `items.group` for those of a list's items.
fn attributes(schema: &Value) -> Vec<(String, Value)> {
    fn open<'a>(root: &'a Value, property: &'a Value) -> &'a Value {
        let named = |v: &'a Value| v.get("$ref").and_then(Value::as_str).and_then(|r| root.pointer(&r[1..]));
        let nullable = property.get("anyOf").and_then(Value::as_array).into_iter().flatten().find_map(named);
        let item = property.get("items").and_then(named);
        named(property).or(nullable).or(item).unwrap_or(property)
    }
    fn walk(root: &Value, schema: &Value, before: &str, found: &mut Vec<(String, Value)>) {
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let property = open(root, property);
            found.push((format!("{before}{name}"), property.clone()));
            // Their members are languages.
            if !["title", "texts"].contains(&name.as_str()) {
                walk(root, property, &format!("{before}{name}."), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(schema, schema, "", &mut found);
    found
}

/// What a form offers to choose from.
fn choices(property: &Value) -> Vec<String> {
    let listed = property.get("enum").and_then(Value::as_array).into_iter().flatten();
    let described = property.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let of_described = described.flat_map(|one| {
        let many = one.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
        one.get("const").cloned().into_iter().chain(many)
    });
    listed.cloned().chain(of_described).filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

#[test]
fn every_attribute_of_every_noun_has_a_label_and_help() {
    let mut lacking = Vec::new();
    let mut seen = 0;
    for noun in Noun::ALL {
        let name = noun.name();
        for (path, _) in attributes(&nouns::api_schema(*noun, &[])) {
            seen += 1;
            lacking.extend(labelled(attribute(&texts(), name, &path), &format!("{name} {path}")));
        }
        lacking.extend(labelled(attribute(&texts(), name, "name"), &format!("{name} name")));
    }
    let items: [(Type, &[&str]); 4] = [
        (Type::MappingItem, &["name", "attributeName", "attributeValue", "condition"]),
        (Type::UserMappingItem, &["name", "condition", "mappingURL"]),
        (Type::ServiceMappingItem, &["name", "condition", "service", "directory"]),
        (Type::PolicyItem, &["name", "attributeName", "attributeValue", "nameFormat", "friendlyName"]),
    ];
    for (item, members) in items {
        for member in members {
            let what = format!("{} {member}", item.name());
            lacking.extend(labelled(attribute(&texts(), item.name(), member), &what));
        }
    }
    assert_eq!(lacking, [] as [String; 0]);
    assert!(seen > 80, "{seen} attributes: the schemas are not read");
}

#[test]
fn every_value_to_choose_has_a_name() {
    let mut lacking = Vec::new();
    let mut seen = 0;
    for noun in Noun::ALL {
        for (path, property) in attributes(&nouns::api_schema(*noun, &[])) {
            for choice in choices(&property) {
                seen += 1;
                if value(&texts(), noun.name(), &path, &choice).is_none() {
                    lacking.push(format!("{} {path} {choice}", noun.name()));
                }
            }
        }
    }
    assert_eq!(lacking, [] as [String; 0]);
    assert!(seen > 10, "{seen} values: the schemas are not read");
}

#[test]
fn every_link_has_a_label_and_help_from_both_ends() {
    let mut lacking = Vec::new();
    for noun in Noun::ALL {
        for role in noun.links() {
            let (here, there) = (noun.name(), role.target.name());
            lacking.extend(labelled(link(&texts(), here, role.name), &format!("{here} {}", role.name)));
            lacking.extend(labelled(link(&texts(), there, role.reverse), &format!("{there} {}", role.reverse)));
            for carried in role.payload {
                let what = format!("{here} {} {carried}", role.name);
                lacking.extend(labelled(payload(&texts(), here, role.name, carried), &what));
            }
        }
    }
    assert_eq!(lacking, [] as [String; 0]);
}

#[test]
fn nouns_roles_and_verbs_have_names() {
    let of_types = Type::all().map(Type::name);
    for name in of_types.chain(RIGHT_NOUNS).chain(["all"]) {
        for many in [false, true] {
            assert!(texts().knows(&noun(name, many)), "{name}");
        }
    }
    for name in BuiltIn::ALL.map(BuiltIn::name).into_iter().chain(["self"]) {
        let (label, help) = role(name);
        assert!(texts().knows(&label) && texts().knows(&help), "{name}");
    }
    assert!(VERBS.into_iter().chain(["all"]).all(|v| texts().knows(&verb(v))));
}

#[test]
fn the_nearest_text_is_taken() {
    let texts = texts();
    assert_eq!(attribute(&texts, "method", "enabled").0, "attribute-enabled");
    assert_eq!(attribute(&texts, "method", "enabled").1.as_deref(), Some("attribute-method-enabled-help"));
    assert_eq!(attribute(&texts, "site", "mail.host").0, "attribute-mail-host");
    assert_eq!(attribute(&texts, "policy", "items.value").0, "attribute-policy-items-value");
    let said = texts.say(Locale::En, "attribute-policy-items-value", &Args::new());
    assert_eq!(said, "Value");
    assert_eq!(value(&texts, "directory", "className", "symbolon.local").as_deref(), Some("kind-local"));
    assert_eq!(value(&texts, "method", "acr", "x y{"), None);
}

#[test]
fn lines_that_every_kind_knows_have_a_label_and_help() {
    for name in model::method::COMMON_LINES {
        assert_eq!(labelled(line(&texts(), name), name), None);
    }
}
