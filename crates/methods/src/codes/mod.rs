//! What the methods have in common that send a code to an address and ask for it: e-mail and text messages.
//!
//! [`verify`] is the rule of a code, [`sending`] what is sent, asked and proved; [`Address`] is what differs.

mod sending;
pub mod verify;

use model::{Reason, message::Courier};
use plug::{Answer, Cx, Field, Prompt, Step};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use verify::{Sent, To, Verdict};

/// Where a code can be sent.
pub trait Address: Clone + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// Begins the keys of its texts: `email` of `email-code`. Also names its part in the prompt's arguments.
    const WAY: &'static str;
    /// The attribute of proofs and users that holds it.
    const ATTRIBUTE: &'static str;
    const COURIER: Courier;
    /// What a method knows that reads one.
    type Rules: Send + Sync + 'static;

    fn read(text: &str, rules: &Self::Rules) -> Option<Self>;
    /// The one that the directory has for a person.
    fn of(user: &model::User, rules: &Self::Rules) -> Option<Self>;
    /// Whether anything may be sent there. `typed` by somebody who may be anybody.
    fn is_open(&self, _rules: &Self::Rules, _cx: &Cx<'_>, _typed: bool) -> bool {
        true
    }
    fn as_str(&self) -> &str;
    fn masked(&self) -> String;
    /// Where a person types one.
    fn field() -> Field;
}

/// A method that sends codes to such addresses: of a registered person, or typed.
pub struct Codes<A: Address, const REGISTERED: bool> {
    length: u8,
    rules: A::Rules,
}

/// What a pending challenge remembers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State<A> {
    /// Whom to send to has yet to be said.
    Asked,
    Sent(Sent<A>),
}

impl<A: Address, const REGISTERED: bool> Codes<A, REGISTERED> {
    /// `None` for a length that no code has.
    pub fn new(length: u8, rules: A::Rules) -> Option<Self> {
        (6..=10).contains(&length).then_some(Self { length, rules })
    }

    pub fn challenge(&self, cx: &mut Cx<'_>) -> Step<State<A>> {
        if cx.around.follows || cx.around.mfa {
            let told = cx.attributes.get(A::ATTRIBUTE).and_then(|v| v.first());
            let known = told.and_then(|text| A::read(text, &self.rules)).filter(|a| a.is_open(&self.rules, cx, false));
            return known.map_or(Step::Fail(Reason::NotSent), |to| self.send(cx, To::known(Some(to), cx)));
        }
        let prompt = if REGISTERED {
            Prompt::new(&format!("{}-name", A::WAY), vec![Field::Username { value: cx.name.to_owned() }])
        } else {
            Prompt::new(&format!("{}-ask", A::WAY), vec![A::field()])
        };
        Step::Ask(prompt, State::Asked)
    }

    pub fn verify(&self, cx: &mut Cx<'_>, state: State<A>, answer: &Answer) -> Step<State<A>> {
        let sent = match state {
            State::Asked => return self.named(cx, answer),
            State::Sent(sent) => sent,
        };
        if answer.has("again") {
            let early = cx.now() < sending::again(&sent, cx);
            return if early { Step::Fail(Reason::SendingLimit) } else { self.send(cx, sent.to) };
        }
        let Some(code) = answer.code().filter(|c| self.fits(c)) else { return Step::Fail(Reason::Malformed) };
        match sent.judge(&code, cx.now(), cx.keyed) {
            Verdict::Good => Self::pass(cx, &sent),
            Verdict::Over => Step::Fail(Reason::Expired),
            Verdict::Wrong(left) => Step::Again(Reason::Wrong, self.prompt(&left, cx), State::Sent(left)),
        }
    }

    /// Sends to the person who was named, or to the address that was typed.
    fn named(&self, cx: &mut Cx<'_>, answer: &Answer) -> Step<State<A>> {
        if REGISTERED {
            if answer.get("username").is_none_or(|n| n.trim().is_empty()) {
                return Step::Fail(Reason::Malformed);
            }
            let theirs = cx.user.and_then(|u| A::of(u, &self.rules)).filter(|a| a.is_open(&self.rules, cx, false));
            let unnamed = To { shown: false, ..To::known(theirs, cx) };
            return self.send(cx, unnamed);
        }
        let typed = A::field().input().and_then(|input| answer.get(input)).and_then(|t| A::read(t, &self.rules));
        let open = typed.filter(|a| a.is_open(&self.rules, cx, true));
        open.map_or(Step::Fail(Reason::Malformed), |to| self.send(cx, To::known(Some(to), cx)))
    }
}
