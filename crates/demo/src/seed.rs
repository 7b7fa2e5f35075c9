//! Puts the demo's world into an empty store, and moves its addresses along after a restart elsewhere.

use login::{Engine, EngineError, NewTicket};
use model::{
    AnyObject, Attributes, Catalogue, Change, Credential, Finding, Id, Noun, Span, User, credential::CredentialState,
    ticket::TicketKind,
};
use store::{Applied, Expect, Unit, Write};

use crate::{Facts, World, facts::Person, world};

/// Credential bodies, which only their methods can write.
#[derive(Clone, Copy)]
pub struct Bodies {
    /// From a password.
    pub password: fn(&Engine, &str) -> Option<serde_json::Value>,
    /// From a key in base 32.
    pub totp: fn(&str) -> Option<serde_json::Value>,
}

#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("the demo's world is broken: {0}")]
    Broken(String),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<store::StoreError> for SeedError {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<Vec<Finding>> for SeedError {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Broken(findings.iter().map(Finding::plain).collect::<Vec<_>>().join("; "))
    }
}

/// Makes the store a demo's, as one unit; one that is a demo's already keeps what was changed in it.
pub async fn seed(engine: &Engine, facts: &mut Facts, bodies: Bodies) -> Result<(), SeedError> {
    if engine.world().catalogue.is_empty() {
        plant(engine, facts, bodies).await?;
    } else {
        move_along(engine, facts).await?;
    }
    let known = engine.ticket(TicketKind::Management, &facts.management_token).await?;
    if !known.is_some_and(|t| t.usable(engine.now())) {
        let body = serde_json::json!({ "name": "demo" });
        let new = NewTicket {
            kind: TicketKind::Management,
            person: String::new(),
            application: None,
            session: None,
            family: None,
            life: TOKEN,
            body,
        };
        facts.management_token = engine.issue(new).await?.0.expose().to_owned();
    }
    Ok(())
}

async fn plant(engine: &Engine, facts: &Facts, bodies: Bodies) -> Result<(), SeedError> {
    let world = World::new(facts, engine.now(), engine.chance());
    let version = engine.world().catalogue.version;
    let changes: Vec<Change> = world.entries.iter().cloned().map(Change::put).collect();
    Catalogue::default().with(&changes)?;
    let mut unit = changes
        .into_iter()
        .fold(Unit::new().expect(Expect::Catalogue(version)).expect(Expect::Empty), |unit, change| {
            unit.then(Write::Change(change))
        });
    for person in &facts.users {
        let user = user(engine, &world, person);
        let body = (bodies.password)(engine, &person.password).ok_or_else(|| SeedError::Broken("password".into()))?;
        unit = unit.then(Write::PutCredential(Box::new(credential(engine, &user, world.password, "password", body))));
        if let Some(secret) = &person.totp_secret {
            let body = (bodies.totp)(secret).ok_or_else(|| SeedError::Broken("totp_secret".into()))?;
            unit = unit.then(Write::PutCredential(Box::new(credential(engine, &user, world.totp, "totp", body))));
        }
        // Ada administers the demo, everybody else its site.
        let group = if person.name == "ada" { world.administrators } else { world.managers };
        unit = unit.then(Write::PutMember { group, person: user.person().key() });
        unit = unit.then(Write::PutUser(Box::new(user)));
    }
    match engine.store().apply(unit).await? {
        Applied::Done => Ok(engine.reload().await?),
        other => Err(SeedError::Broken(format!("{other:?}"))),
    }
}

fn user(engine: &Engine, world: &World, person: &Person) -> User {
    let first = match person.name.as_str() {
        "ada" => ("Ada", "Lovelace"),
        _ => ("Bob", "Bernstein"),
    };
    let attributes = [
        ("cn", format!("{} {}", first.0, first.1)),
        ("givenName", first.0.to_owned()),
        ("sn", first.1.to_owned()),
        ("email", person.email.clone()),
        ("phone_number", person.phone.clone()),
    ];
    User {
        id: engine.chance().id(engine.now()),
        directory: world.directory,
        site: world.site,
        name: person.name.clone(),
        attributes: attributes.into_iter().map(|(name, value)| (name.to_owned(), vec![value])).collect::<Attributes>(),
        email_verified: true,
        phone_verified: true,
        enabled: true,
        not_before: None,
        expires: None,
        created: engine.now(),
        version: 0,
    }
}

fn credential(engine: &Engine, user: &User, method: Id, kind: &str, body: serde_json::Value) -> Credential {
    Credential {
        id: engine.chance().id(engine.now()),
        person: user.person().key(),
        method,
        kind: kind.to_owned(),
        label: String::new(),
        state: CredentialState::Active,
        created: engine.now(),
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body,
    }
}

/// The addresses of the demo's own applications follow the server's; all else stays as it was changed.
async fn move_along(engine: &Engine, facts: &Facts) -> Result<(), SeedError> {
    let world = engine.world();
    let mut changes = Vec::new();
    for (name, make) in [
        ("demoapp", world::confidential as fn(&Facts, model::Titles) -> model::Application),
        ("demospa", world::public),
    ] {
        let Some(entry) = world.catalogue.at(Noun::Application, &format!("demosite/{name}")) else { continue };
        let AnyObject::Application(old) = &entry.object else { continue };
        let new = make(facts, old.title.clone());
        if old.metadata["redirect_uris"] != new.metadata["redirect_uris"] {
            let object = model::Application { url: new.url, metadata: new.metadata, ..old.clone() };
            changes.push(Change::put(model::Entry { object: object.into(), ..entry.clone() }));
        }
    }
    if !changes.is_empty() {
        engine.change(changes, "demo").await.map_err(|e| SeedError::Broken(e.to_string()))?;
    }
    Ok(())
}

/// As long as the demo's world may live.
const TOKEN: Span = Span::days(3650);
