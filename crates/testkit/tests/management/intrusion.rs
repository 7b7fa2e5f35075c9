//! M084, M096: a second attack on the management side by people who have some rights, each beside the same call that is theirs to make.

use http::Method;
use model::Noun;
use serde_json::{Value, json};
use testkit::{Raw, client::Answer, on_both};

use super::trespass::{csv, house};

fn stale(form: &str) -> Raw {
    testkit::api::encoded(form).header("if-match", "\"stale\"")
}

fn problem(answer: &Answer) -> (u16, &str) {
    (answer.code(), answer.json["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default())
}

on_both! {
    /// M084: a site's manager does not make it easier to come to the console, or to the account pages, for who is above them.
    async fn m084_nobody_eases_the_way_to_an_administrators_console(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/role/demo/own", "builtIn=siteManager").await;
        let manager = house.api_as(house.id(Noun::Role, "demo/own")).await;
        // Before anybody of the site is an administrator, the page is theirs to make.
        let page = "protocol=page";
        assert_eq!(manager.put("/application/demo/console", page).await.code(), 200, "the control");
        root.put("/role/top", "builtIn=administrator").await;
        root.put("/group/other/bosses", "").await;
        root.put("/role/top/$link/assignedTo/group/other/bosses", "").await;
        root.put("/group/other/bosses/$link/member/user/demo/ada", "").await;
        for name in ["console", "account"] {
            let path = format!("/application/demo/{name}");
            assert_eq!(root.put(&path, page).await.code(), 200);
            let eased = manager.put(&format!("{path}/$link/method/password"), "enabled=true&opens=true").await;
            assert_eq!(problem(&eased), (403, "outranked"), "{name}: {}", eased.page.body);
            assert_eq!(problem(&manager.put(&path, "enabled=false").await), (403, "outranked"), "another site's would stand in: {name}");
            assert_eq!(problem(&manager.delete(&path).await), (403, "outranked"), "{name}");
            assert_eq!(manager.put(&path, "title=Ours").await.code(), 200, "the control: {name}");
            assert_eq!(root.put(&format!("{path}/$link/method/password"), "enabled=true").await.code(), 200, "the control: {name}");
        }
        let plain = "/application/demo/page";
        assert_eq!(manager.put(plain, page).await.code(), 200, "the control");
        assert_eq!(manager.put(&format!("{plain}/$link/method/password"), "enabled=true").await.code(), 200, "the control");
    }
}

on_both! {
    /// M084, R010: of networks around an address the smallest counts, so that no site takes a part of another's away.
    async fn m084_r010_no_site_takes_a_radius_client_from_another(database: Database) {
        let (_house, root, manager) = house(database).await;
        let radius = |networks: &[&str]| json!({ "protocol": "radius", "metadata": { "addresses": networks, "secret": "a-long-secret-of-the-client" } });
        assert_eq!(root.json(Method::PUT, "/application/other/vpn", &radius(&["10.1.0.0/16"])).await.code(), 200);
        for network in ["10.1.2.3/32", "10.1.0.0/16", "10.0.0.0/8"] {
            let taken = manager.json(Method::PUT, "/application/demo/a/vpn", &radius(&["192.0.2.0/24", network])).await;
            assert_eq!(problem(&taken), (403, "outranked"), "{network}: {}", taken.page.body);
            assert!(!taken.page.body.contains("other"), "{}", taken.page.body);
        }
        assert_eq!(manager.json(Method::PUT, "/application/demo/a/vpn", &radius(&["10.2.0.0/16"])).await.code(), 200, "the control");
        let within = radius(&["10.2.1.0/24"]);
        assert_eq!(manager.json(Method::PUT, "/application/demo/a/vpn2", &within).await.code(), 200, "their own they may divide");
        assert_eq!(root.json(Method::PUT, "/application/other/vpn2", &radius(&["10.1.2.0/24"])).await.code(), 200, "the control");
        assert_eq!(manager.put("/application/demo/a/vpn", "title=VPN").await.code(), 200, "the control");
    }
}

on_both! {
    /// M084: what a user is part of elsewhere is not told to who may see the user alone.
    async fn m084_a_user_does_not_tell_of_other_sites(database: Database) {
        let (house, root, manager) = house(database).await;
        root.put("/group/other/secret-project", "").await;
        for group in ["other/secret-project", "demo/a/x"] {
            assert_eq!(root.put(&format!("/group/{group}/$link/member/user/demo/a/carol"), "").await.code(), 200);
        }
        for path in ["/user/demo/a/carol", "/user/demo/a/carol/$attribute/details", "/user/demo/a/carol/$link"] {
            let (theirs, roots) = (manager.get(path).await, root.get(path).await);
            assert_eq!((theirs.code(), roots.code()), (200, 200), "{path}");
            assert!(!theirs.page.body.contains("secret-project") && theirs.page.body.contains("demo/a/x"), "{path}: {}", theirs.page.body);
            assert!(roots.page.body.contains("secret-project"), "the control: {path}");
        }
        let written = manager.put("/user/demo/a/carol", "cn=Carol+C").await;
        assert!(written.code() == 200 && !written.page.body.contains("secret-project"), "{}", written.page.body);
        // Nor is it found out by asking who is in it, or by names that are and are not there.
        for (path, fits) in [
            ("/user?group=other/secret-project", false), ("/user?group=other/nothing", false), ("/user?group=demo/a/x", true),
            ("/user?site=other", false), ("/user?site=nowhere", false), ("/user?site=demo/a", true),
            ("/token?site=other", false), ("/token?site=nowhere", false), ("/token?site=demo/a", true),
        ] {
            assert_eq!(manager.get(path).await.code(), if fits { 200 } else { 403 }, "{path}");
        }
        assert_eq!(root.get("/user?group=other/secret-project").await.each("id"), ["/user/demo/a/carol"], "the control");
        let put = |group: &str| json!({ "groups": [group] });
        for group in ["other/secret-project", "other/nothing"] {
            let answer = manager.json(Method::PUT, "/user/demo/a/carol", &put(group)).await;
            assert_eq!(problem(&answer), (403, "forbidden"), "{group}: {}", answer.page.body);
        }
        assert_eq!(manager.json(Method::PUT, "/user/demo/a/carol", &put("demo/a/x")).await.code(), 200, "the control");
        // Neither by the rows of a file.
        let file = "site,name\nother,eve\nnowhere,eve\ndemo/a,fine\n";
        let taken = manager.send(Method::POST, "/import/user?all=true&dryRun=true", csv(file)).await;
        let keys: Vec<&Value> = taken.json["rows"].as_array().unwrap().iter().map(|row| &row["refusal"]["key"]).collect();
        assert_eq!(keys, [&json!("import-forbidden"), &json!("import-forbidden"), &Value::Null], "{}", taken.page.body);
        drop(house);
    }
}

on_both! {
    /// H2, M084: what somebody did in another site is no part of their story here.
    async fn h2_a_story_ends_at_the_site(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/role/demo/own", "builtIn=siteManager").await;
        let manager = house.api_as(house.id(Noun::Role, "demo/own")).await;
        let event = |application: &str, n: u128| {
            let mut event = model::audit::Event::new(house.engine.now(), "login.denied", model::audit::Outcome::Failure);
            (event.application, event.person) = (application.to_owned(), house.person("ada").key());
            event.correlation = Some(model::Id::fixed(n));
            event
        };
        root.put("/application/other/hidden", "protocol=page").await;
        for event in [event("demo/wiki", 1), event("other/hidden", 2)] {
            house.store().apply(store::Unit::new().audit(store::When::Always, event)).await.unwrap();
        }
        let path = "/whatif/story?user=/user/demo/ada";
        let (theirs, roots) = (manager.get(path).await, root.get(path).await);
        assert!(!theirs.page.body.contains("other/hidden") && theirs.page.body.contains("demo/wiki"), "{}", theirs.page.body);
        assert_eq!(theirs.json["story"]["now"]["application"], "/application/demo/wiki", "{}", theirs.page.body);
        assert!(roots.page.body.contains("other/hidden"), "the control: {}", roots.page.body);
    }
}

on_both! {
    /// M093: the name of a field goes no deeper than any attribute does, however long it is.
    async fn m093_no_field_is_deeper_than_the_server(database: Database) {
        let (_house, root, manager) = house(database).await;
        for depth in [20, 100_000, 900_000] {
            let form = format!("{}=x", vec!["a"; depth].join("."));
            for answer in [manager.put("/group/demo/a/deep", &form).await, root.patch("/site/demo/a", &format!("add.{form}")).await] {
                assert_eq!(answer.code(), 400, "{depth}");
                assert!(answer.page.body.len() < 4_000, "{depth}: {}", answer.page.body.len());
            }
        }
        assert_eq!(manager.put("/site/demo/a", "theme.radius=4").await.code(), 200, "the control");
    }
}

on_both! {
    /// G2: nothing is done on a condition that cannot be met.
    async fn g2_a_condition_holds_at_every_place(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/webhook/demo/hook", "url=https://hook.example/").await;
        let before = root.get("/webhook/demo/hook").await.page.header("etag").unwrap().to_owned();
        let rotate = "/webhook/demo/hook/$action/rotate";
        assert_eq!(root.send(Method::POST, rotate, stale("")).await.code(), 412);
        assert_eq!(root.get("/webhook/demo/hook").await.page.header("etag"), Some(before.as_str()), "the secret is what it was");
        let made = root.json(Method::POST, "/managementToken", &json!({ "name": "one" })).await;
        let one = made.json["id"].as_str().unwrap();
        assert_eq!(root.send(Method::DELETE, one, stale("")).await.code(), 412);
        assert_eq!(root.get(one).await.code(), 200, "it is still good");
        let file = csv("site,name\ndemo,new\n").header("if-match", "\"stale\"");
        assert_eq!(root.send(Method::POST, "/import/user", file).await.code(), 412);
        assert_eq!(root.get("/user/demo/new").await.code(), 404);
        let text = root.get("/configuration").await.page.body;
        let raw = Raw { body: text.into_bytes(), ..Raw::default() }.header("if-match", "\"stale\"");
        assert_eq!(root.send(Method::POST, "/configuration/apply", raw).await.code(), 412);
        // The controls.
        let fresh = testkit::api::encoded("").header("if-match", &before);
        assert_eq!(root.send(Method::POST, rotate, fresh).await.code(), 200);
        assert_eq!(root.delete(one).await.code(), 204);
        assert_eq!(root.send(Method::POST, "/import/user", csv("site,name\ndemo,new\n")).await.code(), 200);
        drop(house);
    }
}

on_both! {
    /// L010: a webhook's new secret and its new address are both there, whoever came first.
    async fn l010_a_rotation_undoes_nobodys_change(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/webhook/demo/hook", "url=https://hook.example/0").await;
        let root = &root;
        for n in 1..=12 {
            let (put, rotated) = futures_util::future::join(
                async { root.put("/webhook/demo/hook", &format!("url=https://hook.example/{n}")).await },
                async { root.post("/webhook/demo/hook/$action/rotate", "").await },
            ).await;
            assert_eq!((put.code(), rotated.code()), (200, 200));
            let now = root.get("/webhook/demo/hook").await;
            assert_eq!(now.json["attributes"]["url"], format!("https://hook.example/{n}"), "{}", now.page.body);
            let world = house.engine.world();
            let entry = world.catalogue.at(Noun::Webhook, "demo/hook").unwrap();
            let (_, webhook) = world.catalogue.webhook(entry.id).map(|(e, w)| (e, w.clone())).unwrap();
            assert_eq!(webhook.secret, rotated.json["secret"].as_str().unwrap(), "round {n}");
        }
        let last = house.audited("object.put").await;
        let rotations: Vec<_> = last.iter().filter(|e| e.detail["object"] == "/webhook/demo/hook").collect();
        assert!(rotations.iter().all(|e| e.actor == "/managementToken/tester" && e.from == "127.0.0.1"), "from where, too");
    }
}

on_both! {
    /// X015, M096: what did not prove who it is, and what was refused in bulk or in a file, is written down; so is that secrets left.
    async fn x015_m096_no_refusal_goes_unrecorded(database: Database) {
        let (house, root, manager) = house(database).await;
        let count = async |action: &str| house.audited(action).await.len();
        assert_eq!(house.api_by(Some("not-a-token-that-anybody-has-ever-seen")).get("/me").await.code(), 401);
        let unproved = house.audited("management.unproved").await;
        assert_eq!(unproved.len(), 1);
        assert_eq!((unproved[0].from.as_str(), unproved[0].reason.as_str()), ("127.0.0.1", "token-invalid"));
        assert!(!serde_json::to_string(&unproved[0]).unwrap().contains("not-a-token"), "what was shown is not told");
        let made = root.json(Method::POST, "/managementToken", &json!({ "name": "short" })).await;
        root.delete(made.json["id"].as_str().unwrap()).await;
        assert_eq!(house.api_by(made.json["value"].as_str()).get("/me").await.code(), 401);
        assert_eq!(house.audited("management.unproved").await[1].actor, "/managementToken/short", "one that was good once is named");
        assert_eq!(house.api_by(None).get("/me").await.code(), 401);
        assert_eq!(count("management.unproved").await, 2, "who shows nothing tries nothing");
        // A role that was emptied.
        root.put("/role/demo/none", "").await;
        let nobody = house.api_as(house.id(Noun::Role, "demo/none")).await;
        assert_eq!(nobody.put("/group/demo/new", "").await.code(), 403);
        let refused = house.audited("management.refused").await;
        assert_eq!(refused.iter().map(|e| e.detail["path"].as_str().unwrap()).collect::<Vec<_>>(), ["group/demo/new"]);
        // Bulk, and rows.
        root.put("/role/demo/a/look", "").await;
        assert_eq!(root.json(Method::PUT, "/role/demo/a/look", &json!({ "rights": [{ "noun": "user", "verb": "read" }] })).await.code(), 200);
        let reader = house.api_as(house.id(Noun::Role, "demo/a/look")).await;
        let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "zoe" });
        let bulk = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
            "Operations": [{ "method": "POST", "path": "/Users", "bulkId": "z", "data": user }] });
        let told = reader.scim(Method::POST, "demo/a", "/Bulk", Some(&bulk)).await;
        assert_eq!(told.json["Operations"][0]["status"], "403", "{}", told.page.body);
        assert_eq!(count("management.refused").await, 2);
        assert_eq!(manager.scim(Method::POST, "demo/a", "/Bulk", Some(&bulk)).await.json["Operations"][0]["status"], "201", "the control");
        let taken = manager.send(Method::POST, "/import/user", csv("site,name\nother,eve\ndemo/a,fine\n")).await;
        assert_eq!(taken.json["totals"]["refused"], 1, "{}", taken.page.body);
        let refused = house.audited("management.refused").await;
        assert_eq!((refused.len(), &refused[2].detail["rows"]), (3, &json!(1)));
        manager.send(Method::POST, "/import/user", csv("site,name\ndemo/a,finer\n")).await;
        assert_eq!(count("management.refused").await, 3, "the control");
        // Secrets that leave.
        let key = "0".repeat(63) + "1";
        let keyed = || Raw::default().header("export-key", &key);
        assert_eq!(manager.send(Method::GET, "/configuration", keyed()).await.code(), 403);
        let refused = house.audited("management.refused").await;
        assert_eq!(refused.last().unwrap().detail["path"], "configuration");
        assert_eq!(count("configuration.exported").await, 0);
        assert_eq!(root.get("/configuration").await.code(), 200);
        assert_eq!(count("configuration.exported").await, 0, "without secrets it is a question");
        assert_eq!(root.send(Method::GET, "/configuration", keyed()).await.code(), 200);
        let left = house.audited("configuration.exported").await;
        assert_eq!((left.len(), left[0].actor.as_str(), &left[0].detail["sealed"]), (1, "/managementToken/tester", &json!(true)));
        assert!(!serde_json::to_string(&left[0]).unwrap().contains(&key));
    }
}

on_both! {
    /// M096: a user who is called like another, or like the system, is told apart from them.
    async fn m096_nobody_acts_under_anothers_name(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/group/demo/helpers", "").await;
        root.put("/role/demo/own", "builtIn=siteManager").await;
        root.put("/role/demo/own/$link/assignedTo/group/demo/helpers", "").await;
        for name in ["demo/ada", "demo/a/ada", "demo/system"] {
            root.put(&format!("/user/{name}"), "cn=X").await;
            assert_eq!(root.put(&format!("/group/demo/helpers/$link/member/user/{name}"), "").await.code(), 200, "{name}");
        }
        let world = house.engine.world();
        let mut names = Vec::new();
        for path in ["demo/ada", "demo/a/ada", "demo/system"] {
            let id: model::Id = root.get(&format!("/user/{path}")).await.json["attributes"]["id"].as_str().unwrap().parse().unwrap();
            let user = house.store().user(id).await.unwrap().unwrap();
            let caller = manage::caller::Caller::person(&house.engine, &world, &user.person(), login::Actor::default()).await.unwrap();
            assert!(!caller.is_nobody());
            names.push(caller.actor.name.clone());
        }
        assert_eq!(names, ["/user/demo/ada", "/user/demo/a/ada", "/user/demo/system"]);
    }
}
