//! Bodies as clients send them, into the spelling and the types of the schemas. What is only told is passed over, what is unknown too.

use serde_json::{Map, Value};

use super::{
    error::Wrong,
    schema::{Attribute, ENTERPRISE, Kind, attribute, is_extension},
};

/// A user or a group that shall be: every member known, spelt as in the schema and of its type.
pub fn resource(kind: Kind, body: &Value) -> Result<Map<String, Value>, Wrong> {
    let body = body.as_object().ok_or_else(|| Wrong::syntax("", "an object"))?;
    listed(body, &kind.urn())?;
    let mut read = Map::new();
    for (name, value) in body {
        if is_extension(kind, name) {
            let members = value.as_object().ok_or_else(|| Wrong::value(name, "an object"))?;
            let mut inner = Map::new();
            for (name, value) in members {
                put(&mut inner, attribute(kind, true, name), value)?;
            }
            if !inner.is_empty() && read.insert(ENTERPRISE.to_owned(), Value::Object(inner)).is_some() {
                return Err(Wrong::syntax(ENTERPRISE, "one"));
            }
            continue;
        }
        put(&mut read, attribute(kind, false, name).filter(|a| a.name() != "schemas"), value)?;
    }
    Ok(read)
}

/// A body must say what it is.
pub fn listed(body: &Map<String, Value>, urn: &str) -> Result<(), Wrong> {
    let schemas = member(body, "schemas")?.and_then(Value::as_array);
    let named = |schema: &Value| schema.as_str().is_some_and(|s| s.eq_ignore_ascii_case(urn));
    let there = schemas.is_some_and(|all| all.iter().any(named));
    if there { Ok(()) } else { Err(Wrong::syntax("schemas", urn)) }
}

/// A member by its name in any spelling; two spellings of one are refused, for two readers would take one each.
pub fn member<'v>(body: &'v Map<String, Value>, name: &str) -> Result<Option<&'v Value>, Wrong> {
    let mut found = body.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(Wrong::syntax(name, "one")),
        (first, None) => Ok(first.map(|(_, value)| value)),
    }
}

fn put(read: &mut Map<String, Value>, attribute: Option<Attribute>, value: &Value) -> Result<(), Wrong> {
    let Some(attribute) = attribute.filter(|a| !a.read_only()) else { return Ok(()) };
    if read.contains_key(attribute.name()) {
        return Err(Wrong::syntax(attribute.name(), "one"));
    }
    let value = typed(attribute, value)?;
    if !value.is_null() {
        read.insert(attribute.name().to_owned(), value);
    }
    Ok(())
}

/// A value of an attribute; null where it is none.
pub fn typed(attribute: Attribute, value: &Value) -> Result<Value, Wrong> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Array(items) if attribute.many() => {
            if items.len() > MOST {
                return Err(Wrong::too_large());
            }
            let items: Vec<Value> = items.iter().map(|i| item(attribute, i)).collect::<Result<_, _>>()?;
            Ok(if items.is_empty() { Value::Null } else { Value::Array(items) })
        }
        one if attribute.many() => Ok(Value::Array(vec![item(attribute, one)?])),
        one => item(attribute, one),
    }
}

/// Items of one list.
const MOST: usize = 1_000;

/// One value, or one item of a list.
pub fn item(attribute: Attribute, value: &Value) -> Result<Value, Wrong> {
    let wrong = |what: &str| Err(Wrong::value(attribute.name(), what));
    match (attribute.kind(), value) {
        ("boolean", Value::Bool(_)) => Ok(value.clone()),
        // Some clients write truths as texts.
        ("boolean", Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => wrong("true or false"),
        },
        ("boolean", _) => wrong("true or false"),
        ("complex", Value::Object(members)) => {
            let mut read = Map::new();
            for (name, value) in members {
                put(&mut read, attribute.part(name), value)?;
            }
            match (attribute.many(), read.get("value")) {
                (true, None) => wrong("a value in each"),
                _ => Ok(Value::Object(read)),
            }
        }
        // A value alone stands for what has only that.
        ("complex", Value::String(text)) if attribute.part("value").is_some() => {
            Ok(Value::Object(Map::from_iter([("value".to_owned(), Value::from(text.as_str()))])))
        }
        ("complex", _) => wrong("an object"),
        (_, Value::String(_)) => Ok(value.clone()),
        _ => wrong("a text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_user_is_read_by_the_schema() {
        let sent = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "USERNAME": "ada", "id": "mine", "meta": {}, "groups": [{ "value": "x" }],
            "photos": [], "active": "True", "emails": { "value": "a@x", "display": "A" }, "nickName": null,
            "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user": { "department": "Law", "manager": { "value": "01H", "displayName": "B" } },
        });
        let wanted = json!({
            "userName": "ada", "active": true, "emails": [{ "value": "a@x" }],
            ENTERPRISE: { "department": "Law", "manager": { "value": "01H" } },
        });
        assert_eq!(resource(Kind::User, &sent).map(Value::Object).ok(), Some(wanted));
    }

    /// M093
    #[test]
    fn m093_what_could_be_read_in_two_ways_is_refused() {
        let user = "urn:ietf:params:scim:schemas:core:2.0:User";
        for sent in [
            json!([]),
            json!({ "userName": "ada" }),
            json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "userName": "ada" }),
            json!({ "schemas": [user], "userName": "ada", "username": "bob" }),
            json!({ "schemas": [user], "SCHEMAS": [user], "userName": "ada" }),
            json!({ "schemas": [user], "userName": 7 }),
            json!({ "schemas": [user], "userName": ["ada"] }),
            json!({ "schemas": [user], "name": "Ada" }),
            json!({ "schemas": [user], "emails": [{ "type": "work" }] }),
            json!({ "schemas": [user], "emails": [{ "value": 1 }] }),
            json!({ "schemas": [user], "emails": vec![json!({ "value": "x" }); 1001] }),
            json!({ "schemas": [user], "active": 1 }),
            json!({ "schemas": [user], ENTERPRISE: "x" }),
        ] {
            assert!(resource(Kind::User, &sent).is_err(), "{}", sent.to_string().chars().take(120).collect::<String>());
        }
    }
}
