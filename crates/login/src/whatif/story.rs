//! Why somebody was asked for something, or refused: what was written down then, and what would happen now.

use model::{
    Id, Noun, Person,
    audit::{Event, Outcome},
    request::Front,
};
use serde::Serialize;
use store::{AuditFilter, AuditRecord};

use super::{Explained, Question, WhatIfError, Who};
use crate::{Engine, EngineError};

/// What is to be explained.
#[derive(Clone, Debug)]
pub enum Occurrence {
    /// A login, by the reference that its last page showed.
    Login(Id),
    /// The last logins of a person.
    Person(Person),
}

/// What happened, newest first, and what the same question would be answered now.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Story {
    pub moments: Vec<Moment>,
    /// There are older ones.
    pub more: bool,
    /// None where nobody is known to have asked, or what was asked for is gone.
    pub now: Option<Explained>,
}

/// One audit event, without what only its own page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// RFC 3339.
    pub at: String,
    pub action: String,
    pub outcome: Outcome,
    /// `Reason::key`.
    pub reason: String,
    /// Path of the application.
    pub application: String,
    /// Names of methods.
    pub method: String,
    pub name: String,
    pub actor: String,
    pub from: String,
    /// The login that it belongs to.
    pub login: Option<String>,
}

/// How many events a story has at most.
const MOMENTS: u32 = 100;

impl Engine {
    /// Why somebody was asked for something, or refused. Writes nothing.
    pub async fn explain_refusal(&self, of: &Occurrence) -> Result<Story, EngineError> {
        self.explain_refusal_to(of, |_| true).await
    }

    /// The same of what happened in some sites alone, for who may know of those; what belongs to none is told.
    pub async fn explain_refusal_to(&self, of: &Occurrence, told: impl Fn(&str) -> bool) -> Result<Story, EngineError> {
        let mut filter = AuditFilter { limit: MOMENTS + 1, ..AuditFilter::default() };
        match of {
            Occurrence::Login(login) => filter.correlation = Some(*login),
            Occurrence::Person(person) => filter.person = person.key(),
        }
        let mut records: Vec<AuditRecord> = self.store().audit(&filter).await?;
        let more = records.len() > MOMENTS as usize;
        records.truncate(MOMENTS as usize);
        let events: Vec<Event> = records.into_iter().filter_map(|r| r.event).collect();
        let events: Vec<Event> =
            events.into_iter().filter(|event| event.place().is_empty() || told(event.place())).collect();
        let now = match again(&events, of) {
            Some(question) => self.as_it_is_now(question).await?,
            None => None,
        };
        Ok(Story { moments: events.iter().map(Moment::of).collect(), more, now })
    }

    /// The answer today; with nothing taken as passed where what was passed then cannot be any more.
    async fn as_it_is_now(&self, mut question: Question) -> Result<Option<Explained>, EngineError> {
        let world = self.world();
        let entry = world.catalogue.at(Noun::Application, &question.application);
        question.front = match entry.and_then(|e| world.catalogue.application(e.id)) {
            Some((_, application)) => front_of(&application.protocol),
            None => return Ok(None),
        };
        for passed in [std::mem::take(&mut question.passed), Vec::new()] {
            question.passed = passed;
            match self.what_if(&question).await {
                Ok(explained) => return Ok(Some(explained)),
                Err(WhatIfError::Engine(error)) => return Err(error),
                Err(_) => {}
            }
        }
        Ok(None)
    }
}

impl Moment {
    fn of(event: &Event) -> Self {
        Self {
            at: event.at.rfc3339(),
            action: event.action.clone(),
            outcome: event.outcome,
            reason: event.reason.clone(),
            application: event.application.clone(),
            method: event.method.clone(),
            name: event.name.clone(),
            actor: event.actor.clone(),
            from: event.from.clone(),
            login: event.correlation.map(|id| id.to_string()),
        }
    }
}

/// The question that the newest login of these events put: its application, person and address, and what it had passed.
fn again(events: &[Event], of: &Occurrence) -> Option<Question> {
    let newest = events.iter().find(|e| !e.application.is_empty() && e.correlation.is_some())?;
    let login: Vec<&Event> = events.iter().filter(|e| e.correlation == newest.correlation).collect();
    let person = match of {
        Occurrence::Person(person) => Some(person.clone()),
        Occurrence::Login(_) => login.iter().find_map(|e| Person::parse(&e.person)),
    };
    let mut question = Question::at(&newest.application);
    question.address = newest.from.parse().ok();
    question.who = person.map(Who::Person);
    if question.who.is_some() {
        let passed = login.iter().rev().filter(|e| e.action == "method.passed");
        question.passed = passed.map(|e| e.method.clone()).collect();
    }
    Some(question)
}

/// Which door an application is reached through.
fn front_of(protocol: &str) -> Front {
    match protocol {
        "radius" => Front::Radius,
        "agent" => Front::Agent,
        _ => Front::Browser,
    }
}
