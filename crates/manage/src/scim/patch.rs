//! Changes of a resource (RFC 7644, 3.5.2), made on it as it is told; what comes of it is written as a whole.

use serde_json::{Map, Value};

use super::{
    error::Wrong,
    filter::{Filter, Op, Target},
    read::{self, listed},
    schema::{Attribute, ENTERPRISE, Kind, MESSAGES, Place, extension, is_extension},
};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub verb: Verb,
    pub target: Target,
    /// Of the attribute's type; null where nothing was said.
    pub value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Add,
    Replace,
    Remove,
}

/// How many operations one request may bring.
const MOST: usize = 1_000;

/// The operations of a body, in their order.
pub fn operations(kind: Kind, body: &Value) -> Result<Vec<Change>, Wrong> {
    let body = body.as_object().ok_or_else(|| Wrong::syntax("", "an object"))?;
    listed(body, &format!("{MESSAGES}PatchOp"))?;
    let operations = read::member(body, "Operations")?.and_then(Value::as_array);
    let operations = operations.filter(|all| !all.is_empty()).ok_or_else(|| Wrong::syntax("Operations", "a list"))?;
    if operations.len() > MOST {
        return Err(Wrong::too_large());
    }
    let mut changes = Vec::new();
    for operation in operations {
        let operation = operation.as_object().ok_or_else(|| Wrong::syntax("Operations", "objects"))?;
        let op = read::member(operation, "op")?.and_then(Value::as_str).unwrap_or_default();
        let verb = match op.to_ascii_lowercase().as_str() {
            "add" => Verb::Add,
            "replace" => Verb::Replace,
            "remove" => Verb::Remove,
            _ => return Err(Wrong::syntax("op", "add, replace or remove")),
        };
        let value = read::member(operation, "value")?;
        match read::member(operation, "path")? {
            Some(Value::String(path)) if is_extension(kind, path) => {
                spread(kind, verb, Some(ENTERPRISE), value, &mut changes)?
            }
            Some(Value::String(path)) => changes.push(aimed(kind, verb, Target::parse(kind, path)?, value)?),
            None | Some(Value::Null) => spread(kind, verb, None, value, &mut changes)?,
            Some(_) => return Err(Wrong::path()),
        }
        if changes.len() > MOST {
            return Err(Wrong::too_large());
        }
    }
    Ok(changes)
}

/// Where no path is named, each member of the value is a change of its own. What is only told may come along.
fn spread(
    kind: Kind,
    verb: Verb,
    under: Option<&str>,
    value: Option<&Value>,
    changes: &mut Vec<Change>,
) -> Result<(), Wrong> {
    let members = match (verb, value) {
        (Verb::Remove, _) if under.is_none() => return Err(Wrong::target()),
        // Nothing of it stays.
        (Verb::Remove, None | Some(Value::Null)) => {
            let all = extension().map(|attribute| Change {
                verb,
                target: Target { place: Place { extension: true, attribute, sub: None }, filter: None },
                value: Value::Null,
            });
            changes.extend(all);
            return Ok(());
        }
        (_, Some(Value::Object(members))) => members,
        _ => return Err(Wrong::value("value", "an object")),
    };
    for (name, value) in members {
        if under.is_none() && is_extension(kind, name) {
            spread(kind, verb, Some(ENTERPRISE), Some(value), changes)?;
            continue;
        }
        if name.eq_ignore_ascii_case("schemas") {
            continue;
        }
        let path = under.map_or_else(|| name.clone(), |urn| format!("{urn}:{name}"));
        let target = Target::parse(kind, &path)?;
        if !target.place.attribute.read_only() {
            changes.push(aimed(kind, verb, target, Some(value))?);
        }
    }
    Ok(())
}

fn aimed(kind: Kind, verb: Verb, target: Target, value: Option<&Value>) -> Result<Change, Wrong> {
    let Place { attribute, sub, .. } = target.place;
    if attribute.read_only() || sub.is_some_and(Attribute::read_only) || attribute.name() == "schemas" {
        return Err(Wrong::fixed());
    }
    let value = match (verb, value) {
        (Verb::Remove, value) => match value {
            Some(value) if kind == Kind::Group => read::typed(attribute, value)?,
            _ => Value::Null,
        },
        (_, None) => return Err(Wrong::value("value", "something")),
        (_, Some(value)) => match (sub, &target.filter) {
            (Some(sub), _) => read::typed(sub, value)?,
            // Items that are found are given members, not a list.
            (None, Some(_)) => read::item(attribute, value)?,
            (None, None) => read::typed(attribute, value)?,
        },
    };
    Ok(Change { verb, target, value })
}

/// Makes a change on a resource.
pub fn apply(change: &Change, resource: &mut Map<String, Value>) -> Result<(), Wrong> {
    let Place { extension, attribute, sub } = change.target.place;
    let holder = if extension {
        let holder = resource.entry(ENTERPRISE).or_insert_with(|| Value::Object(Map::new()));
        holder.as_object_mut().ok_or_else(Wrong::path)?
    } else {
        resource
    };
    match (attribute.many(), sub) {
        (true, _) => many(change, attribute, sub, holder),
        (false, Some(sub)) => {
            let whole = holder.entry(attribute.name()).or_insert_with(|| Value::Object(Map::new()));
            let whole = whole.as_object_mut().ok_or_else(Wrong::path)?;
            put(whole, sub.name(), change.value.clone());
            Ok(())
        }
        (false, None) => {
            match (holder.get_mut(attribute.name()), &change.value) {
                (Some(Value::Object(present)), Value::Object(given)) => merge(present, given),
                (_, value) => put(holder, attribute.name(), value.clone()),
            }
            Ok(())
        }
    }
}

/// A change of a list, or of some items of it.
fn many(
    change: &Change,
    attribute: Attribute,
    sub: Option<Attribute>,
    holder: &mut Map<String, Value>,
) -> Result<(), Wrong> {
    let mut items = match holder.shift_remove(attribute.name()) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    let filter = change.target.filter.as_ref();
    let fits = |item: &Value| filter.is_none_or(|f| f.fits_item(item));
    match (change.verb, sub) {
        (Verb::Remove, None) => items.retain(|item| !fits(item)),
        (Verb::Remove, Some(sub)) => {
            items
                .iter_mut()
                .filter(|i| fits(i))
                .filter_map(Value::as_object_mut)
                .for_each(|i| put(i, sub.name(), Value::Null));
            // What has no value is nothing.
            items.retain(|item| item.get("value").is_some());
        }
        (verb, None) if filter.is_none() => {
            if verb == Verb::Replace {
                items.clear();
            }
            let given = change.value.as_array().cloned().unwrap_or_default();
            given.into_iter().for_each(|item| add(&mut items, item));
        }
        (verb, sub) => {
            let given = match sub {
                Some(sub) => Map::from_iter([(sub.name().to_owned(), change.value.clone())]),
                None => change.value.as_object().cloned().unwrap_or_default(),
            };
            let found: Vec<usize> = (0..items.len()).filter(|at| fits(&items[*at])).collect();
            match filter {
                _ if !found.is_empty() => {
                    for at in found {
                        if let Some(item) = items[at].as_object_mut() {
                            merge(item, &given);
                        }
                        only_primary(&mut items, at);
                    }
                }
                Some(filter) if verb == Verb::Add => {
                    let mut made = meant(filter).ok_or_else(Wrong::target)?;
                    merge(&mut made, &given);
                    add(&mut items, Value::Object(made));
                }
                _ => return Err(Wrong::target()),
            }
        }
    }
    if !items.is_empty() {
        holder.insert(attribute.name().to_owned(), Value::Array(items));
    }
    Ok(())
}

fn add(items: &mut Vec<Value>, item: Value) {
    let same = items.iter().position(|known| known["value"] == item["value"] && known["type"] == item["type"]);
    let at = same.unwrap_or_else(|| {
        items.push(item.clone());
        items.len() - 1
    });
    items[at] = item;
    only_primary(items, at);
}

/// Of a list one item is the primary one: the last that was made so.
fn only_primary(items: &mut [Value], at: usize) {
    if items[at]["primary"] != true {
        return;
    }
    for (other, item) in items.iter_mut().enumerate() {
        if let Some(item) = item.as_object_mut().filter(|_| other != at) {
            item.shift_remove("primary");
        }
    }
}

/// The item that a filter would find, where it says no more than what its parts are.
fn meant(filter: &Filter) -> Option<Map<String, Value>> {
    match filter {
        Filter::Test(place, Op::Equal, value) if !value.is_null() => {
            Some(Map::from_iter([(place.sub?.name().to_owned(), value.clone())]))
        }
        Filter::And(one, other) => {
            let mut made = meant(one)?;
            merge(&mut made, &meant(other)?);
            Some(made)
        }
        _ => None,
    }
}

fn merge(present: &mut Map<String, Value>, given: &Map<String, Value>) {
    for (name, value) in given {
        put(present, name, value.clone());
    }
}

fn put(holder: &mut Map<String, Value>, name: &str, value: Value) {
    if value.is_null() {
        holder.shift_remove(name);
    } else {
        holder.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn patched(before: Value, operations_: Value) -> Result<Value, &'static str> {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations_ });
        let Value::Object(mut resource) = before else { panic!() };
        let changes = operations(Kind::User, &body).map_err(|wrong| wrong.kind().unwrap_or("too large"))?;
        for change in changes {
            apply(&change, &mut resource).map_err(|wrong| wrong.kind().unwrap_or(""))?;
        }
        Ok(Value::Object(resource))
    }

    #[test]
    fn changes_come_to_what_the_standard_says() {
        let mail = |value: &str, kind: &str| json!({ "value": value, "type": kind });
        let two = json!({ "emails": [mail("a@x", "work"), mail("b@x", "home")] });
        let cases = [
            (json!({}), json!([{ "op": "add", "path": "displayName", "value": "A" }]), json!({ "displayName": "A" })),
            (json!({ "displayName": "A" }), json!([{ "op": "Remove", "path": "displayName" }]), json!({})),
            (
                json!({}),
                json!([{ "op": "Replace", "value": { "active": "False", "name.givenName": "G" } }]),
                json!({ "active": false, "name": { "givenName": "G" } }),
            ),
            (
                json!({ "name": { "givenName": "G" } }),
                json!([{ "op": "replace", "path": "name", "value": { "familyName": "F" } }]),
                json!({ "name": { "givenName": "G", "familyName": "F" } }),
            ),
            (
                two.clone(),
                json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "c@x" }]),
                json!({ "emails": [mail("c@x", "work"), mail("b@x", "home")] }),
            ),
            (
                two.clone(),
                json!([{ "op": "remove", "path": "emails[type eq \"work\"]" }]),
                json!({ "emails": [mail("b@x", "home")] }),
            ),
            (two.clone(), json!([{ "op": "remove", "path": "emails" }]), json!({})),
            (two.clone(), json!([{ "op": "remove", "path": "emails[type eq \"other\"]" }]), two.clone()),
            (
                two.clone(),
                json!([{ "op": "add", "path": "emails", "value": mail("c@x", "other") }]),
                json!({ "emails": [mail("a@x", "work"), mail("b@x", "home"), mail("c@x", "other")] }),
            ),
            (
                two.clone(),
                json!([{ "op": "replace", "path": "emails", "value": [mail("c@x", "other")] }]),
                json!({ "emails": [mail("c@x", "other")] }),
            ),
            (
                json!({}),
                json!([{ "op": "add", "path": "emails[type eq \"work\"].value", "value": "c@x" }]),
                json!({ "emails": [{ "type": "work", "value": "c@x" }] }),
            ),
            (
                json!({ "emails": [{ "value": "a@x", "type": "work", "primary": true }] }),
                json!([{ "op": "add", "path": "emails", "value": [{ "value": "b@x", "type": "home", "primary": true }] }]),
                json!({ "emails": [mail("a@x", "work"), { "value": "b@x", "type": "home", "primary": true }] }),
            ),
            (
                json!({}),
                json!([{ "op": "add", "path": format!("{ENTERPRISE}:department"), "value": "Law" }]),
                json!({ ENTERPRISE: { "department": "Law" } }),
            ),
            (
                json!({}),
                json!([{ "op": "add", "value": { ENTERPRISE: { "department": "Law" } } }]),
                json!({ ENTERPRISE: { "department": "Law" } }),
            ),
            (
                json!({}),
                json!([{ "op": "add", "path": ENTERPRISE, "value": { "manager": "01H" } }]),
                json!({ ENTERPRISE: { "manager": { "value": "01H" } } }),
            ),
            (
                json!({ ENTERPRISE: { "department": "Law" } }),
                json!([{ "op": "remove", "path": ENTERPRISE }]),
                json!({ ENTERPRISE: {} }),
            ),
            (
                json!({}),
                json!([{ "op": "replace", "value": { "id": "x", "displayName": "A" } }]),
                json!({ "displayName": "A" }),
            ),
        ];
        for (before, operations, wanted) in cases {
            assert_eq!(patched(before, operations.clone()), Ok(wanted), "{operations}");
        }
    }

    #[test]
    fn changes_that_cannot_be_meant_are_refused() {
        let cases = [
            (json!([]), "invalidSyntax"),
            (json!([{ "op": "move", "path": "displayName", "value": "x" }]), "invalidSyntax"),
            (json!([{ "op": "add", "OP": "remove", "path": "displayName" }]), "invalidSyntax"),
            (json!([{ "op": "add", "path": "nothing", "value": "x" }]), "invalidPath"),
            (json!([{ "op": "add", "path": "emails[", "value": "x" }]), "invalidPath"),
            (json!([{ "op": "add", "path": "displayName", "value": 7 }]), "invalidValue"),
            (json!([{ "op": "add", "path": "displayName" }]), "invalidValue"),
            (json!([{ "op": "add", "path": "active", "value": "perhaps" }]), "invalidValue"),
            (json!([{ "op": "remove", "path": format!("{ENTERPRISE}:nothing") }]), "invalidPath"),
            (json!([{ "op": "remove" }]), "noTarget"),
            (json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "x" }]), "noTarget"),
            (json!([{ "op": "add", "path": "emails[type co \"work\"].value", "value": "x" }]), "noTarget"),
            (json!([{ "op": "replace", "path": "id", "value": "x" }]), "mutability"),
            (json!([{ "op": "add", "path": "groups", "value": [{ "value": "x" }] }]), "mutability"),
            (json!([{ "op": "replace", "path": "meta.created", "value": "x" }]), "mutability"),
            (json!(vec![json!({ "op": "add", "path": "displayName", "value": "x" }); 1001]), "too large"),
        ];
        for (operations, wanted) in cases {
            assert_eq!(
                patched(json!({}), operations.clone()),
                Err(wanted),
                "{}",
                operations.to_string().chars().take(90).collect::<String>()
            );
        }
    }
}
