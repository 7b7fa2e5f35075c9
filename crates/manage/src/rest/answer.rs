//! What goes back: objects and links as JSON or XML, and problems (RFC 9457) that name field and remedy.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kit::{Kit, Reader, texts::Args};
use login::EngineError;
use model::{Finding, Severity};
use serde_json::{Map, Value, json};

use super::{BASE, xml};
use crate::{
    desk::{Fault, Linked, Links, Seen, Written},
    words,
};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
}

impl Format {
    /// By `Accept`: XML where nothing is said (as the clients of the source product say nothing), JSON where anything will do.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut accept = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).peekable();
        if accept.peek().is_none() {
            return Some(Self::Xml);
        }
        let mut best: Option<(Self, f32)> = None;
        for range in accept.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let format = match name.as_str() {
                "application/json" | "application/*" | "*/*" | "application/problem+json" => Self::Json,
                "application/xml" | "text/xml" | "text/*" => Self::Xml,
                _ => continue,
            };
            if weight > 0.0 && best.is_none_or(|(_, known)| weight > known) {
                best = Some((format, weight));
            }
        }
        best.map(|(format, _)| format)
    }
}

/// An error for a program: a key with a text, and findings that name what to mend.
#[derive(Debug)]
pub struct Problem {
    pub status: u16,
    pub key: &'static str,
    pub findings: Vec<Finding>,
    headers: Vec<(&'static str, String)>,
    /// For the log alone.
    cause: Option<String>,
}

impl Problem {
    pub const fn new(status: u16, key: &'static str) -> Self {
        Self { status, key, findings: Vec::new(), headers: Vec::new(), cause: None }
    }
    /// The worst finding is told first.
    pub fn findings(status: u16, key: &'static str, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        Self { findings, ..Self::new(status, key) }
    }
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn answer(self, kit: &Kit, reader: &Reader) -> Response {
        self.log(reader);
        let say = |key: &str| kit.pages.texts().say(reader.locale, key, &Args::new());
        let mut body = json!({
            "type": format!("urn:symbolon:problem:{}", self.key),
            "title": say(&format!("problem-{}", self.key)),
            "status": self.status,
            "detail": say(&format!("problem-{}-detail", self.key)),
            "reference": reader.reference.as_str(),
        });
        if !self.findings.is_empty() {
            body["errors"] = self.findings.iter().map(|f| finding(kit, reader, f)).collect();
        }
        let mut response = body.to_string().into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        self.dress(response)
    }

    /// Its cause, where only the log may know it.
    pub fn log(&self, reader: &Reader) {
        if let Some(cause) = &self.cause {
            tracing::error!(request.reference = %reader.reference, cause, "A management request failed");
        }
    }

    /// Status and headers, on whatever body tells of it.
    pub fn dress(self, mut response: Response) -> Response {
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(&value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// A problem in one text: what it is, then field by field what is wrong.
pub fn explained(kit: &Kit, reader: &Reader, problem: &Problem) -> String {
    let texts = kit.pages.texts();
    let mut said = vec![texts.say(reader.locale, &format!("problem-{}-detail", problem.key), &Args::new())];
    for finding in problem.findings.iter().take(MOST_EXPLAINED) {
        let words = words::finding(texts, reader.locale, finding);
        said.push(if finding.field.is_empty() { words } else { format!("{}: {words}", finding.field) });
    }
    said.join(" ")
}

const MOST_EXPLAINED: usize = 10;

/// A finding with its words in the reader's language.
pub fn finding(kit: &Kit, reader: &Reader, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Warning => "warning",
        Severity::Unfit => "unfit",
        Severity::Broken => "broken",
    };
    json!({
        "severity": severity,
        "object": finding.object,
        "field": finding.field,
        "key": finding.key,
        "detail": words::finding(kit.pages.texts(), reader.locale, finding),
        "arguments": finding.args.iter().map(|(k, v)| (k.clone(), Value::from(v.as_str()))).collect::<Map<_, _>>(),
    })
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        let cause = Some(error.to_string());
        match error {
            EngineError::Unavailable(_) => Self { cause, ..Self::new(503, "unavailable").header("retry-after", "1") },
            EngineError::Gone | EngineError::NoApplication => Self::new(404, "missing"),
            EngineError::Broken(_) => Self { cause, ..Self::new(500, "broken") },
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing => Self::new(404, "missing"),
            Fault::Forbidden => Self::new(403, "forbidden"),
            Fault::Outranked => Self::new(403, "outranked"),
            Fault::Invalid(findings) => Self::findings(400, "invalid", findings),
            Fault::Refused(findings) => Self::findings(422, "refused", findings),
            Fault::Conflict(findings) => {
                let key = match findings.first().map(|f| f.key.as_str()) {
                    Some("delete-enabled") => "delete-enabled",
                    Some("not-empty" | "delete-lived-in") => "not-empty",
                    Some("name-taken") => "conflict",
                    _ => "state",
                };
                Self::findings(409, key, findings)
            }
            Fault::Precondition => Self::new(412, "precondition"),
            Fault::Unsupported => Self::new(405, "method-not-allowed"),
            Fault::Done | Fault::Moved => Self::new(409, "moved"),
            Fault::Engine(error) => error.into(),
        }
    }
}

/// Writes answers for one request.
pub struct Writer<'a> {
    pub kit: &'a Kit,
    pub reader: &'a Reader,
    pub format: Format,
}

impl Writer<'_> {
    pub fn object(&self, seen: &Seen) -> Response {
        let response = match self.format {
            Format::Json => self.json(&self.shown(seen)),
            Format::Xml => self.xml(&xml::object(seen, &[])),
        };
        tagged(response, &seen.etag)
    }

    pub fn written(&self, written: &Written, status: StatusCode) -> Response {
        let mut seen = written.seen.clone();
        for finding in &written.findings {
            if !seen.findings.contains(finding) {
                seen.findings.push(finding.clone());
            }
        }
        let mut response = self.object(&seen);
        *response.status_mut() = status;
        response
    }

    pub fn list(&self, kind: &str, objects: &[Seen], next: Option<String>) -> Response {
        let mut response = match self.format {
            Format::Json => {
                let shown: Vec<Value> = objects.iter().map(|s| self.shown(s)).collect();
                self.json(&json!({ "type": kind, "id": format!("/{kind}"), "objects": shown, "next": next }))
            }
            Format::Xml => self.xml(&xml::list(kind, objects)),
        };
        let link = next.and_then(|next| HeaderValue::from_str(&format!("<{BASE}{next}>; rel=\"next\"")).ok());
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }

    pub fn links(&self, links: &Links) -> Response {
        let response = match self.format {
            Format::Json => {
                let shown: Vec<Value> = links.links.iter().map(shown_link).collect();
                self.json(&json!({ "type": links.of.kind.name(), "id": links.of.id(), "objects": shown }))
            }
            Format::Xml => self.xml(&xml::links(links)),
        };
        tagged(response, &links.etag)
    }

    pub fn link(&self, link: &Linked) -> Response {
        match self.format {
            Format::Json => self.json(&shown_link(link)),
            Format::Xml => self.xml(&xml::link(link)),
        }
    }

    fn shown(&self, seen: &Seen) -> Value {
        let mut value = json!({ "type": seen.kind.name(), "id": seen.id(), "attributes": seen.attributes });
        if !seen.findings.is_empty() {
            value["findings"] = seen.findings.iter().map(|f| finding(self.kit, self.reader, f)).collect();
        }
        value
    }

    pub fn json(&self, value: &Value) -> Response {
        typed(value.to_string(), "application/json")
    }

    fn xml(&self, text: &str) -> Response {
        typed(text.to_owned(), "application/xml")
    }
}

pub fn typed(body: String, kind: &'static str) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, accept-language, authorization"));
    response
}

pub fn tagged(mut response: Response, etag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{etag}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

fn shown_link(link: &Linked) -> Value {
    let mut value = json!({ "type": link.kind.name(), "id": link.id(), "link": link.link });
    for (name, said) in &link.with {
        value[name] = said.clone();
    }
    if let Some(index) = &link.index {
        value["index"] = index.as_str().into();
    }
    value
}
