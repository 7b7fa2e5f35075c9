use crate::authorize::{Address, AuthorizationRequest, Display, Prompt, Refusal, parse_query};
use crate::redirect::{RedirectUri, ResponseMode};
use crate::{ErrorCode, Params};

use super::params;

const BASE: &str = "client_id=wiki&redirect_uri=https%3A%2F%2Frp.demo.test%2Fcb&response_type=code&scope=openid%20profile&state=s1&nonce=n1";
const PKCE: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

fn refusal(query: &str) -> Refusal {
    let params = params(query);
    AuthorizationRequest::parse(&params, Address::parse(&params).unwrap()).unwrap_err()
}

fn with(extra: &str) -> AuthorizationRequest {
    parse_query(&format!("{BASE}&{extra}")).unwrap()
}

/// O017
#[test]
fn o017_order_and_unknown_parameters_make_no_difference() {
    let usual = parse_query(BASE).unwrap();
    let reversed: Vec<&str> = BASE.split('&').rev().collect();
    let other =
        format!("{}&foo=bar&foo=baz&resource=x", reversed.join("&").replace("openid%20profile", "profile+openid"));
    let other = parse_query(&other).unwrap();
    assert!(usual == other);
    assert!(usual.openid());
    assert_eq!(usual.return_to.state.as_deref(), Some("s1"));
    assert_eq!((usual.prompt, usual.display, usual.max_age), (Prompt::FREE, Display::Page, None));
}

/// O021
#[test]
fn o021_without_client_or_redirect_uri_there_is_nobody_to_answer() {
    for (query, good) in [
        (BASE.to_owned(), true),
        ("client_id=wiki&response_type=code".into(), false),
        ("client_id=wiki&redirect_uri=&response_type=code".into(), false),
        ("redirect_uri=https://rp.demo.test/cb".into(), false),
        (format!("{BASE}&client_id=wiki"), false),
        (format!("{BASE}&redirect_uri=https://evil.test"), false),
        (format!("client_id={}&redirect_uri=https://rp.demo.test/cb", "x".repeat(256)), false),
        (format!("client_id=wiki&redirect_uri=https://rp.demo.test/{}", "x".repeat(2048)), false),
    ] {
        assert_eq!(Address::parse(&params(&query)).is_ok(), good, "{query}");
    }
    let address = Address::parse(&params(BASE)).unwrap();
    let uri = |text| RedirectUri::register(text).unwrap();
    assert!(address.is_among(&[uri("https://rp.demo.test/other"), uri("https://rp.demo.test/cb")]));
    assert!(!address.is_among(&[uri("https://rp.demo.test/other")]));
    assert!(!address.is_among(&[]));
}

/// O018
#[test]
fn o018_only_the_response_type_code_is_there() {
    for (value, code) in [
        ("", ErrorCode::InvalidRequest),
        ("response_type=", ErrorCode::InvalidRequest),
        ("response_type=token", ErrorCode::UnsupportedResponseType),
        ("response_type=code%20id_token", ErrorCode::UnsupportedResponseType),
        ("response_type=none", ErrorCode::UnsupportedResponseType),
    ] {
        let refusal = refusal(&BASE.replace("response_type=code", value));
        assert_eq!(refusal.error.code, code, "{value}");
        assert_eq!(refusal.return_to.state.as_deref(), Some("s1"), "{value}");
    }
}

/// O025
#[test]
fn o025_repeated_parameters_are_refused_at_the_redirect_uri() {
    for name in [
        "response_type=code",
        "scope=openid",
        "nonce=n",
        "prompt=login",
        "max_age=1",
        "response_mode=query",
        "claims=%7B%7D",
        "code_challenge=x",
        "display=page",
        "login_hint=a",
    ] {
        let refusal = refusal(&format!("{BASE}&{name}&{name}"));
        assert_eq!(
            (refusal.error.code, refusal.return_to.state.as_deref()),
            (ErrorCode::InvalidRequest, Some("s1")),
            "{name}"
        );
    }
    let twice = refusal(&format!("{BASE}&state=s2"));
    assert_eq!(
        (twice.error.code, twice.return_to.state),
        (ErrorCode::InvalidRequest, None),
        "of two states neither is given back"
    );
}

/// O040
#[test]
fn o040_state_and_nonce_are_kept_whole_or_refused() {
    let long = |state: usize, nonce: usize| {
        BASE.replace("state=s1", &format!("state={}", "s".repeat(state)))
            .replace("nonce=n1", &format!("nonce={}", "n".repeat(nonce)))
    };
    for (state, nonce) in [(1000, 384), (2048, 1024)] {
        let request = parse_query(&long(state, nonce)).unwrap();
        assert_eq!(request.return_to.state.map(|s| s.len()), Some(state));
        assert_eq!(request.nonce.map(|n| n.len()), Some(nonce));
    }
    let refused = refusal(&long(2049, 1));
    assert_eq!((refused.error.code, refused.return_to.state), (ErrorCode::InvalidRequest, None));
    let refused = refusal(&long(1, 1025));
    assert_eq!((refused.error.code, refused.return_to.state.as_deref()), (ErrorCode::InvalidRequest, Some("s")));
    let control = refusal(&BASE.replace("state=s1", "state=a%0Ab"));
    assert_eq!(
        (control.error.code, control.return_to.state),
        (ErrorCode::InvalidRequest, None),
        "a form would turn LF into CRLF"
    );
    assert_eq!(refusal(&BASE.replace("openid%20profile", &"a".repeat(2049))).error.code, ErrorCode::InvalidRequest);
}

/// O041
#[test]
fn o041_request_objects_are_refused_as_unsupported() {
    for (extra, code) in [
        ("request=e30.e30.", ErrorCode::RequestNotSupported),
        ("request=", ErrorCode::RequestNotSupported),
        ("request_uri=https%3A%2F%2Frp.demo.test%2Fr", ErrorCode::RequestUriNotSupported),
        ("registration=%7B%7D", ErrorCode::RegistrationNotSupported),
    ] {
        let refusal = refusal(&format!("{BASE}&{extra}"));
        assert_eq!((refusal.error.code, refusal.return_to.state.as_deref()), (code, Some("s1")), "{extra}");
    }
    assert!(parse_query(BASE).is_ok());
}

/// O053, O054
#[test]
fn o053_o054_pkce_is_s256_and_asked_where_it_is_needed() {
    assert!(with(PKCE).need_pkce(true).is_ok());
    assert!(parse_query(BASE).unwrap().need_pkce(false).is_ok());
    assert_eq!(parse_query(BASE).unwrap().need_pkce(true).unwrap_err().code, ErrorCode::InvalidRequest);
    for extra in [PKCE.replace("S256", "plain"), PKCE.replace("&code_challenge_method=S256", "")] {
        assert_eq!(refusal(&format!("{BASE}&{extra}")).error.code, ErrorCode::InvalidRequest, "{extra}");
    }
}

#[test]
fn prompt_is_a_set_and_none_stands_alone() {
    let ask = |login, consent, select_account| Some(Prompt::Ask { login, consent, select_account });
    for (value, read) in [
        ("none", Some(Prompt::Silent)),
        ("login", ask(true, false, false)),
        ("consent%20login", ask(true, true, false)),
        ("select_account+login+login", ask(true, false, true)),
        ("", Some(Prompt::FREE)),
        ("none%20login", None),
        ("login%20none", None),
        ("none%20none", None),
        ("create", None),
        ("LOGIN", None),
    ] {
        let parsed = parse_query(&format!("{BASE}&prompt={value}"));
        assert_eq!(parsed.map(|r| r.prompt).ok(), read, "{value}");
    }
}

#[test]
fn max_age_is_a_number_of_seconds() {
    for (value, read) in [
        ("0", Some(Some(0))),
        ("10000", Some(Some(10_000))),
        ("", Some(None)),
        ("-1", None),
        ("%2B1", None),
        ("1.5", None),
        ("x", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(parse_query(&format!("{BASE}&max_age={value}")).map(|r| r.max_age).ok(), read, "{value}");
    }
}

#[test]
fn the_response_mode_decides_how_errors_travel_too() {
    assert_eq!(with("response_mode=form_post").return_to.mode, ResponseMode::FormPost);
    assert_eq!(refusal(&format!("{BASE}&response_mode=form_post&prompt=x")).return_to.mode, ResponseMode::FormPost);
    for unsupported in ["fragment", "jwt", "QUERY"] {
        let refusal = refusal(&format!("{BASE}&response_mode={unsupported}"));
        assert_eq!((refusal.error.code, refusal.return_to.mode), (ErrorCode::InvalidRequest, ResponseMode::Query));
    }
}

/// O034
#[test]
fn o034_hints_and_wishes_are_read_and_make_no_error() {
    let request = with(
        "ui_locales=sv%20fi&claims_locales=de&display=popup&login_hint=ada%40demo.test&acr_values=high%20low&id_token_hint=a.b.c&claims=%7B%22userinfo%22%3A%7B%22name%22%3A%7B%22essential%22%3Atrue%7D%7D%7D",
    );
    assert_eq!(
        (request.ui_locales, request.claims_locales),
        (vec!["sv".to_owned(), "fi".into()], vec!["de".to_owned()])
    );
    assert_eq!((request.display, request.login_hint.as_deref()), (Display::Popup, Some("ada@demo.test")));
    assert_eq!(
        (request.acr_values, request.id_token_hint.as_deref()),
        (vec!["high".to_owned(), "low".into()], Some("a.b.c"))
    );
    assert!(request.claims.userinfo[0].essential && request.claims.userinfo[0].name == "name");
    assert_eq!(with("display=hologram").display, Display::Page);
    assert_eq!(refusal(&format!("{BASE}&claims=%5B%5D")).error.code, ErrorCode::InvalidRequest);
}

#[test]
fn a_request_survives_being_stored_and_is_not_printed() {
    let request = with(&format!(
        "{PKCE}&prompt=login&login_hint=ada%40demo.test&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22values%22%3A%5B%22a%22%5D%7D%7D%7D"
    ));
    let stored = serde_json::to_string(&request).unwrap();
    assert!(serde_json::from_str::<AuthorizationRequest>(&stored).unwrap() == request);
    let printed = format!("{request:?} {:?}", request.return_to);
    assert!(!printed.contains("ada") && !printed.contains("s1") && !printed.contains("n1"), "{printed}");
    assert!(Params::parse(BASE).is_ok());
}
