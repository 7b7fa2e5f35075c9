//! Ways to log in: what the person has, what could be added, and taking one away.

use axum::{
    extract::{Path, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use login::{Offer, World};
use model::{Credential, Id, Person, User};
use plug::{Field, Kind, Needs, Prompt};
use serde::Serialize;
use store::PersonRecord;

use super::{Guest, Wish, enrol::refused, gate};
use crate::{
    State,
    portal::{Around, parts},
    state::Link,
    visit::{self, Visit},
    words::{Scribe, Words},
};

/// One way, as a row.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    pub icon: &'static str,
    pub title: String,
    /// Key of a warning in one to three words.
    pub badge: Option<&'static str>,
    pub facts: Vec<Words>,
    pub acts: Vec<Link>,
}

/// A way that is there, with what is known of it.
struct Have<'a> {
    credential: &'a Credential,
    kind: &'static Kind,
    /// The method's title in the reader's language.
    method: String,
    name: &'a str,
    /// Codes left and made, for lists.
    codes: Option<(i64, i64)>,
}

/// Few enough to make a new list.
const FEW: i64 = 3;

fn have<'a>(world: &'a World, record: &'a PersonRecord, scribe: &Scribe) -> Vec<Have<'a>> {
    let one = |credential: &'a Credential| {
        let opened = world.opened(credential.method)?;
        let (entry, method) = world.catalogue.method(credential.method)?;
        let title = method.title.or(scribe.locale(), &entry.path).to_owned();
        Some(Have { credential, kind: opened.kind, method: title, name: &entry.path, codes: codes(credential, record) })
    };
    record.credentials.iter().filter_map(one).collect()
}

/// How many codes of a list are left; `None` for what is no list.
fn codes(credential: &Credential, record: &PersonRecord) -> Option<(i64, i64)> {
    let total = credential.body.get("hashes")?.as_array()?.len();
    let gate = format!("credential:{}", credential.id);
    let used = record.spent.iter().filter(|(name, _)| *name == gate).count();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Some((number(total.saturating_sub(used)), number(total)))
}

/// Rows for all ways, and the warning above them.
pub fn ways(
    world: &World,
    site: Id,
    user: Option<&User>,
    record: &PersonRecord,
    scribe: &Scribe,
) -> (Vec<Way>, Option<Words>) {
    let mut all = have(world, record, scribe);
    // The secret first, then what follows it in the order it was added, lists last.
    all.sort_by_key(|h| (h.kind.factor != plug::Factor::Knowledge, h.codes.is_some(), h.credential.created));
    let few = all
        .iter()
        .filter_map(|h| h.codes)
        .find(|(left, _)| *left < FEW)
        .map(|(left, _)| Words::new("ways-codes-few").with("left", left));
    let mut rows: Vec<Way> = all.iter().map(|h| row(h, scribe)).collect();
    rows.extend(by_mail(world, site, user, scribe));
    (rows, few)
}

fn row(have: &Have<'_>, scribe: &Scribe) -> Way {
    let Have { credential, kind, method, name, codes } = have;
    let (secret, list) = (kind.factor == plug::Factor::Knowledge, codes.is_some());
    let changed = credential.body.get("changed_at").and_then(serde_json::Value::as_i64).map(model::Time::from_millis);
    let mut facts = Vec::new();
    if !credential.label.is_empty() {
        facts.push(Words::new("way-method").with("method", method.as_str()));
    }
    if let Some((left, total)) = codes {
        facts.push(Words::new("way-left").with("left", *left).with("total", *total));
    }
    let (word, at) = match (secret, list) {
        (true, _) => ("way-changed", changed.unwrap_or(credential.created)),
        (_, true) => ("way-made", credential.created),
        _ => ("way-added", credential.created),
    };
    facts.push(Words::new(word).with("date", scribe.day(at)));
    if let Some(used) = credential.used {
        facts.push(Words::new("way-used").with("date", scribe.day(used)));
    }
    if let Some(tag) = &credential.token {
        facts.push(Words::new("way-serial").with("serial", tag.serial.as_str()));
    }
    if !credential.state.proves() {
        facts.push(Words::new("way-suspended"));
    }
    Way {
        icon: crate::portal::icon(kind.icon),
        title: if credential.label.is_empty() { method.clone() } else { credential.label.clone() },
        badge: codes.filter(|(left, _)| *left < FEW).map(|_| "way-few"),
        facts,
        acts: acts(have, secret, list, name),
    }
}

fn acts(have: &Have<'_>, secret: bool, list: bool, name: &str) -> Vec<Link> {
    let id = have.credential.id;
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let mut acts = Vec::new();
    if have.kind.enrols && (secret || list) {
        acts.push(Link::new(format!("/account/add/{name}"), if secret { "way-change" } else { "way-renew" }));
    }
    if !secret && !list {
        acts.push(Link::new(format!("/account/ways/{id}/rename"), "way-rename"));
    }
    if !secret && have.credential.token.is_none() {
        acts.push(Link::new(format!("/account/ways/{id}/remove"), "way-remove"));
    }
    acts
}

/// Codes by mail need no credential, only the address on record.
fn by_mail(world: &World, site: Id, user: Option<&User>, scribe: &Scribe) -> Option<Way> {
    let address = user?.first("email")?;
    let (entry, method) = methods_of(world, site).find(|(entry, method)| {
        let opened = world.opened(entry.id);
        method.enabled
            && opened.is_some_and(|o| {
                o.kind.needs == Needs::Attribute("email")
                    && (o.mfa || o.kind.name.ends_with("registered") && o.directory.is_some())
            })
    })?;
    let title = method.title.or(scribe.locale(), &entry.path).to_owned();
    let facts = vec![Words::new("way-address").with("address", model::mask::email(address))];
    Some(Way { icon: "mail", title, badge: None, facts, acts: Vec::new() })
}

fn methods_of(world: &World, site: Id) -> impl Iterator<Item = (&model::Entry, &model::Method)> {
    let linked: Vec<Id> =
        world.catalogue.entry(site).map(|e| e.links_as("method").map(|l| l.to).collect()).unwrap_or_default();
    linked.into_iter().filter_map(|id| world.catalogue.method(id))
}

/// What can be had once only is not offered again; it has *Change* or *Make a new list* on its row.
pub fn is_new(world: &World, offer: &Offer, record: &PersonRecord) -> bool {
    let single =
        world.opened(offer.method).is_some_and(|o| o.kind.factor == plug::Factor::Knowledge || o.kind.companion);
    !(single && record.credentials.iter().any(|c| c.method == offer.method))
}

fn is_second(kind: &Kind) -> bool {
    kind.factor != plug::Factor::Knowledge && !kind.companion && !kind.leaves()
}

/// A way of this person, found by its id.
struct Own {
    record: PersonRecord,
    credential: Credential,
    title: String,
}

async fn own(state: &State, guest: &Guest, id: &str) -> Result<Own, Response> {
    let nothing = || state.kit().problem(&guest.visit.reader, StatusCode::NOT_FOUND);
    let id: Id = id.parse().map_err(|_| nothing())?;
    let record = record(state, guest).await?;
    let world = state.world();
    let scribe = guest.scribe(state);
    let found = have(&world, &record, &scribe).into_iter().find(|h| h.credential.id == id);
    let (credential, title) = found.map(|h| (h.credential.clone(), row(&h, &scribe).title)).ok_or_else(nothing)?;
    Ok(Own { record, credential, title })
}

pub async fn record(state: &State, guest: &Guest) -> Result<PersonRecord, Response> {
    let key = guest.present.person.key();
    state
        .engine()
        .store()
        .person(&key, &guest.visit.client.browser)
        .await
        .map_err(|error| guest.trouble(state, &error.into()))
}

pub async fn ask_remove(Shared(state): Shared<State>, visit: Visit, Path(id): Path<String>) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::Recent, &format!("/account/ways/{id}/remove")).await?;
        let own = own(&state, &guest, &id).await?;
        let world = state.world();
        let second =
            |c: &&Credential| c.id != own.credential.id && world.opened(c.method).is_some_and(|o| is_second(o.kind));
        let companion =
            |c: &Credential| c.id != own.credential.id && world.opened(c.method).is_some_and(|o| o.kind.companion);
        let left = own.record.credentials.iter().filter(second).count();
        let context = serde_json::json!({
            "left": left, "codes_too": left == 0 && own.record.credentials.iter().any(companion), "action": format!("/account/ways/{id}/remove"),
        });
        Ok(state.kit().page(
            &guest.visit.reader,
            guest.page("account/remove.html", "remove-title", context).arg("name", own.title.as_str()),
        ))
    };
    shown.await.unwrap_or_else(|response: Response| response)
}

pub async fn remove(Shared(state): Shared<State>, visit: Visit, Path(id): Path<String>, request: Request) -> Response {
    let done = async {
        visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::Recent, &format!("/account/ways/{id}/remove")).await?;
        let own = own(&state, &guest, &id).await?;
        match state.engine().remove_credential(&guest.present, own.credential.id, &guest.visit.client).await {
            Ok(true) => Ok(guest.onward(&state, "/account", "removed", &own.title)),
            Ok(false) => Ok(guest.onward(&state, "/account", "gone", "")),
            Err(error) => Err(refused(&state, &guest, &error, "/account")),
        }
    };
    done.await.unwrap_or_else(|response: Response| response)
}

pub async fn ask_rename(Shared(state): Shared<State>, visit: Visit, Path(id): Path<String>) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::LoggedIn, &format!("/account/ways/{id}/rename")).await?;
        let own = own(&state, &guest, &id).await?;
        let prompt = Prompt::new("rename", vec![Field::Label { value: own.credential.label.clone() }]);
        let parts = parts(&prompt, &guest.scribe(&state), Around { suffix: "", alone: true }, &[]);
        let context = serde_json::json!({ "action": format!("/account/ways/{id}/rename"), "parts": parts, "button": "rename-button" });
        Ok(state.kit().page(
            &guest.visit.reader,
            guest.page("account/form.html", "rename-title", context).arg("name", own.title.as_str()),
        ))
    };
    shown.await.unwrap_or_else(|response: Response| response)
}

pub async fn rename(Shared(state): Shared<State>, visit: Visit, Path(id): Path<String>, request: Request) -> Response {
    let done = async {
        let form = visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::LoggedIn, &format!("/account/ways/{id}/rename")).await?;
        let own = own(&state, &guest, &id).await?;
        let label = form.get("name").unwrap_or_default().trim().to_owned();
        let said = if label.is_empty() { own.title.clone() } else { label.clone() };
        match state.engine().rename_credential(&guest.present, own.credential.id, &label, &guest.visit.client).await {
            Ok(true) => Ok(guest.onward(&state, "/account", "renamed", &said)),
            Ok(false) => Ok(guest.onward(&state, "/account", "gone", "")),
            Err(error) => Err(refused(&state, &guest, &error, "/account")),
        }
    };
    done.await.unwrap_or_else(|response: Response| response)
}

/// Only people of a directory have ways of their own to add.
pub fn user_of(guest: &Guest) -> Option<&User> {
    matches!(guest.present.person, Person::Registered { .. }).then_some(guest.present.user.as_deref()).flatten()
}
