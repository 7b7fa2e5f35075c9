//! What the engine answers: one turn of a login, as data that any front can show.

use model::{Attributes, Id, Locale, Person, Reason, Request, Secret, Time, User, proof::Subject};
use plug::{Answer, Departure, Prompt};
use std::{collections::BTreeMap, sync::Arc};

use crate::release::{Form, GivenName};

/// Who is asking: bound to what was given at the opening, so that a handle alone is worth nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    /// Hash of the browser's id, of the RADIUS client, of the agent.
    pub key: String,
    pub client: model::request::Client,
}

/// What comes in for a login.
#[derive(Clone, Debug)]
pub enum Input {
    /// Fields of a form. `method` in it picks a method, `restart` begins again, `cancel` ends it, `consent` (`yes`, `no`) decides.
    Answer(Answer),
    /// Shows the present turn without answering anything.
    Look,
    /// Ends it at the person's wish.
    Cancel,
}

/// A turn, with the handle under which the next answer is taken. The handle changes with every proof.
#[derive(Clone, Debug)]
pub struct Answered {
    pub handle: Handle,
    pub turn: Turn,
    pub page: Page,
}

/// 160 random bits in base 32, given to the opener once; the store keeps its hash.
#[derive(Clone)]
pub struct Handle(pub Secret<String>);

impl Handle {
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handle(********)")
    }
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one turn at a time, soon shown and dropped")]
pub enum Turn {
    /// A choice of methods. `first` is false after a proof.
    Menu { offers: Vec<Offer>, first: bool },
    /// One or more open questions, and other ways to go.
    Prompt { asked: Vec<Asked>, others: Vec<Offer> },
    /// The answer comes from elsewhere.
    Wait { asked: Asked, until: Time, again_ms: Option<u32>, others: Vec<Offer> },
    /// The browser goes elsewhere; who comes back without an answer is offered the ways there are.
    Redirect { to: Departure, offers: Vec<Offer>, first: bool },
    /// The person decides what the application may see.
    Consent { scopes: Vec<String> },
    /// Nothing is missing: the front under `page.resume` redeems it.
    Granted,
    /// Over. `page.resume` takes it back to the application where that is wished.
    Denied(Reason),
}

/// A method that may be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub method: Id,
    /// Value of the form field `method`.
    pub name: String,
    pub title: String,
    /// Name of the icon.
    pub icon: &'static str,
    /// Kind, for the line under the title (`offer-KIND`).
    pub kind: &'static str,
    /// Picking it begins an enrolment.
    pub enrol: bool,
}

/// An open question.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Offer,
    pub prompt: Prompt,
    /// Beside the field, after a miss.
    pub error: Option<Reason>,
    /// A message of this question is on its way, was sent, or failed.
    pub message: Option<Id>,
}

/// What surrounds every turn.
#[derive(Clone, Debug)]
pub struct Page {
    pub site: Id,
    pub application: Id,
    pub application_title: String,
    /// What the front is, for links back.
    pub resume: String,
    pub returns_to: Vec<String>,
    pub locales: Vec<Locale>,
    /// Who the login is about, once something is proven.
    pub who: Option<Who>,
    /// What went wrong with the last answer, where no open question shows it.
    pub error: Option<Reason>,
    /// Shown with a denial, and in the audit record.
    pub reference: Id,
    pub until: Time,
    /// Nothing may be shown: whatever the login comes to is for the application.
    pub quiet: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub name: String,
    /// Titles of the methods proven so far.
    pub proven: Vec<String>,
}

/// What a redeemed login is worth to its protocol. Made once.
#[derive(Clone, Debug)]
pub struct Grant {
    pub login: Id,
    pub request: Request,
    pub person: Person,
    /// `None` for unregistered people.
    pub user: Option<Arc<User>>,
    pub subject: Subject,
    /// What the application's policy releases.
    pub attributes: Attributes,
    /// How SAML is to call those attributes of which the policy says so.
    pub forms: BTreeMap<String, Form>,
    /// What the policy has the person called instead (A2.10).
    pub given_name: Option<GivenName>,
    /// Members of these groups (paths), for claims that policies make of them.
    pub groups: Vec<String>,
    /// The context that the request asked for and a method of the path carries; without a request, the last method's.
    pub acr: Option<String>,
    pub class_reference: Option<String>,
    pub declaration_reference: Option<String>,
    /// Union over the path (RFC 8176).
    pub amr: Vec<String>,
    /// The oldest proof's time.
    pub auth_time: Time,
    /// Names of the methods, in order.
    pub methods: Vec<String>,
    pub scopes: Vec<String>,
    /// The session, for browsers.
    pub session: Option<SessionGrant>,
}

/// The session's id, and its cookie value where that is new.
#[derive(Clone, Debug)]
pub struct SessionGrant {
    pub id: Id,
    pub cookie: Option<Handle>,
    pub until: Time,
}

/// Who is at a page of ours, with a session that satisfies that page's application.
#[derive(Clone, Debug)]
pub struct Present {
    pub session: model::Session,
    pub person: Person,
    pub user: Option<Arc<User>>,
    pub auth_time: Time,
}

/// What the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store or the queue does not take it: 503, try again.
    #[error("not available: {0}")]
    Unavailable(String),
    /// Nobody has this login, it is over, or it belongs to somebody else.
    #[error("gone")]
    Gone,
    /// The request names something that does not exist.
    #[error("no such application")]
    NoApplication,
    /// A state that must not occur: 500 with a reference.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<store::StoreError> for EngineError {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Corrupt(what) => Self::Broken(what),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
