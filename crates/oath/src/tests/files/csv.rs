//! Tables.

use proptest::prelude::*;

use super::{bad, good, shown};
use crate::csv::{read, write};
use crate::{
    Algorithm, BadFile, Digits, Hotp, Import, KeyPolicy, Limits, NotWritten, Period, PinMode, PinPolicy, Seed,
    TokenKind, TokenRecord, Totp, Why,
};

fn table(file: &str) -> Result<Import, BadFile> {
    read(file.as_bytes(), &Limits::default())
}

/// E10
#[test]
fn a_header_names_the_columns_in_any_order() {
    let import = table(
        "# from the shop\r\n\r\nType, Secret ,serial,digits,algorithm,period,drift,user,start,expiry\r\n\
         totp,GEZDGNBVGY3TQOJQ,S1,8,sha-256,60,-2,ada,2026-01-01,2030-12-31T12:00:00+02:00\r\n\
         ,\"GEZD GNBV GY3T QOJQ\",\"S\n\"\"2\"\", b\",,,,,,,\r\n",
    )
    .unwrap();
    // A line break has no place in a serial, so the second is refused, with the line in which its row begins.
    assert_eq!(bad(&import), [(5, Some("serial"), Why::Text)]);
    let token = import.tokens[0].as_ref().unwrap();
    let totp =
        Totp { algorithm: Algorithm::Sha256, digits: Digits::EIGHT, period: Period::from_secs(60).unwrap(), t0_ms: 0 };
    assert_eq!(token.kind, TokenKind::Totp { totp, drift: -2 });
    assert_eq!(token.seed.expose(), b"1234567890");
    assert_eq!((token.serial.as_deref(), token.user.as_deref()), (Some("S1"), Some("ada")));
    assert_eq!(token.valid(), (Some(1_767_225_600_000), Some(1_924_941_600_000)));
}

#[test]
fn the_common_form_has_no_header() {
    let import = table(
        "S1, 3132333435363738393031323334353637383930\n\
         S2,3132333435363738393031323334353637383930,HOTP,8,7\n\
         S3,3132333435363738393031323334353637383930,totp,6,60\n\
         S4,3132333435363738393031323334353637383930,totp\n",
    )
    .unwrap();
    let kinds: Vec<_> = good(&import).iter().map(|token| token.kind).collect();
    let totp =
        |secs| TokenKind::Totp { totp: Totp { period: Period::from_secs(secs).unwrap(), ..Totp::default() }, drift: 0 };
    assert_eq!(
        kinds,
        [
            TokenKind::Hotp { hotp: Hotp::default(), counter: 0 },
            TokenKind::Hotp { hotp: Hotp { digits: Digits::EIGHT, ..Hotp::default() }, counter: 7 },
            totp(60),
            totp(30),
        ]
    );
    assert!(good(&import).iter().all(|token| token.seed.expose() == b"12345678901234567890"));
}

#[test]
fn seeds_come_in_three_encodings_and_the_separator_may_be_a_semicolon() {
    let import = table(
        "secret;encoding\n3132333435363738393031323334353637383930;HEX\nMTIzNDU2Nzg5MDEyMzQ1Njc4OTA=;base64\n\
         GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ;base32\nGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ;",
    )
    .unwrap();
    assert_eq!(import.tokens.len(), 4);
    assert!(good(&import).iter().all(|token| token.seed.expose() == b"12345678901234567890"));
    assert!(good(&import).iter().all(|token| token.serial.is_none()), "nobody makes one up");
}

#[test]
fn a_bad_row_says_its_line_and_column_and_hides_no_other() {
    let rows = [
        ("S1,totp,GEZDGNBVGY3TQOJQ,base32,SHA1,6,30,,0,", None),
        ("S1,totp,GEZDGNBVGY3TQOJQ,base32,SHA1,6,30,,0,", Some((None, Why::Repeated))),
        ("S3,ocra,GEZDGNBVGY3TQOJQ,,,,,,,", Some((Some("type"), Why::Kind))),
        ("S4,,GEZDGNBV,,,,,,,", Some((Some("secret"), Why::Seed))),
        ("S5,,,,,,,,,", Some((Some("secret"), Why::Missing))),
        ("S6,,GEZDGNBVGY3TQOJQ,base58,,,,,,", Some((Some("encoding"), Why::Seed))),
        ("S7,,GEZDGNBVGY3TQOJQ,,MD5,,,,,", Some((Some("algorithm"), Why::Algorithm))),
        ("S8,,GEZDGNBVGY3TQOJQ,,,9,,,,", Some((Some("digits"), Why::Digits))),
        ("S9,,GEZDGNBVGY3TQOJQ,,,,0,,,", Some((Some("period"), Why::Period))),
        ("S10,hotp,GEZDGNBVGY3TQOJQ,,,,,+1,,", Some((Some("counter"), Why::Counter))),
        ("S11,,GEZDGNBVGY3TQOJQ,,,,,,much,", Some((Some("drift"), Why::Drift))),
        ("S12,,GEZDGNBVGY3TQOJQ,,,,,,,never", Some((Some("expiry"), Why::Date))),
        ("S13,,GEZDGNBVGY3TQOJQ", Some((None, Why::Columns))),
        ("S14,,GEZDGNBVGY3TQOJQ,,,,,,,,", Some((None, Why::Columns))),
        ("S15,,\"GEZDGNBVGY3TQOJQ\"x,,,,,,,", Some((None, Why::Columns))),
        ("S16,,GEZDGNBVGY3TQO\"JQ,,,,,,,", Some((None, Why::Columns))),
        ("S17,hotp,GEZDGNBVGY3TQOJQ,,,,,18446744073709551615,,", None),
        ("S18,,\"GEZDGNBVGY3TQOJQ,,,,,,,", Some((None, Why::Columns))),
    ];
    let header = "serial,type,secret,encoding,algorithm,digits,period,counter,drift,expiry\n";
    let file = format!("{header}{}", rows.map(|(row, _)| row).join("\n"));
    let import = table(&file).unwrap();
    assert_eq!(import.tokens.len(), rows.len());
    for ((token, (row, reason)), line) in import.tokens.iter().zip(rows).zip(2u32..) {
        let refused = token.as_ref().err().map(|refused| (refused.column, refused.why));
        assert_eq!(refused, reason, "{row}");
        let named = row.split(',').next();
        match token {
            Ok(token) => assert_eq!(token.serial.as_deref(), named),
            Err(refused) => assert_eq!((refused.serial.as_deref(), refused.line), (named, line), "{row}"),
        }
    }
    assert_eq!(bad(&table("S1,abc,totp,6,30,7\n").unwrap()), [(1, None, Why::Columns)]);
    assert_eq!(bad(&table("S1\n").unwrap()), [(1, None, Why::Columns)]);
}

#[test]
fn a_column_nobody_knows_or_twice_is_refused() {
    for (header, ok) in [
        ("secret", true),
        ("serial,SECRET", true),
        ("secret,digit", false),
        ("secret,secret", false),
        ("secret,", false),
    ] {
        assert_eq!(table(header).is_ok(), ok, "{header}");
    }
    let few = |tokens| read(b"secret\nGEZDGNBVGY3TQOJQ\nGEZDGNBVGY3TQOJQ\n", &Limits { tokens, ..Limits::default() });
    assert!(few(2).is_ok());
    assert_eq!(few(1).unwrap_err(), BadFile::TooLarge);
    assert!(table("").unwrap().tokens.is_empty());
}

#[test]
fn what_is_written_is_read_back() {
    let seed = Seed::from_bytes(vec![1; 20]).unwrap();
    let token = TokenRecord {
        serial: Some("#1,\"a\";".into()),
        user: Some("ada".into()),
        label: Some(" =1+1".trim().into()),
        issuer: Some("Söner".into()),
        policy: KeyPolicy { start_ms: Some(0), expiry_ms: Some(1_500), ..KeyPolicy::default() },
        ..TokenRecord::new(TokenKind::Totp { totp: Totp::default(), drift: 5 }, seed)
    };
    let hotp = TokenKind::Hotp { hotp: Hotp::default(), counter: u64::MAX };
    let tokens = [token.clone(), TokenRecord { serial: None, kind: hotp, ..token.clone() }];
    let import = table(&write(&tokens).unwrap()).unwrap();
    assert_eq!(good(&import).into_iter().map(shown).collect::<Vec<_>>(), tokens.each_ref().map(shown));
    let pin = PinPolicy {
        mode: PinMode::Local,
        key_id: None,
        max_failed: None,
        min_length: None,
        max_length: None,
        characters: None,
    };
    for policy in [
        KeyPolicy { pin: Some(pin), ..KeyPolicy::default() },
        KeyPolicy { transactions: Some(1), ..KeyPolicy::default() },
    ] {
        let lost = TokenRecord { policy, ..token.clone() };
        assert_eq!(write(&[token.clone(), lost]).unwrap_err(), NotWritten::NotExpressible(1), "a limit would be lost");
    }
}

proptest! {
    #[test]
    fn no_table_makes_the_reader_panic_and_texts_come_back(file in "[\\PC\"\n\r,;]{0,200}", text in "\\PC{1,40}", octets in prop::collection::vec(any::<u8>(), 10..=128)) {
        let _ = table(&file);
        let _ = table(&format!("serial,secret\n{file}"));
        let text = text.trim().to_owned();
        let serial = (!text.is_empty()).then_some(text);
        let kind = TokenKind::Totp { totp: Totp::default(), drift: 0 };
        let made = TokenRecord { serial, ..TokenRecord::new(kind, Seed::from_bytes(octets).unwrap()) };
        let import = table(&write(std::slice::from_ref(&made)).unwrap()).unwrap();
        prop_assert_eq!(shown(good(&import)[0]), shown(&made));
    }
}
