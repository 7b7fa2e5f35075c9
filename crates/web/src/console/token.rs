//! Tokens: the inventory with its counts, one token's page with what can be done to it, and seed files that bring more.

mod import;
mod one;

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::desk::{Fault, TokenFilter};
use model::credential::CredentialState;
use serde_json::{Value, json};

use super::{
    Console,
    gate::{Seat, Sheet},
    nav::{Place, at_site, form},
    object::answered,
    save::quoted,
    user::token_href,
};
use crate::{visit::Visit, words::Words};

pub(super) use import::{show as import, take};
pub(super) use one::{act, show as one};

/// Rows on one page.
const MOST: u32 = 100;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/token?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    let filter = filter(&query);
    let found = match console.desk.tokens(&seat.caller, &filter).await {
        Ok((tokens, next)) => {
            let rows: Vec<Value> = tokens.iter().map(row).collect();
            let next = next.map(|after| {
                format!("/console/token?{}", form(&[kept(&query).as_slice(), &[("after", &after)]].concat()))
            });
            Ok(json!({ "rows": rows, "next": next }))
        }
        Err(Fault::Invalid(findings)) => Ok(json!({ "rows": [], "findings": seat.speaker.findings(&findings) })),
        // A user who is gone, or is none of theirs, has no tokens to show.
        Err(Fault::Missing) => Ok(json!({ "rows": [] })),
        Err(fault) => Err(fault),
    };
    match found {
        Ok(context) => {
            let wrong = !context["findings"].is_null();
            match sheet(&console, &seat, &query, context).await {
                Ok(sheet) => answered(&console, &seat, sheet, wrong),
                Err(fault) => console.refused(&seat, &fault),
            }
        }
        Err(fault) => console.refused(&seat, &fault),
    }
}

fn filter(query: &Form) -> TokenFilter {
    let text = |name: &str| query.filled(name).map(|v| v.trim().to_owned());
    TokenFilter {
        site: text("site").unwrap_or_default(),
        state: query.filled("state").and_then(CredentialState::parse),
        text: text("q"),
        user: text("user").map(|user| user.trim_start_matches("/user/").to_owned()).filter(|user| user.contains('/')),
        after: query.filled("after").map(str::to_owned),
        limit: MOST,
    }
}

fn kept(query: &Form) -> Vec<(&str, &str)> {
    ["q", "site", "state", "user"].iter().filter_map(|n| query.filled(n).map(|v| (*n, v))).collect()
}

async fn sheet(console: &Console, seat: &Seat, query: &Form, mut context: Value) -> Result<Sheet, Fault> {
    let site = query.filled("site");
    let kept = kept(query);
    if let Some(members) = context.as_object_mut() {
        let mut put = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
        put("counts", counts(console, seat, site).await?.into());
        put("states", CredentialState::ALL.map(|s| json!({ "name": s.name(), "key": key(s.name()), "chosen": query.get("state") == Some(s.name()) })).to_vec().into());
        put("text", query.get("q").unwrap_or_default().into());
        put("user", query.get("user").unwrap_or_default().into());
        put("site", site.into());
        put("filtered", kept.iter().any(|(name, _)| *name != "site").into());
        put("clear", at_site("/console/token", site).into());
        let import = seat.caller.may_somewhere("write", "token").then(|| at_site("/console/import/token", site));
        put("import", import.into());
        let flag = |name| if name == "q" { "text" } else { name };
        let words = kept.iter().map(|(name, value)| format!(" --{} {}", flag(*name), quoted(value)));
        put("cli", format!("symbolon ctl token list{}", words.collect::<String>()).into());
    }
    let place = Place {
        section: "token",
        site: site.map(str::to_owned),
        stays: Some("/console/token".into()),
        ..Place::default()
    };
    Ok(Sheet::new("console/tokens.html", Words::new("console-page-token"), context).at(place))
}

/// How many there are in each state, each a link to them.
async fn counts(console: &Console, seat: &Seat, site: Option<&str>) -> Result<Vec<Value>, Fault> {
    let all = console.desk.token_counts(&seat.caller).await?;
    let all = all["counts"].as_array().cloned().unwrap_or_default();
    let inside = |path: &str| site.is_none_or(|site| model::audit::is_within(path, site));
    let of = |state: &str| -> u64 {
        let fits = |c: &&Value| c["state"] == state && c["site"].as_str().is_some_and(inside);
        all.iter().filter(fits).filter_map(|c| c["count"].as_u64()).sum()
    };
    let each = CredentialState::ALL.iter().map(|state| (state.name(), of(state.name()))).filter(|(_, n)| *n > 0);
    Ok(each
        .map(|(state, count)| {
            let pairs: Vec<(&str, &str)> = [("state", state)].into_iter().chain(site.map(|s| ("site", s))).collect();
            json!({ "key": key(state), "count": count, "href": format!("/console/token?{}", form(&pairs)) })
        })
        .collect())
}

/// The text of a state.
fn key(state: &str) -> String {
    format!("value-token-state-{state}")
}

fn row(token: &Value) -> Value {
    let of = |name: &str| token["attributes"][name].as_str().unwrap_or_default().to_owned();
    let owner = of("owner");
    json!({
        "serial": of("serial"),
        "href": token_href(&of("serial")),
        "state": key(&of("state")),
        "kind": badge(&of("state")),
        "site": of("site"),
        "method": of("method"),
        "owner": manage::Address::parse(&owner).map(|at| at.name().to_owned()).unwrap_or_default(),
        "owner_href": (!owner.is_empty()).then(|| format!("/console{owner}")),
        "used": token["attributes"]["used"],
    })
}

fn badge(state: &str) -> &'static str {
    match state {
        "active" => "ok",
        "locked" | "lost" | "faulty" => "bad",
        "suspended" => "warn",
        _ => "",
    }
}

/// The first tokens with this in their number, for the search, and whether there are more.
pub(super) async fn hits(console: &Console, seat: &Seat, text: &str, most: u32) -> Result<(Vec<Value>, bool), Fault> {
    let filter = TokenFilter { text: Some(text.to_owned()), limit: most, ..TokenFilter::default() };
    let (tokens, next) = console.desk.tokens(&seat.caller, &filter).await?;
    Ok((tokens.iter().map(row).collect(), next.is_some()))
}
