//! Claims: which ones a scope stands for, the `claims` parameter, and the names that only the server sets.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Error, Scopes};

/// A JSON object of claims.
pub type Claims = Map<String, Value>;

/// The claims a scope asks for (OpenID Connect Core, section 5.4).
pub const BY_SCOPE: [(&str, &[&str]); 4] = [
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// Claims that say what the server knows about the login; no attribute of a person can set them.
pub const RESERVED: [&str; 22] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "events",
    "cnf",
    "act",
    "may_act",
    "_claim_names",
    "_claim_sources",
];

/// Whether only the server sets this claim.
pub fn reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// The value of the `claims` parameter (OpenID Connect Core, section 5.5).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// What is asked for in the ID token.
    pub id_token: Vec<Wanted>,
    /// What is asked for at the userinfo endpoint.
    pub userinfo: Vec<Wanted>,
}

/// One claim that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Whether the client can do little without it.
    pub essential: bool,
    /// The values that will do, best first, from `value` or `values`; empty if any will.
    pub values: Vec<Value>,
}

impl ClaimsRequest {
    /// The longest parameter that is read.
    pub const MAX: usize = 8192;
    const MOST: usize = 128;

    /// Reads the JSON text. Unknown members are ignored, of the top and of a claim.
    pub fn parse(text: &str) -> Result<Self, Error> {
        const BAD: Error = Error::parameter("not a claims request", "claims");
        if text.len() > Self::MAX {
            return Err(Error::parameter("parameter too long", "claims"));
        }
        let top: Claims = serde_json::from_str(text).map_err(|_| BAD)?;
        let section = |name: &str| match top.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(members)) if members.len() <= Self::MOST => {
                members.iter().map(|(name, asked)| wanted(name, asked).ok_or(BAD)).collect()
            }
            Some(_) => Err(BAD),
        };
        Ok(Self { id_token: section("id_token")?, userinfo: section("userinfo")? })
    }

    /// The subject that the ID token must have, if one is asked for: another person is not to be answered with
    /// (OpenID Connect Core, section 5.5.1).
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.id_token
            .iter()
            .chain(&self.userinfo)
            .filter(|w| w.name == "sub")
            .flat_map(|w| w.values.iter().map(|v| v.as_str().unwrap_or_default()))
    }

    /// The authentication contexts asked for, and whether the client insists on one.
    pub fn acr(&self) -> Option<&Wanted> {
        self.id_token.iter().find(|w| w.name == "acr")
    }
}

/// The answer of the userinfo endpoint: of what is known about a person, what scopes and `claims` ask for.
pub fn userinfo(subject: &str, known: &Claims, scopes: &Scopes, asked: &ClaimsRequest) -> Claims {
    let mut out = Claims::new();
    out.insert("sub".into(), subject.into());
    out.extend(chosen(known, scopes, &asked.userinfo));
    out
}

/// Of what is known about a person, the claims that belong in an ID token: those of the `claims` parameter only, since
/// scopes are answered at the userinfo endpoint (OpenID Connect Core, section 5.4).
pub fn for_id_token(known: &Claims, asked: &ClaimsRequest) -> Claims {
    chosen(known, &Scopes::default(), &asked.id_token)
}

fn chosen(known: &Claims, scopes: &Scopes, wanted: &[Wanted]) -> Claims {
    let by_scope = |name: &str| BY_SCOPE.iter().any(|(scope, names)| scopes.contains(scope) && names.contains(&name));
    let asked = |name: &str| wanted.iter().any(|w| w.name == name);
    let keep =
        known.iter().filter(|(name, value)| !reserved(name) && !value.is_null() && (by_scope(name) || asked(name)));
    keep.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn wanted(name: &str, asked: &Value) -> Option<Wanted> {
    let none = Claims::new();
    let members = match asked {
        Value::Null => &none,
        Value::Object(members) => members,
        _ => return None,
    };
    let essential = members.get("essential").map_or(Some(false), Value::as_bool)?;
    let values = match (members.get("value"), members.get("values")) {
        (None, None) => Vec::new(),
        (Some(value), None) => vec![value.clone()],
        (None, Some(Value::Array(values))) => values.clone(),
        _ => return None,
    };
    Some(Wanted { name: name.to_owned(), essential, values })
}
