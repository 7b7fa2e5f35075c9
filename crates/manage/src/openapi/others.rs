//! Operations that are about no single object: what there is, who calls, what is wrong, the whole configuration.
//!
//! A new path is one more element here, or a file beside this one that `made` asks as it asks this.

use serde_json::{Value, json};

use super::{
    Operation,
    answers::json_only,
    schemas::{Schemas, reference},
};

pub(super) fn operations(schemas: &mut Schemas) -> Vec<Operation> {
    let rights = json!({ "type": "array", "items": { "type": "object", "required": ["site", "rights"], "properties": {
        "site": { "type": "string", "description": "The site in which, and below which, they hold; empty for the whole system." },
        "rights": { "type": "array", "items": { "$ref": "#/components/schemas/Right" } },
    } } });
    schemas.add("me", &object(&[("name", text()), ("person", text()), ("rights", rights)]));
    let kind = object(&[("type", text()), ("id", text())]);
    schemas.add("types", &object(&[("types", json!({ "type": "array", "items": kind }))]));
    let findings = || json!({ "type": "array", "items": reference("finding") });
    schemas.add("findings", &object(&[("findings", findings())]));
    let changes = json!({ "type": "array", "items": { "type": "string" }, "description": "One line each." });
    schemas.add(
        "plan",
        &object(&[
            ("changes", changes),
            ("objects", json!({ "type": "integer", "minimum": 0, "description": "How many objects that is." })),
            ("applied", json!({ "type": "boolean" })),
            ("findings", findings()),
        ]),
    );
    let toml = || json!({ "application/toml": { "schema": text(), "examples": { "a group": { "value": TOML } } } });
    let told = |name: &str, what: &str| json_only(what, &reference(name));
    vec![
        Operation::new("get", "/", "listTypes")
            .says("The types of objects that there are")
            .answers(200, told("types", "All types.")),
        Operation::new("get", "/me", "readMe")
            .says("Who the caller is, and what they may do where")
            .answers(200, told("me", "The caller.")),
        Operation::new("get", "/findings", "listFindings")
            .says("Everything that is wrong with the configuration, as far as the caller may read it")
            .answers(200, told("findings", "What is wrong.")),
        Operation::new("get", "/openapi.json", "readDocument")
            .says("This document; it needs no token")
            .open()
            .answers(200, json_only("OpenAPI 3.1.", &json!({ "type": "object", "required": ["openapi", "paths"] }))),
        Operation::new("get", "/configuration", "exportConfiguration")
            .says("The whole configuration as one text, without secrets or with sealed ones")
            .asks(&["exportKey"])
            .answers(200, json!({ "description": "TOML.", "content": { "application/toml": { "schema": text() } } })),
        Operation::new("post", "/configuration/diff", "diffConfiguration")
            .says("What would change if this text were applied")
            .asks(&["prune", "exportKey"])
            .takes(toml())
            .refuses(&[413, 422])
            .answers(200, told("plan", "The changes.")),
        Operation::new("post", "/configuration/apply", "applyConfiguration")
            .says("Makes the configuration what this text says, in one step")
            .asks(&["dryRun", "prune", "exportKey"])
            .takes(toml())
            .refuses(&[409, 413, 422])
            .answers(200, told("plan", "What was changed.")),
    ]
}

/// An object that has exactly these members.
fn object(members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": names, "properties": properties, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string" })
}

const TOML: &str = "[\"/group/demosite/staff\"]\ntitle = \"Staff\"\n";
