//! Operations on objects of the configuration: list, read, put, patch, post, delete, and an application's registration.

use model::Noun;
use serde_json::{Value, json};

use super::{
    Operation,
    answers::{either, json_only, leads, nothing, tagged, unchanged, with},
    schemas::{Schemas, reference},
};
use crate::{Type, attributes, nouns};

/// What one object of a type answers to.
pub(super) fn methods(kind: Type) -> &'static str {
    match kind {
        Type::Object(Noun::System) => "GET, HEAD, PUT, PATCH, POST",
        Type::Object(noun) if !Type::children(noun).is_empty() => "GET, HEAD, PUT, PATCH, POST, DELETE",
        _ => "GET, HEAD, PUT, PATCH, DELETE",
    }
}

/// What all objects of a type together answer to. Items are listed by the links of their table.
pub(super) fn methods_of_all(kind: Type) -> &'static str {
    if kind.table().is_some() { "" } else { "GET, HEAD" }
}

/// Where objects of a type are, with the names of their parameters; those of the other end of a link for `Target`.
pub(super) fn template(kind: Type, target: bool) -> String {
    let segments: &[&str] = match (kind, target) {
        (Type::Object(Noun::System), _) => &[],
        (Type::Object(Noun::Site), false) => &["site"],
        (Type::Object(Noun::Site), true) => &["targetSite"],
        (Type::Object(Noun::Template | Noun::Role), false) => &["path"],
        (Type::Object(Noun::Template | Noun::Role), true) => &["targetPath"],
        (Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem, _) => &["name", "item"],
        (Type::PolicyItem, _) => &["site", "name", "item"],
        (kind, false) if kind.is_global() => &["name"],
        (kind, true) if kind.is_global() => &["target"],
        (_, false) => &["site", "name"],
        (_, true) => &["targetSite", "target"],
    };
    segments.iter().fold(format!("/{}", kind.name()), |path, name| format!("{path}/{{{name}}}"))
}

/// `method` as part of an operation's name: `Method`.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

pub(super) fn operations(kind: Type, schemas: &mut Schemas) -> Vec<Operation> {
    let (name, id, path) = (kind.name(), capital(kind.name()), template(kind, false));
    let seen = |what: &str| tagged(either(what, &reference(name)));
    let next = |verbs: &[&str]| {
        let served = verbs.iter().filter(|verb| kind != Type::Object(Noun::System) || **verb != "delete");
        served.map(|verb| format!("{verb}{id}")).collect::<Vec<_>>()
    };
    let read = Operation::new("get", &path, format!("read{id}"))
        .says(format!("Reads one {name}"))
        .asks(&["unlessKnown"])
        .refuses(&[404])
        .answers(200, seen("As it is, secrets masked."))
        .answers(304, unchanged());
    let put = Operation::new("put", &path, format!("put{id}"))
        .says(format!(
            "Makes or changes one {name}; what is not given stays as it is, a list that is given replaces the old one"
        ))
        .asks(&["dryRun", "ifMatch", "ifNoneMatch"])
        .takes(bodies(&format!("{name}.body"), &format!("{name}.form")))
        .refuses(&[404, 412, 413, 415, 422])
        .refuses(if kind == Type::User { &[409] } else { &[] })
        .answers(200, leads(seen("As it is now."), &path, &next(&["read", "patch", "delete"])));
    let patch = Operation::new("patch", &path, format!("patch{id}"))
        .says(format!("Changes one {name}: sets attributes, adds values to lists and takes values out"))
        .asks(&["dryRun", "ifMatch"])
        .takes(bodies(&format!("{name}.patch"), &format!("{name}.patchForm")))
        .refuses(&[404, 412, 413, 415, 422])
        .refuses(if kind == Type::User { &[409] } else { &[] })
        .answers(200, leads(seen("As it is now."), &path, &next(&["read", "delete"])));
    let mut all = vec![read, put, patch];
    if kind != Type::Object(Noun::System) {
        all.push(
            Operation::new("delete", &path, format!("delete{id}"))
                .says(format!("Deletes one {name} with what leads to it"))
                .asks(&["dryRun", "ifMatch"])
                .refuses(&[404, 409, 412, 422])
                .answers(204, leads(nothing("It is gone."), &path, &next(&["read", "put"]))),
        );
    }
    let Type::Object(noun) = kind else { return all };
    if noun != Noun::System {
        all.insert(0, list(noun, schemas));
    }
    if !Type::children(noun).is_empty() {
        all.push(child(noun, &path, schemas));
    }
    if noun == Noun::Application {
        all.extend(registration(&path));
    }
    if noun == Noun::Method {
        all.extend(documents(&path));
    }
    all
}

fn bodies(json: &str, form: &str) -> Value {
    json!({
        "application/json": { "schema": reference(json) },
        "application/x-www-form-urlencoded": { "schema": reference(form) },
    })
}

fn list(noun: Noun, schemas: &mut Schemas) -> Operation {
    let (name, id) = (noun.name(), capital(noun.name()));
    let list = format!("{name}.list");
    schemas.add(&list, &page(name));
    let listed = Operation::new("get", format!("/{name}"), format!("list{id}"))
        .says(format!("Lists objects of the type {name} that the caller may read, in the order of their paths"))
        .asks(&["limit", "after", "inSite", "q"])
        .refuses(&[422])
        .answers(200, with(either("A page.", &reference(&list)), &[("Link", "next")]));
    let names = std::iter::once("name".to_owned()).chain(attributes::names(noun));
    names.fold(listed, |listed, name| {
        listed.with(json!({ "name": name, "in": "query", "schema": { "type": "string" },
            "description": "Only those whose attribute has this value, or one of whose values it is." }))
    })
}

/// A page of a list.
pub(super) fn page(name: &str) -> Value {
    json!({
        "type": "object",
        "required": ["type", "id", "objects", "next"],
        "properties": {
            "type": { "const": name },
            "id": { "const": format!("/{name}") },
            "objects": { "type": "array", "items": reference(name) },
            "next": { "type": ["string", "null"], "description": "Path and query of the next page." },
        },
        "additionalProperties": false,
    })
}

/// A dry run of what makes something.
pub(super) const WOULD_BE: &str = "A dry run: what would be made.";

fn child(noun: Noun, path: &str, schemas: &mut Schemas) -> Operation {
    let name = noun.name();
    let body = schemas.child(noun);
    let born: Vec<Value> = Type::children(noun).into_iter().map(|k| reference(k.name())).collect();
    let made = |what: &str| either(what, &json!({ "anyOf": born }));
    Operation::new("post", path, format!("addTo{}", capital(name)))
        .says(format!("Makes something in a {name}; an item needs no name"))
        .asks(&["dryRun", "idempotencyKey"])
        .needs(bodies(&body.0, &body.1))
        .refuses(&[404, 409, 413, 415, 422])
        .answers(200, tagged(made(WOULD_BE)))
        .answers(201, with(made("What was made."), &[("ETag", "etag"), ("Location", "location")]))
}

/// An application's registration, as the document of its protocol.
fn registration(path: &str) -> Vec<Operation> {
    let path = format!("{path}/$attribute/metadata");
    let free = json!({ "type": "object" });
    let told = |what: &str| tagged(json_only(what, &free));
    let next = |verbs: &[&str]| verbs.iter().map(|verb| format!("{verb}Registration")).collect::<Vec<_>>();
    vec![
        Operation::new("get", &path, "readRegistration")
            .says("Reads the registration of an application")
            .asks(&["unlessKnown"])
            .refuses(&[404])
            .answers(200, told("The registration, secrets masked."))
            .answers(304, unchanged()),
        Operation::new("put", &path, "putRegistration")
            .says("Replaces the registration; the answer is the only one that tells a secret that was made")
            .asks(&["dryRun", "ifMatch"])
            .takes(json!({ "application/json": { "schema": free } }))
            .refuses(&[404, 412, 413, 415, 422])
            .answers(200, leads(told("The registration that is in force."), &path, &next(&["read", "delete"]))),
        Operation::new("delete", &path, "deleteRegistration")
            .says("Takes the registration away")
            .asks(&["dryRun", "ifMatch"])
            .refuses(&[404, 412, 422])
            .answers(204, leads(nothing("It is gone."), &path, &next(&["read"]))),
    ]
}

/// What stands beside the lines of a method that sends people to a provider.
fn documents(path: &str) -> Vec<Operation> {
    let object = json!({ "schema": { "type": "object" } });
    let xml = json!({ "schema": { "type": "string" } });
    let of = [
        (
            "metadata",
            "MethodMetadata",
            "what the provider says of itself",
            json!({ "application/json": object, "application/xml": xml }),
        ),
        ("jwks", "MethodJwks", "the keys of the provider", json!({ "application/jwk-set+json": object })),
        (
            "registration",
            "MethodRegistration",
            "the registration at the provider",
            json!({ "application/json": object }),
        ),
    ];
    let mut all = Vec::new();
    for (name, id, what, content) in of {
        let path = format!("{path}/$attribute/{name}");
        let told = |says: &str| tagged(json!({ "description": says, "content": content }));
        let next = |verbs: &[&str]| verbs.iter().map(|verb| format!("{verb}{id}")).collect::<Vec<_>>();
        let read = match name {
            "registration" => "As it is, secrets masked; where there is none, the request to send to the provider.",
            _ => "As it is.",
        };
        let mut taken = content.clone();
        if name == "jwks" {
            taken["application/json"] = object.clone();
        }
        all.push(
            Operation::new("get", &path, format!("read{id}"))
                .says(format!("Reads {what}"))
                .asks(&["unlessKnown"])
                .refuses(&[404])
                .answers(200, told(read))
                .answers(304, unchanged()),
        );
        all.push(
            Operation::new("put", &path, format!("put{id}"))
                .says(format!("Replaces {what}; what the method cannot work with is refused"))
                .asks(&["dryRun", "ifMatch"])
                .takes(taken)
                .refuses(&[404, 412, 413, 415, 422])
                .answers(200, leads(told("As it is now."), &path, &next(&["read", "delete"]))),
        );
        all.push(
            Operation::new("delete", &path, format!("delete{id}"))
                .says(format!("Takes {what} away"))
                .asks(&["dryRun", "ifMatch"])
                .refuses(&[404, 412, 422])
                .answers(204, leads(nothing("It is gone."), &path, &next(&["read"]))),
        );
    }
    all
}

/// The kinds of method for a document that stands alone.
pub(super) fn attributes_of(kind: Type, kinds: &[plug::Registration]) -> Value {
    match kind {
        Type::Object(noun) => nouns::api_schema(noun, kinds),
        kind => crate::desk::item_schema(kind),
    }
}
