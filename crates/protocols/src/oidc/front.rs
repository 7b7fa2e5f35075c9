//! Where people pass through: `/oauth2/authorize` opens a login, `/oauth2/resume/…` takes it back and answers the client.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, header};
use kit::edge::{Remember, see_other};
use login::{EngineError, Grant, Turn};
use model::ticket::TicketKind;
use model::{Id, Locale, Person, Reason, Span};
use oidc::authorize::{Address, AuthorizationRequest};
use oidc::jwt::{Expiry, Hint, verify_hint};
use oidc::redirect::{Answer, ReturnTo};
use oidc::{Error, ErrorCode, Params};

use super::Front;
use super::claims::Remembered;
use super::client::Client;
use super::issue::{Basis, CodeBody};
use super::request::{self, Circumstances, Memory};
use super::response::{refusal, silent_refusal};
use crate::visit::{Door, Visit, session_cookie, with_cookie};

/// `GET /oauth2/authorize`
pub async fn authorize(State(front): State<Front>, visit: Visit) -> Response {
    match front.begin(&visit).await {
        Ok(response) => response,
        Err(Trouble::Page(error)) => front.refuse(&visit.reader, &error),
        Err(Trouble::Client(return_to, error)) => front.tell(&visit.reader, return_to, &error),
        Err(Trouble::Engine(error)) => front.trouble(&visit.reader, &error),
    }
}

/// `POST /oauth2/authorize`: continues as a GET, since a browser leaves our cookies out of a form that another site posts.
pub async fn authorize_by_form(State(front): State<Front>, visit: Visit, body: Body) -> Response {
    match form_as_query(&visit, body).await {
        Ok(query) => see_other(&format!("{}?{query}", oidc::discovery::AUTHORIZE)),
        Err(status) => front.kit().problem(&visit.reader, status),
    }
}

/// `GET /oauth2/resume/{handle}`
pub async fn resume(State(front): State<Front>, Path(handle): Path<String>, visit: Visit) -> Response {
    front.finish(&handle, &visit).await.unwrap_or_else(|error| front.trouble(&visit.reader, &error))
}

/// Who is told what is wrong.
enum Trouble {
    /// The person: neither the client nor the address can be believed.
    Page(Error),
    Client(ReturnTo, Error),
    Engine(EngineError),
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

const UNKNOWN: Error = Error::new(ErrorCode::UnauthorizedClient, "the client is unknown or disabled");
const FOREIGN: Error = Error::parameter("not registered for this client", "redirect_uri");

impl Front {
    async fn begin(&self, visit: &Visit) -> Result<Response, Trouble> {
        let params = Params::parse(&visit.query).map_err(Trouble::Page)?;
        let address = Address::parse(&params).map_err(Trouble::Page)?;
        let client = self.client(&address.client_id).ok_or(Trouble::Page(UNKNOWN))?;
        if !address.is_among(&client.redirect_uris) {
            return Err(Trouble::Page(FOREIGN));
        }
        let wished =
            AuthorizationRequest::parse(&params, address).map_err(|r| Trouble::Client(r.return_to, r.error))?;
        let return_to = wished.return_to.clone();
        let told = |error| Trouble::Client(return_to.clone(), error);
        let wished = request::allowed(&client, wished).map_err(told)?;
        let only = match self.expected(&client, &wished, visit).await? {
            Ok(only) => only,
            Err(error) => return Err(told(error)),
        };
        let reader = visit.reader.clone().asked(&wished.ui_locales.join(" "));
        let locale = Locale::parse(reader.locale.tag()).unwrap_or_default();
        let about = Circumstances { caller: visit.client.clone(), locale, now: self.engine().now(), only };
        let request = request::login_request(&client, &wished, about);
        let passive = request.passive;
        let answered = self.engine().open(request, &visit.opener, visit.cookie()).await;
        let answered = match answered {
            Err(EngineError::Unavailable(_)) if passive => return Err(told(refusal(Reason::Unavailable))),
            other => other?,
        };
        match answered.turn {
            Turn::Granted => Ok(self.finish(answered.handle.expose(), visit).await?),
            Turn::Denied(reason) if passive => Err(told(silent_refusal(reason))),
            // Its provider can say without a page whether somebody is logged in there.
            Turn::Redirect { .. } if passive && !visit.is_framed() => {
                let mut response = see_other(&format!("/login/{}", answered.handle.expose()));
                response.extensions_mut().insert(Remember);
                Ok(response)
            }
            _ if passive => Err(told(refusal(Reason::LoginRequired))),
            _ => {
                let mut response = see_other(&format!("/login/{}", answered.handle.expose()));
                response.extensions_mut().insert(Remember);
                Ok(response)
            }
        }
    }

    /// The one person the client expects. Somebody of whom nothing is known here is a person, too: nobody else will do.
    async fn expected(
        &self,
        client: &Client,
        wished: &AuthorizationRequest,
        visit: &Visit,
    ) -> Result<Result<Option<Person>, Error>, EngineError> {
        let hint = match &wished.id_token_hint {
            None => None,
            Some(token) => match self.hint(token, client).await {
                Some(hint) => Some(hint),
                None => return Ok(Err(Error::parameter("not an ID token of this client", "id_token_hint"))),
            },
        };
        let subject = match request::expected_subject(hint.as_ref().map(|h| h.subject.as_str()), wished) {
            Ok(Some(subject)) => subject,
            Ok(None) => return Ok(Ok(None)),
            Err(error) => return Ok(Err(error)),
        };
        let sid = hint.and_then(|h| h.sid);
        let found = self.person_called(client, &subject, sid.as_deref(), visit.cookie()).await?;
        Ok(Ok(Some(found.unwrap_or(Person::Unregistered { method: Id::fixed(0), subject }))))
    }

    /// An ID token of ours for this client, whatever its age.
    pub(super) async fn hint(&self, token: &str, client: &Client) -> Option<Hint> {
        let published = self.published().await;
        let hint = verify_hint(token, &published.set, self.issuer(), Expiry::Ignored).ok()?;
        hint.audience.contains(&client.client_id).then_some(hint)
    }

    /// The person behind a subject: of the browser's session, of the session that is named, or by their id.
    async fn person_called(
        &self,
        client: &Client,
        subject: &str,
        sid: Option<&str>,
        cookie: Option<&str>,
    ) -> Result<Option<Person>, EngineError> {
        let engine = self.engine();
        let mut candidates = Vec::new();
        if let Some(cookie) = cookie {
            candidates.extend(engine.session(cookie).await?.map(|s| s.person));
        }
        if let Some(id) = sid.and_then(|sid| sid.parse::<Id>().ok()) {
            candidates.extend(engine.store().session_by_id(id).await?.map(|s| s.person));
        }
        if let Ok(id) = subject.parse::<Id>() {
            candidates.extend(engine.store().user(id).await?.map(|user| user.person()));
        }
        Ok(candidates.into_iter().find(|person| self.subject(client, person) == subject))
    }

    /// Takes a finished login back, once, and answers its client.
    async fn finish(&self, handle: &str, visit: &Visit) -> Result<Response, EngineError> {
        match self.engine().redeem(handle, &visit.opener, visit.cookie()).await? {
            Ok(grant) => self.granted(grant, visit).await,
            Err((reason, request)) => {
                let memory = Memory::of(&request).ok_or(EngineError::Gone)?;
                let client = self.client_for(&memory, request.application);
                if client.is_none() {
                    return Ok(self.refuse(&visit.reader, &UNKNOWN));
                }
                let error = if request.passive { silent_refusal(reason) } else { refusal(reason) };
                Ok(self.tell(&visit.reader, memory.request.return_to, &error))
            }
        }
    }

    /// The client, if the answer may still go where the request said.
    fn client_for(&self, memory: &Memory, application: Id) -> Option<Arc<Client>> {
        let client = self.client(&memory.request.client_id)?;
        request::still_fits(&client, application, &memory.request).then_some(client)
    }

    async fn granted(&self, grant: Grant, visit: &Visit) -> Result<Response, EngineError> {
        let memory = Memory::of(&grant.request).ok_or(EngineError::Gone)?;
        let cookie = grant.session.as_ref().and_then(|session| session_cookie(&self.kit().cookies, session));
        let Some(client) = self.client_for(&memory, grant.request.application) else {
            return Ok(with_cookie(self.refuse(&visit.reader, &UNKNOWN), cookie));
        };
        let subject = self.subject(&client, &grant.person);
        let mut wanted = memory.request.claims.subjects().peekable();
        if wanted.peek().is_some() && !wanted.any(|one| one == subject) {
            let error = refusal(Reason::WrongPerson);
            return Ok(with_cookie(self.tell(&visit.reader, memory.request.return_to.clone(), &error), cookie));
        }
        drop(wanted);
        let code = self.code(&client, &grant, &memory.request, subject).await?;
        metrics::counter!("symbolon_oidc_authorizations_total", "outcome" => "granted").increment(1);
        let answer = Answer::code(memory.request.return_to, self.issuer(), &code);
        Ok(with_cookie(self.deliver(&visit.reader, answer), cookie))
    }

    async fn code(
        &self,
        client: &Client,
        grant: &Grant,
        request: &AuthorizationRequest,
        subject: String,
    ) -> Result<String, EngineError> {
        let world = self.engine().world();
        let policy = world
            .app(client.application)
            .and_then(|app| app.entry.links_as("policy").next().and_then(|l| world.catalogue.policy(l.to)));
        let basis = Basis {
            client_id: client.client_id.clone(),
            scope: request.scope.filter(|name| grant.scopes.iter().any(|granted| granted == name)),
            subject,
            acr: grant.acr.clone(),
            amr: grant.amr.clone(),
            auth_time: grant.auth_time.seconds(),
            sid: grant.session.as_ref().map(|s| sid(s.id)),
            asked: request.claims.clone(),
            person: Remembered::of(&grant.attributes, grant.user.as_deref(), policy.map(|(_, p)| p)),
        };
        let body = CodeBody {
            basis,
            redirect_uri: request.return_to.redirect_uri.clone(),
            challenge: request.code_challenge.clone(),
            nonce: request.nonce.clone(),
        };
        let new = login::NewTicket {
            kind: TicketKind::Code,
            person: grant.person.key(),
            application: Some(client.application),
            session: grant.session.as_ref().map(|s| s.id),
            family: None,
            life: CODE_LIFE,
            body: serde_json::to_value(body).map_err(|e| EngineError::Broken(e.to_string()))?,
        };
        let (code, _) = self.engine().issue(new).await?;
        Ok(code.expose().to_owned())
    }
}

/// The session's name toward clients.
pub fn sid(session: Id) -> String {
    session.to_string().to_lowercase()
}

/// A posted form as the query that means the same. What a URL cannot hold is percent-encoded, nothing is decoded.
pub async fn form_as_query(visit: &Visit, body: Body) -> Result<String, StatusCode> {
    let kind = visit.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let bytes = kit::form::collect(body, LONGEST_FORM).await.map_err(kit::FormError::status)?;
    let mut query = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#' => {
                query.push_str(&format!("%{byte:02X}"))
            }
            0x21..=0x7e => query.push(char::from(byte)),
            _ => query.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(query)
}

/// A code lives this long (case O052).
const CODE_LIFE: Span = Span::seconds(60);
/// A longer form would not fit into a URL.
const LONGEST_FORM: usize = 16 * 1024;
