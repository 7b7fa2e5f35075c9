//! What a login still lacks. The one place that decides what comes after a factor.

use model::{Id, Reason};

use crate::{
    path,
    rules::{AVAILABLE, FOLLOWS, HERE, OPENS, Rule, SHOWN, Why},
    scene::{Path, Scene},
    wanted,
    world::Opened,
};

/// The answer of `next`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// One of these methods, best first.
    Choose(Vec<Id>),
    /// One of these methods is enrolled first.
    Enrol(Vec<Id>),
    /// A method that passed still owes a question.
    Owed(Id),
    /// The person decides what the application may see.
    Consent,
    Grant,
    Deny(Reason),
}

/// What follows a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followers {
    Offer(Vec<Id>),
    /// They exist for this person, but network, context, front or a finding forbid each of them.
    Blocked,
    None,
}

impl Next {
    const fn is_final(&self) -> bool {
        matches!(self, Self::Grant | Self::Deny(_))
    }
    /// How good an answer it is, for choosing among paths: less is better.
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Grant => 0,
            Self::Consent | Self::Owed(_) => 1,
            Self::Choose(_) => 2,
            Self::Enrol(_) => 3,
            Self::Deny(_) => 4,
        }
    }
    /// What a silent request is told it would have needed.
    const fn needs(&self) -> Reason {
        match self {
            Self::Consent => Reason::ConsentRequired,
            Self::Enrol(_) | Self::Owed(_) => Reason::InteractionRequired,
            _ => Reason::LoginRequired,
        }
    }
}

/// What this login still lacks, and the proofs it builds on. Knows no clock, no store and no network.
pub fn next<'a>(scene: &Scene<'a>) -> (Next, Path<'a>) {
    let best = path::usable(&scene.unheard());
    let (step, path) = match best {
        Some(path) => (after(scene, &path), path),
        None => (openers(scene), Path(Vec::new())),
    };
    if scene.request.passive && !step.is_final() {
        let quiet = quietly(scene, &step);
        if !quiet.is_empty() {
            scene.note(|| Why::AskedQuietly);
            return (Next::Choose(quiet), path);
        }
        scene.note(|| Why::Silent);
        return (Next::Deny(step.needs()), path);
    }
    (step, path)
}

/// Methods that answer without a page: those that are tried in silence, and the one that a page would offer alone, where others can say
/// whether somebody is logged in there.
fn quietly(scene: &Scene<'_>, step: &Next) -> Vec<Id> {
    let Next::Choose(offered) = step else { return Vec::new() };
    let offered: Vec<&Opened> = offered.iter().filter_map(|id| scene.world.opened(*id)).collect();
    let seen = offered.iter().filter(|m| !m.kind.silent).count();
    let quiet = offered.iter().filter(|m| m.method.asks_quietly() && (m.kind.silent || seen == 1));
    quiet.map(|m| m.id).collect()
}

/// What is missing behind a path of proofs.
pub fn after(scene: &Scene<'_>, path: &Path<'_>) -> Next {
    if let Some(why) = scene.barred(path) {
        scene.note(|| Why::Barred);
        return Next::Deny(why);
    }
    let Some(last) = path.last() else { return Next::Deny(Reason::NothingOffered) };
    let allowed = || scene.allows(last.method);
    match followers(scene, path) {
        Followers::Offer(methods) => {
            scene.note(|| if allowed() { Why::SecondRequired } else { Why::SecondAlways });
            Next::Choose(methods)
        }
        Followers::Blocked => {
            scene.note(|| Why::KeptOut);
            Next::Deny(Reason::Blocked)
        }
        Followers::None => {
            let enrol = scene.enrollable(last.method, path);
            if !enrol.is_empty() {
                scene.note(|| Why::EnrolFirst);
                return Next::Enrol(enrol.iter().map(|m| m.id).collect());
            }
            if !allowed() {
                scene.note(|| Why::SecondUnavailable);
                return Next::Deny(Reason::SecondFactorUnavailable);
            }
            let alone = || scene.links_after(last.method).is_empty();
            scene.note(|| if alone() { Why::NothingFollows } else { Why::NoneAvailable });
            complete(scene, path)
        }
    }
}

/// Nothing follows any more: whether the request is met, and what the person must still say.
fn complete(scene: &Scene<'_>, path: &Path<'_>) -> Next {
    if !wanted::meets(scene, path) {
        scene.note(|| Why::DemandUnmet);
        Next::Deny(Reason::NoContext)
    } else if let Some(method) = scene.owed {
        scene.note(|| Why::StillOwed);
        Next::Owed(method)
    } else if scene.consent_due(path) {
        scene.note(|| Why::ConsentFirst);
        Next::Consent
    } else {
        Next::Grant
    }
}

/// Methods that a login may begin with here, as the menu shows them.
pub fn openers(scene: &Scene<'_>) -> Next {
    let nowhere = Path(Vec::new());
    let shown: Vec<&Opened> = sorted(scene).filter(|m| scene.clear(&[OPENS, HERE, SHOWN], m, &nowhere)).collect();
    scene.note(|| Why::Menu);
    let kept = wanted::narrow(scene, &nowhere, shown);
    match kept {
        Ok(methods) if methods.is_empty() => Next::Deny(Reason::NothingOffered),
        Ok(methods) => Next::Choose(methods.iter().map(|m| m.id).collect()),
        Err(why) => Next::Deny(why),
    }
}

/// What may follow the last proof of a path.
pub fn followers(scene: &Scene<'_>, path: &Path<'_>) -> Followers {
    let Some(last) = path.last() else { return Followers::None };
    let linked = scene.next_of(last.method);
    let available: Vec<&Opened> = linked.filter(|m| scene.clear(&[FOLLOWS, AVAILABLE], m, path)).collect();
    if available.is_empty() {
        return Followers::None;
    }
    let possible: Vec<&Opened> = available.into_iter().filter(|m| scene.clear(&[HERE], m, path)).collect();
    let Ok(mut offered) = wanted::narrow(scene, path, possible) else { return Followers::Blocked };
    if offered.is_empty() {
        return Followers::Blocked;
    }
    if offered.iter().any(|m| !scene.hidden(m.id)) {
        offered.retain(|m| scene.keeps(!scene.hidden(m.id), m.id, Rule::Hidden));
    }
    offered.sort_by_key(|m| (m.kind.companion, scene.world.catalogue.entry(m.id).map(|e| e.path.clone())));
    Followers::Offer(offered.iter().map(|m| m.id).collect())
}

/// All methods of the site in the order of their names, so that answers do not depend on a map's order.
fn sorted<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Opened> {
    let world = scene.world;
    world.catalogue.methods().filter_map(move |(entry, _)| world.opened(entry.id))
}
