//! Logout both ways.

use super::*;
use crate::house::answer;
use oidc::{idtoken::LOGOUT_EVENT, jws::Alg, jwt::Typ};
use op::NOW;
use plug::{Heard, MethodError, Reply, Spoken};

async fn hear(house: &mut House, method: &OpenIdConnect, spoken: Spoken) -> Result<Heard, MethodError> {
    house.lent(async |cx| method.hear(cx, &spoken).await).await
}

fn posted(token: &str) -> Spoken {
    Spoken { fields: answer([("logout_token", token)]), posted: true, ..Spoken::default() }
}

fn names(heard: Result<Heard, MethodError>) -> Vec<String> {
    match heard {
        Ok(Heard::Ends { names, reply: Reply::Document(_) }) => names,
        other => panic!("{other:?}"),
    }
}

/// O100, O102 from the other side: the provider is told whose session ends, and brings the browser back.
#[tokio::test]
async fn o100_who_logs_out_here_is_sent_to_the_end_of_session_there() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), method(&op, &[]));
    let evidence = login(&mut house, &op, &method).await.unwrap();
    let upstream = evidence.upstream.unwrap();
    let left = house.lent(async |cx| method.leave(cx, &upstream).await).await.unwrap();
    let Some(Departure::Get(to)) = left else { panic!("{left:?}") };
    let url = url::Url::parse(&to).unwrap();
    let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    assert!(to.starts_with(&op.at("/end?")));
    assert_eq!(
        query["id_token_hint"],
        op.id_token().split('.').take(2).collect::<Vec<_>>().join(".")
            + "."
            + query["id_token_hint"].split('.').nth(2).unwrap()
    );
    assert_eq!(query["post_logout_redirect_uri"], "https://login.acme.example/login/return/method.1/logout");
    assert_eq!((query["state"].as_str(), query["client_id"].as_str()), ("w".repeat(32).as_str(), "rp"));
    let quiet = super::method(&op, &["logout false"]);
    assert_eq!(house.lent(async |cx| quiet.leave(cx, &upstream).await).await.unwrap(), None);
    op.change(|op| op.metadata = json!({ "end_session_endpoint": null }));
    let without = super::method(&op, &[]);
    assert_eq!(house.lent(async |cx| without.leave(cx, &upstream).await).await.unwrap(), None);
    let back = Spoken { fields: answer([("state", "w1")]), ..Spoken::default() };
    let heard = hear(&mut house, &method, back).await.unwrap();
    assert_eq!(heard, Heard::Answered { well: true, state: "w1".into() });
    assert!(hear(&mut house, &method, Spoken::default()).await.is_err());
}

/// O104 from the other side, O107: a logout token ends the session that it names.
#[tokio::test]
async fn o104_a_logout_token_ends_what_it_names_and_counts_once() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), method(&op, &[]));
    let known = login(&mut house, &op, &method).await.unwrap().upstream_names;
    assert_eq!(known.len(), 2);
    assert!(known.iter().all(|name| !name.contains("248") && !name.contains("s-1")));
    let good = json!({ "iss": op.issuer(), "aud": "rp", "iat": NOW, "exp": NOW + 120, "jti": "j1", "sid": "s-1", "sub": "248",
                       "events": { LOGOUT_EVENT: {} } });
    let signed = |typ: Typ, change: Value| {
        let mut claims = good.clone();
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        op.says().key.sign(typ, &claims).unwrap()
    };
    let told = names(hear(&mut house, &method, posted(&signed(Typ::LogoutJwt, json!({})))).await);
    assert_eq!(told, known[..1], "with a sid that session alone");
    assert!(house.spent.iter().any(|(gate, key)| gate.starts_with("oidc-logout:") && key.ends_with(" j1")));
    let whole = signed(Typ::LogoutJwt, json!({ "sid": null, "jti": "j2" }));
    assert_eq!(names(hear(&mut house, &method, posted(&whole)).await), known[1..]);
    for (change, why) in [
        (json!({ "aud": "other" }), "aud"),
        (json!({ "iss": "https://evil.test" }), "iss"),
        (json!({ "nonce": "n" }), "nonce"),
        (json!({ "events": {} }), "events"),
        (json!({ "exp": null }), "exp"),
        (json!({ "jti": null }), "jti"),
        (json!({ "iat": NOW - 700 }), "iat"),
        (json!({ "sub": null, "sid": null }), "sub"),
    ] {
        let heard = hear(&mut house, &method, posted(&signed(Typ::LogoutJwt, change))).await;
        assert!(heard.unwrap_err().to_string().contains(why), "{why}");
        assert_eq!(house.events.pop().as_deref(), Some("upstream.invalid"));
    }
    let foreign = op::key(Alg::Es256).sign(Typ::LogoutJwt, &good).unwrap();
    assert!(hear(&mut house, &method, posted(&foreign)).await.is_err());
    // An ID token is no logout token (RFC 8725, section 3.11).
    assert!(hear(&mut house, &method, posted(&op.id_token())).await.is_err());
}

/// O106 from the other side: a page of the provider names issuer and session.
#[tokio::test]
async fn o106_a_front_channel_logout_names_issuer_and_session() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), method(&op, &[]));
    let known = login(&mut house, &op, &method).await.unwrap().upstream_names;
    let issuer = op.issuer();
    let told = |fields: [(&str, &str); 2]| Spoken { fields: answer(fields), ..Spoken::default() };
    assert_eq!(names(hear(&mut house, &method, told([("iss", &issuer), ("sid", "s-1")])).await), known[..1]);
    assert_ne!(names(hear(&mut house, &method, told([("iss", &issuer), ("sid", "s-2")])).await), known[..1]);
    for fields in [
        [("iss", "https://evil.test"), ("sid", "s-1")],
        [("iss", issuer.as_str()), ("x", "")],
        [("sid", "s-1"), ("x", "")],
    ] {
        assert!(hear(&mut house, &method, told(fields)).await.is_err(), "{fields:?}");
    }
}
