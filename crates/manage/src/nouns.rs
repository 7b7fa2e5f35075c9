//! What there is to configure, as data: nouns with their attributes and links, and the lines of each kind.

pub mod book;

use model::{Noun, service};
use plug::{Factor, Needs, Opens, Registration};
use serde_json::{Map, Value, json};

use crate::attributes::{self, CLASS, TYPE};

/// Schemas of all objects under their API names, and of the configuration lines of every kind.
pub fn schema(kinds: &[Registration]) -> Value {
    let objects: Map<String, Value> =
        Noun::ALL.iter().map(|noun| (noun.name().to_owned(), object(*noun, kinds))).collect();
    let kinds: Map<String, Value> = kinds.iter().map(|r| (r.kind.name.to_owned(), kind(r))).collect();
    json!({ "objects": objects, "kinds": kinds, "commonLines": model::method::COMMON_LINES, "linesWithoutEffect": plug::config::WITHOUT_EFFECT })
}

fn object(noun: Noun, kinds: &[Registration]) -> Value {
    let links: Vec<Value> = noun
        .links()
        .iter()
        .map(|l| json!({ "name": l.name, "target": l.target.name(), "many": l.many, "reverse": l.reverse, "attributes": l.payload }))
        .collect();
    json!({ "attributes": api_schema(noun, kinds), "links": links })
}

/// The model's schema with the names of the API.
pub fn api_schema(noun: Noun, kinds: &[Registration]) -> Value {
    let mut schema = noun.schema().to_value();
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return schema };
    let fields = std::mem::take(properties);
    for (field, property) in fields {
        properties.insert(attributes::api_name(&field).to_owned(), property);
    }
    if noun == Noun::Method {
        let classes: Vec<String> = kinds.iter().map(|r| format!("symbolon.{}", r.kind.name)).collect();
        let types: Vec<&str> = kinds.iter().map(|r| r.kind.type_name).collect();
        let also: Vec<&str> = kinds.iter().flat_map(|r| r.kind.class_names.iter().copied()).collect();
        properties.insert(CLASS.to_owned(), json!({ "type": "string", "enum": classes, "x-also": also }));
        properties.insert(TYPE.to_owned(), json!({ "type": "string", "enum": types }));
    }
    if noun == Noun::Service {
        let class = format!("{}{}", attributes::PREFIX, service::REST);
        properties.insert(CLASS.to_owned(), json!({ "type": "string", "enum": [class], "x-also": [service::CLASS] }));
    }
    schema
}

fn kind(registration: &Registration) -> Value {
    let kind = registration.kind;
    let factor = match kind.factor {
        Factor::Knowledge => "knowledge",
        Factor::Possession => "possession",
        Factor::Inherence => "inherence",
        Factor::Elsewhere => "elsewhere",
    };
    let opens = match kind.opens {
        Opens::Yes => "yes",
        Opens::WhereAsked => "where asked",
        Opens::No => "no",
    };
    let needs = match kind.needs {
        Needs::Nothing => "nothing".to_owned(),
        Needs::Credential => "credential".to_owned(),
        Needs::Attribute(name) => format!("attribute {name}"),
    };
    json!({
        "className": format!("symbolon.{}", kind.name),
        "methodType": kind.type_name,
        "alsoClassNames": kind.class_names,
        "factor": factor,
        "opens": opens,
        "needs": needs,
        "amr": kind.amr,
        "lines": (registration.schema)().to_value(),
    })
}
