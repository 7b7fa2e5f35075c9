//! An object's attributes as a form, and what becomes of one that is sent: saved, sent back with what is wrong, or, when
//! somebody else saved first, both values side by side.

use axum::response::Response;
use kit::Form;
use manage::{
    address::Address,
    desk::{Fault, How},
};
use model::{Finding, Noun};
use serde_json::{Value, json};

use super::{
    Console, alerts, ask, deliveries, form,
    gate::Seat,
    gateways, items, layout, lines, links, mails,
    object::{Here, answered, kind_of, tab_href},
    race, registration, rights,
    said::Said,
    tabs::Shows,
    texts,
};
/// Does what the form asks; `act` says what.
pub(super) async fn act(console: &Console, seat: &Seat, at: Address, sent: &Form) -> Result<Response, Fault> {
    let here = console.here(seat, at, sent.get("tab").unwrap_or_default()).await?;
    match sent.get("act").unwrap_or_default() {
        "save" => match here.tab.shows {
            Shows::Items => items::save(console, seat, &here, sent).await,
            Shows::Alerts => alerts::save(console, seat, &here, sent).await,
            Shows::Gateways => gateways::save(console, seat, &here, sent).await,
            Shows::Rights => rights::save(console, seat, &here, sent).await,
            Shows::Texts => texts::save(console, seat, &here, sent).await,
            Shows::Mails => mails::act(console, seat, &here, sent).await,
            Shows::Registration => registration::save(console, seat, &here, sent).await,
            Shows::Lines => lines::save(console, seat, &here, sent).await,
            _ => save(console, seat, &here, sent).await,
        },
        "preview" | "reset" if matches!(here.tab.shows, Shows::Mails) => mails::act(console, seat, &here, sent).await,
        "secret" => registration::secret(console, seat, &here, sent).await,
        "link" => links::link(console, seat, &here, sent).await,
        "unlink" => links::unlink(console, seat, &here, sent).await,
        "with" => links::with(console, seat, &here, sent).await,
        "test" | "rotate" | "endFormer" | "replay" if here.noun == Noun::Webhook => {
            deliveries::act(console, seat, &here, sent).await
        }
        "delete" => ask::deleted(console, seat, &here, sent).await,
        _ => Err(Fault::Unsupported),
    }
}

fn groups(here: &Here) -> &'static [layout::Group] {
    match here.tab.shows {
        Shows::Look => layout::LOOK,
        Shows::Provider => layout::PROVIDER,
        _ => layout::main(here.noun),
    }
}

/// Addresses of ours that the provider of a method is to be told.
fn addresses(console: &Console, here: &Here) -> Vec<Value> {
    let origin = console.desk.engine().public_url().as_str().trim_end_matches('/');
    let name = here.at.name();
    let back = format!("{origin}/login/return/{name}");
    let all = match kind_of(console, here).map(|k| k.name) {
        Some("saml") => vec![
            ("console-provider-metadata", format!("{origin}/saml2/sp/{name}/metadata")),
            ("console-provider-return", back),
            ("console-provider-logout", format!("{origin}/saml2/sp/{name}/slo")),
        ],
        Some("oidc") => {
            vec![("console-provider-return", back.clone()), ("console-provider-logout", format!("{back}/logout"))]
        }
        _ => vec![("console-provider-return", back)],
    };
    all.into_iter().map(|(key, address)| json!({ "key": key, "address": address })).collect()
}

/// The main page, or how a site looks.
pub(super) fn form(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let kinds = console.desk.engine().kinds();
    let sheet = form::Sheet {
        typed,
        findings,
        may_write: here.may_write,
        ..form::Sheet::new(here.noun, groups(here), &here.seen.attributes, kinds)
    };
    let mut parts = sheet.parts(&seat.speaker);
    if here.noun == Noun::Application && !matches!(sheet.value("protocol").as_str(), Some("radius" | "agent")) {
        parts.retain(|part| part.key != "console-group-passcode");
    }
    if let Some(kind) = kind_of(console, here) {
        parts.retain(|part| kind.sends || part.key != "console-group-sending");
        let idle = |name: &str| plug::Document::parse(name).is_some_and(|d| !kind.documents.contains(&d));
        for part in &mut parts {
            part.fields.retain(|field| !idle(&field.name) || !matches!(field.value.as_str(), "" | "{}"));
        }
        parts.retain(|part| !part.fields.is_empty());
    }
    let wrong = sheet.wrong(&parts, &seat.speaker);
    let mut context = json!({
        "parts": parts,
        "errors": wrong,
        "cli": command(here, groups(here)),
        "facts": links::facts(console, seat, here),
    });
    if matches!(here.tab.shows, Shows::Look) {
        context["colours"] = texts::colours(&sheet.value("theme.colour"), typed);
    }
    if matches!(here.tab.shows, Shows::Provider) {
        context["addresses"] = addresses(console, here).into();
    }
    context["tab"] = here.tab.name.into();
    let page = console.object_page(seat, here, "console/form.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let kinds = console.desk.engine().kinds();
    let sheet = form::Sheet::new(here.noun, groups(here), &here.seen.attributes, kinds);
    let given = match sheet.taken(sent) {
        Ok(given) => given,
        Err(findings) => return Ok(form(console, seat, here, Some(sent), &findings)),
    };
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(form(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => Ok(race(console, seat, here, &sheet, sent)),
        Err(fault) => Err(fault),
    }
}

/// On to the page that was saved, which says so.
pub(super) fn saved(console: &Console, seat: &Seat, here: &Here) -> Response {
    console.onward(seat, &tab_href(&here.seen.id(), here.tab.name), Said::new("saved").with("title", &here.title))
}

/// Only as it was read.
pub(super) fn how(sent: &Form) -> How {
    How { if_match: sent.filled("etag").map(|tag| vec![tag.to_owned()]), ..How::default() }
}

/// Somebody else saved first.
fn race(console: &Console, seat: &Seat, here: &Here, sheet: &form::Sheet<'_>, sent: &Form) -> Response {
    let kinds = console.desk.engine().kinds();
    let typed =
        form::Sheet { typed: Some(sent), ..form::Sheet::new(here.noun, groups(here), &here.seen.attributes, kinds) };
    let fields = |sheet: &form::Sheet<'_>| sheet.parts(&seat.speaker).into_iter().flat_map(|p| p.fields).collect();
    race::page(console, seat, here, (fields(&typed), fields(sheet)), sent)
}

/// The command that puts what the page shows and is not a default.
fn command(here: &Here, groups: &[layout::Group]) -> String {
    let mut words = vec!["symbolon ctl put".to_owned(), quoted(&here.seen.id())];
    let fields = groups.iter().flat_map(|g| g.fields).filter(|f| !f.starts_with("line.") && !layout::FIXED.contains(f));
    for field in fields {
        let mut path = field.split('.');
        let first = path.next().and_then(|first| here.seen.attributes.get(first));
        let Some(value) = path.fold(first, |at, member| at.and_then(|at| at.get(member))) else { continue };
        match value {
            Value::Object(members) => {
                words.extend(members.iter().map(|(k, v)| format!("{field}.{k}={}", quoted(&form::shown(v)))))
            }
            Value::Array(all) => words.extend(all.iter().map(|v| format!("{field}={}", quoted(&form::shown(v))))),
            value if form::shown(value).len() <= 200 => words.push(format!("{field}={}", quoted(&form::shown(value)))),
            _ => {}
        }
    }
    words.join(" ")
}

/// A word for a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | ',' | '+' | '@' | '%');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_reach_the_shell_as_they_are() {
        for (word, shell) in [
            ("/method/totp.1", "/method/totp.1"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's", r"'it'\''s'"),
            ("$(rm)", "'$(rm)'"),
            ("a\nb", "'a\nb'"),
        ] {
            assert_eq!(quoted(word), shell);
        }
    }
}
