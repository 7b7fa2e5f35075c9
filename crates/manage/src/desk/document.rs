//! What stands beside the lines of a method that sends people elsewhere, as documents of their own: the provider's metadata and
//! keys, and our registration there (`$attribute/metadata`, `jwks` and `registration` of a method).

use model::{AnyObject, Change, Entry, Finding, Method, Noun, method::REGISTRATION_SECRETS, secret::MASKED};
use oidc::rp::{
    Client, Provider,
    client::{AuthMethod, BadClient},
    registration::Wanted,
};
use plug::{Document, Documents};
use serde_json::{Value, json};

use super::{Desk, Fault, How, TRIES, allow, busy, conditions, entry_at, replaced};
use crate::{
    address::{Address, Type},
    caller::Caller,
};

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// SAML metadata.
    Xml(String),
    Json(Value),
}

impl Desk {
    /// A document, its secrets masked. Where there is no registration, the request to send to the provider for one.
    pub fn document(&self, caller: &Caller, at: &Address, which: Document) -> Result<(Written, String), Fault> {
        allow(caller, "read", at)?;
        let world = self.world();
        let (entry, method) = self.reading(&world.catalogue, at, which)?;
        let told = match which {
            Document::Metadata => metadata(method)?,
            Document::Jwks if !Documents::of(method).has(which) => return Err(Fault::Missing),
            Document::Jwks => Written::Json(method.jwks.clone()),
            Document::Registration if !Documents::of(method).has(which) => Written::Json(self.request(entry, method)?),
            Document::Registration => Written::Json(masked(method.registration.clone())),
        };
        Ok((told, self.tag_of(entry)))
    }

    /// Replaces a document. One that the method cannot work with is refused, and the finding names what is wrong with it.
    pub async fn put_document(
        &self,
        caller: &Caller,
        at: &Address,
        which: Document,
        given: Written,
        how: &How,
    ) -> Result<(Written, String), Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let (entry, method) = self.reading(&world.catalogue, at, which)?;
            conditions(how, Some(&self.tag_of(entry)))?;
            let mut object = method.clone();
            match (which, &given) {
                (Document::Metadata, Written::Xml(text)) => object.metadata.clone_from(text),
                (Document::Metadata, Written::Json(value)) => object.metadata = value.to_string(),
                (Document::Jwks, Written::Json(value)) => object.jwks = value.clone(),
                (Document::Registration, Written::Json(value)) => {
                    object.registration = kept(value.clone(), &method.registration);
                }
                (_, Written::Xml(_)) => return Err(super::not_meant(which.name(), "a JSON object")),
            }
            self.judge(which, &object)?;
            let told = match which {
                Document::Registration => Written::Json(masked(object.registration.clone())),
                _ => given.clone(),
            };
            let entry = Entry { object: object.into(), ..entry.clone() };
            if self.commit(caller, &world, &[Change::put(entry.clone())], how).await?.is_some() {
                return Ok((told, self.tag_of(&entry)));
            }
        }
        Err(busy())
    }

    pub async fn drop_document(&self, caller: &Caller, at: &Address, which: Document, how: &How) -> Result<(), Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let (entry, method) = self.reading(&world.catalogue, at, which)?;
            conditions(how, Some(&self.tag_of(entry)))?;
            let mut object = method.clone();
            match which {
                Document::Metadata => object.metadata = String::new(),
                Document::Jwks => object.jwks = json!({}),
                Document::Registration => object.registration = json!({}),
            }
            if self.commit(caller, &world, &[replaced(entry, object)], how).await?.is_some() {
                return Ok(());
            }
        }
        Err(busy())
    }

    /// A method whose kind reads the document, or which has it all the same; others have no such thing.
    fn reading<'a>(
        &self,
        catalogue: &'a model::Catalogue,
        at: &Address,
        which: Document,
    ) -> Result<(&'a Entry, &'a Method), Fault> {
        if at.kind != Type::Object(Noun::Method) {
            return Err(Fault::Unsupported);
        }
        let entry = entry_at(catalogue, Noun::Method, &at.path)?;
        let AnyObject::Method(method) = &entry.object else { return Err(Fault::Missing) };
        let reads = self.kinds().iter().any(|r| r.kind.name == method.kind && r.kind.documents.contains(&which));
        if reads || Documents::of(method).has(which) { Ok((entry, method)) } else { Err(Fault::Missing) }
    }

    /// What the API's document cannot say of a document. What the formats say is told with the member; what else the kind cannot work with, by its own finding.
    fn judge(&self, which: Document, method: &Method) -> Result<(), Fault> {
        match which {
            Document::Metadata if method.metadata.trim_start().starts_with('{') => {
                Provider::parse(&method.metadata, None).map_err(|e| wrong(which, e.member(), e))?;
            }
            Document::Jwks => {
                oidc::jwk::KeySet::parse(&method.jwks.to_string()).map_err(|e| wrong(which, "keys", e))?;
            }
            Document::Registration => {
                let read = Client::parse(&method.registration).map_err(|e| wrong(which, e.member(), e))?;
                read.ok_or_else(|| wrong(which, "client_id", BadClient::NoId))?;
            }
            Document::Metadata => {}
        }
        let Some(registration) = self.kinds().iter().find(|r| r.kind.name == method.kind) else { return Ok(()) };
        let found = (registration.open)(&method.configuration, &Documents::of(method)).err().unwrap_or_default();
        let own: Vec<Finding> = found.into_iter().filter(|f| f.field == which.name()).collect();
        if own.is_empty() { Ok(()) } else { Err(Fault::Refused(own)) }
    }

    /// The request to be registered with, as far as lines and metadata say it (RFC 7591, section 2).
    fn request(&self, entry: &Entry, method: &Method) -> Result<Value, Fault> {
        let provider = match method.metadata.trim() {
            "" => None,
            text if text.starts_with('{') => Provider::parse(text, None).ok(),
            // SAML has no such thing.
            _ => return Err(Fault::Missing),
        };
        let origin = self.engine().public_url().as_str().trim_end_matches('/').to_owned();
        let back = format!("{origin}/login/return/{}", entry.path);
        let wanted = Wanted {
            origin: &origin,
            return_address: &back,
            name: self.engine().public_url().host_str().unwrap_or_default(),
            scope: method.configuration.value("scopes").unwrap_or("openid profile email"),
            method: method.configuration.value("tokenEndpointAuthMethod").and_then(AuthMethod::parse),
        };
        Ok(wanted.request(provider.as_ref()))
    }
}

/// The metadata by what it is: JSON of an OpenID provider, else XML.
fn metadata(method: &Method) -> Result<Written, Fault> {
    if method.metadata.trim().is_empty() {
        return Err(Fault::Missing);
    }
    let json = method.metadata.trim_start().starts_with('{').then(|| serde_json::from_str(&method.metadata).ok());
    Ok(json.flatten().map_or_else(|| Written::Xml(method.metadata.clone()), Written::Json))
}

fn masked(mut registration: Value) -> Value {
    for member in REGISTRATION_SECRETS {
        if registration[member].as_str().is_some_and(|s| !s.is_empty()) {
            registration[member] = MASKED.into();
        }
    }
    if let Value::Object(members) = &mut registration {
        members.retain(|_, value| !value.is_null());
    }
    registration
}

/// What was read masked and is written back keeps its value.
fn kept(mut registration: Value, before: &Value) -> Value {
    for member in REGISTRATION_SECRETS {
        if registration[member] == MASKED {
            registration[member] = before[member].clone();
        }
    }
    if let Value::Object(members) = &mut registration {
        members.retain(|_, value| !value.is_null());
    }
    registration
}

fn wrong(which: Document, member: &str, why: impl std::fmt::Display) -> Fault {
    let finding = Finding::broken(which.name(), "upstream-document").with("member", member).with("why", why);
    Fault::Refused(vec![finding])
}
