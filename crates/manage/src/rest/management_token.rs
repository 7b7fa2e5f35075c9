//! `managementToken`: what programs show to this API. `POST` makes one and tells its value, this once.

use axum::{body::Body, response::IntoResponse, response::Response};
use http::{Method, StatusCode};
use model::Id;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    answer::Problem,
    body::{Sent, expected},
    front::{Call, located, meant},
    given::raw,
};
use crate::desk::{Holds, ManagementToken, Wish};

/// Those that there are, and a new one.
pub async fn all(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    match call.method {
        Method::GET | Method::HEAD => {
            let tokens = call.front.desk().management_tokens(&call.caller).await?;
            let objects: Vec<Value> = tokens.iter().map(shown).collect();
            Ok(call.writer.json(&json!({ "type": TYPE, "id": format!("/{TYPE}"), "objects": objects, "next": null })))
        }
        _ => made(call, body).await,
    }
}

pub async fn one(call: &Call<'_>, id: &str) -> Result<Response, Problem> {
    let desk = call.front.desk();
    let id: Id = id.parse().map_err(|_| Problem::new(404, "missing"))?;
    match call.method {
        Method::GET | Method::HEAD => Ok(call.writer.json(&shown(&desk.management_token(&call.caller, id).await?))),
        _ => {
            desk.revoke_management_token(&call.caller, id, call.how()?.dry_run).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

const TYPE: &str = "managementToken";

async fn made(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    let (sent, _) = Sent::read(&call.headers, body).await?;
    let is_form = matches!(sent, Sent::Form(_));
    let mut members = raw(sent)?;
    if is_form && let Some(days) = members.get_mut("days") {
        *days = days.as_str().and_then(|text| text.parse::<u32>().ok()).map_or_else(|| days.clone(), Value::from);
    }
    let members = call.judged("managementToken.body", members)?;
    let wish: Wish = serde_json::from_value(Value::Object(members))
        .map_err(|_| expected("", "the members name, role (a path) and days (a number)"))?;
    let desk = call.front.desk();
    let dry_run = call.how()?.dry_run;
    let made = desk.make_management_token(&call.caller, &wish, dry_run).await;
    let (value, token) = made.map_err(meant)?;
    let mut told = shown(&token);
    if let Some(value) = value {
        told["value"] = value.expose().into();
    }
    let mut response = call.writer.json(&told);
    // What was not made is nowhere.
    if dry_run {
        return Ok(response);
    }
    *response.status_mut() = StatusCode::CREATED;
    Ok(located(response, &format!("/{TYPE}/{}", token.id)))
}

/// A token as it is told: its value is known to its owner alone.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Attributes {
    pub name: String,
    pub rights: Rights,
    /// Path of its role, such as `/role/acme/managers`.
    pub role: Option<String>,
    /// RFC 3339.
    pub created: String,
    pub until: String,
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rights {
    All,
    /// Those of its role.
    Role,
    /// Its role is gone.
    None,
}

fn shown(token: &ManagementToken) -> Value {
    let rights = match token.holds {
        Holds::Everything => Rights::All,
        Holds::Role(_) => Rights::Role,
        Holds::Nothing => Rights::None,
    };
    let attributes = Attributes {
        name: token.name.clone(),
        rights,
        role: token.role(),
        created: token.created.rfc3339(),
        until: token.until.rfc3339(),
    };
    json!({ "type": TYPE, "id": format!("/{TYPE}/{}", token.id), "attributes": attributes })
}
