//! Rules that a single document does not show: how long it is remembered, what ciphertexts tell, what contexts are worth,
//! which keys are taken in.

use saml::context::{Comparison, Reference, RequestedContext};
use saml::encryption::Undecryptable;
use saml::message::{Attribute, Confirmation, NameIdPolicy};
use saml::sp::{Refused, Signs};
use saml::{Allow, BadKey, BadSignature, Certificate, DecryptionKey, Instant, Limits, SigningKey, Window, Xml, ns};

use crate::corpus::base::{ACS, REQUEST, SP, Shape, made, now, pieces};
use crate::corpus::keys;
use crate::corpus::sealed::{seal, seal_by_cbc};

/// S045: an answer is remembered for as long as it could be presented again, by whichever of its confirmations.
#[test]
fn s045_an_answer_is_remembered_while_it_holds() {
    let until = |change: &dyn Fn(&mut crate::corpus::base::Made)| {
        let mut base = made();
        change(&mut base);
        let document = base.document(Shape::Assertion);
        let accepted = Shape::Assertion.wants().expected().judge(document.as_bytes()).unwrap();
        let mut wants = Shape::Assertion.wants();
        // At the very end it is still taken; a moment later it is not, and need not be remembered.
        wants.now = accepted.remember_until.plus_millis(-1);
        assert!(wants.expected().judge(document.as_bytes()).is_ok());
        wants.now = accepted.remember_until;
        assert!(wants.expected().judge(document.as_bytes()).is_err());
        accepted.remember_until
    };
    let end =
        |m: &mut crate::corpus::base::Made, at| m.assertion.conditions.as_mut().unwrap().window.not_on_or_after = at;
    let another = |m: &mut crate::corpus::base::Made, seconds| {
        let later = Confirmation::bearer(ACS, Some(REQUEST), now().plus(seconds));
        m.assertion.subject.as_mut().unwrap().confirmations.push(later);
    };
    assert_eq!(until(&|_| {}), now().plus(300 + 180));
    assert_eq!(until(&|m| end(m, None)), now().plus(300 + 180));
    assert_eq!(until(&|m| end(m, Some(now().plus(100)))), now().plus(100 + 180));
    assert_eq!(
        until(&|m| {
            end(m, None);
            another(m, 900);
        }),
        now().plus(900 + 180)
    );
    assert_eq!(
        until(&|m| {
            end(m, Some(now().plus(600)));
            another(m, 900);
            another(m, 400);
        }),
        now().plus(600 + 180)
    );
}

/// S058: a thousand altered ciphertexts are all refused; what is sealed by GCM says the same of each, and where CBC is
/// allowed none becomes an assertion.
#[test]
fn s058_altered_ciphertexts_tell_nothing() {
    let p = pieces();
    let mut cbc = Shape::Sealed.wants();
    cbc.allow = Allow { cbc: true, ..Allow::default() };
    for (wants, document) in
        [(Shape::Sealed.wants(), p.around(&seal(&p.signed))), (cbc, p.around(&seal_by_cbc(&p.signed)))]
    {
        let expected = wants.expected();
        assert!(expected.judge(document.as_bytes()).is_ok(), "the control");
        let values: Vec<usize> =
            document.match_indices("<xenc:CipherValue>").map(|(at, mark)| at + mark.len()).collect();
        let mut chance = 88_172_645_463_325_252u64;
        for round in 0..500 {
            let from = values[round % 2];
            let length = document[from..].find('<').unwrap();
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let at = from + (chance % (length as u64 - 4)) as usize;
            let mut altered = document.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'g' } else { b'A' };
            let why = expected.judge(&altered).unwrap_err();
            if !wants.allow.cbc || round % 2 == 0 {
                assert_eq!(why, Refused::Undecryptable(Undecryptable::Opaque), "{round}");
            }
        }
    }
}

/// S054: a name that stands encrypted in a signed assertion is read, and counts as the plain one does.
#[test]
fn s054_names_and_attributes_may_stand_encrypted() {
    let all = keys::all();
    let base = made();
    let name = base.assertion.subject.clone().unwrap().name_id.unwrap();
    let sealed = |what: &str, into| saml::encryption::encrypt(what, into, &all.sp.certificate).unwrap();
    let assertion = base.assertion.write_sealed(Some(&sealed(&name.standalone(), "saml:EncryptedID")));
    let level = Attribute::new("level", None, ["3"]);
    let attribute = sealed(&level.standalone(), "saml:EncryptedAttribute");
    let assertion = assertion.replace("</saml:AttributeStatement>", &format!("{attribute}</saml:AttributeStatement>"));
    let signed = crate::corpus::base::sign(&assertion, &all.idp);
    let judge = |document: &str| Shape::Assertion.wants().expected().judge(document.as_bytes());
    let accepted = judge(&pieces().around(&signed)).unwrap();
    assert_eq!(accepted.name_id, name);
    assert_eq!(accepted.attributes.last(), Some(&level));
    // Something else under the lid of a name, and two names.
    let wrong = base.assertion.write_sealed(Some(&sealed(&level.standalone(), "saml:EncryptedID")));
    let wrong = judge(&pieces().around(&crate::corpus::base::sign(&wrong, &all.idp)));
    assert_eq!(wrong, Err(Refused::Malformed(saml::Malformed::Unexpected("NameID"))));
    let two = base.assertion.write().replacen(
        "</saml:NameID>",
        &format!("</saml:NameID>{}", sealed(&name.standalone(), "saml:EncryptedID")),
        1,
    );
    let two = judge(&pieces().around(&crate::corpus::base::sign(&two, &all.idp)));
    assert_eq!(two, Err(Refused::Malformed(saml::Malformed::Repeated("NameID"))));
}

/// S019: keys that are too short, of unknown kinds, or another's.
#[test]
fn s019_keys_are_judged_when_they_come_in() {
    let all = keys::all();
    let short = pem(include_str!("../../vectors/rsa1024.pem"));
    assert_eq!(Certificate::from_der(&short), Err(BadKey::Weak));
    assert_eq!(Certificate::from_der(all.idp.certificate.der()).as_ref(), Ok(&all.idp.certificate));
    let tail = [all.idp.certificate.der(), b"x"].concat();
    assert_eq!(Certificate::from_der(&tail), Err(BadKey::NotACertificate));
    assert_eq!(Certificate::from_der(&[0; 20_000]), Err(BadKey::NotACertificate));
    // The same length of point, another curve: the name of P-256 replaced by secp256k1's, which is shorter.
    let brainpool = replaced(
        all.curve.certificate.der(),
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 6],
    );
    assert_eq!(Certificate::from_der(&brainpool), Err(BadKey::Kind));
    let other = SigningKey::new(&all.next.pkcs8, all.idp.certificate.clone());
    assert_eq!(other.map(|_| ()), Err(BadKey::OtherKey));
    assert_eq!(SigningKey::new(b"x", all.idp.certificate.clone()).map(|_| ()), Err(BadKey::NotAKey));
    assert_eq!(DecryptionKey::new(&all.curve.pkcs8).map(|_| ()), Err(BadKey::NotAKey));
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let edwards = rcgen::CertificateParams::default().self_signed(&pair).unwrap();
    assert_eq!(Certificate::from_der(edwards.der()), Err(BadKey::Kind));
    // Nothing secret is printed.
    let printed = format!("{:?} {:?} {:?}", all.idp.key, all.decryption, all.idp.certificate);
    assert!(printed.len() < 300 && printed.contains("RSA-2048"), "{printed}");
}

fn pem(text: &str) -> Vec<u8> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.decode(text.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// S049, S069: what is done, compared with what was wanted.
#[test]
fn s049_s069_contexts_are_compared() {
    let class = |name: &str| Reference::Class(name.to_owned());
    let ladder = ["none", "password", "code", "card"].map(class);
    let wants = |comparison, names: &[&str]| RequestedContext {
        comparison,
        references: names.iter().map(|n| class(n)).collect(),
    };
    for (comparison, names, satisfied) in [
        (Comparison::Exact, &["code"][..], &[2][..]),
        (Comparison::Exact, &["card", "password"], &[3, 1]),
        (Comparison::Exact, &["unknown"], &[]),
        (Comparison::Exact, &["unknown", "code"], &[2]),
        (Comparison::Minimum, &["password"], &[1, 2, 3]),
        (Comparison::Minimum, &["card", "code"], &[2, 3]),
        (Comparison::Minimum, &["unknown"], &[]),
        (Comparison::Maximum, &["code"], &[2, 1, 0]),
        (Comparison::Maximum, &["none", "password"], &[1, 0]),
        (Comparison::Better, &["password"], &[2, 3]),
        (Comparison::Better, &["password", "code"], &[3]),
        (Comparison::Better, &["card"], &[]),
        (Comparison::Better, &["password", "unknown"], &[]),
    ] {
        let asked = wants(comparison, names);
        assert_eq!(asked.satisfied_by(&ladder, |step, reference| step == reference), satisfied, "{asked:?}");
        for (at, step) in ladder.iter().enumerate() {
            assert_eq!(asked.is_satisfied(step, &ladder), satisfied.contains(&at), "{asked:?} {step:?}");
        }
    }
    // What nobody placed satisfies only who names it.
    assert!(wants(Comparison::Exact, &["new"]).is_satisfied(&class("new"), &ladder));
    assert!(!wants(Comparison::Minimum, &["none"]).is_satisfied(&class("new"), &ladder));
    assert!(!wants(Comparison::Exact, &["code"]).is_satisfied(&Reference::Declaration("code".to_owned()), &ladder));
}

/// S049: the class that is stated is handed on as it stands, and its absence too.
#[test]
fn s049_what_is_stated_is_handed_on() {
    let stated = |class: Option<&str>| {
        let mut base = made();
        base.assertion.authn[0].class = class.map(str::to_owned);
        let document = base.document(Shape::Both);
        Shape::Both.wants().expected().judge(document.as_bytes()).unwrap().authn.class
    };
    assert_eq!(stated(Some("urn:x")).as_deref(), Some("urn:x"));
    assert_eq!(stated(None), None);
}

/// S071: the policy for names, as it was asked.
#[test]
fn s071_the_policy_for_names_is_read_as_it_was_asked() {
    for (format, allow_create) in [
        (Some(ns::format::TRANSIENT), Some(true)),
        (Some(ns::format::PERSISTENT), Some(false)),
        (Some(ns::format::EMAIL), None),
        (Some("urn:unknown"), None),
        (None, Some(true)),
    ] {
        let policy =
            NameIdPolicy { format: format.map(str::to_owned), sp_name_qualifier: Some(SP.to_owned()), allow_create };
        let mut request = saml::message::AuthnRequest::new(saml::message::Head::new("_r1", now(), SP));
        request.name_id_policy = Some(policy);
        let document = request.write();
        let xml = Xml::read(&document, &Limits::MESSAGE).unwrap();
        assert_eq!(saml::message::AuthnRequest::read(xml.root(), &Default::default()), Ok(request));
    }
}

/// S072: a value with markup stays one value of one attribute.
#[test]
fn s072_markup_in_a_name_stays_one_value() {
    let evil = "</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"role\"><saml:AttributeValue>admin";
    let mut base = made();
    base.assertion.attributes = vec![
        Attribute::new("displayName", None, [evil, "a\u{0}b\u{1f}c\u{fffe}d", "\u{85}\r\n\t"]),
        Attribute::new("role\" Name=\"x", None, ["user"]),
    ];
    for shape in Shape::ALL {
        let accepted = shape.wants().expected().judge(base.document(shape).as_bytes()).unwrap();
        let [name, role] = &accepted.attributes[..] else { panic!("{:?}", accepted.attributes) };
        let texts: Vec<&str> = name.texts().collect();
        assert_eq!(texts, [evil, "a\u{fffd}b\u{fffd}c\u{fffd}d", "\u{85}\r\n\t"]);
        assert_eq!(role.name, "role\" Name=\"x");
    }
}

/// S015: which signature is enough is the service provider's rule, and a response that must have two has two.
#[test]
fn s015_signatures_by_rule() {
    let missing = |of: fn(BadSignature) -> Refused| Err(of(BadSignature::Missing));
    for (shape, signs, expected) in [
        (Shape::Assertion, Signs::Assertion, Ok(())),
        (Shape::Assertion, Signs::Either, Ok(())),
        (Shape::Assertion, Signs::Both, missing(Refused::ResponseSignature)),
        (Shape::Response, Signs::Assertion, missing(Refused::AssertionSignature)),
        (Shape::Response, Signs::Either, Ok(())),
        (Shape::Response, Signs::Both, missing(Refused::AssertionSignature)),
        (Shape::Both, Signs::Assertion, Ok(())),
        (Shape::Both, Signs::Either, Ok(())),
        (Shape::Both, Signs::Both, Ok(())),
    ] {
        let mut wants = shape.wants();
        wants.signs = signs;
        let found = wants.expected().judge(made().document(shape).as_bytes()).map(|_| ());
        assert_eq!(found, expected, "{shape:?} {signs:?}");
    }
}

/// S042: moments are read as the standard has them, or refused.
#[test]
fn s042_moments() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("1970-01-01T00:00:00.5Z", Some(500)),
        ("1970-01-01T00:00:00.123999999Z", Some(123)),
        ("1970-01-01T02:00:00+02:00", Some(0)),
        ("1969-12-31T23:59:59.999Z", Some(-1)),
        ("2024-02-29T00:00:00Z", Some(1_709_164_800_000)),
        ("0001-01-01T00:00:00Z", Some(-62_135_596_800_000)),
        ("9999-12-31T23:59:59Z", Some(253_402_300_799_000)),
        ("2023-02-29T00:00:00Z", None),
        ("0000-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("1970-01-01T00:00:00", None),
        ("1970-01-01T00:00:00z", None),
        ("1970-01-01 00:00:00Z", None),
        ("1970-01-01T24:00:00Z", None),
        ("1970-01-01T00:60:00Z", None),
        ("1970-01-01T00:00:60Z", None),
        ("1970-13-01T00:00:00Z", None),
        ("1970-01-00T00:00:00Z", None),
        ("1970-01-01T00:00:00.Z", None),
        ("1970-01-01T00:00:00+0200", None),
        ("1970-01-01T00:00:00+15:00", None),
        ("+970-01-01T00:00:00Z", None),
        ("19700-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z ", None),
        ("", None),
    ] {
        assert_eq!(Instant::parse(text).map(Instant::millis), expected, "{text}");
    }
    let window = Window { not_before: Some(now()), not_on_or_after: Some(now().plus(10)) };
    assert!(!window.is_ahead(now(), 0) && window.is_ahead(now().plus_millis(-1), 0));
    assert!(window.is_over(now().plus(10), 0) && !window.is_over(now().plus_millis(9_999), 0));
    assert!(!Window::default().is_ahead(now(), 0) && !Window::default().is_over(now(), 0));
}
