//! The kind `oath`: tokens of the inventory, by event or by time, with *next code please* and a PIN where the template says so.

use model::{Finding, Reason};
use plug::{
    Answer, ConfigError, Cx, Factor, Field, Kind, Method, MethodError, Needs, Opens, Passcode, Prompt, Step,
    token::Craft,
};

use super::{
    Moving, Reach, State, Template, Token, craft, enrol,
    pin::{self, By, Hash, Kept, Place, Rules},
    step::{self, Judging},
    template::PinKind,
    verify::Held,
};
use crate::slow::Bench;

/// Codes of tokens.
pub struct OathMethod {
    template: Template,
    moving: Moving,
    reach: Reach,
    bench: Bench,
}

impl Method for OathMethod {
    const KIND: Kind = Kind {
        name: "oath",
        type_name: "OATH Token",
        class_names: &[],
        factor: Factor::Possession,
        opens: Opens::WhereAsked,
        needs: Needs::Credential,
        amr: &["otp"],
        code_lengths: &[4, 5, 6, 7, 8],
        shorthand: None,
        silent: false,
        enrols: true,
        takes_secret: true,
        sends: false,
        documents: &[],
        companion: false,
        icon: "totp",
        events: &["token.activated", "token.resynced", "token.drift", "token.pin-changed"],
    };
    const TOKENS: Option<Craft> = Some(craft::CRAFT);
    type Config = Template;
    type State = State;

    fn open(template: Template) -> Result<Self, ConfigError> {
        template.check()?;
        let moving = template.moving()?;
        Ok(Self { reach: template.reach(&moving), moving, template, bench: Bench::default() })
    }

    /// With a PIN kept here a line is as much longer.
    fn code_lengths(&self) -> Vec<u8> {
        let digits = self.template.digits;
        match self.template.pin {
            PinKind::Server => {
                (self.template.pin_minimum..=self.template.pin_maximum).map(|pin| digits + pin).collect()
            }
            _ => vec![digits],
        }
    }

    fn findings(template: &Template) -> Vec<Finding> {
        template.findings()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let opens = !cx.around.follows;
        Ok(Step::Ask(self.question(cx, opens)?, State::Asked { opens }))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        match state {
            State::Asked { opens } => self.judge(cx, opens, answer).await,
            State::Next { token, factor, opens } => match step::after_outer(cx, (token, factor), answer)? {
                Some(passed) => Ok(passed),
                None => Ok(Step::Again(Reason::Wrong, self.question(cx, opens)?, State::Asked { opens })),
            },
            State::NewPin { token, first } => step::change_pin(cx, (token, first), answer, &self.bench).await,
            State::Given { token, pin } => step::put_pin(cx, token, pin),
            State::Offered(_) | State::Shown { .. } => Err(MethodError::Unsupported),
        }
    }

    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let seed = enrol::seed(usize::from(self.template.key_size), cx)?;
        let token = Token { reach: Some(self.reach), pin: self.template.pin(), ..Token::of(seed, self.moving) };
        enrol::offer("oath", token, cx)
    }

    async fn confirm(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        match state {
            State::Offered(token) => self.confirmed(cx, token, answer).await,
            State::Shown { token, counter, label } => enrol::keep(Self::KIND.name, &token, counter, &label, cx),
            _ => Err(MethodError::Unsupported),
        }
    }
}

impl OathMethod {
    /// Before the first proof the question depends on the settings alone; afterwards on what the person has.
    fn question(&self, cx: &Cx<'_>, opens: bool) -> Result<Prompt, MethodError> {
        let held = if opens { Vec::new() } else { step::held(cx)? };
        let served = |token: &Token| token.served().map(|(rules, _)| rules.place);
        let usual = (self.template.pin == PinKind::Server).then_some(self.template.pin_place);
        let place = held.first().map_or(usual, |held| served(&held.token));
        let alike = held.iter().all(|held| served(&held.token) == place);
        let digits = held.iter().map(|held| held.token.digits().number()).max().unwrap_or(self.template.digits);
        let text = match place {
            _ if !alike => "oath-prompt-any",
            None => "oath-prompt",
            Some(Place::Prepend) => "oath-prompt-before",
            Some(Place::Append) => "oath-prompt-behind",
        };
        let width = if place.is_some() { digits + self.template.pin_maximum } else { digits };
        let mut fields = vec![Field::Code { digits: width, numeric: place.is_none() && alike }];
        if opens {
            fields.insert(0, Field::Username { value: cx.name.to_owned() });
        }
        Ok(Prompt::new(text, fields).arg("digits", i64::from(digits)))
    }

    async fn judge(&self, cx: &mut Cx<'_>, opens: bool, answer: &Answer) -> Result<Step<State>, MethodError> {
        let held = step::held(cx)?;
        if let Some(Passcode::Response(response)) = answer.passcode("code") {
            let judging = Judging { held, usual: self.moving, reach: self.reach };
            return judging.responded(cx, response, "token.drift");
        }
        let line = step::typed(answer).filter(|line| opens || self.fits(line.expose(), &held));
        let Some(line) = line else { return Ok(Step::Fail(Reason::Malformed)) };
        let cost = (self.template.pin == PinKind::Server).then(|| self.template.rules().cost);
        let judging = Judging { held, usual: self.moving, reach: self.reach };
        judging.with_pin(cx, &line, opens, &self.bench, cost).await
    }

    /// Whether a line of this length can be right for one of the person's tokens.
    fn fits(&self, line: &str, held: &[Held]) -> bool {
        let of = |rules: Option<Rules>, digits: u8| match rules {
            Some(_) => line.len() > usize::from(digits),
            None => line.len() == usize::from(digits) && line.bytes().all(|b| b.is_ascii_digit()),
        };
        let usual = (self.template.pin == PinKind::Server).then(|| self.template.rules());
        let mut all = held.iter().map(|h| (h.token.served().map(|(rules, _)| rules), h.token.digits().number()));
        if held.is_empty() { of(usual, self.template.digits) } else { all.any(|(rules, digits)| of(rules, digits)) }
    }

    /// The first code of a new token, and its PIN where the template wants one.
    async fn confirmed(&self, cx: &mut Cx<'_>, token: Token, answer: &Answer) -> Result<Step<State>, MethodError> {
        let again = token.clone();
        let label = enrol::label(answer);
        let (token, counter) = match enrol::first_code(token, self.reach, cx, answer) {
            Ok(good) => good,
            Err(why) => return Ok(Step::Fail(why)),
        };
        let Some((rules, _)) = token.served() else {
            return enrol::keep(Self::KIND.name, &token, counter, &label, cx);
        };
        let pin = match rules.by {
            By::Server => pin::fresh(rules, cx.chance),
            By::User => {
                let Some(new) = answer.get("new_pin").filter(|n| n.len() <= 64) else {
                    return Ok(Step::Fail(Reason::Malformed));
                };
                let mut refusals = pin::refusals(rules, new);
                if answer.get("new_pin_again") != Some(new) {
                    refusals = vec![("oath-pin-differ".to_owned(), plug::Args::new())];
                }
                if !refusals.is_empty() {
                    let Step::Ask(prompt, state) = enrol::offer("oath", again, cx)? else {
                        return Err(MethodError::Unsupported);
                    };
                    return Ok(Step::Ask(Prompt { refusals, ..prompt }, state));
                }
                model::Secret::new(new.to_owned())
            }
        };
        let (typed, salt) = (pin.clone(), cx.chance.bytes());
        let hash = self.bench.run(move || Hash::of(typed.expose(), salt, rules.cost)).await?;
        let token = token.with_pin(Some(Kept { hash, since: cx.now(), told: false }));
        match rules.by {
            By::User => enrol::keep(Self::KIND.name, &token, counter, &label, cx),
            By::Server => Ok(Step::Ask(step::given(pin.expose()), State::Shown { token, counter, label })),
        }
    }
}
