//! Files: `POST import/user` takes users as CSV or JSON lines, `POST import/token?site=…&method=…` tokens as PSKC, CSV or otpauth URIs.
//!
//! One call takes a portion that ends within a minute; longer files are sent in portions, which may be repeated.

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use model::Secret;
use serde_json::{Value, json};
use std::io::Cursor;

use super::{
    answer::{Problem, finding},
    asked::{IMPORT_TOKENS, IMPORT_USERS},
    front::{Call, meant},
    token::secret_header,
};
use crate::{
    desk::{Refused, not_meant},
    import::{Format as Table, Importer, Reader, RowOutcome, RowReport, Rules, Unreadable},
    tokens::{Format, Order, Unlock},
};

/// Bytes of a portion.
const LONGEST: usize = 16 << 20;
/// Rows of a portion.
const MOST: usize = 20_000;

/// A file of these, from who may write some of them.
async fn file(call: &Call<'_>, of: &str, body: Body) -> Result<Bytes, Problem> {
    if !call.caller.may_somewhere("write", of) {
        return Err(Problem::new(403, "forbidden"));
    }
    kit::form::collect(body, LONGEST).await.map_err(|_| Problem::new(413, "too-large"))
}

/// Each row is judged as if it were put by itself: by site, by group, by rank.
pub async fn users(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    let bytes = file(call, "user", body).await?;
    let desk = call.front.desk();
    call.asks(&[&IMPORT_USERS])?;
    let rules = Rules {
        dry_run: call.flagged("dryRun"),
        replace_passwords: call.flagged("replacePasswords"),
        site: call.text("site").trim_matches('/').to_owned(),
        ..Rules::default()
    };
    let format = call.query.get("format").map(|name| if name == "csv" { Table::Csv } else { Table::Jsonl });
    let mut reader = Reader::open(Cursor::new(&bytes), format).map_err(unreadable)?;
    let rows = reader.some(MOST + 1).map_err(|e| unreadable(e.into()))?;
    if rows.len() > MOST {
        return Err(Problem::findings(
            413,
            "too-large",
            vec![model::Finding::broken("rows", "import-portion").with("most", MOST)],
        ));
    }
    let importer = Importer::new(desk.engine(), *desk.passwords(), &call.caller.actor);
    let mut importer = importer.rules(rules).judged(desk, &call.caller);
    let (reports, stopped) = match importer.rows(rows).await {
        Ok(reports) => (reports, None),
        Err(stopped) => (stopped.done, Some(stopped.error)),
    };
    if let (true, Some(error)) = (reports.is_empty(), stopped.as_ref().map(ToString::to_string)) {
        tracing::warn!(cause = error, "An import could not begin");
        return Err(Problem::new(503, "unavailable").header("retry-after", "1"));
    }
    let dry_run = importer.is_dry();
    let totals = importer.finish().await?;
    for (key, why) in [("import-forbidden", "forbidden"), ("import-outranked", "outranked")] {
        let rows = reports.iter().filter(|r| r.refusal.as_ref().is_some_and(|f| f.key == key)).count();
        if rows > 0 && !dry_run {
            let refused = Refused { method: "POST", path: "import/user", site: None, why, rows: Some(rows) };
            desk.refused(&call.caller, refused).await?;
        }
    }
    let all = call.flagged("all");
    let told = reports.iter().filter(|r| all || r.outcome == RowOutcome::Refused).map(|r| row(call, r));
    let answer = json!({
        "totals": totals,
        "rows": told.collect::<Vec<_>>(),
        // What is told is done; what is not is for another time.
        "complete": stopped.is_none(),
        "taken": reports.len(),
    });
    Ok(call.writer.json(&answer))
}

fn row(call: &Call<'_>, report: &RowReport) -> Value {
    let mut told = json!({ "line": report.line, "name": report.name, "outcome": report.outcome });
    if let Some(refusal) = &report.refusal {
        told["refusal"] = finding(call.writer.kit, call.writer.reader, refusal);
    }
    told
}

fn unreadable(error: Unreadable) -> Problem {
    match error {
        Unreadable::Refused(finding) => Problem::findings(422, "malformed-body", vec![finding]),
        Unreadable::Io(_) => Problem::new(400, "malformed-body"),
    }
}

/// A sealed file is opened by the header `unlock-password`, or `unlock-key` in base64.
pub async fn tokens(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    let bytes = file(call, "token", body).await?;
    call.asks(&[&IMPORT_TOKENS])?;
    let header = |name: &str| secret_header(&call.headers, name);
    let (password, key) = (header("unlock-password")?, header("unlock-key")?);
    let key = key.map(|key| data_encoding::BASE64.decode(key.expose().as_bytes()).map(Secret::new)).transpose();
    let key = key.map_err(|_| meant(not_meant("unlock-key", "base64")))?;
    let format = call.query.get("format").and_then(Format::parse);
    let batch = call.query.get("batch").and_then(|text| text.parse().ok()).unwrap_or(100);
    let order = Order {
        site: call.text("site").trim_matches('/'),
        method: call.text("method"),
        file: &bytes,
        format,
        unlock: match (&password, &key) {
            (Some(password), _) => Unlock::Password(password.expose()),
            (None, Some(key)) => Unlock::Key(key.expose()),
            (None, None) => Unlock::Nothing,
        },
        batch,
        initialise: call.flagged("initialise"),
        dry_run: call.flagged("dryRun"),
    };
    let report = call.front.desk().import_tokens(&call.caller, &order).await.map_err(meant)?;
    let rows: Vec<Value> =
        report.refused.iter().map(|r| json!({ "line": r.line, "serial": r.serial, "why": r.why })).collect();
    Ok(call.writer.json(&json!({
        "format": report.format.key(),
        "taken": report.taken,
        "refused": rows,
        "owners": report.owners.iter().map(|(serial, user)| json!({ "serial": serial, "user": user })).collect::<Vec<_>>(),
        "signatureUnchecked": report.signature_unchecked,
    })))
}
