//! Where servers ask: the message behind an artifact, and logouts that need no browser. Whoever asks signs, since nothing else says who it
//! is (case S086).

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response as Answer},
};
use http::{StatusCode, header, request::Parts};
use login::EngineError;
use model::ticket::TicketKind;
use saml::{
    DecryptionKey, Limits, Xml,
    binding::{artifact::Artifact, soap},
    idp::{Door as Judge, Sender},
    message::{ArtifactResolve, ArtifactResponse, Head, Kind, LogoutResponse, Status, code},
    signature,
};

use super::{
    Front, SOAP,
    client::Client,
    logout::{Wish, unknown},
    response::Kept,
};
use crate::visit::caller;

/// `POST /saml2/soap`
pub async fn envelope(State(front): State<Front>, parts: Parts, body: Body) -> Answer {
    let Ok(bytes) = kit::form::collect(body, Limits::MESSAGE.bytes).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, soap::fault(true)).into_response();
    };
    match front.served(&bytes, &parts).await {
        Ok(Ok(message)) => xml(StatusCode::OK, soap::envelope(&message)),
        Ok(Err(why)) => {
            tracing::info!(saml.error = %why, "Refused a SAML message of a server: {why}");
            // A fault of SOAP over HTTP has this status (SOAP 1.1, 6.2).
            xml(StatusCode::INTERNAL_SERVER_ERROR, soap::fault(true))
        }
        Err(error) => {
            tracing::warn!(cause = %error, "A SAML message of a server could not be answered");
            xml(StatusCode::INTERNAL_SERVER_ERROR, soap::fault(false))
        }
    }
}

fn xml(status: StatusCode, body: String) -> Answer {
    let headers = [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}

/// What a server asks, as far as it is right.
enum Question {
    Artifact(Arc<Client>, ArtifactResolve),
    Logout(Wish),
}

impl Front {
    async fn served(&self, bytes: &[u8], parts: &Parts) -> Result<Result<String, String>, EngineError> {
        let opening = self.opening().await;
        let question = self.question(bytes, &opening.keys);
        match question {
            Err(why) => Ok(Err(why)),
            Ok(Question::Artifact(client, question)) => self.resolved(&client, &question).await.map(Ok),
            Ok(Question::Logout(wish)) => {
                let status = match self.end(&wish, None, &caller(parts)).await? {
                    None => unknown(),
                    // Those that only a browser can tell are not told.
                    Some(ended) if ended.failed || !ended.stops.is_empty() => {
                        Status::failure(code::SUCCESS, Some(code::PARTIAL_LOGOUT))
                    }
                    Some(_) => Status::success(),
                };
                let head =
                    Head::new(&self.fresh_id(), self.now(), self.entity()).answering(Some(&wish.request.head.id));
                let key = self.signing_key(wish.client.algorithm).await?;
                signed(signature::sign(&LogoutResponse { head, status }.write(), &key)).map(Ok)
            }
        }
    }

    fn question(&self, bytes: &[u8], keys: &[DecryptionKey]) -> Result<Question, String> {
        let outer = Xml::parse(bytes, &Limits::MESSAGE).map_err(|why| why.to_string())?;
        let soap::Body::Message(node) = soap::open(outer.root()).map_err(|why| why.to_string())? else {
            return Err("a fault is no question".to_owned());
        };
        match Kind::of(node) {
            Kind::ArtifactResolve => {
                let client = self.claimed(node)?;
                let judged = |judge: &Judge<'_>, sender: Sender<'_>| judge.artifact_resolve(node, sender, false);
                let question = self.at_door(&client, SOAP, keys, judged)?;
                Ok(Question::Artifact(client, question))
            }
            Kind::LogoutRequest => {
                let client = self.claimed(node)?;
                let request =
                    self.at_door(&client, SOAP, keys, |judge, sender| judge.logout_request_in(node, sender))?;
                Ok(Question::Logout(Wish { client, request }))
            }
            other => Err(format!("no message for servers: {other:?}")),
        }
    }

    /// The message behind an artifact, once; nothing where it is another's, or was fetched (SAML core, 3.5.3).
    async fn resolved(&self, client: &Client, question: &ArtifactResolve) -> Result<String, EngineError> {
        let artifact = Artifact::parse(&question.artifact).ok().filter(|artifact| artifact.is_from(self.entity()));
        let kept = match artifact {
            Some(artifact) => {
                let hash = data_encoding::HEXLOWER.encode(&artifact.key());
                let ticket = self.engine().take_ticket_of(TicketKind::Return, &hash).await?;
                ticket.and_then(|ticket| serde_json::from_value::<Kept>(ticket.body).ok())
            }
            None => None,
        };
        // Another's artifact is spent by the one who shows it: it was overheard.
        let message = kept.filter(|kept| kept.saml == client.entity.id).map(|kept| kept.message);
        let head = Head::new(&self.fresh_id(), self.now(), self.entity()).answering(Some(&question.head.id));
        let answer = ArtifactResponse { head, status: Status::success() };
        let key = self.signing_key(client.algorithm).await?;
        signed(signature::sign(&answer.write(message.as_deref()), &key))
    }
}

fn signed(made: Result<String, signature::Unsigned>) -> Result<String, EngineError> {
    made.map_err(|why| EngineError::Broken(format!("a SAML message cannot be signed: {why}")))
}
