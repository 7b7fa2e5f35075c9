//! The whole configuration as one text: read, compared, applied (requirement C8, configuration as code).
//!
//! `GET configuration` gives it without secrets, with the header `export-key` with secrets sealed under that key; `POST
//! configuration/diff` and `configuration/apply` take such a text. `?prune=true` deletes what it does not name.

use axum::{body::Body, response::Response};
use login::ChangeError;
use model::Finding;
use serde_json::{Value, json};

use super::{
    answer::{Problem, finding, typed},
    body::expected,
    front::Call,
};
use crate::{
    desk::Refused,
    graph::{self, ExportKey, Given, Plan, Secrets},
};

/// Thousands of sites fit.
const LONGEST: usize = 64 << 20;
const TRIES: usize = 3;

fn key(call: &Call<'_>) -> Result<Option<ExportKey>, Problem> {
    let Some(text) = call.headers.get("export-key") else { return Ok(None) };
    let key = text.to_str().ok().and_then(|text| ExportKey::parse(text).ok());
    key.map(Some).ok_or_else(|| expected("export-key", "32 bytes in hexadecimal or base64"))
}

/// Secrets leave only to who could set them.
pub async fn export(call: &Call<'_>) -> Result<Response, Problem> {
    let (key, desk) = (key(call)?, call.front.desk());
    let verb = if key.is_some() { "write" } else { "read" };
    if let Err(problem) = permit(call, verb) {
        if key.is_some() {
            let refused = Refused { method: "GET", path: "configuration", site: None, why: problem.key, rows: None };
            desk.refused(&call.caller, refused).await?;
        }
        return Err(problem);
    }
    if key.is_some() {
        desk.configuration_left(&call.caller).await?;
    }
    let secrets = key.as_ref().map_or(Secrets::Omit, Secrets::Sealed);
    let engine = call.front.engine();
    Ok(typed(graph::export(&engine.world().catalogue, engine.kinds(), &secrets), "application/toml"))
}

fn permit(call: &Call<'_>, verb: &str) -> Result<(), Problem> {
    if call.caller.may(verb, "configuration", None) { Ok(()) } else { Err(Problem::new(403, "forbidden")) }
}

pub async fn given(call: &Call<'_>, body: Body, apply: bool) -> Result<Response, Problem> {
    permit(call, if apply { "write" } else { "read" })?;
    let bytes = kit::form::collect(body, LONGEST).await.map_err(|_| Problem::new(413, "too-large"))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(400, "malformed-body"))?;
    let wanted = graph::parse(text).map_err(refused)?;
    let key = key(call)?;
    call.asks_only(if apply { &["dryRun", "prune"] } else { &["prune"] })?;
    let (dry_run, prune) = (call.truth("dryRun")?, call.truth("prune")?);
    let engine = call.front.engine();
    for _ in 0..TRIES {
        let world = engine.world();
        let given = Given {
            catalogue: &world.catalogue,
            kinds: engine.kinds(),
            key: key.as_ref(),
            now: engine.now(),
            chance: engine.chance(),
            prune,
        };
        let plan = graph::diff(&wanted, &given).map_err(refused)?;
        if !apply || dry_run || plan.is_empty() {
            return Ok(told(call, &plan, false));
        }
        let lived_in = graph::lived_in(engine.store().as_ref(), &world.catalogue, &plan).await?;
        if !lived_in.is_empty() {
            return Err(Problem::findings(409, "not-empty", lived_in));
        }
        call.front.desk().may_change(&call.caller, &world, &plan.changes).await?;
        match engine.change_from(&world, &plan.changes, Vec::new(), &call.caller.actor).await {
            Ok(Some(_)) => return Ok(told(call, &plan, true)),
            Ok(None) => {}
            Err(ChangeError::Refused(findings)) => return Err(refused(findings)),
            Err(ChangeError::Spent) => return Err(Problem::new(409, "moved")),
            Err(ChangeError::Engine(error)) => return Err(error.into()),
        }
    }
    Err(Problem::new(409, "moved"))
}

fn told(call: &Call<'_>, plan: &Plan, applied: bool) -> Response {
    let findings: Vec<Value> = plan.findings.iter().map(|f| finding(call.writer.kit, call.writer.reader, f)).collect();
    let objects = plan.changes.len();
    call.writer.json(&json!({ "changes": plan.shown, "objects": objects, "applied": applied, "findings": findings }))
}

fn refused(findings: Vec<Finding>) -> Problem {
    Problem::findings(422, "refused", findings)
}
