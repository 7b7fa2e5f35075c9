//! The audit record, what would happen if, and how the deliveries of a webhook go.

use login::whatif::{Question, Story};
use model::{Noun, audit::Event};
use serde_json::{Value, json};

use super::{
    Operation,
    answers::{json_only, with},
    objects::template,
    schemas::{Schemas, reference},
    tokens::closed,
};
use crate::{
    Type,
    audit::Format,
    rest::asked::{EVENTS, EXPORT, PAGE, STORY, STRETCH},
};

pub(super) fn operations(schemas: &mut Schemas) -> Vec<Operation> {
    let moment = || json!({ "type": "string", "description": "RFC 3339." });
    schemas.answered_as::<Event>("audit.event");
    // Kept in milliseconds and told as text.
    schemas.set("audit.event", "at", moment());
    let counter = |what: &str| json!({ "type": "integer", "minimum": 0, "description": what });
    schemas.add("audit.record", &closed(&json!({
        "node": { "type": "string", "description": "The server that wrote it." },
        "sequence": { "type": "integer", "description": "Its place in what that server wrote." },
        "at": moment(),
        "event": { "anyOf": [reference("audit.event"), { "type": "null" }], "description": "Nothing where its person was erased." },
    })));
    let records = || json!({ "type": "array", "items": reference("audit.record") });
    let next = json!({ "type": ["string", "null"], "description": "Path and query of the next page." });
    schemas.add("audit.page", &closed(&json!({ "events": records(), "next": next })));
    let hour = closed(
        &json!({ "at": moment(), "granted": counter("Logins that were granted."), "denied": counter("Logins that were denied."), "locked": counter("Times that somebody was locked out.") }),
    );
    schemas.add(
        "audit.hours",
        &closed(&json!({ "since": moment(), "until": moment(), "hours": { "type": "array", "items": hour } })),
    );
    let mut all = record();
    all.extend(what_if(schemas));
    all.push(deliveries(schemas, &records()));
    all
}

fn record() -> Vec<Operation> {
    let file = |format: Format| {
        let kind = format.media_type().split(';').next().unwrap_or_default().to_owned();
        (kind, json!({ "schema": { "type": "string" } }))
    };
    let files: serde_json::Map<String, Value> = Format::ALL.into_iter().map(file).collect();
    let file = json!({ "description": "The file, oldest event first. Where it ends too early the connection breaks.", "content": files });
    vec![
        Operation::new("get", "/audit", "searchAudit")
            .says("Searches the audit record, newest event first, in the sites that the caller may read")
            .queries(&[&PAGE, &STRETCH, &EVENTS])
            .refuses(&[422])
            .answers(200, json_only("A page.", &reference("audit.page"))),
        Operation::new("get", "/audit/export", "exportAudit")
            .says("The audit record as a file; that somebody asked for it is an event itself")
            .queries(&[&EXPORT, &STRETCH, &EVENTS])
            .refuses(&[422])
            .answers(200, with(file, &[("Content-Disposition", "attachment")])),
        Operation::new("get", "/audit/hours", "countAuditHours")
            .says("Counts logins by hour, over 31 days at most; the last day where nothing is said")
            .queries(&[&STRETCH])
            .refuses(&[422])
            .answers(200, json_only("Hours in which something happened.", &reference("audit.hours"))),
    ]
}

fn what_if(schemas: &mut Schemas) -> [Operation; 2] {
    schemas.read_as::<Question>("Question");
    schemas.answered_as::<Story>("whatif.story");
    let words = json!({ "type": "string", "description": "The rule in words, in the language of the request." });
    schemas.set("Ruling", "detail", words);
    for of in ["Explained", "Ruling"] {
        schemas.set(of, "findings", json!({ "type": "array", "items": reference("finding") }));
    }
    // It is told with its words, as everywhere.
    for raw in ["Finding", "Severity"] {
        schemas.forget(raw);
    }
    [
        Operation::new("post", "/whatif", "whatIf")
            .says("What would be asked of somebody at an application, and why; nothing is written")
            .needs(json!({ "application/json": { "schema": reference("Question") } }))
            .refuses(&[404, 413, 415, 422])
            .answers(200, json_only("From here to every end.", &reference("Explained"))),
        Operation::new("get", "/whatif/story", "tellStory")
            .says("What happened in one login, or of late to one person, and what the same would be answered now")
            .queries(&[&STORY])
            .refuses(&[404, 409, 422])
            .answers(200, json_only("The story.", &closed(&json!({ "story": reference("whatif.story") })))),
    ]
}

fn deliveries(schemas: &mut Schemas, records: &Value) -> Operation {
    let count = |what: &str| json!({ "type": "integer", "minimum": 0, "description": what });
    schemas.add(
        "webhook.state",
        &closed(&json!({
            "failures": count("How many tries in a row were not taken."),
            "why": { "type": "string", "description": "Why the last of them was not." },
            "delivered": { "type": ["string", "null"], "description": "When something was taken last; RFC 3339." },
            "failed": { "type": ["string", "null"], "description": "When something was refused last; RFC 3339." },
            "waiting": count("Events that wait to be sent."),
            "lost": records,
        })),
    );
    let path = template(Type::Object(Noun::Webhook), false);
    Operation::new("get", format!("{path}/$attribute/state"), "readWebhookState")
        .says("How the deliveries of one webhook go, and the last that were given up")
        .refuses(&[404])
        .answers(200, json_only("The state.", &reference("webhook.state")))
}
