//! Tokens, files and what-if through the API.

use http::Method;
use model::{Noun, role::BuiltIn};
use serde_json::{Value, json};
use testkit::{Api, Database, House, Raw, on_both, plan::Way};

async fn house(database: Database) -> House {
    let house = House::new().on(database).method(Way::new("oath", "oath"));
    let house = house.application("wiki").allow(["password", "oath"]).user("ada").hotp("oath");
    house.user("bob").start().await
}

async fn with(house: &House, role: BuiltIn, site: &str) -> Api {
    let path = format!("{site}/own-{}", role.name());
    house.api().await.put(&format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
    house.api_as(house.id(Noun::Role, &path)).await
}

fn csv(text: &str) -> Raw {
    Raw { body: text.as_bytes().to_vec(), ..Raw::default() }.header("content-type", "text/csv")
}

on_both! {
    /// F4.1, M084: the inventory is seen and handled by role and site; each act leaves its record.
    async fn f4_1_tokens_by_role(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        root.put("/site/demo/a", "").await;
        let told = root.get("/token/FTK-ada").await;
        assert_eq!((told.json["attributes"]["owner"].as_str(), told.json["attributes"]["site"].as_str()), (Some("/user/demo/ada"), Some("demo")), "{}", told.page.body);
        assert!(!told.page.body.contains("secret") && !told.page.body.contains("seed"));
        let helpdesk = with(&house, BuiltIn::Helpdesk, "demo").await;
        let auditor = with(&house, BuiltIn::Auditor, "demo").await;
        let below = with(&house, BuiltIn::SiteManager, "demo/a").await;
        assert_eq!(helpdesk.get("/token").await.each("id").len(), 1);
        assert_eq!(below.get("/token").await.each("id").len(), 0, "it is of the site above");
        assert_eq!(below.get("/token/FTK-ada").await.code(), 404);
        for (api, action, code) in [
            (&auditor, "suspend", 403),
            (&below, "suspend", 404),
            (&helpdesk, "delete", 403),
            (&root, "activate", 200),
            (&helpdesk, "suspend", 200),
            (&helpdesk, "resume", 403),
            (&root, "resume", 200),
            (&helpdesk, "nonsense", 404),
            (&helpdesk, "revoke", 200),
            (&root, "suspend", 409),
        ] {
            let answer = api.post(&format!("/token/FTK-ada/$action/{action}"), "").await;
            assert_eq!(answer.code(), code, "{action}: {}", answer.page.body);
        }
        assert_eq!(root.get("/token?state=inventory").await.each("id"), ["/token/FTK%2Dada"]);
        assert_eq!(root.post("/token/FTK-ada/$action/allocate", "site=demo/a").await.code(), 200);
        assert_eq!(below.get("/token").await.each("id").len(), 1, "now it is theirs");
        root.put("/user/demo/a/carol", "").await;
        let given = below.post("/token/FTK-ada/$action/assign", "user=carol").await;
        assert_eq!((given.code(), given.json["attributes"]["owner"].as_str()), (200, Some("/user/demo/a/carol")), "{}", given.page.body);
        assert_eq!(root.get("/token/$counts").await.json["counts"][0]["site"], "demo/a");
        let suspended = house.audited("token.suspended").await;
        assert_eq!((suspended[0].actor.as_str(), suspended[0].from.as_str()), ("/managementToken/tester", "127.0.0.1"));
        // Somebody above the operator keeps the token that they have.
        root.put("/role/top", "builtIn=administrator").await;
        root.put("/group/demo/bosses", "").await;
        root.put("/role/top/$link/assignedTo/group/demo/bosses", "").await;
        root.put("/group/demo/bosses/$link/user/demo/a/carol", "").await;
        assert_eq!(below.post("/token/FTK-ada/$action/revoke", "").await.code(), 403);
        assert_eq!(root.post("/token/FTK-ada/$action/revoke", "to=lost").await.code(), 200, "the control");
    }
}

on_both! {
    /// G2, M084: a file of users is taken row by row, each told; sent again it changes nothing; each row judged like a call.
    async fn g2_m084_users_from_a_file(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        root.put("/site/demo/a", "").await;
        let file = "site,name,passwordHash,attribute.cn,groups\n\
            demo/a,u1,{SSHA}VuBdVWVwaLfsQGiXtkHXoNGHkBFzYWx0,One,\n\
            demo/a,u2,nonsense,Two,\ndemo/a,u1,,Twice,\nnowhere,u3,,Three,\ndemo/a,u4,,Four,demo/nothing\ndemo/a,u5,,Five,\n";
        let dry = root.send(Method::POST, "/import/user?dryRun=true", csv(file)).await;
        assert_eq!(dry.json["totals"], json!({ "made": 2, "changed": 0, "unchanged": 0, "refused": 4 }), "{}", dry.page.body);
        assert_eq!(root.get("/user?site=demo/a").await.each("id").len(), 0);
        let done = root.send(Method::POST, "/import/user?all=true", csv(file)).await;
        let outcomes: Vec<(u64, &str)> = done.json["rows"].as_array().unwrap().iter().map(|r| (r["line"].as_u64().unwrap(), r["outcome"].as_str().unwrap())).collect();
        assert_eq!(outcomes, [(2, "made"), (3, "refused"), (4, "refused"), (5, "refused"), (6, "refused"), (7, "made")]);
        assert!(done.json["rows"][1]["refusal"]["detail"].as_str().is_some_and(|d| !d.starts_with('[')), "{}", done.page.body);
        let again = root.send(Method::POST, "/import/user", csv(file)).await;
        assert_eq!((again.json["totals"]["made"].clone(), again.json["totals"]["unchanged"].clone()), (json!(0), json!(2)));
        // A site's manager: their own site, nobody above them, no group above them.
        root.put("/role/top", "builtIn=administrator").await;
        root.put("/group/demo/a/bosses", "").await;
        root.put("/group/demo/a/plain", "").await;
        root.put("/role/top/$link/assignedTo/group/demo/a/bosses", "").await;
        root.put("/group/demo/a/bosses/$link/user/demo/a/u5", "").await;
        let manager = with(&house, BuiltIn::SiteManager, "demo/a").await;
        let file = "site,name,groups,password\ndemo/a,m1,demo/a/plain,\ndemo/a,m2,demo/a/bosses,\ndemo,m3,,\ndemo/a,u5,,taken over now\ndemo/a,u1,,is mine to set\n";
        let judged = manager.send(Method::POST, "/import/user?replacePasswords=true&all=true", csv(file)).await;
        let keys: Vec<Option<&str>> = judged.json["rows"].as_array().unwrap().iter().map(|r| r["refusal"]["key"].as_str()).collect();
        assert_eq!(keys, [None, Some("import-outranked"), Some("import-forbidden"), Some("import-outranked"), None], "{}", judged.page.body);
        let auditor = with(&house, BuiltIn::Auditor, "demo").await;
        assert_eq!(auditor.send(Method::POST, "/import/user", csv(file)).await.code(), 403);
        assert_eq!(root.send(Method::POST, "/import/user", csv("")).await.code(), 422);
        assert_eq!(root.send(Method::POST, "/import/user", csv("site,naem\ndemo,x\n")).await.code(), 422);
    }
}

on_both! {
    /// E10: a seed file comes in by the API, and its codes count.
    async fn e10_tokens_from_a_file(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        let file = "otpauth://hotp/Acme:HW-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=6\n";
        let raw = || Raw { body: file.as_bytes().to_vec(), ..Raw::default() };
        let dry = root.send(Method::POST, "/import/token?site=demo&method=oath&dryRun=true", raw()).await;
        assert_eq!(dry.json["taken"].as_array().map(Vec::len), Some(1), "{}", dry.page.body);
        let taken = root.send(Method::POST, "/import/token?site=demo&method=oath", raw()).await;
        let serial = taken.json["taken"][0].as_str().unwrap().to_owned();
        assert_eq!(root.post(&format!("/token/{serial}/$action/assign"), "user=bob").await.code(), 200);
        // RFC 4226, appendix D.
        let halfway = house.login("bob").password().await;
        assert!(halfway.page.asks("code"));
        assert!(house.login("bob").password().code("755224").await.granted());
        for (query, code) in [("site=demo", 400), ("site=nowhere&method=oath", 422), ("site=demo&method=password", 422)] {
            let answer = root.send(Method::POST, &format!("/import/token?{query}"), raw()).await;
            assert_eq!(answer.code(), code, "{query}: {}", answer.page.body);
        }
        // The place of seed files is not reached as if it were a serial number, by reading.
        let query = "?site=demo&inClear=csv";
        assert_eq!(root.get(&format!("/token/%24export{query}")).await.code(), 400, "no such query of a token");
        assert_eq!(root.get("/token/%24export").await.code(), 404, "no such token");
        assert_eq!(root.get("/token/%24counts").await.code(), 404);
        assert!(house.audited("token.exported").await.is_empty());
        assert_eq!(root.post(&format!("/token/$export{query}"), "").await.code(), 200, "the control");
        assert_eq!(house.audited("token.exported").await.len(), 1);
    }
}

on_both! {
    /// H2: what would happen is told with its rules, to who may see; nothing is written by it.
    async fn h2_m084_what_if_by_role(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        root.put("/site/demo/a", "").await;
        let question = json!({ "application": "demo/wiki", "who": { "user": { "site": "demo", "name": "ada" } }, "passed": ["password"] });
        let audited = house.audit().await.len();
        let told = root.json(Method::POST, "/whatif", &question).await;
        assert_eq!(told.code(), 200, "{}", told.page.body);
        assert_eq!(told.json["point"]["step"]["choose"].clone().is_null(), told.json["point"]["step"].get("choose").is_none());
        assert!(told.page.body.contains("\"oath\"") && told.page.body.contains("\"offered\""), "{}", told.page.body);
        root.put("/user/demo/ada/$link/method/password", "enabled=false").await;
        let start = json!({ "application": "demo/wiki", "who": question["who"] });
        let off = root.json(Method::POST, "/whatif", &start).await;
        assert!(off.page.body.contains("not-activated"), "{}", off.page.body);
        root.put("/user/demo/ada/$link/method/password", "enabled=true").await;
        assert_eq!(house.audit().await.len(), audited + 2, "two switches, and nothing of the questions");
        let operator = with(&house, BuiltIn::Operator, "demo").await;
        let below = with(&house, BuiltIn::SiteManager, "demo/a").await;
        assert_eq!(operator.json(Method::POST, "/whatif", &question).await.code(), 200);
        assert_eq!(below.json(Method::POST, "/whatif", &question).await.code(), 403);
        for (body, code) in [
            (json!({ "application": "demo/nothing" }), 422),
            (json!({ "application": "demo/wiki", "passed": ["nothing"] }), 422),
            (json!({ "application": "demo/wiki", "colour": "red" }), 400),
            (Value::Null, 400),
        ] {
            assert_eq!(root.json(Method::POST, "/whatif", &body).await.code(), code, "{body}");
        }
        assert!(house.login("ada").typing("a guess").await.refused());
        let story = operator.get("/whatif/story?user=/user/demo/ada").await;
        assert!(story.page.body.contains("wrong"), "{}", story.page.body);
        assert_eq!(below.get("/whatif/story?user=/user/demo/ada").await.code(), 403);
        assert_eq!(operator.get("/whatif/story").await.code(), 422);
    }
}

on_both! {
    /// G4, M083, M084: the record is searched and exported by site and role, in pages that nobody can forge.
    async fn g4_m084_the_audit_by_role(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        root.put("/site/demo/a", "").await;
        root.put("/group/demo/a/x", "title=Inside").await;
        root.put("/group/demo/y", "title=Outside").await;
        assert!(house.login("ada").typing("a guess").await.refused());
        let found = root.get("/audit?name=ada&result=failure").await;
        assert_eq!(found.json["events"][0]["event"]["name"], "ada", "{}", found.page.body);
        let pages = root.get("/audit?limit=2").await;
        let next = root.get(pages.text("next")).await;
        assert_eq!((pages.json["events"].as_array().map(Vec::len), next.json["events"].as_array().map(Vec::len)), (Some(2), Some(2)));
        assert_ne!(pages.json["events"][1], next.json["events"][0]);
        assert_eq!(root.get(&pages.text("next").replace("after=", "after=a")).await.code(), 422);
        for (query, code) in [("colour=red", 400), ("result=maybe", 400), ("since=yesterday", 422), ("limit=0", 400), ("login=x", 422)] {
            assert_eq!(root.get(&format!("/audit?{query}")).await.code(), code, "{query}");
        }
        let auditor = with(&house, BuiltIn::Auditor, "demo/a").await;
        let helpdesk = with(&house, BuiltIn::Helpdesk, "demo").await;
        let theirs = auditor.get("/audit?action=object.put").await;
        assert!(theirs.page.body.contains("Inside") && !theirs.page.body.contains("Outside"), "{}", theirs.page.body);
        assert_eq!(auditor.get("/audit?site=demo").await.code(), 403);
        assert_eq!(helpdesk.get("/audit").await.code(), 403);
        let file = auditor.get("/audit/export?format=csv").await;
        assert!(file.code() == 200 && file.page.body.contains("demo/a/x") && !file.page.body.contains("demo/y"), "{}", file.page.body);
        assert_eq!(house.audited("audit.exported").await.len(), 1, "that it left is recorded too");
        assert!(house.login("bob").password().await.granted());
        let hours = root.get("/audit/hours").await;
        assert_eq!(hours.json["hours"][0]["granted"], 1, "{}", hours.page.body);
        assert_eq!(root.get("/audit/hours?since=2000-01-01").await.code(), 422);
    }
}

on_both! {
    /// G4, M090: a webhook is made with a secret that is told masked, rotated once, and only by who manages its site.
    async fn g4_m090_webhooks_over_the_api(database: Database) {
        let house = house(database).await;
        let root = house.api().await;
        let made = root.put("/webhook/demo/siem", "url=https://siem.example/in&events=login.").await;
        assert_eq!((made.code(), made.json["attributes"]["secret"].as_str()), (200, Some("********")), "{}", made.page.body);
        let rotated = root.post("/webhook/demo/siem/$action/rotate", "").await;
        assert!(rotated.text("secret").starts_with("whsec_"), "{}", rotated.page.body);
        let private = root.put("/webhook/demo/inside", "url=https://10.0.0.1/in&events=login.").await;
        let tested = root.post("/webhook/demo/inside/$action/test", "").await;
        assert!(private.code() == 422 || tested.code() == 422, "a private address is not called: {}", tested.page.body);
        assert_eq!(root.get("/webhook/demo/siem/$attribute/state").await.json["failures"], 0);
        let operator = with(&house, BuiltIn::Operator, "demo").await;
        assert_eq!(operator.get("/webhook/demo/siem").await.code(), 403);
        assert_eq!(operator.post("/webhook/demo/siem/$action/rotate", "").await.code(), 403);
        assert!(!format!("{:?}", house.audit().await).contains("whsec_"));
    }
}
