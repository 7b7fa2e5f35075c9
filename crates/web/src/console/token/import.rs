//! A seed file pasted into the inventory of a site: PSKC, CSV or otpauth URIs.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::{Form, Limits};
use manage::{
    desk::{Fault, Filter},
    tokens::{Order, Report, Unlock},
};
use model::{Finding, Noun};
use serde_json::{Value, json};

use crate::{
    console::{
        Console, form as forms,
        gate::{Seat, Sheet},
        nav::{Crumb, Place, at_site},
        object::answered,
        user::token_href,
    },
    visit::Visit,
    words::Words,
};

/// A file of some ten thousand tokens; longer ones go to the API in portions.
const LONGEST: Limits = Limits { bytes: 8 * 1024 * 1024, fields: 16 };
/// Numbers that the page lists.
const LISTED: usize = 200;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/import/token?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    if !seat.caller.may_somewhere("write", "token") {
        return console.refused(&seat, &Fault::Forbidden);
    }
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    page(&console, &seat, &query, None, &[])
}

pub async fn take(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let sent = match console.state.kit().form_within(request, LONGEST).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    // Keys of tokens do not go back to a browser.
    let kept = sent.clone().without(&["file", "password", "key"]);
    let seat = match console.gate_of(visit, "/console/import/token", &kept).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    match taken(&console, &seat, &sent).await {
        Ok(report) => page(&console, &seat, &kept, Some(&report), &[]),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => page(&console, &seat, &kept, None, &findings),
        Err(fault) => console.refused(&seat, &fault),
    }
}

async fn taken(console: &Console, seat: &Seat, sent: &Form) -> Result<Report, Fault> {
    let missing = |name: &str| Fault::Invalid(vec![Finding::broken(name, "missing")]);
    let needed = |name: &'static str| sent.filled(name).ok_or_else(|| missing(name));
    let key = sent.filled("key").map(|key| data_encoding::BASE64.decode(key.trim().as_bytes())).transpose();
    let key = key
        .map_err(|_| Fault::Invalid(vec![Finding::broken("key", "attribute-value").with("why", "expected Base64")]))?;
    let order = Order {
        site: needed("site")?.trim_matches('/'),
        method: needed("method")?,
        file: needed("file")?.as_bytes(),
        format: None,
        unlock: match (sent.filled("password"), &key) {
            (Some(password), _) => Unlock::Password(password),
            (None, Some(key)) => Unlock::Key(key),
            (None, None) => Unlock::Nothing,
        },
        batch: 100,
        initialise: sent.get("initialise").is_some(),
        dry_run: sent.get("act") == Some("try"),
    };
    console.desk.import_tokens(&seat.caller, &order).await
}

fn page(console: &Console, seat: &Seat, typed: &Form, report: Option<&Report>, findings: &[Finding]) -> Response {
    let chosen = |name: &str, path: &str| typed.get(name) == Some(path);
    let sites = console.desk.names(&seat.caller, Noun::Site, &Filter { limit: 2000, ..Filter::default() });
    let sites: Vec<Value> = sites
        .iter()
        .filter(|site| seat.caller.may("write", "token", Some(&site.path)))
        .map(|s| json!({ "path": s.path, "title": seat.speaker.title(&s.titles, s.name()), "chosen": chosen("site", &s.path) }))
        .collect();
    let wrong: Vec<forms::Wrong> = findings
        .iter()
        .map(|f| {
            let key = format!("console-import-{}", f.field);
            let label = if seat.speaker.knows(&key) { seat.speaker.say(&key) } else { String::new() };
            forms::Wrong { label, ..forms::wrong(f, &format!("i-{}", f.field), &seat.speaker) }
        })
        .collect();
    let context = json!({
        "sites": sites,
        "methods": methods(console, typed),
        "initialise": typed.get("initialise").is_some(),
        "report": report.map(|report| told(report, typed.get("act") == Some("try"))),
        "errors": wrong,
        "cli": "symbolon ctl token import --site SITE --method METHOD FILE",
    });
    let site = typed.filled("site");
    let place = Place {
        crumbs: vec![Crumb::key("console-page-token", at_site("/console/token", site))],
        section: "token",
        site: site.map(str::to_owned),
        stays: Some("/console/import/token".into()),
    };
    let sheet = Sheet::new("console/import.html", Words::new("console-import-title"), context).at(place);
    answered(console, seat, sheet, !wrong.is_empty())
}

/// Methods whose kind has tokens.
fn methods(console: &Console, typed: &Form) -> Vec<Value> {
    let world = console.desk.engine().world();
    let kinds = console.desk.engine().kinds();
    let has_tokens = |kind: &str| kinds.iter().any(|r| r.kind.name == kind && r.tokens.is_some());
    let fitting = world.catalogue.methods().filter(|(_, method)| has_tokens(&method.kind));
    fitting
        .map(|(entry, _)| json!({ "path": entry.path, "chosen": typed.get("method") == Some(entry.path.as_str()) }))
        .collect()
}

fn told(report: &Report, tried: bool) -> Value {
    let listed: Vec<Value> = report
        .taken
        .iter()
        .take(LISTED)
        .map(|serial| json!({ "serial": serial, "href": token_href(serial) }))
        .collect();
    json!({
        "tried": tried,
        "format": report.format.key(),
        "taken": report.taken.len(),
        "listed": listed,
        "more": report.taken.len().saturating_sub(LISTED),
        "refused": report.refused.iter().take(LISTED).map(|r| json!({ "line": r.line, "serial": r.serial, "why": r.why })).collect::<Vec<_>>(),
        "refused_count": report.refused.len(),
        "unchecked": report.signature_unchecked,
    })
}
