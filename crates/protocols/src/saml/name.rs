//! What a person is called toward an application (requirements A2.8, A2.9, D5; case S071).

use login::{GivenName, Grant};
use model::{Attributes, Id, Person};
use saml::{message::NameId, ns};
use serde::{Deserialize, Serialize};

use super::{
    client::{Client, NameKind},
    request::Policy,
};

/// Hashes under a key of this installation, by purpose.
pub type Keyed<'a> = &'a dyn Fn(&str, &[u8]) -> [u8; 32];

/// The name of a person, and whether it is to be encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub name: NameId,
    pub is_encrypted: bool,
}

/// Why nobody can be named as it was wished (SAML core, 3.4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unnamed {
    /// The request wants a format or a qualifier that this application does not get.
    Policy,
    /// The person has no value for it.
    Value,
    /// The application's outbound mapping policy does not name them.
    Unmapped,
}

/// Whom it is about, and in which login.
pub struct About<'a> {
    pub person: &'a Person,
    pub login: Id,
    /// What the application's policy releases, and what the user's record has.
    pub attributes: &'a Attributes,
    pub own: Option<&'a Attributes>,
    pub delivered: &'a model::proof::Subject,
    /// What the application's policy has the person called instead (A2.10).
    pub given: Option<&'a GivenName>,
}

impl<'a> About<'a> {
    pub fn of(grant: &'a Grant) -> Self {
        Self {
            person: &grant.person,
            login: grant.login,
            attributes: &grant.attributes,
            own: grant.user.as_deref().map(|user| &user.attributes),
            delivered: &grant.subject,
            given: grant.given_name.as_ref(),
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let of = |all: &'a Attributes| all.get(name).and_then(|values| values.first()).filter(|v| !v.is_empty());
        of(self.attributes).or_else(|| self.own.and_then(of)).map(String::as_str)
    }
}

/// The name for an application, as it is registered and as the request wishes it.
pub fn called(
    keyed: Keyed<'_>,
    ours: &str,
    client: &Client,
    policy: Option<&Policy>,
    about: &About<'_>,
) -> Result<Called, Unnamed> {
    let none = Policy::default();
    let policy = policy.unwrap_or(&none);
    if let Some(qualifier) = policy.qualifier.as_deref().filter(|q| !q.is_empty())
        && qualifier != client.qualifier()
    {
        return Err(Unnamed::Policy);
    }
    let wished = policy.format.as_deref().filter(|format| *format != ns::format::UNSPECIFIED);
    let encrypted = wished == Some(ns::format::ENCRYPTED);
    let wished = wished.filter(|_| !encrypted);
    let kind = kind(client, wished, about)?;
    let mut called = Called { name: overridden(keyed, ours, client, &kind, about)?, is_encrypted: encrypted };
    if called.name.format.as_deref() == Some(ns::format::ENCRYPTED) {
        called.is_encrypted = true;
        called.name.format = Some(ns::format::UNSPECIFIED.to_owned());
    }
    // A method's own rule may have set another format than the one that is asked for.
    match wished {
        Some(wished) if called.name.format.as_deref() != Some(wished) => Err(Unnamed::Policy),
        _ => Ok(called),
    }
}

/// Where the name comes from. What is registered wins where it has the format that is wished; a format that can be made for anybody is
/// made, and others are not.
fn kind(client: &Client, wished: Option<&str>, about: &About<'_>) -> Result<NameKind, Unnamed> {
    let registered = client.name.kind.clone();
    let Some(wished) = wished else { return Ok(registered) };
    if format_of(&registered, about) == wished {
        return Ok(registered);
    }
    // Who is named by a table is called by nothing else.
    if matches!(registered, NameKind::Mapped(_)) {
        return Err(Unnamed::Policy);
    }
    match wished {
        ns::format::TRANSIENT => Ok(NameKind::Transient),
        ns::format::PERSISTENT => Ok(NameKind::Persistent),
        // A wish is no release: whom the policy does not tell of an address is not told by another name for it either (D4).
        ns::format::EMAIL if about.attributes.contains_key(EMAIL) => {
            Ok(NameKind::Attribute { name: EMAIL.to_owned(), format: wished.to_owned() })
        }
        _ => Err(Unnamed::Policy),
    }
}

/// The name, with what the application's policy says of it. Names that we make for one application alone stay ours, unless the
/// policy says outright that its value is one: a value that two applications share would tell each of the other's person.
fn overridden(
    keyed: Keyed<'_>,
    ours: &str,
    client: &Client,
    kind: &NameKind,
    about: &About<'_>,
) -> Result<NameId, Unnamed> {
    let Some(given) = about.given else { return named(keyed, ours, client, kind, about) };
    if matches!(kind, NameKind::Mapped(_)) {
        named(keyed, ours, client, kind, about)?;
    }
    let is_made =
        matches!(kind, NameKind::Transient | NameKind::Persistent | NameKind::PersistentUuid | NameKind::Mapped(_));
    let mut name = match &given.value {
        Some(value) if !is_made || given.format.is_some() => {
            let format = format_of(kind, about);
            let delivered = matches!(kind, NameKind::Delivered);
            NameId {
                name_qualifier: about.delivered.name_qualifier.clone().filter(|_| delivered),
                sp_name_qualifier: about.delivered.sp_name_qualifier.clone().filter(|_| delivered),
                ..NameId::new(&super::response::plain(value), format)
            }
        }
        // A name of ours under another format than its own would pass for something that it is not.
        _ if is_made => return named(keyed, ours, client, kind, about),
        _ => named(keyed, ours, client, kind, about)?,
    };
    if name.value.trim().is_empty() || name.value.len() > LONGEST {
        return Err(Unnamed::Value);
    }
    if let Some(format) = &given.format {
        name.format = Some(format.clone());
    }
    // Such names are told apart by who made them and for whom (SAML core, 8.3.7): a policy does not speak for others.
    if matches!(name.format.as_deref(), Some(ns::format::PERSISTENT | ns::format::TRANSIENT)) {
        name.name_qualifier = Some(ours.to_owned());
        name.sp_name_qualifier = Some(client.qualifier().to_owned());
        return Ok(name);
    }
    name.name_qualifier = given.name_qualifier.clone().or(name.name_qualifier);
    name.sp_name_qualifier = given.sp_name_qualifier.clone().or(name.sp_name_qualifier);
    Ok(name)
}

/// The attribute that a name of the format *emailAddress* is taken from, where nobody registered another.
const EMAIL: &str = "email";
/// Bytes of a name; some readers keep no longer ones (SAML core, 8.3.7, of persistent ones).
const LONGEST: usize = 256;

fn format_of<'a>(kind: &'a NameKind, about: &'a About<'_>) -> &'a str {
    match kind {
        NameKind::Delivered if about.delivered.format.is_empty() => ns::format::UNSPECIFIED,
        NameKind::Delivered => &about.delivered.format,
        NameKind::Mapped(_) => ns::format::UNSPECIFIED,
        NameKind::Transient => ns::format::TRANSIENT,
        NameKind::Persistent | NameKind::PersistentUuid => ns::format::PERSISTENT,
        NameKind::Attribute { format, .. } => format,
    }
}

fn named(keyed: Keyed<'_>, ours: &str, client: &Client, kind: &NameKind, about: &About<'_>) -> Result<NameId, Unnamed> {
    let format = format_of(kind, about);
    let qualified = |value: String| NameId {
        name_qualifier: Some(ours.to_owned()),
        sp_name_qualifier: Some(client.qualifier().to_owned()),
        ..NameId::new(&value, format)
    };
    Ok(match kind {
        NameKind::Delivered => NameId {
            name_qualifier: about.delivered.name_qualifier.clone(),
            sp_name_qualifier: about.delivered.sp_name_qualifier.clone(),
            ..NameId::new(&about.delivered.value, format)
        },
        NameKind::Transient => qualified(transient(keyed, client.application, about.login)),
        NameKind::Persistent => {
            let hash = keyed("saml persistent name", sector(client, about.person).as_bytes());
            qualified(format!("_{}", data_encoding::HEXLOWER.encode(&hash[..20])))
        }
        NameKind::PersistentUuid => {
            let hash = keyed("saml persistent uuid", sector(client, about.person).as_bytes());
            qualified(uuid(&hash))
        }
        NameKind::Mapped(names) => {
            let Person::Registered { user, .. } = about.person else { return Err(Unnamed::Unmapped) };
            let name = names.get(user).ok_or(Unnamed::Unmapped)?;
            NameId { sp_name_qualifier: client.name.affiliation.clone(), ..NameId::new(name, format) }
        }
        NameKind::Attribute { name, .. } => NameId::new(about.value(name).ok_or(Unnamed::Value)?, format),
    })
}

/// Another name with each login, that we can tell again as long as the session remembers the login.
pub fn transient(keyed: Keyed<'_>, application: Id, login: Id) -> String {
    let hash = keyed("saml transient name", format!("{application}\0{login}").as_bytes());
    format!("_{}", data_encoding::HEXLOWER.encode(&hash[..20]))
}

/// The same person is called otherwise at each application that shares no names.
fn sector(client: &Client, person: &Person) -> String {
    format!("{}\0{}", client.qualifier(), person.key())
}

/// A UUID of version 8: its bits are our own (RFC 9562, 5.8).
fn uuid(hash: &[u8; 32]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// A name as a session remembers it, for the logout.
#[derive(Serialize, Deserialize)]
struct Kept {
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    toward: Option<String>,
}

pub fn remember(name: &NameId) -> String {
    let kept = Kept {
        value: name.value.clone(),
        format: name.format.clone(),
        by: name.name_qualifier.clone(),
        toward: name.sp_name_qualifier.clone(),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The name that was remembered.
pub fn remembered(text: &str) -> Option<NameId> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    Some(NameId {
        value: kept.value,
        format: kept.format,
        name_qualifier: kept.by,
        sp_name_qualifier: kept.toward,
        sp_provided_id: None,
    })
}

/// Whether an application means somebody by the name that it was given. What it leaves out is not another name.
pub fn same(given: &NameId, said: &NameId) -> bool {
    let fits = |given: Option<&str>, said: Option<&str>| said.is_none_or(|said| given.unwrap_or_default() == said);
    let format = said.format.as_deref().filter(|format| *format != ns::format::UNSPECIFIED);
    given.value == said.value
        && fits(given.format.as_deref(), format)
        && fits(given.name_qualifier.as_deref(), said.name_qualifier.as_deref())
        && fits(given.sp_name_qualifier.as_deref(), said.sp_name_qualifier.as_deref())
}
