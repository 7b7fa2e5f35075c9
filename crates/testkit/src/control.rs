//! A second door of a test world, for scripts: the clock, objects, users and what was audited. It listens on loopback alone and
//! asks nobody who they are.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use login::{ChangeError, Engine};
use methods::oath::{Moving, Token};
use model::{Attributes, Change, Entry, Link, Noun, Span, User};
use oath::{Algorithm, Digits, Hotp, Seed, Totp};
use plug::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{AuditFilter, Write};

use crate::{build, clock::ShiftedClock};

/// What the door opens to.
#[derive(Clone)]
pub struct Control {
    pub engine: Engine,
    pub clock: ShiftedClock,
}

/// Why an order was not followed: the caller's mistake, in words.
struct Refusal(String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}

impl From<store::StoreError> for Refusal {
    fn from(error: store::StoreError) -> Self {
        Self(error.to_string())
    }
}

pub fn routes(control: Control) -> Router {
    Router::new()
        .route("/clock", get(read_clock).post(turn_clock))
        .route("/objects", post(put_objects))
        .route("/users", post(put_users))
        .route("/audit", get(read_audit))
        .with_state(control)
}

async fn read_clock(State(control): State<Control>) -> Json<Value> {
    let now = control.clock.now();
    Json(json!({ "now": now.rfc3339(), "now_ms": now.millis(), "ahead_seconds": control.clock.ahead().as_seconds() }))
}

#[derive(Deserialize)]
struct Turn {
    forward_seconds: i64,
}

async fn turn_clock(State(control): State<Control>, Json(turn): Json<Turn>) -> Result<Json<Value>, Refusal> {
    if turn.forward_seconds < 0 {
        return Err(Refusal("the clock goes forward only".into()));
    }
    control.clock.pass(Span::seconds(turn.forward_seconds));
    control.engine.wake_outbox();
    Ok(read_clock(State(control)).await)
}

/// One object: what is said of it is changed, the rest stays. `links` replaces the links of the roles it names.
#[derive(Deserialize)]
struct Order {
    /// As in the API: `method`, `application`, `server`, …
    noun: String,
    path: String,
    #[serde(default)]
    attributes: serde_json::Map<String, Value>,
    #[serde(default)]
    links: Option<Vec<Linked>>,
    #[serde(default)]
    delete: bool,
}

#[derive(Deserialize)]
struct Linked {
    role: String,
    /// `method/totp.1`
    to: String,
    #[serde(default)]
    with: Vec<String>,
}

async fn put_objects(State(control): State<Control>, Json(orders): Json<Vec<Order>>) -> Result<Json<Value>, Refusal> {
    let mut findings = Vec::new();
    // One by one, so that a later one may link to an earlier one.
    for order in orders {
        let change = change(&control.engine, &order)?;
        match control.engine.change(vec![change], "control").await {
            Ok(more) => {
                findings.extend(more.iter().map(|f| json!({ "object": f.object, "field": f.field, "key": f.key })))
            }
            Err(ChangeError::Refused(why)) => {
                return Err(Refusal(why.iter().map(model::Finding::plain).collect::<Vec<_>>().join("; ")));
            }
            Err(other) => return Err(Refusal(other.to_string())),
        }
    }
    Ok(Json(json!({ "findings": findings })))
}

fn change(engine: &Engine, order: &Order) -> Result<Change, Refusal> {
    let world = engine.world();
    let noun = Noun::parse(&order.noun).ok_or_else(|| Refusal(format!("no noun {}", order.noun)))?;
    let old = world.catalogue.at(noun, &order.path);
    if order.delete {
        return old.map(|e| Change::Delete(e.id)).ok_or_else(|| Refusal(format!("no {} {}", order.noun, order.path)));
    }
    let mut attributes = old.map_or_else(|| noun.fresh().attributes(), |e| e.object.attributes());
    let members = attributes.as_object_mut().ok_or_else(|| Refusal("not an object".into()))?;
    members.extend(order.attributes.clone());
    let object = noun.read(attributes).map_err(|e| Refusal(e.to_string()))?;
    let mut links = old.map(|e| e.links.clone()).unwrap_or_default();
    if let Some(wanted) = &order.links {
        links.retain(|l| !wanted.iter().any(|w| w.role == l.role));
        for link in wanted {
            let target =
                link.to.split_once('/').and_then(|(n, path)| Noun::parse(n).and_then(|n| world.catalogue.at(n, path)));
            let to = target.ok_or_else(|| Refusal(format!("no {}", link.to)))?.id;
            links.push(Link { role: link.role.clone(), to, with: link.with.clone() });
        }
    }
    let id = old.map_or_else(|| engine.chance().id(engine.now()), |e| e.id);
    Ok(Change::put(Entry { id, path: order.path.clone(), object, links }))
}

/// A user; one that is there already is replaced, with all credentials that are named here.
#[derive(Deserialize)]
struct Person {
    name: String,
    site: String,
    #[serde(default)]
    password: Option<String>,
    /// In base 32.
    #[serde(default)]
    totp_secret: Option<String>,
    #[serde(default)]
    tokens: Vec<Held>,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default = "yes")]
    enabled: bool,
}

/// A token of the kind `oath`, in use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    method: String,
    /// In base 32.
    secret: String,
    /// By event; else by time, in steps of 30 seconds.
    #[serde(default)]
    event: bool,
    /// `SHA1`, `SHA256` or `SHA512`
    algorithm: String,
    digits: u8,
}

impl Held {
    fn body(&self) -> Result<Value, Refusal> {
        let seed = Seed::from_base32(&self.secret).map_err(|e| Refusal(e.to_string()))?;
        let algorithm =
            Algorithm::parse(&self.algorithm).ok_or_else(|| Refusal(format!("no algorithm {}", self.algorithm)))?;
        let digits = Digits::try_from(self.digits).map_err(|_| Refusal(format!("{} digits", self.digits)))?;
        let moving = if self.event {
            Moving::Event(Hotp { algorithm, digits })
        } else {
            Moving::Time { totp: Totp { algorithm, digits, ..Totp::default() }, drift: 0, seen: None }
        };
        Token::of(seed, moving).body().map_err(|e| Refusal(e.to_string()))
    }
}

const fn yes() -> bool {
    true
}

async fn put_users(State(control): State<Control>, Json(people): Json<Vec<Person>>) -> Result<Json<Value>, Refusal> {
    let mut made = Vec::new();
    for person in &people {
        let (user, writes) = writes(&control.engine, person).await?;
        control.engine.store().apply(build::unit(writes)).await?;
        made.push(json!({ "name": user.name, "id": user.id, "key": user.person().key() }));
    }
    Ok(Json(Value::Array(made)))
}

async fn writes(engine: &Engine, person: &Person) -> Result<(User, Vec<Write>), Refusal> {
    let world = engine.world();
    let site =
        world.catalogue.at(Noun::Site, &person.site).ok_or_else(|| Refusal(format!("no site {}", person.site)))?.id;
    let (directory, _) = world
        .catalogue
        .directories()
        .find(|(_, d)| d.kind == "local")
        .ok_or_else(|| Refusal("no embedded directory".into()))?;
    let old = engine.store().users_named(directory.id, &person.name).await?.into_iter().find(|u| u.site == site);
    let now = engine.now();
    let user = User {
        id: old.as_ref().map_or_else(|| engine.chance().id(now), |u| u.id),
        directory: directory.id,
        site,
        name: person.name.clone(),
        attributes: person.attributes.clone(),
        email_verified: true,
        phone_verified: true,
        enabled: person.enabled,
        not_before: None,
        expires: None,
        created: now,
        version: old.map_or(1, |u| u.version),
    };
    let held = engine.store().person(&user.person().key(), "").await?.credentials;
    let mut writes = vec![Write::PutUser(Box::new(user.clone()))];
    let mut renew = |kind: &str, body: Value| {
        writes.extend(held.iter().filter(|c| c.kind == kind).map(|c| Write::RemoveCredential(c.id)));
        let methods = world.catalogue.methods().filter(|(_, m)| m.kind == kind);
        writes.extend(methods.map(|(entry, _)| build::credential(&user, entry.id, kind, body.clone(), now)));
    };
    if let Some(plain) = &person.password {
        renew("password", build::hashed_as_usual(plain, now));
    }
    if let Some(secret) = &person.totp_secret {
        let seed = Seed::from_base32(secret).map_err(|e| Refusal(e.to_string()))?;
        let token = Token::new(seed, Totp::default());
        renew("totp", token.body().map_err(|e| Refusal(e.to_string()))?);
    }
    if !person.tokens.is_empty() {
        writes.extend(held.iter().filter(|c| c.kind == "oath").map(|c| Write::RemoveCredential(c.id)));
    }
    for token in &person.tokens {
        let (method, _) = world
            .catalogue
            .at(Noun::Method, &token.method)
            .and_then(|e| world.catalogue.method(e.id))
            .filter(|(_, m)| m.kind == "oath")
            .ok_or_else(|| Refusal(format!("no method {} with tokens", token.method)))?;
        writes.push(build::credential(&user, method.id, "oath", token.body()?, now));
    }
    Ok((user, writes))
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    action: String,
    #[serde(default)]
    person: String,
    limit: Option<u32>,
}

/// Newest first.
async fn read_audit(State(control): State<Control>, Query(wanted): Query<Wanted>) -> Result<Json<Value>, Refusal> {
    let filter = AuditFilter {
        action: wanted.action,
        person: wanted.person,
        limit: wanted.limit.unwrap_or(100),
        ..AuditFilter::default()
    };
    let records = control.engine.store().audit(&filter).await?;
    let all = records
        .iter()
        .map(|r| json!({ "node": r.node, "sequence": r.sequence, "at": r.at.rfc3339(), "event": r.event }));
    Ok(Json(all.collect()))
}
