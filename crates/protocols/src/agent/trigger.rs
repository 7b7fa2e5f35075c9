//! `/validate/triggerchallenge`: the agent has seen to the first factor itself and asks for the second one to be begun.
//!
//! What may be begun so is what may open a login at the agent's application. A name that nobody has is asked the same.

use axum::extract::{Request, State};
use axum::response::Response;
use kit::Args;
use login::Said;
use model::Reason;
use plug::Kind;

use super::Front;
use super::hear::Heard;
use super::request::{Named, login_request, opener};
use super::response::{Authentication, Fault, Outcome};
use super::service::nothing_triggered;
use super::show::type_of;

/// `/validate/triggerchallenge`
pub async fn trigger(State(front): State<Front>, request: Request) -> Response {
    let (manner, heard) = front.hear(request).await;
    let told = match heard {
        Ok(heard) => front.triggered(&heard).await,
        Err(fault) => Err(fault),
    };
    front.tell("triggerchallenge", &manner, told)
}

impl Front {
    async fn triggered(&self, heard: &Heard) -> Result<Outcome, Fault> {
        let account = self.account(heard)?;
        if !heard.agent.trigger {
            return Err(Fault::NOT_ALLOWED);
        }
        let name = Named::of(&heard.params, &heard.agent).user;
        if name.is_empty() || name.contains('%') || name.len() > 256 {
            return Err(Fault::PARAMETER);
        }
        self.note(heard, "agent.triggered", None, &account.name).await?;
        let request = login_request(&heard.agent, heard.caller.clone(), heard.locale);
        let kind = heard.params.filled("type").map(str::to_owned);
        let wished =
            move |offered: &Kind| kind.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case(type_of(offered.name)));
        let opener = opener(&heard.agent, &heard.caller);
        match self.engine().name_alone(request, &opener, &name, &wished).await? {
            Said::Asked(asked) => {
                let (items, detail) = self.challenge(heard, &asked).await?;
                Ok(Outcome::new(items.len()).authentication(Authentication::Challenge).detail(detail))
            }
            Said::Denied { why: Reason::Unavailable, .. } => Err(Fault::UNAVAILABLE),
            Said::Granted(_) | Said::Denied { .. } => {
                let message = self.say(heard, "agent-nothing-triggered", &Args::new());
                let outcome = Outcome::new(0).authentication(Authentication::Reject);
                Ok(outcome.detail(nothing_triggered(message)))
            }
        }
    }
}
