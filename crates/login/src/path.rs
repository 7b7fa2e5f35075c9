//! Usable proofs: chains over next-factor links, of one person, from a method that may open here.

use model::Proof;

use crate::{
    next::{self, Next},
    scene::{Path, Scene},
};

/// The path to build on: the one `next` answers best, then the longest, then the newest. `None` means the menu.
pub fn usable<'a>(scene: &Scene<'a>) -> Option<Path<'a>> {
    let mut paths = all(scene);
    let only_session = scene.own.is_empty();
    paths.sort_by_key(|path| {
        let newest = path.0.iter().map(|p| p.at.millis()).max().unwrap_or_default();
        (next::after(scene, path).rank(), usize::MAX - path.0.len(), i64::MAX - newest)
    });
    let best = paths.into_iter().next()?;
    if only_session && matches!(next::after(scene, &best), Next::Deny(_)) { None } else { Some(best) }
}

/// Every path there is. Proofs are few, so all chains are walked.
pub fn all<'a>(scene: &Scene<'a>) -> Vec<Path<'a>> {
    let proofs = candidates(scene);
    let mut found = Vec::new();
    for first in &proofs {
        if scene.world.opened(first.method).is_some_and(|m| scene.may_open(m)) {
            grow(scene, &proofs, vec![first], &mut found);
        }
    }
    found
}

/// This login's proofs always; the session's where they are of the same person.
fn candidates<'a>(scene: &Scene<'a>) -> Vec<&'a Proof> {
    let person = scene.own.first().map(|p| &p.person);
    let session = scene.session.iter().filter(|p| person.is_none_or(|who| *who == p.person));
    let counts = |p: &&Proof| scene.enabled(p.method) && scene.activated(p.method);
    let mut all: Vec<&Proof> = scene.own.iter().chain(session).filter(counts).collect();
    // The newest proof of a method stands for it.
    all.sort_by_key(|p| std::cmp::Reverse(p.at));
    let mut kept: Vec<&Proof> = Vec::new();
    for proof in all {
        if !kept.iter().any(|k| k.method == proof.method && k.person == proof.person) {
            kept.push(proof);
        }
    }
    kept
}

fn grow<'a>(scene: &Scene<'a>, proofs: &[&'a Proof], path: Vec<&'a Proof>, found: &mut Vec<Path<'a>>) {
    let Some(last) = path.last().copied() else { return };
    if scene.allows(last.method) || !scene.links_after(last.method).is_empty() {
        found.push(Path(path.clone()));
    }
    let links: Vec<_> = scene
        .world
        .catalogue
        .entry(last.method)
        .map(|e| e.links_as("nextFactor").map(|l| l.to).collect())
        .unwrap_or_default();
    for proof in proofs {
        let fits = links.contains(&proof.method)
            && proof.person == last.person
            && !path.iter().any(|p| p.method == proof.method);
        if fits {
            let mut longer = path.clone();
            longer.push(proof);
            grow(scene, proofs, longer, found);
        }
    }
}
