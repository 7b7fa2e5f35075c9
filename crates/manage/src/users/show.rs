//! What audit events tell of a user: only what changed, and nothing that looks like a secret.

use login::Actor;
use model::{Catalogue, Credential, Id, Time, User, audit::Event, secret::MASKED};
use serde_json::{Map, Value, json};

/// An event about a user.
pub(crate) fn event(now: Time, action: &str, user: &User, actor: &Actor) -> Event {
    let mut event = actor.event(now, action);
    (event.person, event.name) = (user.person().key(), user.name.clone());
    event
}

/// Path of an object; empty where it is gone.
pub(super) fn path(catalogue: &Catalogue, id: Id) -> String {
    catalogue.entry(id).map(|entry| entry.path.clone()).unwrap_or_default()
}

/// Members of a user by their API names, secrets masked.
pub(super) fn members(catalogue: &Catalogue, user: &User) -> Map<String, Value> {
    masked(plain(catalogue, user))
}

/// Before and after, of the members that differ.
pub(super) fn difference(catalogue: &Catalogue, before: &User, after: &User) -> Value {
    let (before, after) = (plain(catalogue, before), plain(catalogue, after));
    let only = |one: &Map<String, Value>, other: &Map<String, Value>| {
        let differs = |(name, value): &(&String, &Value)| other.get(*name) != Some(value);
        masked(one.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    json!({ "before": only(&before, &after), "after": only(&after, &before) })
}

fn plain(catalogue: &Catalogue, user: &User) -> Map<String, Value> {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
    put("site", json!(path(catalogue, user.site)));
    put("directory", json!(path(catalogue, user.directory)));
    put("name", json!(user.name));
    put("enabled", json!(user.enabled));
    put("emailVerified", json!(user.email_verified));
    put("phoneVerified", json!(user.phone_verified));
    for (name, time) in [("notBefore", user.not_before), ("expires", user.expires)] {
        if let Some(time) = time {
            put(name, json!(time.rfc3339()));
        }
    }
    for (name, values) in &user.attributes {
        put(&format!("{ATTRIBUTE}{name}"), json!(values));
    }
    members
}

const ATTRIBUTE: &str = "attribute.";

fn masked(mut members: Map<String, Value>) -> Map<String, Value> {
    let secret = |name: &str| name.strip_prefix(ATTRIBUTE).is_some_and(looks_secret);
    for (_, value) in members.iter_mut().filter(|(name, _)| secret(name)) {
        *value = json!(MASKED);
    }
    members
}

/// What may be told of a credential.
pub(super) fn credential(credential: &Credential) -> Value {
    let serial = credential.token.as_ref().map(|tag| &tag.serial);
    let Credential { id, kind, label, state, .. } = credential;
    json!({ "id": id, "kind": kind, "label": label, "state": state, "serial": serial })
}

/// Seeds and the like are projected into attributes (requirement E2), under names that administrators choose.
fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passwd", "secret", "seed", "otp", "pin", "privatekey"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_no_secret() {
        let catalogue = Catalogue::default();
        let one = User {
            id: Id::fixed(1),
            directory: Id::fixed(2),
            site: Id::fixed(3),
            name: "ada".into(),
            attributes: [("cn", "Ada"), ("otpSeed", "GEZDGNBV"), ("tel", "1")]
                .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
                .into(),
            email_verified: false,
            phone_verified: false,
            enabled: true,
            not_before: None,
            expires: None,
            created: Time::from_seconds(1),
            version: 0,
        };
        let mut other = one.clone();
        other.enabled = false;
        other.expires = Some(Time::from_seconds(2));
        other.attributes.remove("tel");
        other.attributes.insert("otpSeed".into(), vec!["MFRGGZDF".into()]);
        let told = difference(&catalogue, &one, &other);
        let expected = json!({
            "before": { "enabled": true, "attribute.otpSeed": MASKED, "attribute.tel": ["1"] },
            "after": { "enabled": false, "expires": "1970-01-01T00:00:02.000Z", "attribute.otpSeed": MASKED },
        });
        assert_eq!(told, expected);
        other.attributes = one.attributes.clone();
        assert!(!difference(&catalogue, &one, &other).to_string().contains("otpSeed"), "it did not change");
        assert!(!Value::Object(members(&catalogue, &one)).to_string().contains("GEZDGNBV"));
    }
}
