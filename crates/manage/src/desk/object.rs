//! Objects of the configuration: read, listed, made, changed and deleted.

use model::{AnyObject, Catalogue, Change, Entry, Finding, Id, Noun, gateway::Gateway, secret::MASKED};
use plug::config::nearest;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{TokenQuery, UserQuery};

use super::{
    Desk, Edit, Fault, How, Patch, Seen, TRIES, Written, about, busy, conditions, entry_at,
    typed::{self, PART},
};
use crate::{
    address::{Address, Type},
    attributes::{self, Attributes},
    caller::Caller,
    graph,
    secrets::{self, Fate},
};

/// Some objects of a type, and where the next ones begin.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub seen: Vec<Seen>,
    /// Path of the last one, where there are more.
    pub next: Option<String>,
}

/// Which objects, in byte order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this site and below.
    pub site: Option<String>,
    /// Part of name or title, without regard to case.
    pub text: Option<String>,
    /// API names with the value that they have, or that is one of theirs.
    pub equal: Vec<(String, String)>,
    /// Paths after this one.
    pub after: Option<String>,
    pub limit: usize,
}

impl Desk {
    pub(super) fn read_object(&self, noun: Noun, path: &str) -> Result<Seen, Fault> {
        let world = self.world();
        Ok(self.seen(&world.catalogue, entry_at(&world.catalogue, noun, path)?, &world.findings))
    }

    pub(super) fn seen(&self, catalogue: &Catalogue, entry: &Entry, findings: &[Finding]) -> Seen {
        let mut shown = Attributes::new();
        if !entry.path.is_empty() {
            shown.insert("name".to_owned(), entry.name().into());
        }
        shown.extend(secrets::masked(entry.noun(), attributes::of(entry, self.kinds()), self.kinds()));
        Seen {
            kind: Type::Object(entry.noun()),
            path: entry.path.clone(),
            attributes: shown,
            etag: self.tag_of(entry),
            findings: about(findings, &[entry.id], catalogue),
        }
    }

    pub(crate) fn tag_of(&self, entry: &Entry) -> String {
        self.etag(&serde_json::to_value(entry).unwrap_or_default())
    }

    /// Objects of a type that the caller may read.
    pub fn list(&self, caller: &Caller, noun: Noun, filter: &Filter) -> Result<Page, Fault> {
        let kind = Type::Object(noun);
        let global = kind.is_global();
        if !(if global { caller.may("read", noun.name(), None) } else { caller.may_somewhere("read", noun.name()) }) {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        let known = typed::known(noun);
        if let Some((unknown, _)) = filter.equal.iter().find(|(name, _)| !known.contains(name)) {
            let near = nearest(unknown, known.iter().map(String::as_str));
            return Err(Fault::invalid(Finding::broken(unknown, "attribute-unknown").with("nearest", near)));
        }
        let mine = |e: &Entry| global || caller.may("read", noun.name(), Address::object(kind, e.path.as_str()).site());
        let text = filter.text.as_deref().map(str::to_lowercase);
        let limit = filter.limit.max(1);
        let mut fitting = world
            .catalogue
            .of(noun)
            .filter(|e| filter.after.as_deref().is_none_or(|after| e.path.as_str() > after))
            .filter(|e| filter.site.as_deref().is_none_or(|site| belongs_in(e, site)))
            .filter(|e| text.as_deref().is_none_or(|text| says(e, text)))
            .filter(|e| filter.equal.is_empty() || self.has(e, &filter.equal))
            .filter(|e| mine(e));
        let entries: Vec<&Entry> = fitting.by_ref().take(limit).collect();
        let next = fitting.next().and(entries.last()).map(|e| e.path.clone());
        Ok(Page { seen: entries.into_iter().map(|e| self.seen(&world.catalogue, e, &world.findings)).collect(), next })
    }

    fn has(&self, entry: &Entry, equal: &[(String, String)]) -> bool {
        let mut shown = secrets::masked(entry.noun(), attributes::of(entry, self.kinds()), self.kinds());
        shown.insert("name".to_owned(), entry.name().into());
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        equal.iter().all(|(name, wanted)| match shown.get(name) {
            Some(Value::Array(values)) => values.iter().any(|v| text(v) == *wanted),
            Some(value) => text(value) == *wanted,
            None => wanted.is_empty(),
        })
    }

    pub(super) async fn put_object(
        &self,
        caller: &Caller,
        noun: Noun,
        path: &str,
        edit: &Edit<'_>,
        how: &How,
    ) -> Result<Written, Fault> {
        let id = self.engine().chance().id(self.engine().now());
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let current = world.catalogue.at(noun, path);
            conditions(how, current.map(|e| self.tag_of(e)).as_deref())?;
            if current.is_none() && matches!(edit, Edit::Patch(_)) {
                return Err(Fault::Missing);
            }
            if current.is_none() && noun == Noun::Site && !caller.may("write", "site", Some(above(path))) {
                return Err(Fault::Forbidden);
            }
            let entry = self.edited(noun, path, current, edit, id)?;
            let changes = if current == Some(&entry) { Vec::new() } else { vec![Change::put(entry.clone())] };
            let changes = self.engine().with_secrets(&world.catalogue, changes);
            let entry = if let Some(Change::Put(made)) = changes.first() { (**made).clone() } else { entry };
            let Some(findings) = self.commit(caller, &world, &changes, how).await? else { continue };
            let fresh = current.is_none();
            return Ok(self.written(&world.catalogue, &entry, fresh, findings));
        }
        Err(busy())
    }

    /// What a write answers: the object as it is by now, or as it would be.
    pub(super) fn written(&self, before: &Catalogue, entry: &Entry, fresh: bool, findings: Vec<Finding>) -> Written {
        let catalogue = before.with(&[Change::put(entry.clone())]).map_or_else(|_| before.clone(), |(next, _)| next);
        let world = self.world();
        // What was published may say more of it: that a mail server is missing, that nobody may enter.
        let published = world.catalogue.entry(entry.id) == Some(entry);
        let all = if published { &world.findings } else { &findings };
        Written { seen: self.seen(&catalogue, entry, all), fresh, findings }
    }

    /// The entry as it shall be: given attributes over present ones, secrets that were not said kept.
    fn edited(&self, noun: Noun, path: &str, current: Option<&Entry>, edit: &Edit<'_>, id: Id) -> Result<Entry, Fault> {
        let kind = Type::Object(noun);
        let present = current.map(|e| attributes::of(e, self.kinds())).unwrap_or_default();
        let mut merged = present.clone();
        match edit {
            Edit::Set(given) => overlay(&mut merged, typed::spelt_as_ours(self, kind, given)),
            Edit::Patch(patch) => self.patched(kind, &mut merged, patch)?,
        }
        let kept = secrets::of(noun, &present, self.kinds());
        if goes_elsewhere(&present, &merged) {
            return Err(Fault::invalid(Finding::broken("mail.password", "secret-again")));
        }
        let carried = matches!(edit, Edit::Patch(_));
        if let Some(at) = gateway_elsewhere(&present, &merged, carried) {
            return Err(Fault::invalid(Finding::broken(format!("sms[{}].password", at + 1), "gateway-again")));
        }
        let typed_in = |given: &Attributes| {
            typed::spelt_as_ours(self, kind, given).get("password").is_some_and(|password| password != MASKED)
        };
        let again = match edit {
            Edit::Set(given) => typed_in(given),
            Edit::Patch(patch) => typed_in(&patch.set),
        };
        if noun == Noun::Service && !again && service_elsewhere(&present, &merged) {
            return Err(Fault::invalid(Finding::broken("password", "gateway-again")));
        }
        keep(noun, &mut merged, &kept, self.kinds());
        let name = path.rsplit('/').next().unwrap_or(path);
        let read = attributes::read(noun, name, &merged, self.kinds()).map_err(Fault::Invalid)?;
        let object =
            graph::completed(read, current.map(|e| &e.object), self.engine().chance()).map_err(Fault::Invalid)?;
        let (id, links) = current.map_or((id, Vec::new()), |e| (e.id, e.links.clone()));
        Ok(Entry { id, path: path.to_owned(), object, links })
    }

    fn patched(&self, kind: Type, merged: &mut Attributes, patch: &Patch) -> Result<(), Fault> {
        overlay(merged, typed::spelt_as_ours(self, kind, &patch.set));
        let schema = typed::schema(self, kind);
        let list = |name: &str| schema["properties"][name]["type"] == "array" || name == attributes::LINES;
        for (change, adding) in [(&patch.remove, false), (&patch.add, true)] {
            for (name, values) in typed::spelt_as_ours(self, kind, change) {
                if !list(&name) {
                    return Err(Fault::invalid(Finding::broken(name, "not-a-list")));
                }
                let values = if let Value::Array(values) = values { values } else { vec![values] };
                let entry = merged.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                let Value::Array(present) = entry else { continue };
                for value in values {
                    if !adding {
                        present.retain(|p| *p != value);
                    } else if !present.contains(&value) {
                        present.push(value);
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) async fn delete_object(&self, caller: &Caller, noun: Noun, path: &str, how: &How) -> Result<(), Fault> {
        if noun == Noun::System {
            return Err(Fault::Unsupported);
        }
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let catalogue = &world.catalogue;
            let entry = entry_at(catalogue, noun, path)?;
            conditions(&How { create_only: false, ..how.clone() }, Some(&self.tag_of(entry)))?;
            self.may_go(catalogue, entry).await?;
            let mut changes = unlinked(catalogue, entry);
            changes.push(Change::Delete(entry.id));
            if self.commit(caller, &world, &changes, how).await?.is_some() {
                return Ok(());
            }
        }
        Err(busy())
    }

    /// Nothing that is in use, or that holds something, is deleted (requirement A2.16).
    async fn may_go(&self, catalogue: &Catalogue, entry: &Entry) -> Result<(), Fault> {
        let told = |key: &str, field: &str| Fault::Conflict(vec![Finding::broken(field, key).at(entry.api_path())]);
        match &entry.object {
            AnyObject::Method(method) if method.enabled => return Err(told("delete-enabled", "enabled")),
            AnyObject::Site(_) if catalogue.all().any(|e| belongs_under(e, &entry.path)) => {
                return Err(told("not-empty", ""));
            }
            _ => {}
        }
        let (users, tokens) = match entry.noun() {
            Noun::Site => (
                Some(UserQuery { sites: vec![entry.id], limit: 1, ..UserQuery::default() }),
                Some(TokenQuery { sites: vec![entry.id], limit: 1, ..TokenQuery::default() }),
            ),
            Noun::Directory => (Some(UserQuery { directory: Some(entry.id), limit: 1, ..UserQuery::default() }), None),
            Noun::Method => (None, Some(TokenQuery { method: Some(entry.id), limit: 1, ..TokenQuery::default() })),
            _ => (None, None),
        };
        let store = self.engine().store();
        if let Some(users) = users
            && !store.users(&users).await?.is_empty()
        {
            return Err(told("delete-lived-in", ""));
        }
        match tokens {
            Some(tokens) if !store.tokens(&tokens).await?.is_empty() => Err(told("delete-lived-in", "")),
            _ => Ok(()),
        }
    }
}

/// Everything that links to an entry, without the link.
fn unlinked(catalogue: &Catalogue, entry: &Entry) -> Vec<Change> {
    let linking = catalogue.all().filter(|e| e.id != entry.id && e.links.iter().any(|l| l.to == entry.id));
    let without = |e: &Entry| {
        let links = e.links.iter().filter(|l| l.to != entry.id).cloned().collect();
        Change::put(Entry { links, ..e.clone() })
    };
    linking.map(without).collect()
}

/// Given attributes over present ones; an empty value means the default.
pub(super) fn overlay(present: &mut Attributes, given: Attributes) {
    for (name, value) in given {
        match value {
            Value::Null => drop(present.shift_remove(&name)),
            Value::Object(mut members) if members.contains_key(PART) => {
                members.shift_remove(PART);
                let mut whole = match present.shift_remove(&name) {
                    Some(Value::Object(whole)) => whole,
                    // A title in English alone.
                    Some(text @ Value::String(_)) => Map::from_iter([("en".to_owned(), text)]),
                    _ => Map::new(),
                };
                overlay(&mut whole, members);
                present.insert(name, Value::Object(whole));
            }
            value => drop(present.insert(name, value)),
        }
    }
}

/// `********` keeps what there is, and is nothing where there is nothing.
fn keep(noun: Noun, merged: &mut Attributes, kept: &BTreeMap<String, String>, kinds: &[plug::Registration]) {
    if let Some(Value::String(line)) = merged.get(attributes::LINES) {
        let lines = serde_json::json!([line]);
        merged.insert(attributes::LINES.to_owned(), lines);
    }
    let Ok(()) = secrets::each::<std::convert::Infallible>(noun, merged, kinds, |place, value| {
        if value != MASKED {
            return Ok(Fate::Stays);
        }
        Ok(kept.get(place).map_or(Fate::Goes, |secret| Fate::Becomes(secret.clone())))
    });
}

/// Whether a password that the asker need not know would be sent to another mail server than the one that it was for.
fn goes_elsewhere(present: &Attributes, merged: &Attributes) -> bool {
    let (Some(before), Some(after)) = (present.get("mail"), merged.get("mail")) else { return false };
    let password = before["password"].as_str().filter(|password| !password.is_empty());
    let stays = password.is_some_and(|password| after["password"] == password || after["password"] == MASKED);
    stays && ["host", "port", "security", "trust"].iter().any(|member| before[*member] != after[*member])
}

/// The place in the list of a gateway that would get a password which was given for another place.
fn gateway_elsewhere(present: &Attributes, merged: &Attributes, carried: bool) -> Option<usize> {
    let all = |attributes: &Attributes| -> Vec<Gateway> {
        attributes.get("sms").cloned().and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default()
    };
    let before = all(present);
    all(merged).iter().position(|after| {
        let stays = |b: &&Gateway| {
            let kept = after.password == MASKED || carried && after.password == b.password;
            b.name == after.name && !b.password.is_empty() && kept
        };
        before.iter().find(stays).is_some_and(|b| !b.same_place(after))
    })
}

/// Whether a service would be shown a password that was given for another, and that nobody typed again.
fn service_elsewhere(present: &Attributes, merged: &Attributes) -> bool {
    let text = |of: &Attributes, name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (before, after) = (text(present, "password"), text(merged, "password"));
    let stays = !before.is_empty() && (after == MASKED || after == before);
    // Nothing written and the default are the same.
    let auth = |of: &Attributes| Some(text(of, "auth")).filter(|a| !a.is_empty()).unwrap_or_else(|| "basic".into());
    let moves = ["template", "username"].iter().any(|name| text(present, name) != text(merged, name));
    stays && (moves || auth(present) != auth(merged))
}

fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Of a site or one below it, the site itself included. What belongs to the system may have such a path and is no site's.
fn belongs_in(entry: &Entry, site: &str) -> bool {
    entry.noun() == Noun::Site && entry.path == site || belongs_under(entry, site)
}

pub(super) fn belongs_under(entry: &Entry, site: &str) -> bool {
    !Type::Object(entry.noun()).is_global() && lies_under(&entry.path, site)
}

/// The path of a site, or of one below it.
pub(super) fn lies_in(path: &str, site: &str) -> bool {
    path == site || lies_under(path, site)
}

fn lies_under(path: &str, site: &str) -> bool {
    site.is_empty() || path.strip_prefix(site).is_some_and(|rest| rest.starts_with('/'))
}

pub(super) fn says(entry: &Entry, text: &str) -> bool {
    let titles = |value: &Value| {
        value
            .as_object()
            .is_some_and(|t| t.values().any(|v| v.as_str().is_some_and(|v| v.to_lowercase().contains(text))))
    };
    entry.path.to_lowercase().contains(text) || entry.object.attributes().get("title").is_some_and(titles)
}
