//! Tokens as administrators handle them: imported into a site's inventory, given to users, taken back, set right (requirement F4.1).
//!
//! What a token's body holds is its kind's business, which lends [`Craft`]. Every change is decided on the token as it was read
//! and refused if it was changed meanwhile; each leaves an audit event with the state before and after, and never a key or a PIN.

mod export;
mod import;

use login::{Actor, Engine, EngineError};
use model::{
    Catalogue, Credential, Id, Method, Noun, Person, Secret, User,
    audit::{Event, Outcome},
    token::{Act, Misstep, Revoked},
};
use plug::token::{Craft, NotIssued, Placed};
use serde_json::{Value, json};
use store::{Applied, Expect, Spend, Store, StoreError, Unit, When, Write};

pub use export::{Wrap, export};
pub use import::{Order, Report, Row};
pub use oath::{Format, pskc::Unlock};

use crate::{Registration, users};

/// Why something was not done to a token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Mend what was asked: which part of it, and what is wrong.
    #[error("{0}: {1}")]
    Wrong(&'static str, String),
    #[error("there is no token {0}")]
    Missing(String),
    /// Its state does not allow it.
    #[error("{0}: {1}")]
    Misstep(String, Misstep),
    /// Somebody else changed or used it meanwhile: again.
    #[error("token {0} was changed or used by somebody else meanwhile")]
    Moved(String),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<NotIssued> for TokenError {
    fn from(error: NotIssued) -> Self {
        Self::Wrong("token", error.to_string())
    }
}

/// The inventory, in the hands of somebody.
pub struct Inventory<'a> {
    pub engine: &'a Engine,
    /// Every kind of method there is.
    pub kinds: &'a [Registration],
    /// Who audit events name.
    pub actor: &'a Actor,
}

/// What becomes of a token.
struct Deed {
    after: Credential,
    act: &'static str,
    /// What else the event tells.
    detail: Value,
    writes: Vec<Write>,
}

impl Inventory<'_> {
    /// Gives a token of a site to a user of that site. The PIN that the server judges is told this once.
    pub async fn assign(
        &self,
        serial: &str,
        directory: &str,
        user: &str,
    ) -> Result<Option<Secret<String>>, TokenError> {
        let token = self.token(serial).await?;
        let owner = self.owner(&token, directory, user).await?;
        let (_, method, craft) = self.craft(&token)?;
        let issued = (craft.issue)(&method.configuration, &token, self.engine.chance(), self.engine.now())?;
        let state = after(&token, Act::Assign)?;
        let person = owner.person().key();
        let given = Credential { person, state, label: String::new(), body: issued.body, ..token.clone() };
        self.put(&token, Deed::to(given, Act::Assign)).await?;
        Ok(issued.pin)
    }

    pub async fn activate(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Activate).await
    }
    pub async fn suspend(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Suspend).await
    }
    pub async fn resume(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Resume).await
    }
    pub async fn lock(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Lock).await
    }
    pub async fn unlock(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Unlock).await
    }
    /// Makes a new, lost or faulty token ready for somebody.
    pub async fn initialise(&self, serial: &str) -> Result<(), TokenError> {
        self.act(serial, Act::Initialise).await
    }

    /// Takes a token from its owner, or out of the stock. What was the owner's is forgotten; spent codes stay spent.
    pub async fn revoke(&self, serial: &str, to: Revoked) -> Result<(), TokenError> {
        let token = self.token(serial).await?;
        let (.., craft) = self.craft(&token)?;
        let state = after(&token, Act::Revoke(to))?;
        let body = (craft.withdraw)(&token)?;
        let free = Credential { person: String::new(), label: String::new(), state, body, ..token.clone() };
        self.put(&token, Deed::to(free, Act::Revoke(to))).await
    }

    /// Gives tokens that nobody has to a site below theirs; all of them or none.
    pub async fn allocate(&self, serials: &[String], site: &str) -> Result<(), TokenError> {
        let world = self.engine.world();
        let to = site_at(&world.catalogue, site)?;
        let mut unit = Unit::new();
        for serial in serials {
            let token = self.token(serial).await?;
            let from = token.token.as_ref().and_then(|tag| world.catalogue.entry(tag.site)).map(|e| e.path.clone());
            let from = from.unwrap_or_default();
            if site != from && !site.starts_with(&format!("{from}/")) {
                let why = format!("{serial} is of {from}, and {site} is not below it");
                return Err(TokenError::Wrong("site", why));
            }
            let state = after(&token, Act::Allocate)?;
            let mut moved = Credential { state, ..token.clone() };
            if let Some(tag) = &mut moved.token {
                tag.site = to;
            }
            let mut deed = Deed::to(moved, Act::Allocate);
            deed.detail = json!({ "from": from, "to": site });
            unit = self.unit(unit, &token, deed);
        }
        self.apply(unit, &serials.join(", ")).await
    }

    /// Sets a token right by two codes that it showed one after the other. False where they fit nowhere.
    pub async fn resync(&self, serial: &str, codes: [&str; 2]) -> Result<bool, TokenError> {
        let token = self.token(serial).await?;
        let (.., craft) = self.craft(&token)?;
        let now = self.engine.now();
        let Some(Placed { body, counter }) = (craft.resync)(&token, codes, now)? else { return Ok(false) };
        let deed = Deed {
            after: Credential { body, ..token.clone() },
            act: "resynced",
            detail: Value::Null,
            // The codes are used up.
            writes: vec![Write::Spend(Spend::Counter { credential: token.id, to: counter, now })],
        };
        self.put(&token, deed).await.map(|()| true)
    }

    /// Gives a token that somebody has a new PIN: this one, or one by chance. Returns it, to be told this once.
    pub async fn set_pin(&self, serial: &str, pin: Option<&str>) -> Result<Option<Secret<String>>, TokenError> {
        let token = self.token(serial).await?;
        if !token.state.owned() {
            return Err(TokenError::Wrong("token", format!("nobody has {serial}: a PIN is made when it is assigned")));
        }
        let (.., craft) = self.craft(&token)?;
        let issued = (craft.set_pin)(&token, pin, self.engine.chance(), self.engine.now())?;
        let after = Credential { body: issued.body, ..token.clone() };
        let deed = Deed { after, act: "pin-set", detail: Value::Null, writes: Vec::new() };
        self.put(&token, deed).await?;
        Ok(issued.pin)
    }

    /// Drops a token that nobody has, key and all.
    pub async fn delete(&self, serial: &str) -> Result<(), TokenError> {
        let token = self.token(serial).await?;
        after(&token, Act::Delete)?;
        let event = self.event(&token, &token, Act::Delete.done(), Value::Null);
        let seen = Expect::Credential { id: token.id, version: token.version };
        let unit = Unit::new().expect(seen).then(Write::RemoveCredential(token.id)).audit(When::Done, event);
        self.apply(unit, serial).await
    }

    async fn act(&self, serial: &str, act: Act) -> Result<(), TokenError> {
        let token = self.token(serial).await?;
        let state = after(&token, act)?;
        self.put(&token, Deed::to(Credential { state, ..token.clone() }, act)).await
    }

    async fn token(&self, serial: &str) -> Result<Credential, TokenError> {
        self.engine.store().token(serial).await?.ok_or_else(|| TokenError::Missing(serial.to_owned()))
    }

    /// The user of the token's own site who is to have it.
    async fn owner(&self, token: &Credential, directory: &str, name: &str) -> Result<User, TokenError> {
        let world = self.engine.world();
        let site = token.token.as_ref().and_then(|tag| world.catalogue.entry(tag.site));
        let site =
            site.ok_or_else(|| TokenError::Wrong("site", "the token's site is gone: allocate it first".into()))?;
        let (at, directory) = users::place(&world.catalogue, &site.path, directory).map_err(wrong)?;
        let found = users::find(self.engine.store().as_ref(), directory, at, name).await.map_err(wrong)?;
        found.ok_or_else(|| TokenError::Wrong("user", format!("no user {name} in {}", site.path)))
    }

    /// The token's method with what its kind can do.
    fn craft(&self, token: &Credential) -> Result<(String, Method, Craft), TokenError> {
        let world = self.engine.world();
        let (entry, method) = world
            .catalogue
            .method(token.method)
            .ok_or_else(|| TokenError::Wrong("method", "the token's method is gone".into()))?;
        craft_of(self.kinds, method).map(|craft| (entry.path.clone(), method.clone(), craft))
    }

    async fn put(&self, before: &Credential, deed: Deed) -> Result<(), TokenError> {
        let unit = self.unit(Unit::new(), before, deed);
        self.apply(unit, before.token.as_ref().map_or("", |tag| &tag.serial)).await
    }

    fn unit(&self, unit: Unit, before: &Credential, deed: Deed) -> Unit {
        let event = self.event(before, &deed.after, deed.act, deed.detail);
        let unit = unit.expect(Expect::Credential { id: before.id, version: before.version });
        let unit = deed.writes.into_iter().fold(unit, Unit::then);
        unit.then(Write::PutCredential(Box::new(deed.after))).audit(When::Done, event)
    }

    async fn apply(&self, unit: Unit, serial: &str) -> Result<(), TokenError> {
        match self.engine.store().apply(unit).await? {
            Applied::Done => Ok(()),
            _ => Err(TokenError::Moved(serial.to_owned())),
        }
    }

    /// What happened to a token, and whose it was or is.
    fn event(&self, before: &Credential, after: &Credential, act: &str, detail: Value) -> Event {
        let mut event = Event::new(self.engine.now(), &format!("token.{act}"), Outcome::Success);
        self.actor.claim(&mut event);
        let owner = [&after.person, &before.person].into_iter().find(|person| !person.is_empty());
        event.person = owner.cloned().unwrap_or_default();
        let world = self.engine.world();
        event.method = world.catalogue.entry(after.method).map(|e| e.path.clone()).unwrap_or_default();
        let site = after.token.as_ref().and_then(|tag| world.catalogue.entry(tag.site));
        event.site = site.map(|site| site.path.clone()).unwrap_or_default();
        let serial = after.token.as_ref().map(|tag| tag.serial.clone());
        event.detail = json!({ "serial": serial, "before": before.state, "after": after.state });
        if let (Value::Object(all), Value::Object(more)) = (&mut event.detail, detail) {
            all.extend(more);
        }
        event
    }
}

impl Deed {
    const fn to(after: Credential, act: Act) -> Self {
        Self { after, act: act.done(), detail: Value::Null, writes: Vec::new() }
    }
}

fn after(token: &Credential, act: Act) -> Result<model::credential::CredentialState, TokenError> {
    let serial = token.token.as_ref().map(|tag| tag.serial.clone()).unwrap_or_default();
    token.state.after(act).map_err(|misstep| TokenError::Misstep(serial, misstep))
}

fn wrong(error: users::UserError) -> TokenError {
    match error {
        users::UserError::Refused(finding) => TokenError::Wrong("user", finding.plain()),
        users::UserError::Missing(what) => TokenError::Wrong("user", format!("there is no {what}")),
        users::UserError::Moved => TokenError::Moved(String::new()),
        users::UserError::Engine(error) => TokenError::Engine(error),
    }
}

pub(crate) fn craft_of(kinds: &[Registration], method: &Method) -> Result<Craft, TokenError> {
    let kind = kinds.iter().find(|r| r.kind.name == method.kind);
    kind.and_then(|r| r.tokens).ok_or_else(|| TokenError::Wrong("method", format!("{} has no tokens", method.kind)))
}

/// The site of a path.
pub fn site_at(catalogue: &Catalogue, path: &str) -> Result<Id, TokenError> {
    let found = catalogue.at(Noun::Site, path);
    found.map(|entry| entry.id).ok_or_else(|| TokenError::Wrong("site", format!("no site {path}")))
}

/// A site and those below it; all where the path is empty.
pub fn sites_below(catalogue: &Catalogue, path: &str) -> Result<Vec<Id>, TokenError> {
    if path.is_empty() {
        return Ok(Vec::new());
    }
    site_at(catalogue, path)?;
    let below = format!("{path}/");
    let inside = |e: &&model::Entry| e.path == path || e.path.starts_with(&below);
    Ok(catalogue.of(Noun::Site).filter(inside).map(|e| e.id).collect())
}

/// The user who has a token.
pub async fn owner_of(store: &dyn Store, person: &str) -> Result<Option<User>, StoreError> {
    match Person::parse(person).and_then(|person| person.user()) {
        Some(id) => store.user(id).await,
        None => Ok(None),
    }
}
