//! `/validate/polltransaction`: has somebody answered elsewhere? It changes nothing; the check that follows finishes the login.
//!
//! Agents ask, and where the registration names their pages, browsers of such pages. The id is all that is shown, so whoever
//! does not know it, or asks too often, hears the same as while nothing has happened.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use http::{HeaderName, HeaderValue, header};
use kit::Args;
use login::hashed;
use model::Id;
use model::login::LoginState;

use super::Front;
use super::hear::Heard;
use super::response::{Authentication, Detail, Fault, Outcome};

/// `GET /validate/polltransaction`
pub async fn poll(State(front): State<Front>, request: Request) -> Response {
    front.poll(None, request).await
}

/// `GET /validate/polltransaction/{id}`
pub async fn poll_one(State(front): State<Front>, Path(id): Path<String>, request: Request) -> Response {
    front.poll(Some(id), request).await
}

/// `detail.challenge_status`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Accept,
    Pending,
    Declined,
}

impl Front {
    async fn poll(&self, id: Option<String>, request: Request) -> Response {
        let origin = request.headers().get(header::ORIGIN).cloned();
        let page = origin.as_ref().and_then(|origin| origin.to_str().ok()).and_then(|origin| self.agent_of(origin));
        let (manner, heard) = self.hear_page(request, page).await;
        let told = match heard {
            Ok(heard) => self.polled(&heard, id.as_deref()).await,
            Err(fault) => Err(fault),
        };
        let mut response = self.tell("polltransaction", &manner, told);
        if let Some(origin) = origin.filter(|_| page.is_some()) {
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::VARY, HeaderValue::from_static("Origin"));
            let policy = HeaderName::from_static("cross-origin-resource-policy");
            headers.insert(policy, HeaderValue::from_static("cross-origin"));
        }
        response
    }

    /// The application of the agent whose pages have this origin.
    fn agent_of(&self, origin: &str) -> Option<Id> {
        let agents = self.agents(&self.engine().world());
        agents.of_origin(origin).map(|agent| agent.application)
    }

    async fn polled(&self, heard: &Heard, id: Option<&str>) -> Result<Outcome, Fault> {
        let id = id.or_else(|| heard.params.filled("transaction_id")).ok_or(Fault::PARAMETER)?;
        let status = self.status(heard, &hashed(id)).await?;
        let authentication = match status {
            Status::Accept => Authentication::Accept,
            Status::Declined => Authentication::Declined,
            Status::Pending => Authentication::Reject,
        };
        let mut detail = Detail::new();
        detail.insert("challenge_status".into(), status.name().into());
        detail.insert("message".into(), self.say(heard, status.text(), &Args::new()).into());
        Ok(Outcome::new(status == Status::Accept).authentication(authentication).detail(detail))
    }

    async fn status(&self, heard: &Heard, handle: &str) -> Result<Status, Fault> {
        let now = self.engine().now();
        if !self.0.polls.take(handle, now) {
            return Ok(Status::Pending);
        }
        let login = self.engine().store().login(handle).await?;
        let login = login.filter(|l| now < l.until && l.request.application == heard.agent.application);
        Ok(match login.map(|login| login.state) {
            Some(LoginState::Granted) => Status::Accept,
            Some(LoginState::Denied(_)) => Status::Declined,
            Some(LoginState::Open | LoginState::Redeemed) | None => Status::Pending,
        })
    }
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Pending => "pending",
            Self::Declined => "declined",
        }
    }
    const fn text(self) -> &'static str {
        match self {
            Self::Accept => "agent-poll-accept",
            Self::Pending => "agent-poll-pending",
            Self::Declined => "agent-poll-declined",
        }
    }
}
