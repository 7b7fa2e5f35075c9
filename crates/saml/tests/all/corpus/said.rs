//! Responses that are signed as they must be, and say what they must not: each in every shape.

use saml::message::{Confirmation, Status, code};
use saml::sp::Refused;
use saml::{Instant, ns};

use super::base::{ACS, EVE, Made, REQUEST, SP, Shape, made, now};
use super::{Case, Verdict};

type Change = fn(&mut Made);

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, change, verdict) in refused() {
        push(&mut cases, name, change, &Verdict::Refused(verdict), None, now());
    }
    for (name, change) in taken() {
        push(&mut cases, name, change, &Verdict::Taken, None, now());
    }
    for (name, at, verdict) in times() {
        push(&mut cases, name, |_| {}, &verdict, None, at);
    }
    unasked(&mut cases);
    only_when_signed(&mut cases);
    cases
}

fn push(
    cases: &mut Vec<Case>,
    name: &str,
    change: Change,
    verdict: &Verdict,
    asked: Option<Option<&'static str>>,
    at: Instant,
) {
    for shape in Shape::ALL {
        let mut base = made();
        change(&mut base);
        let mut wants = shape.wants();
        wants.now = at;
        if let Some(asked) = asked {
            wants.asked = asked;
        }
        let (name, xml) = (format!("{name}-{}", shape.name()), base.document(shape).into_bytes());
        cases.push(Case { name, xml, wants, verdict: verdict.clone(), control: shape.control() });
    }
}

fn bearer(made: &mut Made) -> &mut Confirmation {
    &mut made.assertion.subject.as_mut().unwrap().confirmations[0]
}

fn audiences(made: &mut Made, audiences: &[&[&str]]) {
    let audiences = audiences.iter().map(|list| list.iter().map(|&a| a.to_owned()).collect()).collect();
    made.assertion.conditions.as_mut().unwrap().audiences = audiences;
}

fn refused() -> Vec<(&'static str, Change, Refused)> {
    vec![
        (
            "s017-response-issuer",
            |m| m.response.head.issuer = Some("https://other.test/saml".into()),
            Refused::ResponseIssuer,
        ),
        ("s017-assertion-issuer", |m| m.assertion.issuer = "https://other.test/saml".into(), Refused::AssertionIssuer),
        (
            "s017-issuer-in-another-case",
            |m| m.assertion.issuer = "https://IDP.test/saml".into(),
            Refused::AssertionIssuer,
        ),
        (
            "s017-issuer-with-a-slash",
            |m| m.assertion.issuer = "https://idp.test/saml/".into(),
            Refused::AssertionIssuer,
        ),
        ("s038-no-conditions", |m| m.assertion.conditions = None, Refused::Audience),
        ("s038-no-audience", |m| audiences(m, &[]), Refused::Audience),
        ("s038-empty-restriction", |m| audiences(m, &[&[]]), Refused::Audience),
        ("s038-other-audience", |m| audiences(m, &[&["https://other.test/saml"]]), Refused::Audience),
        ("s038-audience-in-another-case", |m| audiences(m, &[&["https://SP.test/saml"]]), Refused::Audience),
        ("s038-audience-longer", |m| audiences(m, &[&["https://sp.test/saml/x"]]), Refused::Audience),
        ("s038-second-restriction-fails", |m| audiences(m, &[&[SP], &["https://other.test/saml"]]), Refused::Audience),
        ("s038-first-restriction-fails", |m| audiences(m, &[&["https://other.test/saml"], &[SP]]), Refused::Audience),
        ("s039-no-recipient", |m| bearer(m).recipient = None, Refused::Recipient),
        ("s039-other-recipient", |m| bearer(m).recipient = Some("https://other.test/acs".into()), Refused::Recipient),
        (
            "s039-recipient-of-another-tenant",
            |m| bearer(m).recipient = Some("https://sp.test/login/return/saml.1/2".into()),
            Refused::Recipient,
        ),
        (
            "s039-recipient-in-another-case",
            |m| bearer(m).recipient = Some("https://sp.test/login/return/SAML.1".into()),
            Refused::Recipient,
        ),
        (
            "s039-recipient-with-a-port",
            |m| bearer(m).recipient = Some("https://sp.test:443/login/return/saml.1".into()),
            Refused::Recipient,
        ),
        ("s040-response-answers-nothing", |m| m.response.head.in_response_to = None, Refused::InResponseTo),
        (
            "s040-response-answers-another",
            |m| m.response.head.in_response_to = Some("_request2".into()),
            Refused::InResponseTo,
        ),
        ("s040-confirmation-answers-nothing", |m| bearer(m).in_response_to = None, Refused::ConfirmationInResponseTo),
        (
            "s040-confirmation-answers-another",
            |m| bearer(m).in_response_to = Some("_request2".into()),
            Refused::ConfirmationInResponseTo,
        ),
        ("s042-confirmation-without-end", |m| bearer(m).window.not_on_or_after = None, Refused::ConfirmationWindow),
        (
            "s042-confirmation-over",
            |m| bearer(m).window.not_on_or_after = Some(now().plus(-181)),
            Refused::ConfirmationExpired,
        ),
        (
            "s042-conditions-over",
            |m| m.assertion.conditions.as_mut().unwrap().window.not_on_or_after = Some(now().plus(-180)),
            Refused::Expired,
        ),
        (
            "s042-conditions-ahead",
            |m| m.assertion.conditions.as_mut().unwrap().window.not_before = Some(now().plus(181)),
            Refused::NotYetValid,
        ),
        ("s042-response-from-the-future", |m| m.response.head.issue_instant = now().plus(181), Refused::IssueInstant),
        ("s042-assertion-from-the-future", |m| m.assertion.issue_instant = now().plus(181), Refused::IssueInstant),
        (
            "s042-authentication-in-the-future",
            |m| m.assertion.authn[0].instant = now().plus(181),
            Refused::AuthnInstant,
        ),
        (
            "s042-session-over",
            |m| m.assertion.authn[0].session_not_on_or_after = Some(now().plus(-180)),
            Refused::SessionExpired,
        ),
        (
            "s044-other-destination",
            |m| m.response.head.destination = Some("https://other.test/acs".into()),
            Refused::Destination,
        ),
        (
            "s044-destination-in-another-case",
            |m| m.response.head.destination = Some("https://sp.test/login/return/Saml.1".into()),
            Refused::Destination,
        ),
        (
            "s044-destination-with-a-query",
            |m| m.response.head.destination = Some("https://sp.test/login/return/saml.1?x".into()),
            Refused::Destination,
        ),
        ("s044-destination-empty", |m| m.response.head.destination = Some(String::new()), Refused::Destination),
        ("s047-holder-of-key", |m| bearer(m).method = ns::confirmation::HOLDER_OF_KEY.into(), Refused::NotBearer),
        ("s047-sender-vouches", |m| bearer(m).method = ns::confirmation::SENDER_VOUCHES.into(), Refused::NotBearer),
        ("s047-no-confirmation", |m| m.assertion.subject.as_mut().unwrap().confirmations.clear(), Refused::NotBearer),
        ("s047-no-subject", |m| m.assertion.subject = None, Refused::Subject),
        ("s047-no-name", |m| m.assertion.subject.as_mut().unwrap().name_id = None, Refused::Subject),
        (
            "s047-blank-name",
            |m| m.assertion.subject.as_mut().unwrap().name_id.as_mut().unwrap().value = " ".into(),
            Refused::Malformed(saml::Malformed::Value("NameID")),
        ),
        (
            "s048-requester",
            |m| m.response.status = Status::failure(code::REQUESTER, None),
            Refused::Status(Status::failure(code::REQUESTER, None)),
        ),
        (
            "s048-responder",
            |m| m.response.status = Status::failure(code::RESPONDER, Some(code::AUTHN_FAILED)),
            Refused::Status(Status::failure(code::RESPONDER, Some(code::AUTHN_FAILED))),
        ),
        (
            "s048-success-inside",
            |m| m.response.status = Status::failure(code::RESPONDER, Some(code::SUCCESS)),
            Refused::Status(Status::failure(code::RESPONDER, Some(code::SUCCESS))),
        ),
        (
            "s048-success-in-another-case",
            |m| m.response.status = Status::failure("urn:oasis:names:tc:SAML:2.0:status:success", None),
            Refused::Status(Status::failure("urn:oasis:names:tc:SAML:2.0:status:success", None)),
        ),
        ("s049-no-statement", |m| m.assertion.authn.clear(), Refused::Statements(0)),
        ("s049-two-statements", |m| m.assertion.authn.push(m.assertion.authn[0].clone()), Refused::Statements(2)),
    ]
}

fn taken() -> Vec<(&'static str, Change)> {
    vec![
        ("s038-control-one-of-two", |m| audiences(m, &[&["https://other.test/saml", SP]])),
        ("s038-control-two-restrictions", |m| audiences(m, &[&[SP], &[SP, "https://other.test/saml"]])),
        ("s042-control-confirmation-within-skew", |m| bearer(m).window.not_on_or_after = Some(now().plus(-179))),
        ("s042-control-conditions-within-skew", |m| {
            m.assertion.conditions.as_mut().unwrap().window.not_on_or_after = Some(now().plus(-179))
        }),
        ("s042-control-ahead-within-skew", |m| {
            m.assertion.conditions.as_mut().unwrap().window.not_before = Some(now().plus(180))
        }),
        ("s017-control-no-response-issuer", |m| m.response.head.issuer = None),
        ("s047-control-second-confirmation", |m| {
            let mut other = Confirmation::bearer("https://other.test/acs", Some(REQUEST), now().plus(300));
            std::mem::swap(bearer(m), &mut other);
            m.assertion.subject.as_mut().unwrap().confirmations.push(other);
        }),
        ("s045-control-one-time-use", |m| m.assertion.conditions.as_mut().unwrap().one_time_use = true),
        ("s080-control-proxy-restriction", |m| {
            m.assertion.conditions.as_mut().unwrap().proxy =
                Some(saml::message::ProxyRestriction { count: Some(1), audiences: vec![] })
        }),
        ("s049-control-no-class", |m| m.assertion.authn[0].class = None),
        ("s042-control-no-session-end", |m| m.assertion.authn[0].session_not_on_or_after = None),
        ("s028-control-markup-in-a-value", |m| {
            m.assertion.attributes[1] = saml::message::Attribute::new(
                "role",
                None,
                ["</saml:AttributeValue><saml:Attribute Name=\"role\">", "a & b", "\u{1}"],
            )
        }),
    ]
}

fn times() -> Vec<(&'static str, Instant, Verdict)> {
    vec![
        ("s042-an-hour-late", now().plus(3600), Verdict::Refused(Refused::ConfirmationExpired)),
        ("s042-a-day-early", now().plus(-86_400), Verdict::Refused(Refused::IssueInstant)),
        ("s042-control-two-minutes-early", now().plus(-120), Verdict::Taken),
        ("s042-control-four-minutes-late", now().plus(240), Verdict::Taken),
    ]
}

/// S041: what nobody asked for.
fn unasked(cases: &mut Vec<Case>) {
    let quiet: Change = |m| {
        m.response.head.in_response_to = None;
        bearer(m).in_response_to = None;
    };
    push(cases, "s041-unasked-where-asked", quiet, &Verdict::Refused(Refused::InResponseTo), None, now());
    push(cases, "s041-control-unasked", quiet, &Verdict::Taken, Some(None), now());
    push(cases, "s041-unasked-says-asked", |_| {}, &Verdict::Refused(Refused::NotAsked), Some(None), now());
    let confirmation: Change = |m| m.response.head.in_response_to = None;
    push(
        cases,
        "s041-unasked-confirmation-says-asked",
        confirmation,
        &Verdict::Refused(Refused::NotAsked),
        Some(None),
        now(),
    );
}

/// S044: a signed response must say where it goes; an unsigned one cannot be believed anyway.
fn only_when_signed(cases: &mut Vec<Case>) {
    for shape in Shape::ALL {
        let mut base = made();
        base.response.head.destination = None;
        let signed = matches!(shape, Shape::Response | Shape::Both);
        let verdict = if signed { Verdict::Refused(Refused::Destination) } else { Verdict::Taken };
        let mut case =
            super::base::case(format!("s044-no-destination-{}", shape.name()), base.document(shape), shape, verdict);
        case.control = shape.control();
        cases.push(case);
        if signed {
            let changed = made().document(shape).replace(ACS, "https://other.test/acs");
            let why = Refused::ResponseSignature(saml::BadSignature::Digest);
            cases.push(super::base::case(
                format!("s044-destination-changed-{}", shape.name()),
                changed,
                shape,
                Verdict::Refused(why),
            ));
        }
        if shape != Shape::Sealed {
            let changed = made().document(shape).replace(EVE, "bob@corp.test");
            let why = saml::BadSignature::Digest;
            let why = if signed { Refused::ResponseSignature(why) } else { Refused::AssertionSignature(why) };
            cases.push(super::base::case(
                format!("s015-name-changed-{}", shape.name()),
                changed,
                shape,
                Verdict::Refused(why),
            ));
        }
    }
}
