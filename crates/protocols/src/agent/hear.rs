//! Hearing a request: who is speaking, for whom, and whether they may.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, Request};
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::request::Parts;
use http::{HeaderMap, header};
use kit::Reader;
use lru::LruCache;
use model::audit::{Event, Outcome};
use model::network::source_of;
use model::request::Client as Caller;
use model::{Id, Locale, Span, Time};
use store::{Unit, When};

use super::Front;
use super::client::{Agent, Shown};
use super::origin;
use super::params::{LONGEST, Params, Sent};
use super::response::{Envelope, Fault, Outcome as Told};
use crate::visit::caller;

/// One request of an agent that is known.
pub struct Heard {
    pub agent: Arc<Agent>,
    pub params: Params,
    /// The end client, as far as the agent may say so.
    pub caller: Caller,
    /// Where the agent itself is.
    pub address: Option<IpAddr>,
    pub locale: Locale,
    pub headers: HeaderMap,
}

/// How an answer is given.
pub struct Manner {
    pub locale: kit::Locale,
    nonce: Option<String>,
    hide_version: bool,
}

impl Front {
    /// Reads a request and finds its agent.
    pub(super) async fn hear(&self, request: Request) -> (Manner, Result<Heard, Fault>) {
        self.hear_page(request, None).await
    }

    /// The same where the request may come from a browser on a page of this application's agent.
    pub(super) async fn hear_page(&self, request: Request, page: Option<Id>) -> (Manner, Result<Heard, Fault>) {
        let (mut parts, body) = request.into_parts();
        let mut manner = Manner { locale: kit::Locale::default(), nonce: None, hide_version: false };
        let Ok(reader) = Reader::from_request_parts(&mut parts, &()).await else { return (manner, Err(Fault::BROKEN)) };
        manner.locale = reader.locale;
        let Ok(body) = kit::form::collect(body, LONGEST).await else { return (manner, Err(Fault::PARAMETER)) };
        let sent = Sent {
            query: parts.uri.query().unwrap_or_default().as_bytes(),
            content_type: parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()),
            body: &body,
        };
        let params = match Params::read(&sent) {
            Ok(params) => params,
            Err(why) => {
                tracing::info!(cause = %why, "A request of an agent cannot be read");
                return (manner, Err(Fault::PARAMETER));
            }
        };
        let heard = self.recognise(&parts, params, page).await;
        if let Ok(heard) = &heard {
            if let (Some(locale), false) = (heard.agent.locale, parts.headers.contains_key(header::ACCEPT_LANGUAGE)) {
                manner.locale = kit::Locale::from_tag(locale.tag()).unwrap_or_default();
            }
            manner.nonce = heard.params.filled("nonce").filter(|nonce| nonce.len() <= NONCE).map(str::to_owned);
            manner.hide_version = heard.agent.hide_version;
        }
        let locale = Locale::parse(manner.locale.tag()).unwrap_or_default();
        (manner, heard.map(|heard| Heard { locale, ..heard }))
    }

    async fn recognise(&self, parts: &Parts, params: Params, page: Option<Id>) -> Result<Heard, Fault> {
        let agent_itself = caller(parts);
        let world = self.engine().world();
        let keys = keys(&parts.headers);
        let product = agent_itself.agent.as_str();
        let shown = Shown { address: agent_itself.address, keys: &keys, product, params: &params };
        let agents = self.agents(&world);
        let agent = match page {
            Some(application) => agents.of_application(application).cloned(),
            None => agents.recognised(&shown),
        };
        let open = |agent: &Arc<Agent>| world.app(agent.application).is_some_and(|app| world.is_open(app));
        let Some(agent) = agent.filter(open) else {
            self.refuse(&agent_itself).await?;
            return Err(Fault::NOT_ALLOWED);
        };
        let now = self.engine().now();
        let pace = if page.is_some() { &self.0.pages } else { &self.0.pace };
        if !pace.take(agent.application, agent.per_minute, now) {
            tracing::warn!(application.path = %agent.path, "`{}` asks more often than its `perMinute` allows", agent.path);
            return Err(Fault::TOO_MANY);
        }
        let params = agent.meant(&params, product);
        let path = origin::path(agent_itself.address, &parts.headers, params.filled("client"));
        let (address, end) = (agent_itself.address, agent.chains.client(&path));
        // Nobody said where the person is: whoever logs in through this agent comes from its address.
        let caller = Caller { address: end, shared: end == address, ..agent_itself };
        Ok(Heard { agent, params, caller, address, locale: Locale::default(), headers: parts.headers.clone() })
    }

    /// Nobody's request. Told once in a while for each source, so that a flood of them does not fill the records.
    async fn refuse(&self, caller: &Caller) -> Result<(), Fault> {
        metrics::counter!("symbolon_agent_refusals_total").increment(1);
        let now = self.engine().now();
        if !self.0.strangers.first(caller.address, now) {
            return Ok(());
        }
        tracing::warn!(
            "A request to the agent API fits no application; give its application the agent's address or key"
        );
        let mut event = Event::new(now, "agent.refused", Outcome::Failure);
        event.from = caller.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = caller.agent.chars().take(256).collect();
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }

    /// Answers, and counts.
    pub(super) fn tell(&self, endpoint: &'static str, manner: &Manner, told: Result<Told, Fault>) -> Response {
        let outcome = match &told {
            Ok(told) => told.authentication.map_or("done", |a| a.name()),
            Err(fault) => fault.text,
        };
        metrics::counter!("symbolon_agent_requests_total", "endpoint" => endpoint, "outcome" => outcome).increment(1);
        let at = self.engine().now();
        let envelope = Envelope { at, nonce: manner.nonce.as_deref(), hide_version: manner.hide_version };
        match told {
            Ok(told) => envelope.outcome(told),
            Err(fault) => envelope.fault(fault, &fault.said(self.texts(), manner.locale)),
        }
    }
}

/// Keys of the headers: `X-API-Key`, and the password of Basic for agents that can be given nothing but an address.
fn keys(headers: &HeaderMap) -> Vec<String> {
    let texts = |name: &'static str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let basic = texts("authorization").filter_map(|value| {
        let (scheme, encoded) = value.split_once(' ')?;
        let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok())??;
        Some(String::from_utf8(decoded).ok()?.split_once(':')?.1.to_owned())
    });
    texts("x-api-key").map(str::to_owned).chain(basic).take(4).collect()
}

/// How many requests each agent has made in the minute under way.
#[derive(Default)]
pub struct Pace(Mutex<std::collections::HashMap<Id, (Time, u32)>>);

impl Pace {
    /// Takes one; false when the minute's are used up. There are as many entries as applications.
    pub fn take(&self, agent: Id, per_minute: u32, now: Time) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(agent).or_insert((now, 0));
        if now < entry.0 || now - entry.0 >= MINUTE {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= per_minute
    }
}

/// Something that may happen so often in a while for each key. In memory and bounded: it only slows things down.
pub struct Seldom {
    known: Mutex<LruCache<String, (Time, u32)>>,
    most: u32,
    within: Span,
}

impl Seldom {
    pub fn new(most: u32, within: Span) -> Self {
        Self {
            known: Mutex::new(LruCache::new(NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN))),
            most,
            within,
        }
    }

    /// Takes one; false when there were too many of late.
    pub fn take(&self, key: &str, now: Time) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.get_or_insert_mut(key.to_owned(), || (now, 0));
        if now < entry.0 || now - entry.0 >= self.within {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= self.most
    }

    /// Whether there were too many of late.
    pub fn used_up(&self, key: &str, now: Time) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).is_some_and(|(since, count)| now >= *since && now - *since < self.within && *count >= self.most)
    }

    /// Takes one for a source.
    pub fn first(&self, address: Option<IpAddr>, now: Time) -> bool {
        self.take(&address.map_or_else(|| "-".to_owned(), |a| source_of(a).to_string()), now)
    }
}

const MINUTE: Span = Span::minutes(1);
const REMEMBERED: usize = 16_384;
/// Bytes of a nonce at most.
const NONCE: usize = 256;
