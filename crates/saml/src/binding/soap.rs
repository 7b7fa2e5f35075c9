//! The envelope of the back channel (SOAP 1.1).

use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// What an envelope holds.
#[derive(Clone, Copy, Debug)]
pub enum Body<'d> {
    Message(Node<'d>),
    /// The other side has failed.
    Fault,
}

/// The one message in an envelope. Headers that must be understood are not, and make it refused.
pub fn open<'d>(root: Node<'d>) -> Result<Body<'d>, Malformed> {
    let envelope = root.expect(ns::SOAP, "Envelope")?;
    if let Some(header) = envelope.child(ns::SOAP, "Header")?
        && header.children().any(|entry| entry.attr_ns(ns::SOAP, "mustUnderstand").is_some_and(|flag| flag != "0"))
    {
        return Err(Malformed::Unexpected("Header"));
    }
    let body = envelope.need(ns::SOAP, "Body")?;
    let mut messages = body.children();
    let message = messages.next().ok_or(Malformed::Missing("Body"))?;
    if messages.next().is_some() {
        return Err(Malformed::Repeated("Body"));
    }
    Ok(if message.is(ns::SOAP, "Fault") { Body::Fault } else { Body::Message(message) })
}

/// An envelope around a message of ours.
pub fn envelope(message: &str) -> String {
    let mut out = Writer::new();
    out.start("soap:Envelope", &[("xmlns:soap", Some(ns::SOAP))]).start("soap:Body", &[]).raw(message);
    out.finish()
}

/// The answer to what is no message, in our own words to another program: whose fault it is.
pub fn fault(theirs: bool) -> String {
    let mut out = Writer::new();
    out.start("soap:Envelope", &[("xmlns:soap", Some(ns::SOAP))]).start("soap:Body", &[]).start("soap:Fault", &[]);
    let code = if theirs { "soap:Client" } else { "soap:Server" };
    out.leaf("faultcode", &[], code).leaf("faultstring", &[], code);
    out.finish()
}
