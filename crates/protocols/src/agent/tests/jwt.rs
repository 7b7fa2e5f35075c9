//! The token of a service account.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use model::Time;

use crate::agent::jwt::{Claims, Unbelieved, sign, verify};

fn claims(username: &str) -> Claims {
    Claims {
        username: username.into(),
        realm: String::new(),
        nonce: "0f".repeat(20),
        role: "admin".into(),
        authtype: "password".into(),
        exp: 2000,
        rights: vec!["triggerchallenge".into()],
        aud: "01J".into(),
        imprint: "ab".into(),
    }
}

/// C0.8: one library reads the payload with the plain alphabet, whatever is in it.
#[test]
fn the_payload_reads_the_same_in_both_alphabets() {
    let awkward = "a>b?c~d\u{7f}é ü 😀\"\\".to_owned() + &(0x20..0x7f).map(|c| char::from(c as u8)).collect::<String>();
    for shift in 0..3 {
        let claims = claims(&format!("{}{awkward}", "x".repeat(shift)));
        let token = sign(&claims, b"key");
        let payload = token.split('.').nth(1).unwrap();
        let plain = STANDARD_NO_PAD.decode(payload).unwrap();
        assert!(plain.is_ascii());
        assert_eq!(serde_json::from_slice::<Claims>(&plain).unwrap(), claims);
        assert_eq!(verify(&token, b"key", Time::from_seconds(1999)), Ok(claims));
    }
}

#[test]
fn a_token_is_believed_once_whole_and_in_time() {
    let now = Time::from_seconds(1999);
    let token = sign(&claims("adfs"), b"key");
    assert!(verify(&token, b"key", now).is_ok());
    assert_eq!(verify(&token, b"key", Time::from_seconds(2000)), Err(Unbelieved::Expired));
    assert_eq!(verify(&token, b"other", now), Err(Unbelieved::Unreadable));
    let parts: Vec<&str> = token.split('.').collect();
    let header = |json: &str| format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(json), parts[1], parts[2]);
    let payload = |json: &str| format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(json), parts[2]);
    for bad in [
        String::new(),
        "..".into(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{token}.x"),
        header(r#"{"alg":"none","typ":"JWT"}"#),
        header(r#"{"typ":"JWT","alg":"HS256"}"#),
        payload(r#"{"role":"admin","exp":9999999999}"#),
    ] {
        assert_eq!(verify(&bad, b"key", now), Err(Unbelieved::Unreadable), "{bad}");
    }
}
