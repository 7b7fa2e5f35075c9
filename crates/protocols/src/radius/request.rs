//! From a packet to what the engine is asked: a name, a line, and who is on the line.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use login::Line;
use model::request::{Client as Caller, ConsentAsked, Front, Request, Wanted};
use model::{Reason, Secret};
use radius::{Credential, Key, Packet, kind, text};
use serde_json::json;

use super::challenged::Challenged;
use super::client::Client;
use super::limits::Dropped;

/// An Access-Request, understood.
pub struct Asking<'a> {
    pub name: &'a str,
    /// The handle that a challenge gave out.
    pub state: Option<&'a str>,
    pub line: Line,
    /// The same response as in `line`, for what is said back.
    pub challenged: Option<Arc<Challenged>>,
}

/// A request that no engine is asked about.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    Drop(Dropped),
    /// Answered by a reject, with this reason and word in the audit record.
    Reject(Reason, &'static str),
}

impl<'a> Asking<'a> {
    /// Reads name, State and the one credential. The packet was verified before.
    pub fn read(packet: &Packet<'a>, client: &Client, key: &Key) -> Result<Self, Refused> {
        let credential = packet.credential(key).map_err(|_| Refused::Drop(Dropped::Credential))?;
        let name = name(packet)?;
        let (line, challenged) = line(credential, packet, client)?;
        Ok(Self { name, state: state(packet)?, line, challenged })
    }
}

/// R032: what is no name is nobody's, and goes no further.
fn name<'a>(packet: &Packet<'a>) -> Result<&'a str, Refused> {
    let malformed = Refused::Reject(Reason::Malformed, "user-name");
    let Ok(Some(bytes)) = packet.only(kind::USER_NAME) else { return Err(malformed) };
    match std::str::from_utf8(bytes) {
        Ok(name) if !name.is_empty() && !name.chars().any(char::is_control) => Ok(name),
        _ => Err(malformed),
    }
}

/// R020: a State that cannot be one of ours is like one that is over.
fn state<'a>(packet: &Packet<'a>) -> Result<Option<&'a str>, Refused> {
    let gone = Refused::Reject(Reason::Gone, "state");
    let Ok(state) = packet.only(kind::STATE) else { return Err(gone) };
    let Some(bytes) = state else { return Ok(None) };
    match std::str::from_utf8(bytes) {
        Ok(state) if !state.is_empty() && state.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(Some(state)),
        _ => Err(gone),
    }
}

fn line(
    credential: Credential,
    packet: &Packet<'_>,
    client: &Client,
) -> Result<(Line, Option<Arc<Challenged>>), Refused> {
    let word = credential.name();
    let challenged = match credential {
        Credential::Pap(password) => return Ok((Line::Plain(Secret::new(typed(&password))), None)),
        // An answer to a challenge may be empty, and so may a passcode that asks for a message; many clients leave an empty one out.
        Credential::None if client.simple || packet.first(kind::STATE).is_some() => {
            return Ok((Line::Plain(Secret::new(String::new())), None));
        }
        Credential::Chap(response) if client.chap => Challenged::chap(response),
        Credential::MsChap2(response) if client.mschap2 => {
            Challenged::mschap2(response, packet.user_name().unwrap_or_default())
        }
        Credential::None => return Err(Refused::Reject(Reason::Malformed, word)),
        // R039: what is not switched on is refused, and nothing weaker is tried.
        _ => return Err(Refused::Reject(Reason::Blocked, word)),
    };
    let challenged = Arc::new(challenged);
    Ok((Line::Response(Arc::clone(&challenged) as Arc<dyn plug::Response>), Some(challenged)))
}

/// Passwords are UTF-8 (RFC 2865 says nothing, RFC 5198 and practice do); old clients send Latin-1, byte for character.
fn typed(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), ToOwned::to_owned)
}

/// What the engine is asked for.
pub fn login_request(packet: &Packet<'_>, client: &Client, caller: Caller) -> Request {
    Request {
        application: client.application,
        wanted: Wanted::Any,
        fresh_since: None,
        passive: false,
        only: None,
        hint: None,
        consent: ConsentAsked::default(),
        locales: vec![client.language],
        front: Front::Radius,
        client: caller,
        resume: String::new(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: twin(packet, client).unwrap_or_default(),
    }
}

/// What makes two requests to two servers of one group the same: none of it may be missing.
fn twin(packet: &Packet<'_>, client: &Client) -> Option<serde_json::Value> {
    let station = packet.text(kind::CALLING_STATION_ID)?;
    let port = packet.integer(kind::NAS_PORT)?;
    (!client.group.is_empty()).then(|| json!({ "group": client.group, "station": station, "port": port }))
}

/// Who is on the line: the person's address where the client is trusted to tell it, and the client's own words.
pub fn caller(packet: &Packet<'_>, client: &Client, from: SocketAddr) -> Caller {
    let told = || packet.text(kind::CALLING_STATION_ID)?.trim().parse::<IpAddr>().ok();
    let address = if client.tells_address { told().map(|a| a.to_canonical()) } else { None };
    Caller { address, shared: false, browser: String::new(), agent: agent(packet, from) }
}

/// The name of the device, and where it sent from.
fn agent(packet: &Packet<'_>, from: SocketAddr) -> String {
    let named = packet.first(kind::NAS_IDENTIFIER).map(|bytes| safe(bytes, 120));
    let from = from.ip().to_canonical();
    match named.filter(|n| !n.is_empty()) {
        Some(name) => format!("{name} ({from})"),
        None => from.to_string(),
    }
}

/// Bytes of a client as text for the audit record: on one line, without what a terminal would obey, and not long.
pub fn safe(bytes: &[u8], most: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    text::cut(&text::line(&text), most).trim().to_owned()
}
