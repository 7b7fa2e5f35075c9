//! Users and groups as other systems provision them: SCIM 2.0 at `/scim/v2/SITE`.

use http::Method;
use model::{Noun, role::BuiltIn};
use serde_json::{Value, json};
use testkit::{Api, Database, House, Raw, client::Answer, on_both, password_of};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn house(database: Database) -> (House, Api) {
    let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
    let root = house.api().await;
    (house, root)
}

fn user(name: &str) -> Value {
    json!({ "schemas": [USER], "userName": name })
}

fn patch(operations: Value) -> Value {
    json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations })
}

async fn id(api: &Api, site: &str, name: &str) -> String {
    let found = api.scim(Method::GET, site, &format!("/Users?filter=userName%20eq%20%22{name}%22"), None).await;
    found.json["Resources"][0]["id"].as_str().unwrap_or_else(|| panic!("{name}: {}", found.page.body)).to_owned()
}

fn names(answer: &Answer) -> Vec<&str> {
    let found = answer.json["Resources"].as_array().unwrap_or_else(|| panic!("{}", answer.page.body));
    found.iter().filter_map(|r| r["userName"].as_str().or(r["displayName"].as_str())).collect()
}

fn refused(answer: &Answer, code: u16, kind: Option<&str>) {
    assert_eq!((answer.code(), answer.json["scimType"].as_str()), (code, kind), "{}", answer.page.body);
    assert_eq!(answer.json["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    assert_eq!(answer.json["status"], code.to_string());
    assert!(answer.text("detail").len() > 10, "{}", answer.page.body);
}

on_both! {
    /// G2, D1: a user is made with a password, logs in, is changed, kept out by `active`, and deleted with what they had.
    async fn g2_the_life_of_a_provisioned_user(database: Database) {
        let (house, api) = house(database).await;
        let mut body = user("Carol@demo.test");
        body["externalId"] = "HR-7".into();
        body["name"] = json!({ "givenName": "Carol", "familyName": "C", "formatted": "Carol C." });
        body["displayName"] = "Carol C".into();
        body["password"] = "correct horse 9".into();
        body["emails"] = json!([{ "value": "home@demo.test", "type": "home" }, { "value": "carol@demo.test", "type": "work", "primary": true }]);
        body[ENTERPRISE] = json!({ "department": "Law", "manager": { "value": "boss" } });
        body["photos"] = json!([{ "value": "x" }]);
        let made = api.scim(Method::POST, "demo", "/Users", Some(&body)).await;
        assert_eq!(made.code(), 201, "{}", made.page.body);
        let carol = made.text("id").to_owned();
        assert_eq!(made.page.header("location"), made.json["meta"]["location"].as_str());
        assert_eq!(made.page.header("etag"), made.json["meta"]["version"].as_str());
        assert_eq!(made.page.header("content-type"), Some("application/scim+json"));
        assert_eq!((made.json.get("password"), made.json.get("photos")), (None, None));
        assert_eq!(made.json["emails"][0], json!({ "value": "carol@demo.test", "type": "work", "primary": true }));
        assert_eq!(made.json[ENTERPRISE]["manager"]["value"], "boss");
        let told = api.get("/user/demo/Carol@demo.test").await;
        let attributes = &told.json["attributes"];
        assert_eq!((attributes["cn"][0].clone(), attributes["sn"][0].clone(), attributes["email"][0].clone(), attributes["externalId"][0].clone()), (json!("Carol C"), json!("C"), json!("carol@demo.test"), json!("HR-7")));
        let login = || async { house.login("Carol@demo.test").typing("correct horse 9").await };
        assert!(login().await.granted());
        refused(&api.scim(Method::POST, "demo", "/Users", Some(&user("CAROL@demo.test"))).await, 409, Some("uniqueness"));
        let at = format!("/Users/{carol}");
        let off = patch(json!([{ "op": "Replace", "path": "active", "value": "False" }, { "op": "add", "path": "emails[type eq \"other\"].value", "value": "o@demo.test" }]));
        let changed = api.scim(Method::PATCH, "demo", &at, Some(&off)).await;
        assert_eq!((changed.code(), changed.json["active"].clone(), changed.json["emails"].as_array().map(Vec::len)), (200, json!(false), Some(3)), "{}", changed.page.body);
        assert!(!login().await.granted(), "kept out");
        let details = api.get("/user/demo/Carol@demo.test/$attribute/details").await;
        assert_eq!(details.json["sessions"].as_array().map(Vec::len), Some(0), "and logged out");
        let mut whole = user("carol@demo.test");
        whole["active"] = true.into();
        whole["displayName"] = "C".into();
        let put = api.scim(Method::PUT, "demo", &at, Some(&whole)).await;
        assert_eq!((put.code(), put.json.get("emails"), put.json.get(ENTERPRISE), put.json["displayName"].clone()), (200, None, None, json!("C")), "{}", put.page.body);
        assert!(login().await.granted(), "the password is no part of what a PUT replaces");
        refused(&api.scim(Method::PUT, "demo", &at, Some(&user("somebody"))).await, 400, Some("mutability"));
        refused(&api.scim(Method::PATCH, "demo", &at, Some(&patch(json!([{ "op": "remove", "path": "userName" }])))).await, 400, Some("mutability"));
        assert_eq!(api.scim(Method::DELETE, "demo", &at, None).await.code(), 204);
        refused(&api.scim(Method::GET, "demo", &at, None).await, 404, None);
        assert_eq!(api.get("/user/demo/Carol@demo.test").await.code(), 404);
        assert!(!login().await.granted());
        let all = house.audit().await;
        assert!(!format!("{all:?}").contains("correct horse"), "no password in the record");
        assert!(house.audited("user.made").await[0].actor.ends_with("tester"));
    }
}

on_both! {
    /// G2: what was read is what is changed, or nothing is.
    async fn g2_versions_are_kept(database: Database) {
        let (_house, api) = house(database).await;
        let at = format!("/scim/v2/demo/Users/{}", id(&api, "demo", "ada").await);
        let read = api.raw(Method::GET, &at, Raw::default()).await;
        let tag = read.page.header("etag").unwrap_or_default().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        assert_eq!(api.raw(Method::GET, &at, Raw::default().header("if-none-match", &tag)).await.code(), 304);
        let body = patch(json!([{ "op": "replace", "path": "title", "value": "Countess" }])).to_string().into_bytes();
        let with = |tag: &str| Raw { body: body.clone(), ..Raw::default() }.header("content-type", "application/json").header("if-match", tag);
        assert_eq!(api.raw(Method::PATCH, &at, with(&tag)).await.code(), 200);
        refused(&api.raw(Method::PATCH, &at, with(&tag)).await, 412, None);
        refused(&api.raw(Method::DELETE, &at, Raw::default().header("if-match", &tag)).await, 412, None);
        assert_eq!(api.raw(Method::GET, &at, Raw::default().header("if-none-match", &tag)).await.code(), 200);
        assert_eq!(api.raw(Method::PATCH, &at, with("*")).await.code(), 200);
    }
}

on_both! {
    /// G2: lists by pages, by filters and with less of each; a filter that nothing can answer is refused.
    async fn g2_lists(database: Database) {
        let (_house, api) = house(database).await;
        for n in 0..7 {
            let mut body = user(&format!("u{n}"));
            body["externalId"] = format!("E-{n}").into();
            body["emails"] = json!([{ "value": format!("u{n}@demo.test") }]);
            body["active"] = (n % 2 == 0).into();
            assert_eq!(api.scim(Method::POST, "demo", "/Users", Some(&body)).await.code(), 201);
        }
        let list = |query: &str| { let query = format!("/Users?{query}"); let api = api.clone(); async move { api.scim(Method::GET, "demo", &query, None).await } };
        let mut seen = Vec::new();
        for start in [1, 4, 7, 10] {
            let page = list(&format!("startIndex={start}&count=3")).await;
            assert_eq!((page.json["totalResults"].clone(), page.json["startIndex"].clone()), (json!(9), json!(start)));
            seen.extend(names(&page).into_iter().map(str::to_owned));
        }
        assert_eq!(seen, ["ada", "bob", "u0", "u1", "u2", "u3", "u4", "u5", "u6"]);
        let counted = list("count=0").await;
        assert_eq!((counted.json["totalResults"].clone(), counted.json["Resources"].clone()), (json!(9), json!([])));
        for (filter, found) in [
            ("userName eq \"U3\"", vec!["u3"]),
            ("externalId eq \"E-4\"", vec!["u4"]),
            ("externalId eq \"e-4\"", vec![]),
            ("emails.value eq \"U5@demo.test\" or userName eq \"u1\"", vec!["u1", "u5"]),
            ("userName sw \"u\" and active eq false", vec!["u1", "u3", "u5"]),
            ("not (userName sw \"u\")", vec!["ada", "bob"]),
            ("userName eq \"ada' OR '1'='1\"", vec![]),
            ("userName eq \"%\"", vec![]),
            ("externalId eq \"E-4\\\" or \\\"\"", vec![]),
        ] {
            let encoded: String = filter.bytes().map(|b| format!("%{b:02X}")).collect();
            let page = list(&format!("filter={encoded}")).await;
            assert_eq!(names(&page), found, "M083 {filter}");
            assert_eq!(page.json["totalResults"], found.len());
        }
        let chosen = list("filter=userName%20eq%20%22u1%22&attributes=userName,emails.value").await;
        let members: Vec<&String> = chosen.json["Resources"][0].as_object().unwrap().keys().collect();
        assert_eq!(members, ["schemas", "id", "userName", "emails"]);
        let search = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName eq \"u2\"", "excludedAttributes": ["emails"] });
        let found = api.scim(Method::POST, "demo", "/Users/.search", Some(&search)).await;
        assert_eq!((names(&found), found.json["Resources"][0].get("emails")), (vec!["u2"], None));
        for filter in ["password%20eq%20%22x%22", "nothing%20pr", "userName%20eq", "groups%20pr"] {
            refused(&list(&format!("filter={filter}")).await, 400, Some("invalidFilter"));
        }
        refused(&list("sortBy=title").await, 400, Some("invalidValue"));
        refused(&list("count=many").await, 400, Some("invalidValue"));
    }
}

on_both! {
    /// G2: groups are made with members, changed by each kind of operation, found by a member, and deleted.
    async fn g2_groups_and_their_members(database: Database) {
        let (house, api) = house(database).await;
        let (ada, bob) = (id(&api, "demo", "ada").await, id(&api, "demo", "bob").await);
        let group = |name: &str, ids: &[&str]| json!({ "schemas": [GROUP], "displayName": name, "members": ids.iter().map(|id| json!({ "value": id })).collect::<Vec<_>>() });
        let made = api.scim(Method::POST, "demo", "/Groups", Some(&group("Staff of all", &[&ada]))).await;
        assert_eq!(made.code(), 201, "{}", made.page.body);
        let at = format!("/Groups/{}", made.text("id"));
        assert_eq!(house.id(Noun::Group, "demo/Staff of all").to_string(), made.text("id"));
        refused(&api.scim(Method::POST, "demo", "/Groups", Some(&group("Staff of all", &[]))).await, 409, Some("uniqueness"));
        let inner = api.scim(Method::POST, "demo", "/Groups", Some(&group("inner", &[]))).await.text("id").to_owned();
        let listed = || async {
            let told = api.scim(Method::GET, "demo", &format!("{at}?attributes=members.display"), None).await;
            let mut all: Vec<String> = told.json["members"].as_array().into_iter().flatten().map(|m| m["display"].as_str().unwrap_or_default().to_owned()).collect();
            all.sort();
            all
        };
        assert_eq!(listed().await, ["ada"]);
        for (operations, wanted) in [
            (json!([{ "op": "add", "path": "members", "value": [{ "value": bob }, { "value": ada }] }]), vec!["ada", "bob"]),
            (json!([{ "op": "remove", "path": format!("members[value eq \"{ada}\"]") }]), vec!["bob"]),
            (json!([{ "op": "remove", "path": format!("members[value eq \"{ada}\"]") }]), vec!["bob"]),
            (json!([{ "op": "Add", "value": { "members": [{ "value": ada }, { "value": inner }] } }]), vec!["ada", "bob", "inner"]),
            (json!([{ "op": "Remove", "path": "members", "value": [{ "value": bob }] }]), vec!["ada", "inner"]),
            (json!([{ "op": "replace", "path": "members", "value": [{ "value": bob }] }]), vec!["bob"]),
            (json!([{ "op": "remove", "path": "members" }, { "op": "add", "path": "members", "value": { "value": ada } }]), vec!["ada"]),
            (json!([{ "op": "remove", "path": "members[display eq \"ada\"]" }]), vec![]),
        ] {
            let changed = api.scim(Method::PATCH, "demo", &at, Some(&patch(operations.clone()))).await;
            assert_eq!(changed.code(), 204, "{operations}: {}", changed.page.body);
            assert_eq!(listed().await, wanted, "{operations}");
        }
        assert_eq!(api.scim(Method::PUT, "demo", &at, Some(&group("Staff of all", &[&bob, &inner]))).await.code(), 200);
        assert_eq!(listed().await, ["bob", "inner"]);
        let told = api.scim(Method::GET, "demo", &format!("/Users/{bob}"), None).await;
        assert_eq!((told.json["groups"][0]["display"].clone(), told.json["groups"].as_array().map(Vec::len)), (json!("Staff of all"), Some(1)));
        for (member, found) in [(&bob, vec!["Staff of all"]), (&inner, vec!["Staff of all"]), (&ada, vec![])] {
            let page = api.scim(Method::GET, "demo", &format!("/Groups?filter=members%20eq%20%22{member}%22&excludedAttributes=members"), None).await;
            assert_eq!((names(&page), page.json["Resources"][0].get("members")), (found, None));
        }
        let called = patch(json!([{ "op": "add", "path": "externalId", "value": "G-1" }]));
        assert_eq!(api.scim(Method::PATCH, "demo", &format!("{at}?attributes=externalId"), Some(&called)).await.json["externalId"], "G-1");
        assert_eq!(names(&api.scim(Method::GET, "demo", "/Groups?filter=externalId%20eq%20%22G-1%22", None).await), ["Staff of all"]);
        let search = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "startIndex": 2, "count": 2 });
        let both = api.scim(Method::POST, "demo", "/.search", Some(&search)).await;
        assert_eq!((names(&both), both.json["totalResults"].clone()), (vec!["bob", "Staff of all"], json!(5)));
        for (operations, code, kind) in [
            (json!([{ "op": "add", "path": "members", "value": [{ "value": "01H00000000000000000000000" }] }]), 400, "invalidValue"),
            (json!([{ "op": "replace", "path": "displayName", "value": "Other" }]), 400, "mutability"),
            (json!([{ "op": "replace", "path": format!("members[value eq \"{bob}\"].value"), "value": ada }]), 400, "invalidPath"),
        ] {
            refused(&api.scim(Method::PATCH, "demo", &at, Some(&patch(operations))).await, code, Some(kind));
        }
        assert_eq!(listed().await, ["bob", "inner"], "nothing of it was done");
        assert_eq!(api.scim(Method::DELETE, "demo", &at, None).await.code(), 204);
        refused(&api.scim(Method::GET, "demo", &at, None).await, 404, None);
    }
}

on_both! {
    /// M084: each role does what it may in its site and below; what is elsewhere is not there, and nobody above is touched.
    async fn m084_scim_by_role_and_rank(database: Database) {
        let (house, root) = house(database).await;
        for path in ["/site/demo/a", "/site/other", "/group/demo/a/plain", "/group/demo/a/bosses", "/user/demo/a/carol", "/user/demo/a/boss", "/user/other/dan", "/role/top", "/group/other/theirs"] {
            assert_eq!(root.put(path, if path == "/role/top" { "builtIn=administrator" } else { "" }).await.code(), 200, "{path}");
        }
        root.put("/role/top/$link/assignedTo/group/demo/a/bosses", "").await;
        let link = root.put("/group/demo/a/bosses/$link/user/demo/a/boss", "").await;
        assert_eq!(link.code(), 200, "{}", link.page.body);
        let of = |site: &str, name: &str| { let (root, site, name) = (root.clone(), site.to_owned(), name.to_owned()); async move { id(&root, &site, &name).await } };
        let (carol, boss, dan) = (of("demo/a", "carol").await, of("demo/a", "boss").await, of("other", "dan").await);
        let group = |path: &str| format!("/Groups/{}", house.id(Noun::Group, path));
        let (plain, bosses, theirs) = (group("demo/a/plain"), group("demo/a/bosses"), group("other/theirs"));
        let (at_carol, at_boss, at_dan) = (format!("/Users/{carol}"), format!("/Users/{boss}"), format!("/Users/{dan}"));
        let title = patch(json!([{ "op": "replace", "path": "title", "value": "New" }]));
        let password = patch(json!([{ "op": "replace", "path": "password", "value": "a new one here" }]));
        let add = |id: &str| patch(json!([{ "op": "add", "path": "members", "value": [{ "value": id }] }]));
        for (role, reads, writes) in [(BuiltIn::SiteManager, true, true), (BuiltIn::Operator, true, false), (BuiltIn::Auditor, true, false), (BuiltIn::Helpdesk, true, false)] {
            let path = format!("demo/a/own-{}", role.name());
            root.put(&format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
            let caller = house.api_as(house.id(Noun::Role, &path)).await;
            let told = |method: &Method, path: &str, answer: &Answer| format!("{} {method} {path}: {} {}", role.name(), answer.code(), answer.page.body);
            for (method, path, body) in [
                (Method::GET, "/Users".to_owned(), None),
                (Method::GET, at_carol.clone(), None),
                (Method::GET, at_boss.clone(), None),
                (Method::POST, "/Users".to_owned(), Some(user(&format!("made-{}", role.name())))),
                (Method::PATCH, at_carol.clone(), Some(title.clone())),
                (Method::PATCH, at_carol.clone(), Some(password.clone())),
                (Method::PATCH, plain.clone(), Some(add(&carol))),
            ] {
                let answer = caller.scim(method.clone(), "demo/a", &path, body.as_ref()).await;
                let may = if method == Method::GET { reads } else { writes };
                assert!(if may { answer.code() < 300 } else { answer.code() == 403 }, "{}", told(&method, &path, &answer));
            }
            // Those above, by any way.
            for (method, path, body) in [
                (Method::PATCH, at_boss.clone(), Some(password.clone())),
                (Method::PATCH, at_boss.clone(), Some(patch(json!([{ "op": "replace", "path": "active", "value": false }])))),
                (Method::PUT, at_boss.clone(), Some(user("boss"))),
                (Method::DELETE, at_boss.clone(), None),
                (Method::PATCH, bosses.clone(), Some(add(&carol))),
                (Method::PATCH, bosses.clone(), Some(patch(json!([{ "op": "remove", "path": "members" }])))),
                (Method::DELETE, bosses.clone(), None),
                (Method::POST, "/Groups".to_owned(), Some(json!({ "schemas": [GROUP], "displayName": "lure", "members": [{ "value": boss }] }))),
            ] {
                let answer = caller.scim(method.clone(), "demo/a", &path, body.as_ref()).await;
                assert_eq!(answer.code(), 403, "{}", told(&method, &path, &answer));
            }
            // What lies elsewhere is not here, and there the caller is nobody.
            for (site, path, code) in [("demo/a", &at_dan, 404), ("demo/a", &theirs, 404), ("other", &at_dan, 404), ("nowhere", &at_dan, 404), ("demo", &at_carol, 404)] {
                let answer = caller.scim(Method::GET, site, path, None).await;
                let code = if path == &theirs && role == BuiltIn::Helpdesk { 403 } else { code };
                assert_eq!(answer.code(), code, "{site} {}", told(&Method::GET, path, &answer));
            }
            if writes {
                let answer = caller.scim(Method::PATCH, "demo/a", &plain, Some(&add(&dan))).await;
                refused(&answer, 400, Some("invalidValue"));
                refused(&caller.scim(Method::PATCH, "demo/a", &at_dan, Some(&title)).await, 404, None);
                refused(&caller.scim(Method::DELETE, "demo/a", &at_dan, None).await, 404, None);
            }
        }
        assert!(root.get("/user/demo/a/boss").await.json["attributes"]["enabled"] == true, "and the boss is as before");
        let asked = house.api_by(None).scim(Method::GET, "demo/a", "/Users", None).await;
        refused(&asked, 401, None);
        assert!(asked.page.header("www-authenticate").is_some_and(|c| c.contains("sso-api")));
        refused(&house.api_by(Some("nonsense")).scim(Method::GET, "demo/a", "/Schemas", None).await, 401, None);
    }
}

on_both! {
    /// M093: what is malformed, doubled, too large or of another type is refused in SCIM's form, and nothing is done.
    async fn m093_scim_bodies(database: Database) {
        let (_house, api) = house(database).await;
        let at = "/scim/v2/demo/Users";
        let send = |body: Vec<u8>, kind: &str| { let raw = Raw { body, ..Raw::default() }.header("content-type", kind); api.raw(Method::POST, at, raw) };
        let good = user("eve").to_string();
        let deep = format!("{{\"schemas\":[\"{USER}\"],\"userName\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
        for (body, kind, code) in [
            ("{".to_owned(), "application/scim+json", 400),
            (good.replace("\"userName\"", "\"userName\":\"x\",\"userName\""), "application/scim+json", 400),
            (good.replace("\"userName\"", "\"USERNAME\":\"x\",\"userName\""), "application/scim+json", 400),
            (good.replace("eve", "e\\u0000ve"), "application/scim+json", 400),
            (good.replace("eve", "e/ve"), "application/scim+json", 400),
            (good.replace("eve", ""), "application/scim+json", 400),
            (good.replace("\"eve\"", "{}"), "application/scim+json", 400),
            (deep, "application/scim+json", 400),
            (format!("{good}{}", " ".repeat(3 << 20)), "application/scim+json", 413),
            ("userName=eve".to_owned(), "application/x-www-form-urlencoded", 415),
            (good.clone(), "text/plain", 415),
            (String::new(), "application/scim+json", 400),
        ] {
            let answer = send(body.into_bytes(), kind).await;
            assert_eq!((answer.code(), answer.json["status"].as_str()), (code, Some(code.to_string().as_str())), "{kind}: {}", answer.page.body);
        }
        assert_eq!(names(&api.scim(Method::GET, "demo", "/Users", None).await), ["ada", "bob"]);
        assert_eq!(send(good.into_bytes(), "application/json; charset=utf-8").await.code(), 201);
        for (method, path, code) in [(Method::DELETE, "/Users", 405), (Method::POST, "/Schemas", 405), (Method::GET, "/Bulk", 405), (Method::GET, "/Nothing", 404), (Method::GET, "/Users/x/y", 404), (Method::GET, "", 404)] {
            assert_eq!(api.scim(method.clone(), "demo", path, None).await.code(), code, "{method} {path}");
        }
    }
}

on_both! {
    /// G2: a bulk request does each part under the caller's rights, follows what it made itself, and stops where it was told to.
    async fn g2_bulk(database: Database) {
        let (house, api) = house(database).await;
        let bulk = |operations: Value, most: Value| json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": most, "Operations": operations });
        let body = bulk(json!([
            { "method": "POST", "path": "/Users", "bulkId": "u", "data": user("eve") },
            { "method": "POST", "path": "/Groups", "bulkId": "g", "data": { "schemas": [GROUP], "displayName": "team", "members": [{ "value": "bulkId:u" }] } },
            { "method": "PATCH", "path": "/Users/bulkId:u", "data": patch(json!([{ "op": "add", "path": "title", "value": "T" }])) },
            { "method": "POST", "path": "/Users", "bulkId": "again", "data": user("eve") },
            { "method": "DELETE", "path": "/Users/bulkId:nothing" },
            { "method": "DELETE", "path": "/Users/bulkId:u" },
        ]), json!(2));
        let done = api.scim(Method::POST, "demo", "/Bulk", Some(&body)).await;
        let statuses: Vec<&str> = done.json["Operations"].as_array().unwrap_or_else(|| panic!("{}", done.page.body)).iter().filter_map(|o| o["status"].as_str()).collect();
        assert_eq!(statuses, ["201", "201", "200", "409", "400"], "{}", done.page.body);
        assert_eq!(done.json["Operations"][3]["response"]["scimType"], "uniqueness");
        assert_eq!(done.json["Operations"][0]["location"].as_str().map(|l| l.contains("/scim/v2/demo/Users/")), Some(true));
        let members = api.get("/group/demo/team/$link/member/user").await;
        assert_eq!(members.each("id"), ["/user/demo/eve"], "{} {}", members.page.body, api.get("/user/demo/eve").await.page.body);
        assert_eq!(api.get("/user/demo/eve").await.json["attributes"]["title"], json!(["T"]));
        let many = bulk(Value::Array(vec![json!({ "method": "DELETE", "path": "/Users/x" }); 101]), Value::Null);
        refused(&api.scim(Method::POST, "demo", "/Bulk", Some(&many)).await, 413, None);
        as_helpdesk(&house, &api, &bulk(json!([{ "method": "POST", "path": "/Users", "bulkId": "u", "data": user("fay") }, { "method": "POST", "path": "/Bulk", "bulkId": "b" }]), Value::Null)).await;
    }
}

/// M084: a helpdesk's bulk request gets no further than its requests one by one.
async fn as_helpdesk(house: &House, api: &Api, body: &Value) {
    api.put("/role/demo/help", "builtIn=helpdesk").await;
    let helper = house.api_as(house.id(Noun::Role, "demo/help")).await;
    let done = helper.scim(Method::POST, "demo", "/Bulk", Some(body)).await;
    let statuses: Vec<&Value> =
        done.json["Operations"].as_array().into_iter().flatten().map(|o| &o["status"]).collect();
    assert_eq!(statuses, [&json!("403"), &json!("404")], "{}", done.page.body);
    assert_eq!(api.get("/user/demo/fay").await.code(), 404);
    assert!(house.login("ada").typing(&password_of("ada")).await.granted(), "the control");
}
