//! Groups: who is a member, by list, by nesting, by filter, by method, or because everybody is.

use model::{
    Attributes, Id, Noun, Person, Time,
    proof::{Proof, Subject},
};
use std::collections::BTreeSet;

use crate::{
    scene::{Known, Path},
    world::World,
};

/// All groups that the person of a path is in.
pub fn of(world: &World, known: Option<&Known>, path: &Path<'_>) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    for (entry, group) in world.catalogue.groups() {
        let listed = known.is_some_and(|k| k.record.groups.contains(&entry.id));
        let filtered = group.filter_parts().is_some_and(|(name, value)| {
            let user = known.and_then(|k| k.user.as_ref());
            user.and_then(|u| u.attributes.get(name))
                .is_some_and(|values| values.iter().any(|v| v.eq_ignore_ascii_case(value)))
        });
        if listed
            || filtered
            || group.everyone && in_reach(world, known, entry.id, path)
            || by_method(world, entry.id, path)
        {
            found.insert(entry.id);
        }
    }
    // A member group's members are members too; repeat until nothing is added.
    loop {
        let more: Vec<Id> = found
            .iter()
            .flat_map(|id| world.catalogue.linked_from(*id, "member").map(|(e, _)| e.id).collect::<Vec<_>>())
            .filter(|id| !found.contains(id))
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// The groups of a person of whom no proof is at hand; who is unregistered lives by the method that vouched for them.
pub fn of_person(world: &World, person: &Person, known: &Known) -> BTreeSet<Id> {
    let method = match person {
        Person::Registered { .. } => Id::fixed(0),
        Person::Unregistered { method, .. } => *method,
    };
    let proof = Proof {
        id: Id::fixed(0),
        method,
        method_name: String::new(),
        at: Time::default(),
        person: person.clone(),
        subject: Subject::default(),
        attributes: Attributes::new(),
        amr: Vec::new(),
        after: None,
        upstream: None,
        upstream_names: Vec::new(),
        until: None,
        references: None,
    };
    of(world, Some(known), &Path(vec![&proof]))
}

/// *Everybody* of a group means everybody who may log in at its site.
fn in_reach(world: &World, known: Option<&Known>, group: Id, path: &Path<'_>) -> bool {
    let Some((site, _)) = world.catalogue.entry(group).and_then(|e| world.catalogue.site_of(e)) else { return false };
    match (path.person(), known.and_then(|k| k.user.as_ref())) {
        (Some(Person::Registered { .. }), Some(user)) => world.reaches(user.site, site.id),
        (Some(Person::Unregistered { .. }), _) => true,
        _ => false,
    }
}

/// Unregistered people who came by a method whose link is enabled (requirement A3.6).
fn by_method(world: &World, group: Id, path: &Path<'_>) -> bool {
    let unregistered = matches!(path.person(), Some(Person::Unregistered { .. }));
    let Some(entry) = world.catalogue.entry(group) else { return false };
    unregistered && entry.links_as("method").any(|l| l.has("enabled") && path.0.iter().any(|p| p.method == l.to))
}

/// Paths of groups, for claims and the API.
pub fn names(world: &World, groups: &BTreeSet<Id>) -> Vec<String> {
    world.catalogue.of(Noun::Group).filter(|e| groups.contains(&e.id)).map(|e| e.path.clone()).collect()
}
