//! Claims about a person: standard ones from their attributes, and those that the application's policy releases.

use model::{Attributes, Policy, User};
use oidc::Scopes;
use oidc::claims::{BY_SCOPE, Claims, ClaimsRequest, reserved};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a ticket remembers about the person beside what their record says today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// Standard claims that only the methods of the login know.
    #[serde(default, skip_serializing_if = "Claims::is_empty")]
    pub known: Claims,
    /// Claims that the policy releases; they go out whatever the scopes say.
    #[serde(default, skip_serializing_if = "Claims::is_empty")]
    pub released: Claims,
}

impl Remembered {
    /// Takes what a grant says. Without a policy the scopes alone decide, with one what it releases wins and adds.
    pub fn of(attributes: &Attributes, user: Option<&User>, policy: Option<&Policy>) -> Self {
        match policy {
            Some(policy) => Self { known: Claims::new(), released: released(attributes, policy) },
            None => {
                let own = |name: &str| user.is_some_and(|u| u.attributes.contains_key(name));
                let rest =
                    attributes.iter().filter(|(name, _)| !own(name)).map(|(n, v)| (n.clone(), v.clone())).collect();
                Self { known: standard(&rest), released: Claims::new() }
            }
        }
    }

    /// Everything known of the person today.
    fn known(&self, user: Option<&User>) -> Claims {
        let mut known = self.known.clone();
        known.extend(user.map(of_user).unwrap_or_default());
        known.extend(self.released.clone());
        known
    }

    /// The answer of the userinfo endpoint.
    pub fn userinfo(&self, subject: &str, user: Option<&User>, scopes: &Scopes, asked: &ClaimsRequest) -> Claims {
        let mut claims = oidc::claims::userinfo(subject, &self.known(user), scopes, asked);
        claims.extend(self.released.iter().filter(|(name, _)| !reserved(name)).map(|(n, v)| (n.clone(), v.clone())));
        claims
    }

    /// The claims of an ID token about the person: those asked for there, and those of the policy that have no scope.
    pub fn for_id_token(&self, user: Option<&User>, asked: &ClaimsRequest) -> Claims {
        let mut claims = oidc::claims::for_id_token(&self.known(user), asked);
        let own = |name: &str| !reserved(name) && !is_standard(name);
        claims.extend(self.released.iter().filter(|(name, _)| own(name)).map(|(n, v)| (n.clone(), v.clone())));
        claims
    }
}

/// Standard claims of a registered user.
fn of_user(user: &User) -> Claims {
    let mut claims = standard(&user.attributes);
    claims.insert("preferred_username".into(), user.name.clone().into());
    if claims.contains_key("email") {
        claims.insert("email_verified".into(), user.email_verified.into());
    }
    if claims.contains_key("phone_number") {
        claims.insert("phone_number_verified".into(), user.phone_verified.into());
    }
    claims
}

/// Attribute names beside the claim's own, in order of preference.
const ALSO_CALLED: [(&str, &str); 6] = [
    ("name", "cn"),
    ("name", "displayName"),
    ("given_name", "givenName"),
    ("family_name", "sn"),
    ("email", "mail"),
    ("phone_number", "telephoneNumber"),
];

fn standard(attributes: &Attributes) -> Claims {
    let mut claims = Claims::new();
    let first = |name: &str| attributes.get(name).and_then(|v| v.first()).filter(|v| !v.is_empty());
    for name in BY_SCOPE.iter().flat_map(|(_, names)| names.iter().copied()) {
        let others = ALSO_CALLED.iter().filter(|(claim, _)| *claim == name).map(|(_, attribute)| *attribute);
        let value = std::iter::once(name).chain(others).find_map(first);
        if let Some(value) = value.and_then(|text| single(name, text)) {
            claims.insert(name.to_owned(), value);
        }
    }
    claims
}

/// A standard claim of one text, in the type that the standard gives it (OpenID Connect Core, section 5.1).
fn single(name: &str, text: &str) -> Option<Value> {
    match name {
        "email_verified" | "phone_number_verified" => text.parse::<bool>().ok().map(Value::from),
        "updated_at" => text.parse::<i64>().ok().map(Value::from),
        "address" => Some(json!({ "formatted": text })),
        _ => Some(text.into()),
    }
}

fn released(attributes: &Attributes, policy: &Policy) -> Claims {
    let mut claims = Claims::new();
    for (name, values) in attributes.iter().filter(|(name, values)| !reserved(name) && !values.is_empty()) {
        let one = is_standard(name) || policy.items.iter().any(|item| item.name == *name && item.single);
        let value = if one { single(name, &values[0]) } else { Some(values.clone().into()) };
        claims.extend(value.map(|value| (name.clone(), value)));
    }
    claims
}

fn is_standard(name: &str) -> bool {
    BY_SCOPE.iter().any(|(_, names)| names.contains(&name))
}
