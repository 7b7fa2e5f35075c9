//! What a login does with a code: the code is spent, the token follows its device, and a PIN that is due is asked for.

use model::{
    Credential, Id, Reason, Secret,
    audit::{Event, Outcome},
    credential::CredentialState,
};
use oath::Code;
use plug::{Answer, Cx, Evidence, Field, MethodError, Prompt, Response, Step};

use super::{
    Moving, Reach, State, Token,
    pin::{self, By, Hash, Kept, Rules},
    verify::{self, Held, Is, Verdict},
};
use crate::slow::{Bench, Cost};

/// The longest line that can be a PIN and a code.
const LONGEST: usize = 24;

/// A code that is being judged: against what, and how far.
pub struct Judging {
    pub held: Vec<Held>,
    /// What nobody's token would be.
    pub usual: Moving,
    pub reach: Reach,
}

/// The person's tokens.
pub fn held(cx: &Cx<'_>) -> Result<Vec<Held>, MethodError> {
    cx.credentials.iter().map(Held::read).collect()
}

/// A typed line that may be a code with or without a PIN.
pub fn typed(answer: &Answer) -> Option<Secret<String>> {
    let line = answer.code()?;
    let legal = (4..=LONGEST).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_alphanumeric());
    legal.then(|| Secret::new(line))
}

impl Judging {
    /// A code alone, however it came: no PIN, no outer window.
    pub fn simply(
        self,
        cx: &mut Cx<'_>,
        typed: &dyn Fn(&str) -> bool,
        drift: &str,
    ) -> Result<Step<State>, MethodError> {
        let is: &Is<'_> = &|token, candidate| token.served().is_none() && typed(candidate);
        Ok(match verify::judge(&self.held, &self.usual, is, cx.now(), self.reach) {
            Verdict::Good { index, factor, offset } => {
                let token = &self.held[index].token;
                let credential = &cx.credentials[index];
                let moved = token.after(offset);
                let drifted = moved.as_ref().is_some_and(|moved| moved.drift() != token.drift());
                spend(cx, credential, moved.as_ref(), factor, drifted.then_some(drift))?;
                Step::Pass(evidence(cx, token))
            }
            Verdict::Replay => Step::Fail(Reason::Replay),
            Verdict::Outer { .. } | Verdict::Wrong => Step::Fail(Reason::Wrong),
        })
    }

    /// The response of a door that shows no code. A PIN is kept as a hash only, of which a response tells nothing (case R039);
    /// where any token could be judged, it is a try like any, and counts.
    pub fn responded(self, cx: &mut Cx<'_>, response: &dyn Response, drift: &str) -> Result<Step<State>, MethodError> {
        let hashed = !self.held.is_empty() && self.held.iter().all(|held| held.token.served().is_some());
        Ok(match self.simply(cx, &|candidate| response.is(candidate), drift)? {
            Step::Fail(Reason::Wrong) if hashed => Step::Fail(Reason::HashedOnly),
            other => other,
        })
    }

    /// A line with a PIN where the token has one. One slow hash is worked out whatever fits, so that nothing tells a right
    /// code with a wrong PIN from a wrong code; and neither is spent.
    pub async fn with_pin(
        self,
        cx: &mut Cx<'_>,
        line: &Secret<String>,
        opens: bool,
        bench: &Bench,
        cost: Option<Cost>,
    ) -> Result<Step<State>, MethodError> {
        let is: &Is<'_> = &|token, candidate| {
            parts(token, line.expose()).and_then(|(_, code)| Code::parse(code)).is_some_and(|c| same(candidate, &c))
        };
        let verdict = verify::judge(&self.held, &self.usual, is, cx.now(), self.reach);
        let found = match verdict {
            Verdict::Good { index, .. } | Verdict::Outer { index, .. } => Some(index),
            Verdict::Replay | Verdict::Wrong => None,
        };
        let found_token = found.map(|index| &self.held[index].token);
        let right = self.pin_is_right(found_token, line, cx.chance.bytes(), bench, cost).await?;
        Ok(match verdict {
            Verdict::Replay => Step::Fail(Reason::Replay),
            Verdict::Good { index, factor, offset } if right => self.accept(cx, index, factor, offset)?,
            Verdict::Outer { index, factor } if right => {
                let (token, digits) = (cx.credentials[index].id, self.held[index].token.digits().number());
                Step::Again(Reason::NextCode, next_code(digits), State::Next { token, factor, opens })
            }
            _ => Step::Fail(Reason::Wrong),
        })
    }

    /// Whether the PIN of the line is that of the token which made the code.
    async fn pin_is_right(
        &self,
        token: Option<&Token>,
        line: &Secret<String>,
        salt: [u8; 16],
        bench: &Bench,
        cost: Option<Cost>,
    ) -> Result<bool, MethodError> {
        let rules = self.held.iter().find_map(|held| held.token.served().map(|(rules, _)| rules.cost));
        let Some(cost) = cost.or(rules) else { return Ok(token.is_some()) };
        let served = token.and_then(Token::served);
        let kept = served.and_then(|(_, kept)| kept).map(|kept| kept.hash.clone());
        let typed = token.and_then(|token| parts(token, line.expose())).and_then(|(pin, _)| pin);
        let typed = Secret::new(typed.unwrap_or("nothing").to_owned());
        let same = bench
            .run(move || match kept {
                Some(hash) => hash.is(typed.expose()),
                None => Hash::of(typed.expose(), salt, cost).map(|_| false),
            })
            .await?;
        Ok(token.is_some() && (served.is_none() || same))
    }

    /// The code is right: it is spent, and what follows from it is done.
    fn accept(&self, cx: &mut Cx<'_>, index: usize, factor: u64, offset: i64) -> Result<Step<State>, MethodError> {
        let (credential, token) = (&cx.credentials[index], &self.held[index].token);
        let moved = token.after(offset);
        let drifted = moved.as_ref().is_some_and(|moved| moved.drift() != token.drift());
        spend(cx, credential, moved.as_ref(), factor, drifted.then_some("token.drift"))?;
        owing(cx, credential.id, token)
    }
}

/// The code after one of the outer window: it alone passes, and sets the token right. Anything else is a miss like any, and
/// the first code is asked for again.
pub fn after_outer(
    cx: &mut Cx<'_>,
    (id, factor): (Id, u64),
    answer: &Answer,
) -> Result<Option<Step<State>>, MethodError> {
    let Some(credential) = cx.credentials.iter().find(|c| c.id == id) else { return Ok(None) };
    let Held { token, last } = Held::read(credential)?;
    let next = factor.saturating_add(1);
    let right = answer.code().and_then(|c| Code::parse(&c)).is_some_and(|c| same(token.code(next).expose(), &c));
    if !right || last.is_some_and(|last| last >= factor) {
        return Ok(None);
    }
    let found = token.found(token.offset(next, cx.now()));
    spend(cx, credential, Some(&found), next, Some("token.resynced"))?;
    owing(cx, id, &token).map(Some)
}

/// Asks for the code after one of the outer window.
fn next_code(digits: u8) -> Prompt {
    Prompt::new("oath-next-code", vec![Field::Code { digits, numeric: true }])
}

/// Spends the factor, follows the device, and makes a token active with its first code.
fn spend(
    cx: &mut Cx<'_>,
    credential: &Credential,
    moved: Option<&Token>,
    factor: u64,
    event: Option<&str>,
) -> Result<(), MethodError> {
    cx.spend(credential.id, i64::try_from(factor).unwrap_or(i64::MAX));
    let told = |token: Option<&Token>| {
        let tag = credential.token.as_ref().map(|tag| tag.serial.clone());
        serde_json::json!({ "steps": token.map_or(0, Token::drift), "serial": tag })
    };
    if let Some(event) = event {
        cx.audit(Event::new(cx.now(), event, Outcome::Success).detail(told(moved)));
    }
    let first = credential.state == CredentialState::Assigned;
    if first {
        let serial = credential.token.as_ref().map(|tag| tag.serial.clone());
        let detail = serde_json::json!({ "serial": serial, "before": "assigned", "after": "active" });
        cx.audit(Event::new(cx.now(), "token.activated", Outcome::Success).detail(detail));
    }
    if first || moved.is_some() {
        let body = moved.map_or_else(|| Ok(credential.body.clone()), Token::body)?;
        // The counter moves by what is spent alone; a stale put cannot move it back.
        cx.put(Credential { body, state: CredentialState::Active, ..credential.clone() });
    }
    Ok(())
}

/// Passes, and asks for a new PIN where one is due.
fn owing(cx: &mut Cx<'_>, id: Id, token: &Token) -> Result<Step<State>, MethodError> {
    let evidence = evidence(cx, token);
    let Some((rules, Some(kept))) = token.served() else { return Ok(Step::Pass(evidence)) };
    let Some(why) = kept.due(rules, cx.now()) else { return Ok(Step::Pass(evidence)) };
    let (prompt, state) = match rules.by {
        By::User => (new_pin(rules, "oath-new-pin"), State::NewPin { token: id, first: None }),
        By::Server => {
            let pin = pin::fresh(rules, cx.chance);
            let hash = Hash::of(pin.expose(), cx.chance.bytes(), rules.cost)?;
            (given(pin.expose()), State::Given { token: id, pin: hash })
        }
    };
    Ok(Step::Owe(evidence, Prompt { notice: why.to_owned(), ..prompt }, state))
}

/// What the token proves, and to whom.
pub fn evidence(cx: &Cx<'_>, token: &Token) -> Evidence {
    let amr = token.pin.as_ref().map(|_| vec!["otp".to_owned(), "pin".to_owned()]);
    Evidence { amr, ..Evidence::subject(cx.user.map_or(cx.name, |u| u.name.as_str())) }
}

/// Asks for a new PIN under the rules in words.
pub fn new_pin(rules: Rules, text: &str) -> Prompt {
    let mut prompt = Prompt::new(text, vec![new_pin_field(rules)]);
    prompt.button = "oath-new-pin-button".into();
    prompt
}

pub fn new_pin_field(rules: Rules) -> Field {
    let args = [("minimum", rules.minimum), ("maximum", rules.maximum)];
    let args = args.into_iter().map(|(name, n)| (name.to_owned(), i64::from(n).into())).collect();
    Field::NewPin { hint: "oath-new-pin-hint".into(), args }
}

/// Shows a PIN that the server chose, this once.
pub fn given(pin: &str) -> Prompt {
    let mut prompt = Prompt::new("oath-pin-given", vec![Field::List { items: vec![pin.to_owned()] }]);
    prompt.button = "oath-pin-given-button".into();
    prompt
}

/// Takes a new PIN, or says everything that is wrong with it. Where only one line can be typed it is asked for twice.
pub async fn change_pin(
    cx: &mut Cx<'_>,
    (id, first): (Id, Option<Hash>),
    answer: &Answer,
    bench: &Bench,
) -> Result<Step<State>, MethodError> {
    let Some(credential) = cx.credentials.iter().find(|c| c.id == id) else { return Ok(Step::Fail(Reason::Expired)) };
    let token = Held::read(credential)?.token;
    let Some((rules, kept)) = token.served() else { return Ok(Step::Fail(Reason::Expired)) };
    let Some(new) = answer.get("new_pin").filter(|n| n.len() <= 64) else { return Ok(Step::Fail(Reason::Malformed)) };
    let again = answer.get("new_pin_again");
    let mut refusals = pin::refusals(rules, new);
    if again.is_some_and(|again| again != new) {
        refusals = vec![("oath-pin-differ".to_owned(), plug::Args::new())];
    }
    let asked_on = |refusals| {
        Step::Ask(Prompt { refusals, ..new_pin(rules, "oath-new-pin") }, State::NewPin { token: id, first: None })
    };
    if !refusals.is_empty() {
        return Ok(asked_on(refusals));
    }
    let once = again.is_none();
    let (new, salt, kept, typed_before) =
        (Secret::new(new.to_owned()), cx.chance.bytes(), kept.cloned(), first.clone());
    let (same, repeated, hash) = bench
        .run(move || {
            let same = pin::is_same(kept.as_ref(), new.expose())?;
            let repeated = typed_before.map(|before| before.is(new.expose())).transpose()?;
            Ok((same, repeated, Hash::of(new.expose(), salt, rules.cost)?))
        })
        .await?;
    if same && !rules.trivial {
        return Ok(asked_on(vec![("oath-pin-same".to_owned(), plug::Args::new())]));
    }
    match repeated {
        Some(false) => Ok(asked_on(vec![("oath-pin-differ".to_owned(), plug::Args::new())])),
        None if once => {
            let prompt = new_pin(rules, "oath-new-pin-again");
            Ok(Step::Ask(prompt, State::NewPin { token: id, first: Some(hash) }))
        }
        Some(true) | None => put_pin(cx, id, hash),
    }
}

/// Puts a PIN of the owner's in force.
pub fn put_pin(cx: &mut Cx<'_>, id: Id, hash: Hash) -> Result<Step<State>, MethodError> {
    let Some(credential) = cx.credentials.iter().find(|c| c.id == id) else { return Ok(Step::Fail(Reason::Expired)) };
    let token = Held::read(credential)?.token;
    let evidence = evidence(cx, &token);
    let kept = Kept { hash, since: cx.now(), told: false };
    let body = token.with_pin(Some(kept)).body()?;
    let serial = credential.token.as_ref().map(|tag| tag.serial.clone());
    cx.audit(
        Event::new(cx.now(), "token.pin-changed", Outcome::Success).detail(serde_json::json!({ "serial": serial })),
    );
    cx.put(Credential { body, ..credential.clone() });
    Ok(Step::Pass(evidence))
}

/// The PIN, where the token has one that the server judges, and the code of a typed line.
fn parts<'a>(token: &Token, line: &'a str) -> Option<(Option<&'a str>, &'a str)> {
    match token.served() {
        Some((rules, _)) => pin::part(rules, token.digits().number(), line).map(|(pin, code)| (Some(pin), code)),
        None => (line.len() == usize::from(token.digits().number())).then_some((None, line)),
    }
}

/// Compares without telling by its duration where the difference is.
pub fn same(candidate: &str, code: &Code) -> bool {
    use subtle::ConstantTimeEq;
    candidate.as_bytes().ct_eq(code.expose().as_bytes()).into()
}
