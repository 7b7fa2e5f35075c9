//! `managementToken`: what programs show to this API. `POST` makes one and tells its value, this once.

use axum::{body::Body, response::IntoResponse, response::Response};
use http::{Method, StatusCode};
use model::Id;
use serde_json::{Map, Value, json};

use super::{
    answer::Problem,
    body::{Sent, expected},
    front::{Call, located, not_allowed},
};
use crate::desk::{Holds, ManagementToken, Wish};

pub async fn handle(call: &Call<'_>, rest: &str, body: Body) -> Result<Response, Problem> {
    let desk = call.front.desk();
    if rest.is_empty() {
        return match call.method {
            Method::GET | Method::HEAD => {
                let tokens = desk.management_tokens(&call.caller).await?;
                let objects: Vec<Value> = tokens.iter().map(shown).collect();
                Ok(call
                    .writer
                    .json(&json!({ "type": TYPE, "id": format!("/{TYPE}"), "objects": objects, "next": null })))
            }
            Method::POST => made(call, body).await,
            _ => Err(not_allowed("GET, HEAD, POST")),
        };
    }
    let id: Id = rest.parse().map_err(|_| Problem::new(404, "missing"))?;
    match call.method {
        Method::GET | Method::HEAD => Ok(call.writer.json(&shown(&desk.management_token(&call.caller, id).await?))),
        Method::DELETE => {
            desk.revoke_management_token(&call.caller, id, call.how()?.dry_run).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        _ => Err(not_allowed("GET, HEAD, DELETE")),
    }
}

const TYPE: &str = "managementToken";

async fn made(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    let (sent, _) = Sent::read(&call.headers, body).await?;
    let members = match sent {
        Sent::Nothing => Map::new(),
        Sent::Json(Value::Object(members)) => members,
        Sent::Json(_) => return Err(expected("", "an object")),
        Sent::Form(form) => {
            let typed = |name: &str, value: &str| match (name, value.parse::<u32>()) {
                ("days", Ok(days)) => Value::from(days),
                _ => Value::from(value),
            };
            form.iter().map(|(name, value)| (name.to_owned(), typed(name, value))).collect()
        }
    };
    let wish: Wish = serde_json::from_value(Value::Object(members))
        .map_err(|_| expected("", "the members name, role (a path) and days (a number)"))?;
    let (value, token) = call.front.desk().make_management_token(&call.caller, &wish, call.how()?.dry_run).await?;
    let mut told = shown(&token);
    if let Some(value) = value {
        told["value"] = value.expose().into();
    }
    let mut response = call.writer.json(&told);
    *response.status_mut() = StatusCode::CREATED;
    Ok(located(response, &format!("/{TYPE}/{}", token.id)))
}

fn shown(token: &ManagementToken) -> Value {
    let rights = match token.holds {
        Holds::Everything => "all",
        Holds::Role(_) => "role",
        Holds::Nothing => "none",
    };
    json!({
        "type": TYPE,
        "id": format!("/{TYPE}/{}", token.id),
        "attributes": {
            "name": token.name, "rights": rights, "role": token.role(),
            "created": token.created.rfc3339(), "until": token.until.rfc3339(),
        },
    })
}
