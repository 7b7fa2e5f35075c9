//! What any page, form and header owes to whoever sends something strange (the web cases of group M).

use http::{Method, StatusCode};
use testkit::{Browser, House, Page, Raw, Way, on_both};
use url::Url;

use crate::support::{asked, count, crowd, story, type_in};

on_both! {
    /// M017: nothing, too much, twice, or not a form in the field of a secret: counted or refused, and never a step further.
    async fn m017_no_shape_of_an_answer_is_a_free_step(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "totp"]).user("ada").token("totp").start().await;
        let password = house.someone("ada").password.clone();
        let browser = house.browser();
        let page = asked(&house, &browser, "wiki").await;
        let csrf = page.prompt().input("csrf").unwrap().value.clone();
        let to = page.url.join(&page.prompt().action).unwrap();
        let form = |pairs: &[(&str, &str)]| {
            let all: Vec<(String, String)> = [("csrf", csrf.as_str())].iter().chain(pairs).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            Raw::form(&all)
        };
        let long = "x".repeat(1 << 20);
        let bodies = [
            form(&[("username", "ada"), ("password", "")]),
            form(&[("username", "ada")]),
            form(&[("username", "ada"), ("password", &long)]),
            form(&[("username", "ada"), ("password", "null")]),
            form(&[("username", "ada"), ("password", "true")]),
            form(&[("username", "ada"), ("password[]", &password)]),
            form(&[("username", "ada"), ("password", "no"), ("password", &password)]),
            form(&[("username", "ada"), ("skip", "1")]),
            form(&[("username", "ada"), ("code", "123456")]),
            form(&[]),
            Raw { body: format!(r#"{{"csrf":"{csrf}","username":"ada","password":["{password}"]}}"#).into_bytes(), ..Raw::default() }.header("content-type", "application/json"),
        ];
        for (n, raw) in bodies.into_iter().enumerate() {
            // A body that is too long is answered before all of it was sent, and the connection is closed.
            let answer = browser.try_send(Method::POST, &to, raw).await.map(|answer| answer.status);
            let after = browser.get(page.url.path()).await;
            assert!(after.asks("password") && !after.asks("code"), "number {n}: {answer:?} {}", after.text());
        }
        assert_eq!(count(&story(&house, "ada").await, "method.passed", ""), 0);
        house.clock.forward(21);
        // The same for the second factor.
        let login = house.login("ada").password().await;
        let csrf = login.page.prompt().input("csrf").unwrap().value.clone();
        let to = login.page.url.join(&login.page.prompt().action).unwrap();
        for body in ["code=", "", "code=null", "code[]=123456", "skip=1", "code=0", "method=password", "consent=yes", "again=1"] {
            let raw = Raw { body: format!("csrf={csrf}&{body}").into_bytes(), ..Raw::default() };
            login.browser.send(Method::POST, &to, raw.header("content-type", "application/x-www-form-urlencoded")).await;
            let after = login.browser.get(login.page.url.path()).await;
            assert!(login.asked.code(&after).is_none() && after.left.is_none(), "{body}");
        }
        house.clock.forward(21);
        assert!(house.login("ada").password().code(&house.code("ada")).await.granted(), "the control");
    }
}

on_both! {
    /// M018: with the second factor pending nothing else opens, wherever the browser goes.
    async fn m018_a_pending_factor_cannot_be_walked_around(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password", "totp"]);
        let house = plan.user("ada").token("totp").start().await;
        let login = house.login("ada").password().await;
        assert!(login.page.asks("code"));
        let handle = login.page.url.path_segments().unwrap().next_back().unwrap().to_owned();
        for path in [format!("/oauth2/resume/{handle}"), format!("/account/enter/{handle}"), "/account".into(), "/account/add/totp".into(), format!("/reset/{handle}"), "/".into()] {
            let page = login.browser.get(&path).await;
            assert!(page.left.as_ref().is_none_or(|l| !l.query().unwrap_or_default().contains("code=")), "{path}: {:?}", page.left);
            assert!(login.browser.cookie("session").is_none(), "{path}");
            assert!(page.asks("password") || page.asks("code") || !page.status.is_success() || path == "/", "{path}: {}", page.text());
        }
        assert!(house.browser().get(login.page.url.path()).await.status.is_client_error(), "another browser");
        // The control: the login itself went on waiting.
        let page = login.browser.get(login.page.url.path()).await;
        assert!(login.asked.code(&login.browser.code(&page, &house.code("ada")).await).is_some());
    }
}

on_both! {
    /// M020: with a second factor required and none to be had the login is denied; where it is not, the context says one factor.
    async fn m020_a_missing_factor_is_never_waved_through(database: Database) {
        let plan = House::new().on(database).method(Way::named("password").acr("urn:one")).method(Way::named("totp").acr("urn:two"));
        let plan = plan.application("strict").allow(["totp"]).application("light").allow(["password", "totp"]);
        let house = plan.user("ada").user("bob").token("totp").start().await;
        let denied = house.login("ada").password().await;
        assert!(denied.denied(), "{}", denied.page.text());
        let back = denied.browser.get(&denied.page.links().into_iter().find(|l| l.href.contains("/resume/")).unwrap().href).await;
        assert_eq!(back.returned("error").as_deref(), Some("access_denied"));
        assert_eq!(house.login("ada").at("light").password().await.claims(&house).await["acr"], "urn:one");
        let both = house.login("bob").password().code(&house.code("bob")).await;
        assert_eq!(both.claims(&house).await["acr"], "urn:two");
    }
}

on_both! {
    /// M058: a foreign Host is refused, and a mailed link names the configured address whatever the request said.
    async fn m058_only_the_configured_name_appears(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password"]);
        let house = plan.user("ada").start().await;
        let browser = house.browser();
        for path in ["/", "/forgot?site=demo", "/.well-known/openid-configuration", "/account"] {
            let page = browser.send(Method::GET, &browser.url(path), Raw::default().header("host", "evil.example")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
            assert!(!page.body.contains("evil.example"));
        }
        let page = browser.get("/forgot?site=demo").await;
        let form = page.prompt();
        let fields: Vec<(String, String)> = form.filled().into_iter().map(|(n, v)| if n == "username" { (n, "ada".into()) } else { (n, v) }).collect();
        let raw = Raw::form(&fields).header("x-forwarded-host", "evil.example").header("forwarded", "host=evil.example;proto=https").header("x-original-host", "evil.example");
        browser.send(Method::POST, &page.url.join(&form.action).unwrap(), raw).await;
        let mail = house.inbox().newest("ada@demo.test", 1).await;
        assert!(!mail.text.contains("evil") && !mail.html.unwrap_or_default().contains("evil"));
        assert!(mail.text.contains(browser.url("/reset/").as_str()));
    }
}

on_both! {
    /// M070: a change without a token of this browser's, from another site, by GET, as JSON, or with another method changes nothing.
    async fn m070_no_foreign_request_changes_anything(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let browser = house.browser();
        let login = asked(&house, &browser, "wiki").await;
        assert!(house.login("ada").with(&browser).password().await.granted());
        let account = browser.get("/account").await;
        let csrf = account.forms().into_iter().find_map(|f| f.input("csrf").map(|i| i.value.clone())).unwrap();
        let stranger = house.browser().get("/forgot?site=demo").await;
        let foreign = stranger.forms().into_iter().find_map(|f| f.input("csrf").map(|i| i.value.clone())).unwrap_or_else(|| "AAAA".into());
        let right = ("username=ada&password=".to_owned() + &url::form_urlencoded::byte_serialize(house.someone("ada").password.as_bytes()).collect::<String>(), login.url.path().to_owned());
        let routes = [right, (String::new(), "/account/logout".into()), (String::new(), "/account/sessions/others".into()), ("cn=Mallory".into(), "/account/profile".into()), ("username=ada&site=demo".into(), "/forgot".into())];
        let kind = "application/x-www-form-urlencoded";
        for (body, path) in &routes {
            let url = browser.url(path);
            let with = |token: &str, kind: &str| Raw { body: format!("{body}&csrf={token}").into_bytes(), ..Raw::default() }.header("content-type", kind);
            let attacks = [
                ("no token", Method::POST, Raw { body: body.clone().into_bytes(), ..Raw::default() }.header("content-type", kind)),
                ("another browser's token", Method::POST, with(&foreign, kind)),
                ("another site", Method::POST, with(&csrf, kind).header("sec-fetch-site", "cross-site").header("origin", "https://evil.example")),
                ("another origin", Method::POST, with(&csrf, kind).header("origin", "https://evil.example")),
                ("text/plain", Method::POST, with(&csrf, "text/plain")),
                ("json", Method::POST, with(&csrf, "application/json")),
                ("an override", Method::POST, with(&csrf, kind).header("x-http-method-override", "DELETE")),
                ("PUT", Method::PUT, with(&csrf, kind)),
                ("DELETE", Method::DELETE, with(&csrf, kind)),
            ];
            for (what, method, raw) in attacks {
                let page = browser.copy().send(method, &url, raw).await;
                assert!(page.status.is_client_error(), "{what} at {path}: {}", page.status);
            }
        }
        for path in ["/account/logout", "/account/sessions/others"] {
            let page = browser.send(Method::GET, &browser.url(&format!("{path}?csrf={csrf}")), Raw::default()).await;
            assert!(!page.status.is_success(), "GET {path}");
        }
        assert_eq!(browser.get("/account").await.url.path(), "/account", "still logged in");
        // The control.
        let leave = account.forms().into_iter().find(|f| f.action.ends_with("/logout")).unwrap();
        browser.submit(&account, &leave, &[]).await;
        assert_ne!(browser.get("/account").await.url.path(), "/account");
    }
}

on_both! {
    /// M072: every response carries the headers, errors and files included.
    async fn m072_every_response_is_hardened(database: Database) {
        let plan = House::new().on(database).public("https://id.demo.test").application("wiki").allow(["password"]);
        let house = plan.user("ada").start().await;
        let browser = house.browser();
        let login = asked(&house, &browser, "wiki").await;
        let css = login.body.split('"').find(|s| s.ends_with(".css")).unwrap().to_owned();
        let mut pages = vec![("login", login.clone())];
        for path in ["/", css.as_str(), "/nowhere", "/login/nonsense", "/oauth2/authorize?client_id=nobody", "/.well-known/openid-configuration", "/oauth2/jwks", "/account", "/forgot", "/healthz", "/readyz", "/oauth2/userinfo"] {
            pages.push(("", browser.send(Method::GET, &browser.url(path), Raw::default()).await));
        }
        pages.push(("token", browser.send(Method::POST, &browser.url("/oauth2/token"), Raw::form(&[])).await));
        pages.push(("no token", browser.send(Method::POST, &login.url, Raw::form(&[])).await));
        pages.push(("denied", house.login("ada").with(&browser).press("cancel", "").await.page));
        for (what, page) in &pages {
            let at = format!("{what} {} {}", page.url, page.status);
            let policy = page.header("content-security-policy").unwrap_or_else(|| panic!("no policy at {at}"));
            for part in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{part} at {at}");
            }
            assert!(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"), "{at}");
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{at}");
            assert!(page.header("strict-transport-security").is_some_and(|v| v.contains("max-age=31536000")), "{at}");
            assert!(page.header("referrer-policy").is_some() && page.header("cross-origin-opener-policy").is_some(), "{at}");
            if !page.body.is_empty() {
                let kind = page.header("content-type").unwrap_or_else(|| panic!("no type at {at}"));
                assert!(!kind.starts_with("text/") || kind.contains("charset=utf-8"), "{kind} at {at}");
            }
        }
        assert!(pages.iter().any(|(_, p)| p.status == StatusCode::NOT_FOUND));
    }
}

const NASTY: &str = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}";

/// Nothing of it stands on a page as markup, and no template was run.
fn inert(page: &Page) {
    for raw in ["<script>alert", "<img src=x", "49${", "{{49", "$49"] {
        assert!(!page.body.contains(raw), "{raw} on {}", page.url);
    }
}

on_both! {
    /// M074: markup in names, titles, parameters and headers is shown as it was typed, on pages and in mails.
    async fn m074_nothing_that_is_shown_runs(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.title = model::Titles::en(NASTY)).application("wiki").allow(["password", "email"]);
        let plan = plan.application_with(|a| {
            a.title = model::Titles::en(NASTY);
            a.url = "javascript:alert(1)".into();
        });
        let house = plan.user("ada").attribute("cn", NASTY).attribute("givenName", NASTY).start().await;
        house.edit_method("password", |m| m.title = model::Titles::en(NASTY)).await;
        let browser = house.browser();
        let page = browser.get(&house.client("wiki").authorize().with("login_hint", NASTY).with("ui_locales", NASTY).path()).await;
        inert(&page);
        let typed = type_in(&browser, &page, NASTY, "a guess").await;
        inert(&typed);
        let agent = Raw::default().header("user-agent", NASTY).header("x-forwarded-for", NASTY);
        inert(&browser.send(Method::GET, &page.url, agent).await);
        let login = house.login("ada").with(&browser).password().await;
        inert(&login.page);
        let mail = house.inbox().newest("ada@demo.test", 1).await;
        let html = mail.html.clone().unwrap_or_default();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{html}");
        let page = browser.code(&login.page, &house.mailed_code("ada", 1).await).await;
        assert!(login.asked.code(&page).is_some());
        let mut page = browser.get("/account").await;
        if page.asks("code") {
            page = browser.code(&page, &house.mailed_code("ada", 2).await).await;
        }
        assert!(page.text().contains("alert(1)"), "the name is shown: {}", page.text());
        for path in ["/account", "/account/activity", "/account/profile", "/", "/account/add"] {
            let page = browser.get(path).await;
            inert(&page);
            assert!(page.links().iter().all(|l| !l.href.starts_with("javascript:")), "{path}");
        }
        let evil: String = url::form_urlencoded::byte_serialize(NASTY.as_bytes()).collect();
        for path in [format!("/nowhere/{evil}"), format!("/?lang={evil}"), format!("/login/{evil}"), format!("/oauth2/authorize?client_id={evil}"), format!("/forgot?site={evil}")] {
            inert(&browser.get(&path).await);
        }
    }
}

on_both! {
    /// M076: wherever a return address points, the browser stays here.
    async fn m076_no_return_address_leads_away(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let browser = house.browser();
        assert!(house.login("ada").with(&browser).password().await.granted());
        for evil in ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "%2f%2fevil.example", "/%2fevil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "https://127.0.0.1@evil.example/", "/..//evil.example"] {
            let target: String = url::form_urlencoded::byte_serialize(evil.as_bytes()).collect();
            let page = browser.get(&format!("/account/login?return={target}")).await;
            assert!(page.left.is_none(), "{evil} led to {:?}", page.left);
            assert_eq!(page.url.origin(), browser.url("/").origin(), "{evil}");
        }
        let page = browser.get("/account/login?return=/account/activity").await;
        assert_eq!(page.url.path(), "/account/activity", "the control");
    }
}

on_both! {
    /// M077: forwarding headers of whoever is no trusted proxy are not believed; a trusted proxy's are.
    async fn m077_only_a_trusted_proxy_tells_the_address(database: Database) {
        let spoof = |raw: Raw| raw.header("x-forwarded-for", "203.0.113.9").header("x-real-ip", "203.0.113.9").header("x-client-cert", "admin");
        for trusted in [false, true] {
            let plan = House::new().on(database).method(Way::named("password").only_from("203.0.113.0/24")).application("wiki").allow(["password"]);
            let plan = if trusted { plan.proxy("127.0.0.1/32") } else { plan };
            let house = plan.user("ada").start().await;
            let browser = house.browser();
            let asked = house.client("wiki").authorize();
            let first = browser.send(Method::GET, &browser.url(&asked.path()), spoof(Raw::default())).await;
            let page = match first.location() {
                Some(to) => browser.send(Method::GET, &to, spoof(Raw::default())).await,
                None => first,
            };
            assert_eq!(page.asks("password"), trusted, "{} {}", page.status, page.text());
            if trusted {
                let other = house.browser().at("127.0.0.2");
                let page = other.send(Method::GET, &other.url(&asked.path()), spoof(Raw::default())).await;
                let page = other.send(Method::GET, &page.location().unwrap(), spoof(Raw::default())).await;
                assert!(!page.asks("password"), "another machine of the network is no proxy");
            }
        }
    }
}

on_both! {
    /// M087: a name with line breaks and markup reaches one recipient, in one header, escaped.
    async fn m087_a_mail_has_one_recipient_whatever_the_names(database: Database) {
        let nasty = "Ada\r\nBcc: eve@evil.example\r\n\r\n<a href=\"https://evil.example\">x</a> =?utf-8?q?hi?=";
        let plan = House::new().on(database).site_with(|s| s.title = model::Titles::en(nasty)).application("wiki").allow(["password", "email"]);
        let house = plan.application_with(|a| a.title = model::Titles::en(nasty)).user("ada").attribute("cn", nasty).start().await;
        house.login("ada").password().await;
        let mail = house.inbox().newest("ada@demo.test", 1).await;
        assert_eq!(mail.to, "ada@demo.test");
        assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
        let html = mail.html.unwrap_or_default();
        assert!(!html.contains("<a href=\"https://evil.example"), "{html}");
        for link in testkit::html::links(&html) {
            assert_eq!(Url::parse(&link.href).unwrap().origin(), house.browser().url("/").origin());
        }
    }
}

/// M061: neither an object nor a method has a field for a question or a hint that would stand in for a secret.
#[test]
fn m061_there_are_no_secret_questions() {
    let objects = model::Noun::ALL.iter().map(|noun| noun.schema());
    let kinds = methods::ALL.iter().map(|kind| (kind.schema)());
    let mut names = Vec::new();
    for schema in objects.chain(kinds) {
        collect(schema.as_value(), &mut names);
    }
    assert!(names.iter().any(|n| n == "policy.password.length"), "the names of fields are seen");
    // What a login goes on with elsewhere is called so by its protocols (`login_hint`, `idp_hint`).
    names.retain(|name| !["loginHint", "idpHint"].contains(&name.as_str()));
    let odd =
        |name: &&String| ["question", "hint", "remind", "maiden"].iter().any(|word| name.to_lowercase().contains(word));
    assert_eq!(names.iter().find(odd), None);
}

fn collect(schema: &serde_json::Value, names: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        names.extend(properties.keys().cloned());
    }
    match schema {
        serde_json::Value::Object(members) => members.values().for_each(|v| collect(v, names)),
        serde_json::Value::Array(items) => items.iter().for_each(|v| collect(v, names)),
        _ => {}
    }
}

/// Kept so that a crowd of browsers is known to have one cookie jar each.
#[tokio::test]
async fn browsers_of_a_crowd_are_strangers() {
    let house = House::new().application("wiki").allow(["password"]).user("ada").start().await;
    let all: Vec<Browser> = crowd(&house, 3);
    assert!(house.login("ada").with(&all[0]).password().await.granted());
    assert!(all[0].cookie("session").is_some() && all[1].cookie("session").is_none());
}
