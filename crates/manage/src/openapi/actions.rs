//! Operations that do something to one record, made of the desk's tables of actions.

use model::Noun;
use serde_json::{Map, Value, json};

use super::{
    Operation,
    answers::json_only,
    objects::{capital, template},
    schemas::{Schemas, reference, truth},
};
use crate::{
    Type,
    desk::{Action, Kind, actions},
};

/// The name of the schema that judges the arguments of an action.
pub fn schema(of: &str, action: &str) -> String {
    format!("{of}.{action}")
}

pub(super) fn operations(kind: Type, schemas: &mut Schemas) -> Vec<Operation> {
    let path = template(kind, false);
    let told = actions(kind).iter().map(|action| {
        let operation = operation(kind.name(), &path, action, schemas);
        let refused: &[u16] = if kind == Type::Object(Noun::Webhook) { &[409] } else { &[] };
        operation.refuses(refused).answers(200, json_only("It is done.", &answer(action)))
    });
    told.collect()
}

/// The operation without its answer.
pub(super) fn operation(of: &str, path: &str, action: &Action, schemas: &mut Schemas) -> Operation {
    let name = schema(of, action.name);
    schemas.add(&name, &action.schema());
    let operation =
        Operation::new("post", format!("{path}/$action/{}", action.name), format!("{}{}", action.name, capital(of)))
            .says(action.what)
            .refuses(&[404, 413, 415, 422]);
    if action.arguments.is_empty() {
        return operation;
    }
    let bodies = json!({
        "application/json": { "schema": reference(&name) },
        "application/x-www-form-urlencoded": { "schema": form(action) },
    });
    if action.arguments.iter().any(|a| a.needed) { operation.needs(bodies) } else { operation.takes(bodies) }
}

/// Members of the answer that the table tells.
pub(super) fn answer(action: &Action) -> Value {
    let names: Vec<&str> = action.answer.iter().map(|(name, _)| *name).collect();
    let members: Map<String, Value> =
        action.answer.iter().map(|(name, kind)| ((*name).to_owned(), kind.schema())).collect();
    json!({ "type": "object", "required": names, "properties": members, "additionalProperties": false })
}

fn form(action: &Action) -> Value {
    let mut schema = action.schema();
    for argument in action.arguments.iter().filter(|a| a.kind == Kind::Truth) {
        schema["properties"][argument.name] = truth();
        schema["properties"][argument.name]["description"] = argument.what.into();
    }
    schema
}
