//! Checking: one line is judged, and the answer says accept, reject, or what else is wanted.

use axum::extract::{Request, State};
use axum::response::Response;
use http::{StatusCode, header};
use login::{EngineError, Line, Said};
use model::Reason;
use serde_json::json;

use super::Front;
use super::hear::Heard;
use super::request::{self, Asked};
use super::response::{Authentication, Fault, Outcome, bare};

/// `/validate/check`
pub async fn check(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.checked(&heard).await,
        Err(fault) => Err(fault),
    };
    front.tell("check", &manner, told)
}

/// `/validate/samlcheck`, which only old plug-ins ask, and only where the registration says so.
pub async fn saml_check(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) if heard.agent.saml_check => front.checked(&heard).await.map(with_attributes),
        Ok(_) => Err(Fault::NOT_ALLOWED),
        Err(fault) => Err(fault),
    };
    front.tell("samlcheck", &manner, told)
}

/// `/validate/initialize`: nobody has a passkey here.
pub async fn initialize(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = heard.and_then(|heard| match heard.params.get("type") {
        Some("passkey") => Err(Fault::NOT_ALLOWED),
        _ => Err(Fault::PARAMETER),
    });
    front.tell("initialize", &manner, told)
}

/// `/ttype/push`: no device is called here yet.
pub async fn push(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    front.tell("push", &manner, heard.and(Err(Fault::NOT_MADE)))
}

/// `/validate/radiuscheck`: the status is the answer. A challenge cannot be told, so it is a rejection.
pub async fn radius_check(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.checked(&heard).await,
        Err(fault) => Err(fault),
    };
    let status = match &told {
        Ok(told) if told.authentication == Some(Authentication::Accept) => StatusCode::NO_CONTENT,
        Ok(_) => StatusCode::BAD_REQUEST,
        Err(fault) => StatusCode::from_u16(fault.status).unwrap_or(StatusCode::BAD_REQUEST),
    };
    front.tell("radiuscheck", &manner, told);
    bare(status)
}

impl Front {
    pub(super) async fn checked(&self, heard: &Heard) -> Result<Outcome, Fault> {
        let engine = self.engine();
        let opener = request::opener(&heard.agent, &heard.caller);
        let origin = heard.headers.contains_key(header::ORIGIN);
        let said = match Asked::of(&heard.params, &heard.agent, origin)? {
            Asked::Nobody => return Ok(self.rejected(heard)),
            Asked::Line { name, typed } => {
                let request = request::login_request(&heard.agent, heard.caller.clone(), heard.locale);
                let said = engine.line(request, &opener, &name, &Line::Plain(typed.clone())).await;
                if let Ok(Said::Granted(grant)) = &said {
                    let more = self.taken_along(heard, grant, &typed).await;
                    return Ok(Outcome { more, ..self.accepted(heard, grant).await? });
                }
                said
            }
            Asked::Next { name, transaction, typed } => {
                engine.next_line(&transaction, &opener, &name, &Line::Plain(typed)).await
            }
        };
        match said {
            Ok(Said::Granted(grant)) => self.accepted(heard, &grant).await,
            Ok(Said::Asked(asked)) => self.challenged(heard, &asked).await,
            Ok(Said::Denied { why: Reason::Unavailable, .. }) => Err(Fault::UNAVAILABLE),
            // A transaction that nobody has, or that is over, is a wrong answer like any other. Neither names a transaction:
            // agents take one for a question.
            Ok(Said::Denied { .. }) | Err(EngineError::Gone) => Ok(self.rejected(heard)),
            Err(error) => Err(error.into()),
        }
    }
}

/// The value of a check in the shape of old: whether it passed, and whose attributes.
fn with_attributes(outcome: Outcome) -> Outcome {
    let passed = outcome.authentication == Some(Authentication::Accept);
    let user = outcome.detail.as_ref().and_then(|detail| detail.get("user")).cloned();
    Outcome { value: json!({ "auth": passed, "attributes": user.unwrap_or_else(|| json!({})) }), ..outcome }
}
