//! Attributes of what a provider says of a person.

use model::Attributes;
use oidc::claims::Claims;
use serde_json::Value;

/// Claims that are about the token and not about the person.
const OF_THE_TOKEN: [&str; 18] = [
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "nonce",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "auth_time",
    "events",
    "cnf",
    "act",
    "may_act",
    "_claim_names",
    "_claim_sources",
];

/// Most attributes of one person, and bytes of a name and a value.
const MOST: usize = 256;
const LONGEST_NAME: usize = 128;
const LONGEST: usize = 8192;

/// What is known of a person: strings as they are, truth as `true` and `false`, lists as several values, whatever is deeper
/// as JSON. Later sets win over earlier ones. Names or values that are too long are left out.
pub fn of<'a>(sets: impl IntoIterator<Item = &'a Claims>) -> Attributes {
    let mut all = Attributes::new();
    for (name, value) in sets.into_iter().flatten() {
        let sound = !name.is_empty() && name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
        if !sound || OF_THE_TOKEN.contains(&name.as_str()) {
            continue;
        }
        let values = values(value);
        if !values.is_empty() && (all.contains_key(name) || all.len() < MOST) {
            all.insert(name.clone(), values);
        }
    }
    all
}

/// The values of one claim.
pub fn values(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(many) => many.iter().filter_map(text).take(MOST).collect(),
        one => text(one).into_iter().collect::<Vec<_>>(),
    };
    all.into_iter().filter(|value| !value.is_empty() && value.len() <= LONGEST).collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
