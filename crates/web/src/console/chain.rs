//! Factor chains as nested lists, as one application sees them (requirement H3). What they lead to is told by `ways::ends` alone.

mod ways;

use axum::{
    extract::{Query, Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    attributes::Attributes,
    desk::{Fault, Filter, How},
};
use model::{Finding, Noun, Severity};
use plug::{Needs, Opens};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Console, form,
    gate::{Seat, Sheet},
    links::fields,
    nav::{Place, form as query},
    object::{LIMITS, answered, object},
    said::Said,
};
use crate::{visit::Visit, words::Words};

use ways::{Link, Methods, Node, Seen, beginnings, node, why_not};

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    application: String,
    #[serde(default)]
    after: String,
}
pub async fn show(Shared(console): Shared<Console>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    let back = format!("/console/chains?{}", query(&[("application", &asked.application), ("after", &asked.after)]));
    match console.gate(visit, &back).await {
        Ok(seat) => page(&console, &seat, &asked, &[]).unwrap_or_else(|fault| console.refused(&seat, &fault)),
        Err(response) => response,
    }
}

fn page(console: &Console, seat: &Seat, asked: &Asked, findings: &[Finding]) -> Result<Response, Fault> {
    let methods = methods(console, seat)?;
    let chosen = chosen(console, seat, &asked.application);
    let starts: Vec<Node> = beginnings(&methods, chosen.as_ref())
        .iter()
        .filter_map(|m| node(&methods, chosen.as_ref(), &[m.as_str()]))
        .collect();
    let (branching, single): (Vec<Node>, Vec<Node>) =
        starts.into_iter().partition(|n| n.below.iter().any(|b| b.end.is_none()));
    let applications = console.desk.names(&seat.caller, Noun::Application, &Filter { limit: 500, ..Filter::default() });
    let may_write = seat.caller.may("write", "method", None);
    let after = if methods.contains_key(&asked.after) {
        asked.after.clone()
    } else {
        methods.keys().next().cloned().unwrap_or_default()
    };
    let wrong: Vec<form::Wrong> = findings.iter().map(|f| form::wrong(f, "to", &seat.speaker)).collect();
    let context = json!({
        "applications": applications.iter().map(|n| json!({ "value": n.path, "label": seat.speaker.title(&n.titles, n.name()), "chosen": n.path == asked.application })).collect::<Vec<_>>(),
        "application": chosen.as_ref().map(|c| c.path.clone()),
        "branching": branching,
        "single": single,
        "may_write": may_write,
        "after": after,
        "from": methods.iter().map(|(path, m)| json!({ "value": path, "label": m.title, "chosen": *path == after })).collect::<Vec<_>>(),
        "to": methods.iter().map(|(path, m)| json!({ "value": path, "label": m.title, "why_not": why_not(&methods, &after, path) })).collect::<Vec<_>>(),
        "errors": wrong,
        "cli": format!("symbolon ctl link /method/{after} nextFactor /method/METHOD"),
    });
    let sheet = Sheet::new("console/chains.html", Words::new("console-page-chains"), context)
        .at(Place { section: "chains", ..Place::default() });
    Ok(answered(console, seat, sheet, !wrong.is_empty()))
}

fn methods(console: &Console, seat: &Seat) -> Result<Methods, Fault> {
    let page = console.desk.list(&seat.caller, Noun::Method, &Filter { limit: 2000, ..Filter::default() })?;
    let kinds = console.desk.engine().kinds();
    let mut methods = Methods::new();
    for seen in page.seen {
        let text = |name: &str| seen.attributes.get(name).and_then(Value::as_str).map(str::to_owned);
        let class = text("className").unwrap_or_default();
        let kind = kinds.iter().map(|r| r.kind).find(|k| class.strip_prefix("symbolon.") == Some(k.name));
        let lines = seen.attributes.get("configuration").and_then(Value::as_array).cloned().unwrap_or_default();
        let mfa = lines
            .iter()
            .filter_map(Value::as_str)
            .filter_map(model::Line::parse)
            .any(|l| l.name == "mfa" && l.value.eq_ignore_ascii_case("true"));
        let next =
            console.desk.object_links(&seat.caller, &object(Noun::Method, &seen.path), &["nextFactor".to_owned()])?;
        let named = console.desk.named(&seat.caller, Noun::Method, &seen.path);
        let link = Link {
            title: named.map_or_else(|| seen.path.clone(), |n| seat.speaker.title(&n.titles, n.name())),
            enabled: seen.attributes.get("enabled").and_then(Value::as_bool).unwrap_or(false),
            fit: !seen.findings.iter().any(|f| f.severity != Severity::Warning),
            opens: kind.map_or(Opens::No, |k| k.opens),
            needs: kind
                .and_then(|k| if let Needs::Attribute(name) = k.needs { Some(name.to_owned()) } else { None })
                .filter(|_| mfa),
            acr: text("acr"),
            amr: kind.map(|k| k.amr.join(" ")).unwrap_or_default(),
            next: next.links.into_iter().filter(|l| l.link == "nextFactor").map(|l| l.path).collect(),
            mfa,
        };
        methods.insert(seen.path, link);
    }
    Ok(methods)
}

fn chosen(console: &Console, seat: &Seat, path: &str) -> Option<Seen> {
    console.desk.named(&seat.caller, Noun::Application, path)?;
    let links =
        console.desk.object_links(&seat.caller, &object(Noun::Application, path), &["method".to_owned()]).ok()?;
    let with = |name: &str| {
        links
            .links
            .iter()
            .filter(|l| l.with.iter().any(|(n, on)| n == name && *on == true))
            .map(|l| l.path.clone())
            .collect()
    };
    let site = path.rsplit_once('/').map_or("", |(site, _)| site);
    Some(Seen {
        path: path.to_owned(),
        allowed: with("enabled"),
        opens: with("opens"),
        of_site: console.desk.lent(&seat.caller, site).into_iter().map(|n| n.path).collect(),
    })
}
pub async fn act(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let form = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    match console.gate_of(visit, "/console/chains", &form).await {
        Ok(seat) => done(&console, &seat, &form).await.unwrap_or_else(|fault| console.refused(&seat, &fault)),
        Err(response) => response,
    }
}

async fn done(console: &Console, seat: &Seat, form: &Form) -> Result<Response, Fault> {
    let application = form.get("application").unwrap_or_default();
    let back = if application.is_empty() {
        "/console/chains".to_owned()
    } else {
        format!("/console/chains?{}", query(&[("application", application)]))
    };
    let (act, from, to) = match form.filled("unlink").and_then(|pair| pair.split_once('/')) {
        Some((from, to)) => ("unlink", from, to),
        None => ("link", form.filled("from").unwrap_or_default(), form.filled("to").unwrap_or_default()),
    };
    let (at, segments) = (object(Noun::Method, from), ["nextFactor", "method", to].map(str::to_owned));
    let pair = format!("{from}/{to}");
    if act == "unlink" {
        console.desk.unlink(&seat.caller, &at, &segments, &How::default()).await?;
        let undo = fields(&[("from", from), ("to", to), ("application", application)]);
        let said = Said::new("chain-removed").with("from", from).with("to", to);
        return Ok(console.onward(seat, &back, said.undone_by("/console/chains", undo)));
    }
    match console.desk.link(&seat.caller, &at, &segments, &Attributes::new(), &How::default()).await {
        Ok(_) => {
            let undo = fields(&[("unlink", &pair), ("application", application)]);
            let said = Said::new("chain-added").with("from", from).with("to", to);
            Ok(console.onward(seat, &back, said.undone_by("/console/chains", undo)))
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            let asked = Asked { application: application.to_owned(), after: from.to_owned() };
            page(console, seat, &asked, &findings)
        }
        Err(fault) => Err(fault),
    }
}
