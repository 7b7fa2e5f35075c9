//! Tables of cases for the question `next`: openers, followers, usable proofs, wanted, and the two truth tables of the
//! requirements (C5 with C6, and registered second factors). Each row is a sentence; the code under test is the engine's own.

mod book;
mod house;
mod kinds;
mod lookup;
mod nothing;
mod whatif;

use house::*;
use kinds::KINDS;
use model::{
    Entry, Group, Id, Line, Lines, Link, Method, Person, Reason,
    request::{Comparison, ConsentAsked, Front, Wanted},
    user::Consent,
};

fn prefer(list: &[&str]) -> Wanted {
    Wanted::Prefer(list.iter().map(|s| (*s).to_owned()).collect())
}

fn demand(list: &[&str]) -> Wanted {
    Wanted::Demand { references: list.iter().map(|s| (*s).to_owned()).collect(), comparison: Comparison::Exact }
}

/// Requirements C5 and C6: what an unregistered second factor does, by whether the first is allowed and whether one is available.
#[test]
fn unregistered_second_factors_by_allowed_and_available() {
    let house = |allowed| {
        House::new()
            .method("sso", "upstream", allowed)
            .method("mail", "email", true)
            .mfa("mail")
            .then("sso", "mail")
            .proved("sso")
    };
    check(&[
        ("allowed, available: required", house(true), "choose mail"),
        ("allowed, none available: first alone", house(true).without_email(), "grant sso"),
        ("not allowed, available: required", house(false), "choose mail"),
        ("not allowed, none available: denied", house(false).without_email(), "deny second-factor-unavailable"),
        ("allowed, passed: granted", house(true).proved("mail"), "grant sso>mail"),
        ("not allowed, passed: granted", house(false).proved("mail"), "grant sso>mail"),
    ]);
}

/// Registered second factors by three flags: first allowed, second allowed, second activated for the person.
#[test]
fn registered_second_factors_by_three_flags() {
    let house = |first, second| {
        House::new().method("sso", "upstream", first).method("totp", "totp", second).then("sso", "totp").proved("sso")
    };
    let activated = |h: House| h.credential("totp");
    check(&[
        ("x x x", activated(house(true, true)), "choose totp"),
        ("x x -", house(true, true), "grant sso"),
        ("- x x", activated(house(false, true)), "choose totp"),
        ("- x -", house(false, true), "deny second-factor-unavailable"),
        ("x - x", activated(house(true, false)), "grant sso"),
        ("x - -", house(true, false), "grant sso"),
        ("- - x: nothing could be allowed, so nothing opened", activated(house(false, false)), "deny nothing-offered"),
        ("- - -", house(false, false), "deny nothing-offered"),
        (
            "deactivated for the person counts as not activated",
            activated(house(true, true)).inactive("totp"),
            "grant sso",
        ),
        ("a suspended token counts as none", house(false, true).suspended("totp"), "deny second-factor-unavailable"),
    ]);
}

/// What may open a login: A2.11 enabled, A2.12 hidden, A2.13 networks, C3 `mfa true`, C4 site and application, C6 a follower that is allowed.
#[test]
fn openers() {
    let base = || {
        House::new()
            .method("pw", "password", true)
            .method("totp", "totp", true)
            .method("mail", "email", true)
            .method("codes", "backup", true)
    };
    let refuse = |m: &mut Method| m.networks = model::network::Networks::parse("10.0.0.0/8").expect("a network");
    let hide = |m: &mut Method| m.hidden = true;
    check(&[
        ("kinds that open by themselves", base(), "choose mail pw"),
        ("a code opens only where the link says so", base().opens("totp"), "choose mail pw totp"),
        ("backup codes never open", base().opens("codes"), "choose mail pw"),
        ("mfa true never opens (C3)", base().mfa("mail"), "choose pw"),
        ("mfa true never opens, asked or not", base().mfa("mail").opens("mail"), "choose pw"),
        ("disabled", base().set("pw", |m| m.enabled = false), "choose mail"),
        ("outside its networks", base().set("pw", refuse), "choose mail"),
        ("hidden", base().set("pw", hide), "choose mail"),
        ("hidden, but named by the request", base().set("pw", hide).wants(prefer(&["acr:pw"])), "choose pw"),
        ("an unfit kind", base().set("pw", |m| m.kind = "gone".into()), "choose mail"),
        (
            "not allowed but a follower is (C6)",
            House::new().method("pw", "password", false).method("totp", "totp", true).then("pw", "totp"),
            "choose pw",
        ),
        (
            "not allowed and no follower",
            House::new().method("pw", "password", false).method("totp", "totp", true),
            "deny nothing-offered",
        ),
        (
            "not allowed and the follower is disabled",
            House::new()
                .method("pw", "password", false)
                .method("totp", "totp", true)
                .then("pw", "totp")
                .set("totp", |m| m.enabled = false),
            "deny nothing-offered",
        ),
        (
            "passive",
            {
                let mut h = base();
                h.request.passive = true;
                h
            },
            "deny login-required",
        ),
    ]);
}

/// What follows a proof: C1 chains that branch and are longer than two, C7 available and nothing else, B21 companions.
#[test]
fn followers() {
    let base = || {
        let house = House::new()
            .method("pw", "password", true)
            .method("totp", "totp", true)
            .method("mail", "email", true)
            .mfa("mail")
            .method("codes", "backup", true);
        house.then("pw", "totp").then("pw", "mail").then("pw", "codes").proved("pw")
    };
    let outside = |m: &mut Method| m.networks = model::network::Networks::parse("10.0.0.0/8").expect("a network");
    let hide = |m: &mut Method| m.hidden = true;
    check(&[
        ("by attribute only", base(), "choose mail"),
        ("credential and attribute", base().credential("totp"), "choose mail totp"),
        (
            "companions come last and need another factor",
            base().credential("totp").credential("codes"),
            "choose mail totp codes",
        ),
        ("a companion alone is no second factor", base().without_email().credential("codes"), "grant pw"),
        ("none available, first allowed", base().without_email(), "grant pw"),
        ("available but outside its network: blocked, not dropped (C7)", base().set("mail", outside), "deny blocked"),
        (
            "available but unfit: blocked",
            base().set("mail", |m| m.configuration = Lines(vec![Line::new("mfa", "true"), Line::new("nonsense", "1")])),
            "deny blocked",
        ),
        (
            "a kind that this program lacks: blocked",
            base().without_email().set("totp", |m| m.kind = "gone".into()),
            "deny blocked",
        ),
        ("one blocked, another open", base().credential("totp").set("mail", outside), "choose totp"),
        ("a follower that the person lacks never blocks", base().without_email().set("totp", outside), "grant pw"),
        ("hidden beside visible ones", base().credential("totp").set("mail", hide), "choose totp"),
        ("hidden alone counts", base().set("mail", hide), "choose mail"),
        ("disabled is no follower", base().set("mail", |m| m.enabled = false), "grant pw"),
        (
            "a method that would ask for an address of one's own does not follow",
            base().set("mail", |m| m.configuration = Lines::default()),
            "grant pw",
        ),
        (
            "front cannot show what leaves: blocked",
            {
                let mut h = House::new()
                    .method("pw", "password", true)
                    .method("sso", "upstream", true)
                    .then("pw", "sso")
                    .proved("pw");
                h.request.front = Front::Radius;
                h
            },
            "deny blocked",
        ),
        (
            "chains longer than two",
            House::new()
                .method("pw", "password", true)
                .method("totp", "totp", true)
                .method("mail", "email", true)
                .mfa("mail")
                .then("pw", "totp")
                .then("totp", "mail")
                .credential("totp")
                .proved("pw")
                .proved("totp"),
            "choose mail",
        ),
    ]);
}

/// Single sign-on and step-up (C10), disabled methods (A2.11).
#[test]
fn usable_proofs() {
    let base = || House::new().method("pw", "password", true).method("totp", "totp", true).then("pw", "totp");
    let other = || Person::Registered { directory: LOCAL, user: Id::fixed(99) };
    check(&[
        ("single sign-on", base().signed_on("pw"), "grant pw"),
        ("step-up runs only what is missing (C10)", base().credential("totp").signed_on("pw"), "choose totp"),
        ("both in the session", base().credential("totp").signed_on("pw").signed_on("totp"), "grant pw>totp"),
        ("session first, own second", base().credential("totp").signed_on("pw").proved("totp"), "grant pw>totp"),
        ("a second factor alone opens nothing", base().credential("totp").signed_on("totp"), "choose pw"),
        (
            "another person's session proofs are no part of this login",
            {
                let mut h = base().credential("totp").proved("pw");
                h.session.push(House::proof("totp", other(), 5));
                h
            },
            "choose totp",
        ),
        (
            "a disabled method's proof stops counting (A2.11)",
            base().signed_on("pw").set("pw", |m| m.enabled = false),
            "deny nothing-offered",
        ),
        (
            "a session that would be denied is no worse than none",
            House::new()
                .method("pw", "password", false)
                .method("totp", "totp", true)
                .then("pw", "totp")
                .signed_on("pw"),
            "choose pw",
        ),
        (
            "own proofs that lead nowhere are told",
            House::new().method("pw", "password", false).method("totp", "totp", true).then("pw", "totp").proved("pw"),
            "deny second-factor-unavailable",
        ),
        (
            "a session with more factors than asked",
            House::new()
                .method("pw", "password", true)
                .method("totp", "totp", false)
                .then("pw", "totp")
                .signed_on("pw")
                .signed_on("totp"),
            "grant pw",
        ),
        ("a hidden method's proof still counts", base().signed_on("pw").set("pw", |m| m.hidden = true), "grant pw"),
        (
            "network is judged when a method is offered, not when a proof is reused",
            base()
                .signed_on("pw")
                .set("pw", |m| m.networks = model::network::Networks::parse("10.0.0.0/8").expect("a network")),
            "grant pw",
        ),
        (
            "the hinted person only",
            {
                let mut h = base().proved("pw");
                h.request.only = Some(other());
                h
            },
            "deny wrong-person",
        ),
        (
            "a session of another person than the hinted one is not used",
            {
                let mut h = base().signed_on("pw");
                h.request.only = Some(other());
                h
            },
            "choose pw",
        ),
    ]);
}

/// Contexts asked for: A2.6 and A2.7.
#[test]
fn wanted() {
    let base = || {
        House::new()
            .method("pw", "password", true)
            .method("sso", "upstream", true)
            .method("totp", "totp", true)
            .then("pw", "totp")
    };
    check(&[
        ("a preference orders and narrows", base().wants(prefer(&["acr:sso"])), "choose sso"),
        ("in the order given", base().wants(prefer(&["acr:sso", "acr:pw"])), "choose sso pw"),
        ("a preference that nothing fits is ignored", base().wants(prefer(&["acr:none"])), "choose pw sso"),
        ("a preference for a second factor keeps the way to it", base().wants(prefer(&["acr:totp"])), "choose pw"),
        (
            "a preference never blocks a person who lacks it",
            base().wants(prefer(&["acr:totp"])).proved("pw"),
            "grant pw",
        ),
        ("a demand keeps the way to it", base().wants(demand(&["acr:totp"])), "choose pw"),
        ("a demand that nothing fits", base().wants(demand(&["acr:none"])), "deny no-context"),
        ("a demand that the person cannot meet", base().wants(demand(&["acr:totp"])).proved("pw"), "deny no-context"),
        (
            "a demand met by the first narrows nothing behind it",
            base().credential("totp").wants(demand(&["acr:pw"])).proved("pw"),
            "choose totp",
        ),
        (
            "a demand that excludes the only available follower blocks",
            House::new()
                .method("pw", "password", true)
                .method("totp", "totp", true)
                .then("pw", "totp")
                .credential("totp")
                .wants(demand(&["acr:other"]))
                .proved("pw"),
            "deny blocked",
        ),
        (
            "a demand met",
            base().credential("totp").wants(demand(&["acr:totp"])).proved("pw").proved("totp"),
            "grant pw>totp",
        ),
        (
            "a session that does not meet the demand is not used",
            base().wants(demand(&["acr:sso"])).signed_on("pw"),
            "choose sso",
        ),
    ]);
}

/// A2.8 format rules, D4 groups that may enter, G9 users in their time, consent (O043, O044).
#[test]
fn persons_groups_and_consent() {
    let base = || House::new().method("pw", "password", true).proved("pw");
    let asked = |again, unproved| ConsentAsked { scopes: vec!["openid".into(), "email".into()], again, unproved };
    let consent = |mut h: House, again, unproved| {
        h.request.consent = asked(again, unproved);
        h
    };
    let given = |mut h: House, scopes: &[&str]| {
        h.record().consents.push(Consent {
            person: ada().key(),
            application: APP,
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            at: NOW,
        });
        h
    };
    let asks = |h: House| h.app(|a| a.consent = true);
    check(&[
        (
            "disabled user",
            {
                let mut h = base();
                h.known.usable = false;
                h
            },
            "deny disabled",
        ),
        (
            "in no allowed group",
            {
                let mut h = base();
                h.entry(APP).links.retain(|l| l.role != "allowedTo");
                h
            },
            "deny not-allowed",
        ),
        (
            "format asserted",
            base().set("pw", |m| m.format = model::method::Rule::Assert("persistent".into())),
            "deny format-rule",
        ),
        ("format set", base().set("pw", |m| m.format = model::method::Rule::Set("persistent".into())), "grant pw"),
        ("no consent is asked for where the organisation decided", consent(base(), false, false), "grant pw"),
        ("consent is asked for once", asks(consent(base(), false, false)), "consent"),
        ("given before", given(asks(consent(base(), false, false)), &["openid", "email"]), "grant pw"),
        ("given for less", given(asks(consent(base(), false, false)), &["openid"]), "consent"),
        ("asked again", given(asks(consent(base(), true, false)), &["openid", "email"]), "consent"),
        (
            "an unproved client never gets it silently (O043)",
            {
                let mut h = consent(House::new().method("pw", "password", true).signed_on("pw"), false, true);
                h.own.clear();
                h
            },
            "consent",
        ),
        (
            "what is owed is asked when nothing else is missing",
            {
                let mut h = base();
                h.owed = Some(id("pw"));
                h
            },
            "owed pw",
        ),
        (
            "and not before the second factor",
            {
                let mut h = base().method("totp", "totp", true).then("pw", "totp").credential("totp");
                h.owed = Some(id("pw"));
                h
            },
            "choose totp",
        ),
        (
            "passive and due",
            {
                let mut h = asks(consent(base(), false, false));
                h.request.passive = true;
                h
            },
            "deny consent-required",
        ),
    ]);
}

/// D3: members by list, by nesting, by filter, by method, and everybody who may log in there.
#[test]
fn groups_decide_who_may_enter() {
    const SALES: Id = Id::fixed(31);
    const INNER: Id = Id::fixed(32);
    let with = |group: Group, change: fn(&mut House)| {
        let mut house = House::new().method("pw", "password", true).method("sso", "upstream", true).proved("pw");
        let sales = Entry { id: SALES, path: "demo/sales".into(), object: group.into(), links: vec![] };
        let inner = Entry { id: INNER, path: "demo/inner".into(), object: Group::default().into(), links: vec![] };
        house.entries.extend([sales, inner]);
        house.entry(APP).links.retain(|l| l.role != "allowedTo");
        house.entry(APP).links.push(Link::new("allowedTo", SALES));
        change(&mut house);
        house
    };
    let filter = |text: &str| Group { filter: text.into(), ..Group::default() };
    let stranger = |house: &mut House| {
        let who = Person::Unregistered { method: id("sso"), subject: "x@partner.test".into() };
        house.own = vec![House::proof("sso", who, 0)];
        house.known.user = None;
    };
    check(&[
        ("nobody is a member of an empty group", with(Group::default(), |_| ()), "deny not-allowed"),
        ("by list", with(Group::default(), |h| h.record().groups.push(SALES)), "grant pw"),
        (
            "by nesting",
            with(Group::default(), |h| {
                h.entry(SALES).links.push(Link::new("member", INNER));
                h.record().groups.push(INNER);
            }),
            "grant pw",
        ),
        (
            "nesting does not work upwards",
            with(Group::default(), |h| {
                h.entry(INNER).links.push(Link::new("member", SALES));
                h.record().groups.push(INNER);
            }),
            "deny not-allowed",
        ),
        ("by filter", with(filter("email=ADA@demo.test"), |_| ()), "grant pw"),
        ("by a filter that does not fit", with(filter("email=bob@demo.test"), |_| ()), "deny not-allowed"),
        ("everybody", with(Group { everyone: true, ..Group::default() }, |_| ()), "grant pw"),
        (
            "by method, unregistered",
            {
                let mut h = with(Group::default(), |h| {
                    h.entry(SALES).links.push(Link::new("method", id("sso")).with("enabled"))
                });
                stranger(&mut h);
                h
            },
            "grant sso",
        ),
        (
            "by a method whose link is not enabled",
            {
                let mut h = with(Group::default(), |h| h.entry(SALES).links.push(Link::new("method", id("sso"))));
                stranger(&mut h);
                h
            },
            "deny not-allowed",
        ),
        (
            "by another method",
            {
                let mut h = with(Group::default(), |h| {
                    h.entry(SALES).links.push(Link::new("method", id("pw")).with("enabled"))
                });
                stranger(&mut h);
                h
            },
            "deny not-allowed",
        ),
        (
            "by method is for unregistered people only",
            with(Group::default(), |h| h.entry(SALES).links.push(Link::new("method", id("pw")).with("enabled"))),
            "deny not-allowed",
        ),
    ]);
}

#[test]
fn enrolment_only_where_the_site_says_so() {
    let base =
        || House::new().method("pw", "password", false).method("totp", "totp", true).then("pw", "totp").proved("pw");
    let forced = |h: House| h.site(|s| s.force_enrolment = true);
    check(&[
        ("off by default", base(), "deny second-factor-unavailable"),
        ("on, never had one", forced(base()), "enrol totp"),
        ("on, had one that is suspended", forced(base()).suspended("totp"), "deny second-factor-unavailable"),
        ("on, deactivated for the person", forced(base()).inactive("totp"), "deny second-factor-unavailable"),
        (
            "on, at a front without pages",
            {
                let mut h = forced(base());
                h.request.front = Front::Radius;
                h
            },
            "deny second-factor-unavailable",
        ),
    ]);
    assert_eq!(Reason::SecondFactorUnavailable.key(), "second-factor-unavailable");
}
