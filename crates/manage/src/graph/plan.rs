//! What has to change so that a catalogue is as somebody wants it.

use model::{AnyObject, Catalogue, Change, Entry, Finding, Id, Link, Noun, Severity, Time, secret::MASKED};
use plug::{Chance, Registration, config::nearest};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Wanted, WantedObject, api_path, can_go, placed,
    seal::{ExportKey, SEALED},
    show,
};
use crate::{
    attributes::{self, Attributes},
    secrets::{self, Fate},
};

/// What a plan is made from.
pub struct Given<'a> {
    pub catalogue: &'a Catalogue,
    pub kinds: &'a [Registration],
    /// For secrets that the text holds sealed.
    pub key: Option<&'a ExportKey>,
    /// For the ids and references of new objects.
    pub now: Time,
    pub chance: &'a dyn Chance,
    /// Delete what the text does not name.
    pub prune: bool,
}

/// Changes to be made as one unit, and the same for people.
#[derive(Default)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// One difference a line, secrets masked: `+ /method/a`, `~ /method/a enabled: false -> true`, `- /method/a`.
    pub shown: Vec<String>,
    /// Warnings, and what will be unfit.
    pub findings: Vec<Finding>,
}

impl Plan {
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl std::fmt::Debug for Plan {
    /// Without the changes: they hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").field("shown", &self.shown).field("findings", &self.findings).finish_non_exhaustive()
    }
}

/// The way from a catalogue to what is wanted, or everything that is wrong with that.
pub fn diff(wanted: &Wanted, given: &Given<'_>) -> Result<Plan, Vec<Finding>> {
    let ids = ids(wanted, given);
    let mut plan = Plan::default();
    let mut broken = Vec::new();
    for object in &wanted.objects {
        match entry(object, given, &ids, &mut plan.findings) {
            Ok(entry) => put(&mut plan, given, entry, &ids),
            Err(findings) => broken.extend(findings.into_iter().map(|f| placed(f, object))),
        }
    }
    if given.prune {
        broken.extend(prune(&mut plan, given, wanted));
    }
    if !broken.is_empty() {
        return Err(broken);
    }
    let at = |finding: Finding| match wanted.objects.iter().find(|o| o.api_path() == finding.object) {
        Some(object) => placed(finding, object),
        None => finding,
    };
    let findings = check(&plan, given).map_err(|wrong| wrong.into_iter().map(at).collect::<Vec<_>>())?;
    plan.findings.extend(findings.into_iter().map(at));
    Ok(plan)
}

/// Ids of existing objects are kept; new ones come from chance.
type Ids = HashMap<(Noun, String), Id>;

fn ids(wanted: &Wanted, given: &Given<'_>) -> Ids {
    let existing = given.catalogue.all().map(|e| ((e.noun(), e.path.clone()), e.id));
    let mut ids: Ids = existing.collect();
    for object in &wanted.objects {
        ids.entry((object.noun, object.path.clone())).or_insert_with(|| given.chance.id(given.now));
    }
    ids
}

fn entry(
    object: &WantedObject,
    given: &Given<'_>,
    ids: &Ids,
    warnings: &mut Vec<Finding>,
) -> Result<Entry, Vec<Finding>> {
    let current = given.catalogue.at(object.noun, &object.path);
    let mut findings = Vec::new();
    let links = object.links.iter().filter_map(|l| link(object, l, ids).map_err(|f| findings.push(f)).ok()).collect();
    let read = unsealed(object, current, given, warnings)
        .and_then(|attributes| attributes::read(object.noun, object.name(), &attributes, given.kinds));
    let made = read.and_then(|made| completed(made, current.map(|e| &e.object), given.chance));
    match made {
        Ok(made) if findings.is_empty() => {
            Ok(Entry { id: ids[&(object.noun, object.path.clone())], path: object.path.clone(), object: made, links })
        }
        Ok(_) => Err(findings),
        Err(wrong) => Err(wrong.into_iter().chain(findings).collect()),
    }
}

fn link(object: &WantedObject, link: &super::WantedLink, ids: &Ids) -> Result<Link, Finding> {
    let target = object.noun.links().iter().find(|r| r.name == link.role).map(|r| r.target);
    let found = super::split(&link.to).ok().filter(|(noun, _)| Some(*noun) == target).and_then(|key| ids.get(&key));
    let to = found.copied().ok_or_else(|| {
        let known: Vec<String> = ids
            .keys()
            .filter(|(noun, _)| Some(*noun) == target)
            .map(|(noun, path)| api_path(*noun, path))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let near = nearest(&link.to, known.iter().map(String::as_str));
        Finding::broken(format!("link.{}", link.role), "dangling")
            .with("to", &link.to)
            .with("nearest", near)
            .with("line", link.line)
    })?;
    Ok(Link { role: link.role.clone(), to, with: link.with.clone() })
}

/// The wanted attributes with their secrets open: sealed ones unsealed, masked ones as they stand now.
fn unsealed(
    object: &WantedObject,
    current: Option<&Entry>,
    given: &Given<'_>,
    warnings: &mut Vec<Finding>,
) -> Result<Attributes, Vec<Finding>> {
    let path = object.api_path();
    let kept: BTreeMap<String, String> =
        current.map(|e| secrets::of(e.noun(), &attributes::of(e, given.kinds), given.kinds)).unwrap_or_default();
    let mut attributes = object.attributes.clone();
    if let Some(serde_json::Value::String(line)) = attributes.get(attributes::LINES) {
        let lines = serde_json::json!([line]);
        attributes.insert(attributes::LINES.to_owned(), lines);
    }
    let opened = secrets::each(object.noun, &mut attributes, given.kinds, |place, value| {
        if value == MASKED {
            let fate = kept.get(place).map_or(Fate::Goes, |secret| Fate::Becomes(secret.clone()));
            if matches!(fate, Fate::Goes) {
                warnings.push(placed(Finding::warning(place, "secret-omitted"), object));
            }
            return Ok(fate);
        }
        if !value.starts_with(SEALED) {
            return Ok(Fate::Stays);
        }
        let key = given.key.ok_or_else(|| Finding::broken(place, "secret-key-missing"))?;
        key.open(&path, place, value).map(Fate::Becomes).map_err(|_| Finding::broken(place, "secret-not-opened"))
    });
    opened.map(|()| attributes).map_err(|finding| vec![finding])
}

/// What is not the text's to say: the kind stays, and a method has a declaration reference (requirements A2.3 and A2.5).
pub(crate) fn completed(
    made: AnyObject,
    current: Option<&AnyObject>,
    chance: &dyn Chance,
) -> Result<AnyObject, Vec<Finding>> {
    let fixed = |was: &str| vec![Finding::broken(attributes::CLASS, "fixed").with("value", was)];
    match (made, current) {
        (AnyObject::Method(new), Some(AnyObject::Method(old))) if new.kind != old.kind => Err(fixed(&old.kind)),
        (AnyObject::Directory(new), Some(AnyObject::Directory(old))) if new.kind != old.kind => Err(fixed(&old.kind)),
        // Whoever was called by a name would be called otherwise, or another by theirs (requirement D5).
        (AnyObject::OutboundMapping(new), Some(AnyObject::OutboundMapping(old))) if new.format() != old.format() => {
            Err(vec![Finding::broken("nameIDFormat", "fixed").with("value", old.name_id_format.text())])
        }
        (AnyObject::Method(mut new), old) => {
            if new.declaration_reference.is_empty() {
                new.declaration_reference = match old {
                    Some(AnyObject::Method(old)) if !old.declaration_reference.is_empty() => {
                        old.declaration_reference.clone()
                    }
                    _ => reference(chance),
                };
            }
            Ok(AnyObject::Method(new))
        }
        // It has one in any case: what the text does not say is not taken away.
        (AnyObject::Webhook(mut new), Some(AnyObject::Webhook(old))) if new.secret.is_empty() => {
            new.secret.clone_from(&old.secret);
            Ok(AnyObject::Webhook(new))
        }
        (made, _) => Ok(made),
    }
}

/// `urn:uuid:` with a random UUID (RFC 9562, 5.4).
pub(crate) fn reference(chance: &dyn Chance) -> String {
    let mut bytes: [u8; 16] = chance.bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Adds the change that makes an object so, unless it is.
fn put(plan: &mut Plan, given: &Given<'_>, entry: Entry, ids: &Ids) {
    let current = given.catalogue.at(entry.noun(), &entry.path);
    let shown = show::put(current, &entry, given.kinds, ids);
    if !shown.is_empty() {
        plan.shown.extend(shown);
        plan.changes.push(Change::put(entry));
    }
}

/// Adds the deletion of what is not named; what is enabled is not deleted (requirement A2.16).
fn prune(plan: &mut Plan, given: &Given<'_>, wanted: &Wanted) -> Vec<Finding> {
    let mut broken = Vec::new();
    let named: BTreeSet<(Noun, &str)> = wanted.objects.iter().map(|o| (o.noun, o.path.as_str())).collect();
    let mut gone: Vec<&Entry> =
        given.catalogue.all().filter(|e| can_go(e.noun()) && !named.contains(&(e.noun(), e.path.as_str()))).collect();
    gone.sort_by_cached_key(|e| e.api_path());
    for entry in gone {
        if matches!(&entry.object, AnyObject::Method(method) if method.enabled) {
            broken.push(Finding::broken("enabled", "delete-enabled").at(entry.api_path()));
        }
        plan.shown.push(format!("- {}", entry.api_path()));
        plan.changes.push(Change::Delete(entry.id));
    }
    broken
}

/// Checks the graph that would come of it, and that every changed method opens.
fn check(plan: &Plan, given: &Given<'_>) -> Result<Vec<Finding>, Vec<Finding>> {
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    let (_, mut findings) = given.catalogue.with(&plan.changes)?;
    for change in &plan.changes {
        let Change::Put(entry) = change else { continue };
        let AnyObject::Method(method) = &entry.object else { continue };
        let Some(registration) = given.kinds.iter().find(|r| r.kind.name == method.kind) else { continue };
        let documents = plug::Documents::of(method);
        let found = match (registration.open)(&method.configuration, &documents) {
            Ok(_) => registration.warnings(&method.configuration, &documents),
            Err(found) => found,
        };
        findings.extend(found.into_iter().map(|f| f.at(entry.api_path())));
    }
    if findings.iter().any(|f| f.severity == Severity::Broken) { Err(findings) } else { Ok(findings) }
}
