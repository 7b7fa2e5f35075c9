//! M084, G11: which role may do what where, over every kind of route, and that nobody raises anybody above themselves.

use http::Method;
use model::{Noun, role::BuiltIn};
use serde_json::json;
use store::Write;
use testkit::{Api, Database, House, Raw, api, on_both, rights};

/// Three sites in a row and one beside, each with one object of every noun that sites own.
async fn house(database: Database) -> (House, Api) {
    let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
    let root = house.api().await;
    for site in ["demo/a", "demo/a/b", "other"] {
        root.put(&format!("/site/{site}"), "").await;
        for noun in ["group", "policy", "outboundMappingPolicy", "application"] {
            let form = if noun == "outboundMappingPolicy" { "nameIDFormat=unspecified" } else { "" };
            assert_eq!(root.put(&format!("/{noun}/{site}/x"), form).await.code(), 200);
        }
        assert_eq!(root.put(&format!("/role/{site}/x"), "").await.code(), 200);
        let registration = format!("/application/{site}/x/$attribute/metadata");
        let callback = json!({ "redirect_uris": ["https://x.example/cb"] });
        assert_eq!(root.json(Method::PUT, &registration, &callback).await.code(), 200);
    }
    (house, root)
}

async fn with(house: &House, root: &Api, role: BuiltIn, site: &str) -> Api {
    let path = if site.is_empty() { format!("own-{}", role.name()) } else { format!("{site}/own-{}", role.name()) };
    let put = root.put(&format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
    assert_eq!(put.code(), 200, "{}", put.page.body);
    house.api_as(house.id(Noun::Role, &path)).await
}

/// Every route with a path, as verb letter and request.
fn routes(noun: &str, site: &str) -> Vec<(char, Method, String, Raw)> {
    let object = if noun == "site" { format!("/site/{site}") } else { format!("/{noun}/{site}/x") };
    let dry = |path: &str| format!("{path}?dryRun=true");
    let mut routes = vec![
        ('r', Method::GET, object.clone(), Raw::default()),
        ('r', Method::GET, format!("{object}/$link"), Raw::default()),
        ('w', Method::PUT, dry(&object), api::encoded("title=New")),
        ('w', Method::PATCH, dry(&object), api::encoded("title=New")),
        ('d', Method::DELETE, dry(&object), Raw::default()),
    ];
    if noun == "site" {
        // A site that holds something answers 409 to who may delete it.
        routes.push(('w', Method::POST, dry(&object), api::encoded("type=group&name=made")));
        routes.push(('w', Method::PUT, dry(&format!("/site/{site}/new")), api::encoded("title=New")));
    }
    if noun == "application" {
        routes.push(('r', Method::GET, format!("{object}/$attribute/metadata"), Raw::default()));
        routes.push(('w', Method::PUT, dry(&format!("{object}/$attribute/metadata")), api::json(&json!({}))));
        routes.push(('w', Method::PUT, dry(&format!("{object}/$link/allowedTo/group/{site}/x")), Raw::default()));
        routes.push(('w', Method::PUT, dry(&format!("/group/{site}/x/$link/accessTo{object}")), Raw::default()));
    }
    routes
}

on_both! {
    /// M084: role × route × site, each refusal beside the same call where it is allowed.
    async fn m084_every_role_on_every_route_in_every_site(database: Database) {
        let (house, root) = house(database).await;
        let (mut allowed, mut refused) = (0, 0);
        for role in BuiltIn::ALL {
            let here = if role == BuiltIn::Administrator { "" } else { "demo/a" };
            let caller = with(&house, &root, role, here).await;
            for site in ["demo/a", "demo/a/b", "demo", "other"] {
                let reached = here.is_empty() || site.starts_with(here);
                for noun in ["site", "group", "policy", "outboundMappingPolicy", "role", "application"] {
                    if site == "demo" && noun != "site" {
                        continue;
                    }
                    for (verb, method, path, raw) in routes(noun, site) {
                        // Whoever manages a site does not take it away, nor the operator of it.
                        let own = verb == 'd' && noun == "site" && site == here;
                        // A helpdesk sees no application, so it sees no link of it either; operators see groups, not policies.
                        let may = reached && rights::has(role, noun, verb) && !own;
                        let answer = caller.send(method.clone(), &path, raw).await;
                        let told = format!("{} in {here:?}: {method} {path}: {} {}", role.name(), answer.code(), answer.page.body);
                        if may {
                            allowed += 1;
                            assert!(answer.code() < 300 || answer.code() == 409 && verb == 'd', "{told}");
                        } else {
                            refused += 1;
                            assert_eq!(answer.code(), 403, "{told}");
                        }
                    }
                }
            }
        }
        assert!(allowed > 100 && refused > 200, "{allowed} {refused}");
    }
}

on_both! {
    /// A1.1, M084: what belongs to the whole system is the administrator's: others neither see nor call it, whatever they are in a site.
    async fn a1_1_m084_global_objects_are_the_administrators(database: Database) {
        let (house, root) = house(database).await;
        root.put("/inboundPolicy/table", "").await;
        let calls = [
            (Method::GET, "/method", ""),
            (Method::GET, "/method/password", ""),
            (Method::GET, "/method/nothing", ""),
            (Method::PUT, "/method/password?dryRun=true", "title=x"),
            (Method::DELETE, "/method/password?dryRun=true", ""),
            (Method::GET, "/method/password/$link", ""),
            (Method::PUT, "/method/password/$link/site/site/demo/a?dryRun=true", ""),
            (Method::GET, "/directory", ""),
            (Method::GET, "/server", ""),
            (Method::PUT, "/server?dryRun=true", "support=x"),
            (Method::GET, "/inboundPolicy/table", ""),
            (Method::POST, "/inboundPolicy/table?dryRun=true", "type=inboundPolicyItem&attributename=a&attributevalue=b"),
            (Method::POST, "/server?dryRun=true", "type=site&name=top"),
            (Method::PUT, "/site/top?dryRun=true", ""),
            (Method::PUT, "/role/top?dryRun=true", "builtIn=helpdesk"),
            (Method::PUT, "/site/demo/a/$link/method/password?dryRun=true", ""),
            (Method::GET, "/configuration", ""),
            (Method::POST, "/configuration/apply?dryRun=true", ""),
        ];
        for role in [BuiltIn::SiteManager, BuiltIn::Operator, BuiltIn::Auditor, BuiltIn::Helpdesk] {
            let caller = with(&house, &root, role, "demo/a").await;
            for (method, path, form) in &calls {
                let answer = caller.send(method.clone(), path, api::encoded(form)).await;
                assert_eq!(answer.code(), 403, "{} {method} {path}: {}", role.name(), answer.page.body);
            }
            assert_eq!(caller.get("/site").await.each("id"), ["/site/demo/a", "/site/demo/a/b"], "lists end at the site");
        }
        for (method, path, form) in &calls {
            let answer = root.send(method.clone(), path, api::encoded(form)).await;
            let expected = if path.contains("nothing") { answer.code() == 404 } else { answer.code() < 300 || answer.code() == 409 };
            assert!(expected, "{method} {path}: {}", answer.page.body);
        }
        // The methods that a site was given are seen and used there.
        root.put("/site/demo/a/$link/method/password", "").await;
        let manager = with(&house, &root, BuiltIn::SiteManager, "demo/a").await;
        assert_eq!(manager.get("/site/demo/a/$link/method").await.each("id"), ["/method/password"]);
        assert_eq!(manager.put("/application/demo/a/x/$link/method/password", "enabled=true").await.code(), 200);
        assert_eq!(manager.put("/application/demo/a/b/x/$link/method/password", "enabled=true").await.code(), 403, "not given to that one");
    }
}

on_both! {
    /// M084: roles, groups with roles and programs with roles are touched only by who has all of their rights.
    async fn m084_nobody_raises_anybody_above_themselves(database: Database) {
        let (house, root) = house(database).await;
        root.put("/role/demo/a/own", "").await;
        root.json(Method::PUT, "/role/demo/a/narrow", &json!({ "rights": [{ "noun": "role", "verb": "*" }, { "noun": "group", "verb": "*" }, { "noun": "application", "verb": "*" }] })).await;
        let narrow = house.api_as(house.id(Noun::Role, "demo/a/narrow")).await;
        root.put("/role/demo/a/helpers", "builtIn=helpdesk").await;
        root.put("/group/demo/a/helpers", "").await;
        root.put("/role/demo/a/helpers/$link/assignedTo/group/demo/a/helpers", "").await;
        root.put("/group/demo/a/plain", "").await;
        root.put("/application/demo/a/robot", "").await;
        root.put("/role/demo/a/helpers/$link/grantedTo/application/demo/a/robot", "").await;
        let right = |noun: &str| json!({ "rights": [{ "noun": noun, "verb": "read" }] });
        let refused = [
            (Method::PUT, "/role/demo/a/mine", json!({ "builtIn": "siteManager" })),
            (Method::PUT, "/role/demo/a/mine", right("user")),
            (Method::PUT, "/role/demo/a/narrow", right("*")),
            (Method::PUT, "/role/demo/a/helpers", json!({ "builtIn": null, "rights": [] })),
            (Method::DELETE, "/role/demo/a/helpers", json!({})),
            (Method::PUT, "/role/demo/a/helpers/$link/assignedTo/group/demo/a/plain", json!({})),
            (Method::DELETE, "/role/demo/a/helpers/$link/assignedTo/group/demo/a/helpers", json!({})),
            (Method::PUT, "/group/demo/a/helpers", json!({ "everyone": true })),
            (Method::PUT, "/group/demo/a/helpers", json!({ "filter": "department=Sales" })),
            (Method::PUT, "/group/demo/a/helpers/$link/member/group/demo/a/plain", json!({})),
            (Method::PUT, "/group/demo/a/plain/$link/memberOf/group/demo/a/helpers", json!({})),
            (Method::DELETE, "/group/demo/a/helpers", json!({})),
            (Method::PUT, "/application/demo/a/robot/$attribute/metadata", json!({ "redirect_uris": [] })),
            (Method::PUT, "/role/demo/a/helpers/$link/grantedTo/application/demo/a/x", json!({})),
            (Method::PUT, "/application/demo/a/x/$link/role/role/demo/a/helpers", json!({})),
        ];
        for (method, path, body) in &refused {
            let raw = if *body == json!({}) { Raw::default() } else { api::json(body) };
            let answer = narrow.send(method.clone(), path, raw).await;
            assert_eq!((answer.code(), answer.json["type"].as_str()), (403, Some("urn:symbolon:problem:outranked")), "{method} {path} {body}: {}", answer.page.body);
        }
        for (method, path, body) in [
            (Method::PUT, "/role/demo/a/mine", right("group")),
            (Method::PUT, "/group/demo/a/helpers", json!({ "title": "Helpers" })),
            (Method::PUT, "/group/demo/a/plain", json!({ "everyone": true })),
            (Method::PUT, "/application/demo/a/x", json!({ "title": "X" })),
        ] {
            assert_eq!(narrow.json(method, path, &body).await.code(), 200, "the control: {path}");
        }
        // Who has all of it may.
        let manager = with(&house, &root, BuiltIn::SiteManager, "demo/a").await;
        assert_eq!(manager.put("/role/demo/a/helpers/$link/assignedTo/group/demo/a/plain", "").await.code(), 200);
        assert_eq!(manager.put("/role/demo/a/more", "builtIn=siteManager").await.code(), 200);
        assert_eq!(manager.put("/role/demo/a/more", "builtIn=administrator").await.code(), 403, "not the administrator's");
        assert_eq!(root.put("/role/top", "builtIn=administrator").await.code(), 200);
    }
}

on_both! {
    /// G11: a person's rights come with the access token of an ordinary login, and go with the group.
    async fn g11_a_person_calls_by_the_roles_of_their_groups(database: Database) {
        let (house, root) = house(database).await;
        let registration = "openid sso-api";
        house.edit(Noun::Application, "demo/wiki", |entry| {
            if let model::AnyObject::Application(app) = &mut entry.object {
                app.metadata["scope"] = registration.into();
            }
        }).await;
        root.put("/role/demo/a/managers", "builtIn=siteManager").await;
        root.put("/role/demo/a/managers/$link/assignedTo/group/demo/a/x", "").await;
        let member = |add: bool| {
            let (group, person) = (house.id(Noun::Group, "demo/a/x"), house.person("ada").key());
            vec![if add { Write::PutMember { group, person } } else { Write::DropMember { group, person } }]
        };
        house.write(member(true)).await;
        let token = |name: &'static str, scope: &'static str| {
            let house = &house;
            async move { house.login(name).at("wiki").password().asking("scope", scope).await.exchange().await.text("access_token").to_owned() }
        };
        let ada = house.api_by(Some(&token("ada", "openid sso-api").await));
        assert_eq!(ada.put("/group/demo/a/made", "").await.code(), 200);
        assert_eq!(ada.put("/group/other/made", "").await.code(), 403);
        assert_eq!(ada.get("/me").await.text("name"), "ada");
        assert_eq!(house.audited("object.put").await.last().unwrap().actor, "/user/demo/ada");
        let unasked = house.api_by(Some(&token("ada", "openid").await));
        let answer = unasked.get("/site").await;
        assert!(answer.code() == 403 && answer.page.header("www-authenticate").unwrap().contains("insufficient_scope"));
        let bob = house.api_by(Some(&token("bob", "openid sso-api").await));
        assert_eq!(bob.get("/site").await.code(), 403, "no role, no rights");
        house.write(member(false)).await;
        assert_eq!(ada.get("/site").await.code(), 403, "gone with the next call");
    }
}
