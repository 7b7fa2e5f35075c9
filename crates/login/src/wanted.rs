//! Wanted: which methods a requested context leaves, and whether a path meets it.

use model::{Id, Proof, Reason, context, request::Wanted};

use crate::{
    rules::Rule,
    scene::{Path, Scene},
    world::Opened,
};

/// Keeps the methods from which a path that meets the request can still be completed. Once a proof on the path carries
/// the reference nothing is narrowed. `Err` only for a demand that nothing fits.
pub fn narrow<'a>(scene: &Scene<'a>, path: &Path<'_>, methods: Vec<&'a Opened>) -> Result<Vec<&'a Opened>, Reason> {
    match &scene.request.wanted {
        Wanted::Any => Ok(methods),
        _ if path.0.iter().any(|p| stated(scene, p).is_some()) => Ok(methods),
        Wanted::Prefer(list) => Ok(prefer(scene, path, methods, list)),
        Wanted::Demand { .. } => {
            let some = !methods.is_empty();
            let kept: Vec<&Opened> =
                methods.into_iter().filter(|m| keeps(scene, completes(scene, path, m), m)).collect();
            if some && kept.is_empty() { Err(Reason::NoContext) } else { Ok(kept) }
        }
    }
}

/// Whether a path meets the request. A preference never denies.
pub fn meets(scene: &Scene<'_>, path: &Path<'_>) -> bool {
    !matches!(scene.request.wanted, Wanted::Demand { .. }) || path.0.iter().any(|p| stated(scene, p).is_some())
}

/// The reference of a proof that satisfies the request: one that its upstream stated, where that counts, else one of its method's.
pub fn stated(scene: &Scene<'_>, proof: &Proof) -> Option<String> {
    let Some(theirs) = &proof.references else { return satisfied(scene, proof.method) };
    let (_, method) = scene.world.catalogue.method(proof.method)?;
    // The declaration names the method itself, whatever the upstream did.
    let own = Some(method.declaration_reference.as_str()).filter(|d| !d.is_empty());
    fitting(scene, &theirs.iter().map(String::as_str).chain(own).collect::<Vec<_>>())
}

/// The references a method carries that satisfy the request, in the request's order.
fn satisfied(scene: &Scene<'_>, method: Id) -> Option<String> {
    let (_, m) = scene.world.catalogue.method(method)?;
    fitting(scene, &m.references().collect::<Vec<_>>())
}

fn fitting(scene: &Scene<'_>, there: &[&str]) -> Option<String> {
    match &scene.request.wanted {
        Wanted::Any => None,
        Wanted::Prefer(list) => list.iter().find(|asked| there.contains(&asked.as_str())).cloned(),
        Wanted::Demand { references, comparison } => {
            let order = scene.world.catalogue.system().contexts;
            let found = there.iter().find(|r| context::meets(r, references, *comparison, &order));
            found.map(|r| (*r).to_owned())
        }
    }
}

fn keeps(scene: &Scene<'_>, keep: bool, method: &Opened) -> bool {
    scene.keeps(keep, method.id, Rule::ContextNotWanted)
}

/// Whether a method can carry it. What an upstream will state is known when it has.
fn carries(scene: &Scene<'_>, method: Id) -> bool {
    satisfied(scene, method).is_some() || relays(scene, method)
}

fn relays(scene: &Scene<'_>, method: Id) -> bool {
    scene.world.opened(method).is_some_and(|o| o.method.relays_context())
}

/// Whether the method, or something that can follow it, carries the reference.
fn completes(scene: &Scene<'_>, path: &Path<'_>, method: &Opened) -> bool {
    let mut seen: Vec<Id> = path.0.iter().map(|p| p.method).collect();
    reaches(scene, method.id, &mut seen)
}

fn reaches(scene: &Scene<'_>, method: Id, seen: &mut Vec<Id>) -> bool {
    if seen.contains(&method) {
        return false;
    }
    seen.push(method);
    carries(scene, method) || scene.links_after(method).iter().any(|next| reaches(scene, next.id, seen))
}

/// Orders by the list and leaves out what fits none of it, where something fits.
fn prefer<'a>(scene: &Scene<'a>, path: &Path<'_>, methods: Vec<&'a Opened>, list: &[String]) -> Vec<&'a Opened> {
    let place = |m: &Opened| list.iter().position(|asked| reaches_reference(scene, path, m, asked));
    let mut fitting: Vec<(usize, &Opened)> = methods.iter().filter_map(|m| place(m).map(|n| (n, *m))).collect();
    if fitting.is_empty() {
        return methods;
    }
    for left_out in methods.iter().filter(|m| !fitting.iter().any(|(_, kept)| kept.id == m.id)) {
        keeps(scene, false, left_out);
    }
    fitting.sort_by_key(|(n, _)| *n);
    fitting.into_iter().map(|(_, m)| m).collect()
}

fn reaches_reference(scene: &Scene<'_>, path: &Path<'_>, method: &Opened, asked: &str) -> bool {
    let mut seen: Vec<Id> = path.0.iter().map(|p| p.method).collect();
    walk(scene, method.id, asked, &mut seen)
}

fn walk(scene: &Scene<'_>, method: Id, asked: &str, seen: &mut Vec<Id>) -> bool {
    if seen.contains(&method) {
        return false;
    }
    seen.push(method);
    let here = scene.world.catalogue.method(method).is_some_and(|(_, m)| m.references().any(|r| r == asked));
    here || relays(scene, method) || scene.links_after(method).iter().any(|next| walk(scene, next.id, asked, seen))
}
