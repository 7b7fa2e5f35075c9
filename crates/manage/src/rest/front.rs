//! One request: who calls, what the path names, what is to be done with it.

use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use kit::{Client, Form, Limits, Reader};
use model::{Finding, Noun};
use serde_json::{Map, Value, json};

use super::{
    BASE, Front,
    answer::{Format, Problem, Writer, finding, tagged, typed},
    audit,
    body::{Sent, expected},
    configuration, import, management_token, token, webhook, whatif,
};
use crate::{
    address::{Address, NotAnAddress, Tail, Type},
    attributes::{self, Attributes},
    caller::Caller,
    desk::{self, Filter, How, Once, Patch, Tried},
    openapi, users,
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
        if path == "openapi.json" {
            return self.told(&parts.method);
        }
        let client = parts.extensions.get::<Client>().copied().ok_or(Problem::new(500, "broken"))?;
        let query = parts.uri.query().unwrap_or_default();
        let engine = self.desk().engine();
        let request = engine.chance().id(engine.now());
        let caller = self.caller(&parts.headers, query, client, request).await?;
        let format = Format::of(&parts.headers).ok_or(Problem::new(406, "not-acceptable"))?;
        let limits = Limits { bytes: 16 * 1024, fields: 100 };
        let call = Call {
            front: self,
            caller,
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            query: Form::repeated(query.as_bytes(), limits).map_err(|_| expected("query", "name=value pairs"))?,
            writer: Writer { kit: self.kit(), reader, format },
        };
        match path.split_once('/').map_or((path, ""), |(first, rest)| (first, rest)) {
            ("", "") => call.index(),
            ("me", "") => call.me(),
            ("findings", "") => call.findings(),
            ("audit", rest) => audit::handle(&call, rest).await,
            ("import", rest) => import::handle(&call, rest, body).await,
            ("token", rest) => token::handle(&call, rest, body).await,
            ("whatif", rest) => whatif::handle(&call, rest, body).await,
            ("configuration", rest) => configuration::handle(&call, rest, body).await,
            ("managementToken", rest) => management_token::handle(&call, rest, body).await,
            _ => call.place(path, body).await,
        }
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
    async fn place(&self, path: &str, body: Body) -> Result<Response, Problem> {
        let at = Address::parse(path).map_err(|wrong| match wrong {
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
        match at.tail.clone() {
            Tail::Object => self.object(&at, body).await,
            Tail::Link(segments) => self.link(&at, &segments, body).await,
            Tail::Attribute(name) => self.attribute(&at, &name, body).await,
            Tail::Action(name) => self.action(&at, &name, body).await,
        }
    }

    /// What a place does not answer to is told before anything is read.
    fn may_be_asked(&self, at: &Address) -> Result<(), Problem> {
        // What is done to records, and what hangs on them, says so by itself.
        if at.kind == Type::User || matches!(at.tail, Tail::Action(_)) {
            return Ok(());
        }
        let allowed = match &at.tail {
            Tail::Link(segments) => self.front.desk().link_methods(at, segments)?,
            _ => openapi::methods(at),
        };
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
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let given = self.attributes(at.kind, sent)?;
                let written = desk.put(&self.caller, at, &given, &self.how()?).await.map_err(meant)?;
                Ok(self.writer.written(&written, StatusCode::OK))
            }
            Method::PATCH => {
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
        let given = self.attributes(known, sent)?;
        let desk = self.front.desk();
        let once = self.once(at, &bytes)?;
        if let Some(answer) = self.replayed(once.as_ref()).await? {
            return Ok(answer);
        }
        let how = How { once: once.clone(), ..self.how()? };
        let made = desk.create(&self.caller, at, known, name.as_deref(), &given, &how).await;
        let written = match made {
            // Somebody sent the same at the same moment.
            Err(desk::Fault::Done) => return self.replayed(once.as_ref()).await?.ok_or(Problem::new(409, "moved")),
            Err(desk::Fault::Precondition) if how.if_match.is_none() => return Err(Problem::new(409, "conflict")),
            made => made.map_err(meant)?,
        };
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
                let given = truths(sent)?;
                let link = desk.link(&self.caller, at, segments, &given, &self.how()?).await?;
                Ok(self.writer.link(&link))
            }
            Method::POST => {
                let (sent, _) = Sent::read(&self.headers, body).await?;
                let given = self.attributes(Type::PolicyItem, sent)?;
                let written = desk.add_link(&self.caller, at, segments, &given, &self.how()?).await.map_err(meant)?;
                Ok(located(self.writer.written(&written, StatusCode::CREATED), &written.seen.id()))
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
            self.only_get()?;
            return Ok(self.writer.json(&desk.user_details(&self.caller, at).await?));
        }
        if name == "state" && at.kind == Type::Object(Noun::Webhook) {
            return webhook::state(self, at).await;
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
        if self.method != Method::POST {
            return Err(not_allowed("POST"));
        }
        let (sent, _) = Sent::read(&self.headers, body).await?;
        let given = raw(sent)?;
        let desk = self.front.desk();
        match at.kind {
            Type::User => Ok(self.writer.json(&desk.act_on_user(&self.caller, at, name, &given).await?)),
            Type::Object(Noun::Webhook) => webhook::act(self, at, name, &given).await,
            _ => Err(Problem::new(404, "missing")),
        }
    }

    /// A page of users.
    async fn users(&self) -> Result<Response, Problem> {
        let mut filter = users::Filter { limit: Some(100), ..users::Filter::default() };
        for (name, value) in self.query.iter() {
            let truth = || match value {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => Err(expected(name, "true or false")),
            };
            match name {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                    filter.limit = Some(limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?);
                }
                "after" => {
                    filter.after = self.cursor("user", value)?;
                }
                "site" => value.trim_matches('/').clone_into(&mut filter.site),
                "below" => filter.below = truth()?,
                "directory" => value.clone_into(&mut filter.directory),
                "group" => value.trim_matches('/').clone_into(&mut filter.group),
                "enabled" => filter.enabled = Some(truth()?),
                "q" => value.clone_into(&mut filter.text),
                "count" => filter.count = truth()?.then_some(100_000),
                _ => {
                    let known = ["limit", "after", "site", "below", "directory", "group", "enabled", "q", "count"];
                    let near = plug::config::nearest(name, known.into_iter());
                    let finding = Finding::broken(name, "attribute-unknown").with("nearest", near);
                    return Err(Problem::findings(400, "invalid", vec![finding]));
                }
            }
        }
        let (seen, next, count) = self.front.desk().users(&self.caller, &filter).await?;
        let next = next.map(|place| self.next("user", &place));
        let mut response = self.writer.list("user", &seen, next);
        if let Some(count) = count {
            response.headers_mut().insert("total-count", HeaderValue::from(count));
        }
        Ok(response)
    }

    fn list(&self, kind: Type) -> Result<Response, Problem> {
        let noun = kind.noun().ok_or(Problem::new(405, "method-not-allowed"))?;
        self.asks_once()?;
        let mut filter = Filter { limit: 100, ..Filter::default() };
        for (name, value) in self.query.iter() {
            match name {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                    filter.limit = limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?;
                }
                "after" => filter.after = Some(self.cursor(kind.name(), value)?),
                "site" => filter.site = Some(value.trim_matches('/').to_owned()),
                "q" => filter.text = Some(value.to_owned()),
                _ => filter.equal.push((name.to_owned(), value.to_owned())),
            }
        }
        let page = self.front.desk().list(&self.caller, noun, &filter)?;
        let next = page.next.map(|path| self.next(kind.name(), &path));
        Ok(self.writer.list(kind.name(), &page.seen, next))
    }

    /// Where the next page begins, as a link that nobody can make but we (case M083).
    pub fn next(&self, kind: &str, place: &str) -> String {
        let token = format!("{}.{}", data_encoding::BASE64URL_NOPAD.encode(place.as_bytes()), self.seal(kind, place));
        let others = self.query.iter().filter(|(name, _)| *name != "after");
        let pairs = others.chain([("after", token.as_str())]);
        let query: String = pairs.map(|(name, value)| format!("&{}={}", encoded(name), encoded(value))).collect();
        format!("/{kind}?{}", &query[1..])
    }

    /// The place that a page's `next` named.
    pub fn cursor(&self, kind: &str, token: &str) -> Result<String, Problem> {
        let read = || {
            let (place, seal) = token.split_once('.')?;
            let place = String::from_utf8(data_encoding::BASE64URL_NOPAD.decode(place.as_bytes()).ok()?).ok()?;
            (self.seal(kind, &place) == seal).then_some(place)
        };
        read().ok_or_else(|| meant(not_a_page()))
    }

    fn seal(&self, kind: &str, place: &str) -> String {
        let text = format!("{kind}\0{place}");
        crate::hex(&self.front.desk().engine().keyed("page", text.as_bytes())[..12])
    }

    fn attributes(&self, kind: Type, sent: Sent) -> Result<Attributes, Problem> {
        let given = match sent {
            Sent::Nothing => Attributes::new(),
            Sent::Form(form) => {
                let fields = form.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                desk::fields(self.front.desk(), kind, fields).map_err(|f| Problem::findings(400, "invalid", f))?
            }
            Sent::Json(value) => Sent::attributes(kind, value)?,
        };
        self.fits(kind, "write", given)
    }

    /// Refuses what the API's document does not allow; names are spelt as ours.
    fn fits(&self, kind: Type, part: &str, given: Attributes) -> Result<Attributes, Problem> {
        let given = desk::spelt_as_ours(self.front.desk(), kind, &given);
        // Users have attributes of their own, under any name.
        if kind == Type::User {
            return Ok(given);
        }
        let mut judged = given.clone();
        // The desk says of these whether they are the right ones, and which is near.
        for name in ["name", attributes::CLASS, attributes::TYPE] {
            if judged.get(name).is_some_and(Value::is_string) {
                judged.shift_remove(name);
            }
        }
        let misfit = self.front.document().misfit(&format!("{}.{part}", kind.name()), &desk::whole(judged));
        match misfit {
            None => Ok(given),
            // A list is asked for where there is none.
            Some(misfit) if part == "lists" && given.contains_key(&misfit.field) && misfit.is_unknown() => {
                let known = self
                    .front
                    .document()
                    .misfit(&format!("{}.write", kind.name()), &json!({ &misfit.field: null }))
                    .is_none();
                let finding = if known { Finding::broken(&misfit.field, "not-a-list") } else { misfit.finding() };
                Err(Problem::findings(400, "invalid", vec![finding]))
            }
            Some(misfit) => Err(Problem::findings(400, "invalid", vec![misfit.finding()])),
        }
    }

    /// `add.NAME` and `remove.NAME` of a form; `add`, `remove` and `set` of a JSON object. What is left is set.
    fn patch(&self, kind: Type, sent: Sent) -> Result<Patch, Problem> {
        match sent {
            Sent::Nothing => Ok(Patch::default()),
            Sent::Form(form) => {
                let part = |prefix: &str| -> Result<Attributes, Problem> {
                    let fields = form.iter().filter_map(|(name, value)| {
                        let name = if prefix.is_empty() {
                            (!name.starts_with("add.") && !name.starts_with("remove.")).then_some(name)
                        } else {
                            name.strip_prefix(prefix)
                        };
                        name.map(|name| (name.to_owned(), value.to_owned()))
                    });
                    desk::fields(self.front.desk(), kind, fields).map_err(|f| Problem::findings(400, "invalid", f))
                };
                self.patch_fits(kind, Patch { set: part("")?, add: part("add.")?, remove: part("remove.")? })
            }
            Sent::Json(value) => {
                let Value::Object(mut members) = value else { return Err(expected("", "an object")) };
                let mut part = |name: &str| match members.shift_remove(name) {
                    None => Ok(Map::new()),
                    Some(Value::Object(part)) => Ok(part),
                    Some(_) => Err(expected(name, "an object")),
                };
                let (add, remove, set) = (part("add")?, part("remove")?, part("set")?);
                // Judged before another of the same name takes its place.
                let mut set = self.fits(kind, "write", set)?;
                set.extend(Sent::attributes(kind, Value::Object(members))?);
                self.patch_fits(kind, Patch { set, add, remove })
            }
        }
    }

    fn patch_fits(&self, kind: Type, patch: Patch) -> Result<Patch, Problem> {
        Ok(Patch {
            set: self.fits(kind, "write", patch.set)?,
            add: self.fits(kind, "lists", patch.add)?,
            remove: self.fits(kind, "lists", patch.remove)?,
        })
    }

    /// How a write is to be made. One that asks for something else than it can have, perhaps a `dryrun`, is not made.
    pub fn how(&self) -> Result<How, Problem> {
        self.asks_only(&["dryRun"])?;
        let dry_run = self.truth("dryRun")?;
        let text = |name| self.headers.get(name).map(|v: &HeaderValue| v.to_str().unwrap_or_default());
        let if_match = text(header::IF_MATCH).map(tags);
        let create_only = match text(header::IF_NONE_MATCH).map(str::trim) {
            None => false,
            Some("*") => true,
            Some(_) if self.method == Method::GET || self.method == Method::HEAD => false,
            Some(_) => return Err(expected("If-None-Match", "*")),
        };
        Ok(How { if_match, create_only, dry_run, once: None })
    }

    pub fn truth(&self, name: &str) -> Result<bool, Problem> {
        match self.query.get(name) {
            None | Some("false") => Ok(false),
            Some("true" | "") => Ok(true),
            Some(_) => Err(expected(name, "true or false")),
        }
    }

    /// No parameter but these; each once.
    pub fn asks_only(&self, known: &[&str]) -> Result<(), Problem> {
        if let Some((name, _)) = self.query.iter().find(|(name, _)| !known.contains(name)) {
            let near = plug::config::nearest(name, known.iter().copied());
            return Err(unfit(Finding::broken(name, "attribute-unknown").with("nearest", near)));
        }
        self.asks_once()
    }

    fn asks_once(&self) -> Result<(), Problem> {
        let mut seen = std::collections::BTreeSet::new();
        match self.query.iter().find(|(name, _)| !seen.insert(*name)) {
            Some((name, _)) => Err(expected(name, "one value")),
            None => Ok(()),
        }
    }

    fn unless_known(&self, etag: &str) -> Option<Response> {
        let known = self.headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
        let same = tags(known).iter().any(|tag| tag == etag);
        same.then(|| tagged(StatusCode::NOT_MODIFIED.into_response(), etag))
    }

    /// The key of a try: bound to the caller, so that nobody learns of another's.
    fn once(&self, at: &Address, bytes: &[u8]) -> Result<Option<Once>, Problem> {
        let Some(key) = self.headers.get("idempotency-key") else { return Ok(None) };
        let key = key.to_str().ok().filter(|k| !k.is_empty() && k.len() <= 255);
        let key = key.ok_or_else(|| expected("Idempotency-Key", "1 to 255 printable characters"))?;
        let text = format!("try\0{}\0{}\0{key}", self.caller.person, self.caller.actor.name);
        let sent = [at.id().as_bytes(), b"\0", bytes].concat();
        let fingerprint = crate::hex(&self.front.desk().engine().keyed("try", &sent));
        Ok(Some(Once { hash: login::hashed(&text), fingerprint, made: String::new() }))
    }

    /// The answer to a try that came again.
    async fn replayed(&self, once: Option<&Once>) -> Result<Option<Response>, Problem> {
        let Some(once) = once else { return Ok(None) };
        match self.front.desk().tried(once).await? {
            None => Ok(None),
            Some(Tried::Other) => Err(Problem::new(422, "idempotency-reused")),
            Some(Tried::Made(id)) => {
                let at = Address::parse(&id).map_err(|_| Problem::new(500, "broken"))?;
                let seen = self.front.desk().read(&self.caller, &at).await?;
                let mut response = located(self.writer.object(&seen), &id);
                *response.status_mut() = StatusCode::CREATED;
                response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
                Ok(Some(response))
            }
        }
    }

    /// The types that there are.
    fn index(&self) -> Result<Response, Problem> {
        self.only_get()?;
        let types: Vec<Value> =
            Type::all().map(|t| json!({ "type": t.name(), "id": format!("/{}", t.name()) })).collect();
        Ok(self.writer.json(&json!({ "types": types })))
    }

    /// Who the caller is, and what they may do where.
    fn me(&self) -> Result<Response, Problem> {
        self.only_get()?;
        Ok(self.writer.json(
            &json!({ "name": self.caller.actor.name, "person": self.caller.person, "rights": self.caller.told() }),
        ))
    }

    /// Everything that is wrong with the configuration, as far as the caller may read it.
    fn findings(&self) -> Result<Response, Problem> {
        self.only_get()?;
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

    pub fn only_get(&self) -> Result<(), Problem> {
        if matches!(self.method, Method::GET | Method::HEAD) { Ok(()) } else { Err(not_allowed("GET, HEAD")) }
    }
}

fn unfit(finding: Finding) -> Problem {
    Problem::findings(400, "invalid", vec![finding])
}

fn not_a_page() -> desk::Fault {
    desk::Fault::Invalid(vec![
        Finding::broken("after", "attribute-value").with("why", "expected what `next` of a page said"),
    ])
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

/// Entity tags of a header, without quotes; weak ones never fit a write (RFC 9110, 13.1.1).
fn tags(text: &str) -> Vec<String> {
    text.split(',').map(|tag| tag.trim().trim_matches('"').to_owned()).collect()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Fields as they are: actions name their own.
pub fn raw(sent: Sent) -> Result<Attributes, Problem> {
    match sent {
        Sent::Nothing => Ok(Attributes::new()),
        Sent::Form(form) => Ok(form.iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()),
        Sent::Json(Value::Object(members)) => Ok(members),
        Sent::Json(_) => Err(expected("", "an object")),
    }
}

/// A link's own attributes: texts of a form, truths in JSON.
fn truths(sent: Sent) -> Result<Attributes, Problem> {
    let json = matches!(sent, Sent::Json(_));
    let given = raw(sent)?;
    match given.iter().find(|(_, value)| json && !value.is_boolean()) {
        Some((name, _)) => Err(expected(name, "true or false")),
        None => Ok(given),
    }
}

/// Type and name of a child, and what is left of the body.
fn child_of(sent: Sent) -> Result<(String, Option<String>, Sent), Problem> {
    let missing = || Problem::findings(400, "invalid", vec![Finding::broken("type", "missing")]);
    match sent {
        Sent::Nothing => Err(missing()),
        Sent::Form(form) => {
            let kind = form.filled("type").ok_or_else(missing)?.to_owned();
            let name = form.filled("name").map(str::to_owned);
            let rest = form.without(&["type", "name"]);
            Ok((kind, name, Sent::Form(rest)))
        }
        Sent::Json(Value::Object(mut members)) => {
            let mut text = |name: &str| match members.shift_remove(name) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(text)) => Ok(Some(text)),
                Some(_) => Err(expected(name, "a text")),
            };
            let kind = text("type")?.ok_or_else(missing)?;
            let mut name = text("name")?;
            if let Some(Value::Object(inner)) = members.get_mut("attributes")
                && let Some(Value::String(inner)) = inner.shift_remove("name")
            {
                name = name.or(Some(inner));
            }
            Ok((kind, name, Sent::Json(Value::Object(members))))
        }
        Sent::Json(_) => Err(expected("", "an object")),
    }
}
