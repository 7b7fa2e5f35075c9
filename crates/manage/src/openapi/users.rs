//! Users: what they are and may be given, how they are listed, what hangs on them, and their links. Reading and writing one is told
//! with the objects, what is done to one with the actions.

use model::Noun;
use serde_json::{Map, Value, json};

use super::{
    Operation,
    answers::{either, json_only, leads, nothing, tagged, unchanged, with},
    objects::template,
    schemas::{Schemas, reference, truth},
};
use crate::{
    Type,
    desk::{RESERVED, TOLD, USER_LINKS},
    rest::asked::{PAGE, USERS},
    users::View,
};

/// Schemas of users, by the names that those of objects have. Any name that is not reserved is an attribute of the user's own.
pub(super) fn schemas(schemas: &mut Schemas, model: &Value) {
    let of = |name: &str| model["properties"][name].clone();
    let is_secret = |name: &str| model["properties"][name]["writeOnly"] == true;
    let reserved = || RESERVED.iter().copied();
    let own =
        json!({ "type": "array", "items": { "type": "string" }, "description": "An attribute of the user's own." });
    let mut seen: Map<String, Value> =
        reserved().filter(|name| !is_secret(name)).map(|name| (name.to_owned(), of(name))).collect();
    for name in TOLD {
        let schema = if name == "usable" { json!({ "type": "boolean" }) } else { json!({ "type": "string" }) };
        seen.insert(name.to_owned(), schema);
    }
    schemas.add("user.attributes", &json!({ "type": "object", "properties": seen, "additionalProperties": own }));
    schemas.add(
        "user",
        &json!({
            "type": "object",
            "required": ["type", "id", "attributes"],
            "properties": {
                "type": { "const": "user" },
                "id": { "type": "string", "description": "Its path, which is also the end of its address." },
                "attributes": reference("user.attributes"),
                "findings": { "type": "array", "items": reference("finding") },
            },
            "additionalProperties": false,
        }),
    );
    written(schemas, &|name| of(name));
}

fn written(schemas: &mut Schemas, of: &dyn Fn(&str) -> Value) {
    let plain = json!({ "type": ["string", "number", "boolean"] });
    let values = json!({ "anyOf": [plain, { "type": "array", "items": plain }, { "type": "null" }],
        "description": "An attribute of the user's own: a value, or several; none removes it." });
    let settable = || RESERVED.iter().copied().filter(|name| *name != "name");
    let mut set: Map<String, Value> =
        settable().map(|name| (name.to_owned(), json!({ "anyOf": [of(name), { "type": "null" }] }))).collect();
    // What was told may come back as it was.
    set.extend(TOLD.map(|name| (name.to_owned(), true.into())));
    let open = |members: &Map<String, Value>, values: &Value| json!({ "type": "object", "properties": members, "additionalProperties": values });
    // The whole of an answer is told from an attribute by this name.
    let mut bare = set.clone();
    bare.insert("attributes".to_owned(), false.into());
    schemas.add("user.write", &open(&set, &values));
    schemas.add("user.lists", &open(&settable().map(|name| (name.to_owned(), false.into())).collect(), &values));
    schemas.add("user.body", &json!({
        "description": "The attributes, or what an answer says of the user. `name` may stand among them where it is the last segment of the path.",
        "anyOf": [open(&bare, &values), {
            "type": "object",
            "required": ["attributes"],
            "properties": { "type": { "const": "user" }, "id": true, "attributes": reference("user.write"), "findings": true },
            "additionalProperties": false,
        }],
    }));
    let mut patch = bare;
    for (part, schema) in [("set", "user.write"), ("add", "user.lists"), ("remove", "user.lists")] {
        patch.insert(part.to_owned(), reference(schema));
    }
    schemas.add("user.patch", &open(&patch, &values));
    let texts = json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] });
    let mut fields = Map::new();
    for name in settable() {
        schemas.field(&mut fields, name, &of(name));
    }
    for name in ["enabled", "emailVerified", "phoneVerified", "mustChange"] {
        fields.insert(name.to_owned(), truth());
    }
    fields.extend(TOLD.map(|name| (name.to_owned(), json!({ "type": "string" }))));
    schemas.add("user.form", &open(&fields, &texts));
    for part in ["add", "remove"] {
        fields.extend(settable().map(|name| (format!("{part}.{name}"), false.into())));
    }
    schemas.add("user.patchForm", &open(&fields, &texts));
}

pub(super) fn operations(schemas: &mut Schemas) -> Vec<Operation> {
    schemas.add("user.list", &super::objects::page("user"));
    schemas.answered_as::<View>("user.details");
    let path = template(Type::User, false);
    let listed = with(either("A page.", &reference("user.list")), &[("Link", "next"), ("Total-Count", "totalCount")]);
    let mut all = vec![
        Operation::new("get", "/user", "listUser")
            .says("Lists users that the caller may read, by name; their groups are told of one alone")
            .queries(&[&PAGE, &USERS])
            .refuses(&[422])
            .answers(200, listed),
        Operation::new("get", format!("{path}/$attribute/details"), "readUserDetails")
            .says(
                "Everything that hangs on one user: groups, methods, credentials, locks, sessions, consents; no secret",
            )
            .refuses(&[404, 409])
            .answers(200, json_only("The user.", &reference("user.details"))),
    ];
    all.extend(links(&path));
    let group = Type::Object(Noun::Group);
    let method = Type::Object(Noun::Method);
    let user = template(Type::User, true);
    for (from, id, what) in [
        (format!("{path}/$link/memberOf{}", template(group, true)), "UserGroup", "that one group lists one user"),
        (format!("{path}/$link{}", template(method, true)), "UserMethod", "that one user may have one method"),
        (format!("{}/$link/member{user}", template(group, false)), "GroupUser", "that one group lists one user"),
        (format!("{}/$link{user}", template(method, false)), "MethodUser", "that one user may have one method"),
    ] {
        all.extend(link(&from, id, what));
    }
    let mapping = Type::Object(Noun::OutboundMapping);
    let (here, there) = (template(mapping, false), template(mapping, true));
    all.extend(link(&format!("{path}/$link{there}"), "UserOutboundMappingPolicy", "what one policy calls one user"));
    let from = format!("{here}/$link{user}");
    all.extend(link(&from, "OutboundMappingPolicyUser", "what one policy calls one user"));
    all.push(
        Operation::new("post", &from, "addOutboundMappingPolicyUser")
            .says("Sets what one policy calls one user")
            .needs(username())
            .asks(&["dryRun", "ifMatch"])
            .refuses(&[404, 409, 412, 413, 415, 422])
            .answers(200, either("The link.", &reference("link"))),
    );
    all
}

fn links(path: &str) -> [Operation; 2] {
    let base = format!("{path}/$link");
    let told = || {
        tagged(either(
            "Groups that list the user, methods with whether the user may have them, and what outbound mapping policies call the user.",
            &reference("links"),
        ))
    };
    [
        Operation::new("get", &base, "listUserLinks")
            .says("Lists the links of one user")
            .asks(&["unlessKnown"])
            .refuses(&[404, 409])
            .answers(200, told())
            .answers(304, unchanged()),
        Operation::new("get", format!("{base}/{{link}}"), "listUserLinksNamed")
            .says("Lists the links of one user that have a name")
            .with(json!({ "name": "link", "in": "path", "required": true, "schema": { "type": "string", "enum": USER_LINKS },
                "description": "Name of the links, or a type." }))
            .asks(&["unlessKnown"])
            .refuses(&[404, 409])
            .answers(200, told())
            .answers(304, unchanged()),
    ]
}

/// Reads, sets and removes one link of a user.
fn link(path: &str, id: &str, what: &str) -> [Operation; 3] {
    let (read, is_method) = (format!("read{id}Link"), id.contains("Method"));
    // Of a method both are told: whether the user may have it, and whether not.
    let after_put = if is_method { vec![read.clone()] } else { vec![read.clone(), format!("unlink{id}")] };
    let after_delete = if is_method { Vec::new() } else { vec![read.clone()] };
    let put = Operation::new("put", path, format!("link{id}")).says(format!("Sets {what}"));
    let put = if is_method {
        put.takes(enabled())
    } else if id.contains("Mapping") {
        put.needs(username())
    } else {
        put
    };
    [
        Operation::new("get", path, read)
            .says(format!("Tells {what}"))
            .asks(&["unlessKnown"])
            .refuses(&[404, 409])
            .answers(200, tagged(either("The link.", &reference("links"))))
            .answers(304, unchanged()),
        put.asks(&["dryRun", "ifMatch"])
            .refuses(&[404, 409, 412, 413, 415, 422])
            .answers(200, leads(either("The link.", &reference("link")), path, &after_put)),
        Operation::new("delete", path, format!("unlink{id}"))
            .says(format!("Ends {what}"))
            .asks(&["dryRun", "ifMatch"])
            .refuses(&[404, 409, 412, 422])
            .answers(204, leads(nothing("It is so no more."), path, &after_delete)),
    ]
}

/// What the user is called.
fn username() -> Value {
    let schema = json!({ "schema": { "type": "object", "properties": { "username": { "type": "string" } }, "required": ["username"], "additionalProperties": false } });
    json!({ "application/json": schema.clone(), "application/x-www-form-urlencoded": schema })
}

/// Whether the user may have the method, which is so where nothing is said.
fn enabled() -> Value {
    let of = |truth: Value| json!({ "schema": { "type": "object", "properties": { "enabled": truth }, "additionalProperties": false } });
    json!({ "application/json": of(json!({ "type": "boolean" })), "application/x-www-form-urlencoded": of(truth()) })
}
