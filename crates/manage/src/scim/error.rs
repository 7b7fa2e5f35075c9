//! What goes back where something is not done: an error of RFC 7644, section 3.12, with the words of the API's problems.

use http::{HeaderValue, Response, header};
use kit::{Kit, Reader};
use login::EngineError;
use serde_json::{Value, json};

use super::schema::MESSAGES;
use crate::{
    desk::Fault,
    rest::answer::{Problem, explained},
    rest::body::expected,
};

/// Why something was not done.
#[derive(Debug)]
pub struct Wrong {
    problem: Problem,
    kind: Option<&'static str>,
}

impl Wrong {
    pub const fn filter() -> Self {
        Self::of("invalidFilter", 400, "scim-filter")
    }
    /// It could be answered, but not within reason.
    pub const fn too_many() -> Self {
        Self::of("tooMany", 400, "scim-too-many")
    }
    pub const fn path() -> Self {
        Self::of("invalidPath", 400, "scim-path")
    }
    pub const fn target() -> Self {
        Self::of("noTarget", 400, "scim-target")
    }
    pub const fn fixed() -> Self {
        Self::of("mutability", 400, "fixed")
    }
    pub const fn taken() -> Self {
        Self::of("uniqueness", 409, "conflict")
    }
    pub const fn missing() -> Self {
        Self { problem: Problem::new(404, "missing"), kind: None }
    }
    pub const fn forbidden() -> Self {
        Self { problem: Problem::new(403, "forbidden"), kind: None }
    }
    pub const fn too_large() -> Self {
        Self { problem: Problem::new(413, "too-large"), kind: None }
    }
    pub const fn stale() -> Self {
        Self { problem: Problem::new(412, "precondition"), kind: None }
    }
    pub fn not_allowed(allow: &str) -> Self {
        Problem::new(405, "method-not-allowed").header("allow", allow).into()
    }
    /// A member that is not what it should be.
    pub fn value(field: &str, what: &str) -> Self {
        Self { problem: expected(field, what), kind: Some("invalidValue") }
    }
    pub fn syntax(field: &str, what: &str) -> Self {
        Self { problem: expected(field, what), kind: Some("invalidSyntax") }
    }
    const fn of(kind: &'static str, status: u16, key: &'static str) -> Self {
        Self { problem: Problem::new(status, key), kind: Some(kind) }
    }

    /// Whether it is a filter that cannot be answered.
    pub fn is_of_filter(&self) -> bool {
        self.kind == Some("invalidFilter")
    }

    /// `scimType`.
    #[cfg(test)]
    pub const fn kind(&self) -> Option<&'static str> {
        self.kind
    }

    pub const fn status(&self) -> u16 {
        self.problem.status
    }

    /// As JSON, for an answer of its own or as part of a bulk one.
    pub fn told(&self, kit: &Kit, reader: &Reader) -> Value {
        self.problem.log(reader);
        let mut body = json!({
            "schemas": [format!("{MESSAGES}Error")],
            "status": self.problem.status.to_string(),
            "detail": explained(kit, reader, &self.problem),
        });
        if let Some(kind) = self.kind {
            body["scimType"] = kind.into();
        }
        body
    }

    pub fn answer(self, kit: &Kit, reader: &Reader) -> axum::response::Response {
        let body = self.told(kit, reader).to_string();
        let mut response = Response::new(body.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(super::MEDIA));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        self.problem.dress(response)
    }
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Self {
        let kind = match problem.key {
            "malformed-body" => Some("invalidSyntax"),
            "invalid" => Some("invalidValue"),
            _ => None,
        };
        Self { problem, kind }
    }
}

impl From<EngineError> for Wrong {
    fn from(error: EngineError) -> Self {
        Problem::from(error).into()
    }
}

impl From<store::StoreError> for Wrong {
    fn from(error: store::StoreError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Invalid(ref findings) if findings.iter().any(|f| f.key == "fixed") => Self::fixed(),
            Fault::Conflict(ref findings) if findings.iter().any(|f| f.key == "name-taken") => Self::taken(),
            Fault::Refused(findings) => {
                Self { problem: Problem::findings(400, "refused", findings), kind: Some("invalidValue") }
            }
            other => Problem::from(other).into(),
        }
    }
}
