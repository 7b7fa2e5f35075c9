//! The link from a policy to a group, which may be there many times: each is an item that says what goes out.

use model::Noun;
use serde_json::json;

use super::{
    Operation,
    answers::{either, tagged, unchanged, with},
    objects::{WOULD_BE, template},
    schemas::reference,
};
use crate::Type;

pub(super) fn operations(kind: Type) -> Vec<Operation> {
    if kind != Type::Object(Noun::Policy) {
        return Vec::new();
    }
    let path = format!("{}/$link{}", template(kind, false), template(Type::Object(Noun::Group), true));
    let bodies = json!({
        "application/json": { "schema": reference("policyItem.ofGroup") },
        "application/x-www-form-urlencoded": { "schema": reference("policyItem.ofGroupForm") },
    });
    let item = |what: &str| either(what, &reference("policyItem"));
    vec![
        Operation::new("get", &path, "readPolicyGroupLinks")
            .says("Lists the items of one policy that are for one group")
            .asks(&["unlessKnown"])
            .refuses(&[404])
            .answers(200, tagged(either("Each with the item behind it.", &reference("links"))))
            .answers(304, unchanged()),
        Operation::new("post", &path, "addPolicyItem")
            .says("Adds an attribute that one policy gives out to members of one group")
            .asks(&["dryRun"])
            .takes(bodies)
            .refuses(&[404, 409, 412, 413, 415, 422])
            .answers(200, tagged(item(WOULD_BE)))
            .answers(201, with(item("The item."), &[("ETag", "etag"), ("Location", "location")])),
    ]
}
