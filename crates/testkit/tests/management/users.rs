//! Users through the API: made, changed, helped, found, and nobody above the caller touched.

use http::Method;
use model::{Noun, role::BuiltIn};
use serde_json::json;
use testkit::{Database, House, Raw, api, on_both, password_of, rights::verbs};

async fn house(database: Database) -> House {
    House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await
}

on_both! {
    /// D1, G2, G9: a user is made with a password, logs in, is changed, kept out by time, and deleted.
    async fn d1_g9_the_life_of_a_user(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let made = api.post("/site/demo", "type=user&name=carol&cn=Carol%20C&email=carol@demo.test&emailverified=true&password=correct%20horse%209&department=Sales&department=Law").await;
        assert_eq!((made.code(), made.text("id")), (201, "/user/demo/carol"), "{}", made.page.body);
        let told = &made.json["attributes"];
        assert_eq!((told["department"].clone(), told["emailVerified"].clone(), told.get("password")), (json!(["Sales", "Law"]), json!(true), None));
        let login = || async { house.login("carol").typing("correct horse 9").await };
        assert!(login().await.granted());
        assert_eq!(api.post("/site/demo", "type=user&name=CAROL").await.code(), 409, "another spelling of the same name");
        let yesterday = "2020-01-01T00:00:00Z";
        let changed = api.put("/user/demo/carol", &format!("expires={yesterday}&department=")).await;
        assert_eq!((changed.json["attributes"]["usable"].clone(), changed.json["attributes"].get("department")), (json!(false), None));
        assert!(!login().await.granted());
        api.json(Method::PUT, "/user/demo/carol", &json!({ "expires": null })).await;
        assert!(login().await.granted());
        let added = api.patch("/user/demo/carol", "add.department=IT&enabled=false").await;
        assert_eq!((added.json["attributes"]["department"].clone(), added.json["attributes"]["enabled"].clone()), (json!(["IT"]), json!(false)));
        assert!(!login().await.granted());
        let all = house.audit().await;
        assert!(!format!("{all:?}").contains("correct horse"), "no password in the record");
        let event = house.audited("user.made").await;
        assert_eq!((event[0].actor.as_str(), event[0].from.as_str(), event[0].name.as_str()), ("/managementToken/tester", "127.0.0.1", "carol"));
        assert_eq!(api.delete("/user/demo/carol").await.code(), 204);
        assert_eq!(api.get("/user/demo/carol").await.code(), 404);
        for (path, form, code) in [
            ("/user/demo/dan", "enabled=perhaps", 400),
            ("/user/demo/dan", "expires=tomorrow", 422),
            ("/user/demo/dan", "password=a&passwordHash=%7BSSHA%7Db", 422),
            ("/user/demo/dan", "passwordHash=nonsense", 422),
            ("/user/demo/dan", "groups=demo/nothing", 422),
            ("/user/nowhere/dan", "", 404),
            ("/user/demo/ada", "name=other", 422),
            ("/user/demo/ada", "created=2020-01-01T00:00:00Z", 422),
        ] {
            assert_eq!(api.put(path, form).await.code(), code, "{path} {form}");
        }
        assert_eq!(api.get("/user/demo/dan").await.code(), 404, "nothing was made of it");
        let told = api.get("/user/demo/ada").await;
        assert_eq!(api.json(Method::PUT, "/user/demo/ada", &told.json).await.code(), 200, "what was told comes back");
        assert_eq!(api.get("/user/demo/ada").await.page.header("etag"), told.page.header("etag"), "and changes nothing");
    }
}

on_both! {
    /// G5, M067: an administrator unlocks, sets passwords, ends sessions; each leaves its record.
    async fn g5_an_administrator_helps(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let inside = house.login("ada").password().await;
        assert!(inside.granted());
        for _ in 0..5 {
            house.login("ada").typing("a guess").await;
        }
        assert!(house.login("ada").password().await.refused(), "locked");
        let details = api.get("/user/demo/ada/$attribute/details").await;
        assert_eq!((details.json["locks"][0]["locked"].clone(), details.json["sessions"].as_array().map(Vec::len)), (json!(true), Some(1)), "{}", details.page.body);
        assert_eq!(api.post("/user/demo/ada/$action/unlock", "").await.json, json!({ "unlocked": true }));
        assert!(house.login("ada").password().await.granted());
        assert_eq!(house.audited("user.unlocked").await[0].actor, "/managementToken/tester");
        let set = api.post("/user/demo/ada/$action/setPassword", "password=another%20good%20one").await;
        assert_eq!(set.code(), 200, "{}", set.page.body);
        assert!(house.login("ada").typing(&password_of("ada")).await.refused());
        assert!(house.login("ada").typing("another good one").await.granted());
        let ended = api.get("/user/demo/ada/$attribute/details").await;
        assert_eq!(ended.json["sessions"].as_array().map(Vec::len), Some(1), "those before the change are over");
        assert_eq!(api.post("/user/demo/ada/$action/endSessions", "").await.json, json!({ "ended": 1 }));
        for (action, form, code) in [("nonsense", "", 404), ("unlock", "now=true", 400), ("setPassword", "password=", 422), ("endSession", "session=x", 422)] {
            assert_eq!(api.post(&format!("/user/demo/ada/$action/{action}"), form).await.code(), code, "{action}");
        }
        assert_eq!(api.get("/user/demo/ada/$action/unlock").await.code(), 405);
        assert_eq!(api.post("/user/demo/nobody/$action/unlock", "").await.code(), 404);
    }
}

on_both! {
    /// D3, G9: groups list users and methods are switched for one user, from either end.
    async fn d3_g9_groups_and_methods_of_a_user(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        api.put("/group/demo/staff", "").await;
        assert_eq!(api.put("/group/demo/staff/$link/member/user/demo/ada", "").await.code(), 200);
        assert_eq!(api.put("/user/demo/bob/$link/memberOf/group/demo/staff", "").await.code(), 200);
        assert_eq!(api.get("/group/demo/staff/$link/member/user").await.each("id"), ["/user/demo/ada", "/user/demo/bob"]);
        assert_eq!(api.get("/user?group=demo/staff&count=true").await.page.header("total-count"), Some("2"));
        assert_eq!(api.get("/user/demo/ada/$link/memberOf").await.each("id"), ["/group/demo/staff"]);
        assert_eq!(api.delete("/group/demo/staff/$link/user/demo/ada").await.code(), 204);
        assert_eq!(api.delete("/group/demo/staff/$link/user/demo/ada").await.code(), 404);
        assert_eq!(api.put("/group/demo/staff/$link/user/demo/nobody", "").await.code(), 404);
        assert_eq!(api.put("/user/demo/ada/$link/method/password", "enabled=false").await.json["enabled"], false);
        assert!(!house.login("ada").password().await.granted(), "switched off for her");
        assert!(house.login("bob").password().await.granted(), "the control");
        assert_eq!(api.put("/method/password/$link/user/demo/ada", "enabled=true").await.json["enabled"], true);
        assert!(house.login("ada").password().await.granted());
    }
}

on_both! {
    /// M084: helpdesk, operator and manager each touch whom they may, in their site, and nobody above them.
    async fn m084_nobody_touches_somebody_above_them(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        for path in ["/site/demo/a", "/site/other", "/group/demo/bosses", "/user/demo/a/carol", "/user/demo/a/boss", "/user/other/dan"] {
            assert_eq!(root.put(path, "").await.code(), 200, "{path}");
        }
        root.put("/role/top", "builtIn=administrator").await;
        root.put("/role/top/$link/assignedTo/group/demo/bosses", "").await;
        root.put("/group/demo/bosses/$link/user/demo/a/boss", "").await;
        root.put("/group/demo/a/filtered", "filter=department%3DBosses").await;
        root.put("/role/top/$link/assignedTo/group/demo/a/filtered", "").await;
        root.put("/group/demo/a/plain", "").await;
        let calls = |user: &str| {
            vec![
                ('r', Method::GET, format!("/user/{user}"), ""),
                ('r', Method::GET, format!("/user/{user}/$attribute/details"), ""),
                ('a', Method::POST, format!("/user/{user}/$action/unlock"), ""),
                ('a', Method::POST, format!("/user/{user}/$action/endSessions"), ""),
                ('w', Method::POST, format!("/user/{user}/$action/setPassword"), "password=a%20new%20one%20here"),
                ('w', Method::PUT, format!("/user/{user}"), "cn=New"),
                ('w', Method::PUT, format!("/group/demo/a/plain/$link/user/{user}"), ""),
                ('d', Method::DELETE, format!("/user/{user}?dryRun=true"), ""),
            ]
        };
        for role in [BuiltIn::SiteManager, BuiltIn::Operator, BuiltIn::Auditor, BuiltIn::Helpdesk] {
            let verbs = verbs(role, "user");
            let path = format!("demo/a/own-{}", role.name());
            root.put(&format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
            let caller = house.api_as(house.id(Noun::Role, &path)).await;
            for (user, inside, above) in [("demo/a/carol", true, false), ("demo/a/boss", true, true), ("other/dan", false, false), ("demo/ada", false, false)] {
                for (verb, method, path, form) in calls(user) {
                    // To list somebody from elsewhere as a member takes reading them; the group is theirs.
                    let may = inside && verbs.contains(verb) && (!above || verb == 'r');
                    let answer = caller.send(method.clone(), &path, api::encoded(form)).await;
                    assert_eq!(answer.code() < 300, may, "{} {method} {path}: {}", role.name(), answer.page.body);
                    assert!(may || answer.code() == 403, "{} {method} {path}: {}", role.name(), answer.page.body);
                }
            }
            let seen = caller.get("/user").await;
            assert_eq!(seen.each("id"), ["/user/demo/a/boss", "/user/demo/a/carol"], "a list ends at the site");
        }
        let manager = house.api_as(house.id(Noun::Role, "demo/a/own-siteManager")).await;
        // By a filter somebody would step into the administrator's group.
        let filtered = manager.put("/user/demo/a/carol", "department=Bosses").await;
        assert_eq!((filtered.code(), filtered.json["type"].as_str()), (403, Some("urn:symbolon:problem:outranked")));
        assert_eq!(manager.put("/user/demo/a/carol", "department=Sales").await.code(), 200, "the control");
        let fresh = manager.put("/user/demo/a/eve", "department=Bosses").await;
        assert_eq!((fresh.code(), manager.get("/user/demo/a/eve").await.code()), (403, 404));
        assert_eq!(manager.put("/user/demo/a/eve", "groups=demo/bosses").await.code(), 403);
        assert_eq!(manager.put("/user/demo/a/eve", "groups=demo/a/plain").await.code(), 200, "the control");
    }
}

on_both! {
    /// M083, G2: search by beginnings of words, in pages, with tokens that nobody can make.
    async fn m083_users_are_searched_in_pages(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        for n in 0..7 {
            api.put(&format!("/user/demo/user{n}"), &format!("cn=M%C3%B6ller%20{n}")).await;
        }
        let first = api.get("/user?q=moller&limit=3").await;
        let second = api.get(first.text("next")).await;
        let third = api.get(second.text("next")).await;
        assert_eq!((first.each("id").len(), second.each("id").len(), third.each("id")), (3, 3, vec!["/user/demo/user6"]));
        let forged = first.text("next").replace("after=", "after=a");
        assert_eq!(api.get(&forged).await.code(), 422);
        assert_eq!(api.get("/user?q=%25").await.each("id"), Vec::<&str>::new());
        assert_eq!(api.get("/user?q=x'%20OR%20'1'%3D'1").await.code(), 200);
        assert_eq!(api.get("/user?colour=red").await.code(), 400);
        let tag = api.get("/user/demo/user0").await.page.header("etag").unwrap().to_owned();
        api.put("/user/demo/user0", "cn=Other").await;
        let late = api.send(Method::PUT, "/user/demo/user0", api::encoded("cn=Late").header("if-match", &tag)).await;
        assert_eq!(late.code(), 412);
        let twice = || api.send(Method::POST, "/site/demo", api::encoded("type=user&name=once").header("idempotency-key", "k"));
        let (one, two) = (twice().await, twice().await);
        assert_eq!((one.code(), two.code(), two.page.header("idempotent-replayed")), (201, 201, Some("true")));
        assert_eq!(api.send(Method::POST, "/site/demo", Raw::default()).await.code(), 400);
    }
}
