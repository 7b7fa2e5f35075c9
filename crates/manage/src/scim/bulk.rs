//! Many requests in one (RFC 7644, 3.7): each stands or falls for itself, in the order in which they came.

use http::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

use super::{
    call::{Call, Reply, tags},
    error::Wrong,
    read::{listed, member},
    schema::MESSAGES,
};

/// How many operations one request may bring.
pub const MOST: usize = 100;
/// Bytes of a request: what any body may have.
pub const LONGEST: usize = 2 << 20;

/// What was made before in the same request, by the name that the client gave it.
type Made = BTreeMap<String, String>;

pub async fn handle(call: &Call<'_>, body: Option<Value>) -> Result<Reply, Wrong> {
    let body = body.unwrap_or_default();
    let body = body.as_object().ok_or_else(|| Wrong::syntax("", "an object"))?;
    listed(body, &format!("{MESSAGES}BulkRequest"))?;
    let bearable = match member(body, "failOnErrors")? {
        None | Some(Value::Null) => u64::MAX,
        Some(number) => number.as_u64().filter(|n| *n > 0).ok_or_else(|| Wrong::value("failOnErrors", "a number"))?,
    };
    let operations = member(body, "Operations")?.and_then(Value::as_array);
    let operations = operations.ok_or_else(|| Wrong::syntax("Operations", "a list"))?;
    if operations.len() > MOST {
        return Err(Wrong::too_large());
    }
    let (mut made, mut errors, mut answers) = (Made::new(), 0, Vec::new());
    for operation in operations {
        let operation = operation.as_object().ok_or_else(|| Wrong::syntax("Operations", "objects"))?;
        let mut told = Map::new();
        for name in ["method", "bulkId"] {
            if let Some(value) = member(operation, name)?.filter(|v| v.is_string()) {
                told.insert(name.to_owned(), value.clone());
            }
        }
        match one(call, operation, &mut made).await {
            Ok(reply) => {
                told.insert("status".to_owned(), reply.status.to_string().into());
                let version = reply.etag.map(|tag| format!("W/\"{tag}\""));
                for (name, value) in [("location", reply.location), ("version", version)] {
                    if let Some(value) = value {
                        told.insert(name.to_owned(), value.into());
                    }
                }
            }
            Err(wrong) => {
                errors += 1;
                told.insert("status".to_owned(), wrong.status().to_string().into());
                told.insert("response".to_owned(), wrong.told(call.front.kit(), call.reader));
            }
        }
        answers.push(Value::Object(told));
        if errors >= bearable {
            break;
        }
    }
    let body = json!({ "schemas": [format!("{MESSAGES}BulkResponse")], "Operations": answers });
    Ok(Reply { status: 200, body: Some(body), ..Reply::default() })
}

async fn one(call: &Call<'_>, operation: &Map<String, Value>, made: &mut Made) -> Result<Reply, Wrong> {
    let text = |name: &str| Ok::<_, Wrong>(member(operation, name)?.and_then(Value::as_str));
    let method = text("method")?.unwrap_or_default().to_ascii_uppercase();
    let method = match method.as_str() {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => return Err(Wrong::syntax("method", "POST, PUT, PATCH or DELETE")),
    };
    let name = text("bulkId")?.filter(|name| !name.is_empty());
    if method == Method::POST && name.is_none_or(|name| made.contains_key(name)) {
        return Err(Wrong::syntax("bulkId", "one of its own"));
    }
    let path = text("path")?.unwrap_or_default();
    let path: Vec<String> =
        path.trim_start_matches('/').split('/').map(|s| resolved(s, made)).collect::<Result<_, _>>()?;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    // Neither bulk in bulk nor a search: what is written is all.
    let writes = matches!(path[..], ["Users" | "Groups"] | ["Users" | "Groups", _]) && path.last() != Some(&".search");
    if !writes {
        return Err(Wrong::missing());
    }
    let mut data = member(operation, "data")?.cloned();
    if let Some(data) = &mut data {
        resolve(data, made)?;
    }
    let version = text("version")?.and_then(|v| http::HeaderValue::from_str(v).ok());
    let reply = match call.one(&method, &path, data, tags(version.as_ref())).await {
        Err(wrong) if wrong.status() == 403 => {
            call.refused(&method, &format!("{}/{}", call.base, path.join("/"))).await?;
            return Err(wrong);
        }
        reply => reply?,
    };
    if let (Some(name), true) = (name, method == Method::POST) {
        let id = reply.body.as_ref().and_then(|body| body["id"].as_str()).unwrap_or_default();
        made.insert(name.to_owned(), id.to_owned());
    }
    let location = reply.location.clone().or_else(|| Some(format!("{}/{}", call.base, path.join("/"))));
    Ok(Reply { location, ..reply })
}

/// `bulkId:NAME` is what was made under that name.
fn resolved(text: &str, made: &Made) -> Result<String, Wrong> {
    match text.strip_prefix("bulkId:") {
        None => Ok(text.to_owned()),
        Some(name) => made.get(name).cloned().ok_or_else(|| Wrong::value("bulkId", "what was made before")),
    }
}

fn resolve(value: &mut Value, made: &Made) -> Result<(), Wrong> {
    match value {
        Value::String(text) => *text = resolved(text, made)?,
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, made))?,
        Value::Object(members) => members.values_mut().try_for_each(|value| resolve(value, made))?,
        _ => {}
    }
    Ok(())
}
