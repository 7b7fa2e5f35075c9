//! What a request offers as proof.

use super::{key, packet, raw, request};
use crate::kind::microsoft as ms;
use crate::{Credential, Malformed, Request, kind, nt_hash};

fn credential(wanted: Request) -> Result<&'static str, Malformed> {
    packet(&wanted.finish(&key()).unwrap()).credential(&key()).map(|c| c.name())
}

/// R031
#[test]
fn r031_a_password_comes_back_whole_or_not_at_all() {
    let long = "é".repeat(64);
    for password in ["", "a", "fifteen bytes..", "sixteen bytes...", "seventeen bytes..", long.as_str(), " a\0b "] {
        let bytes = request().user_password(&key(), password.as_bytes()).finish(&key()).unwrap();
        let hidden = packet(&bytes).first(kind::USER_PASSWORD).unwrap();
        assert!(hidden.len().is_multiple_of(16) && (16..=128).contains(&hidden.len()));
        let read = packet(&bytes).user_password(&key()).unwrap().unwrap();
        assert_eq!(read.as_slice(), password.as_bytes(), "{password}");
    }
    for length in [0, 1, 15, 17, 31, 33, 127, 129, 144, 253] {
        let bytes = raw(1, &[&[2, 2 + length as u8], &vec![7; length]]);
        assert_eq!(packet(&bytes).user_password(&key()), Err(Malformed::Credential), "{length} bytes");
        assert_eq!(packet(&bytes).credential(&key()).err(), Some(Malformed::Credential), "{length} bytes");
    }
    assert!(request().user_password(&key(), &[b'x'; 129]).finish(&key()).is_err());
}

/// R031
#[test]
fn r031_one_credential_or_none() {
    let eap = |wanted: Request| wanted.add(kind::EAP_MESSAGE, &[2, 0, 0, 5, 1]);
    let pap = |wanted: Request| wanted.user_password(&key(), b"secret");
    let chap = |wanted: Request| wanted.chap(1, b"secret", &[9; 16]);
    let ms1 = |wanted: Request| {
        let wanted = wanted.vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &[1; 8]);
        wanted.vendor(ms::VENDOR, ms::CHAP_RESPONSE, &[1; 50])
    };
    let ms2 = |wanted: Request| {
        let wanted = wanted.vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &[1; 16]);
        wanted.vendor(ms::VENDOR, ms::CHAP2_RESPONSE, &[1; 50])
    };
    assert_eq!(credential(request()), Ok("none"));
    assert_eq!(credential(pap(request())), Ok("pap"));
    assert_eq!(credential(chap(request())), Ok("chap"));
    assert_eq!(credential(ms1(request())), Ok("mschap"));
    assert_eq!(credential(ms2(request())), Ok("mschap2"));
    assert_eq!(credential(eap(request())), Ok("eap"));
    // EAP is cut into several attributes where it is long; it is one credential all the same.
    assert_eq!(credential(eap(eap(request()))), Ok("eap"));

    let wrong = [
        ("two passwords", pap(pap(request())), Malformed::Repeated),
        ("two responses", chap(chap(request())), Malformed::Repeated),
        ("password and CHAP", chap(pap(request())), Malformed::Contradiction),
        ("password and MS-CHAP", ms1(pap(request())), Malformed::Contradiction),
        ("CHAP and MS-CHAPv2", ms2(chap(request())), Malformed::Contradiction),
        ("both of MS-CHAP", ms2(ms1(request())), Malformed::Repeated),
        ("password and EAP", eap(pap(request())), Malformed::Contradiction),
        ("ARAP", request().add(kind::ARAP_PASSWORD, &[0; 16]), Malformed::Contradiction),
        ("password and ARAP", pap(request()).add(kind::ARAP_PASSWORD, &[0; 16]), Malformed::Contradiction),
    ];
    for (name, wanted, malformed) in wrong {
        assert_eq!(credential(wanted), Err(malformed), "{name}");
    }
}

#[test]
fn chap_with_its_own_challenge_and_with_the_authenticator() {
    let own = request().chap(1, b"secret", &[9; 20]).finish(&key()).unwrap();
    let value = [&[3], crate::chap::response(3, b"secret", b"0123456789abcdef").as_slice()].concat();
    let authenticator = request().add(kind::CHAP_PASSWORD, &value).finish(&key()).unwrap();
    for bytes in [&own, &authenticator] {
        let chap = packet(bytes).chap().unwrap().unwrap();
        assert!(chap.is(b"secret"));
        assert!(!chap.is(b"Secret") && !chap.is(b""));
        assert_eq!(format!("{chap:?}"), "Chap(…)");
    }
    for (name, wanted) in [
        ("16 bytes", request().add(kind::CHAP_PASSWORD, &[1; 16])),
        ("18 bytes", request().add(kind::CHAP_PASSWORD, &[1; 18])),
        ("none", request().add(kind::CHAP_PASSWORD, &[])),
        ("challenge of 4 bytes", request().add(kind::CHAP_PASSWORD, &[1; 17]).add(kind::CHAP_CHALLENGE, &[1; 4])),
    ] {
        assert_eq!(credential(wanted), Err(Malformed::Credential), "{name}");
    }
    let two = request().chap(1, b"secret", &[9; 16]).add(kind::CHAP_CHALLENGE, &[9; 16]);
    assert_eq!(credential(two), Err(Malformed::Repeated));
}

#[test]
fn mschap_needs_its_challenge_and_its_lengths() {
    let with = |kind: u8, challenge: usize, response: usize| {
        let wanted = request().vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &vec![1; challenge]);
        wanted.vendor(ms::VENDOR, kind, &vec![1; response])
    };
    assert_eq!(credential(with(ms::CHAP_RESPONSE, 8, 50)), Ok("mschap"));
    assert_eq!(credential(with(ms::CHAP2_RESPONSE, 16, 50)), Ok("mschap2"));
    for (kind, challenge, response) in [
        (ms::CHAP_RESPONSE, 16, 50),
        (ms::CHAP_RESPONSE, 8, 49),
        (ms::CHAP2_RESPONSE, 8, 50),
        (ms::CHAP2_RESPONSE, 16, 51),
        (ms::CHAP2_RESPONSE, 0, 50),
    ] {
        assert_eq!(credential(with(kind, challenge, response)), Err(Malformed::Credential), "{kind} {challenge}");
    }
    for kind in [ms::CHAP_RESPONSE, ms::CHAP2_RESPONSE] {
        assert_eq!(credential(request().vendor(ms::VENDOR, kind, &[1; 50])), Err(Malformed::Credential));
    }
    // A LAN Manager response is not looked at.
    let lan_manager = request().vendor(ms::VENDOR, ms::CHAP_CHALLENGE, &[1; 8]);
    assert_eq!(credential(lan_manager.vendor(ms::VENDOR, ms::CHAP_RESPONSE, &[0; 50])), Err(Malformed::Contradiction));
}

#[test]
fn no_credential_prints_itself() {
    let bytes = request().user_password(&key(), b"secret").finish(&key()).unwrap();
    assert_eq!(format!("{:?}", packet(&bytes).credential(&key()).unwrap()), "Credential(pap)");
    let read = packet(&bytes).credential(&key());
    assert!(matches!(read, Ok(Credential::Pap(password)) if password.as_slice() == b"secret"));
}

#[test]
fn the_hash_of_no_password() {
    assert_eq!(*nt_hash(""), 0x31d6_cfe0_d16a_e931_b73c_59d7_e0c0_89c0_u128.to_be_bytes());
}
