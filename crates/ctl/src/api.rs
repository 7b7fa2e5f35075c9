//! One question to the management API and its answer, whoever carries it: HTTP to a server, or nobody at all on a store that no
//! server holds. Which rules there are is the API's to say; nothing here repeats one.

use http::{HeaderMap, Method, Request, header};
use manage::rest::{BASE, Local};
use serde_json::Value;
use std::io::Write;

use crate::{Told, problem::Problem};

#[async_trait::async_trait]
pub trait Api: Send + Sync {
    async fn send(&self, ask: &Ask) -> Result<Answer, Told>;

    /// Writes what comes as it comes. One that breaks off is an error, whatever was written.
    async fn save(&self, ask: &Ask, to: &mut (dyn Write + Send)) -> Result<(), Told> {
        Ok(to.write_all(&self.send(ask).await?.well()?.body)?)
    }
}

/// A request below the API's base path. It may carry keys and secrets, so it cannot be printed.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    /// Path and query, percent-encoded, with a slash before it.
    pub target: String,
    pub headers: Vec<(String, String)>,
    /// Media type and bytes.
    pub body: Option<(String, Vec<u8>)>,
}

impl Ask {
    pub fn new(method: Method, target: impl Into<String>) -> Self {
        Self { method, target: target.into(), headers: Vec::new(), body: None }
    }
    pub fn get(target: impl Into<String>) -> Self {
        Self::new(Method::GET, target)
    }
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
    #[must_use]
    pub fn with_query(mut self, fields: &[(String, String)]) -> Self {
        if !fields.is_empty() {
            let mark = if self.target.contains('?') { '&' } else { '?' };
            self.target = format!("{}{mark}{}", self.target, encoded(fields));
        }
        self
    }
    #[must_use]
    pub fn form(mut self, fields: &[(String, String)]) -> Self {
        self.body = Some(("application/x-www-form-urlencoded".into(), encoded(fields).into_bytes()));
        self
    }
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }
    #[must_use]
    pub fn body(mut self, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some((kind.to_owned(), bytes.into()));
        self
    }

    /// As a request to a path that begins with `base`; JSON is asked for where nothing else is.
    pub fn request(&self, base: &str) -> Result<Request<Vec<u8>>, Told> {
        let mut request = Request::builder().method(self.method.clone()).uri(format!("{base}{}", self.target));
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            request = request.header(header::ACCEPT, "application/json");
        }
        request = request.header(header::ACCEPT_LANGUAGE, "en");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = self.body.as_ref().map_or_else(Vec::new, |(_, bytes)| bytes.clone());
        if let Some((kind, _)) = &self.body {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        request.body(body).map_err(|e| Told::Usage(e.to_string()))
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Itself, unless it says that something is wrong.
    pub fn well(self) -> Result<Self, Told> {
        if (200..300).contains(&self.status) { Ok(self) } else { Err(Problem::of(&self).into()) }
    }
    pub fn json(&self) -> Result<Value, Told> {
        serde_json::from_slice(&self.body).map_err(|_| Told::Failed("the answer is not JSON".into()))
    }
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The API on a store.
pub struct Closed(pub Local);

#[async_trait::async_trait]
impl Api for Closed {
    async fn send(&self, ask: &Ask) -> Result<Answer, Told> {
        let (parts, body) = self.0.send(ask.request(BASE)?).await.into_parts();
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_vec() })
    }
}

pub fn encoded(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
