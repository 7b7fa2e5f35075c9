//! What-if: why somebody is asked for something, and what would happen if.
//!
//! A question is put to the engine's own `next`, with a scene that is listened to; nothing is decided here. It reads the
//! configuration, the person and their counters, and writes nothing: no login, no audit event, no message, no miss. What only a
//! method can judge is taken as passed, and what it may still ask for then (a password to be changed) is not foreseen.

mod answer;
mod arrival;
mod person;
mod story;
pub(crate) mod tree;

pub use answer::{
    Arrival, Branch, Considered, Counter, Explained, Held, How, KEYS, Point, Received, Ruling, Someone, Standing, Step,
};
pub use story::{Moment, Occurrence, Story};

use model::{
    Attributes, Change, Credential, Finding, Id, Locale, Login, Noun, Person, Request, User,
    login::{LIFE, LoginState},
    request::{Client, ConsentAsked, Front, Wanted},
};
use plug::Needs;
use serde::Deserialize;
use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use crate::{
    Engine, EngineError, World,
    enrolment::is_local,
    judge::{believable, finds_people},
    link::LINK,
    people::Named,
    scene::Known,
    settle::{Stage, scene},
    world::{App, Opened},
};
use person::Found;
use tree::{Ground, Opening};

/// Who would log in, where, from where, and with what already passed.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// Path of the application, such as `demosite/demoapp`.
    pub application: String,
    /// Nobody in particular: only the menu is told.
    #[serde(default)]
    pub who: Option<Who>,
    /// Names of methods that are taken as passed, in order.
    #[serde(default)]
    pub passed: Vec<String>,
    /// Unknown, it is outside of every network that a method is kept to.
    #[serde(default)]
    pub address: Option<IpAddr>,
    #[serde(default = "browser")]
    pub front: Front,
    #[serde(default)]
    pub wanted: Wanted,
    /// Nothing may be shown.
    #[serde(default)]
    pub passive: bool,
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Changes of the configuration that are taken as made.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// Whom a question is about.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Who {
    /// A user of the embedded directory, by the path of the site and the login name.
    User { site: String, name: String },
    /// Somebody who comes by a method that finds nobody by a typed name, as it would tell of them: the account that its user mapping or
    /// an account link finds, else somebody in no directory.
    ComesBy {
        method: String,
        /// Which provider it is, where the method has several: entity identifier or issuer.
        #[serde(default)]
        provider: String,
        /// What the method calls the person.
        subject: String,
        /// As the method delivers them, before its mapping table.
        #[serde(default)]
        attributes: Attributes,
    },
    /// A person as the audit record knows them.
    Person(Person),
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum WhatIfError {
    /// What it names does not exist: `application`, `site`, `user` or `method`, and the name.
    #[error("no {what} {name}")]
    Unknown { what: &'static str, name: String },
    /// More is taken as passed than any chain holds.
    #[error("too many methods are taken as passed")]
    TooMany,
    /// The changes would be refused.
    #[error("refused")]
    Refused(Vec<Finding>),
    /// A method is taken as passed that this person cannot pass.
    #[error("{method} cannot be passed: {}", why.rule)]
    Impossible { method: String, why: Box<Ruling> },
    /// Nobody comes by this method: it finds registered people by the name they type.
    #[error("{0} finds people by name")]
    ByName(String),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Question {
    /// Nobody in particular, in a browser somewhere, who asks for nothing special.
    pub fn at(application: &str) -> Self {
        Self {
            application: application.to_owned(),
            who: None,
            passed: Vec::new(),
            address: None,
            front: Front::Browser,
            wanted: Wanted::Any,
            passive: false,
            scopes: Vec::new(),
            changes: Vec::new(),
        }
    }
    /// The same, about a user of the embedded directory.
    #[must_use]
    pub fn by(self, site: &str, name: &str) -> Self {
        Self { who: Some(Who::User { site: site.to_owned(), name: name.to_owned() }), ..self }
    }
}

/// How many methods may be taken as passed.
const PASSED: usize = 8;

const fn browser() -> Front {
    Front::Browser
}

impl Engine {
    /// What would happen, and each rule that decides it. Writes nothing.
    pub async fn what_if(&self, question: &Question) -> Result<Explained, WhatIfError> {
        let (world, findings) = self.world_of(question)?;
        let entry = world.catalogue.at(Noun::Application, &question.application);
        let app = entry.and_then(|e| world.app(e.id)).ok_or_else(|| unknown("application", &question.application))?;
        let found = self.found(&world, app, question.who.as_ref()).await?;
        let login = self.imagined(app, question, &found);
        let ground = Ground::new(&world, app, self.now(), self.openings(&world, app, &login, &found).await?);
        let (mut login, mut stage) = (login, Stage { session: Vec::new(), known: None });
        if question.passed.len() > PASSED {
            return Err(WhatIfError::TooMany);
        }
        for name in &question.passed {
            let method = world.named(name).ok_or_else(|| unknown("method", name))?;
            (login, stage) = ground
                .assume(&login, &stage, method)
                .map_err(|why| WhatIfError::Impossible { method: name.clone(), why: Box::new(why) })?;
        }
        Ok(Explained {
            application: app.entry.api_path(),
            version: world.catalogue.version,
            at: self.now().rfc3339(),
            closed: tree::closed(&world, app),
            person: self.someone(&world, app, &login, found.plain()),
            arrival: found.arrival().cloned(),
            point: ground.point(&login, &stage),
            findings,
        })
    }

    /// The configuration as it is, or as the changes would make it; never published.
    fn world_of(&self, question: &Question) -> Result<(Arc<World>, Vec<Finding>), WhatIfError> {
        let world = self.world();
        if question.changes.is_empty() {
            return Ok((world, Vec::new()));
        }
        let (catalogue, findings) = self.try_change(&world, &question.changes).map_err(WhatIfError::Refused)?;
        Ok((Arc::new(self.opened(catalogue)), findings))
    }

    /// The login that is asked about. It is kept nowhere.
    fn imagined(&self, app: App<'_>, question: &Question, found: &Found) -> Login {
        let now = self.now();
        let request = Request {
            application: app.entry.id,
            wanted: question.wanted.clone(),
            fresh_since: None,
            passive: question.passive,
            only: None,
            hint: None,
            consent: ConsentAsked { scopes: question.scopes.clone(), ..ConsentAsked::default() },
            locales: vec![Locale::En],
            front: question.front,
            client: Client { address: question.address, ..Client::default() },
            resume: String::new(),
            returns_to: Vec::new(),
            forwarding: Default::default(),
            memory: serde_json::Value::Null,
        };
        Login {
            id: Id::fixed(0),
            handle: String::new(),
            way_back: model::login::WayBack::default(),
            opener: String::new(),
            version: 0,
            request,
            created: now,
            until: now + LIFE,
            proofs: Vec::new(),
            open: Vec::new(),
            due: None,
            due_later: Vec::new(),
            linking: None,
            name: found.name().to_owned(),
            person: None,
            session: None,
            consented: None,
            error: None,
            judged: Vec::new(),
            typed: Vec::new(),
            tried: Vec::new(),
            state: LoginState::Open,
        }
    }

    /// As whom this person would pass each method that opens here.
    async fn openings(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        found: &Found,
    ) -> Result<BTreeMap<Id, Opening>, WhatIfError> {
        let nothing = Stage { session: Vec::new(), known: None };
        let openers: Vec<&Opened> = {
            let scene = scene(world, app, login, &nothing);
            world.all_opened().filter(|m| scene.may_open(m)).collect()
        };
        let mut openings = BTreeMap::new();
        for method in openers {
            let opening = match found {
                Found::Arrived { by, arrived } if *by == method.id => arrived.opening.clone(),
                Found::Arrived { arrived, .. } => {
                    Opening::Nobody(Ruling::new("comes-otherwise").with("method", &arrived.told.method))
                }
                Found::Nobody => Opening::Nobody(Ruling::new("nobody")),
                Found::Registered { user, known } if finds_people(method) => {
                    self.by_name(world, app, method, user, known).await
                }
                Found::Registered { user, known } => self.by_themselves(world, app, method, user, known).await?,
                Found::Unregistered { method: theirs, subject, known, .. } if *theirs == method.id => {
                    let evidence = plug::Evidence::subject(subject);
                    Opening::As { person: None, known: Box::new(known.clone()), evidence }
                }
                Found::Unregistered { .. } => Opening::Nobody(Ruling::new("another-person")),
            };
            openings.insert(method.id, opening);
        }
        Ok(openings)
    }

    /// A method that finds registered people by the name they type.
    async fn by_name(&self, world: &World, app: App<'_>, method: &Opened, user: &User, known: &Known) -> Opening {
        let at = |rule| match world.catalogue.entry(method.id) {
            Some(entry) => Ruling::new(rule).at(entry),
            None => Ruling::new(rule),
        };
        let person = user.person();
        let nobody = match self.named(world, app, method.id, &user.name).await {
            Ok(Named::One(one)) if one.person() == person => None,
            Ok(Named::One(_)) => Some("another-person"),
            Ok(Named::Nobody) => Some("unknown-here"),
            Ok(Named::Many) => Some("ambiguous-here"),
            Err(_) => Some("directory-unavailable"),
        };
        if let Some(rule) = nobody {
            return Opening::Nobody(at(rule));
        }
        if !believable(method, Some(known)) {
            return Opening::Nobody(at("cannot-pass"));
        }
        if !known.activated(method.id) {
            return Opening::Nobody(at("not-activated"));
        }
        // Other directories judge passwords of their own.
        let ours = is_local(world, user.directory) && method.kind.needs == Needs::Credential;
        if ours && !known.record.credentials.iter().any(|c| c.method == method.id && c.state.proves()) {
            return Opening::Nobody(at("no-credential"));
        }
        let evidence = tree::evidence(method, &user.name, &user.attributes);
        Opening::As { person: Some(person), known: Box::new(known.clone()), evidence }
    }

    /// A method that tells of people by itself: whom its evidence finds, and nobody else's account.
    async fn by_themselves(
        &self,
        world: &World,
        app: App<'_>,
        method: &Opened,
        user: &User,
        known: &Known,
    ) -> Result<Opening, EngineError> {
        if let Some(opening) = elsewhere(world, method, user, known) {
            return Ok(opening);
        }
        let subject = match method.kind.needs {
            Needs::Attribute(name) => match user.first(name) {
                Some(value) => value,
                None => return Ok(Opening::Nobody(Ruling::new("attribute-missing").with("attribute", name))),
            },
            Needs::Nothing | Needs::Credential => &user.name,
        };
        let evidence = tree::evidence(method, subject, &user.attributes);
        let arrived = self.arrive(world, app, method, evidence).await?;
        Ok(match arrived.found {
            Found::Registered { user: other, .. } if other.id != user.id => {
                Opening::Nobody(Ruling::new("another-person"))
            }
            _ => arrived.opening,
        })
    }
}

/// What a provider would say of a user is its own to know, where accounts are found by that; but for somebody who is connected.
fn elsewhere(world: &World, method: &Opened, user: &User, known: &Known) -> Option<Opening> {
    let (entry, settings) = world.catalogue.method(method.id).filter(|_| method.kind.leaves())?;
    let finds = entry.links_as("inboundMappingPolicy").next().is_some();
    let links = settings.links_accounts();
    let own = |c: &&Credential| c.method == method.id && c.kind == LINK && c.state.proves();
    let link = known.record.credentials.iter().find(own).filter(|_| links && !finds);
    let opening = match link {
        None => return (finds || links).then(|| Opening::Nobody(Ruling::new("ask-by-provider"))),
        Some(_) if !known.usable => Opening::Nobody(Ruling::new("cannot-pass")),
        Some(_) if !known.activated(method.id) => Opening::Nobody(Ruling::new("not-activated").at(entry)),
        Some(link) => Opening::As {
            person: Some(user.person()),
            known: Box::new(known.clone()),
            evidence: plug::Evidence::subject(&link.label),
        },
    };
    Some(opening)
}

pub(crate) fn unknown(what: &'static str, name: &str) -> WhatIfError {
    WhatIfError::Unknown { what, name: name.to_owned() }
}
