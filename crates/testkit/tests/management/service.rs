//! Rules that ask a service whose account it is, with a web server as the service (requirement A3.2): every refusal stands beside the
//! same login with an answer that lets in.

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use testkit::{Api, Database, House, Outcome, on_both};
use tokio::net::TcpListener;

use super::mappings::typed;

/// What the service says to everybody.
#[derive(Clone)]
struct Says {
    status: u16,
    content_type: &'static str,
    body: String,
    after: Duration,
}

fn json_of(body: &Value) -> Says {
    Says { status: 200, content_type: "application/json", body: body.to_string(), after: Duration::ZERO }
}

fn names(name: &str) -> Says {
    json_of(&json!({ "user": { "userid": name } }))
}

/// One question as it came.
#[derive(Clone, Debug)]
struct Heard {
    path: String,
    query: String,
    authorization: String,
}

/// A register of people elsewhere.
#[derive(Clone)]
struct Hr(Arc<(Mutex<Says>, Mutex<Vec<Heard>>)>);

impl Hr {
    async fn start() -> (Self, String) {
        let hr = Self(Arc::new((Mutex::new(names("bob")), Mutex::default())));
        let routes = Router::new().fallback(hear).with_state(hr.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (hr, url)
    }
    fn says(&self, says: Says) {
        *self.0.0.lock().unwrap() = says;
    }
    /// What came since it was asked last.
    fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut *self.0.1.lock().unwrap())
    }
}

async fn hear(State(hr): State<Hr>, uri: Uri, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let heard = Heard { path: uri.path().to_owned(), query: query.unwrap_or_default(), authorization };
    hr.0.1.lock().unwrap().push(heard);
    let says = hr.0.0.lock().unwrap().clone();
    tokio::time::sleep(says.after).await;
    let status = StatusCode::from_u16(says.status).unwrap();
    let elsewhere = if status.is_redirection() { "/elsewhere" } else { "" };
    (status, [(header::CONTENT_TYPE, says.content_type), (header::LOCATION, elsewhere)], says.body).into_response()
}

/// A house whose `typed` asks the service about whoever types an address.
struct Asking {
    house: House,
    api: Api,
    hr: Hr,
    url: String,
    /// Mails that went to each address so far.
    mails: Mutex<std::collections::BTreeMap<String, usize>>,
}

impl Asking {
    async fn start(database: Database) -> Self {
        let house =
            House::new().on(database).application("open").allow(["typed"]).user("ada").user("bob").start().await;
        let api = house.api().await;
        let (hr, url) = Hr::start().await;
        let asking = Self { house, api, hr, url, mails: Mutex::default() };
        let template = format!("{}/find?mail=${{method.email}}", asking.url);
        asking
            .put("/service/hr", &json!({ "template": template, "outputParameter": "directory.login /user/userid" }))
            .await;
        asking.put("/inboundMappingPolicy/people", &json!({})).await;
        asking
            .put("/inboundServiceMapping/people/hr", &json!({ "condition": ["method:email=*"], "service": "hr" }))
            .await;
        let link = asking.api.put("/method/typed/$link/inboundMappingPolicy/people", "trusted=true").await;
        assert_eq!(link.code(), 200, "{}", link.page.body);
        asking
    }
    async fn put(&self, path: &str, body: &Value) {
        let put = self.api.json(Method::PUT, path, body).await;
        assert_eq!(put.code(), 200, "{path} {body}: {}", put.page.body);
    }
    async fn login(&self, address: &str) -> Outcome {
        let count = {
            let mut mails = self.mails.lock().unwrap();
            let count = mails.entry(address.to_owned()).or_default();
            *count += 1;
            *count
        };
        typed(&self.house, address, count).await
    }
    fn sub(&self, name: &str) -> Value {
        json!(self.house.someone(name).user.id.to_string().to_lowercase())
    }
    /// Who logs in by this address; nobody is `None`.
    async fn enters(&self, address: &str) -> Option<Value> {
        let login = self.login(address).await;
        if login.granted() { Some(login.claims(&self.house).await["sub"].clone()) } else { None }
    }
    /// Why the last miss was one, and what more is told of a service.
    async fn told(&self) -> (String, Option<Value>) {
        let missed = self.house.audited("method.missed").await.pop().expect("a miss");
        let told = self.house.audited("service.unanswered").await;
        let same = told.into_iter().find(|event| event.correlation == missed.correlation);
        (missed.reason, same.map(|event| event.detail))
    }
}

const EVE: &str = "eve@elsewhere.example";

on_both! {
    /// A3.2: whom the service names is who logs in, and whom it does not name is nobody, and no stranger either.
    async fn a3_2_a_service_says_whose_account_it_is(database: Database) {
        let asking = Asking::start(database).await;
        let bob = asking.sub("bob");
        assert_eq!(asking.enters(EVE).await, Some(bob.clone()), "the control");
        let heard = asking.hr.heard();
        assert_eq!((heard.len(), heard[0].path.as_str(), heard[0].query.as_str()), (1, "/find", "mail=eve%40elsewhere.example"));
        assert_eq!(heard[0].authorization, "");
        let xml = "<?xml version=\"1.0\"?><user><userid>bob</userid></user>";
        asking.hr.says(Says { content_type: "application/xml", body: xml.into(), ..names("") });
        assert_eq!(asking.enters(EVE).await, Some(bob.clone()));
        for nobody in [
            json_of(&json!({ "user": null })),
            names("nobody"),
            names("bo*"),
            Says { status: 404, ..names("bob") },
            Says { status: 204, body: String::new(), ..names("bob") },
        ] {
            asking.hr.says(nobody.clone());
            assert_eq!(asking.enters(EVE).await, None, "{} {}", nobody.status, nobody.body);
            assert_eq!(asking.told().await, ("not-allowed".into(), None), "{} {}", nobody.status, nobody.body);
        }
        // By another attribute than the login name.
        asking.put("/service/hr", &json!({ "outputParameter": "directory.mail /user/mail" })).await;
        asking.hr.says(json_of(&json!({ "user": { "mail": "ada@demo.test" } })));
        assert_eq!(asking.enters(EVE).await, Some(asking.sub("ada")));
    }
}

on_both! {
    /// A3.2: a service that fails refuses the login, whatever way it fails, and says so in the audit without what was asked or answered.
    async fn a3_2_a_service_that_fails_lets_nobody_in(database: Database) {
        let asking = Asking::start(database).await;
        let two = json!({ "user": [{ "userid": "ada" }, { "userid": "bob" }] });
        let long = json!({ "user": { "userid": "bob" }, "more": "x".repeat(100_000) });
        for (says, reason, why) in [
            (Says { status: 500, ..names("bob") }, "unavailable", "status 500"),
            (Says { status: 401, ..names("bob") }, "unavailable", "status 401"),
            (Says { status: 302, ..names("bob") }, "unavailable", "status 302"),
            (Says { after: Duration::from_secs(20), ..names("bob") }, "unavailable", "time is up"),
            (json_of(&long), "unavailable", "no answer: the answer is too long"),
            (Says { content_type: "text/html", ..names("bob") }, "unavailable", "the answer cannot be read: type"),
            (Says { body: "{".into(), ..names("bob") }, "unavailable", "the answer cannot be read: malformed"),
            (json_of(&json!({ "user": { "userid": { "id": "bob" } } })), "unavailable", "the answer cannot be read: value"),
            (json_of(&two), "ambiguous", "it names two"),
        ] {
            asking.hr.says(names("bob"));
            assert_eq!(asking.enters(EVE).await, Some(asking.sub("bob")), "the control");
            asking.hr.heard();
            asking.hr.says(says);
            assert_eq!(asking.enters(EVE).await, None, "{why}");
            assert_eq!(asking.told().await, (reason.into(), Some(json!({ "service": "hr", "why": why }))));
            let heard: Vec<String> = asking.hr.heard().into_iter().map(|heard| heard.path).collect();
            assert_eq!(heard, ["/find"], "{why}: asked once, and nobody goes where a redirect leads");
        }
        // One that is not there, and one that nothing of ours may call.
        let port = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
        for (place, why) in [
            (format!("http://127.0.0.1:{port}"), "no answer: no connection"),
            ("http://10.0.0.1".into(), "the address is not allowed"),
            ("https://169.254.169.254".into(), "the address is not allowed"),
        ] {
            asking.put("/service/hr", &json!({ "template": format!("{place}/find?mail=${{method.email}}") })).await;
            assert_eq!(asking.enters(EVE).await, None, "{place}");
            assert_eq!(asking.told().await, ("unavailable".into(), Some(json!({ "service": "hr", "why": why }))), "{place}");
        }
        assert_eq!(asking.api.delete("/service/hr").await.code(), 204);
        assert_eq!(asking.enters(EVE).await, None);
        assert_eq!(asking.told().await.1, Some(json!({ "service": "hr", "why": "there is no such service" })));
        asking.put("/inboundServiceMapping/people/hr", &json!({ "service": "" })).await;
        assert_eq!(asking.enters(EVE).await, None, "a rule that asks nobody yet");
    }
}

on_both! {
    /// A3.2: a rule is asked where its conditions hold; two rules that find two people mean neither; and one that fails is not made good
    /// by another.
    async fn a3_2_conditions_and_other_rules_stand_beside_it(database: Database) {
        let asking = Asking::start(database).await;
        let (ada, bob) = (asking.sub("ada"), asking.sub("bob"));
        let condition = |text: &str| json!({ "condition": [text] });
        asking.put("/inboundServiceMapping/people/hr", &condition("method:email=other@demo.test")).await;
        let stranger = asking.enters(EVE).await;
        assert!(stranger.as_ref().is_some_and(|sub| *sub != ada && *sub != bob), "no rule is for them: {stranger:?}");
        assert_eq!(asking.hr.heard().len(), 0);
        asking.put("/inboundServiceMapping/people/hr", &condition(&format!("method:email={EVE}"))).await;
        assert_eq!(asking.enters(EVE).await, Some(bob.clone()));
        let search = json!({ "mappingURL": ["ldap:///??sub?(mail=%7Bmethod:email%7D)"] });
        asking.put("/inboundDirectoryMapping/people/mail", &search).await;
        asking.put("/inboundServiceMapping/people/hr", &condition("method:email=*")).await;
        let address = "ada@demo.test";
        assert_eq!(asking.enters(address).await, None, "the search finds ada, the service says bob");
        assert_eq!(asking.told().await.0, "ambiguous");
        asking.hr.says(names("ada"));
        assert_eq!(asking.enters(address).await, Some(ada.clone()), "both mean ada");
        asking.hr.says(Says { status: 404, ..names("") });
        assert_eq!(asking.enters(address).await, Some(ada), "the service knows nobody, the search does");
        asking.hr.says(Says { status: 503, ..names("ada") });
        assert_eq!(asking.enters(address).await, None, "it might have meant somebody else");
        assert_eq!(asking.told().await.0, "unavailable");
    }
}

on_both! {
    /// A3.2, M080: what somebody types is a value of the question and nothing else; an address that nobody vouches for is not asked with.
    async fn a3_2_m080_an_address_writes_nothing_into_the_question(database: Database) {
        let asking = Asking::start(database).await;
        asking.put("/service/hr", &json!({ "template": format!("{}/find?mail=${{method.email}}&strict=1", asking.url) })).await;
        for address in ["x&mail=ada@demo.test", "x#@demo.test", "x?y=1@demo.test", "x/./admin@demo.test", "x+y@demo.test", "${user.uid}@demo.test"] {
            assert_eq!(asking.enters(address).await, Some(asking.sub("bob")), "{address}");
            let [heard] = &asking.hr.heard()[..] else { panic!("{address}: one question") };
            let pairs: Vec<(String, String)> = url::form_urlencoded::parse(heard.query.as_bytes()).into_owned().collect();
            assert_eq!(pairs, [("mail".into(), address.to_owned()), ("strict".into(), "1".into())], "{heard:?}");
            assert_eq!(heard.path, "/find");
        }
        asking.put("/service/hr", &json!({ "template": format!("{}/people/${{method.email}}/account", asking.url) })).await;
        assert_eq!(asking.enters("x+y@demo.test").await, Some(asking.sub("bob")), "the control");
        assert_eq!(asking.hr.heard()[0].path, "/people/x%2By%40demo.test/account");
        assert_eq!(asking.enters("x/./admin@demo.test").await, None);
        assert_eq!(asking.hr.heard().len(), 0, "what would be a step of the path is not asked with");
        assert_eq!(asking.api.put("/method/typed/$link/inboundMappingPolicy/people", "").await.code(), 200);
        assert_eq!(asking.enters(EVE).await, None);
        assert_eq!((asking.told().await.0.as_str(), asking.hr.heard().len()), ("unverified", 0));
    }
}

on_both! {
    /// A3.2, M025: a password is shown to the service and to nobody else, and to no other service.
    async fn a3_2_m025_a_password_goes_to_its_service_alone(database: Database) {
        let asking = Asking::start(database).await;
        asking.put("/service/hr", &json!({ "username": "symbolon", "password": "pass:word" })).await;
        assert_eq!(asking.enters(EVE).await, Some(asking.sub("bob")));
        assert_eq!(asking.hr.heard()[0].authorization, "Basic c3ltYm9sb246cGFzczp3b3Jk");
        let shown = asking.api.get("/service/hr").await;
        assert_eq!(shown.json["attributes"]["password"], json!("********"));
        for template in ["https://evil.example/?x=${method.email}", "http://127.0.0.1:1/find?mail=${method.email}"] {
            let moved = asking.api.json(Method::PUT, "/service/hr", &json!({ "template": template, "password": "********" })).await;
            assert_eq!((moved.code(), moved.keys()), (422, vec!["gateway-again"]), "{}", moved.page.body);
        }
        asking.put("/service/hr", &json!({ "title": "HR", "password": "********" })).await;
        let again = json!({ "template": format!("{}/who?mail=${{method.email}}", asking.url), "password": "t0ken", "auth": "bearer", "username": "" });
        asking.put("/service/hr", &again).await;
        assert_eq!(asking.enters(EVE).await, Some(asking.sub("bob")), "typed once more, it goes along");
        assert_eq!(asking.hr.heard()[0].authorization, "Bearer t0ken");
        let exported = asking.api.get("/configuration").await.page.body;
        assert!(exported.contains("outputParameter") && !exported.contains("t0ken"), "{exported}");
        asking.hr.says(Says { status: 500, ..names("bob") });
        assert_eq!(asking.enters(EVE).await, None);
        let audit = serde_json::to_string(&asking.house.audited("service.unanswered").await).unwrap();
        assert!(audit.contains("hr") && !audit.contains("t0ken") && !audit.contains("elsewhere"), "{audit}");
    }
}

on_both! {
    /// A3.2: services and the rules that ask them as the source product writes them, the links read and written from the rule.
    async fn a3_2_service_mappings_as_the_calls_are_written(database: Database) {
        let house = House::new().on(database).application("open").allow(["typed"]).user("ada").start().await;
        let api = house.api().await;
        let class = "className=com.ubisecure.ubilogin.restclient.impl.UbiloginRestClientFactory";
        let made = api.put("/service/users", class).await;
        assert_eq!((made.code(), &made.json["attributes"]["className"]), (200, &json!("symbolon.rest")), "{}", made.page.body);
        let found = |seen: &Value| seen["findings"].as_array().map_or(0, Vec::len);
        assert_eq!(found(&made.json), 2, "saved, and shown as not ready: {}", made.page.body);
        let rest = "template=https://hr.example/find?userid=$%7Bmethod.sub%7D&outputParameter=directory.login%20/user/userid";
        let put = api.put("/service/users", rest).await;
        assert_eq!(put.json["attributes"]["template"], json!("https://hr.example/find?userid=${method.sub}"), "{}", put.page.body);
        assert_eq!((put.json["attributes"]["outputParameter"].as_str(), found(&put.json)), (Some("directory.login /user/userid"), 0));
        api.put("/inboundMappingPolicy/p", "").await;
        let rule = api.put("/inboundServiceMapping/p/m", "condition=method:sub=*").await;
        assert_eq!((rule.code(), rule.text("id")), (200, "/inboundServiceMapping/p/m"), "{}", rule.page.body);
        let directory = house.api().await.get("/directory").await.each("id")[0].to_owned();
        for (path, to) in [("$link/service/users", "/service/users"), (&format!("$link{directory}")[..], &directory)] {
            let link = api.put(&format!("/inboundServiceMapping/p/m/{path}"), "").await;
            assert_eq!((link.code(), link.text("id")), (200, to), "{path} {}", link.page.body);
            assert_eq!(api.get(&format!("/inboundServiceMapping/p/m/{path}")).await.each("id"), [to]);
        }
        assert_eq!(api.get("/inboundServiceMapping/p/m/$link").await.each("id"), ["/service/users", &directory]);
        assert_eq!(api.get("/inboundServiceMapping/p/m/$link/service").await.each("id"), ["/service/users"]);
        assert_eq!(api.get("/inboundServiceMapping/p/m").await.json["attributes"]["service"], json!("users"));
        // The two sorts of rules share a table and tell each other apart.
        let search = "mappingURL=ldap:///??sub?(uid=%257Bsubject:username%257D)";
        assert_eq!(api.put("/inboundDirectoryMapping/p/s", search).await.code(), 200);
        for (path, found) in [("inboundServiceMapping", "/inboundServiceMapping/p/m"), ("one/inboundDirectoryMapping", "/inboundDirectoryMapping/p/s")] {
            assert_eq!(api.get(&format!("/inboundMappingPolicy/p/$link/{path}")).await.each("id"), [found], "{path}");
        }
        assert_eq!(api.get("/inboundDirectoryMapping/p/m").await.code(), 404);
        assert_eq!(api.put("/inboundDirectoryMapping/p/m", search).await.keys(), ["name-taken"]);
        assert_eq!(api.put("/inboundServiceMapping/p/m", search).await.code(), 400);
        let child = api.post("/inboundMappingPolicy/p", "type=inboundServiceMapping&service=users").await;
        assert_eq!((child.code(), child.json["attributes"]["service"].as_str()), (201, Some("users")), "{}", child.page.body);
        assert_eq!(api.delete(child.text("id")).await.code(), 204);
        // What cannot be meant is named.
        assert_eq!(api.put("/inboundServiceMapping/p/m/$link/service/user", "").await.keys(), ["dangling"]);
        assert_eq!(api.put("/inboundServiceMapping/p/m/$link/method/typed", "").await.keys(), ["link-unknown"]);
        assert_eq!(api.put("/service/users", "className=com.example.Other").await.keys(), ["class-unknown"]);
        for (body, key, field) in [
            (json!({ "template": "https://hr.example/?u=${user.uid}" }), "service-sees", "template"),
            (json!({ "template": "https://hr.example/" }), "service-anchor", "template"),
            (json!({ "template": "https://${method.sub}/" }), "service-template", "template"),
            (json!({ "template": "https://hr.example/{method:sub}" }), "text-expected", "template"),
            (json!({ "outputParameter": "login /user" }), "text-expected", "outputParameter"),
        ] {
            let refused = api.json(Method::PUT, "/service/users", &body).await;
            assert_eq!((refused.code(), refused.keys()), (422, vec![key]), "{body}: {}", refused.page.body);
            assert!(refused.page.body.contains(field), "{}", refused.page.body);
        }
        assert_eq!(api.delete("/inboundServiceMapping/p/m/$link/service/users").await.code(), 204);
        assert_eq!(api.get("/inboundServiceMapping/p/m/$link/service/users").await.code(), 404);
        let exported = api.get("/configuration").await.page.body;
        assert!(exported.contains("[service.users]") || exported.contains("/service/users"), "{exported}");
    }
}
