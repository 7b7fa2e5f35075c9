//! What goes back: accepts with what the policy releases, challenges, rejects.

use login::{Grant, LineAsked};
use model::Span;
use radius::{Attribute, Code, Key, Packet, Pair, Reply, Unfit, kind};

use super::challenged::Challenged;
use super::client::Client;

/// Why an accept cannot be written. Nothing is left out of one: what is missing may have been what limits the person.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("`{name}`: {why}")]
    Value { name: String, why: radius::BadValue },
    #[error(transparent)]
    Packet(#[from] Unfit),
}

/// What an accept is made of, besides the request and the client.
pub struct Accepting<'a> {
    pub grant: &'a Grant,
    pub challenged: Option<&'a Challenged>,
    /// For the keys of the link.
    pub salt: u16,
    pub class: Option<Vec<u8>>,
}

/// Access-Accept.
pub fn accept(
    packet: &Packet<'_>,
    client: &Client,
    key: &Key,
    accepting: &Accepting<'_>,
) -> Result<Vec<u8>, NotWritten> {
    let mut reply = Reply::new(Code::AccessAccept, packet);
    if client.has_policy {
        for pair in pairs(accepting.grant)? {
            reply = reply.pair(&pair);
        }
    }
    if let Some(challenged) = accepting.challenged {
        reply = challenged.accepted(reply, key, accepting.salt);
    }
    if let Some(class) = &accepting.class {
        reply = reply.add(kind::CLASS, class);
    }
    Ok(reply.finish(key)?)
}

/// The released attributes that RADIUS has and that may stand in an answer; other names are for other protocols.
fn pairs(grant: &Grant) -> Result<Vec<Pair>, NotWritten> {
    let mut pairs = Vec::new();
    for (name, values) in &grant.attributes {
        let Some(attribute) = Attribute::named(name).filter(Attribute::may_answer) else { continue };
        for value in values.iter().filter(|v| !v.is_empty()) {
            // R040: text is cut or split by the dictionary; what is no value of the attribute must not be guessed at.
            let encoded = attribute.encode(value).map_err(|why| NotWritten::Value { name: name.clone(), why })?;
            pairs.extend(encoded);
        }
    }
    Ok(pairs)
}

/// Access-Challenge: the question, the handle as State, and for how long it holds (case R019).
pub fn challenge(
    packet: &Packet<'_>,
    key: &Key,
    asked: &LineAsked,
    question: &str,
    left: Span,
) -> Result<Vec<u8>, Unfit> {
    let seconds = u32::try_from(left.as_seconds()).unwrap_or(1).max(1);
    Reply::new(Code::AccessChallenge, packet)
        .message(question)
        .add(kind::STATE, asked.handle.expose().as_bytes())
        .integer(kind::SESSION_TIMEOUT, seconds)
        .integer(kind::PROMPT, if asked.input == "method" { ECHO } else { NO_ECHO })
        .finish(key)
}

/// Access-Reject. Every refusal is built alike.
pub fn reject(
    packet: &Packet<'_>,
    key: &Key,
    message: &str,
    challenged: Option<(&Challenged, [u8; 16])>,
) -> Result<Vec<u8>, Unfit> {
    let mut reply = Reply::new(Code::AccessReject, packet).message(message);
    if let Some((challenged, fresh)) = challenged {
        reply = challenged.rejected(reply, &fresh);
    }
    reply.finish(key)
}

/// Answers to Accounting-Request and Status-Server say only that they are there.
pub fn plain(code: Code, packet: &Packet<'_>, key: &Key) -> Result<Vec<u8>, Unfit> {
    Reply::new(code, packet).finish(key)
}

/// Values of Prompt (RFC 2869, section 5.10): whether what is typed may be seen.
const NO_ECHO: u32 = 0;
const ECHO: u32 = 1;
