use base64::{Engine, engine::general_purpose::STANDARD};

use crate::token::{AuthMethod, Bearer, Call, Grant, INVALID_CLIENT, Presented, TokenAnswer, TokenRequest, challenge};
use crate::{ErrorCode, Scopes};

use super::issuer;

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
const CODE: &str = "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Frp.demo.test%2Fcb";
const JWT: &str =
    "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c";

fn ask(authorization: &[&str], body: &str) -> Result<TokenRequest, ErrorCode> {
    TokenRequest::parse(&Call { query: "", authorization, content_type: FORM, body: body.as_bytes() })
        .map_err(|e| e.code)
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[test]
fn every_method_is_recognised() {
    let header = basic("wiki", "s3cret");
    for (authorization, extra, method) in [
        (vec![header.as_str()], "", AuthMethod::ClientSecretBasic),
        (vec![header.as_str()], "&client_id=wiki", AuthMethod::ClientSecretBasic),
        (vec![], "&client_id=wiki&client_secret=s3cret", AuthMethod::ClientSecretPost),
        (vec![], "&client_id=wiki", AuthMethod::None),
        (vec![], "&client_id=wiki&client_secret=", AuthMethod::None),
        (vec![], &format!("&{JWT}") as &str, AuthMethod::PrivateKeyJwt),
        (vec![], &format!("&client_id=wiki&{JWT}") as &str, AuthMethod::PrivateKeyJwt),
    ] {
        let request = ask(&authorization, &format!("{CODE}{extra}")).unwrap();
        assert_eq!(request.client.method(), method, "{extra}");
        if method != AuthMethod::PrivateKeyJwt {
            assert_eq!(request.client.client_id().as_deref(), Some("wiki"));
        }
    }
}

/// O064, O068
#[test]
fn o064_o068_two_ways_at_once_are_refused() {
    let header = basic("wiki", "s3cret");
    let header = header.as_str();
    for (authorization, extra, code) in [
        (vec![header], "&client_id=wiki&client_secret=s3cret".to_owned(), ErrorCode::InvalidRequest),
        (vec![header], format!("&{JWT}"), ErrorCode::InvalidRequest),
        (vec![header], "&client_assertion_type=".into(), ErrorCode::InvalidRequest),
        (vec![header], "&client_assertion=".into(), ErrorCode::InvalidRequest),
        (vec![header, header], String::new(), ErrorCode::InvalidRequest),
        (vec![header], "&client_id=other".into(), ErrorCode::InvalidRequest),
        (vec![], format!("&client_id=wiki&client_secret=s3cret&{JWT}"), ErrorCode::InvalidRequest),
        (vec![], "&client_id=wiki&client_secret=s3cret&client_assertion_type=".into(), ErrorCode::InvalidRequest),
        (vec![], "&client_id=wiki&client_assertion_type=".into(), ErrorCode::InvalidClient),
        (vec![], "&client_id=wiki&client_assertion_type=&client_assertion=a.b.c".into(), ErrorCode::InvalidClient),
        (
            vec![],
            "&client_id=wiki&client_assertion_type=urn%3Aother&client_assertion=a.b.c".into(),
            ErrorCode::InvalidClient,
        ),
        (vec![], "&client_secret=s3cret".into(), ErrorCode::InvalidClient),
        (vec![], String::new(), ErrorCode::InvalidClient),
    ] {
        assert_eq!(
            ask(&authorization, &format!("{CODE}{extra}")).map(|_| ()).unwrap_err(),
            code,
            "{authorization:?} {extra}"
        );
    }
}

/// O064
#[test]
fn o064_nothing_secret_is_taken_from_the_url() {
    let call = |query| {
        TokenRequest::parse(&Call {
            query,
            authorization: &[],
            content_type: FORM,
            body: format!("{CODE}&client_id=wiki").as_bytes(),
        })
        .map_err(|e| e.code)
    };
    assert!(call("").is_ok() && call("trace=1").is_ok());
    for query in [
        "client_secret=s3cret",
        "client_secret=",
        "client_id=wiki",
        "client_assertion=a.b.c",
        "code=c",
        "refresh_token=r",
        "client%5fsecret=x",
    ] {
        assert_eq!(call(query).map(|_| ()).unwrap_err(), ErrorCode::InvalidRequest, "{query}");
    }
}

/// O065
#[test]
fn o065_both_halves_of_basic_are_form_encoded() {
    for (id, secret, read_id, read_secret) in [
        ("wiki", "a%2Bb%25c%3Ad", "wiki", "a+b%c:d"),
        ("wi+ki", "s+p", "wi ki", "s p"),
        ("w%C3%A4iki", "%C3%A4%E2%82%AC", "wäiki", "ä€"),
        ("https%3A%2F%2Frp.demo.test", "x", "https://rp.demo.test", "x"),
        ("wiki", "a:b", "wiki", "a:b"),
        ("wiki", "", "wiki", ""),
    ] {
        for scheme in ["Basic", "basic", "BASIC"] {
            let header = basic(id, secret).replace("Basic", scheme);
            match ask(&[&header], CODE).unwrap().client {
                Presented::Basic { client_id, secret } => {
                    assert_eq!((client_id.as_str(), secret.expose()), (read_id, read_secret))
                }
                other => panic!("{other:?}"),
            }
        }
    }
    for header in [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic d2lraQ==",
        "Bearer x",
        "Digest x",
        &basic("wiki", "100%"),
        &basic("", "x"),
        &basic("wiki", "%ff"),
    ] {
        assert_eq!(ask(&[header], CODE).map(|_| ()).unwrap_err(), ErrorCode::InvalidClient, "{header}");
    }
}

/// O025
#[test]
fn o025_repeated_parameters_issue_nothing() {
    let good = format!("{CODE}&client_id=wiki&scope=a");
    assert!(ask(&[], &good).is_ok());
    for again in [
        "client_id=wiki",
        "redirect_uri=x",
        "code=c",
        "grant_type=authorization_code",
        "client_secret=a&client_secret=b",
        "code_verifier=a&code_verifier=b",
    ] {
        assert_eq!(ask(&[], &format!("{good}&{again}")).map(|_| ()).unwrap_err(), ErrorCode::InvalidRequest, "{again}");
    }
    assert_eq!(
        ask(&[], "grant_type=refresh_token&refresh_token=r&client_id=wiki&scope=a&scope=b").map(|_| ()).unwrap_err(),
        ErrorCode::InvalidRequest
    );
}

#[test]
fn grants_are_read() {
    let grant = |body: &str| ask(&[], &format!("client_id=wiki&{body}")).map(|r| r.grant);
    match grant(&format!("{CODE}&code_verifier=v&foo=bar")).unwrap() {
        Grant::AuthorizationCode { code, redirect_uri, code_verifier } => {
            assert!(code.matches("c") && code_verifier.unwrap().matches("v"));
            assert_eq!(redirect_uri.as_deref(), Some("https://rp.demo.test/cb"));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        grant("grant_type=refresh_token&refresh_token=r").unwrap(),
        Grant::RefreshToken { scope: None, .. }
    ));
    assert!(
        matches!(grant("grant_type=client_credentials&scope=a").unwrap(), Grant::ClientCredentials { scope: Some(s) } if s.contains("a"))
    );
    for (body, code) in [
        ("grant_type=authorization_code", ErrorCode::InvalidRequest),
        ("grant_type=refresh_token", ErrorCode::InvalidRequest),
        ("code=c", ErrorCode::InvalidRequest),
        ("grant_type=password&username=a&password=b", ErrorCode::UnsupportedGrantType),
        ("grant_type=client_credentials&scope=%22", ErrorCode::InvalidScope),
    ] {
        assert_eq!(grant(body).map(|_| ()).unwrap_err(), code, "{body}");
    }
}

#[test]
fn the_body_must_be_a_form() {
    let call = |content_type| {
        TokenRequest::parse(&Call {
            query: "",
            authorization: &[],
            content_type,
            body: format!("{CODE}&client_id=wiki").as_bytes(),
        })
        .is_ok()
    };
    assert!(call(FORM) && call(Some("Application/X-WWW-Form-Urlencoded; charset=UTF-8")));
    assert!(!call(None) && !call(Some("application/json")) && !call(Some("multipart/form-data; boundary=x")));
}

#[test]
fn only_a_failed_client_is_challenged() {
    assert_eq!(INVALID_CLIENT.code.status(), 401);
    assert_eq!(
        challenge(&INVALID_CLIENT, &issuer()).as_deref(),
        Some("Basic realm=\"https://login.demo.test\", charset=\"UTF-8\"")
    );
    let grant = crate::Error::new(ErrorCode::InvalidGrant, "no");
    assert_eq!((grant.code.status(), challenge(&grant, &issuer())), (400, None));
    assert_eq!(
        INVALID_CLIENT.body().to_string(),
        r#"{"error":"invalid_client","error_description":"client authentication failed"}"#
    );
}

#[test]
fn a_token_answer_as_json() {
    let answer = TokenAnswer {
        access_token: "a".into(),
        token_type: Bearer::Bearer,
        expires_in: 300,
        refresh_token: None,
        id_token: Some("i".into()),
        scope: Scopes::parse("openid").unwrap(),
    };
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"access_token":"a","token_type":"Bearer","expires_in":300,"id_token":"i","scope":"openid"}"#
    );
}

#[test]
fn nothing_secret_is_printed() {
    let request =
        ask(&[&basic("wiki", "s3cret")], "grant_type=authorization_code&code=hush&code_verifier=hush").unwrap();
    let printed = format!("{request:?}");
    assert!(!printed.contains("hush") && !printed.contains("s3cret"), "{printed}");
}
