use crate::ErrorCode;
use crate::pkce::{Challenge, check};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// RFC 7636, appendix B.
#[test]
fn the_vector_of_the_standard() {
    let challenge = Challenge::parse(Some(CHALLENGE), Some("S256")).unwrap().unwrap();
    assert_eq!(challenge, Challenge::of(VERIFIER));
    assert!(challenge.verify(VERIFIER));
}

/// O054
#[test]
fn o054_only_s256_is_a_method() {
    assert!(Challenge::parse(Some(CHALLENGE), Some("S256")).is_ok());
    assert_eq!(Challenge::parse(None, None), Ok(None));
    for method in [None, Some("plain"), Some("s256"), Some("S512"), Some("")] {
        assert!(Challenge::parse(Some(CHALLENGE), method).is_err(), "{method:?}");
    }
    assert!(Challenge::parse(None, Some("S256")).is_err());
    for challenge in [
        &CHALLENGE[..42],
        &format!("{CHALLENGE}A"),
        &format!("{CHALLENGE}="),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
        "",
    ] {
        assert!(Challenge::parse(Some(challenge), Some("S256")).is_err(), "{challenge}");
    }
}

/// O055, O056
#[test]
fn o055_o056_challenge_and_verifier_belong_together() {
    let long = |n: usize| "a".repeat(n);
    let of = |text: &str| Some(Challenge::of(text));
    for (challenge, verifier, good) in [
        (of(VERIFIER), Some(VERIFIER.to_owned()), true),
        (of(VERIFIER), None, false),
        (of(VERIFIER), Some(VERIFIER.replace('d', "e")), false),
        (of(&long(42)), Some(long(42)), false),
        (of(&long(43)), Some(long(43)), true),
        (of(&long(128)), Some(long(128)), true),
        (of(&long(129)), Some(long(129)), false),
        (of(&format!("{}+", long(50))), Some(format!("{}+", long(50))), false),
        (of(&format!("{}ä", long(50))), Some(format!("{}ä", long(50))), false),
        (of(&format!("{}~._-", long(50))), Some(format!("{}~._-", long(50))), true),
        (None, None, true),
        (None, Some(VERIFIER.to_owned()), false),
    ] {
        let judged = check(challenge.as_ref(), verifier.as_deref());
        assert_eq!(
            judged.map_err(|e| e.code),
            if good { Ok(()) } else { Err(ErrorCode::InvalidGrant) },
            "{verifier:?}"
        );
    }
}
