use serde_json::{Value, json};

use crate::claims::{Claims, RESERVED};
use crate::idtoken::{IdToken, LogoutToken, Over, half_hash};
use crate::jws::Alg;

use super::{NOW, issuer};

fn id_token<'a>(issuer: &'a crate::Issuer, amr: &'a [&'a str]) -> IdToken<'a> {
    IdToken {
        issuer,
        subject: "1",
        client_id: "wiki",
        issued: NOW,
        expires: NOW + 300,
        auth_time: NOW - 5,
        acr: Some("two"),
        amr,
        nonce: Some("n"),
        sid: Some("s"),
        access_token: Some("token"),
    }
}

#[test]
fn an_id_token_tells_who_when_and_how() {
    let issuer = issuer();
    let claims = id_token(&issuer, &["pwd", "otp", "mfa"]).claims(Alg::Es256, &Claims::new());
    assert_eq!(
        Value::Object(claims),
        json!({"iss": "https://login.demo.test", "sub": "1", "aud": "wiki", "exp": NOW + 300, "iat": NOW, "auth_time": NOW - 5, "amr": ["pwd", "otp", "mfa"],
               "acr": "two", "nonce": "n", "sid": "s", "at_hash": half_hash(Alg::Es256, "token")})
    );
    let bare = IdToken { acr: None, nonce: None, sid: None, access_token: None, ..id_token(&issuer, &[]) };
    assert_eq!(
        bare.claims(Alg::Rs256, &Claims::new()).keys().map(String::as_str).collect::<Vec<_>>(),
        ["iss", "sub", "aud", "exp", "iat", "auth_time"]
    );
}

/// O077
#[test]
fn o077_no_attribute_sets_a_reserved_claim() {
    let issuer = issuer();
    let mut custom = Claims::new();
    for name in RESERVED {
        custom.insert(name.into(), "evil".into());
    }
    custom.insert("groups".into(), json!(["a"]));
    let full = id_token(&issuer, &["pwd"]);
    let bare = IdToken { acr: None, nonce: None, sid: None, access_token: None, ..id_token(&issuer, &[]) };
    for token in [full, bare] {
        let with = token.claims(Alg::Es256, &custom);
        let mut without = token.claims(Alg::Es256, &Claims::new());
        without.insert("groups".into(), json!(["a"]));
        assert_eq!(with, without);
    }
}

/// OpenID Connect Core, appendix A.3 (RS256).
#[test]
fn at_hash_as_in_the_standard() {
    assert_eq!(half_hash(Alg::Rs256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
    assert_eq!(half_hash(Alg::EdDsa, "x").len(), 43, "half of SHA-512");
}

/// O104
#[test]
fn o104_a_logout_token_has_what_it_needs_and_no_nonce() {
    let issuer = issuer();
    let base = LogoutToken {
        issuer: &issuer,
        client_id: "wiki",
        issued: NOW,
        jti: "j",
        over: Over::Session { subject: "1", sid: "s" },
    };
    let events = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    assert_eq!(
        Value::Object(base.claims()),
        json!({"iss": "https://login.demo.test", "aud": "wiki", "iat": NOW, "exp": NOW + 120, "jti": "j", "events": events, "sub": "1", "sid": "s"})
    );
    let all = LogoutToken { over: Over::Person { subject: "1" }, ..base }.claims();
    assert!(all.contains_key("sub") && !all.contains_key("sid") && !all.contains_key("nonce"));
}
