//! Users of the embedded directory as administrators put them: by site and name, with attributes, groups and a password.
//!
//! What a password credential holds is its method's business; the binary lends the two functions that make one ([`Passwords`]).

use login::{Engine, EngineError};
use model::{
    Attributes, Catalogue, Credential, Id, Lines, Noun, Secret, Span, Time, User,
    audit::{Event, Outcome},
    credential::CredentialState,
    user::fold,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Applied, Expect, Store, Unit, When, Write};

/// How bodies of password credentials are made.
#[derive(Clone, Copy)]
pub struct Passwords {
    /// The kind of methods they belong to.
    pub kind: &'static str,
    /// From a known password, by the lines of its method, with a salt.
    pub plain: fn(&Lines, &str, &[u8; 16], Time) -> Result<Value, String>,
    /// From a hash that other software made, such as `{SSHA}…`.
    pub encoded: fn(&str, Time) -> Result<Value, String>,
    /// The same, to be changed at the next login.
    pub to_be_changed: fn(Value) -> Value,
}

/// A user as somebody wants it. What is not said stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wish {
    /// Path of the site, such as `demosite`.
    pub site: String,
    pub name: String,
    /// Name of the directory; the only one that is embedded where empty.
    #[serde(default)]
    pub directory: String,
    /// Each with its values; none removes it.
    #[serde(default)]
    pub attributes: BTreeMap<String, Values>,
    pub enabled: Option<bool>,
    pub email_verified: Option<bool>,
    pub phone_verified: Option<bool>,
    /// RFC 3339.
    pub not_before: Option<String>,
    pub expires: Option<String>,
    /// Paths of groups that shall list the user.
    #[serde(default)]
    pub groups: Vec<String>,
    pub password: Option<Secret<String>>,
    /// A hash made by other software.
    pub password_hash: Option<Secret<String>>,
    /// Name of the password's method; the only one of the directory where empty.
    #[serde(default)]
    pub method: String,
    /// The password is good for one login, in which it is changed.
    #[serde(default)]
    pub must_change: bool,
}

/// One value or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Values {
    One(String),
    Many(Vec<String>),
}

/// Why a user was not put.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Mend the wish: which member, and what is wrong with it.
    #[error("{0}: {1}")]
    Wrong(&'static str, String),
    /// Somebody else changed the user meanwhile: again.
    #[error("the user was changed by somebody else meanwhile")]
    Moved,
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<store::StoreError> for UserError {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// What a wish comes to.
pub struct Prepared {
    pub user: User,
    pub fresh: bool,
    expect: Vec<Expect>,
    writes: Vec<Write>,
    events: Vec<Event>,
}

/// Works out what a wish changes; nothing is written yet.
pub async fn prepare(engine: &Engine, passwords: &Passwords, wish: &Wish, actor: &str) -> Result<Prepared, UserError> {
    let world = engine.world();
    let catalogue = &world.catalogue;
    let now = engine.now();
    let (site, directory) = home(catalogue, wish)?;
    let current = find(engine.store().as_ref(), directory, site, &wish.name).await?;
    let (fresh, expect) =
        (current.is_none(), current.iter().map(|u| Expect::User { id: u.id, version: u.version }).collect());
    let user = made(current, wish, || empty(engine, site, directory, &wish.name))?;
    let person = user.person().key();
    let mut event = Event::new(now, if fresh { "user.made" } else { "user.put" }, Outcome::Success);
    (event.actor, event.person, event.name) = (actor.to_owned(), person.clone(), user.name.clone());
    let mut prepared = Prepared {
        user: user.clone(),
        fresh,
        expect,
        writes: vec![Write::PutUser(Box::new(user))],
        events: vec![event.clone()],
    };
    for path in &wish.groups {
        let group =
            catalogue.at(Noun::Group, path).ok_or_else(|| UserError::Wrong("groups", format!("no group {path}")))?;
        prepared.writes.push(Write::PutMember { group: group.id, person: person.clone() });
    }
    if let Some((method, body)) = password(catalogue, passwords, wish, directory, engine)? {
        let (credential, is_new) = credential(engine, &person, method, passwords.kind, body).await?;
        if !is_new {
            prepared.expect.push(Expect::Credential { id: credential.id, version: credential.version });
        }
        event.action = "credential.put".into();
        event.method = catalogue.entry(method).map(|e| e.path.clone()).unwrap_or_default();
        prepared.events.push(event);
        prepared.writes.push(Write::PutCredential(Box::new(credential)));
        if !fresh {
            // Who knew the old password keeps nothing by it (M067), nor does who read the clock a moment earlier.
            prepared.writes.push(Write::EndSessionsOf { person: person.clone(), except: None, now });
            let already = now - Span::minutes(1);
            prepared.writes.push(Write::EndTicketsOf { person, kind: None, application: None, now: already });
        }
    }
    Ok(prepared)
}

/// Writes what was prepared, all of it or nothing.
pub async fn write(engine: &Engine, all: Vec<Prepared>) -> Result<(), UserError> {
    let mut unit = Unit::new();
    for prepared in all {
        unit.expect.extend(prepared.expect);
        unit.if_current.extend(prepared.writes);
        unit.audit.extend(prepared.events.into_iter().map(|event| (When::Done, event)));
    }
    match engine.store().apply(unit).await? {
        Applied::Done => Ok(()),
        _ => Err(UserError::Moved),
    }
}

/// Clears every counter of a user. Says whether there is such a user.
pub async fn unlock(engine: &Engine, site: &str, directory: &str, name: &str, actor: &str) -> Result<bool, UserError> {
    let wish =
        Wish { site: site.to_owned(), name: name.to_owned(), directory: directory.to_owned(), ..Wish::default() };
    let (site, directory) = home(&engine.world().catalogue, &wish)?;
    let Some(user) = find(engine.store().as_ref(), directory, site, name).await? else { return Ok(false) };
    let person = user.person().key();
    let mut event = Event::new(engine.now(), "user.unlocked", Outcome::Success);
    (event.actor, event.person, event.name) = (actor.to_owned(), person.clone(), user.name.clone());
    let told = engine.world().catalogue.site(user.site).is_some_and(|(_, site)| site.lock_notices);
    let notice = engine.notice_to(&user, "unlocked").filter(|_| told);
    let unit = Unit::new().then(Write::Unlock { person }).audit(When::Done, event);
    let unit = notice.into_iter().fold(unit, |unit, notice| unit.send(When::Done, notice));
    engine.store().apply(unit).await?;
    Ok(true)
}

/// The site and directory that a wish names.
pub fn home(catalogue: &Catalogue, wish: &Wish) -> Result<(Id, Id), UserError> {
    let site = catalogue
        .at(Noun::Site, &wish.site)
        .ok_or_else(|| UserError::Wrong("site", format!("no site {}", wish.site)))?;
    let embedded: Vec<_> = catalogue.directories().filter(|(_, d)| d.kind == "local").map(|(e, _)| e).collect();
    let directory = match (&embedded[..], wish.directory.as_str()) {
        ([only], "") => only,
        (_, "") => return Err(UserError::Wrong("directory", format!("there are {}: name one", embedded.len()))),
        (all, name) => all
            .iter()
            .find(|e| e.path == name)
            .ok_or_else(|| UserError::Wrong("directory", format!("no embedded directory {name}")))?,
    };
    Ok((site.id, directory.id))
}

pub(crate) async fn find(store: &dyn Store, directory: Id, site: Id, name: &str) -> Result<Option<User>, UserError> {
    Ok(store.users_named(directory, name).await?.into_iter().find(|u| u.site == site))
}

fn empty(engine: &Engine, site: Id, directory: Id, name: &str) -> User {
    let now = engine.now();
    User {
        id: engine.chance().id(now),
        directory,
        site,
        name: name.trim().to_owned(),
        attributes: Attributes::new(),
        email_verified: false,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: now,
        version: 0,
    }
}

fn made(current: Option<User>, wish: &Wish, fresh: impl FnOnce() -> User) -> Result<User, UserError> {
    let folded = fold(&wish.name);
    if folded.is_empty() || folded.len() > 256 || folded.contains(char::is_control) {
        return Err(UserError::Wrong("name", "1 to 256 characters, none of them a control character".into()));
    }
    let mut user = current.unwrap_or_else(fresh);
    for (name, values) in &wish.attributes {
        let values: Vec<String> = match values {
            Values::One(one) => vec![one.clone()],
            Values::Many(many) => many.clone(),
        };
        let values: Vec<String> = values.into_iter().filter(|v| !v.is_empty()).collect();
        if values.is_empty() {
            user.attributes.remove(name);
        } else {
            user.attributes.insert(name.clone(), values);
        }
    }
    user.enabled = wish.enabled.unwrap_or(user.enabled);
    user.email_verified = wish.email_verified.unwrap_or(user.email_verified);
    user.phone_verified = wish.phone_verified.unwrap_or(user.phone_verified);
    user.not_before = moment("notBefore", wish.not_before.as_deref())?.or(user.not_before);
    user.expires = moment("expires", wish.expires.as_deref())?.or(user.expires);
    Ok(user)
}

fn moment(member: &'static str, text: Option<&str>) -> Result<Option<Time>, UserError> {
    let Some(text) = text else { return Ok(None) };
    let time: jiff::Timestamp =
        text.parse().map_err(|_| UserError::Wrong(member, "write 2027-01-31T12:00:00Z".into()))?;
    Ok(Some(Time::from_millis(time.as_millisecond())))
}

fn password(
    catalogue: &Catalogue,
    passwords: &Passwords,
    wish: &Wish,
    directory: Id,
    engine: &Engine,
) -> Result<Option<(Id, Value)>, UserError> {
    if wish.password.is_none() && wish.password_hash.is_none() {
        return Ok(None);
    }
    let (method, lines) = method(catalogue, passwords, wish, directory)?;
    let body = match (&wish.password, &wish.password_hash) {
        (Some(_), Some(_)) => return Err(UserError::Wrong("password", "give the password or its hash".into())),
        (Some(plain), None) => (passwords.plain)(&lines, plain.expose(), &engine.chance().bytes(), engine.now())
            .map_err(|e| UserError::Wrong("password", e))?,
        (None, Some(hash)) => {
            (passwords.encoded)(hash.expose(), engine.now()).map_err(|e| UserError::Wrong("passwordHash", e))?
        }
        (None, None) => return Ok(None),
    };
    Ok(Some((method, if wish.must_change { (passwords.to_be_changed)(body) } else { body })))
}

/// The password method that judges users of a directory.
fn method(catalogue: &Catalogue, passwords: &Passwords, wish: &Wish, directory: Id) -> Result<(Id, Lines), UserError> {
    let of_directory = |entry: &model::Entry| entry.links_as("directory").next().is_none_or(|l| l.to == directory);
    let mut fitting = catalogue.methods().filter(|(e, m)| m.kind == passwords.kind && of_directory(e));
    let named = |(e, _): &(&model::Entry, &model::Method)| wish.method.is_empty() || e.path == wish.method;
    let fitting: Vec<_> = fitting.by_ref().filter(named).collect();
    match fitting[..] {
        [(entry, method)] => Ok((entry.id, method.configuration.clone())),
        [] => Err(UserError::Wrong("method", "no such password method".into())),
        _ => Err(UserError::Wrong("method", "several password methods: name one".into())),
    }
}

/// The credential of a person with another body, and whether it is a new one; an old one's id and life go on.
async fn credential(
    engine: &Engine,
    person: &str,
    method: Id,
    kind: &str,
    body: Value,
) -> Result<(Credential, bool), UserError> {
    let now = engine.now();
    let record = engine.store().person(person, "").await?;
    let old = record.credentials.into_iter().find(|c| c.method == method);
    if let Some(old) = old {
        return Ok((Credential { body, state: CredentialState::Active, ..old }, false));
    }
    let fresh = Credential {
        id: engine.chance().id(now),
        person: person.to_owned(),
        method,
        kind: kind.to_owned(),
        label: String::new(),
        state: CredentialState::Active,
        created: now,
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body,
    };
    Ok((fresh, true))
}
