//! Authorization requests in the engine's words.

use model::request::{Client as Caller, Comparison, Request, Wanted};
use model::{Id, Locale, Span, Time};
use oidc::authorize::{Address, AuthorizationRequest};
use oidc::{ErrorCode, Params};
use serde_json::json;

use super::super::client::Client;
use super::super::request::{Circumstances, Memory, allowed, expected_subject, login_request, still_fits};
use super::{client, usual, with};

const NOW: Time = Time::from_seconds(10_000);

fn parsed(more: &str) -> AuthorizationRequest {
    let query = format!(
        "client_id=wiki&redirect_uri=https%3A%2F%2Fwiki.example%2Fcallback&response_type=code&scope=openid%20email&state=s{more}"
    );
    let params = Params::parse(&query).unwrap();
    AuthorizationRequest::parse(&params, Address::parse(&params).unwrap()).unwrap()
}

fn asked_by(client: &Client, more: &str) -> Request {
    let request = allowed(client, parsed(more)).unwrap();
    let about = Circumstances { caller: Caller::default(), locale: Locale::Fi, now: NOW, only: None };
    login_request(client, &request, about)
}

fn asked(more: &str) -> Request {
    asked_by(&client(usual()), more)
}

#[test]
fn a_plain_request_asks_for_nothing_special() {
    let request = asked("");
    assert_eq!(request.application, Id::fixed(7));
    assert_eq!((request.wanted, request.fresh_since, request.passive), (Wanted::Any, None, false));
    assert_eq!(request.consent.scopes, ["openid", "email"]);
    assert!(!request.consent.again && !request.consent.unproved);
    assert_eq!(request.locales, [Locale::Fi]);
    assert_eq!(request.returns_to, ["https://wiki.example"]);
    assert_eq!(request.resume, "/oauth2/resume/");
}

/// O026, O028, O030: what counts of what was proven before.
#[test]
fn o028_prompt_and_max_age_say_what_still_counts() {
    assert!(asked("&prompt=none").passive);
    let again = Some(NOW + Span::millis(1));
    for (more, since) in [
        ("&prompt=login", again),
        ("&prompt=select_account", again),
        ("&max_age=0", again),
        ("&prompt=login&max_age=10000", again),
        ("&max_age=1", Some(NOW - Span::seconds(1))),
        ("&max_age=10000", Some(NOW - Span::seconds(10_000))),
        ("&prompt=consent", None),
        ("&prompt=none", None),
    ] {
        assert_eq!(asked(more).fresh_since, since, "{more}");
    }
    assert!(asked("&max_age=18446744073709551615").fresh_since.is_some_and(|since| since < NOW));
    assert!(asked("&prompt=consent").consent.again);
}

/// O032: `acr_values` is a wish, an essential `acr` a demand.
#[test]
fn o032_contexts_are_wished_or_demanded() {
    let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    let claims = |text: &str| {
        format!("&claims={}", text.replace('"', "%22").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20"))
    };
    assert_eq!(asked("&acr_values=high%20low").wanted, Wanted::Prefer(list(&["high", "low"])));
    let essential = claims(r#"{"id_token":{"acr":{"essential":true,"values":["high"]}}}"#);
    assert_eq!(asked(&essential).wanted, Wanted::Demand { references: list(&["high"]), comparison: Comparison::Exact });
    assert_eq!(
        asked(&format!("{essential}&acr_values=low")).wanted,
        Wanted::Demand { references: list(&["high"]), comparison: Comparison::Exact }
    );
    assert_eq!(asked(&claims(r#"{"id_token":{"acr":{"value":"high"}}}"#)).wanted, Wanted::Prefer(list(&["high"])));
    assert_eq!(asked(&claims(r#"{"id_token":{"acr":{"essential":true}}}"#)).wanted, Wanted::Any);
}

/// O043: a public client proves itself by an https address only.
#[test]
fn o043_a_public_client_on_loopback_is_unproved() {
    let public = |uri: &str| {
        client(json!({ "client_id": "wiki", "token_endpoint_auth_method": "none", "redirect_uris": [uri] }))
    };
    let pkce = "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert!(!asked_by(&public("https://wiki.example/callback"), pkce).consent.unproved);
    let native = public("http://127.0.0.1/callback");
    let mut request = parsed(pkce);
    request.return_to.redirect_uri = "http://127.0.0.1:4711/callback".into();
    let about = || Circumstances { caller: Caller::default(), locale: Locale::En, now: NOW, only: None };
    assert!(login_request(&native, &request, about()).consent.unproved);
    let confidential = client(with(json!({ "redirect_uris": ["http://127.0.0.1/callback"] })));
    assert!(!login_request(&confidential, &request, about()).consent.unproved);
}

/// O044: scopes that nobody configured are left out; a request for nothing else is refused.
#[test]
fn o044_only_configured_scopes_are_asked_for() {
    let narrow = client(with(json!({ "scope": "openid profile" })));
    let scope = |text: &str| {
        let mut request = parsed("");
        request.scope = oidc::Scopes::parse(text).unwrap();
        allowed(&narrow, request).map(|r| r.scope.to_string()).map_err(|e| e.code)
    };
    assert_eq!(scope("openid profile admin"), Ok("openid profile".to_owned()));
    assert_eq!(scope("admin"), Err(ErrorCode::InvalidScope));
    assert_eq!(scope(""), Err(ErrorCode::InvalidScope));
}

/// O053: without a challenge, where one is needed, nothing begins.
#[test]
fn o053_pkce_is_asked_of_those_who_need_it() {
    let strict = client(with(json!({ "require_pkce": true })));
    assert_eq!(allowed(&strict, parsed("")).err().map(|e| e.code), Some(ErrorCode::InvalidRequest));
    let pkce = "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert!(allowed(&strict, parsed(pkce)).is_ok());
    assert!(allowed(&client(usual()), parsed("")).is_ok());
    let machine = client(with(json!({ "grant_types": ["client_credentials"] })));
    assert_eq!(allowed(&machine, parsed("")).err().map(|e| e.code), Some(ErrorCode::UnauthorizedClient));
}

/// O031: all who say whom they expect must mean the same person.
#[test]
fn o031_one_person_is_expected_or_none() {
    let asked = parsed("&claims=%7B%22id_token%22%3A%7B%22sub%22%3A%7B%22value%22%3A%22ada%22%7D%7D%7D");
    assert_eq!(expected_subject(None, &parsed("")), Ok(None));
    assert_eq!(expected_subject(Some("ada"), &parsed("")), Ok(Some("ada".into())));
    assert_eq!(expected_subject(None, &asked), Ok(Some("ada".into())));
    assert_eq!(expected_subject(Some("ada"), &asked), Ok(Some("ada".into())));
    assert!(expected_subject(Some("bob"), &asked).is_err());
}

/// O034: languages of the request follow the one that the reader has.
#[test]
fn o034_languages_are_taken_in_order() {
    assert_eq!(asked("&ui_locales=ja%20sv-FI%20fi%20de").locales, [Locale::Fi, Locale::Sv, Locale::De]);
    assert_eq!(asked("&login_hint=ada").hint.as_deref(), Some("ada"));
    assert_eq!(asked("&login_hint=a%00b").hint, None);
}

/// What is remembered comes back whole, and only the same client gets the answer.
#[test]
fn a_request_comes_back_as_it_was() {
    let request = asked("&nonce=n&claims=%7B%22userinfo%22%3A%7B%22name%22%3Anull%7D%7D");
    let memory = Memory::of(&request).unwrap();
    assert_eq!(memory.request.nonce.as_deref(), Some("n"));
    assert_eq!(memory.request.return_to.state.as_deref(), Some("s"));
    assert_eq!(memory.request.claims.userinfo.len(), 1);
    assert!(still_fits(&client(usual()), Id::fixed(7), &memory.request));
    assert!(!still_fits(&client(usual()), Id::fixed(8), &memory.request));
    let moved = client(with(json!({ "redirect_uris": ["https://wiki.example/other"] })));
    assert!(!still_fits(&moved, Id::fixed(7), &memory.request));
    let foreign = Request { memory: json!({ "saml": 1 }), ..request };
    assert!(Memory::of(&foreign).is_none());
}
