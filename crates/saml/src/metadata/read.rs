//! Metadata of others: one entity, or a federation's.

use std::collections::{BTreeSet, HashSet};

use super::ui::texts;
use super::{Contact, Entity, IdpRole, Organization, SpRole};
use crate::message::Attribute;
use crate::{Allow, BadSignature, Instant, Limits, Malformed, Node, PublicKey, Xml, ns, signature};

/// Where metadata is from, and what it must be like to be believed.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The keys one of which must have signed it; `None` where an administrator brought it and looked at it.
    pub keys: Option<&'a [PublicKey]>,
    pub allow: Allow,
    pub now: Instant,
    /// It must end, and at most so many seconds from now; `None` where it may go on for ever.
    pub max_validity: Option<u32>,
    pub limits: Limits,
}

/// What was found in a document.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub entities: Vec<Entity>,
    /// What could not be used; the others can.
    pub skipped: Vec<Skipped>,
}

/// An entity that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub id: String,
    pub why: BadMetadata,
}

/// Why metadata is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMetadata {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error("the metadata's signature: {0}")]
    Signature(BadSignature),
    #[error("the metadata does not say when it ends")]
    NoEnd,
    #[error("the metadata ends too far ahead")]
    TooFarAhead,
    #[error("the metadata has ended")]
    Expired,
    #[error("an address is not one that people can be sent to")]
    Location,
    #[error("an address holds a parameter that messages come in")]
    Shadowed,
    #[error("two places have the same index")]
    Index,
    #[error("a key is for an unknown use")]
    KeyUse,
    #[error("there is more in it than is read")]
    TooMany,
    #[error("the entity's name is not usable")]
    EntityId,
    #[error("two entities have the same name")]
    Repeated,
    #[error("there is no role in SAML 2.0 in it")]
    NoRole,
    #[error("there is no entity in it, or not exactly one")]
    Entities,
}

impl<'a> Source<'a> {
    /// Metadata that is fetched again and again: one of these keys has signed it, and it ends soon enough to be taken back
    /// (case S077).
    pub fn fetched(keys: &'a [PublicKey], allow: Allow, now: Instant) -> Self {
        Self { keys: Some(keys), allow, now, max_validity: Some(MAX_VALIDITY), limits: Limits::AGGREGATE }
    }

    /// Reads the one entity of this name, whatever stands beside it.
    pub fn entity_named(&self, bytes: &[u8], id: &str) -> Result<Entity, BadMetadata> {
        let found = self.read(bytes)?;
        if let Some(skipped) = found.skipped.iter().find(|skipped| skipped.id == id) {
            return Err(skipped.why);
        }
        found.entities.into_iter().find(|entity| entity.id == id).ok_or(BadMetadata::Entities)
    }

    /// Reads what must be exactly one entity.
    pub fn entity(&self, bytes: &[u8]) -> Result<Entity, BadMetadata> {
        let Found { mut entities, skipped } = self.read(bytes)?;
        match (entities.pop(), entities.is_empty(), skipped.first()) {
            (Some(entity), true, None) => Ok(entity),
            (None, _, Some(skipped)) => Err(skipped.why),
            _ => Err(BadMetadata::Entities),
        }
    }

    /// Reads one entity or any number of them, in lists inside each other.
    pub fn read(&self, bytes: &[u8]) -> Result<Found, BadMetadata> {
        let xml = Xml::parse(bytes, &self.limits)?;
        let root = xml.root();
        if let Some(keys) = self.keys {
            signature::verify(root, keys, self.allow).map_err(BadMetadata::Signature)?;
        }
        let mut found = Found::default();
        if root.is(ns::MD, "EntityDescriptor") {
            self.take(root, None, &mut found);
        } else {
            root.expect(ns::MD, "EntitiesDescriptor")?;
            self.list(root, None, &mut found)?;
        }
        refuse_repeated(&mut found);
        Ok(found)
    }

    /// What a list says about its end holds for all in it.
    fn list(&self, list: Node<'_>, until: Option<Instant>, found: &mut Found) -> Result<(), BadMetadata> {
        let until = earlier(until, list.instant("validUntil")?);
        if until.is_some() {
            self.check_end(until)?;
        }
        for node in list.children() {
            if node.is(ns::MD, "EntityDescriptor") {
                self.take(node, until, found);
            } else if node.is(ns::MD, "EntitiesDescriptor") {
                self.list(node, until, found)?;
            }
        }
        Ok(())
    }

    fn take(&self, node: Node<'_>, until: Option<Instant>, found: &mut Found) {
        match self.one(node, until) {
            Ok(entity) => found.entities.push(entity),
            Err(why) => {
                let id = node.attr("entityID").unwrap_or_default().chars().take(1024).collect();
                found.skipped.push(Skipped { id, why });
            }
        }
    }

    fn one(&self, node: Node<'_>, until: Option<Instant>) -> Result<Entity, BadMetadata> {
        let id = node.need_attr("entityID")?;
        if id.is_empty() || id.len() > 1024 || !id.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(BadMetadata::EntityId);
        }
        let mut entity =
            Entity { id: id.to_owned(), document: node.attr("ID").map(str::to_owned), ..Entity::default() };
        entity.valid_until = earlier(until, node.instant("validUntil")?);
        self.check_end(entity.valid_until)?;
        entity.cache_duration = node.attr("cacheDuration").map(duration).transpose()?;
        for role in node.children() {
            let speaks = role.attr("protocolSupportEnumeration").unwrap_or_default();
            let until = role.instant("validUntil")?;
            let ended = until.is_some_and(|end| self.now >= end);
            if !speaks.split_ascii_whitespace().any(|protocol| protocol == ns::SAMLP) || ended {
                continue;
            }
            match (role.namespace(), role.name()) {
                (ns::MD, "IDPSSODescriptor") if entity.idp.is_none() => entity.idp = Some(IdpRole::read(role)?),
                (ns::MD, "SPSSODescriptor") if entity.sp.is_none() => entity.sp = Some(SpRole::read(role)?),
                (ns::MD, "IDPSSODescriptor" | "SPSSODescriptor") => {
                    return Err(Malformed::Repeated("IDPSSODescriptor").into());
                }
                _ => continue,
            }
            // The copy that is kept says one end, and is asked at each use whether it came.
            entity.valid_until = earlier(entity.valid_until, until);
        }
        if entity.idp.is_none() && entity.sp.is_none() {
            return Err(BadMetadata::NoRole);
        }
        entity.attributes = attributes(node)?;
        entity.organization = node.child(ns::MD, "Organization")?.map(organization);
        entity.contacts = node.all(ns::MD, "ContactPerson").take(16).map(contact).collect();
        Ok(entity)
    }

    fn check_end(&self, end: Option<Instant>) -> Result<(), BadMetadata> {
        match (end, self.max_validity) {
            (Some(end), _) if self.now >= end => Err(BadMetadata::Expired),
            (Some(end), Some(most)) if self.now.plus(i64::from(most)) < end => Err(BadMetadata::TooFarAhead),
            (None, Some(_)) => Err(BadMetadata::NoEnd),
            _ => Ok(()),
        }
    }
}

/// Of two entities with one name nobody knows which is meant: neither is used.
fn refuse_repeated(found: &mut Found) {
    let mut names = HashSet::new();
    let repeated = found.entities.iter().filter(|entity| !names.insert(entity.id.as_str()));
    let twice: BTreeSet<String> = repeated.map(|entity| entity.id.clone()).collect();
    found.entities.retain(|entity| !twice.contains(&entity.id));
    found.skipped.extend(twice.into_iter().map(|id| Skipped { id, why: BadMetadata::Repeated }));
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn attributes(node: Node<'_>) -> Result<Vec<Attribute>, BadMetadata> {
    let Some(extensions) = node.child(ns::MD, "Extensions")? else { return Ok(Vec::new()) };
    let Some(list) = extensions.child(ns::MDATTR, "EntityAttributes")? else { return Ok(Vec::new()) };
    Ok(list.all(ns::SAML, "Attribute").take(64).map(Attribute::read).collect::<Result<_, _>>()?)
}

fn organization(node: Node<'_>) -> Organization {
    Organization {
        names: texts(node, ns::MD, "OrganizationName"),
        display_names: texts(node, ns::MD, "OrganizationDisplayName"),
        urls: texts(node, ns::MD, "OrganizationURL"),
    }
}

fn contact(node: Node<'_>) -> Contact {
    let text = |n: Node<'_>| n.word("ContactPerson").ok();
    Contact {
        kind: node.attr("contactType").unwrap_or("other").to_owned(),
        given_name: node.all(ns::MD, "GivenName").next().and_then(text),
        mails: node.all(ns::MD, "EmailAddress").filter_map(text).take(8).collect(),
    }
}

/// An `xs:duration` in seconds; a month has thirty days and a year 365, for this says only when to look again.
fn duration(text: &str) -> Result<u64, Malformed> {
    let bad = Malformed::Value("cacheDuration");
    let (date, time) =
        text.trim().strip_prefix('P').map(|rest| rest.split_once('T').unwrap_or((rest, ""))).ok_or(bad)?;
    let date = parts(date, &[('Y', 31_536_000), ('M', 2_592_000), ('D', 86_400)]).ok_or(bad)?;
    let time = parts(time, &[('H', 3600), ('M', 60), ('S', 1)]).ok_or(bad)?;
    if text.ends_with(['P', 'T']) { Err(bad) } else { Ok(date.saturating_add(time)) }
}

fn parts(mut text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut sum = 0u64;
    for (unit, seconds) in units {
        let Some((number, rest)) = text.split_once(*unit) else { continue };
        let whole = number.split_once('.').filter(|_| *unit == 'S').map_or(number, |(whole, _)| whole);
        sum = sum.saturating_add(whole.parse::<u64>().ok()?.saturating_mul(*seconds));
        text = rest;
    }
    text.is_empty().then_some(sum)
}

/// Metadata that would go on for longer could not be taken back: thirty days, in seconds.
const MAX_VALIDITY: u32 = 30 * 24 * 3_600;
