//! One request: who calls, what the path names, what is to be done with it.

use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use kit::{Client, Form, Limits, Reader};
use model::{Finding, Noun};
use serde_json::{Value, json};

use super::{
    BASE, Front,
    answer::{Format, Problem, Writer, finding, tagged, typed},
    audit,
    body::{Sent, expected},
    configuration, document,
    given::{child_of, raw, truths},
    import, management_token,
    routes::{Found, Place, Route},
    token, webhook, whatif,
};
use crate::{
    address::{Address, NotAnAddress, Tail, Type},
    caller::Caller,
    desk::{self, Action, Child, Desk, How, Once, Refused, Tried, Written, actions},
    openapi,
};

/// Everything about a request but its body.
pub struct Call<'a> {
    pub front: &'a Front,
    pub caller: Caller,
    pub method: Method,
    pub headers: HeaderMap,
    pub query: Form,
    pub writer: Writer<'a>,
}

pub async fn handle(State(front): State<Front>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(reader) = parts.extensions.get::<Reader>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match front.answer(&parts, body, &reader).await {
        Ok(response) => response,
        Err(problem) => problem.answer(front.kit(), &reader),
    }
}

impl Front {
    async fn answer(&self, parts: &Parts, body: Body, reader: &Reader) -> Result<Response, Problem> {
        let path = parts.uri.path().strip_prefix(BASE).unwrap_or_default().trim_start_matches('/');
        let route = Route::find(path);
        if matches!(&route, Ok(Some(found)) if found.route.place == Place::Document) {
            return self.told(&parts.method);
        }
        let client = parts.extensions.get::<Client>().copied().ok_or(Problem::new(500, "broken"))?;
        let query = parts.uri.query().unwrap_or_default();
        let engine = self.desk().engine();
        let request = engine.chance().id(engine.now());
        let caller = self.caller(&parts.headers, query, client, request).await?;
        if caller.is_nobody() {
            self.refused(&caller, (&parts.method, path), "forbidden").await?;
            return Err(Problem::new(403, "forbidden"));
        }
        let found = route?;
        let route = found.as_ref().map(|found| found.route);
        // What a file is, its place says; only what is wrong is told in a format of ours.
        let format = match (Format::of(&parts.headers), route) {
            (None, Some(route)) if route.is_file => Format::Json,
            (format, _) => format.ok_or(Problem::new(406, "not-acceptable"))?,
        };
        if let Some(route) = route.filter(|route| !route.answers(parts.method.as_str())) {
            return Err(not_allowed(route.methods));
        }
        let limits = Limits { bytes: 16 * 1024, fields: 100 };
        let call = Call {
            front: self,
            caller,
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            query: Form::repeated(query.as_bytes(), limits).map_err(|_| expected("query", "name=value pairs"))?,
            writer: Writer { kit: self.kit(), reader, format },
        };
        // None of these places has a tag, so that no condition on one is met.
        let conditional = parts.headers.contains_key(header::IF_MATCH) && !parts.method.is_safe();
        if route.is_some() && conditional {
            return Err(desk::Fault::Precondition.into());
        }
        match call.done(found.as_ref(), path, body).await {
            Err(problem) if problem.status == 403 => {
                self.refused(&call.caller, (&call.method, path), problem.key).await?;
                Err(problem)
            }
            done => done,
        }
    }

    /// Writes down that a change was refused; a question leaves nothing.
    async fn refused(&self, caller: &Caller, (method, path): (&Method, &str), why: &str) -> Result<(), Problem> {
        if method.is_safe() {
            return Ok(());
        }
        let at = Address::parse(path).ok();
        let site = at.as_ref().and_then(Address::site);
        let refused = Refused { method: method.as_str(), path, site, why, rows: None };
        Ok(self.desk().refused(caller, refused).await?)
    }

    /// The document tells nothing that the program does not, so that it needs no token.
    fn told(&self, method: &Method) -> Result<Response, Problem> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(not_allowed("GET, HEAD"));
        }
        Ok(typed(self.document().text.clone(), "application/json"))
    }
}

impl Call<'_> {
    async fn done(&self, found: Option<&Found>, path: &str, body: Body) -> Result<Response, Problem> {
        let Some(found) = found else { return self.place(path, body).await };
        match found.route.place {
            Place::Index => self.index(),
            Place::Me => self.me(),
            Place::Findings => self.findings(),
            Place::Document => self.front.told(&self.method),
            Place::Configuration => configuration::export(self).await,
            Place::Diff => configuration::given(self, body, false).await,
            Place::Apply => configuration::given(self, body, true).await,
            Place::Audit => audit::search(self).await,
            Place::AuditFile => audit::export(self).await,
            Place::AuditHours => audit::hours(self).await,
            Place::UserFile => import::users(self, body).await,
            Place::SeedFile => import::tokens(self, body).await,
            Place::Tokens => token::list(self).await,
            Place::TokenCounts => token::counts(self).await,
            Place::TokenExport => token::exported(self).await,
            Place::TokensAllocated => token::allocate(self, body).await,
            Place::Token => token::one(self, found.first()).await,
            Place::TokenAction => token::act(self, found.first(), found.second(), body).await,
            Place::WhatIf => whatif::ask(self, body).await,
            Place::Story => whatif::story(self).await,
            Place::ManagementTokens => management_token::all(self, body).await,
            Place::ManagementToken => management_token::one(self, found.first()).await,
        }
    }

    async fn place(&self, path: &str, body: Body) -> Result<Response, Problem> {
        let mut at = Address::parse(path).map_err(|wrong| match wrong {
            NotAnAddress::Type(near) => {
                let finding =
                    Finding::broken("path", "noun-unknown").with("path", format!("/{path}")).with("nearest", near);
                Problem::findings(404, "missing", vec![finding])
            }
            NotAnAddress::Path => Problem::new(404, "missing"),
        })?;
        self.may_be_asked(&at)?;
        if at.is_collection() {
            return if at.kind == Type::User { self.users().await } else { self.list(at.kind) };
        }
        match self.query.get("directory") {
            Some(directory) if at.kind == Type::User => at.directory = directory.to_owned(),
            Some(_) if !matches!(self.method, Method::GET | Method::HEAD) => {
                return Err(unfit(Finding::broken("directory", "attribute-unknown").with("nearest", "")));
            }
            _ => {}
        }
        match at.tail.clone() {
            Tail::Object => self.object(&at, body).await,
            Tail::Link(segments) => self.link(&at, &segments, body).await,
            Tail::Attribute(name) => self.attribute(&at, &name, body).await,
            Tail::Action(name) => self.action(&at, &name, body).await,
        }
    }

    /// What a place does not answer to is told before anything is read.
    fn may_be_asked(&self, at: &Address) -> Result<(), Problem> {
        let allowed = match &at.tail {
            Tail::Link(segments) => self.front.desk().link_methods(at, segments)?,
            _ => openapi::methods(at),
        };
        if allowed.is_empty() {
            return Err(Problem::new(404, "missing"));
        }
        let asked = self.method.as_str();
        if allowed.split(", ").any(|method| method == asked) { Ok(()) } else { Err(not_allowed(allowed)) }
    }

    async fn object(&self, at: &Address, body: Body) -> Result<Response, Problem> {
        let desk = self.front.desk();
        match self.method {
            Method::GET | Method::HEAD => {
                let seen = desk.read(&self.caller, at).await?;
                Ok(self.unless_known(&seen.etag).unwrap_or_else(|| self.writer.object(&seen)))
            }
            Method::PUT => {
                desk.may(&self.caller, "write", at)?;
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let given = self.attributes(at.kind, sent)?;
                let written = desk.put(&self.caller, at, &given, &self.how()?).await.map_err(meant)?;
                Ok(self.writer.written(&written, StatusCode::OK))
            }
            Method::PATCH => {
                desk.may(&self.caller, "write", at)?;
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let patch = self.patch(at.kind, sent)?;
                let written = desk.patch(&self.caller, at, &patch, &self.how()?).await.map_err(meant)?;
                Ok(self.writer.written(&written, StatusCode::OK))
            }
            Method::POST => self.child(at, body).await,
            Method::DELETE => {
                desk.delete(&self.caller, at, &self.how()?).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            _ => Err(not_allowed("GET, HEAD, PUT, PATCH, POST, DELETE")),
        }
    }

    /// A POST makes a child: `type`, perhaps `name`, and its attributes.
    async fn child(&self, at: &Address, body: Body) -> Result<Response, Problem> {
        let (sent, bytes) = Sent::read(&self.headers, body).await?;
        let (kind, name, sent) = child_of(sent)?;
        let known = Type::parse(&kind).ok_or_else(|| {
            let near = plug::config::nearest(&kind, Type::all().map(Type::name));
            Problem::findings(
                400,
                "invalid",
                vec![Finding::broken("type", "noun-unknown").with("path", &kind).with("nearest", near)],
            )
        })?;
        let desk = self.front.desk();
        // Whatever it is called, it lies there.
        let path = format!("{}/{}", at.path, name.as_deref().unwrap_or("new"));
        desk.may(&self.caller, "write", &Address::object(known, path.trim_start_matches('/')))?;
        let given = self.attributes(known, sent)?;
        let once = self.once(&at.id(), &bytes)?;
        let child = Child { kind: known, name: name.as_deref(), given: &given };
        self.made(once, async |how| desk.create(&self.caller, at, child, how).await).await
    }

    /// Makes something, once for all tries under a key.
    async fn made(
        &self,
        once: Option<Once>,
        make: impl AsyncFnOnce(&How) -> Result<Written, desk::Fault>,
    ) -> Result<Response, Problem> {
        let how = How { once: once.clone(), ..self.how()? };
        if let Some(answer) = self.replayed(once.as_ref()).await? {
            return Ok(answer);
        }
        let written = match make(&how).await {
            // Somebody sent the same at the same moment.
            Err(desk::Fault::Done) => return self.replayed(once.as_ref()).await?.ok_or(Problem::new(409, "moved")),
            Err(desk::Fault::Precondition) if how.if_match.is_none() => {
                // Of two tries at one moment the other may have made it.
                return self.replayed(once.as_ref()).await?.ok_or(Problem::new(409, "conflict"));
            }
            made => made.map_err(meant)?,
        };
        // What was not made is nowhere.
        if how.dry_run {
            return Ok(self.writer.written(&written, StatusCode::OK));
        }
        Ok(located(self.writer.written(&written, StatusCode::CREATED), &written.seen.id()))
    }

    async fn link(&self, at: &Address, segments: &[String], body: Body) -> Result<Response, Problem> {
        let desk = self.front.desk();
        match self.method {
            Method::GET | Method::HEAD => {
                let links = desk.links(&self.caller, at, segments).await?;
                Ok(self.unless_known(&links.etag).unwrap_or_else(|| self.writer.links(&links)))
            }
            Method::PUT => {
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let given = if Desk::says_names(at, segments) { raw(sent)? } else { truths(sent)? };
                let link = desk.link(&self.caller, at, segments, &given, &self.how()?).await?;
                Ok(self.writer.link(&link))
            }
            // A name that is said again is the same name: nothing is there twice.
            Method::POST if at.kind != Type::User && Desk::says_names(at, segments) => {
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let link = desk.link(&self.caller, at, segments, &raw(sent)?, &self.how()?).await?;
                Ok(self.writer.link(&link))
            }
            Method::POST => {
                let (sent, bytes) = Sent::read(&self.headers, body).await?;
                let given = self.attributes(Type::PolicyItem, sent)?;
                let once = self.once(&[at.id(), segments.join("/")].join("/$link/"), &bytes)?;
                self.made(once, async |how| desk.add_link(&self.caller, at, segments, &given, how).await).await
            }
            Method::DELETE => {
                desk.unlink(&self.caller, at, segments, &self.how()?).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            _ => Err(not_allowed("GET, HEAD, PUT, POST, DELETE")),
        }
    }

    async fn attribute(&self, at: &Address, name: &str, body: Body) -> Result<Response, Problem> {
        let desk = self.front.desk();
        if name == "details" && at.kind == Type::User {
            return Ok(self.writer.json(&desk.user_details(&self.caller, at).await?));
        }
        if name == "state" && at.kind == Type::Object(Noun::Webhook) {
            return webhook::state(self, at).await;
        }
        if let Some(which) = document::of(at, name) {
            return document::serve(self, at, which, body).await;
        }
        if name != "metadata" {
            return Err(Problem::new(404, "missing"));
        }
        match self.method {
            Method::GET | Method::HEAD => {
                let (value, etag) = desk.metadata(&self.caller, at)?;
                Ok(self.unless_known(&etag).unwrap_or_else(|| tagged(self.writer.json(&value), &etag)))
            }
            Method::PUT => {
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let value = match sent {
                    Sent::Json(value @ Value::Object(_)) => value,
                    Sent::Nothing => json!({}),
                    Sent::Json(_) => return Err(expected("", "an object")),
                    Sent::Form(_) => return Err(Problem::new(415, "media-type").header("accept", "application/json")),
                };
                let (value, etag) = desk.put_metadata(&self.caller, at, value, &self.how()?).await?;
                Ok(tagged(self.writer.json(&value), &etag))
            }
            Method::DELETE => {
                desk.drop_metadata(&self.caller, at, &self.how()?).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            _ => Err(not_allowed("GET, HEAD, PUT, DELETE")),
        }
    }

    /// Something is done to an object; the body brings the arguments.
    async fn action(&self, at: &Address, name: &str, body: Body) -> Result<Response, Problem> {
        let actions = actions(at.kind);
        let known = Action::find(actions, name).ok_or(Problem::new(404, "missing"))?;
        self.front.desk().may(&self.caller, known.verb, at)?;
        let given = self.arguments(at.kind.name(), known, body).await?;
        if at.kind == Type::User {
            let desk = self.front.desk();
            desk.still(&self.caller, at, &self.how()?).await?;
            let done = desk.act_on_user(&self.caller, at, name, &given).await.map_err(meant)?;
            return Ok(self.writer.json(&done));
        }
        self.front.desk().still(&self.caller, at, &self.how()?).await?;
        webhook::act(self, at, name, &given).await
    }

    /// The answer to a try that came again.
    async fn replayed(&self, once: Option<&Once>) -> Result<Option<Response>, Problem> {
        let Some(once) = once else { return Ok(None) };
        match self.front.desk().tried(once).await? {
            None => Ok(None),
            Some(Tried::Other) => Err(Problem::new(422, "idempotency-reused")),
            Some(Tried::Made(id)) => {
                let at = Address::parse(&id).map_err(|_| Problem::new(500, "broken"))?;
                let seen = self.front.desk().read_made(&self.caller, &at).await?;
                let mut response = located(self.writer.object(&seen), &id);
                *response.status_mut() = StatusCode::CREATED;
                response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
                Ok(Some(response))
            }
        }
    }

    /// The types that there are.
    fn index(&self) -> Result<Response, Problem> {
        let types: Vec<Value> =
            Type::all().map(|t| json!({ "type": t.name(), "id": format!("/{}", t.name()) })).collect();
        Ok(self.writer.json(&json!({ "types": types })))
    }

    /// Who the caller is, and what they may do where.
    fn me(&self) -> Result<Response, Problem> {
        // A person by their login name alone: `person` says which of that name.
        let name = self.caller.actor.name.as_str();
        let name = name.strip_prefix("/user/").and_then(|path| path.rsplit('/').next()).unwrap_or(name);
        Ok(self.writer.json(&json!({ "name": name, "person": self.caller.person, "rights": self.caller.told() })))
    }

    /// Everything that is wrong with the configuration, as far as the caller may read it.
    fn findings(&self) -> Result<Response, Problem> {
        let world = self.front.desk().engine().world();
        let readable = |f: &&Finding| {
            // Findings name objects as they are, not percent-encoded.
            crate::graph::split(&f.object).is_ok_and(|(noun, path)| {
                let kind = Type::Object(noun);
                self.caller.may("read", kind.right(), Address::object(kind, path).site())
            })
        };
        let shown: Vec<Value> =
            world.findings.iter().filter(readable).map(|f| finding(self.writer.kit, self.writer.reader, f)).collect();
        Ok(self.writer.json(&json!({ "findings": shown })))
    }
}

pub fn unfit(finding: Finding) -> Problem {
    Problem::findings(400, "invalid", vec![finding])
}

/// What fits the document and cannot be meant.
pub fn meant(fault: desk::Fault) -> Problem {
    match fault {
        desk::Fault::Invalid(findings) => Problem::findings(422, "invalid", findings),
        other => other.into(),
    }
}

pub fn not_allowed(allow: &str) -> Problem {
    Problem::new(405, "method-not-allowed").header("allow", allow)
}

pub fn located(mut response: Response, id: &str) -> Response {
    if let Ok(location) = HeaderValue::from_str(&format!("{BASE}{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
