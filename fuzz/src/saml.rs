//! SAML documents of anybody: XML itself, responses, metadata.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use saml::message::Value;
use saml::metadata::{Entity, Source};
use saml::sp::{Asked, Expected, Signs};
use saml::{Allow, Certificate, DecryptionKey, Instant, Limits, PublicKey, SigningKey, Xml, signature};

use crate::text;

/// The provider and the service provider of the seeds, whose keys open nothing.
static IDP: LazyLock<(SigningKey, [PublicKey; 1])> = LazyLock::new(|| {
    let pem = include_str!("../../crates/saml/vectors/idp.pem");
    let certificate = certificate(pem);
    let trusted = [certificate.key().clone()];
    (SigningKey::new(&part(pem, "PRIVATE KEY"), certificate).unwrap_or_else(|e| panic!("{e}")), trusted)
});
static DECRYPTION: LazyLock<[DecryptionKey; 1]> = LazyLock::new(|| {
    let pem = include_str!("../../crates/saml/vectors/sp.pem");
    [DecryptionKey::new(&part(pem, "PRIVATE KEY")).unwrap_or_else(|e| panic!("{e}"))]
});

pub fn trusted() -> &'static [PublicKey] {
    &IDP.1
}

pub fn key() -> &'static SigningKey {
    &IDP.0
}

pub fn now() -> Instant {
    Instant::parse("2026-03-01T12:00:00Z").unwrap_or_else(|| panic!("a moment"))
}

fn certificate(pem: &str) -> Certificate {
    Certificate::from_der(&part(pem, "CERTIFICATE")).unwrap_or_else(|e| panic!("{e}"))
}

fn part(pem: &str, label: &str) -> Vec<u8> {
    let (_, behind) = pem.split_once(&format!("-----BEGIN {label}-----")).unwrap_or_else(|| panic!("no {label}"));
    let text: String = behind.lines().take_while(|line| !line.starts_with("-----")).collect();
    let text: String = text.split_whitespace().collect();
    STANDARD.decode(text).unwrap_or_else(|e| panic!("{e}"))
}

/// A document that is read holds only what XML can hold and no document type; signed by us it verifies, and altered in a
/// place it does not.
pub fn xml(data: &[u8]) {
    let Ok(xml) = Xml::parse(data, &Limits::MESSAGE) else { return };
    let root = xml.root();
    for node in root.and_below() {
        assert!(!node.name().is_empty() && !node.name().contains(['<', '>', '&', ' ', ':']));
        let held = |c: char| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r');
        assert!(node.text("text").is_ok_and(|text| text.chars().all(held)) || node.text("text").is_err());
        let _ = (node.only_children("x"), node.identifier("x"), node.instant("x"), node.flag("x"), node.number("x"));
    }
    let Some(document) = text(data) else { panic!("read, and no UTF-8") };
    let Ok(signed) = signature::sign(document, key()) else { return };
    let limits = Limits { bytes: Limits::MESSAGE.bytes + 4096, elements: 10_020, ..Limits::MESSAGE };
    let again = Xml::read(&signed, &limits).unwrap_or_else(|e| panic!("{e}: {signed}"));
    let verified = signature::verify(again.root(), trusted(), Allow::default());
    assert!(verified.is_ok_and(|proof| proof.node() == again.root()), "{verified:?}: {signed}");
    assert!(signature::sign(&signed, key()).is_err(), "signed twice");
    if let Some(place) = place_of_signature(document, &signed) {
        let other = format!("{}x{}", &signed[..place], &signed[place..]);
        let other = Xml::read(&other, &limits).unwrap_or_else(|e| panic!("{e}: {other}"));
        assert!(signature::verify(other.root(), trusted(), Allow::default()).is_err(), "altered: {signed}");
    }
}

/// Where the signature was put in, if nothing else differs: white space may have been made what the standard has.
fn place_of_signature(document: &str, signed: &str) -> Option<usize> {
    let same = document.bytes().zip(signed.bytes()).take_while(|(a, b)| a == b).count();
    let place =
        (0..=same).rev().find(|at| signed.get(*at..).is_some_and(|s| s.starts_with("<ds:Signature xmlns:ds=\"")))?;
    signed.ends_with(document.get(place..)?).then_some(place)
}

/// Whoever is let in is the one whom the provider of the seeds named; nobody is without a signature.
pub fn response(data: &[u8]) {
    for signs in [Signs::Assertion, Signs::Either, Signs::Both] {
        let expected = Expected {
            entity: "https://sp.test/saml",
            acs: "https://sp.test/login/return/saml.1",
            idp: "https://idp.test/saml",
            keys: trusted(),
            asked: Asked::By("_request1"),
            signs,
            must_encrypt: false,
            decryption: &*DECRYPTION,
            allow: Allow { sha1: true, cbc: true },
            now: now(),
            skew: 60,
        };
        let Ok(accepted) = expected.judge(data) else { continue };
        assert_eq!(accepted.name_id.value, "eve@corp.test");
        assert_eq!(accepted.assertion_id, "_assertion1");
        assert!(
            accepted.attributes.iter().flat_map(|a| a.texts()).all(|text| matches!(text, "eve@corp.test" | "user"))
        );
        let untrusted = Expected { keys: &[], ..expected.clone() };
        assert!(untrusted.judge(data).is_err());
        let later = Expected { now: accepted.remember_until, ..expected };
        assert!(later.judge(data).is_err(), "it holds longer than it is remembered");
    }
    let _ = (saml::sp::claimed_issuer(data), saml::sp::claimed_request(data));
}

/// An entity that is read is written as the same entity; an address that people are sent to is one that they can be sent to.
pub fn metadata(data: &[u8]) {
    let source = Source { keys: None, allow: Allow::default(), now: now(), max_validity: None, limits: Limits::ENTITY };
    let signed = Source { keys: Some(trusted()), ..source };
    let Ok(found) = source.read(data) else {
        assert!(signed.read(data).is_err());
        return;
    };
    for entity in found.entities {
        let acs = entity.sp.iter().flat_map(|sp| &sp.acs).map(|endpoint| &endpoint.location);
        let sso = entity.idp.iter().flat_map(|idp| &idp.sso).map(|endpoint| &endpoint.location);
        assert!(
            acs.chain(sso)
                .all(|url| url.to_ascii_lowercase().starts_with("http") && !url.contains(['#', '"', '<', ' ']))
        );
        let entity = plain(entity);
        let document = entity.write();
        assert_eq!(source.entity(document.as_bytes()).as_ref(), Ok(&entity), "{document}");
    }
}

/// Without what is not written: keys of no use, and structures that are passed over.
fn plain(mut entity: Entity) -> Entity {
    entity.idp.iter_mut().for_each(|idp| idp.keys.unusable = 0);
    entity.sp.iter_mut().for_each(|sp| sp.keys.unusable = 0);
    let services = entity.sp.iter_mut().flat_map(|sp| &mut sp.services);
    services.flat_map(|service| &mut service.attributes).for_each(|requested| requested.attribute.values.clear());
    entity.attributes.iter_mut().for_each(|attribute| attribute.values.retain(|value| *value != Value::Other));
    entity
}
