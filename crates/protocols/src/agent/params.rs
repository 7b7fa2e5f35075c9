//! Parameters of a request, wherever they stand: query, form, multipart or JSON, merged into one set.
//!
//! Agents disagree about how often they encode. What was read is therefore kept as it came, and decoded once more only when
//! it is known who speaks ([`Params::as_sent_by`]).

use model::Secret;
use serde_json::Value;

use super::multipart;

/// What a request brought, decoded once. The values wipe themselves and are never printed.
#[derive(Clone, Default)]
pub struct Params(Vec<Param>);

#[derive(Clone)]
struct Param {
    name: String,
    value: Secret<String>,
    /// Stood in JSON, which nobody encodes twice.
    exact: bool,
}

/// Where parameters may stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent<'a> {
    pub query: &'a [u8],
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
}

/// How often an agent encodes what it sends in forms and queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Once,
    #[default]
    Twice,
    /// Twice, and both times with `+` for a space.
    TwiceAsForm,
}

/// Why parameters are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the request is too long, or has too many parameters")]
    TooMuch,
    #[error("a parameter is given twice, with different values")]
    Twice,
    #[error("the body cannot be read")]
    Malformed,
}

impl Params {
    /// Reads everything that was sent. JSON goes before form and query; those two may not contradict each other.
    pub fn read(sent: &Sent<'_>) -> Result<Self, Unreadable> {
        if sent.query.len() > LONGEST || sent.body.len() > LONGEST {
            return Err(Unreadable::TooMuch);
        }
        let mut params = Self::default();
        params.add_form(sent.query)?;
        let kind = sent.content_type.unwrap_or_default().trim().to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            let parts = multipart::read(sent.content_type.unwrap_or_default(), sent.body, MOST)?;
            for (name, value) in parts {
                params.add(name, text(value)?)?;
            }
        } else if let Some(members) = json(sent.body) {
            params.override_with(members)?;
        } else if kind.starts_with("application/json") && !sent.body.is_empty() {
            return Err(Unreadable::Malformed);
        } else {
            params.add_form(sent.body)?;
        }
        Ok(params)
    }

    /// The same, as an agent meant it that encodes like this.
    #[must_use]
    pub fn as_sent_by(mut self, encoding: Encoding) -> Self {
        for param in self.0.iter_mut().filter(|param| !param.exact) {
            if let Some(once_more) = decoded_again(param.value.expose(), encoding) {
                param.value = Secret::new(once_more);
            }
        }
        self
    }

    /// A value that was sent, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|param| param.name == name).map(|param| param.value.expose().as_str())
    }

    /// A value that is not empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The first of several names that has a value.
    pub fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.filled(name))
    }

    /// Whether a switch is on.
    pub fn on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|param| param.name.as_str())
    }

    fn add_form(&mut self, encoded: &[u8]) -> Result<(), Unreadable> {
        for pair in encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let at = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = at.map_or((pair, &pair[..0]), |at| (&pair[..at], &pair[at + 1..]));
            self.add(text(percent_decoded(name, true))?, text(percent_decoded(value, true))?)?;
        }
        Ok(())
    }

    fn add(&mut self, name: String, value: String) -> Result<(), Unreadable> {
        match self.0.iter().find(|param| param.name == name) {
            Some(known) if *known.value.expose() == value => Ok(()),
            Some(_) => Err(Unreadable::Twice),
            None if self.0.len() == MOST => Err(Unreadable::TooMuch),
            None => {
                self.0.push(Param { name, value: Secret::new(value), exact: false });
                Ok(())
            }
        }
    }

    fn override_with(&mut self, members: serde_json::Map<String, Value>) -> Result<(), Unreadable> {
        for (name, value) in members {
            let Some(value) = plain(value) else { continue };
            if value.contains('\0') {
                return Err(Unreadable::Malformed);
            }
            self.0.retain(|param| param.name != name);
            if self.0.len() == MOST {
                return Err(Unreadable::TooMuch);
            }
            self.0.push(Param { name, value: Secret::new(value), exact: true });
        }
        Ok(())
    }
}

impl std::fmt::Debug for Params {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl Encoding {
    /// How the product that names itself in `User-Agent` encodes: `name[/version] [comment]`.
    ///
    /// Those that nobody knows are taken as the protocol says: twice.
    pub fn of_product(agent: &str) -> Self {
        let name = agent.split(['/', ' ']).next().unwrap_or_default().to_ascii_lowercase();
        if ENCODE_ONCE.contains(&name.as_str()) {
            Self::Once
        } else if ENCODE_AS_FORMS.iter().any(|known| name.starts_with(known)) {
            Self::TwiceAsForm
        } else {
            Self::Twice
        }
    }
}

/// The second decoding; `None` where it changes nothing or would not leave text.
fn decoded_again(value: &str, encoding: Encoding) -> Option<String> {
    let plus = encoding == Encoding::TwiceAsForm;
    let changes = value.contains('%') || plus && value.contains('+');
    if encoding == Encoding::Once || !changes {
        return None;
    }
    String::from_utf8(percent_decoded(value.as_bytes(), plus)).ok().filter(|text| !text.contains('\0'))
}

/// Percent-decoding that leaves alone what is no escape: some agents send values as they are.
fn percent_decoded(encoded: &[u8], plus: bool) -> Vec<u8> {
    let digit = |at: usize| encoded.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(byte) = encoded.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
                continue;
            }
            (b'+', ..) if plus => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    bytes
}

fn text(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(Unreadable::Malformed)
}

/// A body that is a JSON object, whatever its type says.
fn json(body: &[u8]) -> Option<serde_json::Map<String, Value>> {
    body.trim_ascii_start().starts_with(b"{").then(|| serde_json::from_slice(body).ok()).flatten()
}

/// A member as the text that a form would carry; lists and objects are nobody's parameter.
fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(on) => Some(on.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Bytes of a query or a body at most.
pub const LONGEST: usize = 64 * 1024;
/// Parameters of a request at most.
const MOST: usize = 64;
/// Products that encode once. The second decoding would change a password with a `%` in it.
const ENCODE_ONCE: [&str; 7] = [
    "pam",
    "pam-passkey",
    "privacyidea-adfs",
    "privacyidea-app",
    "privacyidea-cp",
    "privacyidea-ldap-proxy",
    "simplesamlphp",
];
/// Beginnings of the names of products whose common library encodes by the rules for forms, twice.
const ENCODE_AS_FORMS: [&str; 3] = ["privacyidea-keycloak", "entraid-via-keycloak", "privacyidea-shibboleth"];
