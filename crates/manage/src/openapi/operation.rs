//! One operation of the document, and the parameters that operations share.

use serde_json::{Map, Value, json};

use super::answers;
use crate::desk::{Argument, Kind};

/// Something that can be asked for: a method on a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In small letters, as the document has it.
    pub method: &'static str,
    pub path: String,
    pub tag: String,
    id: String,
    summary: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Vec<(u16, Value)>,
    open: bool,
}

impl Operation {
    /// The parameters of its path are those that the template names.
    pub fn new(method: &'static str, path: impl Into<String>, id: impl Into<String>) -> Self {
        let path = path.into();
        let tag = path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
        let named = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        // A user's place does not say in which of the directories they are.
        let more = path.starts_with("/user/{").then_some("directory");
        let parameters =
            named.chain(more).map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })).collect();
        let usual = [400, 401, 403, 406, 408, 429, 500, 503];
        let answers = usual.iter().map(|status| (*status, answers::problem(*status))).collect();
        Self { method, path, tag, id: id.into(), summary: String::new(), parameters, body: None, answers, open: false }
    }
    #[must_use]
    pub fn says(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }
    /// Parameters of the document, beside those of the path.
    #[must_use]
    pub fn asks(mut self, names: &[&str]) -> Self {
        self.parameters.extend(names.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
        self
    }
    /// A parameter of its own, in place of one of the same name.
    #[must_use]
    pub fn with(mut self, parameter: Value) -> Self {
        let shared =
            parameter["name"].as_str().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
        match self.parameters.iter_mut().find(|p| Some(&**p) == shared.as_ref()) {
            Some(known) => *known = parameter,
            None => self.parameters.push(parameter),
        }
        self
    }
    /// Parameters of its query, as the code that reads them declares them.
    #[must_use]
    pub fn queries(self, tables: &[&[Argument]]) -> Self {
        tables.iter().copied().flatten().fold(self, |operation, argument| {
            let mut parameter = json!({ "name": argument.name, "in": "query", "description": argument.what, "schema": argument.kind.schema() });
            if argument.needed {
                parameter["required"] = true.into();
            }
            if argument.kind == Kind::Flag {
                parameter["allowEmptyValue"] = true.into();
            }
            operation.with(parameter)
        })
    }
    /// A body that may be missing, by media type.
    #[must_use]
    pub fn takes(mut self, content: Value) -> Self {
        self.body = Some(json!({ "content": content }));
        self
    }
    /// A body that must be there.
    #[must_use]
    pub fn needs(mut self, content: Value) -> Self {
        self.body = Some(json!({ "required": true, "content": content }));
        self
    }
    #[must_use]
    pub fn answers(mut self, status: u16, answer: Value) -> Self {
        self.answers.push((status, answer));
        self
    }
    /// Statuses of problems, beside those that every operation may answer.
    #[must_use]
    pub fn refuses(mut self, statuses: &[u16]) -> Self {
        self.answers.extend(statuses.iter().map(|status| (*status, answers::problem(*status))));
        self
    }
    /// Answered without a token.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self.answers.retain(|(status, _)| ![401, 403, 406, 429].contains(status));
        self
    }

    pub(super) fn told(mut self) -> Value {
        self.answers.sort_by_key(|(status, _)| *status);
        let answers: Map<String, Value> =
            self.answers.into_iter().map(|(status, answer)| (status.to_string(), answer)).collect();
        let mut told = json!({ "operationId": self.id, "summary": self.summary, "tags": [self.tag] });
        if !self.parameters.is_empty() {
            told["parameters"] = self.parameters.into();
        }
        if let Some(body) = self.body {
            told["requestBody"] = body;
        }
        told["responses"] = answers.into();
        if self.open {
            told["security"] = json!([]);
        }
        told
    }
}

/// What one segment of a path may be. What is no name at all answers 404.
const SEGMENT: &str = r"^[^/\x00-\x1f\x7f-\x9f]+$";
/// Segments joined by slashes, which are written encoded.
const SEGMENTS: &str = r"^[^/\x00-\x1f\x7f-\x9f]+(/[^/\x00-\x1f\x7f-\x9f]+)*$";

pub(super) fn parameters() -> Value {
    let path = |name: &str, pattern: &str, what: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": what,
            "schema": { "type": "string", "pattern": pattern, "minLength": 1, "maxLength": if pattern == SEGMENT { 256 } else { 2048 } } })
    };
    let query = |name: &str, schema: Value, what: &str| json!({ "name": name, "in": "query", "description": what, "schema": schema });
    let header = |name: &str, schema: Value, what: &str| json!({ "name": name, "in": "header", "description": what, "schema": schema });
    let text = || json!({ "type": "string" });
    json!({
        "site": path("site", SEGMENTS, "Path of a site, its slashes encoded or not."),
        "name": path("name", SEGMENT, "Name of the object."),
        "path": path("path", SEGMENTS, "Name of the object, with the path of a site before it where it belongs to one."),
        "item": path("item", SEGMENT, "Name of the item, or its place in the table, counted from one, where it has no name."),
        "serial": path("serial", SEGMENT, "Serial number of the token."),
        "id": path("id", SEGMENT, "Id of the management token."),
        "targetSite": path("targetSite", SEGMENTS, "Path of the site that the other end belongs to, or of the site that is the other end."),
        "target": path("target", SEGMENT, "Name of the object at the other end."),
        "targetPath": path("targetPath", SEGMENTS, "Name of the object at the other end, with the path of a site before it where it belongs to one."),
        "dryRun": { "name": "dryRun", "in": "query", "allowEmptyValue": true, "schema": { "type": "boolean" },
            "description": "Judge everything and write nothing." },
        "prune": { "name": "prune", "in": "query", "allowEmptyValue": true, "schema": { "type": "boolean" },
            "description": "Delete what the text does not name." },
        "limit": query("limit", json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }), "How many at most."),
        "after": query("after", text(), "Begin behind this one: what `next` of the page before said."),
        "directory": query("directory", text(), "Name of the user's embedded directory, needed where several have somebody of this name in the site."),
        "inSite": query("site", text(), "Only what belongs to this site or one below it."),
        "q": query("q", text(), "Part of the path or the title, without regard to case."),
        "ifMatch": header("If-Match", text(), "Only where its entity tag is one of these; `*` where it is there at all."),
        "ifNoneMatch": header("If-None-Match", json!({ "type": "string", "enum": ["*"] }), "Only where it is not there yet."),
        "unlessKnown": header("If-None-Match", text(), "Answer 304 where its entity tag is one of these."),
        "idempotencyKey": header("Idempotency-Key", json!({ "type": "string", "pattern": "^[!-~]{1,255}$" }),
            "The same key with the same body makes one object for a day, however often it is sent."),
        "exportKey": header("Export-Key", json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$" }),
            "32 bytes, in hexadecimal or base64, under which secrets are sealed in the text."),
    })
}
