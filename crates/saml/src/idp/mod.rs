//! An identity provider's side, and the logout of both: what makes a request good enough to act on.

mod acs;
mod protection;
mod refused;

pub use acs::ReturnTo;
pub use protection::{Over, Protection, Unmade};
pub use refused::RequestRefused;

use crate::binding::redirect;
use crate::message::{
    ArtifactResolve, ArtifactResponse, AuthnRequest, Head, Kind, LogoutRequest, LogoutResponse, Opener,
};
use crate::metadata::SpRole;
use crate::{Allow, BadSignature, DecryptionKey, Instant, Node, PublicKey, Signed, Xml, ns, signature};

/// A door of ours that requests come to.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The addresses of this door, one of which a message must be for.
    pub addresses: &'a [&'a str],
    pub now: Instant,
    /// How far clocks may be apart, in seconds.
    pub skew: u32,
    /// How long after it was made a message is listened to, in seconds.
    pub max_age: u32,
    pub allow: Allow,
    pub decryption: &'a [DecryptionKey],
}

/// Who sends: as its metadata has it.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    pub entity: &'a str,
    pub keys: &'a [PublicKey],
}

/// How a message came.
#[derive(Clone, Copy, Debug)]
pub enum Came<'a> {
    /// In an address; its signature, if there is one, is over the octets of the address.
    Redirect(&'a redirect::Received),
    /// In a form or an envelope, with its signature inside.
    Whole,
}

/// An authentication request that may be acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub request: AuthnRequest,
    pub is_signed: bool,
    /// The one place that the answer goes to: from the metadata, whatever the request says.
    pub return_to: ReturnTo,
}

impl Door<'_> {
    /// Judges an authentication request of a service provider. One that is signed wrongly is refused, also where none has
    /// to be signed.
    pub fn authn_request(
        &self,
        message: (&Xml<'_>, Came<'_>),
        sender: Sender<'_>,
        role: &SpRole,
    ) -> Result<Asked, RequestRefused> {
        let root = expect(message.0, Kind::AuthnRequest)?;
        let signed = self.signature(message, root, sender)?;
        if signed.is_none() && role.authn_requests_signed {
            return Err(RequestRefused::Unsigned);
        }
        // CBC says to whoever may try often what is encrypted: strangers may not try.
        let allow = Allow { cbc: self.allow.cbc && signed.is_some(), ..self.allow };
        let request = AuthnRequest::read(root, &Opener { keys: self.decryption, allow })?;
        self.check(&request.head, sender, signed.is_some())?;
        let window = request.conditions.as_ref().map(|conditions| conditions.window).unwrap_or_default();
        if window.is_ahead(self.now, self.skew) || window.is_over(self.now, self.skew) {
            return Err(RequestRefused::Conditions);
        }
        let return_to = ReturnTo::find(&request.acs, role)?;
        Ok(Asked { request, is_signed: signed.is_some(), return_to })
    }

    /// Judges a request to end sessions, which must be signed.
    pub fn logout_request(
        &self,
        message: (&Xml<'_>, Came<'_>),
        sender: Sender<'_>,
    ) -> Result<LogoutRequest, RequestRefused> {
        let root = expect(message.0, Kind::LogoutRequest)?;
        let signed = self.signature(message, root, sender)?.ok_or(RequestRefused::Unsigned)?;
        self.ending(&signed, sender)
    }

    fn ending(&self, signed: &Signed<'_>, sender: Sender<'_>) -> Result<LogoutRequest, RequestRefused> {
        let request = LogoutRequest::read(signed, &Opener { keys: self.decryption, allow: self.allow })?;
        self.check(&request.head, sender, true)?;
        if request.not_on_or_after.is_some_and(|end| self.now.plus(-i64::from(self.skew)) >= end) {
            return Err(RequestRefused::Expired);
        }
        Ok(request)
    }

    /// The same for one that stands in an envelope, with its signature inside.
    pub fn logout_request_in(&self, message: Node<'_>, sender: Sender<'_>) -> Result<LogoutRequest, RequestRefused> {
        match Kind::of(message) {
            Kind::LogoutRequest => {}
            other => return Err(RequestRefused::Kind(other)),
        }
        let signed = match signature::verify(message, sender.keys, self.allow) {
            Ok(signed) => signed,
            Err(BadSignature::Missing) => return Err(RequestRefused::Unsigned),
            Err(bad) => return Err(RequestRefused::Signature(bad)),
        };
        self.ending(&signed, sender)
    }

    /// Judges the answer to our request of this identifier to end sessions; it must be signed too.
    pub fn logout_response(
        &self,
        message: (&Xml<'_>, Came<'_>),
        sender: Sender<'_>,
        request: &str,
    ) -> Result<LogoutResponse, RequestRefused> {
        let root = expect(message.0, Kind::LogoutResponse)?;
        self.signature(message, root, sender)?.ok_or(RequestRefused::Unsigned)?;
        let response = LogoutResponse::read(root)?;
        self.check(&response.head, sender, true)?;
        if response.head.in_response_to.as_deref() != Some(request) {
            return Err(RequestRefused::InResponseTo);
        }
        Ok(response)
    }

    /// Judges a question for the message behind an artifact; `message` is the element in the envelope. It is signed, or
    /// the connection itself has proved who asks.
    pub fn artifact_resolve(
        &self,
        message: Node<'_>,
        sender: Sender<'_>,
        is_known: bool,
    ) -> Result<ArtifactResolve, RequestRefused> {
        self.back_channel(message, sender, is_known)?;
        let question = ArtifactResolve::read(message)?;
        self.check(&question.head, sender, false)?;
        Ok(question)
    }

    /// Judges the answer to our question of this identifier; what it holds is the message behind the artifact, to be
    /// judged like one that came by a browser.
    pub fn artifact_response<'d>(
        &self,
        message: Node<'d>,
        sender: Sender<'_>,
        question: &str,
        is_known: bool,
    ) -> Result<Option<Node<'d>>, RequestRefused> {
        self.back_channel(message, sender, is_known)?;
        let answer = ArtifactResponse::read(message)?;
        self.check(&answer.head, sender, false)?;
        if answer.head.in_response_to.as_deref() != Some(question) {
            return Err(RequestRefused::InResponseTo);
        }
        if !answer.status.is_success() {
            return Err(RequestRefused::Failed);
        }
        Ok(ArtifactResponse::message(message)?)
    }

    /// A message between servers: signed, or on a connection that has proved who is there.
    fn back_channel(&self, message: Node<'_>, sender: Sender<'_>, is_known: bool) -> Result<(), RequestRefused> {
        match signature::verify(message, sender.keys, self.allow) {
            Ok(_) => Ok(()),
            Err(BadSignature::Missing) if is_known => Ok(()),
            Err(BadSignature::Missing) => Err(RequestRefused::Unsigned),
            Err(bad) => Err(RequestRefused::Signature(bad)),
        }
    }

    /// The proof that a message is the sender's, if it is signed. A signature that does not hold is an error.
    fn signature<'d>(
        &self,
        message: (&'d Xml<'_>, Came<'_>),
        root: Node<'d>,
        sender: Sender<'_>,
    ) -> Result<Option<Signed<'d>>, RequestRefused> {
        let inside = root.and_below().filter(|node| node.is(ns::DS, "Signature")).count();
        let own = root.all(ns::DS, "Signature").count();
        if inside != own {
            return Err(RequestRefused::StraySignature);
        }
        match message.1 {
            // The binding has the signature in the address alone (SAML bindings, 3.4.4.1).
            Came::Redirect(_) if inside > 0 => Err(RequestRefused::StraySignature),
            Came::Redirect(received) if received.is_signed() => {
                let key = received.verify(message.0, sender.keys, self.allow)?.key();
                Ok(Some(Signed::beside(root, key)))
            }
            Came::Redirect(_) => Ok(None),
            Came::Whole => match signature::verify(root, sender.keys, self.allow) {
                Ok(signed) => Ok(Some(signed)),
                Err(BadSignature::Missing) => Ok(None),
                Err(bad) => Err(RequestRefused::Signature(bad)),
            },
        }
    }

    /// What holds for every message: from whom, where to, when.
    fn check(&self, head: &Head, sender: Sender<'_>, is_signed: bool) -> Result<(), RequestRefused> {
        if head.issuer.as_deref() != Some(sender.entity) {
            return Err(RequestRefused::Issuer);
        }
        let to = head.destination.as_deref();
        if (is_signed || to.is_some()) && !to.is_some_and(|to| self.addresses.contains(&to)) {
            return Err(RequestRefused::Destination);
        }
        let age = self.now.millis().saturating_sub(head.issue_instant.millis());
        let skew = i64::from(self.skew) * 1000;
        if age < -skew || age > i64::from(self.max_age) * 1000 + skew {
            return Err(RequestRefused::IssueInstant);
        }
        Ok(())
    }
}

fn expect<'d>(xml: &'d Xml<'_>, kind: Kind) -> Result<Node<'d>, RequestRefused> {
    let root = xml.root();
    match Kind::of(root) {
        found if found == kind => Ok(root),
        found => Err(RequestRefused::Kind(found)),
    }
}

/// Who a request says that it is from, to find its metadata; it proves nothing.
pub fn claimed_issuer(message: Node<'_>) -> Option<String> {
    let issuer = message.child(ns::SAML, "Issuer").ok().flatten()?;
    issuer.word("Issuer").ok().filter(|name| name.len() <= 1024)
}
