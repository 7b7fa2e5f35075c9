//! Schemas of what is answered and of what may be sent, made of the schemas of the model.
//!
//! Of a type `T`: `T` as it is answered, `T.attributes` in it, `T.write` for what may be set, `T.body` and `T.form` for bodies,
//! `T.patch` and `T.patchForm` for changes, `T.lists` for values of lists. Names in capitals are parts of those.

use model::Noun;
use plug::Registration;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::objects::attributes_of;
use crate::{
    Type,
    attributes::{CLASS, TYPE},
};

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schemas of the document, in the order in which they were added.
pub(super) struct Schemas(Map<String, Value>);

impl Schemas {
    pub fn of(kinds: &[Registration]) -> Self {
        let mut schemas = Self(Map::new());
        schemas.common();
        for kind in Type::all() {
            let model = schemas.hoisted(attributes_of(kind, kinds));
            if kind == Type::User {
                super::users::schemas(&mut schemas, &model);
                continue;
            }
            schemas.answered(kind, &model);
            schemas.written(kind, &model, kinds);
        }
        schemas
    }

    pub fn add(&mut self, name: &str, schema: &Value) {
        self.0.insert(name.to_owned(), schema.clone());
    }

    /// A member of a schema that is told otherwise than it is kept.
    pub fn set(&mut self, name: &str, member: &str, schema: Value) {
        if let Some(known) = self.0.get_mut(name) {
            known["properties"][member] = schema;
        }
    }

    /// A type that is never told as it is kept.
    pub fn forget(&mut self, name: &str) {
        self.0.shift_remove(name);
    }

    /// What a type is as it is answered: nothing else stands in it.
    pub fn answered_as<T: JsonSchema>(&mut self, name: &str) {
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        let mut schema = generator.into_root_schema_for::<T>().to_value();
        exact(&mut schema);
        let schema = self.hoisted(schema);
        self.add(name, &schema);
    }

    /// What a type is as it is read.
    pub fn read_as<T: JsonSchema>(&mut self, name: &str) {
        let schema = self.hoisted(schemars::schema_for!(T).to_value());
        self.add(name, &schema);
    }

    pub fn told(self) -> Value {
        Value::Object(self.0)
    }

    /// Problems, findings and links.
    fn common(&mut self) {
        let text = || json!({ "type": "string" });
        self.add("finding", &json!({
            "type": "object",
            "required": ["severity", "object", "field", "key", "detail", "arguments"],
            "properties": {
                "severity": { "type": "string", "enum": ["warning", "unfit", "broken"],
                    "description": "`unfit` is kept and never offered to users; `broken` is refused." },
                "object": text(),
                "field": { "type": "string", "description": "The attribute, link (`link.nextFactor`) or line (`configuration[3]`)." },
                "key": { "type": "string", "description": "What is wrong, for programs." },
                "detail": { "type": "string", "description": "What is wrong and how to mend it, in the language of the request." },
                "arguments": { "type": "object", "additionalProperties": text() },
            },
            "additionalProperties": false,
        }));
        self.add(
            "problem",
            &json!({
                "type": "object",
                "description": "RFC 9457.",
                "required": ["title", "status", "reference"],
                "properties": {
                    "type": { "type": "string", "pattern": "^urn:symbolon:problem:[a-z-]+$" },
                    "title": text(),
                    "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                    "detail": text(),
                    "reference": { "type": "string", "description": "What the log knows it under." },
                    "errors": { "type": "array", "items": reference("finding") },
                },
                "additionalProperties": false,
            }),
        );
        let payload = |what: &str| json!({ "type": "boolean", "description": what });
        self.add("link", &json!({
            "type": "object",
            "required": ["type", "id", "link"],
            "properties": {
                "type": { "type": "string", "enum": Type::all().map(Type::name).collect::<Vec<_>>() },
                "id": { "type": "string", "description": "Path of the object at the other end." },
                "link": { "type": "string", "description": "Name of the link as it is called from the end that was asked." },
                "enabled": payload("Of a link to a method: it may be used."),
                "opens": payload("Of an application's link to a method: it may open a login there."),
                "trusted": payload("Of a method and an inbound mapping policy: addresses and numbers of its provider count as vouched for."),
                "username": { "type": "string", "description": "Of an outbound mapping policy and a user: what the user is called." },
                "index": { "type": "string", "description": "Path of the object that says more about the link." },
            },
            "additionalProperties": false,
        }));
        self.add("links", &json!({
            "type": "object",
            "required": ["type", "id", "objects"],
            "properties": { "type": text(), "id": text(), "objects": { "type": "array", "items": reference("link") } },
            "additionalProperties": false,
        }));
    }

    /// A schema of its own without what is not its own: definitions become schemas of the document.
    fn hoisted(&mut self, mut schema: Value) -> Value {
        let definitions = schema.as_object_mut().and_then(|s| s.shift_remove("$defs"));
        for (name, mut definition) in
            definitions.and_then(|d| if let Value::Object(d) = d { Some(d) } else { None }).unwrap_or_default()
        {
            tidied(&mut definition);
            // The same type has the same schema everywhere.
            self.0.insert(name, definition);
        }
        tidied(&mut schema);
        schema
    }

    fn answered(&mut self, kind: Type, model: &Value) {
        let mut attributes = Map::new();
        // The system has no name.
        if kind != Type::Object(Noun::System) {
            attributes
                .insert("name".to_owned(), json!({ "type": "string", "description": "The last segment of the path." }));
        }
        for (name, schema) in properties(model) {
            let schema = match name.as_str() {
                "title" => json!({ "anyOf": [{ "type": "string" }, schema] }),
                // Kinds that this program was not built with are seen, too.
                CLASS | TYPE => json!({ "type": "string" }),
                "metadata" if schema["type"] != "string" => object_of(schema),
                "jwks" | "registration" => object_of(schema),
                _ => schema.clone(),
            };
            attributes.insert(name.clone(), schema);
        }
        let name = kind.name();
        let about = model.get("description").cloned();
        self.add(
            &format!("{name}.attributes"),
            &json!({ "type": "object", "properties": attributes, "additionalProperties": false }),
        );
        let mut answered = json!({
            "type": "object",
            "required": ["type", "id", "attributes"],
            "properties": {
                "type": { "const": name },
                "id": { "type": "string", "description": "Its path, which is also the end of its address." },
                "attributes": reference(&format!("{name}.attributes")),
                "findings": { "type": "array", "items": reference("finding") },
            },
            "additionalProperties": false,
        });
        if let Some(about) = about {
            answered["description"] = about;
        }
        self.add(name, &answered);
    }

    fn written(&mut self, kind: Type, model: &Value, kinds: &[Registration]) {
        let name = kind.name();
        let mut set = Map::new();
        for (attribute, schema) in properties(model).filter(|(a, _)| kind.table().is_none() || *a != "name") {
            set.insert(attribute.clone(), nullable(&given(kind, attribute, schema, kinds)));
        }
        let lists: Map<String, Value> = properties(model)
            .filter(|(_, schema)| self.resolved(schema).get("type").is_some_and(|t| t == "array"))
            .map(|(attribute, schema)| (attribute.clone(), several(self.resolved(schema))))
            .collect();
        let form = self.form(kind, model, kinds);
        self.add(&format!("{name}.write"), &closed(set.clone()));
        self.add(&format!("{name}.form"), &closed(form.clone()));
        self.add(&format!("{name}.lists"), &closed(lists.clone()));
        self.add(&format!("{name}.body"), &json!({
            "description": "The attributes, or what an answer says of the object. `name` may stand among them where it is the last segment of the path.",
            "anyOf": [reference(&format!("{name}.write")), {
                "type": "object",
                "required": ["attributes"],
                "properties": { "type": { "const": name }, "id": true, "attributes": reference(&format!("{name}.write")), "findings": true },
                "additionalProperties": false,
            }],
        }));
        let part = |of: &str| reference(&format!("{name}.{of}"));
        let parts = [("set", part("write")), ("add", part("lists")), ("remove", part("lists"))];
        let in_parts = parts.into_iter().map(|(part, schema)| (part.to_owned(), schema));
        // Only what can hold several can be added to.
        let in_parts = in_parts.filter(|(part, _)| part == "set" || !lists.is_empty() && kind.table().is_none());
        self.add(&format!("{name}.patch"), &closed(set.into_iter().chain(in_parts).collect()));
        let of_lists =
            form.iter().filter(|(attribute, schema)| schema["type"] == "array" && lists.contains_key(*attribute));
        let changes: Vec<(String, Value)> = match kind.table() {
            Some(_) => Vec::new(),
            None => of_lists
                .flat_map(|(attribute, schema)| {
                    ["add", "remove"].map(|part| (format!("{part}.{attribute}"), schema.clone()))
                })
                .collect(),
        };
        self.add(&format!("{name}.patchForm"), &closed(form.into_iter().chain(changes).collect()));
        if kind == Type::PolicyItem {
            self.of_group();
        }
    }

    /// An item that is made by the link to a group: the group is said by the link.
    fn of_group(&mut self) {
        for (name, from) in [("policyItem.ofGroup", "policyItem.write"), ("policyItem.ofGroupForm", "policyItem.form")]
        {
            let mut members = self.0[from]["properties"].as_object().cloned().unwrap_or_default();
            members.shift_remove("group");
            members.insert("name".to_owned(), item_name());
            self.add(name, &closed(members));
        }
    }

    /// Bodies of a POST that makes something in an object: in JSON and as a form.
    pub fn child(&mut self, parent: Noun) -> (String, String) {
        let names = (format!("{}.child", parent.name()), format!("{}.childForm", parent.name()));
        for (name, of) in [(&names.0, "write"), (&names.1, "form")] {
            let born = Type::children(parent).into_iter();
            let each: Vec<Value> = born.map(|kind| self.born(kind, of)).collect();
            self.add(name, &json!({ "anyOf": each }));
        }
        names
    }

    fn born(&self, kind: Type, of: &str) -> Value {
        let item = kind.table().is_some();
        let mut members = Map::from_iter([("type".to_owned(), json!({ "type": "string", "const": kind.name() }))]);
        // A form's empty field is none.
        let made = if of == "form" { json!({ "type": "string", "description": MADE }) } else { item_name() };
        members.insert("name".to_owned(), if item { made } else { child_name() });
        let set = self.0[&format!("{}.{of}", kind.name())]["properties"].as_object().cloned().unwrap_or_default();
        members.extend(set);
        if kind == Type::User && of == "write" {
            members.insert("attributes".to_owned(), false.into());
        }
        let mut schema = closed(members);
        // A user's own attributes have any names.
        schema["additionalProperties"] = self.0[&format!("{}.{of}", kind.name())]["additionalProperties"].clone();
        schema["required"] = if item { json!(["type"]) } else { json!(["type", "name"]) };
        schema
    }

    /// What a form can say: members of compounds have names with a point, lists are fields that are repeated.
    fn form(&self, kind: Type, model: &Value, kinds: &[Registration]) -> Map<String, Value> {
        let mut fields = Map::new();
        for (name, schema) in properties(model).filter(|(n, _)| kind.table().is_none() || *n != "name") {
            let schema = match name.as_str() {
                CLASS => given(kind, name, schema, kinds),
                _ => schema.clone(),
            };
            self.field(&mut fields, name, &schema);
            if name == "title" {
                fields.insert(
                    name.clone(),
                    json!({ "type": "string", "description": "In English; `title.fi` and so on in other languages." }),
                );
            }
        }
        fields
    }

    pub fn field(&self, fields: &mut Map<String, Value>, name: &str, schema: &Value) {
        let schema = self.resolved(schema);
        if let Some(members) = schema.get("properties").and_then(Value::as_object) {
            members.iter().for_each(|(member, schema)| self.field(fields, &format!("{name}.{member}"), schema));
            return;
        }
        if schema.get("type").is_some_and(|t| t == "array") {
            let item = schema.get("items").map(|item| self.resolved(item)).filter(|item| is_plain(item));
            let item = item.map(perhaps_empty);
            fields.extend(item.map(|item| (name.to_owned(), json!({ "type": "array", "items": item }))));
        } else if is_plain(schema) {
            let mut plain = schema.clone();
            if let Some(Value::Array(types)) = plain.get_mut("type") {
                types.retain(|t| t != "null");
            }
            if plain["type"] == "boolean" || plain["type"] == json!(["boolean"]) {
                plain = truth();
            }
            fields.insert(name.to_owned(), plain);
        }
    }

    /// Behind references, and what there is where there may be nothing.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
            return self.0.get(name).map_or(schema, |found| self.resolved(found));
        }
        let real = schema["anyOf"].as_array().into_iter().flatten().find(|s| s["type"] != "null");
        real.map_or(schema, |found| self.resolved(found))
    }
}

/// Objects whose members are told have no others.
fn exact(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(exact),
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object) {
                members.entry("additionalProperties").or_insert_with(|| false.into());
            }
            members.values_mut().for_each(exact);
        }
        _ => {}
    }
}

/// What a form says of a truth; an empty one is false.
pub(super) fn truth() -> Value {
    json!({ "type": "string", "enum": ["true", "false", "on", "off", "1", "0", ""] })
}

/// A name that is made where none is given.
fn item_name() -> Value {
    json!({ "type": "string", "minLength": 1, "description": MADE })
}

const MADE: &str = "Made where none is given.";

fn child_name() -> Value {
    json!({ "type": "string", "minLength": 1, "description": "The last segment of its path." })
}

/// An empty field of a list is no value, so that a form can say that there is none.
fn perhaps_empty(item: &Value) -> Value {
    let any = item["type"] == "string" && ["enum", "pattern", "minLength"].iter().all(|narrow| item[narrow].is_null());
    if any { item.clone() } else { json!({ "anyOf": [item, { "type": "string", "maxLength": 0 }] }) }
}

/// One value that a form can say.
fn is_plain(schema: &Value) -> bool {
    let plain = |t: &Value| matches!(t.as_str(), Some("string" | "integer" | "boolean" | "null"));
    match &schema["type"] {
        Value::Array(types) => types.iter().all(plain),
        Value::Null => schema["oneOf"].as_array().is_some_and(|all| all.iter().all(is_plain)),
        one => plain(one),
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// What may be set of an attribute.
fn given(kind: Type, attribute: &str, schema: &Value, kinds: &[Registration]) -> Value {
    match (kind, attribute) {
        (_, "title") => json!({ "anyOf": [{ "type": "string" }, schema] }),
        (_, "metadata") if schema["type"] != "string" => object_of(schema),
        (Type::Object(Noun::Method), "jwks" | "registration") => object_of(schema),
        // The source product's names are taken, too.
        (Type::Object(Noun::Method), CLASS) => {
            let own = schema["enum"].as_array().cloned().unwrap_or_default();
            let also = kinds.iter().flat_map(|r| r.kind.class_names.iter().copied()).map(Value::from);
            let mut all = own;
            also.for_each(|name| {
                if !all.contains(&name) {
                    all.push(name);
                }
            });
            json!({ "type": "string", "enum": all })
        }
        _ => schema.clone(),
    }
}

fn object_of(schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["type"] = "object".into();
    schema
}

/// Nothing means the default.
fn nullable(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// One value of a list, or several.
fn several(list: &Value) -> Value {
    json!({ "anyOf": [list["items"], { "type": "array", "items": list["items"] }] })
}

fn closed(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Formats that are types of machines, or of no standard.
const MACHINE: [&str; 8] = ["uint", "uint8", "uint16", "uint32", "uint64", "int64", "double", "ip"];

/// References lead into the document, and numbers have the bounds of their machine types.
fn tidied(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidied),
        Value::Object(members) => {
            members.shift_remove("$schema");
            if members.get("title").is_some_and(Value::is_string) {
                members.shift_remove("title");
            }
            if let Some(Value::String(to)) = members.get_mut("$ref") {
                *to = to.replace("#/$defs/", "#/components/schemas/");
            }
            let highest: Option<u32> = match members.get("format").and_then(Value::as_str) {
                Some("uint32") => Some(u32::MAX),
                Some("uint16") => Some(u16::MAX.into()),
                Some("uint8") => Some(u8::MAX.into()),
                _ => None,
            };
            if let Some(highest) = highest {
                members.entry("maximum").or_insert_with(|| highest.into());
            }
            // The bounds say it all; the names of machine types are nobody's formats.
            if members.get("format").and_then(Value::as_str).is_some_and(|format| MACHINE.contains(&format)) {
                members.shift_remove("format");
            }
            members.values_mut().for_each(tidied);
        }
        _ => {}
    }
}
