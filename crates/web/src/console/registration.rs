//! What a front knows of an application: its members as fields, all of them as JSON, and a new secret that is shown once.

use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use kit::Form;
use manage::{attributes::Attributes, desk::Fault};
use model::{Finding, secret::MASKED};
use serde_json::{Map, Value, json};

use super::{
    Console,
    form::{self, Field, Part},
    gate::Seat,
    object::{Here, answered, tab_href},
    race,
    save::{how, quoted, saved},
    schema::{Declared, Shape},
};
use crate::words::Words;

/// A member of a registration, and what may stand there.
pub(super) struct Member {
    pub name: &'static str,
    pub holds: Holds,
}

pub(super) enum Holds {
    Text,
    Secret,
    List,
    /// On or off where nothing is said.
    Switch(bool),
    Number(i64),
    Choice(&'static [&'static str]),
    Json,
}

const fn m(name: &'static str, holds: Holds) -> Member {
    Member { name, holds }
}

/// What the front of a protocol reads.
pub(super) fn members(protocol: &str) -> &'static [Member] {
    match protocol {
        "oidc" => {
            const {
                &[
                    m("client_id", Holds::Text),
                    m("client_secret", Holds::Secret),
                    m(
                        "token_endpoint_auth_method",
                        Holds::Choice(&["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]),
                    ),
                    m("redirect_uris", Holds::List),
                    m("post_logout_redirect_uris", Holds::List),
                    m("backchannel_logout_uri", Holds::Text),
                    m("grant_types", Holds::List),
                    m("scope", Holds::Text),
                    m("require_pkce", Holds::Switch(false)),
                    m("subject_type", Holds::Choice(&["public", "pairwise"])),
                    m("id_token_signed_response_alg", Holds::Choice(&["ES256", "RS256", "PS256"])),
                    m("strict_audience", Holds::Switch(false)),
                    m("jwks_uri", Holds::Text),
                    m("jwks", Holds::Json),
                ]
            }
        }
        "saml" => {
            const {
                &[
                    m("entity_id", Holds::Text),
                    m("descriptor", Holds::Text),
                    m("descriptor_url", Holds::Text),
                    m("descriptor_certificates", Holds::List),
                    m("descriptor_minutes", Holds::Number(360)),
                    m(
                        "name_id",
                        Holds::Choice(&[
                            "delivered",
                            "transient",
                            "persistent",
                            "persistent-uuid",
                            "emailAddress",
                            "unspecified",
                            "X509SubjectName",
                            "WindowsDomainQualifiedName",
                            "kerberos",
                            "entity",
                        ]),
                    ),
                    m("name_id_attribute", Holds::Text),
                    m("affiliation", Holds::Text),
                    m("attribute_format", Holds::Choice(&["basic", "uri", "unspecified"])),
                    m("sign", Holds::Choice(&["both", "response", "assertion"])),
                    m("encrypt", Holds::Choice(&["possible", "always", "never"])),
                    m("signing_algorithm", Holds::Choice(&["RS256", "ES256"])),
                    m("signed_requests", Holds::Switch(false)),
                    m("unsolicited", Holds::Switch(false)),
                    m("relay_state", Holds::Text),
                    m("allow_sha1", Holds::Switch(false)),
                    m("allow_cbc", Holds::Switch(false)),
                ]
            }
        }
        "radius" => {
            const {
                &[
                    m("addresses", Holds::List),
                    m("secret", Holds::Secret),
                    m("shortSecret", Holds::Switch(false)),
                    m("requireMessageAuthenticator", Holds::Switch(true)),
                    m("certificate", Holds::Text),
                    m("accounting", Holds::Switch(false)),
                    m("callingStation", Holds::Choice(&["told", "trusted"])),
                    m("challenge", Holds::Switch(true)),
                    m("rejectDelay", Holds::Number(1000)),
                    m("chap", Holds::Switch(false)),
                    m("mschap2", Holds::Switch(false)),
                    m("group", Holds::Text),
                    m("language", Holds::Choice(&["en", "fi", "sv", "fr", "de"])),
                    m("rate", Holds::Number(0)),
                ]
            }
        }
        "agent" => {
            const {
                &[
                    m("addresses", Holds::List),
                    m("key", Holds::Secret),
                    m("realms", Holds::List),
                    m("splitRealm", Holds::Switch(true)),
                    m("clientFrom", Holds::Text),
                    m("serviceAccount", Holds::Text),
                    m("secret", Holds::Secret),
                    m("triggerChallenge", Holds::Switch(false)),
                    m("pollOrigins", Holds::List),
                    m("samlCheck", Holds::Switch(false)),
                    m("perMinute", Holds::Number(0)),
                    m("hideVersion", Holds::Switch(false)),
                    m("language", Holds::Choice(&["en", "fi", "sv", "fr", "de"])),
                    m("offline", Holds::Json),
                ]
            }
        }
        _ => const { &[] },
    }
}

impl Member {
    fn declared(&self) -> Declared {
        let (shape, default) = match &self.holds {
            Holds::Text | Holds::Secret => (Shape::Text, Value::Null),
            Holds::List => (Shape::List, Value::Null),
            Holds::Switch(on) => (Shape::Switch, Value::Bool(*on)),
            Holds::Number(usual) => (Shape::Number { least: Some(0), most: None }, Value::from(*usual)),
            Holds::Choice(all) => (Shape::Choice(all.iter().map(|c| (*c).to_owned()).collect()), Value::Null),
            Holds::Json => (Shape::Json, Value::Null),
        };
        let secret = matches!(self.holds, Holds::Secret);
        Declared {
            shape,
            optional: !matches!(self.holds, Holds::Switch(_)),
            secret,
            usual: true,
            default,
            description: String::new(),
        }
    }
    fn field(&self) -> String {
        format!("metadata.{}", self.name)
    }
}

/// The members as fields, and what is wrong with them.
fn fields(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> (Vec<Field>, Vec<form::Wrong>) {
    let metadata = metadata(here);
    let kinds = console.desk.engine().kinds();
    let sheet = form::Sheet {
        typed,
        findings,
        may_write: here.may_write,
        ..form::Sheet::new(here.noun, &[], &here.seen.attributes, kinds)
    };
    let field = |member: &Member| -> Field {
        let declared = member.declared();
        let usual = if matches!(member.holds, Holds::Switch(_)) { declared.default.clone() } else { Value::Null };
        let value = metadata.get(member.name).cloned().unwrap_or(usual);
        sheet.made(&member.field(), &declared, &value, &seat.speaker)
    };
    let part = Part { key: "", fields: members(protocol(here)).iter().map(field).collect(), fold: None };
    let wrong = sheet.wrong(std::slice::from_ref(&part), &seat.speaker);
    (part.fields, wrong)
}

pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let metadata = metadata(here);
    let as_json = typed.is_some_and(|form| form.get("json").is_some());
    let beside = if as_json { &[] } else { findings };
    let (fields, mut wrong) = fields(console, seat, here, typed.filter(|_| !as_json), beside);
    if as_json {
        wrong = findings.iter().map(|f| form::wrong(f, "json", &seat.speaker)).collect();
    }
    let secret = |m: &&Member| matches!(m.holds, Holds::Secret);
    let secrets: Vec<Value> = members(protocol(here))
        .iter()
        .filter(secret)
        .map(|m| json!({ "name": m.name, "label": seat.speaker.label(here.noun.name(), &m.field()) }))
        .collect();
    let text = typed.and_then(|f| f.get("json")).map_or_else(|| pretty(&metadata), str::to_owned);
    let context = json!({
        "parts": [Part { key: "", fields, fold: None }],
        "secrets": secrets,
        "errors": wrong,
        "rows": text.lines().count().clamp(4, 24) + 1,
        "json": text,
        "json_wrong": as_json && !wrong.is_empty(),
        "cli": command(here, &metadata),
    });
    let page = console.object_page(seat, here, "console/registration.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn command(here: &Here, metadata: &Map<String, Value>) -> String {
    let shown = metadata.iter().filter(|(_, v)| v.as_str() != Some(MASKED) && !v.is_object());
    let words = shown.flat_map(|(name, value)| {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        values.into_iter().map(move |v| format!("metadata.{name}={}", quoted(&form::shown(&v)))).collect::<Vec<_>>()
    });
    std::iter::once(format!("symbolon ctl put {}", quoted(&here.seen.id()))).chain(words).collect::<Vec<_>>().join(" ")
}

fn protocol(here: &Here) -> &str {
    here.seen.attributes.get("protocol").and_then(Value::as_str).unwrap_or("oidc")
}

fn metadata(here: &Here) -> Map<String, Value> {
    here.seen.attributes.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default()
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let whole = match sent.get("json") {
        Some(_) if race::left(sent, "json") => Ok(metadata(here)),
        Some(text) => serde_json::from_str::<Map<String, Value>>(text)
            .map_err(|e| vec![Finding::broken("metadata", "console-json").with("line", e.line())]),
        None => taken(metadata(here), members(protocol(here)), sent),
    };
    let whole = match whole {
        Ok(whole) => whole,
        Err(findings) => return Ok(show(console, seat, here, Some(sent), &findings)),
    };
    let given = Attributes::from_iter([("metadata".to_owned(), Value::Object(whole))]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => Ok(race(console, seat, here, sent)),
        Err(fault) => Err(fault),
    }
}

fn race(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Response {
    let present = metadata(here);
    let fields = match sent.get("json") {
        Some(text) => {
            let whole = |value: String| vec![race::whole("json", seat.speaker.say("console-json-label"), value)];
            (whole(text.to_owned()), whole(pretty(&present)))
        }
        None => (fields(console, seat, here, Some(sent), &[]).0, fields(console, seat, here, None, &[]).0),
    };
    race::page(console, seat, here, fields, sent)
}

fn pretty(metadata: &Map<String, Value>) -> String {
    serde_json::to_string_pretty(&Value::Object(metadata.clone())).unwrap_or_default()
}

/// The registration with what was typed; what is as usual is left out.
pub(super) fn taken(
    mut whole: Map<String, Value>,
    members: &[Member],
    form: &Form,
) -> Result<Map<String, Value>, Vec<Finding>> {
    let mut findings = Vec::new();
    for member in members.iter().filter(|m| !race::left(form, &m.field())) {
        let declared = member.declared();
        match form::taken(form, &member.field(), &declared) {
            Ok(value) if is_usual(&value, &declared) => drop(whole.shift_remove(member.name)),
            Ok(value) => drop(whole.insert(member.name.to_owned(), value)),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(whole) } else { Err(findings) }
}

fn is_usual(value: &Value, declared: &Declared) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        other => *other == declared.default,
    }
}

/// A new secret, made here and shown once.
pub(super) async fn secret(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let name = sent.get("member").unwrap_or_default();
    let known = members(protocol(here)).iter().find(|m| m.name == name && matches!(m.holds, Holds::Secret));
    let member = known.ok_or(Fault::Unsupported)?;
    let made = fresh(console);
    let mut whole = metadata(here);
    whole.insert(member.name.to_owned(), made.as_str().into());
    let given = Attributes::from_iter([("metadata".to_owned(), Value::Object(whole))]);
    console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await?;
    let label = seat.speaker.label(here.noun.name(), &member.field());
    Ok(once(console, seat, here, &label, &made))
}

/// 256 random bits in letters that every form and file takes.
pub(super) fn fresh(console: &Console) -> String {
    BASE64URL_NOPAD.encode(&console.desk.engine().chance().bytes::<32>())
}

/// The one page that shows a secret.
pub(super) fn once(console: &Console, seat: &Seat, here: &Here, label: &str, secret: &str) -> Response {
    let id = here.seen.id();
    let metadata = metadata(here);
    let context = json!({ "label": label, "secret": secret, "client_id": metadata.get("client_id"), "back": tab_href(&id, "registration") });
    let page = console.object_page(seat, here, "console/secret.html", context);
    let title = Words::new("console-secret-title").with("title", here.title.as_str());
    console.page(seat, super::gate::Sheet { title, ..page })
}
