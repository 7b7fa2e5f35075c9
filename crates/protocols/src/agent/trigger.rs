//! `/validate/triggerchallenge`: the agent has seen to the first factor itself and asks for the second one to be begun.
//!
//! What may be begun so is what may open a login at the agent's application. A name that nobody has is asked the same.

use axum::extract::{Request, State};
use axum::response::Response;
use kit::Args;
use login::{Answered, Asked, Input, LineAsked, Offer, Turn};
use plug::{Answer, Factor, Field};

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
        let Some(asked) = self.begun(heard, &name).await? else {
            let message = self.say(heard, "agent-nothing-triggered", &Args::new());
            let outcome = Outcome::new(0).authentication(Authentication::Reject);
            return Ok(outcome.detail(nothing_triggered(message)));
        };
        let (items, detail) = self.challenge(heard, &asked).await?;
        Ok(Outcome::new(items.len()).authentication(Authentication::Challenge).detail(detail))
    }

    /// A login that waits for a code of this person's.
    async fn begun(&self, heard: &Heard, name: &str) -> Result<Option<LineAsked>, Fault> {
        let engine = self.engine();
        let opener = opener(&heard.agent, &heard.caller);
        let mut request = login_request(&heard.agent, heard.caller.clone(), heard.locale);
        request.hint = Some(name.to_owned());
        let mut answered = engine.open(request, &opener, None).await?;
        for _ in 0..STEPS {
            let answer = match self.next(heard, &answered, name) {
                Way::There => return Ok(asked(answered)),
                Way::Nowhere => return Ok(None),
                Way::On(answer) => answer,
            };
            let handle = answered.handle.expose().to_owned();
            answered = engine.advance(&handle, &opener, None, Input::Answer(answer)).await?;
        }
        Ok(None)
    }

    fn next(&self, heard: &Heard, answered: &Answered, name: &str) -> Way {
        let (asked, others): (&[Asked], &[Offer]) = match &answered.turn {
            Turn::Prompt { asked, others } => (asked, others),
            Turn::Wait { .. } => return Way::There,
            Turn::Menu { offers, .. } => (&[], offers),
            _ => return Way::Nowhere,
        };
        let has = |asked: &Asked, fits: fn(&Field) -> bool| asked.prompt.fields.iter().any(fits);
        let mut fitting = asked.iter().filter(|asked| self.triggers(heard, &asked.method));
        if let Some(question) = fitting.next() {
            if has(question, |field| matches!(field, Field::Code { .. })) {
                return Way::There;
            }
            let first = has(question, |field| matches!(field, Field::Username { .. }));
            return if first { Way::On(Answer::new([("username", name)])) } else { Way::Nowhere };
        }
        match others.iter().find(|offer| self.triggers(heard, offer)) {
            Some(offer) => Way::On(Answer::new([("method", offer.name.as_str())])),
            None => Way::Nowhere,
        }
    }

    /// Whether a method is one of those that the agent asks for.
    fn triggers(&self, heard: &Heard, offer: &Offer) -> bool {
        let world = self.engine().world();
        let wanted = heard.params.filled("type").is_none_or(|kind| kind.eq_ignore_ascii_case(type_of(offer.kind)));
        wanted && world.opened(offer.method).is_some_and(|method| method.kind.factor == Factor::Possession)
    }
}

/// How far a trigger is.
enum Way {
    There,
    Nowhere,
    On(Answer),
}

fn asked(answered: Answered) -> Option<LineAsked> {
    let asked = match answered.turn {
        Turn::Prompt { asked, .. } => asked,
        Turn::Wait { asked, .. } => vec![asked],
        _ => return None,
    };
    Some(LineAsked { handle: answered.handle, asked, input: "code", choices: Vec::new(), page: answered.page })
}

/// A choice, a name, and one more for luck.
const STEPS: usize = 3;
