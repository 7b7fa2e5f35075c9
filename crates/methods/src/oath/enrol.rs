//! The making of a token: a fresh key as QR code, link and text, then the first code and a name.

use model::Reason;
use oath::{Algorithm, Code, OtpAuth, OtpKind, Seed, Totp, Window};
use plug::{Answer, Args, Cx, Evidence, Field, MethodError, Prompt, Step};

use super::{
    State, Token, TotpMethod,
    verify::{self, Held, Verdict},
};

/// The longest name of a device.
const LONGEST_LABEL: usize = 40;

/// Offers a fresh key. Until it is confirmed it lives in the enrolment alone, and it is shown in no other place
/// afterwards (case M024).
pub fn offer(totp: Totp, key_size: usize, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
    let Some(user) = cx.user else { return Err(MethodError::Unsupported) };
    let mut key = vec![0; key_size];
    cx.chance.fill(&mut key);
    let seed = Seed::from_bytes(key).map_err(|_| MethodError::Unsupported)?;
    let issuer =
        [&cx.around.site_title, &cx.around.host].into_iter().find(|i| !i.is_empty()).cloned().unwrap_or_default();
    let uri = OtpAuth { issuer, account: user.name.clone(), seed: seed.clone(), kind: OtpKind::Totp(totp) };
    let uri = uri.to_uri().map_err(|_| MethodError::Unsupported)?;
    let fields = vec![
        Field::Key { uri: uri.as_str().to_owned(), secret: grouped(&seed.to_base32()), args: facts(totp) },
        Field::Code { digits: totp.digits.number(), numeric: true },
        Field::Label { value: String::new() },
    ];
    let mut prompt = Prompt::new("totp-enrol", fields);
    prompt.args = facts(totp);
    prompt.button = "totp-enrol-button".into();
    Ok(Step::Ask(prompt, State::Offered(Token::new(seed, totp))))
}

/// Takes the first code. It is used up by this: logging in takes the next one.
pub fn confirm(token: Token, window: Window, cx: &mut Cx<'_>, answer: &Answer) -> Result<Step<State>, MethodError> {
    let Some(user) = cx.user else { return Err(MethodError::Unsupported) };
    let digits = token.totp.digits;
    let Some(code) = answer.code().and_then(|c| Code::parse(&c)).filter(|c| c.digits() == digits) else {
        return Ok(Step::Fail(Reason::Malformed));
    };
    let totp = token.totp;
    let held = [Held { token, last: None }];
    let Verdict::Good { step, offset, .. } = verify::judge(&held, totp, &code, cx.now(), window) else {
        return Ok(Step::Fail(Reason::Wrong));
    };
    let [Held { token, .. }] = held;
    let token = token.after(offset).unwrap_or(token);
    let kind = <TotpMethod as plug::Method>::KIND.name;
    let mut credential = cx.new_credential(kind, &label(answer.get("name").unwrap_or_default()), token.body()?);
    credential.counter = i64::try_from(step).unwrap_or(i64::MAX);
    cx.put(credential);
    Ok(Step::Pass(Evidence::subject(&user.name)))
}

/// What an app that is set up by hand must be told.
fn facts(totp: Totp) -> Args {
    let algorithm = match totp.algorithm {
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha512 => "SHA-512",
    };
    let period = i64::try_from(totp.period.ms() / 1_000).unwrap_or(i64::MAX);
    Args::from([
        ("algorithm".into(), algorithm.into()),
        ("digits".into(), i64::from(totp.digits.number()).into()),
        ("period".into(), period.into()),
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
fn label(typed: &str) -> String {
    let plain: String = typed.chars().filter(|c| !c.is_control()).collect();
    plain.trim().chars().take(LONGEST_LABEL).collect()
}
