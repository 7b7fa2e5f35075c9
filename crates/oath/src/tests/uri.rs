//! Building and reading `otpauth://` URIs.

use proptest::prelude::*;

use crate::{Algorithm, BadSeed, BadUri, Digits, Hotp, NotExpressible, OtpAuth, OtpKind, Period, Seed, Totp};

fn ada(kind: OtpKind) -> OtpAuth {
    let seed = Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap();
    OtpAuth { issuer: "Wiki & Söner: A+B".into(), account: "ada@demo.test".into(), seed, kind }
}

#[test]
fn a_uri_is_percent_encoded_and_its_secret_has_no_padding() {
    let totp =
        Totp { algorithm: Algorithm::Sha256, digits: Digits::EIGHT, period: Period::from_secs(60).unwrap(), t0_ms: 0 };
    assert_eq!(
        *ada(OtpKind::Totp(totp)).to_uri().unwrap(),
        "otpauth://totp/Wiki%20%26%20S%C3%B6ner%3A%20A%2BB:ada%40demo.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=Wiki%20%26%20S%C3%B6ner%3A%20A%2BB&algorithm=SHA256&digits=8&period=60"
    );
    let hotp = OtpKind::Hotp { hotp: Hotp::default(), counter: 7 };
    let plain = OtpAuth { issuer: String::new(), account: "ada".into(), ..ada(hotp) };
    assert_eq!(
        *plain.to_uri().unwrap(),
        "otpauth://hotp/ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&counter=7"
    );
    let colon = OtpAuth { account: "ada:lovelace".into(), ..plain.clone() };
    assert!(colon.to_uri().unwrap().starts_with("otpauth://hotp/:ada%3Alovelace?"));
    let odd = Seed::from_bytes(vec![1; 16]).unwrap();
    assert!(!OtpAuth { seed: odd, ..plain }.to_uri().unwrap().contains("=="));
}

#[test]
fn what_the_uri_has_no_word_for_is_refused() {
    let broken = Totp { period: Period::from_ms(30_500).unwrap(), ..Totp::default() };
    assert_eq!(ada(OtpKind::Totp(broken)).to_uri().unwrap_err(), NotExpressible);
    let late = Totp { t0_ms: 1, ..Totp::default() };
    assert_eq!(ada(OtpKind::Totp(late)).to_uri().unwrap_err(), NotExpressible);
    assert!(ada(OtpKind::Totp(Totp::default())).to_uri().is_ok());
}

#[test]
fn labels_are_read_as_apps_write_them() {
    for (label, issuer, account) in [
        ("ada", "", "ada"),
        ("Wiki:ada", "Wiki", "ada"),
        ("Wiki%3Aada", "Wiki", "ada"),
        ("Wiki%3A%20%20ada", "Wiki", "ada"),
        ("My%20Wiki:%20ada%40demo.test", "My Wiki", "ada@demo.test"),
        ("ada?issuer=Wiki", "Wiki", "ada"),
        ("Old:ada?issuer=New", "New", "ada"),
        ("A%3AB:ada?issuer=A%3AB", "A:B", "ada"),
        (":ada%3Alovelace", "", "ada:lovelace"),
    ] {
        let join = if label.contains('?') { '&' } else { '?' };
        let read = OtpAuth::parse(&format!("otpauth://totp/{label}{join}secret=GEZDGNBVGY3TQOJQ")).unwrap();
        assert_eq!((read.issuer.as_str(), read.account.as_str()), (issuer, account), "{label}");
        assert_eq!(read.kind, OtpKind::Totp(Totp::default()));
    }
}

#[test]
fn broken_uris_are_refused_and_say_why() {
    let good = "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ";
    assert!(OtpAuth::parse(&format!("{good}&image=x&digits=8&algorithm=sha-512&period=90")).is_ok());
    for (uri, why) in [
        ("https://totp/a?secret=GEZDGNBVGY3TQOJQ".to_owned(), BadUri::NotOtpAuth),
        ("otpauth://push/a?secret=GEZDGNBVGY3TQOJQ".into(), BadUri::NotOtpAuth),
        ("otpauth://totp/a".into(), BadUri::Seed(BadSeed::Length)),
        ("otpauth://totp/a?issuer=b".into(), BadUri::Seed(BadSeed::Length)),
        ("otpauth://totp/a?secret=1".into(), BadUri::Seed(BadSeed::NotBase32)),
        (format!("{good}&secret=GEZDGNBVGY3TQOJQ"), BadUri::Repeated),
        (format!("{good}&digits=9"), BadUri::Digits),
        (format!("{good}&digits=%2B6"), BadUri::Digits),
        (format!("{good}&period=0"), BadUri::Period),
        (format!("{good}&algorithm=MD5"), BadUri::Algorithm),
        (format!("{good}&issuer=%f"), BadUri::Encoding),
        (format!("{good}&issuer=%ff"), BadUri::Encoding),
        ("otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQ".into(), BadUri::Counter),
        (format!("{good}&x={}", "y".repeat(5000)), BadUri::TooLong),
    ] {
        assert_eq!(OtpAuth::parse(&uri).unwrap_err(), why, "{uri}");
    }
}

proptest! {
    #[test]
    fn what_is_built_is_read_back(issuer in "[^ ]\\PC{0,20}", account in "[^ ]\\PC{0,40}", bytes in prop::collection::vec(any::<u8>(), 10..=128), digits in 4u8..=8, secs in 1u64..=86_400, counter: u64, by_time: bool, algorithm in 0usize..3) {
        let (algorithm, digits) = (Algorithm::ALL[algorithm], Digits::try_from(digits).unwrap());
        let kind = if by_time {
            OtpKind::Totp(Totp { algorithm, digits, period: Period::from_secs(secs).unwrap(), t0_ms: 0 })
        } else {
            OtpKind::Hotp { hotp: Hotp { algorithm, digits }, counter }
        };
        let made = OtpAuth { issuer, account, seed: Seed::from_bytes(bytes).unwrap(), kind };
        let read = OtpAuth::parse(&made.to_uri().unwrap()).unwrap();
        prop_assert_eq!((&read.issuer, &read.account, read.seed.expose(), read.kind), (&made.issuer, &made.account, made.seed.expose(), made.kind));
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,200}", tail in "\\PC{0,200}") {
        let _ = OtpAuth::parse(&text);
        let _ = OtpAuth::parse(&format!("otpauth://totp/{text}?secret={tail}"));
        let _ = OtpAuth::parse(&format!("otpauth://totp/{text}?secret=GEZDGNBVGY3TQOJQ&{tail}"));
        let _ = crate::Code::parse(&text);
        let _ = Seed::from_base32(&text);
        let _ = Algorithm::parse(&text);
    }
}
