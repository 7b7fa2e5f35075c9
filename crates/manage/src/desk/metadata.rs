//! An application's registration as a document of its own, at `$attribute/metadata`.

use model::{AnyObject, Application, Change, Entry, Noun, secret::MASKED};
use serde_json::{Value, json};

use super::{Desk, Fault, How, TRIES, allow, busy, conditions, entry_at};
use crate::{
    address::{Address, Type},
    caller::Caller,
};

impl Desk {
    /// The registration with its secrets masked, where there is one.
    pub fn metadata(&self, caller: &Caller, at: &Address) -> Result<(Value, String), Fault> {
        allow(caller, "read", at)?;
        let world = self.world();
        let (entry, application) = self.application(&world.catalogue, at)?;
        if application.metadata.as_object().is_none_or(serde_json::Map::is_empty) {
            return Err(Fault::Missing);
        }
        Ok((masked(application.metadata.clone()), self.tag_of(entry)))
    }

    /// Replaces the registration, and answers with what is in force: a `client_id` and a secret are made where a client that
    /// needs them brings none. A secret is told only in the answer that made it.
    pub async fn put_metadata(
        &self,
        caller: &Caller,
        at: &Address,
        given: Value,
        how: &How,
    ) -> Result<(Value, String), Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let (entry, application) = self.application(&world.catalogue, at)?;
            conditions(how, Some(&self.tag_of(entry)))?;
            let mut metadata = given.clone();
            kept(&mut metadata, &application.metadata);
            let mut made = Vec::new();
            if application.protocol == "oidc" {
                self.completed(&mut metadata, &application.metadata, &mut made);
            }
            let object = Application { metadata: metadata.clone(), ..application.clone() };
            let entry = Entry { object: object.into(), ..entry.clone() };
            if self.commit(caller, &world, &[Change::put(entry.clone())], how).await?.is_some() {
                let mut told = masked(metadata.clone());
                for member in made {
                    told[member] = metadata[member].clone();
                }
                return Ok((told, self.tag_of(&entry)));
            }
        }
        Err(busy())
    }

    pub async fn drop_metadata(&self, caller: &Caller, at: &Address, how: &How) -> Result<(), Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let (entry, application) = self.application(&world.catalogue, at)?;
            conditions(how, Some(&self.tag_of(entry)))?;
            let object = Application { metadata: json!({}), ..application.clone() };
            if self.commit(caller, &world, &[super::replaced(entry, object)], how).await?.is_some() {
                return Ok(());
            }
        }
        Err(busy())
    }

    fn application<'a>(
        &self,
        catalogue: &'a model::Catalogue,
        at: &Address,
    ) -> Result<(&'a Entry, &'a Application), Fault> {
        if at.kind != Type::Object(Noun::Application) {
            return Err(Fault::Unsupported);
        }
        let entry = entry_at(catalogue, Noun::Application, &at.path)?;
        match &entry.object {
            AnyObject::Application(application) => Ok((entry, application)),
            _ => Err(Fault::Missing),
        }
    }

    /// RFC 7591, section 3.2.1: the server makes the identifier and the secret, as far as the client uses one.
    fn completed(&self, metadata: &mut Value, before: &Value, made: &mut Vec<&'static str>) {
        let text = |value: &Value, name: &str| value[name].as_str().filter(|t| !t.is_empty()).map(str::to_owned);
        if text(metadata, "client_id").is_none() {
            let id = text(before, "client_id").unwrap_or_else(|| self.random_id());
            metadata["client_id"] = id.into();
        }
        let method = text(metadata, "token_endpoint_auth_method").unwrap_or_else(|| "client_secret_basic".to_owned());
        if method.starts_with("client_secret") && text(metadata, "client_secret").is_none() {
            if let Some(secret) = text(before, "client_secret") {
                metadata["client_secret"] = secret.into();
            } else {
                let bytes: [u8; 32] = self.engine().chance().bytes();
                metadata["client_secret"] = data_encoding::BASE64URL_NOPAD.encode(&bytes).into();
                made.push("client_secret");
            }
        }
    }

    /// A random UUID.
    fn random_id(&self) -> String {
        let urn = crate::graph::reference(self.engine().chance());
        urn.trim_start_matches("urn:uuid:").to_owned()
    }
}

/// Members that hold secrets.
const SECRETS: [&str; 3] = ["client_secret", "secret", "key"];

fn masked(mut metadata: Value) -> Value {
    for member in SECRETS {
        if metadata[member].as_str().is_some_and(|s| !s.is_empty()) {
            metadata[member] = MASKED.into();
        }
    }
    if let Value::Object(members) = &mut metadata {
        members.retain(|_, value| !value.is_null());
    }
    metadata
}

/// What was read masked and is written back keeps its value.
fn kept(metadata: &mut Value, before: &Value) {
    for member in SECRETS {
        if metadata[member] == MASKED {
            metadata[member] = before[member].clone();
        }
    }
    if let Value::Object(members) = metadata {
        members.retain(|_, value| !value.is_null());
    }
}
