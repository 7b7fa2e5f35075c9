//! Rules: what can stand against a method, each a question of its own, and the tables that say where which of them is asked.
//!
//! `next` stops at the first rule that stands against a method. A what-if lends the scene a [`Recorder`]: then every rule is
//! asked, and what it said is kept. Both ask the same tables, so that an explanation cannot differ from the decision.

use model::{Id, request::Front};
use plug::{Factor, Needs, Opens};
use std::sync::{Mutex, PoisonError};

use crate::{
    scene::{Path, Scene, second},
    world::Opened,
};

/// What stands against a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Switched off (A2.11).
    Disabled,
    /// Not linked to the application's site (C4).
    NotInSite,
    /// Not allowed for the application (C4); to open, none of its followers either (C6).
    NotAllowed,
    /// Of a kind that never opens a login.
    KindNeverOpens,
    /// `mfa true` only follows (C3).
    MfaNeverOpens,
    /// Of a kind that opens only where the application's link says so.
    OpensWhereAsked,
    /// Of a kind that would ask for an address of one's own: follows only with `mfa true` (C3).
    FollowsWithMfa,
    /// Stands on the path already.
    Passed,
    /// The earlier proofs bring no such attribute (C7).
    AttributeMissing(&'static str),
    /// The person has no credential that proves (C7).
    NoCredential,
    /// Switched off for the person (G9).
    NotActivated,
    /// Of use only beside another second factor (B21).
    CompanionAlone,
    /// A finding keeps it from users.
    Unfit,
    /// The client is outside its networks (A2.13).
    Network,
    /// The door cannot show it.
    FrontCannotShow,
    /// Shown only where the request names it, or nothing else is there (A2.12).
    Hidden,
    /// No way from it meets what the request wants (A2.6, A2.7).
    ContextNotWanted,
}

impl Rule {
    /// Name of the rule in answers; its text is `whatif-KEY`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::NotInSite => "not-in-site",
            Self::NotAllowed => "not-allowed",
            Self::KindNeverOpens => "kind-never-opens",
            Self::MfaNeverOpens => "mfa-never-opens",
            Self::OpensWhereAsked => "opens-where-asked",
            Self::FollowsWithMfa => "follows-with-mfa",
            Self::Passed => "passed",
            Self::AttributeMissing(_) => "attribute-missing",
            Self::NoCredential => "no-credential",
            Self::NotActivated => "not-activated",
            Self::CompanionAlone => "companion-alone",
            Self::Unfit => "unfit",
            Self::Network => "network",
            Self::FrontCannotShow => "front-cannot-show",
            Self::Hidden => "hidden",
            Self::ContextNotWanted => "context-not-wanted",
        }
    }
}

/// Which requirement made a step what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing usable is proven: the methods that may open.
    Menu,
    /// C5: the last method is allowed, and something that may follow is available, so it is required.
    SecondRequired,
    /// C6: the last method is not allowed, so that something must follow.
    SecondAlways,
    /// C7: what could follow is available to the person and kept out, which drops no factor.
    KeptOut,
    /// C5: the last method is allowed, and of what could follow nothing is available.
    NoneAvailable,
    /// The last method is allowed, and nothing follows it.
    NothingFollows,
    /// C6: the last method is not allowed, and of what could follow nothing is available.
    SecondUnavailable,
    /// The site lets people enrol while they log in.
    EnrolFirst,
    /// Nothing on the path carries what the request demands.
    DemandUnmet,
    /// A method that passed still owes a question.
    StillOwed,
    /// The person decides first what the application may see.
    ConsentFirst,
    /// This person may not enter, whatever they prove.
    Barred,
    /// The request allows no page, and one would be needed.
    Silent,
    /// The request allows no page, and somebody else can say without one who is logged in there.
    AskedQuietly,
}

impl Why {
    /// Name in answers; its text is `whatif-KEY`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::SecondRequired => "second-required",
            Self::SecondAlways => "second-always",
            Self::KeptOut => "kept-out",
            Self::NoneAvailable => "none-available",
            Self::NothingFollows => "nothing-follows",
            Self::SecondUnavailable => "second-unavailable",
            Self::EnrolFirst => "enrol-first",
            Self::DemandUnmet => "demand-unmet",
            Self::StillOwed => "still-owed",
            Self::ConsentFirst => "consent-first",
            Self::Barred => "barred",
            Self::Silent => "silent",
            Self::AskedQuietly => "asked-quietly",
        }
    }
    /// The requirement that decided, where it is one of the rules of chains.
    pub const fn requirement(self) -> Option<&'static str> {
        match self {
            Self::SecondRequired | Self::NoneAvailable => Some("C5"),
            Self::SecondAlways | Self::SecondUnavailable => Some("C6"),
            Self::KeptOut => Some("C7"),
            _ => None,
        }
    }
}

/// Asks one rule about a method behind a path.
pub(crate) type Asks = fn(&Scene<'_>, &Opened, &Path<'_>) -> Option<Rule>;

/// May begin a login here, whatever is shown or hidden.
pub(crate) const OPENS: &[Asks] = &[opens_here, mfa_never_opens, not_in_site, disabled, leads_nowhere];
/// May follow here, available or not.
pub(crate) const FOLLOWS: &[Asks] = &[not_in_site, disabled, not_allowed, takes_no_role, passed];
/// Available to the person in the sense of C7, and nothing else.
pub(crate) const AVAILABLE: &[Asks] = &[lacks_attribute, lacks_credential, not_activated, companion_alone];
/// Can be offered from this network, through this door.
pub(crate) const HERE: &[Asks] = &[unfit, outside_networks, unshowable];
/// Shown in the menu.
pub(crate) const SHOWN: &[Asks] = &[hidden_unless_named];
/// Can be enrolled while logging in.
pub(crate) const ENROLS: &[Asks] = &[unfit, outside_networks, unshowable, not_activated];

fn opens_here(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    match method.kind.opens {
        Opens::Yes => None,
        Opens::No => Some(Rule::KindNeverOpens),
        Opens::WhereAsked => (!scene.linked(method.id, "opens")).then_some(Rule::OpensWhereAsked),
    }
}

fn mfa_never_opens(_: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    method.mfa.then_some(Rule::MfaNeverOpens)
}

fn not_in_site(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (!scene.in_site(method.id)).then_some(Rule::NotInSite)
}

fn disabled(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (!scene.switched_on(method.id)).then_some(Rule::Disabled)
}

fn not_allowed(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (!scene.linked(method.id, "enabled")).then_some(Rule::NotAllowed)
}

/// Neither it nor something that follows it is allowed (C6).
fn leads_nowhere(scene: &Scene<'_>, method: &Opened, path: &Path<'_>) -> Option<Rule> {
    not_allowed(scene, method, path).filter(|_| scene.links_after(method.id).is_empty())
}

/// A kind that would ask people for an address of their own follows only with `mfa true` (C3).
fn takes_no_role(_: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    let asks = method.kind.opens == Opens::Yes && matches!(method.kind.needs, Needs::Attribute(_));
    (asks && !method.mfa).then_some(Rule::FollowsWithMfa)
}

fn passed(_: &Scene<'_>, method: &Opened, path: &Path<'_>) -> Option<Rule> {
    path.has(method.id).then_some(Rule::Passed)
}

fn lacks_attribute(scene: &Scene<'_>, method: &Opened, path: &Path<'_>) -> Option<Rule> {
    let Needs::Attribute(name) = needs(method) else { return None };
    let attributes = scene.attributes_for(method, path);
    let found = attributes.get(name).is_some_and(|v| v.iter().any(|x| !x.trim().is_empty()));
    (!found).then_some(Rule::AttributeMissing(name))
}

fn lacks_credential(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (needs(method) == Needs::Credential && scene.credentials(method.id).next().is_none()).then_some(Rule::NoCredential)
}

fn not_activated(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (needs(method) == Needs::Credential && !scene.activated(method.id)).then_some(Rule::NotActivated)
}

/// A companion is of use only beside another second factor that is active (B21).
fn companion_alone(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    let all = scene.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
    let other = || {
        all.iter()
            .any(|c| c.method != method.id && c.state.proves() && scene.world.opened(c.method).is_some_and(second))
    };
    (method.kind.companion && needs(method) == Needs::Credential && !other()).then_some(Rule::CompanionAlone)
}

/// What a method needs of a person when it follows: one that sends, with `mfa true`, needs an address.
fn needs(method: &Opened) -> Needs {
    match method.kind.needs {
        Needs::Nothing | Needs::Credential if method.mfa && method.kind.sends => Needs::Attribute("email"),
        need => need,
    }
}

fn unfit(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    let fit = scene.world.catalogue.entry(method.id).is_some_and(|e| scene.world.fit(e));
    (!fit).then_some(Rule::Unfit)
}

fn outside_networks(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    let of = scene.world.catalogue.method(method.id);
    let admitted = of.is_some_and(|(_, m)| m.networks.admit(scene.request.client.address));
    (!admitted).then_some(Rule::Network)
}

fn unshowable(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    let leaves = method.kind.factor == Factor::Elsewhere;
    (scene.request.front != Front::Browser && leaves).then_some(Rule::FrontCannotShow)
}

fn hidden_unless_named(scene: &Scene<'_>, method: &Opened, _: &Path<'_>) -> Option<Rule> {
    (scene.hidden(method.id) && !scene.names(method.id)).then_some(Rule::Hidden)
}

/// Hears what the rules say of methods, and why a step is what it is.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<Heard>);

/// What was heard, in the order it was said.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    pub rules: Vec<(Id, Rule)>,
    pub why: Vec<Why>,
}

impl Recorder {
    /// Keeps everything that stands against a method; true where nothing does.
    pub(crate) fn hear(&self, method: Id, against: impl Iterator<Item = Rule>) -> bool {
        let against: Vec<Rule> = against.collect();
        let clear = against.is_empty();
        self.heard(|heard| heard.rules.extend(against.into_iter().map(|rule| (method, rule))));
        clear
    }
    pub(crate) fn note(&self, why: Why) {
        self.heard(|heard| heard.why.push(why));
    }
    pub fn into_heard(self) -> Heard {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
    fn heard(&self, tell: impl FnOnce(&mut Heard)) {
        tell(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
