//! Single logout: an application asks, everybody else is told, and the one who asked is answered with how it went.
//!
//! Servers are told behind the browser's back. Applications that only a browser can tell are visited one after the other; where the
//! browser is on its way is kept in a ticket that each step spends. The session itself ends first: whatever gets lost after that, nobody
//! is logged in here any more.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response as Answer,
};
use futures_util::future::join_all;
use http::{HeaderValue, header};
use kit::edge::{see_other, unchained};
use login::{EngineError, NewTicket};
use model::{Id, Session, Span, message::Message, ticket::TicketKind};
use saml::{
    DecryptionKey, Limits, SigningKey, Xml,
    binding::{Parameter, RelayState, post, redirect, soap},
    idp::Came,
    message::{Head, LogoutRequest, LogoutResponse, Status, code},
    metadata::Endpoint,
    ns, signature,
};
use serde::{Deserialize, Serialize};
use store::{Unit, Write};

use super::{
    Front, GOODBYE, SLO,
    client::{Client, MAX_RELAY_STATE},
    front::{ON, Unread, received},
    name,
    response::{session_index, session_of},
};
use crate::visit::{Door, SESSION, Visit};

/// `GET /saml2/slo`
pub async fn by_address(State(front): State<Front>, visit: Visit) -> Answer {
    if let Some(handle) = visit.query.strip_prefix(ON) {
        return front
            .resumed_goodbye(handle, &visit)
            .await
            .unwrap_or_else(|error| front.trouble(&visit.reader, &error));
    }
    match redirect::Received::parse(&visit.query, Limits::MESSAGE.bytes, MAX_RELAY_STATE) {
        Ok(received) => {
            let relay_state = received.relay_state.as_ref().map(|r| r.as_str().to_owned());
            let came = (received.parameter, Came::Redirect(&received));
            front.heard(received.xml(), came, relay_state, &visit).await
        }
        Err(why) => front.refuse(&visit, &why.to_string()),
    }
}

/// `POST /saml2/slo`
pub async fn by_form(State(front): State<Front>, visit: Visit, body: Body) -> Answer {
    match received(&visit, body).await {
        Ok(received) => {
            let relay_state = received.relay_state.as_ref().map(|r| r.as_str().to_owned());
            front.heard(&received.xml, (received.parameter, Came::Whole), relay_state, &visit).await
        }
        Err(Unread::Status(status)) => front.kit().problem(&visit.reader, status),
        Err(Unread::Form(why)) => front.refuse(&visit, &why.to_string()),
    }
}

/// `GET /saml2/goodbye/{handle}`: the first step of a logout that began elsewhere.
pub async fn step(State(front): State<Front>, Path(handle): Path<String>, visit: Visit) -> Answer {
    let stepped = match front.taken(&handle).await {
        Ok(Some(walk)) if walk.at.is_none() => front.advance(walk, &visit).await,
        Ok(_) => Err(EngineError::Gone),
        Err(error) => Err(error),
    };
    unchained(stepped.unwrap_or_else(|error| front.trouble(&visit.reader, &error)))
}

/// A logout on its way through a browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Walk {
    left: Vec<Stop>,
    /// Who is being told now, by the request of this identifier.
    at: Option<(Id, String)>,
    failed: bool,
    end: End,
}

/// An application that is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    pub application: Id,
    /// What it calls the person, and the session.
    pub name: String,
    pub index: String,
}

/// Where a logout ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum End {
    /// With an answer to the application that asked.
    Answer {
        entity: String,
        request: String,
        relay_state: Option<String>,
        binding: String,
    },
    Go {
        to: String,
    },
}

/// What was posted and judged, until it is known whose browser that is.
#[derive(Serialize, Deserialize)]
struct Later {
    entity: String,
    request: String,
    name: String,
    relay_state: Option<String>,
}

/// What an application asked, as far as it is right.
pub struct Wish {
    pub client: Arc<Client>,
    pub request: LogoutRequest,
}

/// What is left to do after sessions ended.
pub struct Ended {
    pub stops: Vec<Stop>,
    pub failed: bool,
    pub sessions: Vec<Id>,
    /// One of them that began at another provider, which a browser may tell.
    pub began_elsewhere: Option<Box<Session>>,
}

impl Front {
    async fn heard(
        &self,
        xml: &[u8],
        (parameter, came): (Parameter, Came<'_>),
        relay_state: Option<String>,
        visit: &Visit,
    ) -> Answer {
        let heard = match parameter {
            Parameter::Request => self.asked(xml, came, relay_state, visit).await,
            Parameter::Response => self.told(xml, came, relay_state, visit).await,
        };
        heard.unwrap_or_else(|error| self.trouble(&visit.reader, &error))
    }

    async fn asked(
        &self,
        xml: &[u8],
        came: Came<'_>,
        relay_state: Option<String>,
        visit: &Visit,
    ) -> Result<Answer, EngineError> {
        let binding = if matches!(came, Came::Redirect(_)) { ns::binding::REDIRECT } else { ns::binding::POST };
        let opening = self.opening().await;
        let wish = match self.wished(xml, came, &opening.keys) {
            Ok(wish) => wish,
            Err(why) => return Ok(self.refuse(visit, &why)),
        };
        // The cookie alone says which session is meant, and a form that another site posts comes without it.
        if binding == ns::binding::POST && wish.request.session_indexes.is_empty() && visit.cookie().is_none() {
            let later = Later {
                entity: wish.client.entity.id.clone(),
                request: wish.request.head.id,
                name: name::remember(&wish.request.name_id),
                relay_state,
            };
            let body = serde_json::json!({ "later": later });
            return Ok(see_other(&format!("{SLO}?{ON}{}", self.ticket(body).await?)));
        }
        self.ends(wish, relay_state, binding, visit).await
    }

    /// A request that was posted and judged, where our cookies come along.
    async fn resumed_goodbye(&self, handle: &str, visit: &Visit) -> Result<Answer, EngineError> {
        let ticket = self.engine().take_ticket(TicketKind::Logout, handle).await?.ok_or(EngineError::Gone)?;
        let later: Option<Later> = serde_json::from_value(ticket.body["later"].clone()).ok();
        let Later { entity, request, name, relay_state } = later.ok_or(EngineError::Gone)?;
        let Some(client) = self.client(&entity) else {
            return Ok(self.refuse(visit, "the application is not open any more"));
        };
        let request = LogoutRequest {
            head: Head::new(&request, self.now(), &entity),
            name_id: name::remembered(&name).ok_or(EngineError::Gone)?,
            session_indexes: Vec::new(),
            not_on_or_after: None,
            reason: None,
        };
        self.ends(Wish { client, request }, relay_state, ns::binding::POST, visit).await
    }

    async fn ends(
        &self,
        wish: Wish,
        relay_state: Option<String>,
        binding: &str,
        visit: &Visit,
    ) -> Result<Answer, EngineError> {
        let end = End::Answer {
            entity: wish.client.entity.id.clone(),
            request: wish.request.head.id.clone(),
            relay_state,
            binding: binding.to_owned(),
        };
        let Some(ended) = self.end(&wish, visit.cookie(), &visit.client).await? else {
            return self.finish_walk(end, &unknown(), visit).await;
        };
        let mine = match visit.cookie() {
            Some(cookie) => self.engine().store().session(&login::hashed(cookie)).await?.map(|s| s.id),
            None => None,
        };
        let walk = Walk { left: ended.stops, at: None, failed: ended.failed, end };
        let answer = match ended.began_elsewhere {
            // Providers first: how it went with the applications is for the answer that comes last.
            Some(session) => {
                let then = format!("{GOODBYE}{}", self.kept(&walk).await?);
                see_other(&self.engine().parting(&session, &then).await.unwrap_or(then))
            }
            None => self.advance(walk, visit).await?,
        };
        Ok(match mine.is_some_and(|id| ended.sessions.contains(&id)) {
            true => forgotten(answer, self.kit().cookies.clear(SESSION).ok()),
            false => answer,
        })
    }

    /// Reads and judges a request to log out.
    fn wished(&self, xml: &[u8], came: Came<'_>, keys: &[DecryptionKey]) -> Result<Wish, String> {
        let xml = Xml::parse(xml, &Limits::MESSAGE).map_err(|why| why.to_string())?;
        let client = self.claimed(xml.root())?;
        let request = self.at_door(&client, SLO, keys, |judge, sender| judge.logout_request((&xml, came), sender))?;
        Ok(Wish { client, request })
    }

    /// Ends the sessions that an application means, and tells everybody who can be told without a browser. `None` where it means none
    /// that it took part in.
    pub(super) async fn end(
        &self,
        wish: &Wish,
        cookie: Option<&str>,
        caller: &model::request::Client,
    ) -> Result<Option<Ended>, EngineError> {
        let origin = wish.client.application;
        let meant = self.meant(wish, cookie).await?;
        if meant.is_empty() {
            return Ok(None);
        }
        let elsewhere = meant.iter().find(|s| s.ended.is_none() && s.proofs.iter().any(|p| p.upstream.is_some()));
        let mut ended = Ended {
            stops: Vec::new(),
            failed: false,
            sessions: meant.iter().map(|s| s.id).collect(),
            began_elsewhere: elsewhere.cloned().map(Box::new),
        };
        let mut servers = Vec::new();
        for session in meant.iter().filter(|session| session.ended.is_none()) {
            let others = |stop: &Stop| stop.application != origin;
            let (by_server, by_browser) = self.stops(session);
            ended.stops.extend(by_browser.into_iter().filter(others));
            // They are told at once, and by the outbox if that fails or this node does.
            let by_server: Vec<(Stop, Message)> = by_server
                .into_iter()
                .filter(others)
                .filter_map(|stop| {
                    let message = self.goodbye(session, &stop)?;
                    Some((stop, Message { next: message.next + HELD, ..message }))
                })
                .collect();
            let told: Vec<Id> = by_server.iter().map(|(stop, _)| stop.application).chain([origin]).collect();
            let messages = by_server.iter().map(|(_, message)| message.clone()).collect();
            self.engine().end_session_but(session.id, "asked by an application", caller, &told, messages).await?;
            servers.extend(by_server);
        }
        let asked = servers.iter().map(|(stop, _)| self.tell_server(stop));
        let mut unit = Unit::new();
        for (sent, (_, message)) in join_all(asked).await.into_iter().zip(&servers) {
            ended.failed |= !sent;
            let next = (!sent).then(|| self.engine().now());
            unit = unit.then(Write::MessageDone { id: message.id, sent, attempts: 1, next });
        }
        if !servers.is_empty() {
            self.engine().store().apply(unit).await?;
            self.engine().wake_outbox();
        }
        Ok(Some(ended))
    }

    /// Sessions that the application took part in under this name.
    async fn meant(&self, wish: &Wish, cookie: Option<&str>) -> Result<Vec<Session>, EngineError> {
        let mut found = Vec::new();
        for id in wish.request.session_indexes.iter().filter_map(|index| session_of(index)) {
            found.extend(self.engine().store().session_by_id(id).await?);
        }
        if let (true, Some(cookie)) = (wish.request.session_indexes.is_empty(), cookie) {
            found.extend(self.engine().session(cookie).await?);
        }
        let theirs = |session: &Session| {
            let mine = session.participants.iter().filter(|p| p.application == wish.client.application);
            mine.filter_map(|p| name::remembered(&p.subject)).any(|name| name::same(&name, &wish.request.name_id))
        };
        found.retain(theirs);
        Ok(found)
    }

    /// The applications of a session that a server can tell, and those that only a browser can.
    pub(super) fn stops(&self, session: &Session) -> (Vec<Stop>, Vec<Stop>) {
        let (mut by_server, mut by_browser) = (Vec::new(), Vec::new());
        for participant in session.participants.iter().filter(|p| p.protocol == "saml") {
            let Some(client) = self.client_of(participant.application) else { continue };
            if name::remembered(&participant.subject).is_none() {
                continue;
            }
            let stop = Stop {
                application: participant.application,
                name: participant.subject.clone(),
                index: session_index(session.id),
            };
            match (by(&client, ns::binding::SOAP), front_door(&client)) {
                (Some(_), _) => by_server.push(stop),
                (None, Some(_)) => by_browser.push(stop),
                (None, None) => {}
            }
        }
        (by_server, by_browser)
    }

    /// Whether an application says that it is done, asked server to server.
    async fn tell_server(&self, stop: &Stop) -> bool {
        let Some((client, to)) = self.server_of(stop) else { return false };
        let Some((id, document)) = self.request_for(&client, stop, &to).await else { return false };
        let web = self.engine().web();
        let sent = tokio::time::timeout(PATIENCE, web.post_xml(&to, soap::envelope(&document), Limits::MESSAGE.bytes));
        let Ok(Ok((200, answer))) = sent.await else { return false };
        let Ok(xml) = Xml::parse(&answer, &Limits::MESSAGE) else { return false };
        let Ok(soap::Body::Message(node)) = soap::open(xml.root()) else { return false };
        // The connection says who answers; what matters is that it is an answer to this very question, and yes.
        LogoutResponse::read(node).is_ok_and(|response| {
            response.head.in_response_to.as_deref() == Some(&id)
                && response.head.issuer.as_deref() == Some(client.entity.id.as_str())
                && response.status.is_success()
                && !response.status.has(code::PARTIAL_LOGOUT)
        })
    }

    pub(super) fn server_of(&self, stop: &Stop) -> Option<(Arc<Client>, String)> {
        let client = self.client_of(stop.application)?;
        let to = by(&client, ns::binding::SOAP)?.location.clone();
        Some((client, to))
    }

    /// A signed request to one application, and its identifier.
    pub(super) async fn request_for(&self, client: &Client, stop: &Stop, to: &str) -> Option<(String, String)> {
        let key = self.signing_key(client.algorithm).await.ok()?;
        let (id, request) = self.goodbye_request(stop, to)?;
        Some((id, signature::sign(&request.write(), &key).ok()?))
    }

    fn goodbye_request(&self, stop: &Stop, to: &str) -> Option<(String, LogoutRequest)> {
        let (id, now) = (self.fresh_id(), self.now());
        let request = LogoutRequest {
            head: Head::new(&id, now, self.entity()).to(to),
            name_id: name::remembered(&stop.name)?,
            session_indexes: vec![stop.index.clone()],
            not_on_or_after: Some(now.plus(300)),
            reason: Some("urn:oasis:names:tc:SAML:2.0:logout:user".to_owned()),
        };
        Some((id, request))
    }

    /// The answer of an application that a browser brought.
    async fn told(
        &self,
        xml: &[u8],
        came: Came<'_>,
        relay_state: Option<String>,
        visit: &Visit,
    ) -> Result<Answer, EngineError> {
        let taken = match &relay_state {
            Some(handle) => self.taken(handle).await?,
            None => None,
        };
        let Some(mut walk) = taken else { return Ok(self.refuse(visit, "nobody was asked for this answer")) };
        let Some((application, request)) = walk.at.take() else { return Err(EngineError::Gone) };
        match self.is_well(xml, came, application, &request) {
            Ok(well) => walk.failed |= !well,
            Err(why) => {
                tracing::info!(request.reference = %visit.reader.reference, saml.error = %why, "An application's answer to a logout is not believed: {why}");
                walk.failed = true;
            }
        }
        self.advance(walk, visit).await
    }

    /// Whether an application says that it is done.
    fn is_well(&self, xml: &[u8], came: Came<'_>, application: Id, request: &str) -> Result<bool, String> {
        let xml = Xml::parse(xml, &Limits::MESSAGE).map_err(|why| why.to_string())?;
        let client = self.claimed(xml.root())?;
        if client.application != application {
            return Err("the answer is from somebody else".to_owned());
        }
        let answer =
            self.at_door(&client, SLO, &[], |judge, sender| judge.logout_response((&xml, came), sender, request))?;
        Ok(answer.status.is_success() && !answer.status.has(code::PARTIAL_LOGOUT))
    }

    /// On to the next application, or to the end.
    async fn advance(&self, mut walk: Walk, visit: &Visit) -> Result<Answer, EngineError> {
        while let Some(stop) = walk.left.pop() {
            let client = self.client_of(stop.application);
            let Some((client, to)) = client.and_then(|c| front_door(&c).cloned().map(|to| (c, to))) else {
                walk.failed = true;
                continue;
            };
            let Some((id, request)) = self.goodbye_request(&stop, &to.location) else {
                walk.failed = true;
                continue;
            };
            let key = self.signing_key(client.algorithm).await?;
            let ahead = Walk { at: Some((stop.application, id)), ..walk.clone() };
            let handle = self.kept(&ahead).await?;
            let relay_state = RelayState::new(&handle, MAX_RELAY_STATE).ok();
            let message = (Parameter::Request, request.write(), relay_state);
            match self.sent(&to.binding, &to.location, message, &key, visit) {
                Some(answer) => return Ok(answer),
                None => walk.failed = true,
            }
        }
        let mut status = Status::success();
        if walk.failed {
            status.codes.push(code::PARTIAL_LOGOUT.to_owned());
        }
        self.finish_walk(walk.end, &status, visit).await
    }

    async fn finish_walk(&self, end: End, status: &Status, visit: &Visit) -> Result<Answer, EngineError> {
        let (entity, request, relay_state, binding) = match end {
            End::Go { to } => return Ok(see_other(&to)),
            End::Answer { entity, request, relay_state, binding } => (entity, request, relay_state, binding),
        };
        let Some(client) = self.client(&entity) else {
            return Ok(self.refuse(visit, "the application is not open any more"));
        };
        let door = by(&client, &binding).or_else(|| front_door(&client));
        let Some(door) = door else { return Ok(see_other("/logged-out")) };
        let to = door.answers_at();
        let head = Head::new(&self.fresh_id(), self.now(), self.entity()).to(to).answering(Some(&request));
        let response = LogoutResponse { head, status: status.clone() };
        let key = self.signing_key(client.algorithm).await?;
        let relay_state = relay_state.and_then(|r| RelayState::new(&r, MAX_RELAY_STATE).ok());
        let message = (Parameter::Response, response.write(), relay_state);
        let answer = self.sent(&door.binding, to, message, &key, visit);
        Ok(answer.unwrap_or_else(|| see_other("/logged-out")))
    }

    /// A message on its way through the browser, signed as its binding has it.
    fn sent(
        &self,
        binding: &str,
        to: &str,
        (parameter, document, relay_state): (Parameter, String, Option<RelayState>),
        key: &SigningKey,
        visit: &Visit,
    ) -> Option<Answer> {
        if binding == ns::binding::POST {
            let document = signature::sign(&document, key).ok()?;
            let fields = post::fields(parameter, &document, relay_state.as_ref());
            return Some(self.carried(&visit.reader, to, &fields));
        }
        let query = redirect::query(parameter, &document, relay_state.as_ref(), Some(key))?;
        Some(see_other(&redirect::address(to, &query)?))
    }

    async fn kept(&self, walk: &Walk) -> Result<String, EngineError> {
        self.ticket(serde_json::to_value(walk).map_err(|e| EngineError::Broken(e.to_string()))?).await
    }

    async fn ticket(&self, body: serde_json::Value) -> Result<String, EngineError> {
        let new = NewTicket {
            kind: TicketKind::Logout,
            person: String::new(),
            application: None,
            session: None,
            family: None,
            life: Span::minutes(10),
            body,
        };
        let (handle, _) = self.engine().issue(new).await?;
        Ok(handle.expose().to_owned())
    }

    /// Where a logout is, once.
    async fn taken(&self, handle: &str) -> Result<Option<Walk>, EngineError> {
        let ticket = self.engine().take_ticket(TicketKind::Logout, handle).await?;
        Ok(ticket.and_then(|ticket| serde_json::from_value(ticket.body).ok()))
    }

    /// The way of a browser through the applications that it alone can tell, and on to an address.
    pub(super) async fn walk_of(&self, session: &Session, then: &str) -> Option<String> {
        let (_, left) = self.stops(session);
        if left.is_empty() {
            return None;
        }
        let walk = Walk { left, at: None, failed: false, end: End::Go { to: then.to_owned() } };
        self.kept(&walk).await.ok().map(|handle| format!("{GOODBYE}{handle}"))
    }
}

/// The answer to who means nobody that is logged in here by them.
pub fn unknown() -> Status {
    Status::failure(code::REQUESTER, Some(code::UNKNOWN_PRINCIPAL))
}

fn by<'c>(client: &'c Client, binding: &str) -> Option<&'c Endpoint> {
    client.role().slo.iter().find(|endpoint| endpoint.binding == binding)
}

/// Where a browser tells an application: by address where it can, since that needs no page.
fn front_door(client: &Client) -> Option<&Endpoint> {
    by(client, ns::binding::REDIRECT).or_else(|| by(client, ns::binding::POST))
}

fn forgotten(mut answer: Answer, cleared: Option<HeaderValue>) -> Answer {
    if let Some(cookie) = cleared {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// How long a server may take to say that it is done (case S085).
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the outbox leaves it to the request that ended the session.
const HELD: Span = Span::seconds(15);
