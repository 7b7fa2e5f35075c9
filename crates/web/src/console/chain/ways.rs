//! Ways through factor chains as one application sees them: where they begin, what follows, and who gets in at their end.

use std::collections::{BTreeMap, BTreeSet};

use manage::address::{self, Type};
use model::Noun;
use plug::Opens;
use serde::Serialize;

use crate::console::nav::form as query;

/// A method as the chains need it.
#[derive(Clone, Debug)]
pub struct Link {
    pub title: String,
    pub enabled: bool,
    pub fit: bool,
    /// It may begin a login.
    pub opens: Opens,
    pub mfa: bool,
    pub needs: Option<String>,
    pub acr: Option<String>,
    pub amr: String,
    pub next: Vec<String>,
}

/// The chosen application: its methods that are enabled there, those that open by a word of its own, and those of its site.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub path: String,
    pub allowed: BTreeSet<String>,
    pub opens: BTreeSet<String>,
    pub of_site: BTreeSet<String>,
}

/// A box of the diagram, or an end of it.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    pub title: String,
    pub path: String,
    pub href: String,
    /// Chooses it as what the next factor comes after.
    pub add: String,
    pub badge: Option<Badge>,
    pub needs: Option<String>,
    /// How it came here, where it follows.
    pub from: Option<String>,
    pub below: Vec<Node>,
    pub end: Option<End>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Badge {
    pub kind: &'static str,
    pub key: &'static str,
}

/// Who gets in or not, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    pub granted: bool,
    /// The box before it says that the person has none of what follows.
    pub nothing: bool,
    pub key: &'static str,
    pub args: BTreeMap<String, String>,
}

pub type Methods = BTreeMap<String, Link>;

/// Ways deeper than this are cut: rings are refused, so only a mistake is that long.
const DEEPEST: usize = 8;
/// Methods that begin a chain: those that open a login there, or, with no application, those that nothing leads to.
pub fn beginnings(methods: &Methods, chosen: Option<&Seen>) -> Vec<String> {
    let followed: BTreeSet<&String> = methods.values().flat_map(|m| &m.next).collect();
    let begins = |path: &String, link: &Link| match chosen {
        None => !followed.contains(path),
        Some(seen) => {
            let opens = !link.mfa && (link.opens == Opens::Yes || seen.opens.contains(path));
            let leads = link.next.iter().any(|n| seen.allowed.contains(n));
            link.enabled && opens && seen.of_site.contains(path) && (seen.allowed.contains(path) || leads)
        }
    };
    methods.iter().filter(|(path, link)| begins(path, link)).map(|(path, _)| path.clone()).collect()
}

/// The box at the end of a way, with what follows it.
pub fn node(methods: &Methods, chosen: Option<&Seen>, way: &[&str]) -> Option<Node> {
    let path = *way.last()?;
    let link = methods.get(path)?;
    let goes_on = way.len() < DEEPEST
        && !way[..way.len() - 1].contains(&path)
        && badge_of(link, chosen, path).is_none_or(|b| b.kind != "warn");
    let mut below: Vec<Node> = Vec::new();
    if goes_on {
        let ways = link.next.iter().map(|next| [way, &[next.as_str()]].concat());
        below.extend(ways.filter_map(|way| node(methods, chosen, &way)));
    }
    if let Some(seen) = chosen {
        below.extend(ends(methods, seen, way).into_iter().map(ended));
    }
    Some(Node {
        title: link.title.clone(),
        path: path.to_owned(),
        href: format!("/console{}", address::id(Type::Object(Noun::Method), path)),
        add: format!(
            "/console/chains?{}#add",
            query(&[("application", chosen.map_or("", |c| c.path.as_str())), ("after", path)])
        ),
        badge: badge_of(link, chosen, path),
        needs: link.needs.clone(),
        from: way.len().checked_sub(2).map(|at| way[at].to_owned()),
        below,
        end: None,
    })
}

fn ended(end: End) -> Node {
    Node {
        title: String::new(),
        path: String::new(),
        href: String::new(),
        add: String::new(),
        badge: None,
        needs: None,
        from: None,
        below: Vec::new(),
        end: Some(end),
    }
}

fn badge_of(link: &Link, chosen: Option<&Seen>, path: &str) -> Option<Badge> {
    let badge = |kind, key| Some(Badge { kind, key });
    if !link.enabled {
        return badge("", "console-chain-disabled");
    }
    if !link.fit {
        return badge("warn", "console-chain-unfit");
    }
    let seen = chosen?;
    if seen.allowed.contains(path) {
        badge("ok", "console-chain-allowed")
    } else {
        badge("", "console-chain-not-allowed")
    }
}

/// Where a way through the chains ends for an application (requirements C5 and C6): after its last method, and where a person has
/// none of what follows.
///
/// The one place that knows; an answer of the engine's own What if can stand here.
fn ends(methods: &Methods, seen: &Seen, way: &[&str]) -> Vec<End> {
    let Some(link) = way.last().and_then(|last| methods.get(*last)) else { return Vec::new() };
    let last = way.last().copied().unwrap_or_default();
    let end = |granted, nothing, key| End {
        granted,
        nothing,
        key,
        args: BTreeMap::from([("method".to_owned(), link.title.clone())]),
    };
    if !link.enabled {
        return vec![end(false, false, "console-end-disabled")];
    }
    if !link.fit {
        return vec![end(false, false, "console-end-unfit")];
    }
    let allowed = seen.allowed.contains(last);
    if way.len() > 1 && !allowed {
        return vec![end(false, false, "console-end-not-offered")];
    }
    let follows =
        link.next.iter().any(|next| seen.allowed.contains(next) && methods.get(next).is_some_and(|n| n.enabled));
    let granted = |nothing| {
        let proven = way.iter().filter_map(|m| methods.get(*m)).map(|m| m.amr.as_str()).filter(|a| !a.is_empty());
        let amr = proven.collect::<Vec<_>>().join(" + ");
        let mut end =
            end(true, nothing, if link.acr.is_some() { "console-end-granted-acr" } else { "console-end-granted" });
        end.args.insert("amr".to_owned(), amr);
        end.args.insert("acr".to_owned(), link.acr.clone().unwrap_or_default());
        end
    };
    match (follows, allowed) {
        (false, true) => vec![granted(false)],
        (false, false) => vec![end(false, false, "console-end-alone")],
        (true, true) => vec![granted(true)],
        (true, false) => vec![end(false, true, "console-end-second-needed")],
    }
}

/// Why a method cannot follow another; nothing where it can.
pub fn why_not(methods: &Methods, from: &str, to: &str) -> Option<&'static str> {
    if from == to || reaches(methods, to, from) {
        return Some("console-chain-ring");
    }
    methods.get(from).is_some_and(|m| m.next.iter().any(|n| n == to)).then_some("console-chain-there")
}

fn reaches(methods: &Methods, from: &str, to: &str) -> bool {
    let (mut left, mut seen) = (vec![from], BTreeSet::new());
    while let Some(at) = left.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            left.extend(methods.get(at).into_iter().flat_map(|m| m.next.iter().map(String::as_str)));
        }
    }
    false
}
#[cfg(test)]
mod tests {
    use super::*;

    fn link(opens: Opens, next: &[&str]) -> Link {
        let next = next.iter().map(|n| (*n).to_owned()).collect();
        Link {
            title: String::new(),
            enabled: true,
            fit: true,
            opens,
            mfa: false,
            needs: None,
            acr: None,
            amr: "x".into(),
            next,
        }
    }

    fn methods() -> Methods {
        let mut all = Methods::from([
            ("password.1".to_owned(), link(Opens::Yes, &["totp.1", "sms.1"])),
            ("totp.1".to_owned(), link(Opens::WhereAsked, &[])),
            ("sms.1".to_owned(), link(Opens::No, &[])),
            ("passkey.1".to_owned(), link(Opens::Yes, &[])),
        ]);
        all.get_mut("sms.1").unwrap().fit = false;
        all
    }

    fn seen(allowed: &[&str]) -> Seen {
        let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
        Seen {
            path: "s/a".into(),
            allowed: set(allowed),
            opens: set(&[]),
            of_site: set(&["password.1", "totp.1", "sms.1", "passkey.1"]),
        }
    }

    /// C5, C6: a first factor that is allowed is enough where nothing else is available; one that is not never is.
    #[test]
    fn where_people_get_in() {
        for (allowed, way, expected) in [
            (&["password.1", "totp.1"][..], &["password.1"][..], &[(true, true)][..]),
            (&["totp.1"], &["password.1"], &[(false, true)]),
            (&["totp.1"], &["password.1", "totp.1"], &[(true, false)]),
            (&["password.1"], &["password.1"], &[(true, false)]),
            (&["password.1"], &["password.1", "totp.1"], &[(false, false)]),
            (&["passkey.1"], &["password.1"], &[(false, false)]),
            (&["password.1", "sms.1"], &["password.1", "sms.1"], &[(false, false)]),
        ] {
            let found: Vec<_> = ends(&methods(), &seen(allowed), way).iter().map(|e| (e.granted, e.nothing)).collect();
            assert_eq!(found, expected, "{allowed:?} {way:?}");
        }
    }

    #[test]
    fn chains_begin_where_a_login_can() {
        assert_eq!(beginnings(&methods(), None), ["passkey.1", "password.1"]);
        assert_eq!(
            beginnings(&methods(), Some(&seen(&["totp.1"]))),
            ["password.1"],
            "not allowed, but leads to what is"
        );
        assert_eq!(beginnings(&methods(), Some(&seen(&["passkey.1"]))), ["passkey.1"]);
        let opens = Seen { opens: BTreeSet::from(["totp.1".to_owned()]), ..seen(&["totp.1"]) };
        assert_eq!(beginnings(&methods(), Some(&opens)), ["password.1", "totp.1"]);
    }

    #[test]
    fn what_would_make_a_ring_cannot_be_chosen() {
        let all = methods();
        for (from, to, why) in [
            ("totp.1", "password.1", Some("console-chain-ring")),
            ("totp.1", "totp.1", Some("console-chain-ring")),
            ("password.1", "totp.1", Some("console-chain-there")),
            ("totp.1", "passkey.1", None),
        ] {
            assert_eq!(why_not(&all, from, to), why, "{from} {to}");
        }
    }
}
