//! Where the secrets of an object stand among its API attributes.
//!
//! Each has a place: `configuration.NAME` for a line (with `#2` for the second of that name), `metadata.client_secret`,
//! `metadata.secret`, `metadata.key`, `registration.client_secret`, `registration.registration_access_token`, `mail.password`,
//! `sms.NAME.password`, `secret`, `formerSecret` and a service's `password`. The lines of a kind that this program was not built with are secrets, all of them.

use model::{Line, Noun, secret::MASKED};
use plug::Registration;
use serde_json::Value;
use std::collections::BTreeMap;

use crate::attributes::{self, Attributes, LINES};

/// Members of attributes that hold secrets.
const MEMBERS: [(Noun, &str, &str); 7] = [
    (Noun::Application, "metadata", "client_secret"),
    (Noun::Application, "metadata", "secret"),
    (Noun::Application, "metadata", "key"),
    (Noun::Method, "registration", "client_secret"),
    (Noun::Method, "registration", "registration_access_token"),
    (Noun::Site, "mail", "password"),
    (Noun::System, "mail", "password"),
];

/// Attributes that are secrets themselves.
const WHOLE: [(Noun, &str); 3] =
    [(Noun::Webhook, "secret"), (Noun::Webhook, "formerSecret"), (Noun::Service, "password")];

/// What becomes of a secret.
pub enum Fate {
    Stays,
    Becomes(String),
    Goes,
}

/// Walks over every secret that is not empty, with its place and value.
pub fn each<E>(
    noun: Noun,
    attributes: &mut Attributes,
    kinds: &[Registration],
    mut fate: impl FnMut(&str, &str) -> Result<Fate, E>,
) -> Result<(), E> {
    for (_, attribute, member) in MEMBERS.iter().filter(|(n, ..)| *n == noun) {
        let Some(Value::Object(members)) = attributes.get_mut(*attribute) else { continue };
        let Some(value) = members.get(*member).and_then(Value::as_str).filter(|v| !v.is_empty()) else { continue };
        match fate(&format!("{attribute}.{member}"), value)? {
            Fate::Stays => {}
            Fate::Becomes(text) => drop(members.insert((*member).to_owned(), text.into())),
            Fate::Goes => drop(members.shift_remove(*member)),
        }
    }
    for (_, attribute) in WHOLE.iter().filter(|(n, _)| *n == noun) {
        let Some(value) = attributes.get(*attribute).and_then(Value::as_str).filter(|v| !v.is_empty()) else {
            continue;
        };
        match fate(attribute, value)? {
            Fate::Stays => {}
            Fate::Becomes(text) => drop(attributes.insert((*attribute).to_owned(), text.into())),
            Fate::Goes => drop(attributes.shift_remove(*attribute)),
        }
    }
    gateways(noun, attributes, &mut fate)?;
    let secret = secret_names(noun, attributes, kinds);
    let Some(Value::Array(lines)) = attributes.get_mut(LINES) else { return Ok(()) };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        let parsed = line.as_str().and_then(Line::parse).filter(|l| !l.value.is_empty() && secret.is(&l.name));
        let Some(parsed) = parsed else {
            kept.push(line);
            continue;
        };
        let nth = seen.entry(parsed.name.clone()).or_default();
        *nth += 1;
        let place =
            if *nth == 1 { format!("{LINES}.{}", parsed.name) } else { format!("{LINES}.{}#{nth}", parsed.name) };
        match fate(&place, &parsed.value)? {
            Fate::Stays => kept.push(line),
            Fate::Becomes(value) => kept.push(String::from(Line { name: parsed.name, value }).into()),
            Fate::Goes => {}
        }
    }
    *lines = kept;
    Ok(())
}

/// Passwords of gateways, which keep their places by the names of these.
fn gateways<E>(
    noun: Noun,
    attributes: &mut Attributes,
    fate: &mut impl FnMut(&str, &str) -> Result<Fate, E>,
) -> Result<(), E> {
    let Some(Value::Array(all)) = attributes.get_mut("sms").filter(|_| matches!(noun, Noun::Site | Noun::System))
    else {
        return Ok(());
    };
    for gateway in all.iter_mut().filter_map(Value::as_object_mut) {
        let name = gateway.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(value) = gateway.get("password").and_then(Value::as_str).filter(|v| !v.is_empty()) else { continue };
        match fate(&format!("sms.{name}.password"), value)? {
            Fate::Stays => {}
            Fate::Becomes(text) => drop(gateway.insert("password".to_owned(), text.into())),
            Fate::Goes => drop(gateway.shift_remove("password")),
        }
    }
    Ok(())
}

/// All secrets by place.
pub fn of(noun: Noun, attributes: &Attributes, kinds: &[Registration]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut copy = attributes.clone();
    let Ok(()) = each::<std::convert::Infallible>(noun, &mut copy, kinds, |place, value| {
        found.insert(place.to_owned(), value.to_owned());
        Ok(Fate::Stays)
    });
    found
}

/// The attributes as they may be shown.
pub fn masked(noun: Noun, mut attributes: Attributes, kinds: &[Registration]) -> Attributes {
    let Ok(()) =
        each::<std::convert::Infallible>(noun, &mut attributes, kinds, |_, _| Ok(Fate::Becomes(MASKED.to_owned())));
    attributes
}

enum Names {
    These(Vec<String>),
    All,
}

impl Names {
    fn is(&self, name: &str) -> bool {
        match self {
            Self::These(names) => names.iter().any(|n| n == name),
            Self::All => !model::method::COMMON_LINES.contains(&name),
        }
    }
}

fn secret_names(noun: Noun, attributes: &Attributes, kinds: &[Registration]) -> Names {
    match noun {
        Noun::Method => {
            let kind = attributes::kind_of(noun, attributes, kinds).ok().flatten();
            match kinds.iter().find(|r| Some(r.kind.name) == kind.as_deref()) {
                Some(registration) => Names::These(secret_lines(registration)),
                None => Names::All,
            }
        }
        Noun::Directory if attributes.get(attributes::CLASS).is_some_and(|c| c != "symbolon.local") => Names::All,
        _ => Names::These(Vec::new()),
    }
}

/// Names of the lines of a kind that hold secrets.
fn secret_lines(registration: &Registration) -> Vec<String> {
    let schema = (registration.schema)();
    let properties = schema.as_value().get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().filter(|(_, p)| plug::config::is_secret(p)).map(|(name, _)| name.clone()).collect()
}
