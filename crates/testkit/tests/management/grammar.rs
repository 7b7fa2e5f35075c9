//! Paths, bodies, links and answers (requirements C8, G2).

use http::Method;
use serde_json::json;
use testkit::{Database, House, Raw, api, on_both, plan::Way};

async fn house(database: Database) -> House {
    let house = House::new().on(database).method(Way::named("password.1").next(&[])).method(Way::named("totp.1"));
    let house = house.method(Way::new("unregistered.smtp", "email.unregistered"));
    house.application("demoapp").allow(["password.1"]).user("ada").start().await
}

on_both! {
    /// C8, with the methods that there are: the calls in their order, as a shell script sends them.
    async fn c8_the_calls_as_they_are_written(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let made = api.put("/inboundPolicy/attributemapping", "").await;
        assert_eq!((made.code(), made.text("id")), (200, "/inboundPolicy/attributemapping"));
        assert_eq!(api.put("/inboundPolicy/attributemapping/$link/method/unregistered.smtp", "").await.code(), 200);
        for (name, value) in [("phone_number", "mobile"), ("email", "mail")] {
            let form = format!("type=inboundPolicyItem&attributename={name}&attributevalue={value}");
            let item = api.post("/inboundPolicy/attributemapping", &form).await;
            assert_eq!((item.code(), item.json["attributes"]["attributeName"].as_str()), (201, Some(name)), "{}", item.page.body);
            assert_eq!(item.page.header("location"), Some(format!("/sso-api{}", item.text("id")).as_str()));
        }
        let method = api.put("/method/unregistered.smtp", "configuration=mfa%20true&configuration=policy.lockout.threshold%204").await;
        assert_eq!(method.json["attributes"]["configuration"], json!(["mfa true", "policy.lockout.threshold 4"]));
        assert_eq!(api.put("/method/password.1/$link/nextFactor/method/unregistered.smtp", "").await.code(), 200);
        assert_eq!(api.put("/site/demo/$link/method/unregistered.smtp", "").await.code(), 200);
        let link = api.put("/application/demo/demoapp/$link/method/unregistered.smtp", "enabled=true").await;
        assert_eq!(link.json, json!({ "type": "method", "id": "/method/unregistered.smtp", "link": "method", "enabled": true, "opens": false }));
        let items = api.get("/inboundPolicy/attributemapping/$link/inboundPolicyItem").await;
        assert_eq!(items.each("type"), ["inboundPolicyItem", "inboundPolicyItem"]);
        assert_eq!(api.get("/inboundPolicy/attributemapping/$link/method").await.each("id"), ["/method/unregistered.smtp"]);
        assert_eq!(api.get("/method/unregistered.smtp/$link/previousFactor").await.each("id"), ["/method/password.1"]);
        // What was configured is what a login does: the address comes from the directory and a code goes there.
        let halfway = house.login("ada").at("demoapp").password().await;
        assert!(halfway.page.asks("code"), "{}", halfway.page.body);
        house.inbox().newest("ada@demo.test", 1).await;
    }
}

on_both! {
    /// C8: PUT replaces a list of values; PATCH adds to it and takes out of it.
    async fn c8_a_put_of_one_line_leaves_only_that_line(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let lines = |answer: &testkit::client::Answer| answer.json["attributes"]["configuration"].clone();
        api.put("/method/unregistered.smtp", "configuration=policy.lockout.threshold%204&configuration=policy.lockout.duration%209&title=Mail").await;
        let one = api.put("/method/unregistered.smtp", "configuration=mfa%20true").await;
        assert_eq!((lines(&one), one.json["attributes"]["title"].as_str()), (json!(["mfa true"]), Some("Mail")), "the rest stays");
        let added = api.patch("/method/unregistered.smtp", "add.configuration=policy.lockout.threshold%203").await;
        assert_eq!(lines(&added), json!(["mfa true", "policy.lockout.threshold 3"]));
        let patch = json!({ "remove": { "configuration": ["mfa true"] }, "set": { "title": "Post" } });
        let removed = api.json(Method::PATCH, "/method/unregistered.smtp", &patch).await;
        assert_eq!((lines(&removed), removed.json["attributes"]["title"].as_str()), (json!(["policy.lockout.threshold 3"]), Some("Post")));
        assert_eq!(api.patch("/method/nobody", "title=x").await.code(), 404);
        assert_eq!(api.patch("/method/totp.1", "add.title=x").await.keys(), ["not-a-list"]);
    }
}

on_both! {
    /// C1, C8: what would break the graph is refused by the finding that names it, and changes nothing.
    async fn c8_rings_dangling_links_and_misspelt_lines_are_named(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let version = house.engine.world().catalogue.version;
        assert_eq!(api.put("/method/password.1/$link/nextFactor/method/totp.1?dryRun=true", "").await.code(), 200, "the control");
        api.put("/method/password.1/$link/nextFactor/method/totp.1", "").await;
        api.put("/method/totp.3", "methodType=SPI%20TOTP").await;
        let before = house.engine.world().catalogue.version;
        assert_eq!(before, version + 2);
        let ring = api.put("/method/totp.1/$link/nextFactor/method/password.1", "").await;
        assert_eq!((ring.code(), ring.keys()[0]), (422, "ring"));
        assert!(ring.page.body.contains("totp.1"), "{}", ring.page.body);
        let reverse = api.put("/method/password.1/$link/previousFactor/method/totp.1", "").await;
        assert_eq!((reverse.code(), reverse.keys()[0]), (422, "ring"), "from the other end");
        let nowhere = api.put("/application/demo/demoapp/$link/method/totp.2", "enabled=true").await;
        assert_eq!((nowhere.code(), nowhere.keys()[0], nowhere.json["errors"][0]["arguments"]["nearest"].as_str()), (422, "dangling", Some("/method/totp.1")));
        let line = api.put("/method/totp.1", "configuration=policy.lockout.threshold%203&configuration=totpDigitz%208").await;
        assert_eq!((line.code(), line.keys()[0], line.json["errors"][0]["field"].as_str()), (422, "line-unknown", Some("configuration[2]")));
        assert_eq!(line.json["errors"][0]["arguments"]["nearest"], "totpDigits");
        for (path, form, code, key) in [
            ("/method/totp.1", "titel=x", 400, "attribute-unknown"),
            ("/method/totp.1", "enabled=perhaps", 400, "attribute-value"),
            ("/method/totp.1", "methodType=Password", 422, "type-differs"),
            ("/method/new.1", "title=x", 422, "missing"),
            ("/method/new.1", "methodType=Pasword", 422, "type-unknown"),
            ("/application/nowhere/app", "", 422, "site-missing"),
            ("/application/demo/demoapp/$link/method/totp.3", "enabled=true", 422, "method-not-in-site"),
            ("/application/demo/demoapp/$link/method/password.1", "opened=true", 400, "link-attribute"),
            ("/application/demo/demoapp/$link/metod/password.1", "", 400, "link-unknown"),
        ] {
            let answer = api.put(path, form).await;
            assert_eq!((answer.code(), answer.keys().first().copied()), (code, Some(key)), "{path} {form}: {}", answer.page.body);
        }
        assert_eq!(house.engine.world().catalogue.version, before, "nothing changed");
    }
}

on_both! {
    /// An object that several calls complete is saved as unfit until it is whole, and nobody is let in there before.
    async fn an_object_may_be_completed_by_several_calls(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let made = api.put("/application/demo/wiki", "title=Wiki").await;
        let severities: Vec<&str> = made.json["findings"].as_array().unwrap().iter().map(|f| f["severity"].as_str().unwrap()).collect();
        assert!(made.code() == 200 && !severities.is_empty() && severities.iter().all(|s| *s == "unfit"), "{}", made.page.body);
        let registration = json!({ "redirect_uris": ["https://wiki.example/cb"] });
        let registered = api.json(Method::PUT, "/application/demo/wiki/$attribute/metadata", &registration).await;
        assert!(registered.text("client_secret").len() >= 32 && !registered.text("client_id").is_empty());
        let told = api.get("/application/demo/wiki/$attribute/metadata").await;
        assert_eq!(told.text("client_secret"), "********", "it is told once");
        let kept = api.json(Method::PUT, "/application/demo/wiki/$attribute/metadata", &told.json).await;
        assert_eq!(kept.code(), 200);
        let stored = house.engine.world().catalogue.at(model::Noun::Application, "demo/wiki").unwrap().object.attributes();
        assert_eq!(stored["metadata"]["client_secret"].as_str(), Some(registered.text("client_secret")), "a mask put back keeps it");
        api.put("/application/demo/wiki/$link/method/password.1", "enabled=true").await;
        let last = api.put("/application/demo/wiki/$link/allowedTo/group/demo/everyone", "").await;
        assert_eq!(last.code(), 200, "{}", last.page.body);
        assert_eq!(api.get("/application/demo/wiki").await.json["findings"], json!(null), "whole");
    }
}

on_both! {
    /// The scope to ask for is told to who brings no token; a token that says nothing is refused.
    async fn x015_a_call_without_a_token_is_told_what_to_ask_for(database: Database) {
        let house = house(database).await;
        let nobody = house.api_by(None).get("/site").await;
        assert_eq!(nobody.code(), 401);
        let challenge = nobody.page.header("www-authenticate").unwrap().to_owned();
        assert!(challenge.starts_with("Bearer ") && challenge.contains("scope=\"sso-api\""), "{challenge}");
        assert_eq!(house.api().await.get("/site").await.each("id"), ["/site/demo"], "the control");
        let wrong = house.api_by(Some("abcdefghijklmnopqrstuvwxyz234567")).get("/site").await;
        assert!(wrong.code() == 401 && wrong.page.header("www-authenticate").unwrap().contains("invalid_token"));
        let in_query = house.api_by(None).get("/site?access_token=abc").await;
        assert_eq!(in_query.code(), 400, "never in the address");
        // Guessing gets slow.
        let guesser = house.api_by(Some("aaaa"));
        for _ in 0..40 {
            guesser.get("/site").await;
        }
        assert_eq!(guesser.get("/site").await.code(), 429);
        house.clock.forward(6);
        assert_eq!(guesser.get("/site").await.code(), 401);
    }
}

on_both! {
    /// Answers are XML where nothing is asked, JSON where it is, and refused where we have neither.
    async fn answers_by_accept(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        for (accept, code, kind) in [
            ("application/json", 200, "application/json"),
            ("*/*", 200, "application/json"),
            ("application/xml", 200, "application/xml"),
            ("application/json;q=0.4, text/xml;q=0.9", 200, "application/xml"),
            ("image/png", 406, "application/problem+json"),
        ] {
            let answer = api.send(Method::GET, "/application/demo/demoapp/$link", Raw::default().header("accept", accept)).await;
            assert_eq!((answer.code(), answer.page.header("content-type")), (code, Some(kind)), "{accept}");
        }
        let xml = api.send(Method::GET, "/application/demo/demoapp/$link/method", Raw::default().header("accept", "text/xml")).await;
        assert!(xml.page.body.contains(r#"<object type="method" id="/method/password.1" link="method" enabled="true" opens="false"/>"#), "{}", xml.page.body);
    }
}

on_both! {
    /// M083, M093: what is malformed is told so and does nothing; page tokens are ours or refused.
    async fn m093_m083_malformed_requests_are_refused(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let version = house.engine.world().catalogue.version;
        for (body, kind, code) in [
            (&br#"{"title":"a","title":"b"}"#[..], "application/json", 400),
            (b"{\"title\":\"\xff\"}", "application/json", 400),
            (b"{\"title\":", "application/json", 400),
            (b"[1]", "application/json", 400),
            (b"title=%zz", "application/x-www-form-urlencoded", 400),
            (b"<x/>", "application/xml", 415),
            (&[b'['; 100_000], "application/json", 400),
        ] {
            let raw = Raw { body: body.to_vec(), ..Raw::default() }.header("content-type", kind);
            assert_eq!(api.send(Method::PUT, "/method/totp.1", raw).await.code(), code, "{kind}");
        }
        let big = Raw { body: vec![b'a'; 3 << 20], ..Raw::default() }.header("content-type", "application/json");
        assert_eq!(api.send(Method::PUT, "/method/totp.1", big).await.code(), 413);
        for path in ["/method/totp.1/x", "/method/..%2f..", "/metod/totp.1", "/method/totp.1/$attribute/jwks", "/user/demo"] {
            assert_eq!(api.get(path).await.code(), 404, "{path}");
        }
        assert_eq!(house.engine.world().catalogue.version, version);
        let first = api.get("/method?limit=2").await;
        let next = first.text("next").to_owned();
        assert_eq!((first.each("id").len(), api.get(&next).await.each("id").len()), (2, 1), "{next}");
        for forged in [next.replace("after=", "after=x"), next.replace("/method", "/group"), next.replace("%2E", "%2Ea")] {
            assert_eq!(api.get(&forged).await.code(), 422, "{forged}");
        }
        for path in ["/method?limit=0", "/method?limit=many", "/method?colour=red", "/method?title=%27%20OR%201%3D1"] {
            assert!(matches!(api.get(path).await.code(), 400 | 200), "{path}");
        }
        assert_eq!(api.get("/method?enabled=true&q=TOTP").await.each("id"), ["/method/totp.1"]);
        assert_eq!(api.get("/method?enabled=false").await.each("id"), Vec::<&str>::new());
    }
}

on_both! {
    /// Children are made by POST, everything is deleted with what leads to it, and what holds something is not.
    async fn a2_16_children_and_deletion(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        assert_eq!(api.post("/site/demo", "type=site&name=sub&title=Sub").await.text("id"), "/site/demo/sub");
        assert_eq!(api.post("/site/demo/sub", "type=group&name=staff").await.text("id"), "/group/demo/sub/staff");
        assert_eq!(api.post("/site/demo/sub", "type=group&name=staff").await.code(), 409, "the name is taken");
        assert_eq!(api.post("/site/demo/sub", "type=method&name=x").await.keys(), ["child-unknown"]);
        let policy = api.post("/site/demo/sub", "type=policy&name=p").await;
        assert_eq!(policy.code(), 201);
        let item = api.post("/policy/demo/sub/p/$link/group/demo/sub/staff", "attributename=role&attributevalue=text:staff").await;
        assert_eq!((item.code(), item.json["attributes"]["group"].as_str()), (201, Some("demo/sub/staff")));
        let links = api.get("/policy/demo/sub/p/$link/group").await;
        assert_eq!(links.json["objects"][0]["index"].as_str(), Some(item.text("id")));
        assert!(api.get("/site/demo/$link/sub/group").await.each("id").contains(&"/group/demo/sub/staff"));
        assert_eq!(api.delete("/site/demo/sub").await.json["type"], "urn:symbolon:problem:not-empty");
        assert_eq!(api.delete("/method/totp.1").await.json["type"], "urn:symbolon:problem:delete-enabled");
        assert_eq!(api.delete("/site/demo").await.code(), 409, "users live there");
        assert_eq!(api.delete("/server").await.code(), 405);
        api.put("/method/totp.1", "enabled=false").await;
        api.put("/method/password.1/$link/nextFactor/method/totp.1", "").await;
        assert_eq!(api.delete("/method/totp.1").await.code(), 204);
        assert_eq!(api.get("/method/password.1/$link/nextFactor").await.each("id"), Vec::<&str>::new(), "nothing dangles");
        assert_eq!(api.delete("/method/totp.1").await.code(), 404);
        for path in ["/policy/demo/sub/p", "/group/demo/sub/staff", "/site/demo/sub"] {
            assert_eq!(api.delete(path).await.code(), 204, "{path}");
        }
    }
}

on_both! {
    /// G4: every write leaves a record of before and after, and no secret in it.
    async fn g4_m096_every_write_is_recorded(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        api.put("/method/totp.1", "title=New").await;
        let put = house.audited("object.put").await;
        let event = put.last().unwrap();
        assert_eq!((event.actor.as_str(), event.from.as_str(), event.detail["object"].as_str()), ("/managementToken/tester", "127.0.0.1", Some("/method/totp.1")));
        assert_eq!(event.detail["after"]["attributes"]["title"]["en"], "New");
        assert!(event.detail["before"]["attributes"]["title"]["en"] != "New" && event.correlation.is_some());
        let secret = json!({ "redirect_uris": ["https://x.example"], "client_secret": "a-secret-that-nobody-may-read-anywhere" });
        assert_eq!(api.send(Method::PUT, "/application/demo/demoapp/$attribute/metadata", api::json(&secret)).await.code(), 200);
        let all = house.audit().await;
        assert!(!format!("{all:?}").contains("nobody-may-read"));
    }
}
