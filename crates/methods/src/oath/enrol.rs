//! The making of a token by its owner: a fresh key as QR code, link and text, then the first code and a name.

use model::Reason;
use oath::{Algorithm, Code, OtpAuth, OtpKind, Seed};
use plug::{Answer, Args, Cx, Evidence, Field, MethodError, Prompt, Step};

use super::{
    Moving, Reach, State, Token,
    step::new_pin_field,
    verify::{self, Held, Is, Verdict},
};

/// The longest name of a device.
const LONGEST_LABEL: usize = 40;

/// A fresh key.
pub fn seed(size: usize, cx: &Cx<'_>) -> Result<Seed, MethodError> {
    let mut key = vec![0; size];
    cx.chance.fill(&mut key);
    Seed::from_bytes(key).map_err(|_| MethodError::Unsupported)
}

/// Offers a fresh token. Until it is confirmed it lives in the enrolment alone, and its key is shown in no other place
/// afterwards (case M024).
pub fn offer(owner: &str, token: Token, cx: &Cx<'_>) -> Result<Step<State>, MethodError> {
    let Some(user) = cx.user else { return Err(MethodError::Unsupported) };
    let issuer =
        [&cx.around.site_title, &cx.around.host].into_iter().find(|i| !i.is_empty()).cloned().unwrap_or_default();
    let kind = match token.moving {
        Moving::Time { totp, .. } => OtpKind::Totp(totp),
        Moving::Event(hotp) => OtpKind::Hotp { hotp, counter: 0 },
    };
    let uri = OtpAuth { issuer, account: user.name.clone(), seed: token.seed.clone(), kind };
    let uri = uri.to_uri().map_err(|_| MethodError::Unsupported)?;
    let secret = grouped(&token.seed.to_base32());
    let mut fields = vec![
        Field::Key { uri: uri.as_str().to_owned(), secret, args: facts(&token) },
        Field::Code { digits: token.digits().number(), numeric: true },
        Field::Label { value: String::new() },
    ];
    if let Some((rules, _)) = token.served().filter(|(rules, _)| rules.by == super::pin::By::User) {
        fields.insert(2, new_pin_field(rules));
    }
    let mut prompt = Prompt::new(&format!("{owner}-enrol"), fields);
    prompt.args = facts(&token);
    prompt.button = format!("{owner}-enrol-button");
    Ok(Step::Ask(prompt, State::Offered(token)))
}

/// Takes the first code. It is used up by this: logging in takes the next one.
pub fn first_code(token: Token, reach: Reach, cx: &Cx<'_>, answer: &Answer) -> Result<(Token, i64), Reason> {
    let code = answer.code().and_then(|c| Code::parse(&c)).filter(|c| c.digits() == token.digits());
    let Some(code) = code else { return Err(Reason::Malformed) };
    let usual = token.moving;
    let held = [Held { token, last: None }];
    let is: &Is<'_> = &|_, candidate| model::Secret::new(code.expose().to_owned()).is(candidate);
    let Verdict::Good { factor, offset, .. } = verify::judge(&held, &usual, is, cx.now(), reach) else {
        return Err(Reason::Wrong);
    };
    let [Held { token, .. }] = held;
    let token = token.after(offset).unwrap_or(token);
    Ok((token, i64::try_from(factor).unwrap_or(i64::MAX)))
}

/// Makes the credential of a token that is complete.
pub fn keep(kind: &str, token: &Token, counter: i64, label: &str, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
    let Some(user) = cx.user else { return Err(MethodError::Unsupported) };
    let mut credential = cx.new_credential(kind, label, token.body()?);
    credential.counter = counter;
    cx.put(credential);
    Ok(Step::Pass(Evidence::subject(&user.name)))
}

/// What an app that is set up by hand must be told; a period of zero stands for codes by event.
fn facts(token: &Token) -> Args {
    let (algorithm, period) = match token.moving {
        Moving::Time { totp, .. } => (totp.algorithm, totp.period.ms() / 1_000),
        Moving::Event(hotp) => (hotp.algorithm, 0),
    };
    let algorithm = match algorithm {
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha512 => "SHA-512",
    };
    Args::from([
        ("algorithm".into(), algorithm.into()),
        ("digits".into(), i64::from(token.digits().number()).into()),
        ("period".into(), i64::try_from(period).unwrap_or(i64::MAX).into()),
    ])
}

/// `JBSW Y3DP …`: groups of four, for people who type.
fn grouped(text: &str) -> String {
    let mut grouped = String::with_capacity(text.len() * 5 / 4);
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(character);
    }
    grouped
}

/// The name of a device without what a page or a mail could trip over.
pub fn label(answer: &Answer) -> String {
    let typed = answer.get("name").unwrap_or_default();
    let plain: String = typed.chars().filter(|c| !c.is_control()).collect();
    plain.trim().chars().take(LONGEST_LABEL).collect()
}
