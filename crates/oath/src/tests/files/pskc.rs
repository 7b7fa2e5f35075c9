//! Key containers: the figures of RFC 6030, what is refused, and what is written.

use proptest::prelude::*;

use super::{bad, good, shown};
use crate::pskc::{Lock, Protect, Suite, Unlock, read, write};
use crate::{
    Algorithm, BadFile, Device, Digits, Hotp, Import, KeyPolicy, Limits, NotWritten, Period, PinCharacters, PinMode,
    PinPolicy, Seed, TokenKind, TokenRecord, Totp, Why,
};

macro_rules! figure {
    ($n:literal) => {
        include_str!(concat!("../../../vectors/rfc6030/figure", $n, ".xml"))
    };
}

const SHARED: [u8; 16] =
    [0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12];

fn plain(file: &str) -> Result<Import, BadFile> {
    read(file.as_bytes(), Unlock::Nothing, &Limits::default())
}

fn shared(file: &str) -> Result<Import, BadFile> {
    read(file.as_bytes(), Unlock::Key(&SHARED), &Limits::default())
}

fn password(file: &str, password: &str) -> Result<Import, BadFile> {
    read(file.as_bytes(), Unlock::Password(password), &Limits::default())
}

/// Not random, so that tests repeat; every call differs.
fn chance() -> impl FnMut(&mut [u8]) {
    let mut next = 0u8;
    move |out| {
        out.iter_mut().for_each(|octet| {
            next = next.wrapping_mul(5).wrapping_add(113);
            *octet = next;
        });
    }
}

/// A container of one key with this data and policy.
fn one(data: &str, rest: &str) -> String {
    format!(
        "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\"><KeyPackage><DeviceInfo>\
         <SerialNo>S1</SerialNo></DeviceInfo><Key Id=\"k\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\">\
         <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>{data}</Data>{rest}</Key>\
         </KeyPackage></KeyContainer>"
    )
}

fn why(file: &str) -> Option<Why> {
    let import = plain(file).unwrap_or_else(|e| panic!("{e}: {file}"));
    assert_eq!(import.tokens.len(), 1, "{file}");
    import.tokens[0].as_ref().err().map(|refused| refused.why)
}

const SEED: &[u8] = b"12345678901234567890";

/// M008, E10
#[test]
fn m008_the_figures_of_rfc_6030_read_as_it_says() {
    let figures = [plain(figure!(3)).unwrap(), shared(figure!(6)).unwrap(), password(figure!(7), "qwerty").unwrap()];
    for (import, issuer) in figures.iter().zip(["Issuer", "Issuer", "Example-Issuer"]) {
        let [token] = good(import)[..] else { panic!("one token") };
        assert_eq!(token.seed.expose(), SEED);
        assert_eq!(token.serial.as_deref(), Some("987654321"));
        assert_eq!(token.issuer.as_deref(), Some(issuer));
        assert_eq!(token.device.module.as_deref(), Some("CM_ID_001"));
        let hotp = Hotp { algorithm: Algorithm::Sha1, digits: Digits::EIGHT };
        assert_eq!(token.kind, TokenKind::Hotp { hotp, counter: 0 });
    }
    assert_eq!(good(&figures[0])[0].user.as_deref(), Some("UID=jsmith,DC=example-bank,DC=net"));
    assert_eq!(good(&figures[0])[0].device.user.as_deref(), Some("DC=example-bank,DC=net"));
}

/// E10, F5.2
#[test]
fn f5_2_a_pin_policy_comes_with_the_key() {
    let import = plain(figure!(5)).unwrap();
    let token = import.tokens[0].as_ref().unwrap();
    let pin = PinPolicy {
        mode: PinMode::Local,
        key_id: Some("123456781".into()),
        max_failed: None,
        min_length: Some(4),
        max_length: Some(4),
        characters: Some(PinCharacters::Decimal),
    };
    assert_eq!(token.policy, KeyPolicy { pin: Some(pin), ..KeyPolicy::default() });
    assert_eq!(import.tokens[1].as_ref().unwrap_err().why, Why::Kind, "the PIN's own key package is no token");
}

#[test]
fn one_bad_key_does_not_hide_the_others() {
    let import = plain(figure!(10)).unwrap();
    let serials: Vec<_> = import.tokens.iter().map(|t| t.as_ref().map(|t| t.serial.clone().unwrap())).collect();
    assert_eq!(serials[..3], [Ok("654321".into()), Ok("123456".into()), Ok("9999999".into())]);
    let refused = serials[3].as_ref().unwrap_err();
    assert_eq!(
        (refused.serial.as_deref(), refused.id.as_deref(), refused.why),
        (Some("9999999"), Some("4"), Why::Repeated)
    );
    assert_eq!(refused.line, 91);
    assert_eq!(import.tokens[0].as_ref().unwrap().valid(), (Some(1_146_441_600_000), Some(1_149_033_600_000)));
    // Neither a key that is derived elsewhere nor one of four octets is a seed.
    assert_eq!(bad(&plain(figure!(4)).unwrap()), [(14, None, Why::NoSeed)]);
    assert_eq!(bad(&plain(figure!(2)).unwrap()), [(7, None, Why::Seed)]);
    assert!(plain(figure!(9)).unwrap().signature_unchecked);
    assert!(!plain(figure!(10)).unwrap().signature_unchecked);
}

#[test]
fn a_locked_file_says_what_it_needs() {
    let key = BadFile::Locked(Lock::Key { names: vec!["Pre-shared-key".into()] });
    let secret = BadFile::Locked(Lock::Password { name: Some("My Password 1".into()) });
    assert_eq!(plain(figure!(6)).unwrap_err(), key);
    assert_eq!(password(figure!(6), "qwerty").unwrap_err(), key);
    assert_eq!(plain(figure!(7)).unwrap_err(), secret);
    assert_eq!(shared(figure!(7)).unwrap_err(), secret);
    assert_eq!(password(figure!(7), "").unwrap_err(), secret);
    assert_eq!(plain(figure!(8)).unwrap_err(), BadFile::Encryption, "for a certificate");
    assert_eq!(bad(&plain(&figure!(6).replace("EncryptionKey", "Extensions")).unwrap()), [(29, None, Why::Locked)]);
}

/// Nothing is decrypted that the MAC does not vouch for, and what is wrong about it does not show.
#[test]
fn a_wrong_key_and_a_changed_file_look_the_same() {
    let wrong = |import: Import| bad(&import) == [(29, None, Why::WrongKey)];
    let with = |key: &[u8]| read(figure!(6).as_bytes(), Unlock::Key(key), &Limits::default()).unwrap();
    // One in sixteen wrong keys or so leaves padding that looks right.
    for n in 0..=255 {
        assert!(wrong(with(&[n; 16])), "{n}");
    }
    assert!(wrong(with(&[0; 32])) && wrong(with(&[])));
    let value = "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv";
    let mac = "Su+NvtQfmvfJzF6bmQiJqoLRExc=";
    let mac_key = "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX";
    for (from, to) in [
        (value, "BAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv"),
        (value, "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx0="),
        (value, "AAECAwQFBgcICQoLDA0ODw=="),
        (value, ""),
        (mac, "Su+NvtQfmvfJzF6bmQiJqoLREx0="),
        (mac, "Su+NvtQfmvfJzF6bmQiJqg=="),
        (mac, ""),
        (mac, "*"),
        (mac_key, "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSY"),
        (mac_key, "ESIzRFVmd4iZABEiM0RVZg=="),
        (mac_key, value),
    ] {
        assert!(wrong(shared(&figure!(6).replace(from, to)).unwrap()), "{from} {to}");
    }
    assert!(password(figure!(7), "qwertz").unwrap().tokens[0].as_ref().is_err_and(|r| r.why == Why::WrongKey));
}

#[test]
fn cbc_without_a_mac_is_not_decrypted() {
    let figure = figure!(6);
    let (start, end) = (figure.find("<ValueMAC>").unwrap(), figure.find("</ValueMAC>").unwrap());
    let no_value = format!("{}{}", &figure[..start], &figure[end + "</ValueMAC>".len()..]);
    assert_eq!(bad(&shared(&no_value).unwrap()), [(29, None, Why::NoMac)]);
    let (start, end) = (figure.find("<MACMethod").unwrap(), figure.find("</MACMethod>").unwrap());
    let no_method = format!("{}{}", &figure[..start], &figure[end + "</MACMethod>".len()..]);
    assert_eq!(bad(&shared(&no_method).unwrap()).len(), 1);
    assert_eq!(bad(&shared(&no_method).unwrap())[0].2, Why::NoMac);
    // Without a MAC key of its own the encryption key is it; this value was made by another program.
    let own = format!(
        "{}<MACMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"/>{}",
        &figure[..start],
        &figure[end + "</MACMethod>".len()..]
    );
    let own = own.replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "N8Agsfe5A7WQFswmdvL/MHdd3y0=");
    assert_eq!(good(&shared(&own).unwrap())[0].seed.expose(), SEED);
}

#[test]
fn iteration_counts_have_bounds() {
    for (count, ok) in [("999", false), ("1000", true), ("10000001", false), ("0", false), ("4294967296", false)] {
        let file = figure!(7).replace("<IterationCount>1000<", &format!("<IterationCount>{count}<"));
        // Above the bound nothing is derived, so this is fast.
        assert_eq!(password(&file, "qwerty").is_ok(), ok, "{count}");
    }
    let few = Limits { iterations: 1_000, ..Limits::default() };
    assert!(read(figure!(7).as_bytes(), Unlock::Password("qwerty"), &few).is_ok());
    let file = figure!(7).replace("<IterationCount>1000<", "<IterationCount>1001<");
    assert_eq!(read(file.as_bytes(), Unlock::Password("qwerty"), &few).unwrap_err(), BadFile::Iterations);
    for (from, to) in [
        ("<KeyLength>16<", "<KeyLength>17<"),
        ("<KeyLength>16</KeyLength>", ""),
        ("<PRF/>", "<PRF Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#hmac-md5\"/>"),
        ("Ej7/PEpyEpw=", "Ej7/PEpyEg=="),
        ("pkcs-5v2-0#pbkdf2\">", "pkcs-5v2-0#scrypt\">"),
    ] {
        assert_eq!(password(&figure!(7).replace(from, to), "qwerty").unwrap_err(), BadFile::Encryption, "{to}");
    }
}

#[test]
fn aes_key_wrap_protects_itself() {
    // RFC 3394, sections 4.1 and 4.3, as the values of keys.
    let wrapped = |cipher: &str, value: &str| {
        let value = format!(
            "<EncryptedValue xmlns:x=\"http://www.w3.org/2001/04/xmlenc#\"><x:EncryptionMethod Algorithm=\
             \"http://www.w3.org/2001/04/xmlenc#{cipher}\"/><x:CipherData><x:CipherValue>{value}</x:CipherValue>\
             </x:CipherData></EncryptedValue>"
        );
        one("", "").replace("<PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue>", &value)
    };
    let hex = |text: &str| data_encoding::HEXUPPER.decode(text.as_bytes()).unwrap();
    let base64 = |text: &str| data_encoding::BASE64.encode(&hex(text));
    let seed = hex("00112233445566778899AABBCCDDEEFF");
    for (cipher, key, value) in [
        ("kw-aes128", "000102030405060708090A0B0C0D0E0F", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5"),
        (
            "kw-aes256",
            "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
            "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7",
        ),
    ] {
        let file = wrapped(cipher, &base64(value));
        let with = |key: &[u8]| read(file.as_bytes(), Unlock::Key(key), &Limits::default()).unwrap();
        assert_eq!(good(&with(&hex(key)))[0].seed.expose(), seed, "{cipher}");
        assert_eq!(bad(&with(&vec![7; hex(key).len()])), [(1, None, Why::WrongKey)]);
    }
    assert_eq!(bad(&shared(&wrapped("kw-aes192", "AAAA")).unwrap()), [(1, None, Why::Cipher)]);
    assert_eq!(bad(&shared(&wrapped("kw-aes128", "AAAA")).unwrap()), [(1, None, Why::WrongKey)]);
}

#[test]
fn what_is_no_token_says_why() {
    let response = |attributes: &str| {
        one("", &format!("<AlgorithmParameters><ResponseFormat {attributes}/></AlgorithmParameters>"))
    };
    let suite = |name: &str| one("", &format!("<AlgorithmParameters><Suite>{name}</Suite></AlgorithmParameters>"));
    let number = |name: &str, n: &str| one(&format!("<{name}><PlainValue>{n}</PlainValue></{name}>"), "");
    for (file, reason) in [
        (one("", ""), None),
        (one("", "").replace("pskc:totp", "pskc:pin"), Some(Why::Kind)),
        (one("", "").replace("pskc:totp", "pskc:ocra"), Some(Why::Kind)),
        (one("", "").replace(" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\"", ""), Some(Why::Kind)),
        (
            one("", "").replace("urn:ietf:params:xml:ns:keyprov:pskc:totp", "http://www.ietf.org/keyprov/pskc#totp"),
            None,
        ),
        (suite("HMAC-SHA256"), None),
        (suite("SHA512"), None),
        (suite(""), None),
        (suite("HMAC-MD5"), Some(Why::Algorithm)),
        (response("Encoding=\"DECIMAL\" Length=\"4\""), None),
        (response("Encoding=\"DECIMAL\" Length=\"8\" CheckDigits=\"false\""), None),
        (response("Encoding=\"DECIMAL\" Length=\"3\""), Some(Why::Digits)),
        (response("Encoding=\"DECIMAL\" Length=\"9\""), Some(Why::Digits)),
        (response("Encoding=\"DECIMAL\""), Some(Why::Digits)),
        (response("Encoding=\"HEXADECIMAL\" Length=\"6\""), Some(Why::Response)),
        (response("Length=\"6\""), None),
        (response("Encoding=\"DECIMAL\" Length=\"6\" CheckDigits=\"true\""), Some(Why::Response)),
        (number("TimeInterval", "86400"), None),
        (number("TimeInterval", "0"), Some(Why::Period)),
        (number("TimeInterval", "-30"), Some(Why::Period)),
        (number("TimeInterval", "x"), Some(Why::Period)),
        (number("Time", "0"), None),
        (number("Time", "1"), Some(Why::Time)),
        (number("TimeDrift", "-4"), None),
        (number("TimeDrift", "9999999999"), Some(Why::Drift)),
        (number("Counter", "-1").replace("pskc:totp", "pskc:hotp"), Some(Why::Counter)),
        (number("Counter", "9223372036854775808").replace("pskc:totp", "pskc:hotp"), Some(Why::Counter)),
        (number("Counter", "9223372036854775807").replace("pskc:totp", "pskc:hotp"), None),
        (one("", "").replace("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "MTIzNA=="), Some(Why::Seed)),
        (one("", "").replace("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "!"), Some(Why::Seed)),
        (one("", "").replace("PlainValue", "Value"), Some(Why::Seed)),
        (one("", "").replace("Secret", "Geheimnis"), Some(Why::NoSeed)),
        (one("", "").replace(">S1<", &format!(">{}<", "s".repeat(1025))), Some(Why::Text)),
        (one("", "").replace(">S1<", ">S&#1;1<"), Some(Why::Text)),
        (one("", "").replace("</SerialNo>", "</SerialNo><StartDate>soon</StartDate>"), Some(Why::Date)),
    ] {
        assert_eq!(why(&file), reason, "{file}");
    }
}

/// RFC 6030, section 5: what of a policy is not understood makes the key unusable.
#[test]
fn an_unknown_policy_makes_the_key_unusable() {
    for (policy, reason) in [
        ("", None),
        ("<KeyUsage>OTP</KeyUsage><KeyUsage>CR</KeyUsage>", None),
        ("<KeyUsage>CR</KeyUsage>", Some(Why::Usage)),
        ("<KeyUsage>Sing</KeyUsage><KeyUsage>OTP</KeyUsage>", Some(Why::Policy)),
        ("<NumberOfTransactions>5</NumberOfTransactions>", None),
        ("<NumberOfTransactions>-5</NumberOfTransactions>", Some(Why::Policy)),
        ("<OnWeekdays/>", Some(Why::Policy)),
        ("<x:Other xmlns:x=\"urn:x\"/>", Some(Why::Policy)),
        ("<StartDate>2026-01-01T00:00:00Z</StartDate>", None),
        ("<StartDate>2026-01-01T00:00:00Z</StartDate><StartDate>2020-01-01T00:00:00Z</StartDate>", Some(Why::Policy)),
        ("<ExpiryDate>2026-13-01T00:00:00Z</ExpiryDate>", Some(Why::Date)),
        ("<PINPolicy PINUsageMode=\"Append\" MaxFailedAttempts=\"5\" PINEncoding=\"ALPHANUMERIC\"/>", None),
        ("<PINPolicy/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Algorithmic\"/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Local\" OnWeekdays=\"1\"/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Local\" x:y=\"1\" xmlns:x=\"urn:x\"/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Local\" MinLength=\"many\"/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Local\" PINEncoding=\"MORSE\"/>", Some(Why::Policy)),
        ("<PINPolicy PINUsageMode=\"Local\"><Foo/></PINPolicy>", Some(Why::Policy)),
    ] {
        assert_eq!(why(&one("", &format!("<Policy>{policy}</Policy>"))), reason, "{policy}");
    }
    assert_eq!(why(&one("", "<Extensions><x:y xmlns:x=\"urn:x\"/></Extensions>")), None, "extensions may be skipped");
}

#[test]
fn what_is_no_key_container_is_refused_whole() {
    let xml = |line| BadFile::Xml { line };
    let root = "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\"";
    for (file, reason) in [
        (format!("{root}/>"), None),
        (format!("{root}/>\n<!-- the end -->\n"), None),
        (format!("{root} xml:lang=\"de\"><Extensions/></KeyContainer>"), None),
        (format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{root}/>").replace("1.0\" x", "1.7\" x"), None),
        (format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{root}/>"), Some(xml(1))),
        (format!("<?xml version=\"1.1\"?>{root}/>"), Some(xml(1))),
        (format!("{root}/>").replace("1.0", "2.0"), Some(BadFile::NotPskc { line: 1 })),
        (format!("{root}/>").replace("1.0", "1"), Some(BadFile::NotPskc { line: 1 })),
        (format!("{root}/>").replace("keyprov:pskc", "keyprov:pskc:1.0"), Some(BadFile::NotPskc { line: 1 })),
        (format!("{root}><Device/></KeyContainer>"), Some(BadFile::NotPskc { line: 1 })),
        (format!("{root}>\n<KeyPackage/>\n<EncryptionKey/></KeyContainer>"), Some(BadFile::NotPskc { line: 3 })),
        (String::new(), Some(xml(1))),
        ("serial,secret".into(), Some(xml(1))),
        (format!("{root}>"), Some(xml(1))),
        (format!("{root}/>{root}/>"), Some(xml(1))),
        (format!("{root}/>&#65;"), Some(xml(1))),
        (format!("{root}>text</KeyContainer>"), Some(xml(1))),
        (format!("\n{root}>\n<KeyPackage></Key></KeyContainer>"), Some(xml(3))),
        (format!("<!DOCTYPE KeyContainer>{root}/>"), Some(xml(1))),
        (format!("{root}><!DOCTYPE x></KeyContainer>"), Some(xml(1))),
        (format!("<!DOCTYPE k [<!ENTITY a \"b\">]>{root}><KeyPackage>&a;</KeyPackage></KeyContainer>"), Some(xml(1))),
        (format!("{root}><KeyPackage>&a;</KeyPackage></KeyContainer>"), Some(xml(1))),
        (format!("{root}><KeyPackage a=\"&a;\"/></KeyContainer>"), Some(xml(1))),
        (format!("{root}><x:KeyPackage/></KeyContainer>"), Some(xml(1))),
        (format!("{root}><KeyPackage a=\"1\" a=\"2\"/></KeyContainer>"), Some(xml(1))),
    ] {
        assert_eq!(plain(&file).err(), reason, "{file}");
    }
    assert_eq!(read(b"\xff\xfe<\0", Unlock::Nothing, &Limits::default()).unwrap_err(), BadFile::Encoding);
}

#[test]
fn size_depth_and_number_have_limits() {
    let root = "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">";
    let wrap = |inside: &str| format!("{root}<Extensions>{inside}</Extensions></KeyContainer>");
    let deep = |n: usize| wrap(&format!("{}{}", "<a>".repeat(n), "</a>".repeat(n)));
    let prefixes = |n: usize| {
        let bound: String = (0..n).map(|i| format!(" xmlns:p{i}=\"urn:{i}\"")).collect();
        wrap(&format!("<a{bound}/>"))
    };
    let attributes = |n: usize| {
        let many: String = (0..n).map(|i| format!(" a{i}=\">\"")).collect();
        wrap(&format!("<a{many}/>"))
    };
    for (file, ok) in [
        (deep(14), true),
        (deep(15), false),
        (deep(100_000), false),
        (prefixes(63), true),
        (prefixes(64), false),
        (wrap(&"<a xmlns:x=\"urn:x\"/>".repeat(1_000)), true),
        (attributes(64), true),
        (attributes(65), false),
        (wrap(&format!("<a b=\"{}\"/>", "c".repeat(16_000))), true),
        (wrap(&format!("<a b=\"{}\"/>", "c".repeat(17_000))), false),
        (wrap(&"<a/>".repeat(999_998)), true),
        (wrap(&"<a/>".repeat(999_999)), false),
    ] {
        let read = plain(&file).map(|import| import.tokens.len());
        assert_eq!(read, if ok { Ok(0) } else { Err(BadFile::TooLarge) }, "{}", &file[..200.min(file.len())]);
    }
    let two = Limits { tokens: 2, ..Limits::default() };
    let three = Limits { tokens: 4, ..Limits::default() };
    assert_eq!(read(figure!(10).as_bytes(), Unlock::Nothing, &two).unwrap_err(), BadFile::TooLarge);
    assert!(read(figure!(10).as_bytes(), Unlock::Nothing, &three).is_ok());
    let short = Limits { bytes: figure!(10).len() - 1, ..Limits::default() };
    assert_eq!(read(figure!(10).as_bytes(), Unlock::Nothing, &short).unwrap_err(), BadFile::TooLarge);
}

fn full() -> TokenRecord {
    let totp =
        Totp { algorithm: Algorithm::Sha256, digits: Digits::EIGHT, period: Period::from_secs(60).unwrap(), t0_ms: 0 };
    TokenRecord {
        serial: Some("S <1> & \"2\"".into()),
        key_id: Some("k'1".into()),
        issuer: Some("Wiki & Söner".into()),
        label: Some("ada".into()),
        user: Some("uid=ada,dc=demo".into()),
        profile: Some("p".into()),
        device: Device {
            manufacturer: Some("oath.XX".into()),
            model: Some("m".into()),
            issue: Some("2".into()),
            binding: Some("imei".into()),
            user: Some("u".into()),
            module: Some("CM".into()),
            start_ms: Some(0),
            expiry_ms: Some(4_102_444_800_123),
        },
        policy: KeyPolicy {
            start_ms: Some(-1_000),
            expiry_ms: Some(1_893_456_000_000),
            transactions: Some(u64::MAX),
            pin: Some(PinPolicy {
                mode: PinMode::Prepend,
                key_id: Some("p\"1".into()),
                max_failed: Some(3),
                min_length: Some(4),
                max_length: Some(8),
                characters: Some(PinCharacters::Alphanumeric),
            }),
        },
        ..TokenRecord::new(TokenKind::Totp { totp, drift: -3 }, Seed::from_bytes(vec![7; 32]).unwrap())
    }
}

/// E10, F5.1
#[test]
fn what_is_written_is_read_back_whichever_way_it_is_protected() {
    let hotp = Hotp { algorithm: Algorithm::Sha512, digits: Digits::SIX };
    let second = TokenRecord {
        key_id: Some("key-2".into()),
        ..TokenRecord::new(TokenKind::Hotp { hotp, counter: 77 }, Seed::from_bytes(vec![1; 10]).unwrap())
    };
    let tokens = [full(), second];
    let (key, password) = ([9; 32], "Pässwort");
    for (protect, unlock) in [
        (Protect::Plain, Unlock::Nothing),
        (Protect::Key { name: "k <1>", key: &key, suite: Suite::Aes256 }, Unlock::Key(&key)),
        (Protect::Key { name: "k", key: &key[..16], suite: Suite::Aes128 }, Unlock::Key(&key[..16])),
        (Protect::Password { password, iterations: 1_000, suite: Suite::Aes256 }, Unlock::Password(password)),
        (Protect::Password { password, iterations: 1_000, suite: Suite::Aes128 }, Unlock::Password(password)),
    ] {
        let file = write(&tokens, protect, &mut chance()).unwrap();
        let import = read(file.as_bytes(), unlock, &Limits::default()).unwrap_or_else(|e| panic!("{e}: {}", *file));
        let read: Vec<_> = good(&import).into_iter().map(shown).collect();
        assert_eq!(read, [shown(&tokens[0]), shown(&tokens[1])], "{protect:?}");
        let open = matches!(protect, Protect::Plain);
        assert_eq!(file.contains("PlainValue>BwcHBwcH"), open, "the seed, in base64");
        if !open {
            assert!(matches!(plain(&file), Err(BadFile::Locked(_))));
            // Two vectors of one file are never the same.
            let values: Vec<_> = file.split("<xenc:CipherValue>").skip(1).map(|value| &value[..20]).collect();
            assert!(values.len() == 3 && values[0] != values[1] && values[1] != values[2] && values[0] != values[2]);
        }
    }
}

#[test]
fn what_can_not_be_written_is_refused() {
    let with = |kind| [full(), TokenRecord { kind, ..full() }];
    let totp = |totp| with(TokenKind::Totp { totp, drift: 0 });
    let broken = Totp { period: Period::from_ms(30_500).unwrap(), ..Totp::default() };
    for tokens in [
        totp(broken),
        totp(Totp { t0_ms: 1, ..Totp::default() }),
        with(TokenKind::Hotp { hotp: Hotp::default(), counter: u64::MAX }),
    ] {
        assert_eq!(write(&tokens, Protect::Plain, &mut chance()).unwrap_err(), NotWritten::NotExpressible(1));
    }
    let suite = Suite::Aes256;
    let key = |key| Protect::Key { name: "k", key, suite };
    assert_eq!(write(&[], key(&[1; 16]), &mut chance()).unwrap_err(), NotWritten::KeyLength);
    for (password, iterations) in [("", 1_000), ("x", 999), ("x", 10_000_001)] {
        let protect = Protect::Password { password, iterations, suite };
        assert_eq!(write(&[], protect, &mut chance()).unwrap_err(), NotWritten::Password);
    }
}

#[test]
fn no_secret_is_printed() {
    let protect = Protect::Password { password: "geheim", iterations: 1_000, suite: Suite::Aes256 };
    let printed = format!("{protect:?} {:?} {:?}", Unlock::Password("geheim"), full());
    assert!(!printed.contains("geheim") && printed.contains("Seed(…)"), "{printed}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_makes_the_reader_panic(text in "\\PC{0,300}", at in 0usize..2_000, cut in 0usize..40, octets: [u8; 8]) {
        let _ = plain(&text);
        let _ = plain(&one(&text, &text));
        for figure in [figure!(5), figure!(6)] {
            // Anything in the place of a piece of a good file.
            let mut file = figure.as_bytes().to_vec();
            let at = at.min(file.len());
            let end = (at + cut).min(file.len());
            file.splice(at..end, octets);
            let _ = read(&file, Unlock::Key(&SHARED), &Limits::default());
            let mut file = figure.to_owned();
            if file.is_char_boundary(at) {
                file.insert_str(at, &text);
                let _ = shared(&file);
            }
        }
    }
}
