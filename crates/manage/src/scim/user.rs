//! What a user is called here and there: members of the schema and attributes of the user.

use model::User;
use serde_json::{Map, Value, json};

use super::{
    error::Wrong,
    schema::{CORE, ENTERPRISE, Place},
};
use crate::attributes::Attributes;

/// Members that are one text, and the attributes that they are.
const TEXTS: [(&[&str], &str); 17] = [
    (&["externalId"], "externalId"),
    (&["displayName"], "cn"),
    (&["name", "formatted"], "formattedName"),
    (&["name", "givenName"], "givenName"),
    (&["name", "familyName"], "sn"),
    (&["nickName"], "nickname"),
    (&["title"], "title"),
    (&["userType"], "userType"),
    (&["preferredLanguage"], "preferredLanguage"),
    (&["locale"], "locale"),
    (&["timezone"], "zoneinfo"),
    (&[ENTERPRISE, "employeeNumber"], "employeeNumber"),
    (&[ENTERPRISE, "costCenter"], "costCenter"),
    (&[ENTERPRISE, "organization"], "organization"),
    (&[ENTERPRISE, "division"], "division"),
    (&[ENTERPRISE, "department"], "department"),
    (&[ENTERPRISE, "manager", "value"], "manager"),
];

/// Members that are lists, the attributes that hold the values, and those that say what each is used for: `work ada@acme.test`.
const LISTS: [(&str, &str, &str); 2] =
    [("emails", "email", "emailTypes"), ("phoneNumbers", "phone_number", "phoneTypes")];

/// Says of a value that it is the primary one.
const PRIMARY: &str = "primary";

/// Attributes that few users share a value of, so that they are looked up by it.
pub fn looked_up(place: &Place) -> Option<&'static str> {
    Some(match (place.attribute.name(), place.sub.map(super::schema::Attribute::name)) {
        ("externalId", None) => "externalId",
        ("emails", None | Some("value")) => "email",
        ("phoneNumbers", None | Some("value")) => "phone_number",
        ("employeeNumber", None) => "employeeNumber",
        _ => return None,
    })
}

/// A user as a resource, without `meta` and `groups`.
pub fn told(user: &User) -> Map<String, Value> {
    let mut resource = json!({ "id": user.id.to_string(), "userName": user.name, "active": user.enabled });
    for (path, attribute) in TEXTS {
        if let Some(value) = user.first(attribute) {
            path.iter().fold(&mut resource, |holder, name| &mut holder[*name]).clone_from(&Value::from(value));
        }
    }
    for (member, attribute, types) in LISTS {
        let values = user.attributes.get(attribute).filter(|values| !values.is_empty());
        let Some(values) = values else { continue };
        let uses: Vec<(&str, &str)> =
            user.attributes.get(types).into_iter().flatten().filter_map(|text| text.split_once(' ')).collect();
        let item = |(at, value): (usize, &String)| {
            let mut item = json!({ "value": value });
            if let Some((used, _)) = uses.iter().find(|(used, of)| of == value && *used != PRIMARY) {
                item["type"] = (*used).into();
            }
            // Where nobody said which, it is the first.
            item["primary"] = (uses.contains(&(PRIMARY, value)) || uses.is_empty() && at == 0).into();
            item
        };
        resource[member] = values.iter().enumerate().map(item).collect();
    }
    let mut schemas = vec![format!("{CORE}User")];
    if resource[ENTERPRISE].is_object() {
        schemas.push(ENTERPRISE.to_owned());
    }
    let mut members = Map::from_iter([("schemas".to_owned(), Value::from(schemas))]);
    if let Value::Object(rest) = resource {
        members.extend(rest.into_iter().filter(|(_, value)| !value.is_null()));
    }
    members
}

/// What the desk is given so that a user becomes this. Attributes that no member stands for stay.
pub fn given(resource: &Map<String, Value>, current: Option<&User>) -> Result<Attributes, Wrong> {
    let whole = Value::Object(resource.clone());
    let mut given = Attributes::new();
    for (path, attribute) in TEXTS {
        let value = path.iter().fold(&whole, |holder, name| &holder[*name]).as_str().filter(|v| !v.is_empty());
        let present = current.and_then(|user| user.first(attribute));
        // One that has more values than are told keeps them.
        if value != present {
            given.insert(attribute.to_owned(), value.map_or(Value::Null, Value::from));
        }
    }
    for (member, attribute, types) in LISTS {
        let (values, used) = list(member, &whole[member])?;
        for (attribute, wanted) in [(attribute, values), (types, used)] {
            let present = current.and_then(|user| user.attributes.get(attribute)).cloned().unwrap_or_default();
            if wanted != present {
                given.insert(attribute.to_owned(), wanted.into());
            }
        }
    }
    // What was proved is the address that was there.
    for (attribute, verified) in [("email", "emailVerified"), ("phone_number", "phoneVerified")] {
        let first = given.get(attribute).map(|values| values[0].as_str().map(str::to_owned));
        let present = current.and_then(|user| user.first(attribute)).map(str::to_owned);
        if current.is_some() && first.is_some_and(|first| first != present) {
            given.insert(verified.to_owned(), false.into());
        }
    }
    if let Some(active) = resource.get("active") {
        given.insert("enabled".to_owned(), active.clone());
    }
    if let Some(password) = resource.get("password") {
        given.insert("password".to_owned(), password.clone());
    }
    Ok(given)
}

/// Values of a list, the primary one first, and what they are used for.
fn list(member: &str, items: &Value) -> Result<(Vec<String>, Vec<String>), Wrong> {
    let mut items: Vec<&Value> = items.as_array().into_iter().flatten().collect();
    items.sort_by_key(|item| item["primary"] != true);
    let (mut values, mut used) = (Vec::<String>::new(), Vec::new());
    for item in items {
        let value = item["value"].as_str().unwrap_or_default();
        if value.is_empty() || values.iter().any(|known| known == value) {
            continue;
        }
        values.push(value.to_owned());
        if item["primary"] == true && values.len() == 1 {
            used.push(format!("{PRIMARY} {value}"));
        }
        if let Some(kind) = item["type"].as_str().filter(|t| !t.is_empty()) {
            if kind.len() > 64 || kind == PRIMARY || kind.contains(char::is_whitespace) {
                return Err(Wrong::value(member, "types of one word"));
            }
            used.push(format!("{kind} {value}"));
        }
    }
    // That the first is the primary one need not be said.
    if matches!(&used[..], [only] if only.starts_with(PRIMARY)) {
        used.clear();
    }
    Ok((values, used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Id, Time};

    fn user() -> User {
        User {
            id: Id::fixed(1),
            directory: Id::fixed(2),
            site: Id::fixed(3),
            name: "ada".into(),
            attributes: model::Attributes::new(),
            email_verified: true,
            phone_verified: false,
            enabled: true,
            not_before: None,
            expires: None,
            created: Time::from_seconds(1_800_000_000),
            version: 1,
        }
    }

    /// What is told and sent back changes nothing, and a change is no more than itself.
    #[test]
    fn what_is_told_comes_back() {
        let mut user = user();
        for (name, values) in [
            ("cn", vec!["Ada"]),
            ("givenName", vec!["Ada"]),
            ("email", vec!["a@x", "b@x"]),
            ("emailTypes", vec!["primary a@x", "work a@x"]),
            ("department", vec!["Law", "Sales"]),
            ("manager", vec!["boss"]),
            ("shoe", vec!["42"]),
        ] {
            user.attributes.insert(name.into(), values.into_iter().map(str::to_owned).collect());
        }
        let told = told(&user);
        assert_eq!(
            told["emails"],
            json!([{ "value": "a@x", "type": "work", "primary": true }, { "value": "b@x", "primary": false }])
        );
        assert_eq!(told[ENTERPRISE], json!({ "department": "Law", "manager": { "value": "boss" } }));
        assert!(told.keys().all(|k| k != "shoe"));
        assert_eq!(given(&told, Some(&user)).ok(), Some(Map::from_iter([("enabled".into(), json!(true))])));
        let mut changed = told.clone();
        changed["emails"] =
            json!([{ "value": "a@x" }, { "value": "c@x", "type": "home", "primary": true }, { "value": "c@x" }]);
        changed.shift_remove(ENTERPRISE);
        changed.shift_remove("active");
        let wanted = json!({ "department": null, "manager": null, "email": ["c@x", "a@x"], "emailTypes": ["primary c@x", "home c@x"], "emailVerified": false });
        assert_eq!(given(&changed, Some(&user)).ok().map(Value::Object), Some(wanted));
        changed["emails"] = json!([{ "value": "a@x", "type": "two words" }]);
        assert!(given(&changed, Some(&user)).is_err());
    }
}
