//! SAML requests of anybody, whole and in addresses, and the small texts beside them.

use saml::binding::artifact::Artifact;
use saml::binding::{RelayState, post, redirect, soap};
use saml::idp::{Came, Door, Sender, claimed_issuer};
use saml::message::{AuthnRequest, Opener};
use saml::metadata::{Endpoint, SpRole};
use saml::{Allow, Certificate, Instant, Limits, Xml, ns};

use crate::saml::{now, trusted};
use crate::{lines, text};

fn door() -> Door<'static> {
    Door {
        addresses: &["https://idp.test/sso"],
        now: now(),
        skew: 60,
        max_age: 300,
        allow: Allow::default(),
        decryption: &[],
    }
}

fn sender() -> Sender<'static> {
    Sender { entity: "https://sp.test/saml", keys: trusted() }
}

/// An answer goes to the one registered place; what is read is written as the same request; a logout is signed.
pub fn request(data: &[u8]) {
    let Ok(xml) = Xml::parse(data, &Limits::MESSAGE) else { return };
    let role = SpRole {
        acs: vec![Endpoint::new(ns::binding::POST, "https://sp.test/login/return/saml.1").indexed(1, true)],
        ..SpRole::default()
    };
    if let Ok(asked) = door().authn_request((&xml, Came::Whole), sender(), &role) {
        assert_eq!(asked.return_to.url, "https://sp.test/login/return/saml.1");
        assert_eq!(claimed_issuer(xml.root()).as_deref(), Some("https://sp.test/saml"));
        if asked.request.conditions.as_ref().is_none_or(|conditions| !conditions.unknown) {
            let document = asked.request.write();
            let again = Xml::read(&document, &Limits::MESSAGE).unwrap_or_else(|e| panic!("{e}: {document}"));
            let read = AuthnRequest::read(again.root(), &Opener::default());
            assert_eq!(read.as_ref().map(AuthnRequest::write), Ok(document));
        }
    }
    if let Ok(logout) = door().logout_request((&xml, Came::Whole), sender()) {
        assert_eq!((logout.name_id.value.as_str(), logout.head.id.as_str()), ("eve@corp.test", "_request1"));
    }
    let _ = door().logout_response((&xml, Came::Whole), sender(), "_x");
    if let Ok(soap::Body::Message(message)) = soap::open(xml.root()) {
        assert!(door().artifact_resolve(message, sender(), false).is_err(), "no seed is signed so");
        let _ =
            (door().artifact_resolve(message, sender(), true), door().artifact_response(message, sender(), "_x", true));
    }
}

/// What unfolds stays under the limit; what is verified is one query, to the letter.
pub fn address(data: &[u8]) {
    let Some(query) = text(data) else { return };
    let Ok(received) = redirect::Received::parse(query, 20_000, RelayState::MAX) else { return };
    assert!(received.xml().len() <= 20_000);
    assert!(received.relay_state.as_ref().is_none_or(|state| state.as_str().len() <= RelayState::MAX));
    let Ok(xml) = Xml::parse(received.xml(), &Limits::MESSAGE) else { return };
    if received.verify(&xml, trusted(), Allow::default()).is_ok() {
        assert!(received.is_signed());
        assert_eq!(received.relay_state.as_ref().map(RelayState::as_str), Some("a b&c"));
        assert!(Xml::parse(received.xml(), &Limits::MESSAGE).is_ok());
    }
    let plain = redirect::query(received.parameter, xml.source(), received.relay_state.as_ref(), None);
    let again = redirect::Received::parse(&plain.unwrap_or_default(), 20_000, RelayState::MAX);
    let again = again.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((again.xml(), &again.relay_state), (received.xml(), &received.relay_state));
}

/// Lines: an artifact, a moment, an address, a form's message; and the whole as a certificate.
pub fn texts(data: &[u8]) {
    if let Ok(certificate) = Certificate::from_der(data) {
        assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(&certificate));
    }
    let Some(text) = text(data) else { return };
    let ([artifact, moment, endpoint, message], state) = lines::<4>(text);
    if let Ok(artifact) = Artifact::parse(artifact) {
        assert_eq!(Artifact::parse(&artifact.to_string()), Ok(artifact));
    }
    if let Some(moment) = Instant::parse(moment) {
        assert_eq!(Instant::parse(&moment.to_string()), Some(moment));
    }
    if let Some(address) = redirect::address(endpoint, "SAMLResponse=x") {
        let (_, query) = address.split_once('?').unwrap_or_else(|| panic!("{address}"));
        let ours = query.split('&').filter(|pair| pair.split('=').next() == Some("SAMLResponse")).count();
        assert_eq!(ours, 1, "{address}");
    }
    let fields = [("SAMLResponse", message), ("RelayState", state)];
    if let Ok(received) = post::Received::read(fields, 1000, RelayState::MAX) {
        assert!(received.xml.len() <= 1200 && received.relay_state.is_none_or(|kept| kept.as_str() == state));
    }
}
