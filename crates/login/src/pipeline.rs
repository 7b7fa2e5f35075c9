//! Between a method's `Pass` and the `Proof`: rename attributes, apply the format rule, find the person.

use model::{
    Attributes, Id, Method, Person, Proof, Time, User,
    method::{FORMATS, format_urn},
    proof::Subject,
    user_mapping::{VERIFIED, filter::same},
};
use plug::Evidence;

use crate::world::{Opened, World};

/// The name that goes on after the method's rules (A2.8, A2.9); `None` when an `assert` does not hold.
pub fn named(method: &Method, subject: &Subject) -> Option<Subject> {
    let short = |urn: &str| {
        FORMATS.iter().find(|(name, u)| *u == urn || *name == urn).map_or(urn, |(name, _)| *name).to_owned()
    };
    let given = if subject.format.is_empty() { "unspecified".to_owned() } else { short(&subject.format) };
    let format = method.format.apply(Some(given))?.unwrap_or_default();
    let urn = format_urn(&format).unwrap_or(&format).to_owned();
    Some(Subject {
        value: subject.value.clone(),
        format: urn,
        name_qualifier: method.name_qualifier.apply(subject.name_qualifier.clone())?,
        sp_name_qualifier: method.sp_name_qualifier.apply(subject.sp_name_qualifier.clone())?,
    })
}

/// What a proof is made of, beside the evidence.
pub struct Passing<'a> {
    pub method: &'a Opened,
    pub id: Id,
    pub now: Time,
    /// The person this login is about already, or who was found by the typed name.
    pub person: Option<Person>,
    pub user: Option<&'a User>,
    pub after: Option<Id>,
}

/// Makes the proof. Renaming: a table on a method without `mfa true` leaves only what it maps (A3.1).
pub fn prove(world: &World, evidence: Evidence, passing: &Passing<'_>) -> Proof {
    let person = passing.person.clone().unwrap_or_else(|| stranger(passing.method, &evidence));
    let mut attributes = renamed(world, passing.method, evidence.attributes);
    if let Some(user) = passing.user {
        carry(user, &mut attributes);
    }
    let kinds = passing.method.kind.amr.iter().map(|a| (*a).to_owned()).collect();
    Proof {
        id: passing.id,
        method: passing.method.id,
        method_name: passing.method.name.clone(),
        // Who logged in elsewhere some time ago proves that time, and no later one than now.
        at: evidence.at.map_or(passing.now, |at| at.min(passing.now)),
        person,
        subject: evidence.subject,
        attributes,
        amr: evidence.amr.unwrap_or(kinds),
        after: passing.after,
        upstream: evidence.upstream,
        upstream_names: evidence.upstream_names,
        until: evidence.until,
        references: evidence.references,
    }
}

/// A person with no account: who that is among the people of the method.
pub fn stranger(method: &Opened, evidence: &Evidence) -> Person {
    let subject = evidence.who.clone().unwrap_or_else(|| evidence.subject.value.clone());
    Person::Unregistered { method: method.id, subject }
}

pub(crate) fn renamed(world: &World, method: &Opened, given: Attributes) -> Attributes {
    if method.mfa {
        return given;
    }
    let table = world.catalogue.entry(method.id).and_then(|e| e.links_as("inboundPolicy").next().map(|l| l.to));
    match table.and_then(|id| world.catalogue.mapping(id)) {
        Some((_, table)) => vouched_alike(table.apply(&given), &given),
        None => given,
    }
}

/// That an address or a number was checked is said of the one that was delivered: what a table puts in its place was not.
pub(crate) fn vouched_alike(mut made: Attributes, given: &Attributes) -> Attributes {
    for (name, flag) in VERIFIED {
        let alike = |one: &[String], other: &[String]| {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        };
        let kept = match (made.get(name), given.get(name)) {
            (Some(made), Some(given)) => alike(made, given),
            (made, _) => made.is_none(),
        };
        if !kept && made.get(flag) == given.get(flag) {
            made.remove(flag);
        }
    }
    made
}

/// A proof of a registered person carries their address and number (C3): what is on record, and not what a provider says they were, so
/// that no provider chooses where the second factor goes.
fn carry(user: &User, attributes: &mut Attributes) {
    for (name, value) in [("email", user.first("email")), ("phone_number", user.phone())] {
        if let Some(value) = value {
            attributes.insert(name.to_owned(), vec![value.to_owned()]);
        }
    }
}
