//! H2: what would happen, and why, told of a whole server; what is told is then done through its front door.

use login::whatif::{Explained, How, Occurrence, Point, Question, Standing, Step, Story, WhatIfError};
use model::{
    AnyObject, Change, Entry, Group, Id, Link, Noun, Severity, Site,
    request::{Comparison, Front, Wanted},
};
use testkit::{House, Plan, Way, on_both};

use crate::support::attack;

/// `wiki` allows both factors, `files` the second alone.
fn plan() -> Plan {
    let plan = House::new().application("wiki").allow(["password", "totp"]).application("files").allow(["totp"]);
    plan.user("ada").token("totp").user("bob")
}

fn question(name: &str, application: &str) -> Question {
    let near = "127.0.0.1".parse().ok();
    Question { address: near, ..Question::at(&format!("demo/{application}")).by("demo", name) }
}

async fn ask(house: &House, question: &Question) -> Explained {
    match house.engine.what_if(question).await {
        Ok(explained) => explained,
        Err(error) => panic!("{question:?} has no answer: {error}"),
    }
}

fn rules(point: &Point, method: &str) -> Vec<&'static str> {
    point.of(method).unwrap_or_else(|| panic!("nothing is said of {method}")).rules()
}

fn kept_out(explained: &Explained) -> Vec<&'static str> {
    explained.person.as_ref().map(|p| p.kept_out.iter().map(|r| r.rule).collect()).unwrap_or_default()
}

fn choose(methods: &[&str]) -> Step {
    Step::Choose { methods: methods.iter().map(|m| (*m).to_owned()).collect() }
}

/// Why the point behind the password is what it is.
fn behind_password(explained: &Explained) -> (Step, &'static str, &'static str) {
    let point = explained.point.after("password").expect("the password can be passed");
    (point.step.clone(), point.why[0].rule, point.why[0].requirement.unwrap_or_default())
}

on_both! {
    /// C5, C6: each row is told as it is done, with the requirement that decides it.
    async fn c5_c6_are_explained_and_done(database: Database) {
        let house = plan().on(database).start().await;
        let denied = Step::Deny { reason: "second-factor-unavailable" };
        for (name, application, expected) in [
            ("ada", "wiki", (choose(&["totp"]), "second-required", "C5")),
            ("bob", "wiki", (Step::Grant, "none-available", "C5")),
            ("ada", "files", (choose(&["totp"]), "second-always", "C6")),
            ("bob", "files", (denied, "second-unavailable", "C6")),
        ] {
            let explained = ask(&house, &question(name, application)).await;
            assert_eq!(explained.point.step, choose(&["password"]), "{name} {application}");
            assert_eq!(kept_out(&explained), [""; 0]);
            assert_eq!(behind_password(&explained), expected, "{name} {application}");
            let done = house.login(name).at(application).password().await;
            match expected.0 {
                Step::Grant => assert!(done.granted(), "{}", done.page.text()),
                Step::Deny { .. } => assert!(!done.granted() && !done.page.asks("code"), "{}", done.page.text()),
                _ => assert!(done.page.asks("code"), "{}", done.page.text()),
            }
        }
        let explained = ask(&house, &question("ada", "wiki")).await;
        let end = explained.point.after("password").and_then(|p| p.after("totp")).expect("an end");
        let received = end.received.as_ref().expect("a grant");
        assert_eq!((received.subject.as_str(), received.registered), ("ada", true));
        assert_eq!(received.methods, ["password", "totp"]);
        assert!(received.amr.contains(&"mfa".to_owned()), "{:?}", received.amr);
        assert_eq!(received.groups, ["demo/everyone"]);
        let text = serde_json::to_string(&explained).unwrap();
        for secret in ["seed", "argon2", house.someone("ada").password.as_str()] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

on_both! {
    /// A2.11, A2.12, A2.13: each method that is kept back is named with its rule, its object and what it was decided on.
    async fn h2_each_method_has_its_rule(database: Database) {
        let gone = Way::new("gone.1", "password").with(|m| m.kind = "gone".into());
        let plan = House::new()
            .on(database)
            .method(Way::named("password.hidden").hidden(true))
            .method(Way::named("password.off").with(|m| m.enabled = false))
            .method(Way::named("password.far").only_from("10.0.0.0/8"))
            .method(gone)
            .method(Way::named("smtp"))
            .application("wiki")
            .allow(["password", "totp", "password.hidden", "password.off", "password.far", "gone.1", "smtp"]);
        let house = plan.user("ada").start().await;
        let point = ask(&house, &question("ada", "wiki")).await.point;
        assert_eq!(point.step, choose(&["password"]));
        for (method, expected) in [
            ("password", &["offered"][..]),
            ("totp", &["opens-where-asked"]),
            ("password.hidden", &["hidden"]),
            ("password.off", &["disabled"]),
            ("password.far", &["network"]),
            ("gone.1", &["kind-never-opens", "unfit"]),
            ("smtp", &["mfa-never-opens"]),
        ] {
            assert_eq!(rules(&point, method), expected, "{method}");
        }
        let far = &point.of("password.far").unwrap().rules[0];
        assert_eq!((far.object.as_str(), far.args["address"].as_str()), ("/method/password.far", "127.0.0.1"));
        let unfit = &point.of("gone.1").unwrap().rules[1];
        assert!(unfit.findings.iter().any(|f| f.key == "kind-unknown"), "{unfit:?}");
        // What is offered is what the page shows, and from elsewhere it is another answer.
        let behind = point.after("password").expect("behind the password");
        assert_eq!(behind.step, choose(&["smtp"]));
        assert_eq!((rules(behind, "totp"), rules(behind, "password.hidden")), (vec!["no-credential"], vec!["not-next"]));
        assert!(house.login("ada").password().await.page.asks("code"));
        let near = Question { address: "10.1.2.3".parse().ok(), ..question("ada", "wiki") };
        assert_eq!(ask(&house, &near).await.point.step, choose(&["password", "password.far"]));
    }
}

on_both! {
    /// A2.6, A2.7: a demand that nothing meets, one that somebody cannot meet, and a door that asks nobody.
    async fn h2_what_was_asked_for_is_explained(database: Database) {
        let totp = Way::named("totp").acr("urn:acr:two");
        let plan = House::new().on(database).method(totp).application("wiki").allow(["password", "totp"]);
        let house = plan.user("ada").token("totp").user("bob").start().await;
        let demand = |reference: &str| Wanted::Demand {
            references: vec![reference.into()],
            comparison: Comparison::Exact,
        };
        let asked = |name, reference| Question { wanted: demand(reference), ..question(name, "wiki") };
        let nothing = ask(&house, &asked("ada", "urn:acr:none")).await.point;
        assert_eq!(nothing.step, Step::Deny { reason: "no-context" });
        assert_eq!(rules(&nothing, "password"), ["context-not-wanted"]);
        assert_eq!(nothing.of("password").unwrap().rules[0].args["wanted"], "urn:acr:none");
        let cannot = ask(&house, &asked("bob", "urn:acr:two")).await;
        assert_eq!(behind_password(&cannot).0, Step::Deny { reason: "no-context" });
        assert_eq!(rules(cannot.point.after("password").unwrap(), "totp"), ["no-credential"]);
        let can = ask(&house, &asked("ada", "urn:acr:two")).await.point;
        let end = can.after("password").and_then(|p| p.after("totp")).expect("an end");
        assert_eq!(end.received.as_ref().and_then(|r| r.acr.clone()).as_deref(), Some("urn:acr:two"));
        let silent = ask(&house, &Question { passive: true, ..question("ada", "wiki") }).await.point;
        assert_eq!(silent.step, Step::Deny { reason: "login-required" });
        let nobody = ask(&house, &Question::at("demo/wiki")).await;
        assert_eq!(nobody.point.step, choose(&["password"]));
        assert_eq!(nobody.point.branches[0].impossible.as_ref().map(|r| r.rule), Some("nobody"));
    }
}

on_both! {
    /// Who asks: without a credential, locked, disabled, in no group that may enter, of a site out of reach.
    async fn h2_who_cannot_enter_is_told_why(database: Database) {
        let house = plan().user("carl").user_with(|g| g.password = None).user("dora").disabled().on(database).start().await;
        let impossible = |e: &Explained| e.point.branches[0].impossible.as_ref().map(|r| r.rule);

        let carl = ask(&house, &question("carl", "wiki")).await;
        assert_eq!((kept_out(&carl), impossible(&carl)), (vec![], Some("no-credential")));
        let dora = ask(&house, &question("dora", "wiki")).await;
        assert_eq!((kept_out(&dora), impossible(&dora)), (vec!["user-disabled"], Some("cannot-pass")));

        attack(&house, "ada", 3).await;
        let ada = ask(&house, &question("ada", "wiki")).await;
        let counter = &ada.person.as_ref().unwrap().counters[0];
        assert_eq!((kept_out(&ada), counter.failures, counter.locked), (vec![], 3, false));
        attack(&house, "ada", 2).await;
        let ada = ask(&house, &question("ada", "wiki")).await;
        assert_eq!(kept_out(&ada), ["locked"]);
        let until = (house.now() + model::Span::minutes(20)).rfc3339();
        assert_eq!(ada.person.as_ref().unwrap().kept_out[0].args["until"], until);
        house.clock.forward(21);
        assert_eq!(kept_out(&ask(&house, &question("ada", "wiki")).await), [""; 0]);

        let (others, elsewhere) = (Id::fixed(4_001), Id::fixed(4_002));
        let put = |id, path: &str, object: AnyObject| Change::put(Entry { id, path: path.into(), object, links: vec![] });
        let new = vec![put(others, "demo/others", Group::default().into()), put(elsewhere, "elsewhere", Site::default().into())];
        house.engine.change(new, "testkit").await.unwrap();
        house.edit_user("dora", |u| (u.enabled, u.site) = (true, elsewhere)).await;
        let dora = ask(&house, &Question { ..question("dora", "wiki").by("elsewhere", "dora") }).await;
        assert_eq!((kept_out(&dora), impossible(&dora)), (vec!["out-of-reach", "in-no-group"], Some("unknown-here")));

        house.edit(Noun::Application, "demo/wiki", |e| {
            e.links.retain(|l| l.role != "allowedTo");
            e.links.push(Link::new("allowedTo", others));
        }).await;
        let bob = ask(&house, &question("bob", "wiki")).await;
        assert_eq!(kept_out(&bob), ["in-no-group"]);
        assert_eq!(behind_password(&bob), (Step::Deny { reason: "not-allowed" }, "barred", ""));
        assert!(!house.login("bob").password().await.granted(), "and so it is done");
    }
}

on_both! {
    /// A question writes nothing: no unit is committed, nothing is recorded, sent or counted.
    async fn h2_a_question_leaves_no_trace(database: Database) {
        let mail = Way::named("email");
        let plan = House::new().on(database).method(mail).application("wiki").allow(["password", "email", "totp"]);
        let house = plan.user("ada").token("totp").start().await;
        attack(&house, "ada", 2).await;
        let key = house.person("ada").key();
        let version = house.engine.world().catalogue.version;
        let events = house.audit().await.len();
        let before = format!("{:?}", house.store().person(&key, "").await.unwrap());
        let mut commits = Vec::new();
        for _ in 0..3 {
            let before = house.sql().commits();
            ask_everything(&house).await;
            commits.push(house.sql().commits() - before);
        }
        // A checkpoint of the audit streams may fall into one of them; with nothing new to cover there is no second.
        assert!(commits.contains(&0), "{commits:?}");
        assert_eq!(house.audit().await.len(), events);
        assert_eq!(format!("{:?}", house.store().person(&key, "").await.unwrap()), before);
        assert_eq!(house.engine.world().catalogue.version, version);
        assert_eq!(house.inbox().to("ada@demo.test").len(), 0);
        assert!(house.login("ada").password().await.page.asks("code"), "the count is of real answers only");
    }
}

async fn ask_everything(house: &House) {
    for front in [Front::Browser, Front::Radius, Front::Agent] {
        let plain = Question { front, ..question("ada", "wiki") };
        let explained = ask(house, &plain).await;
        assert_eq!(explained.point.after("password").unwrap().branches.len(), 2, "{front:?}");
        ask(house, &Question { passed: vec!["password".into()], ..plain.clone() }).await;
        ask(house, &Question { changes: vec![without(house, "totp")], ..plain }).await;
    }
    house.engine.explain_refusal(&Occurrence::Person(house.person("ada"))).await.unwrap();
}

/// The change that switches a method off.
fn without(house: &House, method: &str) -> Change {
    let mut entry = house.engine.world().catalogue.at(Noun::Method, method).unwrap().clone();
    if let AnyObject::Method(method) = &mut entry.object {
        method.enabled = false;
    }
    Change::put(entry)
}

on_both! {
    /// What would happen if: a change is opened, asked and not made.
    async fn h2_a_change_is_tried_without_being_made(database: Database) {
        let house = plan().on(database).start().await;
        let today = ask(&house, &question("ada", "wiki")).await;
        let tried = Question { changes: vec![without(&house, "totp")], ..question("ada", "wiki") };
        let then = ask(&house, &tried).await;
        assert_eq!(behind_password(&then), (Step::Grant, "nothing-follows", ""));
        assert_eq!(rules(then.point.after("password").unwrap(), "totp"), ["disabled"]);
        assert!(then.findings.iter().any(|f| f.key == "disabled-in-use"), "{:?}", then.findings);
        assert_eq!(then.version, today.version + 1);
        assert_eq!(behind_password(&ask(&house, &question("ada", "wiki")).await), behind_password(&today));
        let files = ask(&house, &Question { application: "demo/files".into(), ..tried }).await;
        assert_eq!(files.point.step, Step::Deny { reason: "nothing-offered" });

        let mut ring = house.engine.world().catalogue.at(Noun::Method, "totp").unwrap().clone();
        ring.links.push(Link::new("nextFactor", house.id(Noun::Method, "password")));
        let broken = Question { changes: vec![Change::put(ring)], ..question("ada", "wiki") };
        match house.engine.what_if(&broken).await {
            Err(WhatIfError::Refused(findings)) => {
                assert!(findings.iter().any(|f| f.key == "ring" && f.severity == Severity::Broken), "{findings:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

on_both! {
    /// Why was this user refused: the events of that login, and the rule that refuses them today.
    async fn h2_a_refusal_is_explained_by_its_reference(database: Database) {
        let house = plan().on(database).start().await;
        assert!(!house.login("bob").at("files").password().await.granted());
        let denied = house.audited("login.denied").await.pop().expect("an event");
        let login = denied.correlation.expect("a reference");
        let story = house.engine.explain_refusal(&Occurrence::Login(login)).await.unwrap();
        let told: Vec<_> = story.moments.iter().map(|m| (m.action.as_str(), m.reason.as_str(), m.application.as_str())).collect();
        assert!(told.contains(&("method.passed", "", "demo/files")), "{told:?}");
        assert!(told.contains(&("login.denied", "second-factor-unavailable", "demo/files")), "{told:?}");
        assert!(!story.more);
        let now = now(&story);
        assert_eq!((now.point.passed.join(" "), &now.point.step), ("password".into(), &Step::Deny { reason: "second-factor-unavailable" }));
        assert_eq!((now.point.why[0].rule, now.point.why[0].requirement), ("second-unavailable", Some("C6")));
        assert_eq!(rules(&now.point, "totp"), ["no-credential"]);

        // Why was she asked for a code: the same of a login under way, by person.
        assert!(house.login("ada").password().await.page.asks("code"));
        let ada = house.engine.explain_refusal(&Occurrence::Person(house.person("ada"))).await.unwrap();
        assert!(ada.moments.iter().all(|m| m.name == "ada"), "{:?}", ada.moments);
        let point = &self::now(&ada).point;
        assert_eq!((point.passed.join(" "), &point.step), ("password".into(), &choose(&["totp"])));
        assert_eq!(point.why[0].rule, "second-required");
        assert_eq!(point.of("totp").unwrap().standing, Standing::Offered);

        let nobody = house.engine.explain_refusal(&Occurrence::Login(Id::fixed(9))).await.unwrap();
        assert!(nobody.moments.is_empty() && nobody.now.is_none());
    }
}

fn now(story: &Story) -> &Explained {
    story.now.as_ref().expect("an answer of today")
}

on_both! {
    /// What a question names must exist, and what it takes as passed must be possible.
    async fn h2_a_question_about_nothing_is_refused(database: Database) {
        let house = plan().on(database).start().await;
        let unknown = |what, name: &str| format!("no {what} {name}");
        for (question, expected) in [
            (Question::at("demo/none"), unknown("application", "demo/none")),
            (question("nobody", "wiki"), unknown("user", "nobody")),
            (question("ada", "wiki").by("none", "ada"), unknown("site", "none")),
            (Question { passed: vec!["none".into()], ..question("ada", "wiki") }, unknown("method", "none")),
            (Question { passed: vec!["password".into(); 9], ..question("ada", "wiki") }, "too many methods are taken as passed".into()),
            (Question { passed: vec!["password".into()], ..Question::at("demo/wiki") }, "password cannot be passed: nobody".into()),
        ] {
            let error = house.engine.what_if(&question).await.expect_err("no answer");
            assert_eq!(error.to_string(), expected);
        }
        let read: Question = serde_json::from_value(serde_json::json!({
            "application": "demo/wiki",
            "who": { "user": { "site": "demo", "name": "ada" } },
            "passed": ["password"],
            "address": "127.0.0.1",
            "wanted": { "prefer": ["urn:x"] },
        })).unwrap();
        let explained = ask(&house, &read).await;
        assert_eq!((explained.point.step, explained.point.branches[0].how), (choose(&["totp"]), How::Pass));
    }
}
