//! What goes back: the envelope that every answer stands in, and what is told of a failure.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kit::{Args, Locale, Texts};
use login::EngineError;
use model::Time;
use serde_json::{Map, Value, json};

/// Members of `detail`.
pub type Detail = Map<String, Value>;

/// What surrounds an answer.
pub struct Envelope<'a> {
    pub at: Time,
    pub nonce: Option<&'a str>,
    /// Leaves out what tells the product's version.
    pub hide_version: bool,
}

/// `result.authentication`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    Accept,
    Challenge,
    Reject,
    Declined,
}

impl Authentication {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Challenge => "CHALLENGE",
            Self::Reject => "REJECT",
            Self::Declined => "DECLINED",
        }
    }
}

/// What a request came to.
#[derive(Debug)]
pub struct Outcome {
    pub value: Value,
    /// Answers about a login say so.
    pub authentication: Option<Authentication>,
    pub detail: Option<Detail>,
    /// Members beside `result`.
    pub more: Detail,
}

impl Outcome {
    pub fn new(value: impl Into<Value>) -> Self {
        Self { value: value.into(), authentication: None, detail: None, more: Detail::new() }
    }
    #[must_use]
    pub fn authentication(mut self, authentication: Authentication) -> Self {
        self.authentication = Some(authentication);
        self
    }
    #[must_use]
    pub fn detail(mut self, mut detail: Detail) -> Self {
        detail.insert("threadid".into(), 0.into());
        self.detail = Some(detail);
        self
    }
    /// The one refusal of a login, whatever is behind it (case M054).
    pub fn rejected(message: String) -> Self {
        let detail = Detail::from_iter([("message".to_owned(), Value::from(message))]);
        Self::new(false).authentication(Authentication::Reject).detail(detail)
    }
}

impl Envelope<'_> {
    /// A success in the protocol's sense; a refused login is one, too.
    pub fn outcome(&self, outcome: Outcome) -> Response {
        let mut result =
            Map::from_iter([("status".to_owned(), Value::from(true)), ("value".to_owned(), outcome.value)]);
        if let Some(authentication) = outcome.authentication {
            result.insert("authentication".into(), authentication.name().into());
        }
        let mut body = self.around(if outcome.authentication.is_some() { 2 } else { 1 }, result);
        if !self.hide_version {
            body.insert("versionnumber".into(), VERSION_NUMBER.into());
        }
        if let Some(detail) = outcome.detail {
            body.insert("detail".into(), detail.into());
        }
        body.extend(outcome.more);
        answer(StatusCode::OK, &Value::Object(body))
    }

    /// An error; `message` in the reader's language.
    pub fn fault(&self, fault: Fault, message: &str) -> Response {
        let error = json!({ "code": fault.code, "message": fault.prefixed(message) });
        let result = Map::from_iter([("status".to_owned(), Value::from(false)), ("error".to_owned(), error)]);
        let mut body = self.around(1, result);
        // Only what is about a login that was refused has an object there.
        body.insert("detail".into(), if fault.status == 401 { json!({}) } else { Value::Null });
        let mut response = answer(StatusCode::from_u16(fault.status).unwrap_or_default(), &Value::Object(body));
        if matches!(fault.status, 429 | 503) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }

    fn around(&self, id: u8, result: Map<String, Value>) -> Map<String, Value> {
        #[allow(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
        let time = self.at.millis() as f64 / 1000.0;
        let mut body = Map::from_iter([
            ("id".to_owned(), Value::from(id)),
            ("jsonrpc".to_owned(), "2.0".into()),
            ("result".to_owned(), result.into()),
            ("time".to_owned(), time.into()),
        ]);
        if !self.hide_version {
            body.insert("version".into(), VERSION.into());
        }
        if let Some(nonce) = self.nonce {
            body.insert("nonce".into(), nonce.into());
        }
        body
    }
}

/// Why a request has no outcome. `text` is the key of what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub status: u16,
    pub code: i32,
    pub text: &'static str,
}

impl Fault {
    pub const PARAMETER: Self = Self::new(400, 905, "agent-fault-parameter");
    pub const NOT_ALLOWED: Self = Self::new(403, 303, "agent-fault-not-allowed");
    pub const TOO_MANY: Self = Self::new(429, 303, "agent-fault-too-many");
    pub const REFILL: Self = Self::new(400, 905, "agent-fault-refill");
    pub const REFILL_CODE: Self = Self::new(400, 401, "agent-fault-refill");
    pub const NO_HEADER: Self = Self::new(401, 4033, "agent-fault-no-header");
    pub const TOKEN_UNREADABLE: Self = Self::new(401, 4304, "agent-fault-token");
    pub const TOKEN_EXPIRED: Self = Self::new(401, 4305, "agent-fault-token-expired");
    pub const WRONG_ROLE: Self = Self::new(401, 4306, "agent-fault-role");
    pub const WRONG_CREDENTIALS: Self = Self::new(401, 4031, "agent-fault-credentials");
    pub const NO_NAME: Self = Self::new(401, 4032, "agent-fault-no-name");
    pub const NOT_MADE: Self = Self::new(501, -501, "agent-fault-not-made");
    pub const UNAVAILABLE: Self = Self::new(503, -500, "agent-fault-unavailable");
    pub const BROKEN: Self = Self::new(500, -500, "agent-fault-broken");

    const fn new(status: u16, code: i32, text: &'static str) -> Self {
        Self { status, code, text }
    }

    /// The protocol puts the code before most messages.
    fn prefixed(self, message: &str) -> String {
        let bare = matches!(self.code, 303 | 601 | 4000..=4999);
        if bare { message.to_owned() } else { format!("ERR{}: {message}", self.code) }
    }

    /// The words for it.
    pub fn said(self, texts: &Texts, locale: Locale) -> String {
        texts.say(locale, self.text, &Args::new())
    }
}

impl From<EngineError> for Fault {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Unavailable(_) => {
                tracing::warn!(cause = %error, "A request of an agent could not be served just now");
                Self::UNAVAILABLE
            }
            EngineError::NoApplication => Self::NOT_ALLOWED,
            EngineError::Gone | EngineError::Broken(_) => {
                tracing::error!(cause = %error, "A request of an agent could not be served");
                Self::BROKEN
            }
        }
    }
}

impl From<store::StoreError> for Fault {
    fn from(error: store::StoreError) -> Self {
        EngineError::from(error).into()
    }
}

/// JSON for one agent; every answer of the protocol says that it is not to be kept.
pub fn answer(status: StatusCode, body: &Value) -> Response {
    let bytes = serde_json::to_vec(body).unwrap_or_default();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (status, headers, bytes).into_response()
}

/// An answer that is a status and nothing else.
pub fn bare(status: StatusCode) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain"), (header::CACHE_CONTROL, "no-cache")];
    (status, headers).into_response()
}

/// What is not served here: plain, without an envelope.
pub async fn nowhere() -> Response {
    answer(StatusCode::NOT_FOUND, &json!({ "error": "Not Found" }))
}

/// A method that a path does not take. Agents take an empty body for a server that is down.
pub async fn not_so() -> Response {
    answer(StatusCode::METHOD_NOT_ALLOWED, &json!({ "error": "Method Not Allowed" }))
}

/// At most as long as a RADIUS attribute can carry (RFC 2865, section 5.18).
pub fn short(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST - '…'.len_utf8();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}

const LONGEST: usize = 253;
const VERSION: &str = concat!("symbolon ", env!("CARGO_PKG_VERSION"));
/// The protocol's version that we speak: agents switch features on by it.
const VERSION_NUMBER: &str = "3.13";
