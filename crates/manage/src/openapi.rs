//! The management API as an OpenAPI 3.1 document, made of the declarations that the API itself is made of.
//!
//! It is not only told: a body that its schema does not allow is refused with 400 by [`Document::misfit`] before anything is
//! done with it. So 400 means *this document does not allow it*, and 422 means *it is allowed and cannot be meant here*.

mod actions;
mod answers;
mod audit;
mod items;
mod links;
mod objects;
mod operation;
mod others;
mod schemas;
mod shape;
mod tokens;
mod users;

use plug::Registration;
use serde_json::{Map, Value, json};

pub use actions::schema as action_schema;
pub use operation::Operation;
pub use shape::Misfit;

use model::Noun;

use crate::{
    Address, Type,
    address::Tail,
    desk::{Action, actions},
};
use schemas::Schemas;

/// The document, made once for a program.
#[derive(Clone, Debug)]
pub struct Document {
    value: Value,
    /// As it is served.
    pub text: String,
}

impl Document {
    pub fn new(kinds: &[Registration]) -> Self {
        let value = made(kinds);
        let text = value.to_string();
        Self { value, text }
    }
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// What one of the document's schemas does not allow in a value, if anything. A schema that there is not allows nothing.
    pub fn misfit(&self, schema: &str, value: &Value) -> Option<Misfit> {
        shape::misfit(&self.value, &schemas::reference(schema), value)
    }
}

/// Methods that an object, a collection, an attribute or an action answers to, for the header `Allow`; nothing where there is no such
/// place. Of links the desk knows.
pub fn methods(at: &Address) -> &'static str {
    match &at.tail {
        Tail::Object if at.is_collection() => objects::methods_of_all(at.kind),
        Tail::Object => objects::methods(at.kind),
        Tail::Attribute(name) => {
            let known = ATTRIBUTES.iter().find(|(kind, known, _)| *kind == at.kind && known == name);
            known.map_or("", |(.., methods)| methods)
        }
        Tail::Link(_) => "GET, HEAD",
        Tail::Action(name) => Action::find(actions(at.kind), name).map_or("", |_| "POST"),
    }
}

/// What stands behind `$attribute`, and the methods that it answers to.
pub const ATTRIBUTES: [(Type, &str, &str); 6] = [
    (Type::Object(Noun::Application), "metadata", "GET, HEAD, PUT, DELETE"),
    (Type::Object(Noun::Method), "metadata", "GET, HEAD, PUT, DELETE"),
    (Type::Object(Noun::Method), "jwks", "GET, HEAD, PUT, DELETE"),
    (Type::Object(Noun::Method), "registration", "GET, HEAD, PUT, DELETE"),
    (Type::Object(Noun::Webhook), "state", "GET, HEAD"),
    (Type::User, "details", "GET, HEAD"),
];

fn made(kinds: &[Registration]) -> Value {
    let mut schemas = Schemas::of(kinds);
    let mut operations = Vec::new();
    operations.extend(others::operations(&mut schemas));
    for kind in Type::all() {
        operations.extend(objects::operations(kind, &mut schemas));
        operations.extend(links::operations(kind));
        operations.extend(items::operations(kind));
        operations.extend(actions::operations(kind, &mut schemas));
    }
    operations.extend(users::operations(&mut schemas));
    operations.extend(tokens::operations(&mut schemas));
    operations.extend(audit::operations(&mut schemas));
    let mut paths: Map<String, Value> = Map::new();
    let mut tags: Vec<Value> = Vec::new();
    for operation in operations {
        let tag = json!({ "name": operation.tag });
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        let item = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        let method = operation.method;
        item[method] = operation.told();
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Symbolon management API",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": DESCRIPTION,
        },
        "servers": [{ "url": crate::rest::BASE }],
        "security": [{ "bearer": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "A management token, or an access token with the scope `sso-api`. A call without a token answers 401 and names the scope.",
            } },
            "parameters": operation::parameters(),
            "headers": answers::headers(),
            "responses": answers::problems(),
            "schemas": schemas.told(),
        },
    })
}

const DESCRIPTION: &str = "Objects of the configuration, the links between them, registrations, and the whole as one text; users, tokens, the audit record, \
files of users and tokens, and what would happen if. \
Bodies are forms or JSON; answers are JSON, or XML where the request asks for nothing or for XML. A segment that begins with \
`$` is written with `$$`. The path of a site may be several segments, or one with its slashes encoded. What does not fit this \
document is refused with 400, what fits and cannot be meant with 422; both name field and remedy in `errors`.";

#[cfg(test)]
mod tests;
