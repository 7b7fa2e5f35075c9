//! A check in the engine's words: whom it is about, and who asks.

use login::Opener;
use model::request::{Client as Caller, ConsentAsked, Front, Request, Wanted};
use model::{Locale, Secret};

use super::client::Agent;
use super::params::Params;
use super::response::Fault;

/// Whom a request names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub user: String,
    /// Empty where none is named.
    pub realm: String,
}

impl Named {
    /// The parameters `user` and `realm`; a realm may also stand in the name, as `user@realm` or `realm\user`, where it is
    /// one of the agent's.
    pub fn of(params: &Params, agent: &Agent) -> Self {
        let user = params.get("user").unwrap_or_default().trim();
        let realm = params.get("realm").unwrap_or_default().trim();
        if realm.is_empty() && agent.split_realm {
            let behind = user.rsplit_once('@');
            let before = user.split_once('\\').map(|(realm, user)| (user, realm));
            for (user, realm) in [behind, before].into_iter().flatten() {
                if !user.is_empty() && !realm.is_empty() && agent.has_realm(realm) {
                    return Self { user: user.to_owned(), realm: realm.to_owned() };
                }
            }
        }
        Self { user: user.to_owned(), realm: realm.to_owned() }
    }
}

/// What a check asks.
#[derive(Debug)]
pub enum Asked {
    /// A name and what was typed beside it.
    Line { name: String, typed: Secret<String> },
    /// One more line for a login that was asked on.
    Next { name: String, transaction: String, typed: Secret<String> },
    /// By something that nobody has here: a passkey, a token without its owner's name.
    Nobody,
}

impl Asked {
    pub fn of(params: &Params, agent: &Agent, origin: bool) -> Result<Self, Fault> {
        let passkey = params.any(&["credential_id", "credentialid"]).is_some();
        let serial = params.filled("serial");
        let name = Named::of(params, agent).user;
        let cancelled = params.on("cancel_enrollment");
        if name.is_empty() && serial.is_none() && !passkey && !cancelled {
            return Err(Fault::PARAMETER);
        }
        if name.contains('%') || name.len() > LONGEST || serial.is_some_and(|s| s.contains('*')) {
            return Err(Fault::PARAMETER);
        }
        if passkey && !origin {
            return Err(Fault::PARAMETER);
        }
        if passkey || cancelled || name.is_empty() {
            return Ok(Self::Nobody);
        }
        let typed = params.get("pass").unwrap_or_default();
        if typed.len() > LONGEST {
            return Err(Fault::PARAMETER);
        }
        let typed = Secret::new(typed.to_owned());
        Ok(match params.any(&["transaction_id", "state"]) {
            Some(transaction) => Self::Next { name, transaction: transaction.to_owned(), typed },
            None => Self::Line { name, typed },
        })
    }
}

/// Who asks: a transaction belongs to its agent, whichever of its machines asks next.
pub fn opener(agent: &Agent, caller: &Caller) -> Opener {
    // Not a hash: what a browser shows is hashed, so that none can show this.
    Opener { key: format!("agent:{}", agent.application), client: caller.clone() }
}

/// The request that the engine gets.
pub fn login_request(agent: &Agent, caller: Caller, locale: Locale) -> Request {
    Request {
        application: agent.application,
        wanted: Wanted::Any,
        fresh_since: None,
        passive: false,
        only: None,
        hint: None,
        consent: ConsentAsked::default(),
        locales: vec![locale],
        front: Front::Agent,
        client: caller,
        resume: String::new(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: serde_json::Value::Null,
    }
}

/// Bytes of a name or a passcode at most.
const LONGEST: usize = 1024;
