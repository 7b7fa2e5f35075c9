//! The token endpoint: codes and refresh tokens become tokens, once.

use axum::extract::{Request, State};
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use login::{EngineError, NewTicket, Redeemed, Standing};
use model::audit::{Event, Outcome};
use model::request::Client as Caller;
use model::ticket::TicketKind;
use model::{Id, Session, Span, Ticket, User};
use oidc::token::{Bearer, Call, Grant, Presented, TokenAnswer, TokenRequest, challenge};
use oidc::{Error, ErrorCode, Hidden, Params, Scopes, pkce};

use super::Front;
use super::auth::Unproved;
use super::client::Client;
use super::issue::{CodeBody, Made, Occasion, RefreshBody, body};
use super::response::{json, open};
use crate::visit::caller;

/// `POST /oauth2/token`
pub async fn token(State(front): State<Front>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match kit::form::collect(body, Params::MAX_BYTES).await {
        Ok(body) => front.tokens(&parts, &body).await,
        Err(_) => Err(Trouble::Told(Error::invalid_request("the request is too long"))),
    };
    let outcome = match &answer {
        Ok(_) => "granted",
        Err(Trouble::Told(error)) => error.code.as_str(),
        Err(Trouble::TooMany) => "throttled",
        Err(Trouble::Engine(_)) => "failed",
    };
    metrics::counter!("symbolon_oidc_token_requests_total", "outcome" => outcome).increment(1);
    match answer {
        Ok(answer) => json(200, &answer),
        Err(trouble) => front.answer_trouble(trouble),
    }
}

pub enum Trouble {
    Told(Error),
    TooMany,
    Engine(EngineError),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<Unproved> for Trouble {
    fn from(unproved: Unproved) -> Self {
        match unproved {
            Unproved::Refused(error) => Self::Told(error),
            Unproved::TooMany => Self::TooMany,
            Unproved::Engine(error) => Self::Engine(error),
        }
    }
}

/// One answer for everything that may be wrong with a code or a refresh token.
const INVALID_GRANT: Error = Error::new(ErrorCode::InvalidGrant, "the code or refresh token is not valid");

impl Front {
    async fn tokens(&self, parts: &Parts, body: &[u8]) -> Result<TokenAnswer, Trouble> {
        let authorization: Vec<&str> = parts
            .headers
            .get_all(header::AUTHORIZATION)
            .iter()
            .map(|value| value.to_str().unwrap_or_default())
            .collect();
        let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let query = parts.uri.query().unwrap_or_default();
        let TokenRequest { client, grant } =
            TokenRequest::parse(&Call { query, authorization: &authorization, content_type, body })?;
        let caller = caller(parts);
        let client = self.proved(&client, &caller).await?;
        match grant {
            Grant::AuthorizationCode { code, redirect_uri, code_verifier } => {
                self.by_code(&client, &caller, &code, redirect_uri.as_deref(), code_verifier.as_ref()).await
            }
            Grant::RefreshToken { refresh_token, scope } => {
                self.by_refresh(&client, &caller, &refresh_token, scope).await
            }
            Grant::ClientCredentials { scope } => self.by_credentials(&client, scope).await,
        }
    }

    pub(super) async fn proved(
        &self,
        presented: &Presented,
        caller: &Caller,
    ) -> Result<std::sync::Arc<Client>, Trouble> {
        Ok(self.authenticate(presented, caller).await?)
    }

    /// A code, from the client it was given to, with what that client showed when it asked (cases O047 to O056).
    async fn by_code(
        &self,
        client: &Client,
        caller: &Caller,
        code: &Hidden,
        redirect_uri: Option<&str>,
        verifier: Option<&Hidden>,
    ) -> Result<TokenAnswer, Trouble> {
        let engine = self.engine();
        let ticket = engine.ticket(TicketKind::Code, code.expose()).await?.ok_or(INVALID_GRANT)?;
        let event = self.event("token.issued", &ticket, client, caller);
        let remembered = body::<CodeBody>(&ticket).filter(|b| b.basis.client_id == client.client_id);
        let Some(body) = remembered.filter(|_| ticket.application == Some(client.application)) else {
            return self.burn(TicketKind::Code, code, &ticket, client, caller).await;
        };
        if ticket.spent.is_some() {
            engine.redeem_ticket(TicketKind::Code, code.expose(), &[], event).await?;
            return Err(INVALID_GRANT.into());
        }
        if redirect_uri != Some(body.redirect_uri.as_str()) || !client.grants.code {
            return Err(INVALID_GRANT.into());
        }
        pkce::check(body.challenge.as_ref(), verifier.map(Hidden::expose))?;
        let (user, session) = self.standing(&ticket).await?;
        let made = self
            .make(Occasion {
                client,
                basis: &body.basis,
                scope: body.basis.scope.clone(),
                person: ticket.person.clone(),
                user: user.as_deref(),
                session: session.as_ref().map(|s| s.id),
                family: ticket.family,
                nonce: body.nonce.as_deref(),
                ends: None,
            })
            .await?;
        self.hand_over(TicketKind::Code, code, made, event).await
    }

    /// A refresh token, from its client; it is replaced, and one that comes again ends them all (cases O058 to O062).
    async fn by_refresh(
        &self,
        client: &Client,
        caller: &Caller,
        token: &Hidden,
        scope: Option<Scopes>,
    ) -> Result<TokenAnswer, Trouble> {
        let engine = self.engine();
        let ticket = engine.ticket(TicketKind::Refresh, token.expose()).await?.ok_or(INVALID_GRANT)?;
        let event = self.event("token.refreshed", &ticket, client, caller);
        let remembered = body::<RefreshBody>(&ticket).filter(|b| b.basis.client_id == client.client_id);
        let Some(body) = remembered.filter(|_| ticket.application == Some(client.application)) else {
            return self.burn(TicketKind::Refresh, token, &ticket, client, caller).await;
        };
        if ticket.spent.is_some() {
            engine.redeem_ticket(TicketKind::Refresh, token.expose(), &[], event).await?;
            return Err(INVALID_GRANT.into());
        }
        // What the registration does not allow any more is not granted again.
        let still = if body.offline { client.scopes.contains("offline_access") } else { client.grants.refresh };
        if !still || engine.now() >= body.ends {
            return Err(INVALID_GRANT.into());
        }
        let allowed = body.basis.scope.filter(|name| client.scopes.contains(name));
        let scope = scope.unwrap_or_else(|| allowed.clone());
        if !scope.within(&allowed) || scope.is_empty() {
            return Err(Error::new(ErrorCode::InvalidScope, "a scope was not granted before").into());
        }
        let (user, session) = self.standing(&ticket).await?;
        let made = self
            .make(Occasion {
                client,
                basis: &body.basis,
                scope,
                person: ticket.person.clone(),
                user: user.as_deref(),
                session: session.as_ref().map(|s| s.id),
                family: ticket.family,
                nonce: None,
                ends: Some(body.ends),
            })
            .await?;
        self.hand_over(TicketKind::Refresh, token, made, event).await
    }

    /// A token for the client itself: nobody is behind it, so it names no person and is never refreshed.
    async fn by_credentials(&self, client: &Client, scope: Option<Scopes>) -> Result<TokenAnswer, Trouble> {
        if !client.grants.credentials || client.is_public() {
            return Err(Error::new(ErrorCode::UnauthorizedClient, "this client may not use client_credentials").into());
        }
        let own = client.scopes.filter(|name| !OF_PEOPLE.contains(&name));
        let scope = scope.unwrap_or_else(|| own.clone());
        if !scope.within(&own) {
            return Err(Error::new(ErrorCode::InvalidScope, "a scope is not allowed for the client itself").into());
        }
        let minutes = self.engine().world().catalogue.system().access_token_minutes;
        let life = Span::minutes(i64::from(minutes));
        let new = NewTicket {
            kind: TicketKind::Access,
            person: String::new(),
            application: Some(client.application),
            session: None,
            family: None,
            life,
            body: serde_json::json!({ "client_id": client.client_id, "scope": scope }),
        };
        let (token, _) = self.engine().issue(new).await?;
        Ok(TokenAnswer {
            access_token: token.expose().to_owned(),
            token_type: Bearer::Bearer,
            expires_in: u64::try_from(life.as_seconds()).unwrap_or(0),
            refresh_token: None,
            id_token: None,
            scope,
        })
    }

    /// Uses the old ticket up and stores the new ones, all or nothing.
    async fn hand_over(
        &self,
        kind: TicketKind,
        value: &Hidden,
        made: Made,
        event: Event,
    ) -> Result<TokenAnswer, Trouble> {
        match self.engine().redeem_ticket(kind, value.expose(), &made.tickets, event).await? {
            Redeemed::Done => Ok(made.answer),
            Redeemed::Spent(_) | Redeemed::Locked | Redeemed::Unknown => Err(INVALID_GRANT.into()),
        }
    }

    /// Somebody else has it: it is worth nothing any more, and neither is what came of it (case O049).
    async fn burn(
        &self,
        kind: TicketKind,
        value: &Hidden,
        ticket: &Ticket,
        client: &Client,
        caller: &Caller,
    ) -> Result<TokenAnswer, Trouble> {
        let mut event = self.event("token.stolen", ticket, client, caller);
        event.outcome = Outcome::Failure;
        tracing::warn!(application.path = %client.path, ticket.kind = kind.name(), "`{}` presented what was given to another client", client.path);
        self.engine().redeem_ticket(kind, value.expose(), &[], event).await?;
        self.engine().end_family(ticket.family).await?;
        Err(INVALID_GRANT.into())
    }

    async fn standing(&self, ticket: &Ticket) -> Result<(Option<std::sync::Arc<User>>, Option<Box<Session>>), Trouble> {
        match self.engine().standing(ticket).await? {
            Standing::Good { user, session } => Ok((user, session)),
            Standing::Bad(reason) => {
                tracing::debug!(
                    ticket.kind = ticket.kind.name(),
                    reason = reason.key(),
                    "What stands behind a ticket does not allow it any more"
                );
                Err(INVALID_GRANT.into())
            }
        }
    }

    fn event(&self, action: &str, ticket: &Ticket, client: &Client, caller: &Caller) -> Event {
        let mut event = Event::new(self.engine().now(), action, Outcome::Success);
        event.person.clone_from(&ticket.person);
        event.application.clone_from(&client.path);
        event.from = caller.address.map(|a| a.to_string()).unwrap_or_default();
        event.correlation = Some::<Id>(ticket.family);
        event
    }

    pub(super) fn answer_trouble(&self, trouble: Trouble) -> Response {
        match trouble {
            Trouble::Told(error) => {
                let mut response = json(error.code.status(), &error.body());
                if let Some(value) = challenge(&error, self.issuer()).and_then(|text| HeaderValue::from_str(&text).ok())
                {
                    response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
                }
                response
            }
            Trouble::TooMany => {
                let error = Error::new(ErrorCode::TemporarilyUnavailable, "too many failures, try again later");
                let mut response = json(StatusCode::TOO_MANY_REQUESTS.as_u16(), &error.body());
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("300"));
                response
            }
            Trouble::Engine(error) => failed(&error),
        }
    }
}

/// Our own trouble, for a program: what is wrong goes to the log.
pub fn failed(error: &EngineError) -> Response {
    let unavailable = matches!(error, EngineError::Unavailable(_));
    tracing::error!(cause = %error, "A request of a client could not be served");
    let told = if unavailable {
        Error::new(ErrorCode::TemporarilyUnavailable, "not available just now")
    } else {
        Error::new(ErrorCode::ServerError, "this did not work")
    };
    open(json(told.code.status(), &told.body()))
}

/// Scopes that are about a person, which no client gets for itself.
const OF_PEOPLE: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];
