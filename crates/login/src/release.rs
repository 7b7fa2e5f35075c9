//! What an application's policy releases (requirement D4).

use model::{Attributes, Id, Policy, Reason};
use std::collections::BTreeSet;

use crate::world::{App, World};

/// Attributes by the policy of an application; without one, `all`. A broken constraint denies the login.
pub(crate) fn released(
    world: &World,
    app: App<'_>,
    groups: &BTreeSet<Id>,
    scopes: &[String],
    all: &Attributes,
    user: &Attributes,
) -> Result<Attributes, Reason> {
    let policy = app.entry.links_as("policy").next().and_then(|l| world.catalogue.policy(l.to));
    match policy {
        None => {
            let mut released = all.clone();
            model::proof::unite(&mut released, user);
            Ok(released)
        }
        Some((_, policy)) => by_policy(world, policy, groups, scopes, all, user),
    }
}

fn by_policy(
    world: &World,
    policy: &Policy,
    groups: &BTreeSet<Id>,
    scopes: &[String],
    all: &Attributes,
    user: &Attributes,
) -> Result<Attributes, Reason> {
    let mut released = Attributes::new();
    for item in &policy.items {
        let member = item.group.is_empty()
            || world.catalogue.at(model::Noun::Group, &item.group).is_some_and(|e| groups.contains(&e.id));
        let in_scope = item.scope.is_empty() || item.scope.iter().any(|s| scopes.contains(s));
        if member && in_scope {
            let values = value(&item.value, all, user);
            if !values.is_empty() {
                released.entry(item.name.clone()).or_default().extend(values);
            }
        }
    }
    for values in released.values_mut() {
        let mut seen = BTreeSet::new();
        values.retain(|v| seen.insert(v.clone()));
    }
    for item in &policy.items {
        let count = released.get(&item.name).map_or(0, Vec::len);
        if item.required && count == 0 || item.single && count > 1 {
            return Err(Reason::NotAllowed);
        }
    }
    Ok(released)
}

fn value(text: &str, all: &Attributes, user: &Attributes) -> Vec<String> {
    match text.split_once(':') {
        Some(("text", constant)) => vec![constant.to_owned()],
        Some(("user", name)) => user.get(name).cloned().unwrap_or_default(),
        Some(("method", name)) => all.get(name).cloned().unwrap_or_default(),
        _ => Vec::new(),
    }
}
