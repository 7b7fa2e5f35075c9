//! The revocation endpoint: a client ends a token of its own, and everything that came of the same login (RFC 7009).

use axum::extract::{Request, State};
use axum::response::Response;
use http::header;
use http::request::Parts;
use model::ticket::TicketKind;
use oidc::token::{Call, RevocationRequest};
use oidc::{Error, Params};

use super::Front;
use super::response::json;
use super::token::Trouble;
use crate::visit::caller;

/// `POST /oauth2/revoke`
pub async fn revoke(State(front): State<Front>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match kit::form::collect(body, Params::MAX_BYTES).await {
        Ok(body) => front.revoked(&parts, &body).await,
        Err(_) => Err(Trouble::Told(Error::invalid_request("the request is too long"))),
    };
    match answer {
        Ok(()) => json(200, &serde_json::json!({})),
        Err(trouble) => front.answer_trouble(trouble),
    }
}

impl Front {
    /// A token that is not good, or not this client's, gets the same answer as one that was ended: there is nothing to learn.
    async fn revoked(&self, parts: &Parts, body: &[u8]) -> Result<(), Trouble> {
        let headers = parts.headers.get_all(header::AUTHORIZATION).iter();
        let authorization: Vec<&str> = headers.map(|value| value.to_str().unwrap_or_default()).collect();
        let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let query = parts.uri.query().unwrap_or_default();
        let RevocationRequest { client, token } =
            RevocationRequest::parse(&Call { query, authorization: &authorization, content_type, body })?;
        let client = self.proved(&client, &caller(parts)).await?;
        let engine = self.engine();
        for kind in [TicketKind::Refresh, TicketKind::Access] {
            let ticket = engine.ticket(kind, token.expose()).await?;
            if let Some(ticket) = ticket.filter(|t| t.application == Some(client.application) && engine.now() < t.until)
            {
                engine.end_family(ticket.family).await?;
            }
        }
        Ok(())
    }
}
