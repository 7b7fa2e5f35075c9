//! The edge as a browser and an attacker meet it.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use symbolon_kit::{
    self as kit, Chance, Client, FormTargets, Kit, Page, Proxies, PublicUrl, Reader, Setup, Surface, Template,
};
use tower::ServiceExt;

const HELLO: Template = Template {
    name: "hello.html",
    source: r#"{% extends "portal.html" %}{% block main %}<h1>{{ page.title }}</h1><p>{{ name }}</p><form method="post" action="/change">{{ kit.csrf(page) }}</form>{% endblock %}"#,
};

fn house(url: &str) -> (Arc<Kit>, Router) {
    let mut setup = Setup::new(PublicUrl::parse(url).unwrap(), [7; 32]);
    setup.templates = vec![&[HELLO]];
    setup.proxies = Proxies::new(["10.0.0.0/8".parse().unwrap()]);
    setup.chance = Chance::seeded(1);
    setup.themes = Arc::new(|site| {
        (site == "acme").then_some(kit::Theme { colour: kit::Rgb::parse("#e4002b"), ..kit::Theme::default() })
    });
    let kit = Kit::new(setup).unwrap();
    let hello = |State(kit): State<Arc<Kit>>, reader: Reader, request: Request| async move {
        let name = request.headers().get("x-name").map(|n| n.to_str().unwrap().to_owned());
        let targets = FormTargets::of(&"https://wiki.example/cb".parse().unwrap());
        kit.page(
            &reader,
            Page::new(Surface::Portal, "hello.html", "help").with(minijinja::context! { name }).targets(targets),
        )
    };
    let change = |State(kit): State<Arc<Kit>>, request: Request| async move {
        match kit.form(request).await {
            Ok(_) => "changed".into_response(),
            Err(refusal) => refusal,
        }
    };
    let routes = Router::new()
        .route("/hello", get(hello))
        .route("/change", post(change))
        .route(
            "/panic",
            get(|| async {
                if true {
                    panic!("SELECT secret FROM /etc/shadow")
                }
            }),
        )
        .route("/client", get(|axum::Extension(Client(ip)): axum::Extension<Client>| async move { ip.to_string() }))
        .route("/data", get(|| async { axum::Json(1) }))
        .with_state(kit.clone());
    let wrapped = kit.wrap(routes);
    (kit, wrapped)
}

fn ask(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "id.example").header(header::ACCEPT, "text/html")
}

async fn send(router: &Router, request: http::request::Builder, body: &str) -> (StatusCode, HeaderMap, String) {
    let response: Response = router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn cookie(headers: &HeaderMap) -> String {
    headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// M072, M073, O076
#[tokio::test]
async fn every_response_carries_the_headers() {
    let (_, router) = house("https://id.example");
    let css = kit::Assets::href("kit.css");
    for (method, path, status) in [
        ("GET", "/hello", 200),
        ("GET", "/data", 200),
        ("GET", "/nothing", 404),
        ("DELETE", "/hello", 405),
        ("GET", "/panic", 500),
        ("POST", "/change", 415),
        ("GET", css.as_str(), 200),
        ("GET", "/assets/0/none.css", 404),
    ] {
        let request = ask(method, path).header(header::ORIGIN, "https://evil.example");
        let (found, headers, body) = send(&router, request, "").await;
        assert_eq!(found, status, "{method} {path}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'")
                && policy.contains("object-src 'none'")
                && policy.contains("base-uri 'none'")
        );
        for name in [
            "strict-transport-security",
            "referrer-policy",
            "cross-origin-opener-policy",
            "permissions-policy",
            "cache-control",
        ] {
            assert!(headers.contains_key(name), "{name} of {path}");
        }
        assert_eq!(
            (&headers["x-content-type-options"], &headers["x-frame-options"]),
            (&"nosniff".parse().unwrap(), &"DENY".parse().unwrap())
        );
        assert!(body.is_empty() || headers.contains_key(header::CONTENT_TYPE), "{path}");
        assert!(!headers.contains_key("access-control-allow-origin"));
    }
    let (_, headers, _) = send(&router, ask("GET", "/hello"), "").await;
    assert!(
        headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().ends_with("form-action 'self' https://wiki.example")
    );
}

/// M095
#[tokio::test]
async fn a_panic_shows_a_reference_and_nothing_else() {
    let (_, router) = house("https://id.example");
    let (status, headers, page) = send(&router, ask("GET", "/panic"), "").await;
    assert_eq!(
        (status, &headers[header::CONTENT_TYPE]),
        (StatusCode::INTERNAL_SERVER_ERROR, &"text/html; charset=utf-8".parse().unwrap())
    );
    assert!(page.contains("<title>Error: This did not work, and it is not your doing · Symbolon</title>"), "{page}");
    let json = Request::builder().uri("/panic").header(header::HOST, "id.example");
    let (_, headers, problem) = send(&router, json, "").await;
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(problem.contains(r#""status":500"#) && problem.contains(r#""reference":"#));
    for text in [page, problem] {
        assert!(
            !text.contains("SELECT") && !text.contains("shadow") && !text.contains("panic") && !text.contains(".rs")
        );
    }
}

/// M058
#[tokio::test]
async fn another_host_is_refused() {
    let (_, router) = house("https://id.example");
    let evil =
        Request::builder().uri("/hello").header(header::HOST, "evil.example").header(header::ACCEPT, "text/html");
    let (status, _, body) = send(&router, evil, "").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(!body.contains("evil.example"));
    let forwarded = ask("GET", "/hello").header("x-forwarded-host", "evil.example").header("x-forwarded-proto", "http");
    let (status, _, body) = send(&router, forwarded, "").await;
    assert!(status == StatusCode::OK && !body.contains("evil.example"));
}

/// M077
#[tokio::test]
async fn the_client_is_behind_trusted_proxies_only() {
    let (_, router) = house("https://id.example");
    for (peer, forwarded, status, client) in [
        ("10.0.0.1:1", "203.0.113.7", 200, "203.0.113.7"),
        ("198.51.100.9:1", "203.0.113.7", 200, "198.51.100.9"),
        ("10.0.0.1:1", "rubbish", 400, ""),
    ] {
        let request = ask("GET", "/client")
            .extension(ConnectInfo(peer.parse::<SocketAddr>().unwrap()))
            .header("x-forwarded-for", forwarded);
        let (found, _, body) = send(&router, request, "").await;
        assert_eq!(found, status);
        assert!(status != 200 || body == client, "{body}");
    }
    assert_eq!(send(&router, ask("GET", "/client").header("x-forwarded-for", "1.1.1.1"), "").await.2, "0.0.0.0");
}

/// M070, M064
#[tokio::test]
async fn only_a_form_of_our_page_changes_something() {
    let (kit, router) = house("https://id.example");
    let (_, headers, page) = send(&router, ask("GET", "/hello"), "").await;
    let set = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        set.starts_with("__Host-browser=")
            && set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000"),
        "{set}"
    );
    let browser = cookie(&headers);
    let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(token, kit.csrf.token(browser.split_once('=').unwrap().1));
    let form = format!("csrf={token}");
    let ours = || {
        ask("POST", "/change")
            .header(header::COOKIE, &browser)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    assert_eq!(send(&router, ours(), &form).await.2, "changed");
    for (request, body, status) in [
        (ours().header(header::ORIGIN, "https://evil.example"), form.as_str(), 403),
        (ours().header("sec-fetch-site", "cross-site"), &form, 403),
        (ours().header("x-http-method-override", "PUT"), &form, 403),
        (ours(), "", 403),
        (ask("POST", "/change").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), &form, 403),
        (
            ask("POST", "/change").header(header::COOKIE, &browser).header(header::CONTENT_TYPE, "text/plain"),
            &form,
            415,
        ),
        (ask("GET", "/change").header(header::COOKIE, &browser), "", 405),
    ] {
        let (found, _, answer) = send(&router, request, body).await;
        assert_eq!(found, status, "{answer}");
        assert_ne!(answer, "changed");
    }
}

/// M074
#[tokio::test]
async fn what_a_request_says_is_inert_on_the_page() {
    let (_, router) = house("https://id.example");
    let request = ask("GET", "/hello?x=%22%3E%3Cscript%3E&y='")
        .header("x-name", "<script>alert(1)</script>\"'{{ 77777*77777 }}{% raw %}");
    let (_, _, page) = send(&router, request, "").await;
    assert!(
        !page.contains("<script>alert") && !page.contains("6049261729") && page.contains("&lt;script&gt;"),
        "{page}"
    );
    assert!(page.contains(r#"href="?x=%22%3E%3Cscript%3E&amp;y=&#39;&amp;lang=fi""#), "{page}");
}

#[tokio::test]
async fn a_reader_chooses_language_and_appearance_by_links() {
    let (_, router) = house("http://127.0.0.1:8080");
    let ask = |path: &str| {
        Request::builder().uri(path).header(header::HOST, "127.0.0.1:8080").header(header::ACCEPT, "text/html")
    };
    let (_, _, page) = send(&router, ask("/hello").header(header::ACCEPT_LANGUAGE, "sv;q=0.5, de"), "").await;
    assert!(
        page.contains(r#"<html lang="de" dir="ltr">"#) && page.contains("<title>Hilfe · Symbolon</title>"),
        "{page}"
    );
    let (_, headers, page) = send(&router, ask("/hello?lang=fi&theme=dark&login=1"), "").await;
    assert!(page.contains(r#"<html lang="fi" dir="ltr" class="dark">"#));
    assert!(
        page.contains(r#"href="?login=1&amp;lang=sv""#) && page.contains(r#"href="?login=1&amp;theme=light""#),
        "{page}"
    );
    let set: Vec<_> =
        headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap().split(';').next().unwrap()).collect();
    assert!(set.contains(&"lang=fi") && set.contains(&"theme=dark"), "{set:?}");
    let (_, _, page) = send(&router, ask("/hello").header(header::COOKIE, "lang=fi; theme=dark"), "").await;
    assert!(page.contains(r#"<html lang="fi" dir="ltr" class="dark">"#));
}

#[tokio::test]
async fn a_site_has_a_sheet_of_its_own() {
    let (_, router) = house("https://id.example");
    let theme = kit::Theme { colour: kit::Rgb::parse("#e4002b"), ..kit::Theme::default() };
    let (status, headers, sheet) = send(&router, ask("GET", &kit::Assets::theme("acme", &theme)), "").await;
    assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"text/css; charset=utf-8".parse().unwrap()));
    assert!(sheet.contains("--act:") && headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(send(&router, ask("GET", "/theme/other/0.css"), "").await.0, StatusCode::NOT_FOUND);
}

/// M074: an application's address and values are inert in the page that carries them.
#[tokio::test]
async fn a_page_that_carries_a_form_names_its_target_and_our_origin() {
    let (kit, _) = house("https://id.example");
    let to = "https://wiki.example/cb?x=\"><script>".parse().unwrap();
    let show = |State(kit): State<Arc<Kit>>, reader: Reader| async move {
        kit.page(&reader, Page::carry("form-post-go", &to, &[("state", "\"><script>alert(1)</script>")]))
    };
    let router = kit.wrap(Router::new().route("/carry", get(show)).with_state(kit.clone()));
    let (status, headers, page) = send(&router, ask("GET", "/carry"), "").await;
    assert_eq!((status, &headers[header::REFERRER_POLICY]), (StatusCode::OK, &"strict-origin".parse().unwrap()));
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().ends_with("form-action 'self' https:"));
    assert!(page.contains(r#"action="https://wiki.example/cb?x=%22%3E%3Cscript%3E" data-send"#), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}

/// Chromium judges each redirect behind a form by the form's page: a page between them ends that.
#[tokio::test]
async fn a_redirect_can_be_a_page_that_goes_on() {
    let turned = kit::edge::unchained(kit::edge::see_other("https://idp.example/slo?SAMLRequest=a%2Bb&RelayState=c"));
    assert_eq!((turned.status(), turned.headers().get(header::LOCATION)), (StatusCode::OK, None));
    assert_eq!(turned.headers()["refresh"], "0; url=https://idp.example/slo?SAMLRequest=a%2Bb&RelayState=c");
    let page = kit::edge::unchained("a page".into_response());
    assert!(!page.headers().contains_key("refresh"));
}
