//! Writes under conditions: entity tags, dry runs, keys for tries.

use http::Method;
use testkit::{House, Raw, api, on_both};

on_both! {
    /// A write on what was read earlier is refused when somebody was faster; two that read the same cannot both win.
    async fn g2_a_lost_race_is_told(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).start().await;
        let api = house.api().await;
        let tag = api.get("/application/demo/wiki").await.page.header("etag").unwrap().to_owned();
        let with = |form: &str, tag: &str| api::encoded(form).header("if-match", tag);
        let path = "/application/demo/wiki";
        let first = api.send(Method::PUT, path, with("title=One", &tag)).await;
        assert_eq!(first.code(), 200);
        let late = api.send(Method::PUT, path, with("title=Two", &tag)).await;
        assert_eq!((late.code(), late.json["type"].as_str()), (412, Some("urn:symbolon:problem:precondition")));
        assert_eq!(api.get(path).await.json["attributes"]["title"], "One");
        let now = first.page.header("etag").unwrap().to_owned();
        assert_ne!(now, tag);
        assert_eq!(api.send(Method::DELETE, path, Raw::default().header("if-match", &tag)).await.code(), 412);
        assert_eq!(api.send(Method::GET, path, Raw::default().header("if-none-match", &now)).await.code(), 304);
        assert_eq!(api.send(Method::PUT, path, with("title=Three", &now)).await.code(), 200, "the control");
        // A link moves the tag too.
        let now = api.get(path).await.page.header("etag").unwrap().to_owned();
        api.delete("/application/demo/wiki/$link/method/password").await;
        assert_eq!(api.send(Method::PUT, path, with("title=Four", &now)).await.code(), 412);
        let create = |form: &str| api::encoded(form).header("if-none-match", "*");
        assert_eq!(api.send(Method::PUT, path, create("title=Five")).await.code(), 412);
        assert_eq!(api.send(Method::PUT, "/group/demo/new", create("title=Five")).await.code(), 200);
        let at_once = (0..8).map(|n| {
            let (api, tag) = (api.clone(), api::encoded(&format!("title=N{n}")));
            async move { api.send(Method::PUT, "/group/demo/raced", tag.header("if-none-match", "*")).await.code() }
        });
        let codes = futures_util::future::join_all(at_once).await;
        assert_eq!(codes.iter().filter(|c| **c == 200).count(), 1, "{codes:?}");
    }
}

on_both! {
    /// A dry run judges everything and writes nothing.
    async fn g2_a_dry_run_writes_nothing(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).start().await;
        let api = house.api().await;
        let (version, audit) = (house.engine.world().catalogue.version, house.audit().await.len());
        assert_eq!(api.put("/group/demo/dry?dryRun=true", "title=Dry").await.json["attributes"]["title"], "Dry");
        assert_eq!(api.put("/method/password?dryRun=true", "configuration=nonsense%201").await.keys(), ["line-unknown"]);
        assert_eq!(api.delete("/application/demo/wiki?dryRun=true").await.code(), 204);
        assert_eq!(api.put("/application/demo/wiki/$link/allowedTo/group/demo/everyone?dryRun=true", "").await.code(), 200);
        // What is not made is nowhere: neither 201 nor `Location` say that it were.
        for (path, form) in [("/site/demo", "type=group&name=dry"), ("/managementToken", "name=dry")] {
            let answer = api.send(Method::POST, &format!("{path}?dryRun=true"), api::encoded(form)).await;
            assert_eq!((answer.code(), answer.page.header("location")), (200, None), "{path}: {}", answer.page.body);
        }
        assert_eq!(api.put("/group/demo/dry?dryRun=maybe", "").await.code(), 400);
        assert_eq!((house.engine.world().catalogue.version, house.audit().await.len()), (version, audit));
        assert_eq!(api.get("/group/demo/dry").await.code(), 404);
    }
}

on_both! {
    /// A POST that is sent again under its key makes nothing new, also when both are under way at once.
    async fn g2_a_try_under_a_key_is_made_once(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).start().await;
        let api = house.api().await;
        api.put("/inboundPolicy/table", "").await;
        let item = "type=inboundPolicyItem&attributename=email&attributevalue=mail";
        let post = |form: &str, key: &str| api::encoded(form).header("idempotency-key", key);
        let first = api.send(Method::POST, "/inboundPolicy/table", post(item, "k1")).await;
        let again = api.send(Method::POST, "/inboundPolicy/table", post(item, "k1")).await;
        assert_eq!((again.code(), again.text("id")), (201, first.text("id")));
        assert_eq!(again.page.header("idempotent-replayed"), Some("true"));
        let other = api.send(Method::POST, "/inboundPolicy/table", post("type=inboundPolicyItem&attributename=x&attributevalue=y", "k1")).await;
        assert_eq!((other.code(), other.json["type"].as_str()), (422, Some("urn:symbolon:problem:idempotency-reused")));
        let at_once = (0..10).map(|_| {
            let (api, raw) = (api.clone(), post(item, "k2"));
            async move { api.send(Method::POST, "/inboundPolicy/table", raw).await }
        });
        let answers = futures_util::future::join_all(at_once).await;
        let ids: std::collections::BTreeSet<&str> = answers.iter().map(|a| a.text("id")).collect();
        assert!(answers.iter().all(|a| a.code() == 201) && ids.len() == 1, "{ids:?} {:?}", answers.iter().map(|a| a.code()).collect::<Vec<_>>());
        let items = api.get("/inboundPolicy/table/$link/inboundPolicyItem").await;
        assert_eq!(items.each("id").len(), 2);
        // Another caller's key is another.
        let role = api.put("/role/items", r#"builtIn=administrator"#).await;
        assert_eq!(role.code(), 200, "{}", role.page.body);
        let key = api.send(Method::POST, "/inboundPolicy/table", post(item, "")).await;
        assert_eq!(key.code(), 400);
        house.clock.forward(60 * 24 + 1);
        let fresh = api.send(Method::POST, "/inboundPolicy/table", post(item, "k1")).await;
        assert_ne!(fresh.text("id"), first.text("id"), "a day later it is forgotten");
    }
}
