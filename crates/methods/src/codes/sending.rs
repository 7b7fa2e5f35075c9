//! What is sent, what is then asked, and what a right answer proves.

use model::{Reason, Span, Time};
use plug::{Args, Cx, Evidence, Field, Outgoing, Prompt, Step};

use super::{
    Address, Codes, State,
    verify::{self, Sent, To},
};

impl<A: Address, const REGISTERED: bool> Codes<A, REGISTERED> {
    pub(super) fn fits(&self, code: &str) -> bool {
        code.len() == usize::from(self.length) && code.bytes().all(|b| b.is_ascii_digit())
    }

    /// Makes a code and sends it. To nobody nothing is sent, and the rest is the same, limits and all.
    pub(super) fn send(&self, cx: &mut Cx<'_>, to: To<A>) -> Step<State<A>> {
        let (code, minutes) = (verify::code(self.length, cx.chance), cx.around.sending.code_minutes.max(1));
        let until = cx.now() + Span::minutes(i64::from(minutes));
        let nonce = data_encoding::HEXLOWER.encode(&cx.chance.bytes::<16>());
        let tries = cx.around.sending.attempts_per_code.max(1);
        let sent = Sent::new(nonce, to, &code, (cx.now(), until), tries, cx.keyed);
        if let Some(to) = &sent.to.address {
            cx.send(Outgoing {
                courier: A::COURIER,
                to: to.as_str().to_owned(),
                text: "code".into(),
                args: Args::from([
                    ("code".into(), code.expose().as_str().into()),
                    ("minutes".into(), i64::from(minutes).into()),
                    ("application".into(), crate::named(cx).into()),
                ]),
                notice: false,
                blind: !sent.to.shown,
            });
        } else {
            cx.send_to_nobody();
        }
        Step::Ask(self.prompt(&sent, cx), State::Sent(sent))
    }

    pub(super) fn prompt(&self, sent: &Sent<A>, cx: &Cx<'_>) -> Prompt {
        let text = format!("{}-{}", A::WAY, if sent.to.shown { "code" } else { "code-unnamed" });
        let mut prompt = Prompt::new(&text, vec![Field::Code { digits: self.length, numeric: true }])
            .arg("digits", i64::from(self.length))
            .arg("sent", sent.at.millis())
            .arg("until", sent.until.millis());
        if let Some(address) = sent.to.address.as_ref().filter(|_| sent.to.shown) {
            prompt = prompt.arg("address", address.masked());
        }
        Prompt { until: Some(sent.until), again: Some(again(sent, cx)), ..prompt }
    }

    /// A registered person's code proves the person that it was sent to, whatever name came with the answer.
    pub(super) fn pass(cx: &mut Cx<'_>, sent: &Sent<A>) -> Step<State<A>> {
        let Some(address) = sent.to.address.as_ref().map(Address::as_str) else { return Step::Fail(Reason::Wrong) };
        let name = match cx.user {
            Some(user) if REGISTERED && sent.to.whose == Some(user.id) => user.name.as_str(),
            _ if REGISTERED => return Step::Fail(Reason::Wrong),
            _ => address,
        };
        let evidence = Evidence::subject(name).with(A::ATTRIBUTE, address);
        cx.spend_once(format!("code:{}", sent.nonce), "1".into(), sent.until);
        Step::Pass(evidence)
    }
}

impl<A> To<A> {
    /// An address, for the person that this login is about.
    pub(super) fn known(address: Option<A>, cx: &Cx<'_>) -> Self {
        Self { address, whose: cx.user.map(|u| u.id), shown: true }
    }
}

/// From when a new code may be asked for.
pub(super) fn again<A>(sent: &Sent<A>, cx: &Cx<'_>) -> Time {
    sent.at + Span::seconds(i64::from(cx.around.sending.resend_seconds))
}
