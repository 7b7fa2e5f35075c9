//! A service provider's side: what makes a response good enough to let somebody in.

mod checks;
mod refused;

pub use refused::Refused;

use crate::encryption::{Decrypted, decrypt};
use crate::message::{Assertion, Assertions, Attribute, AuthnStatement, NameId, Opener, ProxyRestriction, Response};
use crate::{Allow, DecryptionKey, Instant, Limits, Malformed, Node, PublicKey, Signed, Xml, ns, signature};

/// What a response must be like, for this login at this service provider.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    /// Our own entity: the audience.
    pub entity: &'a str,
    /// The address that it was posted to: the recipient.
    pub acs: &'a str,
    /// Who answers, and the keys that the metadata names for signing.
    pub idp: &'a str,
    pub keys: &'a [PublicKey],
    pub asked: Asked<'a>,
    pub signs: Signs,
    pub must_encrypt: bool,
    pub decryption: &'a [DecryptionKey],
    pub allow: Allow,
    pub now: Instant,
    /// How far clocks may be apart, in seconds.
    pub skew: u32,
}

/// Whether the response was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// By the request of this identifier, which this browser sent and which nobody has answered yet.
    By(&'a str),
    /// It comes by itself, which an administrator has allowed for this provider.
    Unasked,
}

/// What must be signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signs {
    /// The assertion itself.
    #[default]
    Assertion,
    /// The assertion or the response around it.
    Either,
    /// Both.
    Both,
}

/// What an identity provider says, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub name_id: NameId,
    pub authn: AuthnStatement,
    pub attributes: Vec<Attribute>,
    pub assertion_id: String,
    /// The assertion is to be remembered until then, so that it counts once.
    pub remember_until: Instant,
    pub one_time_use: bool,
    /// How far it may be passed on, where that is limited.
    pub proxy: Option<ProxyRestriction>,
    /// Which of the keys signed it.
    pub key: usize,
}

impl Expected<'_> {
    /// Judges a response as it was posted. The same tree is verified and read; what is read of the assertion is read from
    /// the element that was signed.
    pub fn judge(&self, response: &[u8]) -> Result<Accepted, Refused> {
        let xml = Xml::parse(response, &Limits::MESSAGE)?;
        self.judge_element(xml.root())
    }

    /// Judges a response that came in another message: one that an artifact stood for.
    pub fn judge_element(&self, root: Node<'_>) -> Result<Accepted, Refused> {
        let response = Response::read(root)?;
        let assertions = Response::assertions(root);
        if matches!(assertions, Assertions::Elsewhere) {
            return Err(Refused::Elsewhere);
        }
        if stray_signature(root) {
            return Err(Refused::StraySignature);
        }
        let signed = match signature::verify(root, self.keys, self.allow) {
            Ok(signed) => Some(signed),
            Err(signature::BadSignature::Missing) if self.signs != Signs::Both => None,
            Err(bad) => return Err(Refused::ResponseSignature(bad)),
        };
        self.check_response(&response, signed.is_some())?;
        match assertions {
            Assertions::Plain(_) if self.must_encrypt => Err(Refused::NotEncrypted),
            Assertions::Plain(node) => {
                let covered = signed.map(|s| s.child(ns::SAML, "Assertion")).transpose()?.flatten();
                self.judge_assertion(node, covered)
            }
            Assertions::Encrypted(node) => {
                let plain = decrypt(node, self.decryption, self.allow)?;
                let xml = plain.parse(&Limits::MESSAGE)?;
                let inner = Decrypted::element(&xml).ok_or(Malformed::Missing("Assertion"))?;
                inner.expect(ns::SAML, "Assertion")?;
                if inner
                    .and_below()
                    .skip(1)
                    .any(|n| n.is(ns::SAML, "Assertion") || n.is(ns::SAML, "EncryptedAssertion"))
                {
                    return Err(Refused::Elsewhere);
                }
                if stray_signature(inner) {
                    return Err(Refused::StraySignature);
                }
                // A signature over the response covers what it holds encrypted.
                let covered = signed.map(|s| Signed::beside(inner, s.key()));
                self.judge_assertion(inner, covered)
            }
            Assertions::None => Err(Refused::Assertions(0)),
            Assertions::Several(count) => Err(Refused::Assertions(count)),
            Assertions::Elsewhere => Err(Refused::Elsewhere),
        }
    }

    /// The assertion by its own signature, or by that of the response where that is enough.
    fn judge_assertion<'d>(&self, node: Node<'d>, covered: Option<Signed<'d>>) -> Result<Accepted, Refused> {
        let signed = match (signature::verify(node, self.keys, self.allow), covered) {
            (Ok(signed), _) => signed,
            (Err(signature::BadSignature::Missing), Some(covered)) if self.signs == Signs::Either => covered,
            (Err(bad), _) => return Err(Refused::AssertionSignature(bad)),
        };
        let opener = Opener { keys: self.decryption, allow: self.allow };
        let assertion = Assertion::read(&signed, &opener)?;
        self.check_assertion(assertion, signed.key())
    }
}

/// A signature anywhere but directly in the outermost element or in an assertion in it.
fn stray_signature(root: Node<'_>) -> bool {
    root.and_below().filter(|node| node.is(ns::DS, "Signature")).any(|signature| {
        let Some(parent) = signature.parent() else { return true };
        parent != root && !(parent.is(ns::SAML, "Assertion") && parent.parent() == Some(root))
    })
}

/// The issuer of a response that is not verified, to find the provider it claims to be from; it proves nothing.
pub fn claimed_issuer(response: &[u8]) -> Result<Option<String>, Malformed> {
    let xml = Xml::parse(response, &Limits::MESSAGE)?;
    let issuer = Response::read(xml.root())?.head.issuer;
    let inner = || {
        xml.root().child(ns::SAML, "Assertion").ok().flatten().and_then(|a| a.child(ns::SAML, "Issuer").ok().flatten())
    };
    Ok(issuer.or_else(|| inner().and_then(|i| i.word("Issuer").ok())))
}

/// The request that a response says it answers, to find the login; it proves nothing.
pub fn claimed_request(response: &[u8]) -> Result<Option<String>, Malformed> {
    let xml = Xml::parse(response, &Limits::MESSAGE)?;
    Ok(Response::read(xml.root())?.head.in_response_to)
}

/// A text that is compared whole: addresses differ where one letter does.
pub(crate) fn same(a: Option<&str>, b: &str) -> bool {
    a == Some(b)
}
