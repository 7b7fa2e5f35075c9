//! What tickets remember, and the tokens that are made of them.

use login::{EngineError, Handle, NewTicket};
use model::ticket::TicketKind;
use model::{Id, Span, Ticket, Time, User};
use oidc::Scopes;
use oidc::claims::ClaimsRequest;
use oidc::idtoken::IdToken;
use oidc::jwt::Typ;
use oidc::pkce::Challenge;
use oidc::token::{Bearer, TokenAnswer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Front;
use super::claims::Remembered;
use super::client::Client;

/// What a code and all tokens that come of it have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    pub client_id: String,
    /// What was granted; the engine and the store read it, too.
    pub scope: Scopes,
    pub subject: String,
    pub acr: Option<String>,
    pub amr: Vec<String>,
    /// Seconds since 1970.
    pub auth_time: i64,
    pub sid: Option<String>,
    pub asked: ClaimsRequest,
    pub person: Remembered,
}

/// What an authorization code remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeBody {
    #[serde(flatten)]
    pub basis: Basis,
    pub redirect_uri: String,
    pub challenge: Option<Challenge>,
    pub nonce: Option<String>,
}

/// What a refresh token remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefreshBody {
    #[serde(flatten)]
    pub basis: Basis,
    /// Outlives the session.
    pub offline: bool,
    /// When it and all that come after it end (case O061).
    pub ends: Time,
}

/// What a ticket remembers; `None` for one that another front made.
pub fn body<T: DeserializeOwned>(ticket: &Ticket) -> Option<T> {
    serde_json::from_value(ticket.body.clone()).ok()
}

/// What new tokens are made for.
pub struct Occasion<'a> {
    pub client: &'a Client,
    pub basis: &'a Basis,
    /// What the access token is for: the scopes of the basis, or fewer.
    pub scope: Scopes,
    pub person: String,
    pub user: Option<&'a User>,
    /// The session that is alive behind them.
    pub session: Option<Id>,
    pub family: Id,
    pub nonce: Option<&'a str>,
    /// The end of the refresh tokens; `None` when there are none yet.
    pub ends: Option<Time>,
}

/// Tokens that were made and not stored yet.
pub struct Made {
    pub answer: TokenAnswer,
    pub tickets: Vec<(Handle, Ticket)>,
}

impl Front {
    /// Makes an access token and, where they belong, a refresh token and an ID token.
    pub(super) async fn make(&self, occasion: Occasion<'_>) -> Result<Made, EngineError> {
        let engine = self.engine();
        let (now, system) = (engine.now(), engine.world().catalogue.system());
        let life = Span::minutes(i64::from(system.access_token_minutes));
        let mut tickets = Vec::new();
        let access = engine.new_ticket(NewTicket {
            kind: TicketKind::Access,
            person: occasion.person.clone(),
            application: Some(occasion.client.application),
            session: occasion.session,
            family: Some(occasion.family),
            life,
            body: sealed(&Basis { scope: occasion.scope.clone(), ..occasion.basis.clone() })?,
        });
        let access_token = access.0.expose().to_owned();
        tickets.push(access);
        let offline = occasion.basis.scope.contains("offline_access");
        let ends = occasion.ends.unwrap_or(now + Span::days(i64::from(system.refresh_days)));
        let mut refresh_token = None;
        if offline || occasion.client.grants.refresh {
            let idle = Span::days(i64::from(system.refresh_idle_days));
            let refresh = engine.new_ticket(NewTicket {
                kind: TicketKind::Refresh,
                person: occasion.person.clone(),
                application: Some(occasion.client.application),
                session: occasion.session,
                family: Some(occasion.family),
                life: idle.min(ends - now),
                body: sealed(&RefreshBody { basis: occasion.basis.clone(), offline, ends })?,
            });
            refresh_token = Some(refresh.0.expose().to_owned());
            tickets.push(refresh);
        }
        let id_token = self.id_token(&occasion, &access_token, now, life).await?;
        let expires_in = u64::try_from(life.as_seconds()).unwrap_or(0);
        let answer = TokenAnswer {
            access_token,
            token_type: Bearer::Bearer,
            expires_in,
            refresh_token,
            id_token,
            scope: occasion.scope,
        };
        Ok(Made { answer, tickets })
    }

    async fn id_token(
        &self,
        occasion: &Occasion<'_>,
        access_token: &str,
        now: Time,
        life: Span,
    ) -> Result<Option<String>, EngineError> {
        if !occasion.scope.contains("openid") {
            return Ok(None);
        }
        let (client, basis) = (occasion.client, occasion.basis);
        let key = self.signing_key(client.alg).await?;
        let amr: Vec<&str> = basis.amr.iter().map(String::as_str).collect();
        let token = IdToken {
            issuer: self.issuer(),
            subject: &basis.subject,
            client_id: &client.client_id,
            issued: now.seconds(),
            expires: (now + life).seconds(),
            auth_time: basis.auth_time,
            acr: basis.acr.as_deref(),
            amr: &amr,
            nonce: occasion.nonce,
            sid: basis.sid.as_deref(),
            access_token: Some(access_token),
        };
        let custom = basis.person.for_id_token(occasion.user, &basis.asked);
        let signed = key.sign(Typ::Jwt, &token.claims(client.alg, &custom));
        signed.map(Some).map_err(|error| EngineError::Broken(error.to_string()))
    }
}

pub fn sealed(body: &impl Serialize) -> Result<serde_json::Value, EngineError> {
    serde_json::to_value(body).map_err(|error| EngineError::Broken(error.to_string()))
}
