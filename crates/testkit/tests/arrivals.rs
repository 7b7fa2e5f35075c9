//! H2 of people who come by another provider: whom the tables and links of the method find is told by rule, and then done.

use http::Method;
use login::whatif::{Explained, Question, Step, WhatIfError, Who};
use model::{Attributes, Noun};
use serde_json::json;
use testkit::{Api, Database, House, Page, on_both};

use crate::oidc_method::{Pair, Person, path};

/// The provider's people come by `oidc.1`; ada has a second factor here, bob has none.
async fn pair(database: Database, lines: &[&str]) -> (Pair, Api) {
    let pair = Pair::with(database, lines, |plan| {
        let plan = plan.application("wiki").allow(["oidc.1", "totp", "password"]).application("files").allow(["totp"]);
        let mut plan = plan.application("open").allow(["oidc.1"]).user("ada").token("totp").user("bob");
        plan.ways.iter_mut().filter(|w| w.name != "totp").for_each(|w| w.next = Some(vec!["totp".into()]));
        plan
    })
    .await;
    let api = pair.rp.api().await;
    (pair, api)
}

/// Two rules: one for people with a number, one by address.
async fn mapped(api: &Api) {
    api.put("/inboundMappingPolicy/people", "").await;
    let number = "condition=method:hetu=*&mappingURL=ldap:///??sub?(hetu=%257Bmethod:hetu%257D)";
    assert_eq!(api.put("/inboundDirectoryMapping/people/number", number).await.code(), 200);
    let mail = "condition=method:email=*&mappingURL=ldap:///??sub?(mail=%257Bmethod:email%257D)";
    assert_eq!(api.put("/inboundDirectoryMapping/people/mail", mail).await.code(), 200);
    assert_eq!(api.put("/method/oidc.1/$link/inboundMappingPolicy/people", "trusted=true").await.code(), 200);
}

fn comes(subject: &str, told: &[(&str, &str)]) -> Who {
    let mut attributes = Attributes::new();
    for (name, value) in told {
        attributes.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    Who::ComesBy { method: "oidc.1".into(), provider: String::new(), subject: subject.into(), attributes }
}

async fn ask(house: &House, application: &str, who: Who) -> Explained {
    let question = Question { who: Some(who), ..Question::at(&format!("demo/{application}")) };
    match house.engine.what_if(&question).await {
        Ok(explained) => explained,
        Err(error) => panic!("{question:?} has no answer: {error}"),
    }
}

/// Goes by the provider, where there are other ways too, and comes back.
async fn come(pair: &Pair, person: &Person, application: &str, name: &str) -> Page {
    let page = pair.begin(person, application).await;
    let page = if page.left.is_some() { page } else { person.here.pick(&page, "oidc.1").await };
    let back = pair.answered(person, &page, name).await;
    person.here.get(&path(&back)).await
}

/// How each rule ended, what the link says, and what comes of it.
fn arrival(explained: &Explained) -> (Vec<&'static str>, Option<&'static str>, &'static str) {
    let arrival = explained.arrival.as_ref().expect("somebody comes");
    (arrival.rules.iter().map(|r| r.rule).collect(), arrival.link.as_ref().map(|r| r.rule), arrival.outcome.rule)
}

/// Why nobody gets past the provider; empty where they do.
fn impossible(explained: &Explained) -> &'static str {
    let branch = explained.point.branches.iter().find(|b| b.method == "oidc.1").expect("it opens");
    branch.impossible.as_ref().map_or("", |ruling| ruling.rule)
}

on_both! {
    /// H2, A3.2, C9: each row of the table of registered second factors is told and then done, for those whom a rule finds.
    async fn h2_c9_who_comes_by_a_provider_is_found_explained_and_asked(database: Database) {
        let (pair, api) = pair(database, &[]).await;
        mapped(&api).await;
        let denied = Step::Deny { reason: "second-factor-unavailable" };
        let asked = Step::Choose { methods: vec!["totp".into()] };
        for (application, name, step, why) in [
            ("wiki", "ada", asked.clone(), "C5"),
            ("wiki", "bob", Step::Grant, "C5"),
            ("files", "ada", asked, "C6"),
            ("files", "bob", denied, "C6"),
            // The last two rows: nothing that may follow is allowed.
            ("open", "ada", Step::Grant, ""),
            ("open", "bob", Step::Grant, ""),
        ] {
            let explained = ask(&pair.rp, application, comes("x", &[("email", &format!("{name}@demo.test"))])).await;
            assert_eq!(arrival(&explained), (vec!["rule-not-for", "rule-finds"], None, "found-by-rule"), "{application} {name}");
            let told = explained.arrival.as_ref().unwrap();
            assert_eq!(told.rules[0].args["condition"], "method:hetu=*");
            assert_eq!((told.rules[1].args["mapping"].as_str(), told.rules[1].object.as_str()), ("mail", "/inboundMappingPolicy/people"));
            assert_eq!(told.outcome.args["user"], format!("demo/{name}"));
            let someone = explained.person.as_ref().expect("an account");
            assert_eq!((someone.registered, someone.name.as_str()), (true, name));
            let point = explained.point.after("oidc.1").expect("they pass it");
            let reason = point.why.iter().find_map(|r| r.requirement).unwrap_or_default();
            assert_eq!((&point.step, reason), (&step, why), "{application} {name}: {:?}", point.why);
            if let Some(received) = &point.received {
                assert!(received.registered, "{application} {name}");
            }
            // And so it is done.
            let person = pair.person();
            let page = come(&pair, &person, application, name).await;
            let done = (page.left.is_some(), page.asks("code"));
            assert_eq!(done, (step == Step::Grant, matches!(step, Step::Choose { .. })), "{application} {name}: {}", page.text());
        }
    }
}

on_both! {
    /// H2, A3.2: whoever is not found, or not for certain, is told why; nothing is written and nobody is asked.
    async fn h2_a3_2_each_rule_says_how_it_ended(database: Database) {
        let (pair, api) = pair(database, &[]).await;
        let house = &pair.rp;
        let nowhere = ask(house, "wiki", comes("x", &[("email", "ada@demo.test")])).await;
        assert_eq!((arrival(&nowhere), impossible(&nowhere)), ((vec![], None, "stays-unregistered"), ""));
        assert!(!nowhere.person.as_ref().unwrap().registered, "the control: without a table");
        mapped(&api).await;
        house.edit_user("bob", |u| drop(u.attributes.insert("hetu".into(), vec!["1".into()]))).await;
        let (mail, gone) = (("email", "ada@demo.test"), ("email", "gone@demo.test"));
        let events = house.audit().await.len();
        let commits = house.sql().commits();
        let mut quiet = false;
        for (told, rules, outcome) in [
            (&[mail][..], ["rule-not-for", "rule-finds"], "found-by-rule"),
            (&[("hetu", "1")], ["rule-finds", "rule-not-for"], "found-by-rule"),
            (&[("hetu", "9"), mail], ["rule-finds-nobody", "rule-finds"], "found-by-rule"),
            (&[gone], ["rule-not-for", "rule-finds-nobody"], "nobody-found"),
            (&[("hetu", "1"), mail], ["rule-finds", "rule-finds"], "several-found"),
            (&[mail, gone], ["rule-not-for", "rule-several-values"], "several-found"),
            (&[("colour", "red")], ["rule-not-for", "rule-not-for"], "stays-unregistered"),
        ] {
            let explained = ask(house, "wiki", comes("x", told)).await;
            assert_eq!(arrival(&explained), (rules.to_vec(), None, outcome), "{told:?}");
            let enters = ["found-by-rule", "stays-unregistered"].contains(&outcome);
            assert_eq!(impossible(&explained), if enters { "" } else { outcome }, "{told:?}");
            assert_eq!(explained.person.is_some(), enters, "{told:?}");
            quiet |= house.sql().commits() == commits;
        }
        assert!(quiet && house.audit().await.len() == events, "a question writes nothing");
        // What is not vouched for finds nobody, whoever has it.
        api.put("/method/oidc.1/$link/inboundMappingPolicy/people", "trusted=false").await;
        let unvouched = ask(house, "wiki", comes("x", &[mail])).await;
        assert_eq!((arrival(&unvouched).0[1], impossible(&unvouched)), ("rule-unvouched", "unvouched"));
        let vouched = ask(house, "wiki", comes("x", &[mail, ("email_verified", "true")])).await;
        assert_eq!(arrival(&vouched).2, "found-by-rule", "the control");
        // Who may not log in is found, and told why not.
        house.edit_user("ada", |u| u.enabled = false).await;
        let disabled = ask(house, "wiki", comes("x", &[mail, ("email_verified", "true")])).await;
        assert_eq!((arrival(&disabled).2, impossible(&disabled)), ("cannot-pass", "cannot-pass"));
        assert_eq!(disabled.person.as_ref().unwrap().kept_out[0].rule, "user-disabled");
    }
}

on_both! {
    /// H2, A3.1: what a rule compares is what the mapping table of the method leaves.
    async fn h2_a3_1_the_mapping_table_goes_first(database: Database) {
        let (pair, api) = pair(database, &[]).await;
        mapped(&api).await;
        api.put("/inboundPolicy/names", "").await;
        assert_eq!(api.put("/inboundPolicyItem/names/mail", "attributeName=email&attributeValue={lowercase:{upn}}").await.code(), 200);
        let told = [("upn", "ADA@demo.test"), ("email", "bob@demo.test")];
        let before = ask(&pair.rp, "wiki", comes("x", &told)).await;
        assert_eq!(before.arrival.as_ref().unwrap().outcome.args["user"], "demo/bob", "the control");
        assert_eq!(api.put("/method/oidc.1/$link/inboundPolicy/names", "").await.code(), 200);
        let after = ask(&pair.rp, "wiki", comes("x", &told)).await;
        let arrival = after.arrival.as_ref().unwrap();
        assert_eq!((arrival.outcome.args["user"].as_str(), arrival.mapping.as_str()), ("demo/ada", "/inboundPolicy/names"));
        assert_eq!(arrival.attributes, Attributes::from([("email".to_owned(), vec!["ada@demo.test".to_owned()])]));
    }
}

on_both! {
    /// H2, G10: whoever may connect an account is told so, and once they have, whose it is, until it is held back.
    async fn h2_g10_a_connected_account_is_found_and_told(database: Database) {
        let (pair, api) = pair(database, &["accountLink true"]).await;
        let subject = pair.op.someone("ada").user.id.to_string().to_lowercase();
        let before = ask(&pair.rp, "wiki", comes(&subject, &[])).await;
        assert_eq!((arrival(&before), impossible(&before)), ((vec![], Some("not-linked"), "links-first"), "links-first"));
        // Bob here is ada there.
        let person = pair.person();
        let page = come(&pair, &person, "wiki", "ada").await;
        let page = if page.asks("password") { page } else { person.here.pick(&page, "password").await };
        let bob = pair.rp.someone("bob").password.clone();
        let page = crate::support::type_in(&person.here, &page, "bob", &bob).await;
        assert!(page.left.is_none(), "a question first: {:?}", page.left);
        let page = person.here.submit(&page, &page.prompt(), &[]).await;
        assert!(page.left.is_some(), "{}", page.text());
        let after = ask(&pair.rp, "wiki", comes(&subject, &[])).await;
        assert_eq!((arrival(&after), impossible(&after)), ((vec![], Some("linked"), "found-by-link"), ""));
        assert_eq!(after.arrival.as_ref().unwrap().outcome.args["user"], "demo/bob");
        assert_eq!(after.point.after("oidc.1").unwrap().step, Step::Grant);
        let other = ask(&pair.rp, "wiki", comes("somebody-else", &[])).await;
        assert_eq!(arrival(&other).1, Some("not-linked"), "the control");
        // The same from the account's side.
        let by = |name: &str| Question::at("demo/wiki").by("demo", name);
        for (name, rule) in [("bob", ""), ("ada", "ask-by-provider")] {
            assert_eq!(impossible(&pair.rp.engine.what_if(&by(name)).await.unwrap()), rule, "{name}");
        }
        // A rule that finds nobody leaves it to the link; one that finds somebody does not ask it.
        mapped(&api).await;
        let gone = ask(&pair.rp, "wiki", comes(&subject, &[("email", "gone@demo.test")])).await;
        assert_eq!(arrival(&gone), (vec!["rule-not-for", "rule-finds-nobody"], Some("linked"), "found-by-link"));
        let ada = ask(&pair.rp, "wiki", comes(&subject, &[("email", "ada@demo.test")])).await;
        assert_eq!((arrival(&ada).1, ada.arrival.unwrap().outcome.args["user"].as_str()), (None, "demo/ada"));
    }
}

on_both! {
    /// H2, A3.2: a service that a rule would ask is not asked, and what it would say is not guessed.
    async fn h2_a3_2_a_service_is_named_and_not_asked(database: Database) {
        let (pair, api) = pair(database, &[]).await;
        mapped(&api).await;
        let service = json!({ "template": "https://hr.example/find?id=${method.staff}", "outputParameter": "directory.login /user/id" });
        let made = api.json(Method::PUT, "/service/hr", &service).await;
        assert_eq!(made.code(), 200, "{}", made.page.body);
        let rule = api.put("/inboundServiceMapping/people/hr", "condition=method:staff=*&service=hr").await;
        assert_eq!(rule.code(), 200, "{}", rule.page.body);
        let events = pair.rp.audit().await.len();
        let asked = ask(&pair.rp, "wiki", comes("x", &[("staff", "1")])).await;
        let expected = (vec!["rule-not-for", "rule-not-for", "rule-asks"], None, "service-decides");
        assert_eq!((arrival(&asked), impossible(&asked)), (expected, "service-decides"));
        assert_eq!(asked.arrival.as_ref().unwrap().rules[2].args["service"], "hr");
        // Whatever others find: it may know somebody else.
        let both = ask(&pair.rp, "wiki", comes("x", &[("staff", "1"), ("email", "ada@demo.test")])).await;
        assert_eq!((arrival(&both).0[1], arrival(&both).2), ("rule-finds", "service-decides"));
        let control = ask(&pair.rp, "wiki", comes("x", &[("email", "ada@demo.test")])).await;
        assert_eq!(arrival(&control).2, "found-by-rule");
        // What would be asked with is judged before.
        let several = ask(&pair.rp, "wiki", comes("x", &[("staff", "1"), ("staff", "2")])).await;
        assert_eq!((arrival(&several).0[2], arrival(&several).2), ("rule-several-values", "several-found"));
        assert_eq!(pair.rp.audit().await.len(), events, "nothing is written");
    }
}

on_both! {
    /// H2: only methods that find nobody by a typed name can be come by, and what is named must exist.
    async fn h2_a_way_that_nobody_comes_by(database: Database) {
        let (pair, _) = pair(database, &[]).await;
        for (method, expected) in [("password", "password finds people by name"), ("none", "no method none")] {
            let who = Who::ComesBy { method: method.into(), provider: String::new(), subject: "x".into(), attributes: Attributes::new() };
            let question = Question { who: Some(who), ..Question::at("demo/wiki") };
            let error: WhatIfError = pair.rp.engine.what_if(&question).await.expect_err("no answer");
            assert_eq!(error.to_string(), expected);
        }
        // Somebody who is nobody in particular passes no other method.
        let stranger = ask(&pair.rp, "wiki", comes("x", &[])).await;
        let other = stranger.point.branches.iter().find(|b| b.method == "password").expect("it opens");
        assert_eq!(other.impossible.as_ref().map(|r| r.rule), Some("comes-otherwise"));
        let person = stranger.person.expect("a stranger");
        let id = pair.rp.id(Noun::Method, "oidc.1");
        assert_eq!(person.key, model::Person::Unregistered { method: id, subject: "x".into() }.key());
    }
}

on_both! {
    /// H2, M084: whoever asks may read everybody that could be found; the rules of a table are told to who may read it.
    async fn h2_m084_whom_a_table_finds_is_told_to_who_may_read_them(database: Database) {
        let (pair, root) = pair(database, &[]).await;
        mapped(&root).await;
        for site in ["demo/a", "other"] {
            root.put(&format!("/site/{site}"), "").await;
            root.put(&format!("/site/{site}/$link/method/oidc.1"), "").await;
            root.put(&format!("/role/{site}/own"), "builtIn=siteManager").await;
            root.put(&format!("/application/{site}/app"), "").await;
            root.put(&format!("/application/{site}/app/$link/method/oidc.1"), "enabled=true").await;
        }
        root.put("/role/demo/own", "builtIn=siteManager").await;
        let manager = async |site: &str| pair.rp.api_as(pair.rp.id(Noun::Role, &format!("{site}/own"))).await;
        let (demo, below, other) = (manager("demo").await, manager("demo/a").await, manager("other").await);
        let question = |application: &str, told: &str| {
            let who = json!({ "method": "oidc.1", "subject": "x", "attributes": { "email": [told] } });
            json!({ "application": application, "who": { "comesBy": who } })
        };
        let asked = async |api: &Api, application: &str, told: &str| {
            api.json(Method::POST, "/whatif", &question(application, told)).await
        };
        let all = asked(&root, "demo/wiki", "ada@demo.test").await;
        assert_eq!(all.code(), 200, "{}", all.page.body);
        assert_eq!(all.json["arrival"]["rules"][1]["rule"], "rule-finds", "the control");
        let words = all.json["arrival"]["outcome"]["detail"].as_str().unwrap_or_default();
        assert_eq!(words, "The user mapping finds demo/ada");
        let own = asked(&demo, "demo/wiki", "ada@demo.test").await;
        assert_eq!((own.code(), &own.json["arrival"]["outcome"]["args"]["user"]), (200, &json!("demo/ada")), "{}", own.page.body);
        assert_eq!(own.json["arrival"]["rules"], json!([]));
        assert!(!own.page.body.contains("inboundMappingPolicy"), "{}", own.page.body);
        // People of the site above may log in below, where its manager may not read them: not even whether there is one.
        for told in ["ada@demo.test", "gone@demo.test"] {
            assert_eq!(asked(&below, "demo/a/app", told).await.code(), 403, "{told}");
        }
        assert_eq!(asked(&other, "other/app", "ada@demo.test").await.code(), 200, "nobody of another tree is found");
        assert_eq!(asked(&other, "demo/wiki", "ada@demo.test").await.code(), 403);
        // A connected account may be anybody's.
        root.put("/method/oidc.1", "configuration=accountLink%20true").await;
        assert_eq!(asked(&demo, "demo/wiki", "ada@demo.test").await.code(), 403);
        assert_eq!(asked(&root, "demo/wiki", "ada@demo.test").await.code(), 200, "the control");
        // Without either it is about somebody in no directory, of whom nothing is known.
        root.put("/method/oidc.1", "configuration=accountLink%20false").await;
        root.delete("/method/oidc.1/$link/inboundMappingPolicy/people").await;
        let stranger = asked(&below, "demo/a/app", "ada@demo.test").await;
        assert_eq!((stranger.code(), &stranger.json["arrival"]["outcome"]["rule"]), (200, &json!("stays-unregistered")), "{}", stranger.page.body);
    }
}
