//! What-if over the same houses: its first step is what `next` answers, and each method that is not offered has a rule.

use model::{
    Attributes, Id, Line, Lines, Link, Login, Method, Policy, Reason, Request, Site,
    login::{Challenge, LIFE, LoginState},
    network::Networks,
    policy::PolicyItem,
    request::{Front, Wanted},
};
use plug::Needs;
use proptest::prelude::*;
use std::collections::BTreeMap;

use super::{APP, EVERYONE, House, NOW, SITE, ada, demand, id, prefer};
use crate::{
    settle::Stage,
    whatif::{
        KEYS, Point, Ruling, Standing, Step,
        tree::{self, Ground, Opening},
    },
    world::World,
};

/// Asks about a house, and checks what is true of every answer.
pub fn explained(house: &House) -> Result<Point, String> {
    let world = house.world();
    let point = house.ask(&world);
    let said = told(&point);
    // A closed application asks nobody anything, and `next` neither.
    let open = world.app(APP).is_some_and(|app| world.is_open(app));
    let done = if open { house.next() } else { "deny nothing-offered".into() };
    if said != done {
        return Err(format!("`{said}` is told, `{done}` is done"));
    }
    sound(&point)?;
    Ok(point)
}

/// The first step in the words of the tables.
fn told(point: &Point) -> String {
    match &point.step {
        Step::Choose { methods } => format!("choose {}", methods.join(" ")),
        Step::Enrol { methods } => format!("enrol {}", methods.join(" ")),
        Step::Owed { method } => format!("owed {method}"),
        Step::Consent { .. } => "consent".into(),
        Step::Grant => format!("grant {}", point.passed.join(">")),
        Step::Deny { reason } => format!("deny {reason}"),
    }
}

/// What holds at every point of every tree.
fn sound(point: &Point) -> Result<(), String> {
    let listed: &[String] = match &point.step {
        Step::Choose { methods } | Step::Enrol { methods } => methods,
        _ => &[],
    };
    let shown: Vec<&str> = point.methods.iter().filter(|m| m.place.is_some()).map(|m| m.method.as_str()).collect();
    if listed != shown {
        return Err(format!("{listed:?} are asked, {shown:?} told"));
    }
    for method in &point.methods {
        let rules = method.rules();
        let sole = match method.standing {
            Standing::Offered => rules == ["offered"],
            Standing::Passed => rules == ["passed"],
            Standing::Enrol => rules[0] == "enrols",
            Standing::Refused => !rules.is_empty() && !rules.contains(&"offered"),
        };
        if !sole {
            return Err(format!("{} is {:?} by {rules:?}", method.method, method.standing));
        }
    }
    let rulings = point.why.iter().chain(point.methods.iter().flat_map(|m| &m.rules));
    if let Some(odd) = rulings.map(|r| r.rule).find(|rule| !KEYS.contains(rule)) {
        return Err(format!("{odd} has no text"));
    }
    if point.why.is_empty() {
        return Err(format!("nobody says why {:?}", point.step));
    }
    let unseen = ["barred", "application-disabled", "application-unfit", "site-disabled"];
    let looked = !point.why.iter().any(|r| unseen.contains(&r.rule));
    if let Some(odd) = point.methods.iter().find(|m| looked && m.rules().contains(&"not-asked")) {
        return Err(format!("{} was looked at, and nobody says what stands against it", odd.method));
    }
    let over = matches!(point.step, Step::Grant | Step::Deny { .. } | Step::Owed { .. });
    if over != point.branches.is_empty() {
        return Err(format!("{} branches behind {:?}", point.branches.len(), point.step));
    }
    if (point.step == Step::Grant) != point.received.is_some() {
        return Err("only a grant hands something out".into());
    }
    for branch in &point.branches {
        match &branch.then {
            Some(then) => sound(then)?,
            None if branch.impossible.is_some() || branch.cut => {}
            None => return Err(format!("{} leads nowhere", branch.method)),
        }
    }
    Ok(())
}

impl House {
    fn ask(&self, world: &World) -> Point {
        let app = world.app(APP).expect("the application");
        let person = self.own.first().or(self.session.first()).is_some();
        let stage = Stage { session: self.session.clone(), known: person.then(|| self.known.clone()) };
        Ground::new(world, app, NOW, self.openings(world)).point(&self.login(), &stage)
    }

    fn login(&self) -> Login {
        let due = self.owed.map(|method| Challenge {
            id: Id::fixed(77),
            method,
            kind: String::new(),
            form: 0,
            state: serde_json::Value::Null,
            prompt: serde_json::Value::Null,
            departure: serde_json::Value::Null,
            enrolling: false,
            misses: 0,
            message: None,
            at: NOW,
        });
        Login {
            id: Id::fixed(78),
            handle: String::new(),
            way_back: model::login::WayBack::default(),
            opener: String::new(),
            version: 1,
            request: Request::clone(&self.request),
            created: NOW,
            until: NOW + LIFE,
            proofs: self.own.clone(),
            open: vec![],
            due,
            due_later: vec![],
            linking: None,
            name: "ada".into(),
            person: None,
            session: None,
            consented: self.consented.clone(),
            error: None,
            judged: vec![],
            typed: vec![],
            tried: vec![],
            state: LoginState::Open,
        }
    }

    /// Ada passes what works on credentials as herself, everything else as somebody in no directory.
    fn openings(&self, world: &World) -> BTreeMap<Id, Opening> {
        let user = self.known.user.as_deref();
        let attributes = user.map(|u| u.attributes.clone()).unwrap_or_default();
        let opening = |method: &crate::world::Opened| {
            if method.kind.needs == Needs::Credential && user.is_none() {
                return Opening::Nobody(Ruling::new("nobody"));
            }
            let person = (method.kind.needs == Needs::Credential).then(ada);
            let evidence = tree::evidence(method, "ada", &attributes);
            Opening::As { person, known: Box::new(self.known.clone()), evidence }
        };
        world.all_opened().map(|m| (m.id, opening(m))).collect()
    }

    fn point(&self) -> Point {
        explained(self).unwrap_or_else(|wrong| panic!("{wrong}"))
    }
    fn outside(self, name: &str) -> Self {
        self.set(name, |m| m.networks = Networks::parse("10.0.0.0/8").expect("a network"))
    }
    fn disabled(self, name: &str) -> Self {
        self.set(name, |m| m.enabled = false)
    }
}

/// Rules that stand against a method, in a table of sentences.
fn against(rows: &[(&str, House, &str, &[&str])]) {
    for (what, house, method, expected) in rows {
        let point = house.point();
        let considered = point.of(method).unwrap_or_else(|| panic!("{what}: nothing is said of {method}"));
        assert_eq!(considered.rules(), *expected, "{what}: {:?}", point.step);
    }
}

fn why(point: &Point) -> Vec<(&'static str, &'static str)> {
    point.why.iter().map(|r| (r.rule, r.requirement.unwrap_or_default())).collect()
}

/// H2: each rule about what may open has its name, and several are told at once.
#[test]
fn h2_what_does_not_open_is_told_why() {
    let base = || {
        let house = House::new().method("pw", "password", true).method("totp", "totp", true);
        house.method("mail", "email", true).method("codes", "backup", true)
    };
    let unlinked = |role: Id| {
        let mut house = base();
        house.entry(role).links.retain(|l| l.to != id("mail"));
        house
    };
    let radius = || {
        let mut house = base().method("sso", "upstream", true);
        house.request.front = Front::Radius;
        house
    };
    let last = || House::new().method("pw", "password", false).method("totp", "totp", true);
    against(&[
        ("offered", base(), "pw", &["offered"]),
        ("disabled", base().disabled("pw"), "pw", &["disabled"]),
        ("not in the site", unlinked(SITE), "mail", &["not-in-site"]),
        ("not allowed", unlinked(APP), "mail", &["not-allowed"]),
        ("not allowed, and no follower is", last(), "pw", &["not-allowed"]),
        (
            "not allowed, and the follower is disabled",
            last().then("pw", "totp").disabled("totp"),
            "pw",
            &["not-allowed"],
        ),
        ("a code", base(), "totp", &["opens-where-asked"]),
        ("backup codes", base(), "codes", &["kind-never-opens"]),
        ("mfa true", base().mfa("mail"), "mail", &["mfa-never-opens"]),
        ("network", base().outside("pw"), "pw", &["network"]),
        ("hidden", base().set("pw", |m| m.hidden = true), "pw", &["hidden"]),
        ("unfit", base().set("pw", |m| m.kind = "gone".into()), "pw", &["kind-never-opens", "unfit"]),
        ("a door without pages", radius(), "sso", &["front-cannot-show"]),
        ("a preference", base().wants(prefer(&["acr:mail"])), "pw", &["context-not-wanted"]),
        ("a demand", base().wants(demand(&["acr:none"])), "pw", &["context-not-wanted"]),
        (
            "everything at once",
            base().disabled("pw").outside("pw").set("pw", |m| m.hidden = true),
            "pw",
            &["disabled", "network", "hidden"],
        ),
    ]);
}

/// H2: each rule about what may follow has its name.
#[test]
fn h2_what_does_not_follow_is_told_why() {
    let base = || {
        let house = House::new().method("pw", "password", true).method("totp", "totp", true);
        let house = house.method("mail", "email", true).mfa("mail").method("codes", "backup", true);
        house.then("pw", "totp").then("pw", "mail").then("pw", "codes").proved("pw")
    };
    against(&[
        ("passed", base(), "pw", &["passed"]),
        ("offered", base(), "mail", &["offered"]),
        ("no credential", base(), "totp", &["no-credential"]),
        ("switched off for the person", base().credential("totp").inactive("totp"), "totp", &["not-activated"]),
        ("an attribute", base().without_email(), "mail", &["attribute-missing"]),
        ("a companion", base().without_email().credential("codes"), "codes", &["companion-alone"]),
        ("network", base().outside("mail"), "mail", &["network"]),
        ("disabled", base().disabled("mail"), "mail", &["disabled"]),
        ("no role", base().set("mail", |m| m.configuration = Lines::default()), "mail", &["follows-with-mfa"]),
        (
            "unfit",
            base().set("mail", |m| m.configuration = Lines(vec![Line::new("mfa", "true"), Line::new("no", "1")])),
            "mail",
            &["unfit"],
        ),
        ("hidden beside another", base().credential("totp").set("mail", |m| m.hidden = true), "mail", &["hidden"]),
        ("no link", base().method("sso", "upstream", true), "sso", &["not-next"]),
        ("a demand", base().credential("totp").wants(demand(&["acr:totp"])), "mail", &["context-not-wanted"]),
    ]);
    let unfit = base().set("mail", |m| m.configuration = Lines(vec![Line::new("mfa", "true"), Line::new("no", "1")]));
    let point = unfit.point();
    let ruling = &point.of("mail").expect("told").rules[0];
    assert_eq!((ruling.object.as_str(), ruling.findings.len()), ("/method/mail", 1), "{ruling:?}");
    let lacking = base().without_email().point();
    assert_eq!(lacking.of("mail").expect("told").rules[0].args["attribute"], "email");
    let outside = base().outside("mail").point();
    let args = &outside.of("mail").expect("told").rules[0].args;
    assert_eq!((args["networks"].as_str(), args["address"].as_str()), ("10.0.0.0/8", "192.0.2.7"));
}

/// C5, C6 and C7 are named where they decide.
#[test]
fn c5_c6_c7_are_named() {
    let house = |allowed| {
        let house = House::new().method("sso", "upstream", allowed).method("mail", "email", true).mfa("mail");
        house.then("sso", "mail").proved("sso")
    };
    for (what, house, expected) in [
        ("allowed, available", house(true), [("second-required", "C5")]),
        ("allowed, none available", house(true).without_email(), [("none-available", "C5")]),
        ("not allowed, available", house(false), [("second-always", "C6")]),
        ("not allowed, none available", house(false).without_email(), [("second-unavailable", "C6")]),
        ("kept out", house(true).outside("mail"), [("kept-out", "C7")]),
        ("nothing follows", house(true).proved("mail"), [("nothing-follows", "")]),
    ] {
        assert_eq!(why(&house.point()), expected, "{what}");
    }
    let consents = house(true).without_email().app(|a| a.consent = true);
    assert_eq!(why(&consents.point()), [("none-available", "C5"), ("consent-first", "")]);
    let mut barred = house(true);
    let group = model::Group::default().into();
    barred.entries.push(model::Entry { id: Id::fixed(51), path: "demo/others".into(), object: group, links: vec![] });
    barred.entry(APP).links.retain(|l| l.to != EVERYONE);
    barred.entry(APP).links.push(Link::new("allowedTo", Id::fixed(51)));
    let point = barred.point();
    assert_eq!((why(&point), point.why[0].args["reason"].as_str()), (vec![("barred", "")], Reason::NotAllowed.key()));
    assert_eq!(point.of("mail").expect("told").rules(), ["not-asked"]);
}

/// The tree goes on to every end.
#[test]
fn h2_every_way_is_followed_to_its_end() {
    let house = House::new().method("pw", "password", true).method("totp", "totp", true).method("mail", "email", true);
    let house = house.mfa("mail").method("codes", "backup", true).then("pw", "totp").then("pw", "codes");
    let house = house.then("totp", "mail").credential("pw").credential("totp").credential("codes");
    let point = house.point();
    assert_eq!(told(&point), "choose pw");
    let second = point.after("pw").expect("behind the password");
    assert_eq!(told(second), "choose totp codes");
    let third = second.after("totp").expect("behind the code");
    assert_eq!(told(third), "choose mail");
    assert_eq!(told(third.after("mail").expect("behind the mail")), "grant pw>totp>mail");
    let codes = second.after("codes").expect("behind the backup code");
    assert_eq!(told(codes), "grant pw>codes");
    let received = codes.received.as_ref().expect("a grant");
    assert_eq!((received.acr.as_deref(), received.methods.join(" ")), (Some("acr:codes"), "pw codes".into()));
    assert!(received.amr.contains(&"mfa".to_owned()) && received.groups == ["demo/everyone"], "{received:?}");

    let closed = house.app(|a| a.enabled = false);
    let point = closed.ask(&closed.world());
    assert_eq!((told(&point), why(&point)), ("deny nothing-offered".into(), vec![("application-disabled", "")]));
}

/// What the application's policy says is part of the answer, also where it denies.
#[test]
fn d4_what_the_application_would_receive() {
    let with = |value: &str, required| {
        let item = PolicyItem { name: "mail".into(), value: value.into(), required, ..PolicyItem::default() };
        let mut house = House::new().method("pw", "password", true).proved("pw");
        let policy = Policy { items: vec![item], ..Policy::default() };
        let entry =
            model::Entry { id: Id::fixed(50), path: "demo/attributes".into(), object: policy.into(), links: vec![] };
        house.entries.push(entry);
        house.entry(APP).links.push(Link::new("policy", Id::fixed(50)));
        house
    };
    let point = with("user:email", true).point();
    let attributes = Attributes::from([("mail".into(), vec!["ada@demo.test".into()])]);
    assert_eq!(point.received.expect("a grant").attributes, attributes);
    let house = with("user:phone_number", true);
    let denied = house.ask(&house.world());
    assert_eq!(
        (told(&denied), why(&denied).last().copied()),
        ("deny policy-unmet".into(), Some(("policy-required", "")))
    );
    assert_eq!(denied.why.last().map(|r| r.object.as_str()), Some("/policy/demo/attributes"));
}

/// Scripts and pages read these names.
#[test]
fn h2_names_in_the_answer_stay() {
    let point = House::new().method("pw", "password", true).disabled("pw").point();
    let expected = serde_json::json!({
        "passed": [],
        "step": { "step": "deny", "reason": "nothing-offered" },
        "why": [{ "rule": "menu", "object": "/application/demo/wiki" }],
        "methods": [{
            "method": "pw",
            "kind": "password",
            "standing": "refused",
            "place": null,
            "rules": [{ "rule": "disabled", "object": "/method/pw" }],
        }],
        "received": null,
        "branches": [],
    });
    assert_eq!(serde_json::to_value(&point).expect("JSON"), expected);
}

/// Enrolment on the way is shown with what comes behind it.
#[test]
fn h2_enrolment_is_followed() {
    let house = House::new().method("pw", "password", false).method("totp", "totp", true).then("pw", "totp");
    let point = house.proved("pw").site(|s: &mut Site| s.force_enrolment = true).point();
    assert_eq!((told(&point), why(&point)), ("enrol totp".into(), vec![("enrol-first", "")]));
    assert_eq!(point.of("totp").expect("told").rules(), ["enrols", "no-credential"]);
    assert_eq!(told(point.after("totp").expect("behind it")), "grant pw>totp");
}

const NAMES: [(&str, &str); 6] = [
    ("pw", "password"),
    ("sso", "upstream"),
    ("totp", "totp"),
    ("mail", "email"),
    ("codes", "backup"),
    ("totp2", "totp"),
];

/// Answers yes or no by the bits of a number, one after the other.
struct Dice<'a>(&'a [bool], usize);

impl Dice<'_> {
    fn yes(&mut self) -> bool {
        self.1 += 1;
        self.0[self.1 % self.0.len()]
    }
    fn seldom(&mut self) -> bool {
        let (one, other) = (self.yes(), self.yes());
        one && other && self.yes()
    }
}

/// Any house at all, with links that go forward only.
fn any_house(bits: &[bool]) -> House {
    let mut dice = Dice(bits, 0);
    let mut house = House::new();
    for (name, kind) in NAMES {
        house = house.method(name, kind, !dice.seldom());
        let mfa = matches!(name, "mail" | "sso") && dice.yes();
        let (enabled, hidden, outside, unfit) = (!dice.seldom(), dice.seldom(), dice.seldom(), dice.seldom());
        house = house.set(name, |m: &mut Method| {
            m.enabled = enabled;
            m.hidden = hidden;
            let lines = [(mfa, Line::new("mfa", "true")), (unfit, Line::new("nonsense", "1"))];
            m.configuration = Lines(lines.into_iter().filter(|(so, _)| *so).map(|(_, line)| line).collect());
        });
        house = if outside { house.outside(name) } else { house };
        house = if dice.seldom() { house.opens(name) } else { house };
        match (dice.yes(), dice.seldom(), dice.seldom()) {
            (true, false, _) => house = house.credential(name),
            (true, true, _) => house = house.suspended(name),
            (false, _, true) => house = house.credential(name).inactive(name),
            (false, ..) => {}
        }
        if dice.seldom() {
            house.entry(SITE).links.retain(|l| l.to != id(name));
        }
    }
    for (n, (first, _)) in NAMES.iter().enumerate() {
        for (second, _) in &NAMES[n + 1..] {
            house = if dice.yes() { house.then(first, second) } else { house };
        }
    }
    for (name, _) in NAMES {
        let (own, session) = (dice.seldom(), dice.seldom());
        house = if own { house.proved(name) } else { house };
        house = if session { house.signed_on(name) } else { house };
    }
    any_request(house, &mut dice)
}

fn any_request(mut house: House, dice: &mut Dice<'_>) -> House {
    house = match (dice.seldom(), dice.seldom()) {
        (true, _) => house.wants(prefer(&["acr:totp", "acr:mail"])),
        (_, true) => house.wants(demand(&["acr:totp", "acr:codes"])),
        _ => house.wants(Wanted::Any),
    };
    house.request.passive = dice.seldom();
    house.request.front = if dice.seldom() { Front::Radius } else { Front::Browser };
    house = if dice.seldom() { house.without_email() } else { house };
    house = if dice.yes() { house.site(|s| s.force_enrolment = true) } else { house };
    house = if dice.yes() { house.app(|a| a.consent = true) } else { house };
    if dice.seldom() {
        house.known.usable = false;
    }
    if dice.seldom() {
        house.entry(APP).links.retain(|l| l.to != EVERYONE);
    }
    if dice.seldom() {
        house.owed = Some(id("pw"));
    }
    house
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    /// Invariant 5: whatever the configuration, a what-if tells what is done, and gives a rule for what is not.
    #[test]
    fn h2_a_whatif_tells_what_next_does(bits in prop::collection::vec(any::<bool>(), 257)) {
        let house = any_house(&bits);
        if let Err(wrong) = explained(&house) {
            prop_assert!(false, "{}", wrong);
        }
    }
}

#[test]
fn the_houses_of_chance_are_of_every_sort() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..400 {
        let bits = prop::collection::vec(any::<bool>(), 257).new_tree(&mut runner).expect("bits").current();
        let house = any_house(&bits);
        let point = house.point();
        let step = told(&point).split(' ').next().unwrap_or_default().to_owned();
        *seen.entry(step).or_default() += 1;
        for rule in point.methods.iter().flat_map(crate::whatif::Considered::rules) {
            *seen.entry(rule.to_owned()).or_default() += 1;
        }
    }
    for expected in ["choose", "deny", "grant", "hidden", "network", "unfit", "no-credential", "disabled", "not-next"] {
        assert!(seen.contains_key(expected), "{expected} never happens: {seen:?}");
    }
}
