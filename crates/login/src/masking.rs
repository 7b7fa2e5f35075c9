//! Objects as they may be read: secrets masked, in lines and in registrations.

use model::{AnyObject, Entry, Lines, secret::MASKED};
use plug::Registration;
use serde_json::Value;

/// Attributes and links of an entry with every secret masked.
pub fn entry(entry: &Entry, kinds: &[Registration]) -> Value {
    let mut attributes = entry.object.attributes();
    mask(&entry.object, &mut attributes, kinds);
    serde_json::json!({ "path": entry.api_path(), "attributes": attributes, "links": entry.links })
}

/// Masks the secrets of an object's attributes in place.
pub fn mask(object: &AnyObject, attributes: &mut Value, kinds: &[Registration]) {
    match object {
        AnyObject::Method(method) => {
            let secret = secret_lines(&method.kind, kinds);
            let lines = Lines(
                method
                    .configuration
                    .0
                    .iter()
                    .map(|l| if secret.contains(&l.name) { model::Line::new(&l.name, MASKED) } else { l.clone() })
                    .collect(),
            );
            attributes["configuration"] = serde_json::to_value(lines).unwrap_or_default();
            for member in model::method::REGISTRATION_SECRETS {
                let secret = attributes.get_mut("registration").and_then(|registration| registration.get_mut(member));
                if let Some(secret) = secret.filter(|s| s.as_str().is_some_and(|s| !s.is_empty())) {
                    *secret = MASKED.into();
                }
            }
        }
        AnyObject::Application(_) => {
            for member in ["client_secret", "secret", "key"] {
                if let Some(secret) = attributes.get_mut("metadata").and_then(|metadata| metadata.get_mut(member)) {
                    *secret = MASKED.into();
                }
            }
        }
        AnyObject::System(_) | AnyObject::Site(_) => {
            if let Some(secret) =
                attributes.pointer_mut("/mail/password").filter(|s| s.as_str().is_some_and(|s| !s.is_empty()))
            {
                *secret = MASKED.into();
            }
            for gateway in attributes.get_mut("sms").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(secret) = gateway.get_mut("password").filter(|s| s.as_str().is_some_and(|s| !s.is_empty()))
                {
                    *secret = MASKED.into();
                }
            }
        }
        AnyObject::Webhook(_) => {
            for member in ["secret", "formerSecret"] {
                if let Some(secret) = attributes.get_mut(member).filter(|s| s.as_str().is_some_and(|s| !s.is_empty())) {
                    *secret = MASKED.into();
                }
            }
        }
        _ => {}
    }
}

/// Names of the lines of a kind that hold secrets.
pub fn secret_lines(kind: &str, kinds: &[Registration]) -> Vec<String> {
    let Some(registration) = kinds.iter().find(|r| r.kind.name == kind) else { return Vec::new() };
    let schema = (registration.schema)();
    let properties = schema.as_value().get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    properties.iter().filter(|(_, p)| plug::config::is_secret(p)).map(|(name, _)| name.clone()).collect()
}
