//! Tokens of people, management tokens, and the files that users and tokens come in by.

use serde_json::{Value, json};

use super::{
    Operation, actions,
    answers::{json_only, leads, nothing, with},
    objects::{WOULD_BE, page},
    schemas::{Schemas, reference},
};
use crate::{
    desk::{ALLOCATE, TOKEN_ACTIONS, TokenAttributes, TokenCount, Wish},
    import::{RowOutcome, Totals},
    rest::{
        asked::{EXPORT_TOKENS, IMPORT_TOKENS, IMPORT_USERS, PAGE, TOKENS},
        management_token,
    },
};

pub(super) fn operations(schemas: &mut Schemas) -> Vec<Operation> {
    let mut all = inventory(schemas);
    all.extend(management(schemas));
    all.extend(files(schemas));
    all
}

/// Something with attributes, as lists and answers tell it.
fn record(name: &str, more: Option<(&str, Value)>) -> Value {
    let mut schema = json!({
        "type": "object",
        "required": ["type", "id", "attributes"],
        "properties": {
            "type": { "const": name },
            "id": { "type": "string", "description": "Its path, which is also the end of its address." },
            "attributes": reference(&format!("{name}.attributes")),
        },
        "additionalProperties": false,
    });
    if let Some((member, what)) = more {
        schema["properties"][member] = what;
    }
    schema
}

fn inventory(schemas: &mut Schemas) -> Vec<Operation> {
    schemas.answered_as::<TokenAttributes>("token.attributes");
    schemas.add("token", &record("token", None));
    let pin = json!({ "type": "string", "description": "The PIN that was made, told this once." });
    schemas.add("token.done", &record("token", Some(("pin", pin))));
    schemas.add("token.list", &page("token"));
    schemas.answered_as::<TokenCount>("token.count");
    let counts = json!({ "type": "object", "required": ["counts"], "additionalProperties": false,
        "properties": { "counts": { "type": "array", "items": reference("token.count") } } });
    let mut all = vec![
        Operation::new("get", "/token", "listToken")
            .says("Lists tokens of the inventories that the caller may read, in the order of their serial numbers")
            .queries(&[&PAGE, &TOKENS])
            .refuses(&[404, 422])
            .answers(200, json_only("A page.", &reference("token.list"))),
        Operation::new("get", "/token/$counts", "countTokens")
            .says("How many tokens are in each state, by site")
            .answers(200, json_only("The counts.", &counts)),
        Operation::new("get", "/token/{serial}", "readToken")
            .says("Reads one token; no secret")
            .refuses(&[404])
            .answers(200, json_only("The token.", &reference("token"))),
    ];
    let told = TOKEN_ACTIONS.iter().map(|action| {
        let operation = actions::operation("token", "/token/{serial}", action, schemas).refuses(&[409]);
        match action.answer {
            [] => operation.answers(200, json_only("The token as it is now.", &reference("token.done"))),
            _ => operation.answers(200, json_only("It is done.", &actions::answer(action))),
        }
    });
    all.extend(told);
    all.extend(several(schemas));
    all
}

/// What is done to several at once.
fn several(schemas: &mut Schemas) -> [Operation; 2] {
    let name = actions::schema("tokens", ALLOCATE.name);
    schemas.add(&name, &ALLOCATE.schema());
    let header = |name: &str, what: &str| json!({ "name": name, "in": "header", "schema": { "type": "string", "format": "password" }, "description": what });
    let file = json!({ "description": "The seed file.",
        "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } });
    [
        Operation::new("post", "/token/$action/allocate", "allocateTokens")
            .says(ALLOCATE.what)
            .needs(json!({ "application/json": { "schema": reference(&name) } }))
            .refuses(&[404, 409, 413, 415, 422])
            .answers(200, json_only("It is done.", &actions::answer(&ALLOCATE))),
        Operation::new("post", "/token/$export", "exportTokens")
            .says("The tokens of a site and below as a seed file with their keys, for who may read the configuration's secrets")
            .queries(&[&EXPORT_TOKENS])
            .with(header("Export-Key", "32 bytes, in hexadecimal or base64, under which the file is sealed."))
            .with(header("Export-Key-Name", "What the file calls that key."))
            .with(header("Export-Password", "Password under which the file is sealed."))
            .refuses(&[404, 409, 422])
            .answers(200, file),
    ]
}

fn management(schemas: &mut Schemas) -> [Operation; 4] {
    const TYPE: &str = "managementToken";
    schemas.answered_as::<management_token::Attributes>("managementToken.attributes");
    schemas.add(TYPE, &record(TYPE, None));
    let value =
        json!({ "type": "string", "description": "What a program shows, told this once; a dry run tells none." });
    schemas.add("managementToken.made", &record(TYPE, Some(("value", value))));
    schemas.add("managementToken.list", &page(TYPE));
    schemas.read_as::<Wish>("managementToken.body");
    let bodies = json!({
        "application/json": { "schema": reference("managementToken.body") },
        "application/x-www-form-urlencoded": { "schema": reference("managementToken.body") },
    });
    let path = format!("/{TYPE}/{{id}}");
    let read = ["readManagementToken".to_owned()];
    [
        Operation::new("get", format!("/{TYPE}"), "listManagementToken")
            .says("Lists the management tokens that are good now and may do nothing that the caller may not see")
            .answers(200, json_only("All of them.", &reference("managementToken.list"))),
        Operation::new("post", format!("/{TYPE}"), "makeManagementToken")
            .says("Makes a management token with the rights of one role, or of the administrator")
            .asks(&["dryRun"])
            .needs(bodies)
            .refuses(&[409, 413, 415, 422])
            .answers(200, json_only(WOULD_BE, &reference("managementToken.made")))
            .answers(
                201,
                with(
                    json_only("The token, with its value.", &reference("managementToken.made")),
                    &[("Location", "location")],
                ),
            ),
        Operation::new("get", &path, "readManagementToken")
            .says("Reads one management token, without its value")
            .refuses(&[404])
            .answers(200, json_only("The token.", &reference(TYPE))),
        Operation::new("delete", &path, "revokeManagementToken")
            .says("Ends one management token at once")
            .asks(&["dryRun"])
            .refuses(&[404])
            .answers(204, leads(nothing("It is good for nothing any more."), &path, &read)),
    ]
}

fn files(schemas: &mut Schemas) -> [Operation; 2] {
    schemas.answered_as::<Totals>("import.totals");
    schemas.answered_as::<RowOutcome>("import.outcome");
    let text = || json!({ "type": "string" });
    // Any text is a file; what is wrong with its rows is told row by row.
    let file = |what: &str, example: &str| json!({ "schema": { "description": what }, "examples": { "a row": { "value": example } } });
    let rows = json!({ "type": "array", "items": {
        "type": "object",
        "required": ["line", "name", "outcome"],
        "properties": {
            "line": { "type": "integer", "minimum": 1, "description": "Where the row begins." },
            "name": text(),
            "outcome": reference("import.outcome"),
            "refusal": reference("finding"),
        },
        "additionalProperties": false,
    } });
    schemas.add("import.users", &closed(&json!({
        "totals": reference("import.totals"),
        "rows": rows,
        "complete": { "type": "boolean", "description": "False where the store took no more: what is told is done, the rest is for another time." },
        "taken": { "type": "integer", "minimum": 0, "description": "How many rows were judged." },
    })));
    let refused = json!({ "type": "array", "items": closed(&json!({
        "line": { "type": ["integer", "null"], "minimum": 1 },
        "serial": text(),
        "why": { "type": "string", "description": "What is wrong, for programs." },
    })) });
    let owners = json!({ "type": "array", "items": closed(&json!({ "serial": text(), "user": text() })),
        "description": "The login name that the file gives to each." });
    let formats: Vec<&str> = oath::Format::ALL.iter().map(|format| format.key()).collect();
    schemas.add("import.tokens", &closed(&json!({
        "format": { "type": "string", "enum": formats },
        "taken": { "type": "array", "items": text(), "description": "Serial numbers." },
        "refused": refused,
        "owners": owners,
        "signatureUnchecked": { "type": "boolean", "description": "The file carries a signature, which nobody checked." },
    })));
    let header = |name: &str, what: &str| json!({ "name": name, "in": "header", "schema": { "type": "string", "format": "password" }, "description": what });
    [
        Operation::new("post", "/import/user", "importUsers")
            .says("Takes users, at most 20 000 rows and 16 MiB in one call; what is so already is left alone")
            .queries(&[&IMPORT_USERS])
            .needs(json!({
                "text/csv": file("A table whose first line names the columns.", "name,attribute.cn\nfuzz.1,Fuzz\n"),
                "application/jsonl": file("One JSON object a line.", "{\"name\": \"fuzz.2\"}\n"),
            }))
            .refuses(&[413, 422])
            .answers(200, json_only("What became of the rows.", &reference("import.users"))),
        Operation::new("post", "/import/token", "importTokens")
            .says("Takes a seed file into the inventory of a site, at most 16 MiB in one call")
            .queries(&[&IMPORT_TOKENS])
            .with(header("Unlock-Password", "Password that the file is sealed under."))
            .with(header("Unlock-Key", "Key that the file is sealed under, in base64."))
            .needs(json!({
                "application/pskc+xml": file("PSKC (RFC 6030).", ""),
                "text/csv": file("A table whose first line names the columns.", "serial,type,secret,encoding\nfuzz-csv,hotp,3132333435363738393031323334353637383930,hex\n"),
                "text/plain": file("`otpauth://` addresses, one a line.", "otpauth://totp/fuzz?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n"),
            }))
            .refuses(&[404, 413, 422])
            .answers(200, json_only("What became of the tokens.", &reference("import.tokens"))),
    ]
}

/// An object that has exactly these members.
pub(super) fn closed(members: &Value) -> Value {
    let names: Vec<&String> = members.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
    json!({ "type": "object", "required": names, "properties": members, "additionalProperties": false })
}
