//! What goes back: a response with an assertion, or one that says no, by a form or by an artifact.

use axum::response::Response as Answer;
use http::StatusCode;
use kit::{Page, Reader, edge};
use login::{EngineError, Grant, NewTicket};
use model::{Reason, Span, ticket::TicketKind};
use saml::{
    Certificate, Instant, Window,
    binding::{Parameter, RelayState, artifact::Artifact, post},
    encryption,
    idp::Protection,
    message::{
        Assertion, Attribute, AuthnStatement, Conditions, Confirmation, Head, NameId, Response, Status, Subject, code,
    },
    ns,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Front,
    client::{Client, Encryption, MAX_RELAY_STATE},
    name::Called,
    request::{Memory, Refused},
};
use crate::visit::Door;

/// What a stored response remembers, until the application fetches it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub saml: String,
    pub message: String,
}

impl Front {
    /// The response that lets somebody in.
    pub(super) async fn granting(
        &self,
        client: &Client,
        memory: &Memory,
        grant: &Grant,
        called: &Called,
    ) -> Result<String, EngineError> {
        let now = self.now();
        let head = self.head(memory, now);
        let encrypted_id = match (called.is_encrypted, client.role().keys.recipient()) {
            (false, _) => None,
            (true, Some(recipient)) => Some(sealed(&called.name, recipient)?),
            (true, None) => return Err(EngineError::Broken("there is no key to encrypt a name to".into())),
        };
        let assertion = self.assertion(client, memory, grant, &called.name, now);
        let response = Response { head, status: Status::success() };
        self.protected(client, &response, Some((&assertion, encrypted_id.as_deref()))).await
    }

    /// The response that says no.
    pub(super) async fn refusing(&self, client: &Client, memory: &Memory, why: Refused) -> Result<String, EngineError> {
        let response =
            Response { head: self.head(memory, self.now()), status: Status::failure(why.first, Some(why.second)) };
        self.protected(client, &response, None).await
    }

    fn head(&self, memory: &Memory, now: Instant) -> Head {
        Head::new(&self.fresh_id(), now, self.entity()).to(&memory.to).answering(memory.request.as_deref())
    }

    async fn protected(
        &self,
        client: &Client,
        response: &Response,
        assertion: Option<(&Assertion, Option<&str>)>,
    ) -> Result<String, EngineError> {
        let key = self.signing_key(client.algorithm).await?;
        let recipient = client.recipient();
        if client.encryption == Encryption::Always && recipient.is_none() {
            return Err(EngineError::Broken("there is no key to encrypt an assertion to".into()));
        }
        let protection = Protection { key: &key, over: client.over, recipient };
        let made = protection.response_named(response, assertion);
        made.map_err(|why| EngineError::Broken(format!("a SAML response cannot be made: {why}")))
    }

    fn assertion(&self, client: &Client, memory: &Memory, grant: &Grant, name: &NameId, now: Instant) -> Assertion {
        let until = now.plus(GOOD_FOR);
        let session = grant.session.as_ref();
        Assertion {
            id: self.fresh_id(),
            issue_instant: now,
            issuer: self.entity().to_owned(),
            subject: Some(Subject {
                name_id: Some(name.clone()),
                was_encrypted: false,
                confirmations: vec![Confirmation::bearer(&memory.to, memory.request.as_deref(), until)],
            }),
            conditions: Some(Conditions {
                window: Window { not_before: Some(now.plus(-CLOCKS)), not_on_or_after: Some(until) },
                audiences: vec![vec![client.entity.id.clone()]],
                ..Conditions::default()
            }),
            authn: vec![AuthnStatement {
                instant: Instant::from_millis(grant.auth_time.millis()),
                session_index: session.map(|session| session_index(session.id)),
                session_not_on_or_after: session.map(|session| Instant::from_millis(session.until.millis())),
                class: grant.class_reference.clone(),
                declaration: grant.declaration_reference.clone(),
                authorities: Vec::new(),
            }],
            attributes: attributes(client, grant),
        }
    }

    /// The response on its way, by the binding of the place that it goes to.
    pub(super) async fn deliver(
        &self,
        reader: &Reader,
        client: &Client,
        memory: &Memory,
        message: String,
    ) -> Result<Answer, EngineError> {
        let relay_state = memory.relay_state.as_deref().and_then(|r| RelayState::new(r, MAX_RELAY_STATE).ok());
        if memory.binding == ns::binding::ARTIFACT {
            return self.by_artifact(reader, client, memory, (message, relay_state)).await;
        }
        let fields = post::fields(Parameter::Response, &message, relay_state.as_ref());
        Ok(self.carried(reader, &memory.to, &fields))
    }

    /// A form that the browser posts.
    pub(super) fn carried(&self, reader: &Reader, to: &str, fields: &[(&'static str, String)]) -> Answer {
        let Ok(to) = Url::parse(to) else { return self.kit().problem(reader, StatusCode::BAD_REQUEST) };
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.kit().page(reader, Page::carry("front-form-post-title", &to, &fields))
    }

    /// The browser gets a reference that is good once, for a minute, for this application (case S086).
    async fn by_artifact(
        &self,
        reader: &Reader,
        client: &Client,
        memory: &Memory,
        (message, relay_state): (String, Option<RelayState>),
    ) -> Result<Answer, EngineError> {
        let artifact = Artifact::new(self.entity(), 0, self.engine().chance().bytes::<20>());
        let kept = Kept { saml: client.entity.id.clone(), message };
        let (_, mut ticket) = self.engine().new_ticket(NewTicket {
            kind: TicketKind::Return,
            person: String::new(),
            application: Some(client.application),
            session: None,
            family: None,
            life: Span::seconds(60),
            body: serde_json::to_value(kept).map_err(|e| EngineError::Broken(e.to_string()))?,
        });
        ticket.hash = data_encoding::HEXLOWER.encode(&artifact.key());
        self.engine().store().apply(store::Unit::new().then(store::Write::PutTicket(Box::new(ticket)))).await?;
        let Ok(mut to) = Url::parse(&memory.to) else { return Ok(self.kit().problem(reader, StatusCode::BAD_REQUEST)) };
        to.query_pairs_mut().append_pair("SAMLart", &artifact.to_string());
        if let Some(relay_state) = &relay_state {
            to.query_pairs_mut().append_pair("RelayState", relay_state.as_str());
        }
        Ok(edge::see_other(to.as_str()))
    }
}

/// The name, encrypted to its reader.
fn sealed(name: &NameId, recipient: &Certificate) -> Result<String, EngineError> {
    encryption::encrypt(&name.standalone(), "saml:EncryptedID", recipient)
        .map_err(|why| EngineError::Broken(format!("a name cannot be encrypted: {why}")))
}

/// What an application's policy releases, in the form that it says. Names that are addresses themselves have the format of those.
fn attributes(client: &Client, grant: &Grant) -> Vec<Attribute> {
    let usual = |name: &str| {
        let looks = ["urn:", "http://", "https://"].iter().any(|start| name.starts_with(start));
        client.attribute_format.unwrap_or(if looks { ns::attrname::URI } else { ns::attrname::BASIC })
    };
    let told = grant.attributes.iter().filter(|(_, values)| !values.is_empty());
    let made = |(name, values): (&String, &Vec<String>)| {
        let form = grant.forms.get(name);
        let format = form.and_then(|form| form.format.as_deref()).unwrap_or_else(|| usual(name));
        let friendly = form.and_then(|form| form.friendly.as_deref()).map(plain);
        let attribute = Attribute::new(name, Some(format), values.iter().map(|v| plain(v)));
        Attribute { friendly_name: friendly.or(attribute.friendly_name.clone()), ..attribute }
    };
    told.map(made).collect()
}

/// Characters that no document can hold are left out (case S072); everything else is escaped where it is written.
pub(super) fn plain(value: &str) -> String {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
    value.chars().filter(|c| fits(*c)).collect()
}

/// A session's name toward applications.
pub fn session_index(session: model::Id) -> String {
    format!("_{}", session.to_string().to_lowercase())
}

/// The session behind a name.
pub fn session_of(index: &str) -> Option<model::Id> {
    index.strip_prefix('_')?.to_uppercase().parse().ok()
}

/// The status that an application is told of a denial. Reasons that tell of a person's state read the same.
pub const fn refusal(reason: Reason, passive: bool) -> Refused {
    const fn say(first: &'static str, second: &'static str) -> Refused {
        Refused { first, second }
    }
    match reason {
        Reason::NoContext => say(code::RESPONDER, code::NO_AUTHN_CONTEXT),
        Reason::LoginRequired | Reason::ConsentRequired | Reason::InteractionRequired => {
            say(code::RESPONDER, code::NO_PASSIVE)
        }
        Reason::WrongPerson | Reason::Wrong | Reason::Locked | Reason::Ambiguous | Reason::Expired | Reason::Gone
            if passive =>
        {
            say(code::RESPONDER, code::NO_PASSIVE)
        }
        Reason::FormatRule => say(code::RESPONDER, code::INVALID_NAME_ID_POLICY),
        Reason::NotAllowed | Reason::PolicyUnmet => say(code::RESPONDER, code::REQUEST_DENIED),
        _ => say(code::RESPONDER, code::AUTHN_FAILED),
    }
}

/// How long an assertion may be on its way, in seconds.
const GOOD_FOR: i64 = 300;
/// How far readers' clocks may be behind ours, in seconds.
const CLOCKS: i64 = 60;
