//! What is answered: problems with their statuses, objects, lists and links, and the headers that go along.

use serde_json::{Map, Value, json};

use super::schemas::reference;

/// Every status of a problem, with what it means here.
const PROBLEMS: [(u16, &str); 14] = [
    (400, "The request does not fit this document, or is not meant for this host."),
    (401, "There is no token, or it is not valid. The challenge names the scope to ask for."),
    (403, "The rights of the caller do not reach this."),
    (404, "There is nothing here, or the path is none."),
    (406, "Neither JSON nor XML is wanted."),
    (409, "Its state does not allow this now: it is enabled, something lies in it, or it is there already."),
    (412, "It is not as it was read, or is there already."),
    (413, "The body is too large."),
    (415, "The body is of a media type that is not read here."),
    (422, "The body fits this document and cannot be meant: the configuration would be broken."),
    (429, "Too many tokens from this network were not valid."),
    (500, "The fault is the server's. The log knows more under the reference."),
    (503, "The store does not answer, or the configuration keeps changing. Try again."),
    (408, "The request took too long."),
];

pub(super) fn problem(status: u16) -> Value {
    json!({ "$ref": format!("#/components/responses/problem{status}") })
}

pub(super) fn problems() -> Value {
    let each = PROBLEMS.iter().map(|(status, what)| {
        let mut answer = json!({
            "description": what,
            "content": { "application/problem+json": { "schema": reference("problem") } },
        });
        match status {
            // Ended from outside, so that nobody is left to say more.
            408 => drop(answer.as_object_mut().and_then(|a| a.shift_remove("content"))),
            401 => answer["headers"] = json!({ "WWW-Authenticate": header("challenge") }),
            429 | 503 => answer["headers"] = json!({ "Retry-After": header("retryAfter") }),
            _ => {}
        }
        (format!("problem{status}"), answer)
    });
    Value::Object(each.collect())
}

pub(super) fn headers() -> Value {
    let needed = |what: &str, schema: Value| json!({ "description": what, "required": true, "schema": schema });
    json!({
        "etag": needed("Moves with every change, links and secrets included.", json!({ "type": "string", "pattern": "^\"[0-9a-f]{24}\"$" })),
        "location": needed("Where it is.", json!({ "type": "string", "pattern": "^/sso-api/" })),
        "challenge": needed("RFC 6750, with the scope to ask for.", json!({ "type": "string", "pattern": "^Bearer .*scope=\"" })),
        "retryAfter": needed("Seconds.", json!({ "type": "integer", "minimum": 0 })),
        "totalCount": { "description": "How many fit, where that was asked.", "schema": { "type": "integer", "minimum": 0 } },
        "attachment": { "description": "The name to save it under.", "schema": { "type": "string" } },
        "next": { "description": "The next page, with `rel=\"next\"`.", "schema": { "type": "string" } },
    })
}

fn header(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

/// An answer in JSON alone.
pub(super) fn json_only(what: &str, schema: &Value) -> Value {
    json!({ "description": what, "content": { "application/json": { "schema": schema } } })
}

/// An answer in JSON or XML.
pub(super) fn either(what: &str, schema: &Value) -> Value {
    json!({ "description": what, "content": { "application/json": { "schema": schema }, "application/xml": {} } })
}

#[must_use]
pub(super) fn with(mut answer: Value, names: &[(&str, &str)]) -> Value {
    answer["headers"] = names.iter().map(|(name, of)| ((*name).to_owned(), header(of))).collect::<Map<_, _>>().into();
    answer
}

/// What can be done at the same path next, by the names of operations.
pub(super) fn leads(mut answer: Value, path: &str, to: &[String]) -> Value {
    let named = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let same: Map<String, Value> =
        named.map(|name| (name.to_owned(), format!("$request.path.{name}").into())).collect();
    let each = to.iter().map(|id| (id.clone(), json!({ "operationId": id, "parameters": same })));
    answer["links"] = Value::Object(each.collect());
    answer
}

/// With an entity tag.
pub(super) fn tagged(answer: Value) -> Value {
    with(answer, &[("ETag", "etag")])
}

/// What is known already.
pub(super) fn unchanged() -> Value {
    tagged(json!({ "description": "It is as it was." }))
}

pub(super) fn nothing(what: &str) -> Value {
    json!({ "description": what })
}
