//! xmlsec1 as the other judge: it takes what we make and what we take; we take what it makes, within the rules.

use saml::encryption::{Undecryptable, encrypt};
use saml::idp::{Over, Protection};
use saml::message::{ArtifactResolve, AuthnRequest, Head, LogoutRequest, LogoutResponse, NameId, Status};
use saml::metadata::{Endpoint, Entity, IdpRole, Keys};
use saml::sp::{Refused, Signs};
use saml::{Allow, BadSignature, Limits, Xml, ns, signature};

use crate::corpus::base::{ACS, ADMIN, EVE, IDP, Shape, made, now, pieces};
use crate::corpus::forms::{ENVELOPED, EXCLUSIVE, Template, WITHOUT_THE_NAME, reference, xpath};
use crate::corpus::keys::Party;
use crate::corpus::{self, Verdict, keys};
use crate::xmlsec::{Of, Xmlsec};

/// Whatever we let in, it verifies: what is encrypted it decrypts first.
#[test]
fn everything_we_take_xmlsec1_takes() {
    let Some(xmlsec) = Xmlsec::installed() else { return };
    let parties = [&keys::all().idp, &keys::all().next, &keys::all().curve];
    let mut judged = 0;
    for case in corpus::all().into_iter().filter(|case| case.verdict == Verdict::Taken) {
        let accepted = case.wants.expected().judge(&case.xml).unwrap();
        let party = parties[accepted.key];
        let xml = Xml::parse(&case.xml, &Limits::MESSAGE).unwrap();
        let has = |node: saml::Node<'_>| node.all(ns::DS, "Signature").next().is_some();
        let (name, root) = (&case.name, xml.root());
        if has(root) {
            assert!(xmlsec.verifies(&case.xml, Of::Root, party), "{name}: the response");
            judged += 1;
        }
        if root.all(ns::SAML, "Assertion").any(has) {
            assert!(xmlsec.verifies(&case.xml, Of::Assertion, party), "{name}: the assertion");
            judged += 1;
        }
        // It looks for a key only inside the data.
        if root.all(ns::SAML, "EncryptedAssertion").next().is_some() && !name.contains("key-beside") {
            let plain = xmlsec.decrypt(&case.xml, &keys::all().sp);
            assert!(plain.contains(EVE), "{name}");
            if plain.contains("Signature>") && case.wants.signs != Signs::Either {
                assert!(xmlsec.verifies(plain.as_bytes(), Of::Decrypted, party), "{name}: what was encrypted");
            }
            judged += 1;
        }
    }
    assert!(judged >= 100, "only {judged} were judged");
}

/// Each kind of document that we sign, by each kind of key.
#[test]
fn everything_we_sign_xmlsec1_takes() {
    let Some(xmlsec) = Xmlsec::installed() else { return };
    let head = Head::new("_m1", now(), IDP).to(ACS);
    let mut logout_response = LogoutResponse { head: head.clone(), status: Status::success() };
    logout_response.head.in_response_to = Some("_m0".to_owned());
    let logout = LogoutRequest {
        head: head.clone(),
        name_id: NameId::new("ä <&> \"eve\"\r\n", ns::format::PERSISTENT),
        session_indexes: vec!["_s1".to_owned()],
        not_on_or_after: Some(now().plus(60)),
        reason: None,
    };
    for party in [&keys::all().idp, &keys::all().curve, &p384()] {
        let documents = [
            AuthnRequest::new(head.clone()).write(),
            logout.write(),
            logout_response.write(),
            ArtifactResolve { head: head.clone(), artifact: "AAQ=".to_owned() }.write(),
            entity(party).write(),
        ];
        for document in documents {
            let signed = signature::sign(&document, &party.key).unwrap();
            assert!(xmlsec.verifies(signed.as_bytes(), Of::Root, party), "{signed}");
            let changed = signed.replacen("2026-03-01", "2026-03-02", 1).replacen("sso", "osso", 1);
            assert!(!xmlsec.verifies(changed.as_bytes(), Of::Root, party), "{changed}");
        }
    }
}

fn p384() -> Party {
    Party::new(&rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap())
}

fn entity(party: &Party) -> Entity {
    let idp = IdpRole {
        keys: Keys { signing: vec![party.certificate.clone()], ..Keys::default() },
        sso: vec![Endpoint::new(ns::binding::POST, "https://idp.test/sso")],
        ..IdpRole::default()
    };
    Entity { id: IDP.to_owned(), document: Some("_md1".to_owned()), idp: Some(idp), ..Entity::default() }
}

/// S075: answers in each protection: signed once or twice, plain or encrypted.
#[test]
fn s075_every_protection_is_undone_by_xmlsec1() {
    let Some(xmlsec) = Xmlsec::installed() else { return };
    let (all, base) = (keys::all(), made());
    for over in [Over::Assertion, Over::Response, Over::Both] {
        for recipient in [None, Some(&all.sp.certificate)] {
            let protection = Protection { key: &all.idp.key, over, recipient };
            let document = protection.response(&base.response, Some(&base.assertion)).unwrap();
            let bytes = document.as_bytes();
            assert!(!document.contains("<!DOCTYPE") && document.contains(EVE) == recipient.is_none());
            assert_eq!(xmlsec.verifies(bytes, Of::Root, &all.idp), over != Over::Assertion, "{over:?}");
            let (plain, of) = match recipient {
                None => (document.clone(), Of::Assertion),
                Some(_) => (xmlsec.decrypt(bytes, &all.sp), Of::Decrypted),
            };
            assert!(plain.contains(EVE));
            assert_eq!(xmlsec.verifies(plain.as_bytes(), of, &all.idp), over != Over::Response, "{over:?}");
        }
    }
}

/// S019, S022: what it signs within the rules is taken, and what it signs beyond them is refused, though it verifies it.
#[test]
fn s019_s022_we_take_what_xmlsec1_signs_within_the_rules() {
    let Some(xmlsec) = Xmlsec::installed() else { return };
    let idp = &keys::all().idp;
    let own = |transforms: &str, digest: &str| vec![reference(" URI=\"#_assertion1\"", transforms, digest)];
    let (both, sha256) = (format!("{ENVELOPED}{EXCLUSIVE}"), "http://www.w3.org/2001/04/xmlenc#sha256");
    let old = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    let inclusive = "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>";
    let cut = format!("{ENVELOPED}{}{EXCLUSIVE}", xpath(WITHOUT_THE_NAME));
    let by = |transforms: &str| Template { references: own(transforms, sha256), ..Template::default() };
    let sha1 = Template { method: old.to_owned(), ..by(&both) };
    let cases = [
        ("plain", by(&both), Allow::default(), None),
        ("sha1", sha1, Allow::default(), Some(BadSignature::SignatureMethod)),
        ("sha1, allowed", Template { method: old.to_owned(), ..by(&both) }, Allow { sha1: true, cbc: false }, None),
        ("inclusive", by(&format!("{ENVELOPED}{inclusive}")), Allow::default(), Some(BadSignature::Transforms)),
        ("without the name", by(&cut), Allow::default(), Some(BadSignature::Transforms)),
    ];
    for (name, template, allow, why) in cases {
        let signed = xmlsec.sign(&template.empty(), idp);
        assert!(xmlsec.verifies(signed.as_bytes(), Of::Assertion, idp), "{name}");
        let mut wants = Shape::Assertion.wants();
        wants.allow = allow;
        match (wants.expected().judge(signed.as_bytes()), why) {
            (Ok(accepted), None) => assert_eq!(accepted.name_id.value, EVE, "{name}"),
            (found, why) => assert_eq!(found, Err(Refused::AssertionSignature(why.unwrap())), "{name}"),
        }
    }
    // Why the last must be refused: another name in it, and the signature still holds for whoever believes it.
    let forged = xmlsec.sign(&by(&cut).empty(), idp).replacen(EVE, ADMIN, 1);
    assert!(xmlsec.verifies(forged.as_bytes(), Of::Assertion, idp));
}

/// S057: we decrypt what it encrypts by AES-GCM, by AES-CBC only where that is allowed, and by RSA 1.5 never.
#[test]
fn s057_we_decrypt_what_xmlsec1_encrypts() {
    let Some(xmlsec) = Xmlsec::installed() else { return };
    let (p, all) = (pieces(), keys::all());
    let oaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
    let cbc = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
    let (content, transport) = (Undecryptable::Content, Undecryptable::Transport);
    for (method, transported, session, allow, why) in [
        ("http://www.w3.org/2009/xmlenc11#aes256-gcm", oaep, "aes-256", false, None),
        ("http://www.w3.org/2009/xmlenc11#aes192-gcm", oaep, "aes-192", false, None),
        ("http://www.w3.org/2009/xmlenc11#aes128-gcm", oaep, "aes-128", false, None),
        (cbc, oaep, "aes-256", false, Some(content)),
        (cbc, oaep, "aes-256", true, None),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", oaep, "aes-128", true, None),
        ("http://www.w3.org/2001/04/xmlenc#tripledes-cbc", oaep, "des-192", true, Some(content)),
        (cbc, "http://www.w3.org/2001/04/xmlenc#rsa-1_5", "aes-256", true, Some(transport)),
    ] {
        let data = xmlsec.encrypt(&encrypted_data(method, transported), &p.signed, session, &all.sp);
        let data = data.trim_start_matches("<?xml version=\"1.0\"?>").trim();
        let xml = p.around(&format!("<saml:EncryptedAssertion>{data}</saml:EncryptedAssertion>"));
        assert!(xmlsec.decrypt(xml.as_bytes(), &all.sp).contains(EVE), "{method}");
        let mut wants = Shape::Sealed.wants();
        wants.allow.cbc = allow;
        match (wants.expected().judge(xml.as_bytes()), why) {
            (Ok(accepted), None) => assert_eq!(accepted.name_id.value, EVE, "{method}"),
            (found, why) => assert_eq!(found, Err(Refused::Undecryptable(why.unwrap())), "{method} {transported}"),
        }
    }
    // And it decrypts what we encrypt, names and attributes too.
    let name = NameId::new(EVE, ns::format::PERSISTENT).standalone();
    let sealed = encrypt(&name, "saml:EncryptedID", &all.sp.certificate).unwrap();
    assert!(xmlsec.decrypt(sealed.as_bytes(), &all.sp).contains(EVE));
}

fn encrypted_data(method: &str, transport: &str) -> String {
    format!(
        "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" \
         Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\"{method}\"/>\
         <ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>\
         <xenc:EncryptionMethod Algorithm=\"{transport}\"/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData>\
         </xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"
    )
}
