//! What is kept of a password: its hash, when it was set, and hashes of earlier ones.

use super::encoding::{Encoded, Encoding, Scheme, TooLong, Unreadable};
use model::{Credential, Secret, Time};
use plug::MethodError;
use serde::{Deserialize, Serialize, Serializer};

/// The body of a password credential, sealed by the store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Body {
    /// As [`super::encoding`] reads and writes it.
    #[serde(serialize_with = "sealed")]
    pub hash: Secret<String>,
    /// When it was set; unknown for some imports.
    #[serde(default)]
    pub changed_at: Option<Time>,
    /// Hashes of earlier passwords, newest first.
    #[serde(default, serialize_with = "all_sealed")]
    pub history: Vec<Secret<String>>,
    /// Good for one login, in which it is changed.
    #[serde(default)]
    pub must_change: bool,
    /// The hash came from other software: nobody has judged the password by our rules, and its age is the import's.
    #[serde(default)]
    pub imported: bool,
}

impl Body {
    pub fn new(hash: Secret<String>, now: Time) -> Self {
        Self { hash, changed_at: Some(now), history: Vec::new(), must_change: false, imported: false }
    }
    pub fn of(credential: &Credential) -> Result<Self, MethodError> {
        Self::deserialize(&credential.body).map_err(|e| MethodError::Corrupt(e.to_string()))
    }
    pub fn to_json(&self) -> Result<serde_json::Value, MethodError> {
        serde_json::to_value(self).map_err(|e| MethodError::Corrupt(e.to_string()))
    }
    pub fn encoded(&self) -> Result<Encoded, MethodError> {
        Encoded::parse(self.hash.expose()).map_err(|e| MethodError::Corrupt(e.to_string()))
    }
    /// Earlier passwords; one that cannot be read any more forbids nothing.
    pub fn earlier(&self) -> Vec<Encoded> {
        self.history.iter().filter_map(|hash| Encoded::parse(hash.expose()).ok()).collect()
    }
    /// After a change. A hash weaker than `floor` does not enter the history: it would lie there for years (M047).
    pub fn followed_by(self, hash: Secret<String>, now: Time, keep: usize, floor: Scheme) -> Self {
        let strong = |hash: &Secret<String>| Encoded::parse(hash.expose()).is_ok_and(|e| e.scheme() >= floor);
        let history = std::iter::once(self.hash).chain(self.history).filter(strong).take(keep).collect();
        Self { history, ..Self::new(hash, now) }
    }
}

/// The body for a password that is known: demos, administrators, the command line. The rules for new passwords are the caller's.
pub fn body_plain(
    encoding: &Encoding,
    password: &str,
    salt: &[u8; 16],
    now: Time,
) -> Result<serde_json::Value, TooLong> {
    encoding.encode(password, salt).map(|hash| json(&Body::new(hash, now)))
}

/// The body for a hash made by other software, such as `{SSHA}…`. It is upgraded at the next login (M047).
pub fn body_encoded(stored: &str, now: Time) -> Result<serde_json::Value, Unreadable> {
    Encoded::parse(stored)?;
    Ok(json(&Body { imported: true, ..Body::new(Secret::new(stored.to_owned()), now) }))
}

/// The same body, to be changed at the next login: for passwords that somebody else knows.
#[must_use]
pub fn to_be_changed(mut body: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = body.as_object_mut() {
        fields.insert("must_change".into(), true.into());
    }
    body
}

/// Whether a body is to be changed at the next login.
pub fn must_change(body: &serde_json::Value) -> bool {
    body["must_change"] == true
}

/// Whether two bodies hold the same hash: the same salt too.
pub fn same_hash(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    matches!((&one["hash"], &other["hash"]), (serde_json::Value::String(one), serde_json::Value::String(other)) if one == other)
}

fn json(body: &Body) -> serde_json::Value {
    serde_json::json!(body)
}

fn sealed<S: Serializer>(hash: &Secret<String>, to: S) -> Result<S::Ok, S::Error> {
    hash.expose().serialize(to)
}

fn all_sealed<S: Serializer>(hashes: &[Secret<String>], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(hashes.iter().map(Secret::expose))
}
