//! Metadata: ours, and that of others, read with care.

use base64::{Engine, engine::general_purpose::STANDARD};
use saml::metadata::{
    BadMetadata, Contact, Endpoint, Entity, Found, IdpRole, Keys, Logo, Organization, Source, SpRole, Ui,
};
use saml::{Allow, BadSignature, Limits, Malformed, PublicKey, ns, signature};

use crate::corpus::base::{ACS, IDP, SP, now};
use crate::corpus::keys::{self, Party};

const DAY: i64 = 86_400;

fn trusted() -> &'static [PublicKey] {
    static KEYS: std::sync::LazyLock<[PublicKey; 1]> =
        std::sync::LazyLock::new(|| [keys::all().other.certificate.key().clone()]);
    &*KEYS
}

/// A federation's, which is signed and ends within a week.
fn federation() -> Source<'static> {
    let max_validity = Some(7 * DAY as u32);
    Source { keys: Some(trusted()), allow: Allow::default(), now: now(), max_validity, limits: Limits::AGGREGATE }
}

/// What an administrator has looked at and brought.
fn brought() -> Source<'static> {
    Source { keys: None, max_validity: None, ..federation() }
}

fn publisher() -> &'static Party {
    &keys::all().other
}

fn signed(document: &str) -> String {
    signature::sign(document, &publisher().key).unwrap()
}

pub fn entity() -> Entity {
    let all = keys::all();
    let text = |language: &str, text: &str| (language.to_owned(), text.to_owned());
    let ui = Ui {
        display_names: vec![text("en", "Provider <&>"), text("fi", "Tarjoaja")],
        descriptions: vec![text("en", "It logs people in")],
        keywords: vec![text("en", "college corp")],
        logos: vec![Logo { url: "https://idp.test/logo.png".to_owned(), width: 64, height: 32, language: None }],
        information_urls: vec![text("en", "https://idp.test/info")],
        privacy_urls: vec![text("en", "https://idp.test/privacy")],
    };
    let keys = Keys {
        signing: vec![all.idp.certificate.clone(), all.next.certificate.clone()],
        encryption: vec![all.sp.certificate.clone()],
        unusable: 0,
    };
    let idp = IdpRole {
        tells_algorithms: true,
        keys: keys.clone(),
        want_requests_signed: true,
        sso: vec![Endpoint::new(ns::binding::REDIRECT, "https://idp.test/sso?a=1&b=2")],
        slo: vec![Endpoint::new(ns::binding::POST, "https://idp.test/slo")],
        artifact: vec![Endpoint::new(ns::binding::SOAP, "https://idp.test/artifact").indexed(0, true)],
        name_id_formats: vec![ns::format::PERSISTENT.to_owned(), ns::format::TRANSIENT.to_owned()],
        scopes: vec!["corp.test".to_owned()],
        ui: ui.clone(),
        error_url: Some("https://idp.test/error".to_owned()),
    };
    let sp = SpRole {
        keys,
        authn_requests_signed: true,
        want_assertions_signed: true,
        acs: vec![Endpoint::new(ns::binding::POST, ACS).indexed(1, true)],
        ui,
        discovery: vec![Endpoint::new(ns::DISCOVERY, "https://sp.test/discovery").indexed(3, true)],
        ..SpRole::default()
    };
    Entity {
        id: IDP.to_owned(),
        document: Some("_md1".to_owned()),
        valid_until: Some(now().plus(3 * DAY)),
        cache_duration: Some(3600),
        idp: Some(idp),
        sp: Some(sp),
        organization: Some(Organization { names: vec![text("en", "Corp")], ..Organization::default() }),
        contacts: vec![Contact {
            kind: "technical".to_owned(),
            given_name: Some("Eve".to_owned()),
            mails: vec!["mailto:eve@corp.test".to_owned()],
        }],
        ..Entity::default()
    }
}

/// S076: what we publish reads back as it was meant, from a signed document.
#[test]
fn s076_our_metadata_is_complete() {
    let document = signed(&entity().write());
    assert_eq!(federation().entity(document.as_bytes()), Ok(entity()));
    for part in [
        "errorURL=",
        "mdui:UIInfo",
        "contactType=\"technical\"",
        "validUntil=",
        "use=\"signing\"",
        "use=\"encryption\"",
    ] {
        assert!(document.contains(part), "{part}");
    }
    let read = federation().entity(document.as_bytes()).unwrap().idp.unwrap();
    assert_eq!(read.keys.recipient(), Some(&keys::all().sp.certificate));
    assert_eq!(read.ui.display_name("fi"), Some("Tarjoaja"));
    assert_eq!(read.ui.display_name("sv"), Some("Provider <&>"));
}

/// S077: metadata that is unsigned, altered, without an end or past it.
#[test]
fn s077_metadata_that_is_not_believed() {
    let made = |change: &dyn Fn(&mut Entity)| {
        let mut entity = entity();
        change(&mut entity);
        federation().entity(signed(&entity.write()).as_bytes()).map(|entity| entity.valid_until)
    };
    assert!(made(&|_| {}).is_ok());
    assert_eq!(made(&|e| e.valid_until = None), Err(BadMetadata::NoEnd));
    assert_eq!(made(&|e| e.valid_until = Some(now().plus(7 * DAY + 1))), Err(BadMetadata::TooFarAhead));
    assert!(made(&|e| e.valid_until = Some(now().plus(7 * DAY))).is_ok());
    assert_eq!(made(&|e| e.valid_until = Some(now())), Err(BadMetadata::Expired));
    let good = signed(&entity().write());
    let judge = |document: &str| federation().read(document.as_bytes()).map(|found| found.entities.len());
    assert_eq!(judge(&good), Ok(1));
    assert_eq!(judge(&entity().write()), Err(BadMetadata::Signature(BadSignature::Missing)));
    let stranger = signature::sign(&entity().write(), &keys::all().stranger.key).unwrap();
    assert_eq!(judge(&stranger), Err(BadMetadata::Signature(BadSignature::Key)));
    let changed = good.replacen("https://idp.test/slo", "https://idp.tesT/slo", 1);
    assert_eq!(judge(&changed), Err(BadMetadata::Signature(BadSignature::Digest)));
    assert_eq!(judge(&format!("<!DOCTYPE x>{good}")), Err(BadMetadata::Malformed(Malformed::Doctype)));
    // A signature over one entity says nothing of the list around it, wherever it stands.
    let list = |inner: &str| {
        format!("<md:EntitiesDescriptor xmlns:md=\"{}\" ID=\"_list\">{inner}</md:EntitiesDescriptor>", ns::MD)
    };
    assert_eq!(judge(&list(&good)), Err(BadMetadata::Signature(BadSignature::Missing)));
    let loose =
        &good[good.find("<ds:Signature").unwrap()..good.find("</ds:Signature>").unwrap() + "</ds:Signature>".len()];
    let moved = list(&format!("{loose}{}", entity().write()));
    assert_eq!(judge(&moved), Err(BadMetadata::Signature(BadSignature::Reference)));
    assert_eq!(judge(&signed(&list(&entity().write()))), Ok(1));
}

/// S050: what has ended may not be used, as a whole or as a role.
#[test]
fn s050_what_has_ended_is_not_used() {
    let entity = entity();
    assert!(entity.is_valid(now()) && !entity.is_valid(now().plus(3 * DAY)));
    let role = entity.write().replacen(
        "<md:IDPSSODescriptor ",
        "<md:IDPSSODescriptor validUntil=\"2026-03-01T12:00:00Z\" ",
        1,
    );
    let read = brought().entity(role.as_bytes()).unwrap();
    assert!(read.idp.is_none() && read.sp.is_some());
    let later = role.replacen("validUntil=\"2026-03-01T12:00:00Z\"", "validUntil=\"2026-03-01T12:00:01Z\"", 1);
    let read = brought().entity(later.as_bytes()).unwrap();
    assert!(read.idp.is_some() && read.is_valid(now()));
    // It is looked at again long after it was read, and from a copy: the role's end is still its end.
    let copy = Source { now: saml::Instant::from_millis(0), ..brought() }.entity(read.write().as_bytes()).unwrap();
    for kept in [read, copy] {
        assert!(kept.is_valid(now()) && !kept.is_valid(now().plus(1)));
    }
    let past = Source { now: saml::Instant::from_millis(0), ..brought() }.entity(role.as_bytes()).unwrap();
    assert!(!past.is_valid(now()), "brought when it had ended already");
}

/// S052: a provider speaks for its own scopes.
#[test]
fn s052_scopes_are_owned() {
    let idp = brought().entity(entity().write().as_bytes()).unwrap().idp.unwrap();
    for (value, owned) in [
        ("eve@corp.test", true),
        ("eve@CORP.test", true),
        ("a@b@corp.test", true),
        ("eve@other.test", false),
        ("eve@sub.corp.test", false),
        ("eve@corp.test.evil.test", false),
        ("corp.test", false),
        ("eve@", false),
        ("", false),
    ] {
        assert_eq!(idp.owns_scope(value), owned, "{value}");
    }
    let pattern = entity().write().replacen("regexp=\"false\">corp.test", "regexp=\"true\">.*", 1);
    let idp = brought().entity(pattern.as_bytes()).unwrap().idp.unwrap();
    assert!(idp.scopes.is_empty() && !idp.owns_scope("eve@corp.test"), "patterns are passed over");
}

/// S063: places that people cannot be sent to, or that would shadow our answer, are refused at the door.
#[test]
fn s063_s061_places_are_judged_at_the_door() {
    let at = |location: &str| {
        let location = location.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let document = entity().write().replacen(ACS, &location, 1);
        brought().entity(document.as_bytes()).map(|_| ())
    };
    for good in [
        ACS,
        "http://localhost:8080/acs",
        "https://sp.test/acs?a=b",
        "https://[::1]/acs",
        "https://sp.test/acs?samlresponse=x",
    ] {
        assert_eq!(at(good), Ok(()), "{good}");
    }
    for shadowed in [
        "https://sp.test/acs?SAMLResponse=x",
        "https://sp.test/acs?a=b&RelayState=x",
        "https://sp.test/acs?%53AMLResponse=x",
        "https://sp.test/acs?SAMLart",
        "https://sp.test/acs?SigAlg=",
    ] {
        assert_eq!(at(shadowed), Err(BadMetadata::Shadowed), "{shadowed}");
    }
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://sp.test/acs",
        "/acs",
        "//sp.test/acs",
        "https://user@sp.test/acs",
        "https://user:secret@sp.test/acs",
        "https://sp.test/acs#x",
        "https://sp.test/a b",
        "https://sp.test/\"onload=",
        "https://sp.test/<x>",
        "https://sp.test\\@evil.test/acs",
        "https://sp.test/ä",
        "",
    ] {
        assert_eq!(at(bad), Err(BadMetadata::Location), "{bad}");
    }
}

/// S019, S016: keys of no use are left out by count, and of a chain only the first certificate counts.
#[test]
fn s019_s016_keys_in_metadata() {
    let der = |party: &Party| STANDARD.encode(party.certificate.der());
    let all = keys::all();
    let with = |from: &str, to: &str| {
        let document = entity().write();
        assert!(document.contains(from));
        brought().entity(document.replace(from, to).as_bytes()).map(|entity| entity.idp.unwrap().keys)
    };
    let (idp, next) = (der(&all.idp), der(&all.next));
    let short: String = RSA_1024.lines().filter(|line| !line.starts_with('-')).collect();
    let keys = with(&idp, &short).unwrap();
    assert_eq!((keys.signing.len(), keys.unusable), (1, 1));
    let keys = with(&idp, "AAAA").unwrap();
    assert_eq!((keys.signing.as_slice(), keys.unusable), (&[all.next.certificate.clone()][..], 1));
    let chain = format!("{idp}</ds:X509Certificate><ds:X509Certificate>{}", der(&all.stranger));
    let keys = with(&idp, &chain).unwrap();
    assert_eq!(keys.signing, [all.idp.certificate.clone(), all.next.certificate.clone()]);
    assert!(!keys.verifying().contains(all.stranger.certificate.key()));
    let named = format!("<ds:X509Data><ds:X509Certificate>{next}</ds:X509Certificate></ds:X509Data>");
    let keys = with(&named, "<ds:KeyName>next</ds:KeyName>").unwrap();
    assert_eq!((keys.signing.len(), keys.unusable), (1, 1));
    // For both uses where none is named; for one that nobody knows, nothing is.
    let keys = with(" use=\"signing\"", "").unwrap();
    assert_eq!((keys.signing.len(), keys.encryption.len()), (2, 3));
    assert_eq!(with(" use=\"signing\"", " use=\"other\""), Err(BadMetadata::KeyUse));
    let descriptor = "<md:KeyDescriptor use=\"signing\">";
    let many = format!("<md:KeyDescriptor><ds:KeyInfo>{named}</ds:KeyInfo></md:KeyDescriptor>").repeat(17);
    assert_eq!(with(descriptor, &format!("{many}{descriptor}")), Err(BadMetadata::TooMany));
    assert!(with(&idp, &format!("{idp}<!-- x -->")).is_err(), "a certificate in two pieces");
}

const RSA_1024: &str = include_str!("../../vectors/rsa1024.pem");

/// A federation's list: each by itself, the end of the list for all, and of two with one name neither.
#[test]
fn lists_of_entities() {
    let named = |id: &str| Entity { id: id.to_owned(), document: None, valid_until: None, ..entity() }.write();
    let list = |attributes: &str, inner: &str| {
        format!("<md:EntitiesDescriptor xmlns:md=\"{}\"{attributes}>{inner}</md:EntitiesDescriptor>", ns::MD)
    };
    let until = " validUntil=\"2026-03-04T12:00:00Z\"";
    let bad = named("https://bad.test").replacen(ACS, "javascript:x", 1);
    let inner = list("", &format!("{}{}", named("https://c.test"), named("https://a.test")));
    let all =
        [named("https://a.test"), named("https://b.test"), bad, inner, "<x xmlns=\"urn:x\"/>".to_owned()].concat();
    let document = list(&format!("{until} ID=\"_list\""), &all);
    let found = federation().read(signed(&document).as_bytes()).unwrap();
    let names = |found: &Found| found.entities.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), ["https://b.test", "https://c.test"]);
    assert!(found.entities.iter().all(|e| e.valid_until == Some(now().plus(3 * DAY))));
    let skipped: Vec<_> = found.skipped.iter().map(|s| (s.id.as_str(), s.why)).collect();
    assert_eq!(skipped, [("https://bad.test", BadMetadata::Location), ("https://a.test", BadMetadata::Repeated)]);
    let ended = list(" validUntil=\"2026-03-01T11:00:00Z\" ID=\"_list\"", &named(SP));
    assert_eq!(federation().read(signed(&ended).as_bytes()).map(|_| ()), Err(BadMetadata::Expired));
    let endless = list(" ID=\"_list\"", &named(SP));
    let found = federation().read(signed(&endless).as_bytes()).unwrap();
    assert_eq!((found.entities.len(), found.skipped[0].why), (0, BadMetadata::NoEnd));
    assert_eq!(brought().entity(document.as_bytes()), Err(BadMetadata::Entities));
    let old = entity().write().replace(ns::SAMLP, "urn:oasis:names:tc:SAML:1.1:protocol");
    assert_eq!(brought().entity(old.as_bytes()), Err(BadMetadata::NoRole));
}

/// As Windows servers publish it: roles of other protocols by their type, the default namespace, lines of its own.
#[test]
fn metadata_with_roles_of_other_protocols() {
    let bare = entity().write().replace("<md:", "<").replace("</md:", "</").replace("xmlns:md=", "xmlns=");
    let role = "<RoleDescriptor xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\" xsi:type=\"fed:SecurityTokenServiceType\" \
        protocolSupportEnumeration=\"http://docs.oasis-open.org/wsfed/federation/200706\"><KeyDescriptor use=\"signing\"/>\
        </RoleDescriptor><IDPSSODescriptor ";
    let document = signed(&bare.replacen("<IDPSSODescriptor ", role, 1).replace("><", ">\r\n<"));
    assert_eq!(federation().entity(document.as_bytes()), Ok(entity()));
    let typed = document.replacen(
        "<IDPSSODescriptor ",
        "<IDPSSODescriptor xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"x\" ",
        1,
    );
    assert_eq!(brought().entity(typed.as_bytes()), Err(BadMetadata::Malformed(Malformed::Typed)));
}
