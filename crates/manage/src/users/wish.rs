//! What a wish comes to: the user it makes or changes, groups it is put into, a password it is given.

use login::{Actor, Engine};
use model::{Attributes, Catalogue, Credential, Id, Lines, Noun, Secret, Time, User, user::fold};
use serde_json::{Value, json};
use store::{Applied, Expect, PersonRecord, Unit, When, Write};

use super::{Passwords, Register, UserError, Values, Wish, credentials, find, place, sessions, show};
use crate::address::is_segment;

/// What writing something does, or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Made,
    Changed,
    Unchanged,
}

/// What a wish comes to.
pub struct Prepared {
    pub user: User,
    pub outcome: Outcome,
    unit: Unit,
}

impl Prepared {
    /// With what else stands or falls with it.
    #[must_use]
    pub fn also(mut self, writes: Vec<Write>) -> Self {
        self.unit.if_current.extend(writes);
        self
    }
}

/// What becomes of a password that is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasswordRule {
    /// It is set.
    Set,
    /// It is set where it differs from the one that is there; of a plain password nobody can tell without working it out.
    Differing,
    /// Whoever has one keeps it: it may have been changed since the file was written.
    Missing,
}

/// Works out what a wish changes; nothing is written yet.
pub async fn prepare(
    engine: &Engine,
    passwords: &Passwords,
    wish: &Wish,
    actor: &Actor,
) -> Result<Prepared, UserError> {
    decide(&Register { engine, passwords: *passwords, actor }, wish, PasswordRule::Set).await
}

/// Writes what was prepared, all of it or nothing.
pub async fn write(engine: &Engine, all: Vec<Prepared>) -> Result<(), UserError> {
    let mut unit = Unit::new();
    for prepared in all {
        unit.expect.extend(prepared.unit.expect);
        unit.if_current.extend(prepared.unit.if_current);
        unit.audit.extend(prepared.unit.audit);
        unit.send.extend(prepared.unit.send);
    }
    if unit.if_current.is_empty() {
        return Ok(());
    }
    let sends = !unit.send.is_empty();
    let applied = engine.store().apply(unit).await?;
    if sends {
        engine.wake_outbox();
    }
    if applied == Applied::Done { Ok(()) } else { Err(UserError::Moved) }
}

/// What a wish changes, decided on what is stored now.
pub(crate) async fn decide(register: &Register<'_>, wish: &Wish, rule: PasswordRule) -> Result<Prepared, UserError> {
    let (engine, world) = (register.engine, register.engine.world());
    let catalogue = &world.catalogue;
    let (site, directory) = place(catalogue, &wish.site, &wish.directory)?;
    named(wish)?;
    let current = find(engine.store().as_ref(), directory, site, &wish.name).await?;
    let user = made(current.as_ref(), wish, || empty(engine, site, directory, &wish.name))?;
    let record = match &current {
        Some(user) => engine.store().person(&user.person().key(), "").await?,
        None => PersonRecord::default(),
    };
    let mut unit = user_unit(register, catalogue, current.as_ref(), &user);
    for path in &wish.groups {
        let group = catalogue.at(Noun::Group, path);
        let group = group.ok_or_else(|| UserError::named("groups", "user-no-group", "path", path))?;
        if !record.groups.contains(&group.id) {
            unit = crate::groups::put(unit, engine, register.actor, &user, group);
        }
    }
    let mut shut = current.as_ref().is_some_and(|before| before.enabled && !user.enabled);
    if let Some(put) = password(register, wish, &user, &record, rule).await? {
        unit = credentials::put(unit, register, &user, &put, "credential.put");
        // Who knew the old password keeps nothing by it (M067).
        shut |= current.is_some();
    }
    if shut {
        unit = sessions::ended(register, unit, &user, "administrator").await?;
    }
    if let Some(before) = current.as_ref().filter(|_| !unit.if_current.is_empty()) {
        unit = unit.expect(Expect::User { id: before.id, version: before.version });
    }
    let outcome = match current {
        None => Outcome::Made,
        Some(_) if unit.if_current.is_empty() => Outcome::Unchanged,
        Some(_) => Outcome::Changed,
    };
    Ok(Prepared { user, outcome, unit })
}

/// A name is a segment of the user's path: with a slash in it, it would lie in another site.
pub(crate) fn named(wish: &Wish) -> Result<(), UserError> {
    let fits = fold(&wish.name).len() <= 256 && is_segment(wish.name.trim());
    if fits { Ok(()) } else { Err(UserError::refused("name", "user-name")) }
}

/// Puts a user where it is new or another than it was.
pub(super) fn user_unit(register: &Register<'_>, catalogue: &Catalogue, current: Option<&User>, user: &User) -> Unit {
    let now = register.engine.now();
    let (action, detail) = match current {
        Some(before) if before == user => return Unit::new(),
        Some(before) => ("user.put", show::difference(catalogue, before, user)),
        None => ("user.made", json!({ "after": show::members(catalogue, user) })),
    };
    let event = show::event(now, action, user, register.actor).detail(detail);
    let unit = current.map_or_else(Unit::new, as_read);
    unit.then(Write::PutUser(Box::new(user.clone()))).audit(When::Done, event)
}

/// A unit that stands only if nobody changed or dropped the user meanwhile.
pub(super) fn as_read(user: &User) -> Unit {
    Unit::new().expect(Expect::User { id: user.id, version: user.version })
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

fn made(current: Option<&User>, wish: &Wish, fresh: impl FnOnce() -> User) -> Result<User, UserError> {
    let mut user = current.cloned().unwrap_or_else(fresh);
    for (name, values) in &wish.attributes {
        set(&mut user.attributes, name, values)?;
    }
    user.enabled = wish.enabled.unwrap_or(user.enabled);
    user.email_verified = wish.email_verified.unwrap_or(user.email_verified);
    user.phone_verified = wish.phone_verified.unwrap_or(user.phone_verified);
    user.not_before = time("notBefore", wish.not_before.as_deref(), user.not_before)?;
    user.expires = time("expires", wish.expires.as_deref(), user.expires)?;
    Ok(user)
}

/// Bytes of a value and of an attribute's name: what an index of either database takes.
const LONGEST: usize = 2000;
const LONGEST_NAME: usize = 128;
/// Attributes of one user, and values of one attribute.
const MOST: usize = 128;

/// Gives an attribute its values; none removes it.
pub(super) fn set(attributes: &mut Attributes, name: &str, values: &Values) -> Result<(), UserError> {
    let values = match values {
        Values::One(one) => std::slice::from_ref(one),
        Values::Many(many) => &many[..],
    };
    let values: Vec<String> = values.iter().filter(|v| !v.is_empty()).cloned().collect();
    let member = || format!("attribute.{}", name.chars().take(LONGEST_NAME).collect::<String>());
    if name.trim().is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(UserError::refused(&member(), "user-attribute-name"));
    }
    let odd = |value: &String| value.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if values.iter().any(|value| fold(value).len() > LONGEST || odd(value)) {
        return Err(UserError::named(&member(), "user-attribute-value", "most", LONGEST));
    }
    if values.len() > MOST || attributes.len() >= MOST && !attributes.contains_key(name) {
        return Err(UserError::named(&member(), "user-attribute-many", "most", MOST));
    }
    if values.is_empty() {
        attributes.remove(name);
    } else {
        attributes.insert(name.to_owned(), values);
    }
    Ok(())
}

/// What is not said stays; an empty text takes it away.
fn time(member: &str, text: Option<&str>, present: Option<Time>) -> Result<Option<Time>, UserError> {
    match text {
        None => Ok(present),
        Some("") => Ok(None),
        Some(text) => moment(member, text).map(Some),
    }
}

pub(super) fn moment(member: &str, text: &str) -> Result<Time, UserError> {
    let time: jiff::Timestamp = text.trim().parse().map_err(|_| UserError::refused(member, "user-time"))?;
    Ok(Time::from_millis(time.as_millisecond()))
}

/// The credential that a wish gives, if it gives one.
async fn password(
    register: &Register<'_>,
    wish: &Wish,
    user: &User,
    record: &PersonRecord,
    rule: PasswordRule,
) -> Result<Option<Credential>, UserError> {
    let passwords = &register.passwords;
    let given = match (&wish.password, &wish.password_hash) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(UserError::refused("password", "user-password-or-hash")),
        (Some(plain), None) => Given::Plain(plain.clone()),
        (None, Some(hash)) => {
            let body = (passwords.encoded)(hash.expose(), register.engine.now());
            Given::Body(body.map_err(|why| UserError::named("passwordHash", "user-password-hash", "why", why))?)
        }
    };
    let (method, lines) = method(&register.engine.world().catalogue, passwords, &wish.method, user.directory)?;
    let old = record.credentials.iter().find(|c| c.method == method);
    let keeps = match (rule, old, &given) {
        (PasswordRule::Missing, Some(_), _) => true,
        (PasswordRule::Differing, Some(old), Given::Body(body)) => (passwords.same)(&old.body, body),
        _ => false,
    };
    if keeps {
        return Ok(None);
    }
    let body = match given {
        Given::Body(body) => body,
        Given::Plain(plain) => worked_out(register, lines, plain).await?,
    };
    let body = if wish.must_change { (passwords.to_be_changed)(body) } else { body };
    Ok(Some(credentials::with_body(register, user, method, old, body)))
}

enum Given {
    Plain(Secret<String>),
    Body(Value),
}

/// The body for a plain password. It takes its time, so others go on meanwhile.
pub(super) async fn worked_out(
    register: &Register<'_>,
    lines: Lines,
    plain: Secret<String>,
) -> Result<Value, UserError> {
    let (make, now, salt) = (register.passwords.plain, register.engine.now(), register.engine.chance().bytes());
    let made = tokio::task::spawn_blocking(move || make(&lines, plain.expose(), &salt, now)).await;
    let made = made.map_err(|error| UserError::Engine(login::EngineError::Broken(error.to_string())))?;
    made.map_err(|why| UserError::named("password", "user-password", "why", why))
}

/// The password method that judges users of a directory.
pub(super) fn method(
    catalogue: &Catalogue,
    passwords: &Passwords,
    name: &str,
    directory: Id,
) -> Result<(Id, Lines), UserError> {
    let of_directory = |entry: &model::Entry| entry.links_as("directory").next().is_none_or(|l| l.to == directory);
    let fitting: Vec<_> = catalogue
        .methods()
        .filter(|(entry, method)| method.kind == passwords.kind && of_directory(entry))
        .filter(|(entry, _)| name.is_empty() || entry.path == name)
        .collect();
    match fitting[..] {
        [(entry, method)] => Ok((entry.id, method.configuration.clone())),
        [] => Err(UserError::named("method", "user-no-method", "name", name)),
        _ => Err(UserError::named("method", "user-which-method", "count", fitting.len())),
    }
}
