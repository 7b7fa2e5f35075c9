//! The authentication request in the engine's words.

use model::{
    Id, Locale, Span, Time,
    request::{Client as Caller, Comparison, ConsentAsked, Forwarding, Front, Request, Wanted},
};
use saml::{
    context::{self, RequestedContext},
    idp::{Asked, ReturnTo},
    message::{NameIdPolicy, Scoping, code},
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{RESUME, client::Client};

/// What the front remembers of a request while the person logs in, and carries over to where our cookies come along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// The entity that asked.
    pub saml: String,
    /// The request's identifier; nothing where none was made.
    pub request: Option<String>,
    pub to: String,
    pub binding: String,
    pub relay_state: Option<String>,
    pub policy: Option<Policy>,
    /// The person that the request names.
    pub subject: Option<String>,
    pub forced: bool,
    pub passive: bool,
    pub wanted: Wanted,
    pub language: Option<String>,
    /// Whoever is asked in turn would be one too many (`ProxyCount` 0).
    #[serde(default)]
    pub no_proxy: bool,
    /// What whoever is asked in turn is told of how far this may go.
    #[serde(default)]
    pub forwarding: Forwarding,
}

/// Which name the application wishes for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub format: Option<String>,
    pub qualifier: Option<String>,
}

/// The status of a request that is answered at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    pub first: &'static str,
    pub second: &'static str,
}

impl Memory {
    /// What was remembered; `None` for a login that this front did not begin.
    pub fn of(request: &Request) -> Option<Self> {
        serde_json::from_value(request.memory.clone()).ok()
    }

    /// A request that may be acted on.
    pub fn asked(client: &Client, asked: &Asked, relay_state: Option<&str>) -> Self {
        let request = &asked.request;
        Self {
            saml: client.entity.id.clone(),
            request: Some(request.head.id.clone()),
            relay_state: relay_state.map(str::to_owned),
            policy: request.name_id_policy.as_ref().map(Policy::of),
            subject: request.subject.as_ref().and_then(|s| s.name_id.as_ref()).map(|name| name.value.clone()),
            forced: request.force_authn,
            passive: request.is_passive,
            wanted: request.context.as_ref().map(wanted).unwrap_or_default(),
            language: request.language.clone(),
            no_proxy: request.scoping.as_ref().is_some_and(|scoping| !scoping.may_proxy()),
            forwarding: request
                .scoping
                .as_ref()
                .map(|scoping| forwarding(scoping, &client.entity.id))
                .unwrap_or_default(),
            ..Self::unasked(client, &asked.return_to)
        }
    }

    /// A login that begins here.
    pub fn unasked(client: &Client, to: &ReturnTo) -> Self {
        Self {
            saml: client.entity.id.clone(),
            to: to.url.clone(),
            binding: to.binding.clone(),
            relay_state: client.relay_state.clone(),
            ..Self::default()
        }
    }

    /// Whether the place that the answer goes to is still the application's.
    pub fn still_fits(&self, client: &Client, application: Id) -> bool {
        let known = client.role().acs.iter().any(|acs| acs.location == self.to && acs.binding == self.binding);
        client.application == application && client.entity.id == self.saml && known
    }
}

impl Policy {
    fn of(policy: &NameIdPolicy) -> Self {
        Self { format: policy.format.clone(), qualifier: policy.sp_name_qualifier.clone() }
    }
}

/// What can be answered before anybody logs in: somebody else is to be asked, which nobody here does.
pub fn scoping(asked: &Asked, entity: &str) -> Result<(), Refused> {
    let Some(scoping) = &asked.request.scoping else { return Ok(()) };
    match scoping.idps.is_empty() || scoping.idps.iter().any(|idp| idp == entity) {
        true => Ok(()),
        false => Err(Refused { first: code::RESPONDER, second: code::NO_SUPPORTED_IDP }),
    }
}

/// Only what an application limited is passed on: there are providers that refuse every `Scoping`, and not everyone wants its name known there.
fn forwarding(scoping: &Scoping, requester: &str) -> Forwarding {
    let next = scoping.passed_on(requester);
    match next.proxy_count {
        Some(_) => Forwarding { providers: next.proxy_count, requesters: next.requesters },
        None => Forwarding::default(),
    }
}

/// Contexts by class and by declaration stand in one list: both are references of a method (A2.5, A2.6).
fn wanted(context: &RequestedContext) -> Wanted {
    let references: Vec<String> = context.references.iter().map(|r| r.uri().to_owned()).collect();
    if references.is_empty() {
        return Wanted::Any;
    }
    let comparison = match context.comparison {
        context::Comparison::Exact => Comparison::Exact,
        context::Comparison::Minimum => Comparison::Minimum,
        context::Comparison::Maximum => Comparison::Maximum,
        context::Comparison::Better => Comparison::Better,
    };
    Wanted::Demand { references, comparison }
}

/// Who is on the line, and when.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub caller: Caller,
    /// The language that the reader chose or the browser prefers.
    pub locale: Locale,
    pub now: Time,
}

/// The request that the engine gets.
pub fn login_request(client: &Client, memory: &Memory, about: Circumstances) -> Request {
    let returns_to = Url::parse(&memory.to).map(|url| url.origin().ascii_serialization());
    let mut locales = vec![about.locale];
    locales.extend(memory.language.as_deref().and_then(Locale::parse).filter(|l| *l != about.locale));
    Request {
        application: client.application,
        wanted: memory.wanted.clone(),
        // Nothing of the past counts, not even of this very moment.
        fresh_since: memory.forced.then(|| about.now + Span::millis(1)),
        passive: memory.passive,
        only: None,
        hint: memory.subject.clone().filter(|hint| hint.len() <= 255 && !hint.chars().any(char::is_control)),
        consent: ConsentAsked::default(),
        locales,
        front: Front::Browser,
        client: about.caller,
        resume: RESUME.to_owned(),
        returns_to: returns_to.into_iter().collect(),
        forwarding: memory.forwarding.clone(),
        memory: serde_json::to_value(memory).unwrap_or_default(),
    }
}
