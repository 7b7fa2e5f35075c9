//! The documents that are right, and what the hostile ones are made of.

use saml::encryption::encrypt;
use saml::message::{
    Assertion, Attribute, AuthnStatement, Conditions, Confirmation, Head, NameId, Response, Status, Subject,
};
use saml::sp::Signs;
use saml::{Instant, Window, ns, signature};

use super::keys::{self, Party};
use super::{Case, Verdict, Wants};

pub const IDP: &str = "https://idp.test/saml";
pub const SP: &str = "https://sp.test/saml";
pub const ACS: &str = "https://sp.test/login/return/saml.1";
pub const REQUEST: &str = "_request1";
pub const EVE: &str = "eve@corp.test";
pub const ADMIN: &str = "admin@corp.test";

pub fn now() -> Instant {
    Instant::parse("2026-03-01T12:00:00Z").unwrap()
}

/// A response and its assertion before anything is signed.
#[derive(Clone)]
pub struct Made {
    pub response: Response,
    pub assertion: Assertion,
}

/// What is signed and encrypted in a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    Assertion,
    Response,
    Both,
    /// The assertion is signed, then encrypted.
    Sealed,
}

impl Shape {
    pub const ALL: [Self; 4] = [Self::Assertion, Self::Response, Self::Both, Self::Sealed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Assertion => "assertion",
            Self::Response => "response",
            Self::Both => "both",
            Self::Sealed => "sealed",
        }
    }

    pub fn control(self) -> &'static str {
        match self {
            Self::Assertion => "control-assertion",
            Self::Response => "control-response",
            Self::Both => "control-both",
            Self::Sealed => "control-sealed",
        }
    }

    pub fn wants(self) -> Wants {
        Wants::signed(match self {
            Self::Assertion | Self::Sealed => Signs::Assertion,
            Self::Response => Signs::Either,
            Self::Both => Signs::Both,
        })
    }
}

/// Eve has logged in, and all is well.
pub fn made() -> Made {
    let (now, until) = (now(), now().plus(300));
    let assertion = Assertion {
        id: "_assertion1".to_owned(),
        issue_instant: now,
        issuer: IDP.to_owned(),
        subject: Some(Subject {
            name_id: Some(NameId::new(EVE, ns::format::EMAIL)),
            was_encrypted: false,
            confirmations: vec![Confirmation::bearer(ACS, Some(REQUEST), until)],
        }),
        conditions: Some(Conditions {
            window: Window { not_before: Some(now.plus(-30)), not_on_or_after: Some(until) },
            audiences: vec![vec![SP.to_owned()]],
            ..Conditions::default()
        }),
        authn: vec![AuthnStatement {
            instant: now,
            session_index: Some("_session1".to_owned()),
            session_not_on_or_after: Some(now.plus(28_800)),
            class: Some(ns::class::PASSWORD_PROTECTED.to_owned()),
            declaration: Some("urn:test:decl:password.1".to_owned()),
            authorities: Vec::new(),
        }],
        attributes: vec![
            Attribute::new("mail", Some(ns::attrname::BASIC), [EVE]),
            Attribute::new("role", Some(ns::attrname::BASIC), ["user"]),
        ],
    };
    let head = Head::new("_response1", now, IDP).to(ACS).answering(Some(REQUEST));
    Made { response: Response { head, status: Status::success() }, assertion }
}

impl Made {
    /// The document, in this shape, by this party.
    pub fn by(&self, shape: Shape, party: &Party) -> String {
        let assertion = self.assertion.write();
        let assertion = if shape == Shape::Response { assertion } else { sign(&assertion, party) };
        let assertion = match shape {
            Shape::Sealed => encrypt(&assertion, "saml:EncryptedAssertion", &keys::all().sp.certificate).unwrap(),
            _ => assertion,
        };
        let response = self.response.write(Some(&assertion));
        if matches!(shape, Shape::Response | Shape::Both) { sign(&response, party) } else { response }
    }

    /// The document, by the trusted provider.
    pub fn document(&self, shape: Shape) -> String {
        self.by(shape, &keys::all().idp)
    }
}

/// The outermost element signed.
pub fn sign(document: &str, party: &Party) -> String {
    signature::sign(document, &party.key).unwrap()
}

/// Pieces of a response whose assertion is signed, for those who put them together in other ways.
pub struct Pieces {
    /// Up to the assertion.
    pub before: String,
    /// The signed assertion, its signature, and the assertion without it.
    pub signed: String,
    pub signature: String,
    pub bare: String,
    /// An assertion about the administrator, with another identifier.
    pub forged: String,
}

pub fn pieces() -> Pieces {
    let document = made().document(Shape::Assertion);
    let (from, to) = (document.find("<saml:Assertion").unwrap(), document.rfind("</samlp:Response>").unwrap());
    let signed = document[from..to].to_owned();
    let signature = signature_in(&signed);
    let bare = signed.replace(&signature, "");
    let forged = bare.replace("_assertion1", "_forged1").replace(EVE, ADMIN);
    Pieces { before: document[..from].to_owned(), signed, signature, bare, forged }
}

impl Pieces {
    /// A response around other things.
    pub fn around(&self, inner: &str) -> String {
        format!("{}{inner}</samlp:Response>", self.before)
    }
}

/// The first signature in a document.
pub fn signature_in(document: &str) -> String {
    let (from, to) = (document.find("<ds:Signature").unwrap(), document.find("</ds:Signature>").unwrap());
    document[from..to + "</ds:Signature>".len()].to_owned()
}

pub fn case(name: impl Into<String>, xml: impl Into<Vec<u8>>, shape: Shape, verdict: Verdict) -> Case {
    Case { name: name.into(), xml: xml.into(), wants: shape.wants(), verdict, control: shape.control() }
}

/// What must be taken: the bases, and what differs from them only in how it is written.
pub fn controls() -> Vec<Case> {
    let mut cases: Vec<Case> =
        Shape::ALL.map(|shape| case(shape.control(), made().document(shape), shape, Verdict::Taken)).into();
    let taken = |name: &str, xml: String| case(format!("control-{name}"), xml, Shape::Assertion, Verdict::Taken);
    let document = made().document(Shape::Assertion);
    cases.push(taken("declaration", format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}")));
    cases.push(taken(
        "lower-case-encoding",
        format!("<?xml version='1.0' encoding='utf-8' standalone='no'?>{document}"),
    ));
    cases.push(taken("byte-order-mark", format!("\u{feff}{document}")));
    cases.push(taken("white-space-around", format!("\n{document}\n\n")));
    cases.push(taken("comment-outside", format!("<!-- hello -->{document}<!-- bye -->")));
    cases.push(taken("comment-between-elements", document.replace("<samlp:Status>", "<!-- status --><samlp:Status>")));
    cases.push(taken("next-key", made().by(Shape::Assertion, &keys::all().next)));
    cases.push(taken("curve-key", made().by(Shape::Assertion, &keys::all().curve)));
    cases.push(taken(
        "character-reference",
        document.replace("<saml:NameID Format", "<saml:NameID  Format").replace(">eve@", ">&#101;ve&#x40;"),
    ));
    cases.push(taken("broken-base64-lines", {
        let from = document.find("<ds:SignatureValue>").unwrap() + "<ds:SignatureValue>".len();
        format!("{}\n{}\n{}", &document[..from], &document[from..from + 64], &document[from + 64..])
    }));
    cases.push(taken("old-namespace-beside", {
        let pieces = pieces();
        let old = pieces.forged.replace("SAML:2.0:assertion", "SAML:1.0:assertion");
        pieces.around(&format!("{old}{}", pieces.signed))
    }));
    cases
}
