//! Attributes of what a provider says of a person.

use model::{Attributes, user_mapping::VERIFIED};
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
    for set in sets {
        let stray = strays(set, &mut all);
        for (name, value) in set {
            let sound = !name.is_empty() && name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
            if !sound || OF_THE_TOKEN.contains(&name.as_str()) || stray.contains(&name.as_str()) {
                continue;
            }
            let values = values(value);
            if !values.is_empty() && (all.contains_key(name) || all.len() < MOST) {
                all.insert(name.clone(), values);
            }
        }
    }
    all
}

/// That an address or a number was checked is said of the one beside it. Where a later set brings another, what was said of the
/// earlier one falls; what it says of none is left out, and named here.
fn strays(set: &Claims, all: &mut Attributes) -> Vec<&'static str> {
    let mut stray = Vec::new();
    for (name, flag) in VERIFIED {
        match (set.get(name), set.get(flag)) {
            (Some(value), None) if all.get(name) != Some(&values(value)) => drop(all.remove(flag)),
            (None, Some(said)) if *said != Value::Bool(false) => stray.push(flag),
            _ => {}
        }
    }
    stray
}

/// Where anybody may be the administrator of a tenant, nobody's address is checked by what such a one says.
pub fn unchecked(mut all: Attributes) -> Attributes {
    for (_, flag) in VERIFIED {
        all.remove(flag);
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
