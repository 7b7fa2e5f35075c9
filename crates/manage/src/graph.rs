//! Configuration as code: the graph of objects and links as TOML, and back (requirement C8).
//!
//! [`export`] writes one table per object under its API path, attributes under their API names, links as `link.ROLE`,
//! everything in byte order, so that equal graphs give equal bytes. [`parse`] reads such a text, or one written by hand, and
//! [`diff`] says which changes bring a catalogue there: named objects are made so, attributes that are not named have their
//! defaults, other objects are left alone unless they shall be pruned. Ids never leave and never change.

mod apply;
mod plan;
mod read;
pub mod seal;
mod show;
#[cfg(test)]
mod tests;
mod write;

use model::{Catalogue, Entry, Finding, Noun, secret::MASKED};
use plug::Registration;
use serde_json::{Map, Value, json};

pub use apply::{apply, lived_in};
pub use plan::{Given, Plan, diff};
pub(crate) use plan::{completed, reference};
pub use read::{Wanted, WantedLink, WantedObject, api_path, parse, split};
pub use seal::ExportKey;

use crate::{attributes, secrets};

/// What an export does with secrets.
pub enum Secrets<'a> {
    /// `********` stands in their place, which leaves alone what is there when it is applied.
    Omit,
    Sealed(&'a ExportKey),
}

/// The catalogue as TOML.
pub fn export(catalogue: &Catalogue, kinds: &[Registration], secrets: &Secrets<'_>) -> String {
    let mut objects: Vec<(String, &Entry)> = catalogue.all().map(|e| (e.api_path(), e)).collect();
    objects.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut out = String::new();
    for (path, entry) in objects {
        if !out.is_empty() {
            out.push('\n');
        }
        write::table(&mut out, &path, &members(catalogue, entry, kinds, secrets));
    }
    out
}

/// Attributes, secrets hidden, and links as one table.
fn members(catalogue: &Catalogue, entry: &Entry, kinds: &[Registration], secrets: &Secrets<'_>) -> Map<String, Value> {
    let path = entry.api_path();
    let mut members = attributes::of(entry, kinds);
    let Ok(()) = secrets::each::<std::convert::Infallible>(entry.noun(), &mut members, kinds, |place, value| {
        Ok(secrets::Fate::Becomes(match secrets {
            Secrets::Omit => MASKED.to_owned(),
            Secrets::Sealed(key) => key.seal(&path, place, value),
        }))
    });
    let links = links(catalogue, entry);
    if !links.is_empty() {
        members.insert("link".to_owned(), Value::Object(links));
    }
    members
}

/// Links by role, each role's targets in byte order.
fn links(catalogue: &Catalogue, entry: &Entry) -> Map<String, Value> {
    let mut roles = Map::new();
    for role in entry.noun().links() {
        let targets = entry.links_as(role.name).filter_map(|l| catalogue.entry(l.to).map(|to| (to.api_path(), l)));
        let mut targets: Vec<_> = targets.collect();
        targets.sort_by(|(one, _), (other, _)| one.cmp(other));
        if targets.is_empty() {
            continue;
        }
        let shown = targets.into_iter().map(|(to, link)| {
            if link.with.is_empty() {
                return Value::String(to);
            }
            let mut member = Map::from_iter([("to".to_owned(), json!(to))]);
            member.extend(link.with.iter().map(|attribute| (attribute.clone(), Value::Bool(true))));
            Value::Object(member)
        });
        roles.insert(role.name.to_owned(), shown.collect());
    }
    roles
}

/// A finding with the line that it stands on.
fn placed(finding: Finding, object: &WantedObject) -> Finding {
    let line = object.line_of(&finding.field);
    let finding = if finding.object.is_empty() { finding.at(object.api_path()) } else { finding };
    if finding.args.iter().any(|(name, _)| name == "line") { finding } else { finding.with("line", line) }
}

/// Whether an object of this noun can be deleted at all: the system itself cannot.
const fn can_go(noun: Noun) -> bool {
    !matches!(noun, Noun::System)
}
