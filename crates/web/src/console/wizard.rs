//! A new application: its protocol, then one page that goes from its name over what its protocol needs to the methods that it
//! allows and the groups that may use it.

use axum::response::Response;
use http::StatusCode;
use kit::Form;
use manage::{
    attributes::Attributes,
    desk::{Fault, Filter, How},
};
use model::{Finding, Noun};
use serde_json::{Map, Value, json};

use super::{
    Console, create, form,
    gate::{Seat, Sheet},
    object::{object, tab_href},
    registration,
    said::Said,
    save::quoted,
};
use crate::words::Words;

/// Fronts that serve applications, in the order they are offered.
const PROTOCOLS: [&str; 5] = ["oidc", "saml", "radius", "agent", "page"];

pub(super) fn page(console: &Console, seat: &Seat, sent: &Form, typed: bool, findings: &[Finding]) -> Response {
    let sites = create::sites(console, seat, Noun::Application, sent.filled("in"));
    let offered = |path: &&str| sites.iter().any(|site| site["value"] == **path);
    let site = sent.filled("in").filter(offered).map(str::to_owned).or_else(|| match sites.as_slice() {
        [only] => only["value"].as_str().map(str::to_owned),
        _ => None,
    });
    let protocol = sent.filled("protocol").filter(|p| PROTOCOLS.contains(p));
    let (Some(site), Some(protocol)) = (site, protocol) else { return begin(console, seat, sites, sent) };
    let wrong: Vec<form::Wrong> = findings.iter().map(|f| create::placed(f, seat)).collect();
    let on = |name: String, usual: bool| if typed { sent.get(&name).is_some() } else { usual };
    let methods: Vec<Value> = console
        .desk
        .lent(&seat.caller, &site)
        .iter()
        .map(|n| json!({ "path": n.path, "title": seat.speaker.title(&n.titles, n.name()), "on": on(format!("method.{}", n.path), false) }))
        .collect();
    let groups = console.desk.names(&seat.caller, Noun::Group, &Filter { limit: 200, ..Filter::default() });
    let groups: Vec<Value> = groups
        .iter()
        .map(|n| json!({ "path": n.path, "title": seat.speaker.title(&n.titles, n.name()), "on": on(format!("group.{}", n.path), false) }))
        .collect();
    let context = json!({
        "site": site,
        "protocol": protocol,
        "protocol_key": format!("console-protocol-{protocol}"),
        "name": sent.get("name"),
        "title": sent.get("title"),
        "uris": sent.get("metadata.redirect_uris"),
        "addresses": sent.get("metadata.addresses"),
        "descriptor": sent.get("metadata.descriptor"),
        "keeps": on("keeps".to_owned(), true),
        "methods": methods,
        "groups": groups,
        "errors": wrong,
        "cli": command(&site, protocol),
    });
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sheet = Sheet {
        status,
        error: !wrong.is_empty(),
        ..Sheet::new("console/new_application.html", Words::new("console-new-application"), context)
    };
    console.page(seat, sheet.at(create::place(Noun::Application, Some(&site))))
}

fn command(site: &str, protocol: &str) -> String {
    let path = quoted(&format!("/application/{site}/NAME"));
    let needs = match protocol {
        "oidc" => " metadata.client_id=NAME metadata.redirect_uris=https://…",
        "saml" => " metadata.entity_id=https://… metadata.descriptor=\"$(cat sp-metadata.xml)\"",
        "radius" | "agent" => " metadata.addresses=192.0.2.1",
        _ => "",
    };
    format!(
        "symbolon ctl put {path} protocol={protocol}{needs}\nsymbolon ctl link {path} method /method/METHOD enabled=true\nsymbolon ctl link {path} allowedTo /group/{site}/GROUP"
    )
}

/// Where it will be, and what it speaks.
fn begin(console: &Console, seat: &Seat, sites: Vec<Value>, sent: &Form) -> Response {
    let protocols: Vec<Value> =
        PROTOCOLS.iter().map(|p| json!({ "value": p, "key": format!("console-protocol-{p}"), "hint": format!("console-protocol-{p}-hint") })).collect();
    let context = json!({ "sites": sites, "protocols": protocols, "none": sites.is_empty() });
    let sheet = Sheet::new("console/new_protocol.html", Words::new("console-new-application"), context);
    console.page(seat, sheet.at(create::place(Noun::Application, sent.filled("in"))))
}

/// Makes the application, then its links; a secret that was made is shown once.
pub(super) async fn make(console: &Console, seat: &Seat, sent: &Form) -> Result<Response, Fault> {
    let (protocol, secret) = (sent.get("protocol").unwrap_or_default(), create::fresh(console));
    let at = match create::address(Noun::Application, sent) {
        Ok(at) => at,
        Err(findings) => return Ok(page(console, seat, sent, true, &findings)),
    };
    let (metadata, shows) = registration_of(protocol, at.name(), &secret, sent);
    let mut given = Attributes::from_iter([("protocol".to_owned(), protocol.into())]);
    if !metadata.is_empty() {
        given.insert("metadata".to_owned(), Value::Object(metadata));
    }
    if let Some(title) = sent.filled("title") {
        let tag = seat.speaker.scribe.locale().tag();
        given.insert("title".to_owned(), Value::Object(Map::from_iter([(tag.to_owned(), title.trim().into())])));
    }
    match console.desk.put(&seat.caller, &at, &given, &How { create_only: true, ..How::default() }).await {
        Ok(_) => {}
        Err(Fault::Precondition) => {
            let taken = Finding::broken("name", "name-taken").with("name", at.name());
            return Ok(page(console, seat, sent, true, &[taken]));
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            return Ok(page(console, seat, sent, true, &findings));
        }
        Err(fault) => return Err(fault),
    }
    for name in sent.names() {
        let (role, noun, path, with) = match name.split_once('.') {
            Some(("method", path)) => ("method", "method", path, true),
            Some(("group", path)) => ("allowedTo", "group", path, false),
            _ => continue,
        };
        let carried = Attributes::from_iter(with.then(|| ("enabled".to_owned(), Value::Bool(true))));
        console
            .desk
            .link(&seat.caller, &at, &[role.to_owned(), noun.to_owned(), path.to_owned()], &carried, &How::default())
            .await?;
    }
    let here = console.here(seat, object(Noun::Application, &at.path), "registration").await?;
    if let Some(member) = shows {
        let label = seat.speaker.label("application", &format!("metadata.{member}"));
        return Ok(registration::once(console, seat, &here, &label, &secret));
    }
    Ok(console.onward(seat, &tab_href(&here.seen.id(), ""), Said::new("made").with("title", &here.title)))
}

/// The name in pasted metadata, so that nobody types it twice. Whether it is the metadata's own is judged with the metadata.
fn entity_of(descriptor: &str) -> Option<&str> {
    let (_, rest) = descriptor.split_once("entityID=")?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// The registration that a new application begins with, and the member of it that is a fresh secret.
fn registration_of(
    protocol: &str,
    name: &str,
    secret: &str,
    sent: &Form,
) -> (Map<String, Value>, Option<&'static str>) {
    let lines = |field: &str| {
        sent.get(field).unwrap_or_default().lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>()
    };
    let mut whole = Map::new();
    let shows = match protocol {
        "oidc" => {
            whole.insert("client_id".to_owned(), name.into());
            whole.insert("redirect_uris".to_owned(), lines("metadata.redirect_uris").into());
            whole.insert("grant_types".to_owned(), vec!["authorization_code", "refresh_token"].into());
            if sent.get("keeps").is_some() {
                Some("client_secret")
            } else {
                whole.insert("token_endpoint_auth_method".to_owned(), "none".into());
                None
            }
        }
        "saml" => {
            let descriptor = sent.get("metadata.descriptor").unwrap_or_default().trim().replace("\r\n", "\n");
            whole.insert("entity_id".to_owned(), entity_of(&descriptor).unwrap_or_default().into());
            whole.insert("descriptor".to_owned(), descriptor.into());
            None
        }
        "radius" => {
            whole.insert("addresses".to_owned(), lines("metadata.addresses").into());
            Some("secret")
        }
        "agent" => {
            whole.insert("addresses".to_owned(), lines("metadata.addresses").into());
            Some("key")
        }
        _ => None,
    };
    if let Some(member) = shows {
        whole.insert(member.to_owned(), secret.into());
    }
    (whole, shows)
}
