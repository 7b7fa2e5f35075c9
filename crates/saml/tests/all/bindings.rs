//! How messages travel: limits, single values, and what cannot be shadowed.

use base64::{Engine, engine::general_purpose::STANDARD};
use saml::binding::artifact::Artifact;
use saml::binding::post::{self, BadForm};
use saml::binding::redirect::{self, BadRedirect};
use saml::binding::{Parameter, RelayState, soap};
use saml::idp::RequestRefused;
use saml::message::{ArtifactResolve, ArtifactResponse, Head, Status};
use saml::{BadSignature, Limits, Malformed, Xml, signature};

use crate::corpus::base::{IDP, SP, Shape, made, now};
use crate::corpus::{self, keys};
use crate::requests::{SSO, door, sender, sp};

/// S033: what unfolds stops at the limit, and takes no more memory than that.
#[test]
fn s033_a_bomb_stops_at_the_limit() {
    let packed = |bytes: &[u8]| {
        let text = STANDARD.encode(miniz_oxide::deflate::compress_to_vec(bytes, 9));
        format!("SAMLRequest={}", text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
    };
    let limit = 1024 * 1024;
    let bomb = packed(&vec![b'a'; 64 * 1024 * 1024]);
    assert!(bomb.len() < redirect::Received::MAX_QUERY);
    assert_eq!(redirect::Received::parse(&bomb, limit, 80).unwrap_err(), BadRedirect::TooLong);
    assert_eq!(
        redirect::Received::parse(&packed(&vec![b'a'; limit + 1]), limit, 80).unwrap_err(),
        BadRedirect::TooLong
    );
    assert_eq!(redirect::Received::parse(&packed(&vec![b'a'; limit]), limit, 80).unwrap().xml().len(), limit);
    let long = format!("SAMLRequest={}", "A".repeat(redirect::Received::MAX_QUERY));
    assert_eq!(redirect::Received::parse(&long, limit, 80).unwrap_err(), BadRedirect::TooLong);
    for broken in ["SAMLRequest=", "SAMLRequest=AAAA", "SAMLRequest=*", "SAMLRequest=%41", "SAMLRequest"] {
        assert!(redirect::Received::parse(broken, limit, 80).is_err(), "{broken}");
    }
    assert_eq!(redirect::Received::parse("a=b", limit, 80).unwrap_err(), BadRedirect::Missing);
}

/// S073: a relay state is a value: kept whole within its limit, never changed, and nothing else.
#[test]
fn s073_a_relay_state_is_kept_whole_or_refused() {
    for value in ["", "x", "https://evil.test/", "<script>alert(1)</script>", "a&b=c;d", "ä ö", &"x".repeat(80)] {
        let kept = RelayState::new(value, RelayState::MAX).unwrap();
        assert_eq!(kept.as_str(), value);
        let query = redirect::query(Parameter::Response, "<x/>", Some(&kept), None).unwrap();
        let back = redirect::Received::parse(&query, 1000, RelayState::MAX).unwrap().relay_state;
        assert_eq!(back, Some(kept.clone()).filter(|_| !value.is_empty()));
        let fields = post::fields(Parameter::Response, "<x/>", Some(&kept));
        assert_eq!(fields[1], ("RelayState", value.to_owned()));
        let read = fields.iter().map(|(name, value)| (*name, value.as_str()));
        let back = post::Received::read(read, 1000, RelayState::MAX).unwrap();
        assert_eq!((back.xml.as_slice(), back.relay_state), (&b"<x/>"[..], Some(kept).filter(|_| !value.is_empty())));
    }
    for value in [&"x".repeat(81), "a\0b", "a\nb", "\u{85}", &"ä".repeat(41)] {
        assert!(RelayState::new(value, RelayState::MAX).is_err(), "{value:?}");
    }
    assert!(RelayState::new(&"x".repeat(10_240), 1024).is_err());
}

/// S065: a form has one message.
#[test]
fn s065_a_form_has_one_message() {
    let read = |fields: &[(&str, &str)]| post::Received::read(fields.iter().copied(), 100, 80).map(|r| r.xml);
    let message = STANDARD.encode("<x/>");
    assert_eq!(read(&[("a", "b"), ("SAMLResponse", &message)]), Ok(b"<x/>".to_vec()));
    assert_eq!(read(&[("SAMLResponse", &format!("{}\r\n{}", &message[..4], &message[4..]))]), Ok(b"<x/>".to_vec()));
    assert_eq!(read(&[("SAMLResponse", &message), ("SAMLResponse", &message)]), Err(BadForm::Repeated));
    assert_eq!(read(&[("SAMLResponse", &message), ("SAMLRequest", &message)]), Err(BadForm::Repeated));
    let states = [("SAMLResponse", message.as_str()), ("RelayState", "a"), ("RelayState", "a")];
    assert_eq!(read(&states), Err(BadForm::Repeated));
    assert_eq!(read(&[("samlresponse", &message)]), Err(BadForm::Missing));
    assert_eq!(read(&[("SAMLResponse", "not base64")]), Err(BadForm::Encoding));
    assert_eq!(read(&[("SAMLResponse", &"A".repeat(1000))]), Err(BadForm::TooLong));
}

/// S063: an address that holds one of our parameters cannot carry our answer.
#[test]
fn s063_an_address_cannot_shadow_our_answer() {
    for (endpoint, expected) in [
        ("https://sp.test/acs", Some("https://sp.test/acs?SAMLResponse=x")),
        ("https://sp.test/acs?a=b", Some("https://sp.test/acs?a=b&SAMLResponse=x")),
        ("https://sp.test/acs?", Some("https://sp.test/acs?SAMLResponse=x")),
        ("https://sp.test/acs?SAMLResponse=evil", None),
        ("https://sp.test/acs?a=b&RelayState=evil", None),
        ("https://sp.test/acs?%53AMLResponse=evil", None),
        ("https://sp.test/acs?SAMLart=evil", None),
        ("https://sp.test/acs?Signature", None),
        ("https://sp.test/acs?%zz=1", None),
        ("https://sp.test/acs#SAMLResponse=x", None),
    ] {
        assert_eq!(redirect::address(endpoint, "SAMLResponse=x").as_deref(), expected, "{endpoint}");
    }
}

/// S086: an artifact names its maker and nothing of the message; its question is signed, or the connection has said who asks.
#[test]
fn s086_artifacts_and_their_questions() {
    let artifact = Artifact::new(IDP, 1, [7; 20]);
    let text = artifact.to_string();
    assert_eq!(Artifact::parse(&text), Ok(artifact.clone()));
    assert!(artifact.is_from(IDP) && !artifact.is_from(SP));
    assert_ne!(artifact.key(), Artifact::new(IDP, 1, [8; 20]).key());
    let cut = &text[..text.len() - 4];
    for broken in ["", "AAQ=", cut, &format!("{text}AAAA"), &text.replacen("AAQ", "AAE", 1), "*"] {
        assert!(Artifact::parse(broken).is_err(), "{broken}");
    }
    assert!(!format!("{artifact:?}").contains('7'), "worth a message, and so not for logs");

    let question = ArtifactResolve { head: Head::new("_ask1", now(), SP).to(SSO), artifact: text };
    let judge = |document: &str, is_known| {
        let envelope = soap::envelope(document);
        let xml = Xml::read(&envelope, &Limits::MESSAGE).unwrap();
        let soap::Body::Message(message) = soap::open(xml.root()).unwrap() else { panic!("a fault") };
        door().artifact_resolve(message, sender(), is_known)
    };
    let signed = signature::sign(&question.write(), &sp().key).unwrap();
    assert_eq!(judge(&signed, false), Ok(question.clone()));
    assert_eq!(judge(&question.write(), true), Ok(question.clone()));
    assert_eq!(judge(&question.write(), false), Err(RequestRefused::Unsigned));
    let stranger = signature::sign(&question.write(), &keys::all().stranger.key).unwrap();
    assert_eq!(judge(&stranger, true), Err(RequestRefused::Signature(BadSignature::Key)));
    let other = ArtifactResolve { head: Head::new("_ask1", now(), IDP), artifact: "x".to_owned() };
    assert_eq!(judge(&other.write(), true), Err(RequestRefused::Issuer));
}

/// S086: the answer to our own question, and the response in it, judged like one that came by the browser.
#[test]
fn s086_the_message_behind_an_artifact() {
    let response = made().document(Shape::Assertion);
    let answer = |to: &str, status: Status, message: Option<&str>| {
        let head = Head::new("_answer1", now(), SP).answering(Some(to));
        ArtifactResponse { head, status }.write(message)
    };
    let judge = |document: &str, is_known| -> Result<Option<String>, RequestRefused> {
        let envelope = soap::envelope(document);
        let xml = Xml::read(&envelope, &Limits::MESSAGE).unwrap();
        let soap::Body::Message(message) = soap::open(xml.root()).unwrap() else { panic!("a fault") };
        let found = door().artifact_response(message, sender(), "_ask1", is_known)?;
        let expected = Shape::Assertion.wants();
        Ok(found.map(|node| expected.expected().judge_element(node).unwrap().name_id.value))
    };
    let good = answer("_ask1", Status::success(), Some(&response));
    assert_eq!(judge(&good, true), Ok(Some(corpus::base::EVE.to_owned())));
    assert_eq!(judge(&signature::sign(&good, &sp().key).unwrap(), false), Ok(Some(corpus::base::EVE.to_owned())));
    assert_eq!(judge(&answer("_ask1", Status::success(), None), true), Ok(None), "a wrong artifact");
    assert_eq!(judge(&good, false), Err(RequestRefused::Unsigned));
    assert_eq!(judge(&answer("_ask2", Status::success(), Some(&response)), true), Err(RequestRefused::InResponseTo));
    let failed = Status::failure(saml::message::code::RESPONDER, None);
    assert_eq!(judge(&answer("_ask1", failed, Some(&response)), true), Err(RequestRefused::Failed));
    let two = format!("{response}{}", response.replace("_response1", "_r2").replace("_assertion1", "_a2"));
    let repeated = RequestRefused::Malformed(Malformed::Repeated("ArtifactResponse"));
    assert_eq!(judge(&answer("_ask1", Status::success(), Some(&two)), true), Err(repeated));
}

/// S030: envelopes come through the same door; what must be understood and is not makes them refused.
#[test]
fn s030_envelopes() {
    let open = |text: &str| -> Result<bool, Malformed> {
        let xml = Xml::read(text, &Limits::MESSAGE)?;
        soap::open(xml.root()).map(|body| matches!(body, soap::Body::Message(_)))
    };
    let good = soap::envelope("<x xmlns=\"urn:x\"/>");
    assert_eq!(open(&good), Ok(true));
    assert_eq!(open(&soap::fault(true)), Ok(false));
    assert_eq!(open(&format!("<!DOCTYPE x>{good}")), Err(Malformed::Doctype));
    assert_eq!(open(&soap::envelope("")), Err(Malformed::Missing("Body")));
    assert_eq!(open(&soap::envelope("<a/><b/>")), Err(Malformed::Repeated("Body")));
    assert_eq!(open("<x/>"), Err(Malformed::Unexpected("Envelope")));
    let header = |flag: &str| {
        let header = format!("<soap:Header><y soap:mustUnderstand=\"{flag}\"/></soap:Header><soap:Body>");
        open(&good.replacen("<soap:Body>", &header, 1))
    };
    assert_eq!(header("0"), Ok(true));
    assert_eq!(header("1"), Err(Malformed::Unexpected("Header")));
}
