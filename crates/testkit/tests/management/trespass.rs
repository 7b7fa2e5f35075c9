//! M084, X015: what a site's own people tried to reach beyond their rights, each beside the same call where it is theirs.

use http::Method;
use model::{Noun, role::BuiltIn};
use serde_json::{Value, json};
use testkit::{Api, Database, House, Raw, on_both};

/// `demo` with ada and bob, `demo/a` with carol and a manager, and `other` with what is nobody's business.
pub async fn house(database: Database) -> (House, Api, Api) {
    let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
    let root = house.api().await;
    for site in ["demo/a", "other"] {
        root.put(&format!("/site/{site}"), "").await;
        root.put(&format!("/group/{site}/x"), "").await;
        root.put(&format!("/site/{site}/$link/method/password"), "").await;
    }
    root.put("/user/demo/a/carol", "cn=Carol").await;
    root.put("/role/demo/a/own", "builtIn=siteManager").await;
    let manager = house.api_as(house.id(Noun::Role, "demo/a/own")).await;
    (house, root, manager)
}

pub fn csv(text: &str) -> Raw {
    Raw { body: text.as_bytes().to_vec(), ..Raw::default() }.header("content-type", "text/csv")
}

on_both! {
    /// M084: a client that may ask for this API gets the token of whoever logs in to it, so that a site's manager makes none; nor
    /// turns one that is there.
    async fn m084_a_site_makes_no_client_that_gathers_administrators_tokens(database: Database) {
        let (_house, root, manager) = house(database).await;
        let client = |id: &str, scope: &str| {
            json!({ "client_id": id, "redirect_uris": ["https://x.example/cb"], "scope": scope })
        };
        let outranked = |answer: &testkit::client::Answer| {
            assert_eq!((answer.code(), answer.json["type"].as_str()), (403, Some("urn:symbolon:problem:outranked")), "{}", answer.page.body);
        };
        let path = "/application/demo/a/app";
        outranked(&manager.json(Method::PUT, path, &json!({ "metadata": client("app", "openid sso-api") })).await);
        assert_eq!(manager.json(Method::PUT, path, &json!({ "metadata": client("app", "openid") })).await.code(), 200, "the control");
        outranked(&manager.json(Method::PUT, &format!("{path}/$attribute/metadata"), &client("app", "sso-api openid")).await);
        outranked(&manager.json(Method::PATCH, path, &json!({ "metadata": client("app", "sso-api") })).await);
        let robot = json!({ "client_id": "robot", "grant_types": ["client_credentials"], "scope": "sso-api" });
        assert_eq!(manager.json(Method::PUT, "/application/demo/a/robot", &json!({ "metadata": robot })).await.code(), 200, "in its own name");
        let both = json!({ "client_id": "robot", "grant_types": ["client_credentials", "authorization_code"], "redirect_uris": ["https://x.example/cb"], "scope": "sso-api" });
        outranked(&manager.json(Method::PUT, "/application/demo/a/robot", &json!({ "metadata": both })).await);
        // One that the administrator made is led nowhere else, and is not made easier to enter.
        assert_eq!(root.json(Method::PUT, path, &json!({ "metadata": client("app", "openid sso-api") })).await.code(), 200);
        let elsewhere = json!({ "client_id": "app", "redirect_uris": ["https://y.example/cb"], "scope": "openid sso-api" });
        outranked(&manager.json(Method::PUT, &format!("{path}/$attribute/metadata"), &elsewhere).await);
        outranked(&manager.put(&format!("{path}/$link/method/password"), "enabled=true").await);
        outranked(&manager.delete(path).await);
        assert_eq!(manager.put(path, "title=App").await.code(), 200, "the control");
        assert_eq!(root.put(&format!("{path}/$link/method/password"), "enabled=true").await.code(), 200, "the control");
    }
}

on_both! {
    /// M084: a name with a slash in it is no way into the site above.
    async fn m084_no_row_of_a_file_lies_in_another_site(database: Database) {
        let (_house, root, manager) = house(database).await;
        let file = "site,name\ndemo,a/eve\ndemo/a,fine\n";
        for (api, above) in [(&manager, "user-name"), (&root, "user-name")] {
            let taken = api.send(Method::POST, "/import/user?all=true", csv(file)).await;
            assert_eq!(taken.json["rows"][0]["refusal"]["key"], above, "{}", taken.page.body);
            assert_ne!(taken.json["rows"][1]["outcome"], "refused", "the control");
        }
        let plain = manager.send(Method::POST, "/import/user?all=true", csv("site,name\ndemo,eve\n")).await;
        assert_eq!(plain.json["rows"][0]["refusal"]["key"], "import-forbidden");
        assert_eq!(root.get("/user?site=demo").await.each("id"), ["/user/demo/ada", "/user/demo/bob"]);
    }
}

on_both! {
    /// M084: an outbound mapping names the people of its site, and whoever asks for others learns nothing of them; what stands beside a
    /// method, and whom its tables find, is for those who look after the system.
    async fn m084_mappings_and_providers_tell_nothing_of_other_sites(database: Database) {
        let (_house, root, manager) = house(database).await;
        root.put("/user/other/zoe", "cn=Zoe").await;
        let policy = "/outboundMappingPolicy/demo/a/names";
        assert_eq!(manager.put(policy, "nameIDFormat=unspecified").await.code(), 200, "the control");
        let asked = async |user: &str| {
            let to = format!("{policy}/$link/user/{user}");
            let put = manager.put(&to, "username=x").await;
            let got = manager.get(&to).await;
            (put.code(), put.json["type"].clone(), got.code(), got.json["type"].clone())
        };
        let nobody = asked("other/nobody").await;
        assert!((400..500).contains(&nobody.0), "{nobody:?}");
        for user in ["other/zoe", "demo/ada", "demo/nobody"] {
            assert_eq!(asked(user).await, nobody, "{user}");
        }
        assert_eq!(asked("demo/a/carol").await.0, 200, "the control");
        // With a body that is right for whoever may: what is told is that they may not.
        let document = || Raw { body: b"{}".to_vec(), ..Raw::default() }.header("content-type", "application/json");
        for (verb, path) in [
            (Method::GET, "/method/password/$attribute/registration"),
            (Method::PUT, "/method/password/$attribute/metadata"),
            (Method::PUT, "/method/password/$attribute/jwks"),
            (Method::PUT, "/method/password/$attribute/registration"),
            (Method::DELETE, "/method/password/$attribute/registration"),
            (Method::PUT, "/inboundMappingPolicy/people"),
            (Method::PUT, "/inboundDirectoryMapping/people/rule"),
            (Method::PUT, "/inboundServiceMapping/people/rule"),
            (Method::PUT, "/inboundServiceMapping/people/rule/$link/service/hr"),
            (Method::PUT, "/service/hr"),
            (Method::GET, "/service/hr"),
            (Method::PUT, "/method/password/$link/inboundMappingPolicy/people"),
        ] {
            let refused = manager.send(verb.clone(), path, document()).await;
            assert!(matches!(refused.code(), 403 | 404), "{verb} {path}: {} {}", refused.code(), refused.page.body);
        }
    }
}

on_both! {
    /// M084: neither policies nor hints tell of groups that the caller does not see.
    async fn m084_other_sites_objects_are_not_told_by_the_way(database: Database) {
        let (_house, root, manager) = house(database).await;
        root.put("/group/other/confidential", "").await;
        root.put("/policy/demo/a/p", "").await;
        for group in ["other/confidential", "other/nothing", "demo/nothing"] {
            let item = format!("attributename=x&attributevalue=text:1&group={group}");
            assert_eq!(manager.put("/policyItem/demo/a/p/i", &item).await.code(), 403, "{group}");
            let whole = json!({ "items": [{ "name": "x", "value": "text:1", "group": group }] });
            assert_eq!(manager.json(Method::PUT, "/policy/demo/a/p", &whole).await.code(), 403, "{group}");
        }
        let own = "attributename=x&attributevalue=text:1&group=demo/a/x";
        assert_eq!(manager.put("/policyItem/demo/a/p/own", own).await.code(), 200, "the control");
        assert_eq!(root.put("/policyItem/demo/a/p/i", "attributename=x&attributevalue=text:1&group=other/confidential").await.code(), 200);
        assert_eq!(manager.put("/policyItem/demo/a/p/own", "attributename=y").await.code(), 200, "what is there stays");
        manager.put("/application/demo/a/app", "").await;
        let near = "/application/demo/a/app/$link/allowedTo/group/demo/a/confidentia";
        let (theirs, roots) = (manager.put(near, "").await, root.put(near, "").await);
        assert_eq!((theirs.code(), roots.code()), (422, 422));
        assert!(!theirs.page.body.contains("other/"), "{}", theirs.page.body);
        assert!(roots.page.body.contains("/group/other/confidential"), "the control: {}", roots.page.body);
    }
}

on_both! {
    /// M084: the links for forgotten passwords of an administrator who lives in a site do not go by a server of its manager's.
    async fn m084_mail_of_a_site_with_an_administrator_in_it(database: Database) {
        let (_house, root, manager) = house(database).await;
        root.put("/user/demo/a/carol", "department=Root").await;
        let mail = |port: u16| json!({ "mail": { "host": "mail.x.example", "port": port, "from": "a@x.example" }, "forgottenPassword": true });
        assert_eq!(manager.json(Method::PUT, "/site/demo/a", &mail(25)).await.code(), 200, "the control: {}", manager.json(Method::PUT, "/site/demo/a", &mail(25)).await.page.body);
        root.put("/role/top", "builtIn=administrator").await;
        root.put("/group/other/bosses", "").await;
        root.put("/role/top/$link/assignedTo/group/other/bosses", "").await;
        assert_eq!(manager.json(Method::PUT, "/site/demo/a", &mail(26)).await.code(), 200, "nobody of this site is one");
        root.put("/group/other/bosses/$link/member/user/demo/a/carol", "").await;
        assert_eq!(manager.json(Method::PUT, "/site/demo/a", &mail(27)).await.code(), 403);
        assert_eq!(manager.put("/site/demo/a", "title=A").await.code(), 200, "the rest of the site is theirs");
        root.delete("/group/other/bosses/$link/member/user/demo/a/carol").await;
        root.put("/group/other/bosses", "filter=department=Root").await;
        assert_eq!(manager.json(Method::PUT, "/site/demo/a", &mail(28)).await.code(), 403, "by a filter");
        assert_eq!(root.json(Method::PUT, "/site/demo/a", &mail(29)).await.code(), 200);
    }
}

on_both! {
    /// G2: what was asked for as a dry run or on a condition is not done without; a misspelt parameter does nothing.
    async fn g2_actions_keep_to_conditions_and_do_nothing_dry(database: Database) {
        let (house, root, _) = house(database).await;
        let act = "/user/demo/ada/$action/setPassword";
        let set = "password=another-password-1";
        assert_eq!(root.post(&format!("{act}?dryRun=true"), set).await.code(), 400);
        let stale = |form: &str| testkit::api::encoded(form).header("if-match", "\"stale\"");
        assert_eq!(root.send(Method::POST, act, stale(set)).await.code(), 412);
        assert!(house.audited("credential.put").await.is_empty(), "neither was done");
        let tag = root.get("/user/demo/ada").await.page.header("etag").unwrap().to_owned();
        let fresh = testkit::api::encoded(set).header("if-match", &tag);
        assert_eq!(root.send(Method::POST, act, fresh).await.code(), 200, "the control");
        assert_eq!(house.audited("credential.put").await.len(), 1);
        for misspelt in ["/import/user?dryrun=true", "/import/user?dry_run"] {
            assert_eq!(root.send(Method::POST, misspelt, csv("site,name\ndemo,new\n")).await.code(), 400);
        }
        assert_eq!(root.get("/user/demo/new").await.code(), 404);
        // Links of users too.
        let link = "/user/demo/ada/$link/memberOf/group/demo/a/x";
        assert_eq!(root.send(Method::PUT, link, stale("")).await.code(), 412);
        assert_eq!(root.send(Method::PUT, "/group/demo/a/x/$link/member/user/demo/ada", stale("")).await.code(), 412);
        assert_eq!(root.get("/user/demo/ada/$link/memberOf").await.each("id").len(), 0);
        assert_eq!(root.put(link, "").await.code(), 200, "the control");
        let moved = root.get("/user/demo/ada").await.page.header("etag").unwrap().to_owned();
        assert_ne!(moved, tag, "a tag moves with the links");
        for (form, code, enabled) in [
            ("Enabled=false", 200, Some(false)), ("enabled=TRUE", 200, Some(true)), ("enabled=maybe", 400, None), ("enbled=false", 400, None),
        ] {
            let answer = root.put("/user/demo/ada/$link/method/password", form).await;
            assert_eq!((answer.code(), answer.json["enabled"].as_bool()), (code, enabled), "{form}: {}", answer.page.body);
        }
    }
}

on_both! {
    /// L010, G2: many at one moment are all done, each once.
    async fn l010_many_writes_at_one_moment(database: Database) {
        let (_house, root, _) = house(database).await;
        let codes = |answers: Vec<testkit::client::Answer>| answers.iter().map(testkit::client::Answer::code).collect::<Vec<u16>>();
        let root = &root;
        let groups = futures_util::future::join_all((0..40).map(|n| async move { root.put(&format!("/group/demo/a/g{n}"), "").await })).await;
        assert_eq!(codes(groups), [200; 40]);
        let tags = (0..16).map(|n| async move { root.json(Method::PATCH, "/user/demo/ada", &json!({ "add": { "tags": [n.to_string()] } })).await });
        assert_eq!(codes(futures_util::future::join_all(tags).await), [200; 16]);
        assert_eq!(root.get("/user/demo/ada").await.json["attributes"]["tags"].as_array().map(Vec::len), Some(16));
        root.put("/policy/demo/a/p", "").await;
        let keyed = || testkit::api::encoded("attributename=r&attributevalue=text:1").header("idempotency-key", "one");
        let items = (0..20).map(|_| async move { root.send(Method::POST, "/policy/demo/a/p/$link/group/demo/a/x", keyed()).await });
        assert_eq!(codes(futures_util::future::join_all(items).await), [201; 20]);
        assert_eq!(root.get("/policy/demo/a/p/$link/policyItem").await.each("id").len(), 1, "one key, one item");
        let wish = json!({ "name": "same", "role": "demo/a/own" });
        let wish = &wish;
        let tokens = (0..20).map(|_| async move { root.json(Method::POST, "/managementToken", wish).await });
        let made = codes(futures_util::future::join_all(tokens).await);
        assert_eq!(made.iter().filter(|code| **code == 201).count(), 1, "{made:?}");
        assert!(made.iter().all(|code| matches!(code, 201 | 409)), "{made:?}");
        let listed = root.get("/managementToken").await;
        let same: Vec<&Value> = listed.json["objects"].as_array().unwrap().iter().filter(|o| o["attributes"]["name"] == "same").collect();
        assert_eq!(root.delete(same[0]["id"].as_str().unwrap()).await.code(), 204);
        assert_eq!(root.json(Method::POST, "/managementToken", wish).await.code(), 201, "the name is free again");
    }
}

on_both! {
    /// C8: names of fields and links in any case, and the links of the one object without a name.
    async fn c8_names_in_any_case_and_what_the_system_has(database: Database) {
        let (_house, root, manager) = house(database).await;
        let made = root.post("/site/demo/a", "Type=group&NAME=kid").await;
        assert_eq!((made.code(), made.text("id")), (201, "/group/demo/a/kid"), "{}", made.page.body);
        let json = root.json(Method::POST, "/site/demo/a", &json!({ "Type": "group", "Name": "kid2" })).await;
        assert_eq!((json.code(), json.text("id")), (201, "/group/demo/a/kid2"));
        root.put("/application/demo/a/app", "").await;
        let link = root.put("/application/demo/a/app/$link/allowedto/Group/demo/a/kid", "").await;
        assert_eq!((link.code(), link.text("link")), (200, "allowedTo"), "{}", link.page.body);
        assert_eq!(root.put("/application/demo/a/app/$link/allowed/group/demo/a/kid", "").await.code(), 400, "the control");
        assert_eq!(root.get("/server/$link/method/password").await.each("id"), ["/method/password"]);
        assert_eq!(root.get("/server/$link/method").await.each("id"), ["/method/password"]);
        assert_eq!(root.get("/server/$link/method/nothing").await.code(), 404);
        assert_eq!(root.put("/server/$link/method/password", "").await.code(), 405);
        assert_eq!(manager.get("/server/$link/method/password").await.code(), 403);
        for name in ["ad%E2%80%8Ba", "ada%E2%80%AE", "%EF%BB%BFada"] {
            assert_eq!(root.put(&format!("/user/demo/{name}"), "").await.code(), 404, "{name}");
        }
        // One name, however its accent is written.
        let (one, two) = (root.put("/user/demo/%C3%A9va", "").await, root.put("/user/demo/e%CC%81va", "").await);
        assert_eq!((one.code(), one.json["attributes"]["id"].as_str()), (200, two.json["attributes"]["id"].as_str()), "{}", two.page.body);
    }
}

on_both! {
    /// M084: every role's own writes, once more, after all of these.
    async fn m084_the_usual_work_goes_on(database: Database) {
        let (house, root, manager) = house(database).await;
        for (path, form) in [("/group/demo/a/new", ""), ("/policy/demo/a/new", ""), ("/application/demo/a/new", "title=New"), ("/user/demo/a/new", "cn=New")] {
            assert_eq!(manager.put(path, form).await.code(), 200, "{path}");
        }
        root.put("/role/demo/a/help", &format!("builtIn={}", BuiltIn::Helpdesk.name())).await;
        let helpdesk = house.api_as(house.id(Noun::Role, "demo/a/help")).await;
        assert_eq!(helpdesk.post("/user/demo/a/new/$action/unlock", "").await.code(), 200);
        assert_eq!(helpdesk.post("/user/demo/a/new/$action/setPassword", "password=x").await.code(), 403);
    }
}

on_both! {
    /// X015, M096: a change that was refused leaves its record, where the site's own auditors find it; a question leaves none.
    async fn x015_what_was_refused_is_written_down(database: Database) {
        let (house, root, manager) = house(database).await;
        assert_eq!(manager.put("/group/other/y?dryRun=false", "title=Confidential").await.code(), 403);
        assert_eq!(manager.get("/group/other/x").await.code(), 403);
        assert_eq!(manager.put("/role/demo/a/more", "builtIn=administrator").await.code(), 403);
        assert_eq!(manager.put("/group/demo/a/y", "").await.code(), 200, "the control");
        let refused = house.audited("management.refused").await;
        let told: Vec<(&str, &str, &str)> = refused.iter().map(|e| (e.detail["path"].as_str().unwrap(), e.reason.as_str(), e.place())).collect();
        assert_eq!(told, [("group/other/y", "forbidden", "other"), ("role/demo/a/more", "outranked", "demo/a")]);
        assert!(refused.iter().all(|e| e.actor.starts_with("/managementToken/") && e.from == "127.0.0.1" && e.detail["method"] == "PUT"));
        let body = root.get("/audit?action=management.refused").await.page.body;
        assert!(!body.contains("Confidential"), "{body}");
        let scim = manager.scim(Method::POST, "demo/a", "/Users", Some(&json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "zoe" }))).await;
        assert_eq!(scim.code(), 201, "{}", scim.page.body);
    }
}

on_both! {
    /// M084: a password that somebody else typed does not follow the address to another mail server.
    async fn m084_a_kept_password_goes_to_no_other_server(database: Database) {
        let (_house, root, manager) = house(database).await;
        let first = "mail.host=mail.x.example&mail.from=a@x.example&mail.username=a&mail.password=typed-by-root";
        assert_eq!(root.put("/site/demo/a", first).await.code(), 200);
        for moved in ["mail.host=mail.y.example", "mail.port=2525", "mail.security=none"] {
            let answer = manager.put("/site/demo/a", moved).await;
            assert_eq!((answer.code(), answer.keys()), (422, vec!["secret-again"]), "{moved}: {}", answer.page.body);
        }
        let masked = json!({ "mail": { "host": "mail.y.example", "from": "a@x.example", "username": "a", "password": "********" } });
        assert_eq!(manager.json(Method::PUT, "/site/demo/a", &masked).await.keys(), ["secret-again"]);
        for same in ["mail.from=b@x.example", "mail.host=mail.y.example&mail.password=typed-anew", "mail.host=mail.z.example&mail.password="] {
            assert_eq!(manager.put("/site/demo/a", same).await.code(), 200, "the control: {same}");
        }
    }
}

on_both! {
    /// H2, M084: an answer names no groups of sites that the asker may not ask about.
    async fn h2_an_answer_ends_at_the_site(database: Database) {
        let (house, root, _) = house(database).await;
        root.put("/group/other/x/$link/member/user/demo/ada", "").await;
        root.put("/group/demo/a/x/$link/member/user/demo/ada", "").await;
        root.put("/role/demo/own", "builtIn=siteManager").await;
        let manager = house.api_as(house.id(Noun::Role, "demo/own")).await;
        let question = json!({ "application": "demo/wiki", "who": { "user": { "site": "demo", "name": "ada" } } });
        let groups = |answer: &testkit::client::Answer| answer.json["person"]["groups"].as_array().unwrap().iter().map(|g| g.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let (theirs, roots) = (manager.json(Method::POST, "/whatif", &question).await, root.json(Method::POST, "/whatif", &question).await);
        assert!(groups(&theirs).contains(&"demo/a/x".to_owned()) && !theirs.page.body.contains("other/x"), "{}", theirs.page.body);
        assert!(groups(&roots).contains(&"other/x".to_owned()), "the control: {}", roots.page.body);
    }
}
