//! Accounting: each report is an event in the audit record, and a session among the person's sessions (RFC 2866).
//!
//! A report is answered after it is stored, and stored once, however often the client sends it.

use std::net::SocketAddr;

use model::audit::{Event, Outcome};
use model::session::Participant;
use model::{Session, Span, Time};
use radius::{Code, Key, Packet, kind};
use serde_json::{Map, Value, json};
use store::{Applied, Spend, Unit, When, Write};

use super::Front;
use super::class::Class;
use super::client::Client;
use super::limits::Dropped;
use super::{request, response};

/// A report, read.
struct Report<'a> {
    status: Status,
    /// The client's name for the session.
    session: String,
    packet: &'a Packet<'a>,
    class: Option<Class>,
}

/// Acct-Status-Type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Start,
    Interim,
    Stop,
    On,
    Off,
    Other(u32),
}

impl Status {
    const fn of(number: u32) -> Self {
        match number {
            1 => Self::Start,
            2 => Self::Stop,
            3 => Self::Interim,
            7 => Self::On,
            8 => Self::Off,
            other => Self::Other(other),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Interim => "interim",
            Self::Stop => "stop",
            Self::On => "on",
            Self::Off => "off",
            Self::Other(_) => "other",
        }
    }
}

impl Front {
    pub(super) async fn account(
        &self,
        packet: &Packet<'_>,
        client: &Client,
        from: SocketAddr,
        key: &Key,
    ) -> Result<Vec<u8>, Dropped> {
        let report = self.report(packet, client)?;
        for _ in 0..TRIES {
            let unit = self.unit(&report, client, from).await.map_err(|error| unavailable(&error))?;
            match self.engine().store().apply(unit).await {
                // Spent: it was stored before, and the answer got lost.
                Ok(Applied::Done | Applied::Spent) => {
                    return response::plain(Code::AccountingResponse, packet, key).map_err(|_| Dropped::Unfit);
                }
                Ok(_) | Err(store::StoreError::Conflict(_)) => {}
                Err(error) => return Err(unavailable(&error)),
            }
        }
        Err(Dropped::Unavailable)
    }

    /// RFC 2866, section 5.13: a status and a session must be named.
    fn report<'a>(&self, packet: &'a Packet<'a>, client: &Client) -> Result<Report<'a>, Dropped> {
        let status = Status::of(packet.integer(kind::ACCT_STATUS_TYPE).ok_or(Dropped::Malformed)?);
        let session = request::safe(packet.first(kind::ACCT_SESSION_ID).unwrap_or_default(), 128);
        if session.is_empty() && matches!(status, Status::Start | Status::Interim | Status::Stop) {
            return Err(Dropped::Malformed);
        }
        let class = Class::read(self.engine(), client.application, packet);
        Ok(Report { status, session, packet, class })
    }

    async fn unit(&self, report: &Report<'_>, client: &Client, from: SocketAddr) -> Result<Unit, store::StoreError> {
        let now = self.engine().now();
        let hash = self.session_hash(report, client);
        let once = Spend::Once {
            gate: "radius-accounting".into(),
            key: self.once(report, client, from),
            until: now + REMEMBERED,
        };
        let mut event = self.event(report, client, from);
        let mut unit = Unit::new().then(Write::Spend(once));
        if let (Some(class), Some(hash)) = (&report.class, hash) {
            event.correlation = Some(class.login);
            let known = self.engine().store().session(&hash).await?;
            match (report.status, known) {
                (Status::Start | Status::Interim, None) => {
                    if let Some(session) = self.begin(class, client, &event, hash) {
                        unit = unit.then(Write::PutSession(Box::new(session)));
                    }
                }
                (Status::Start | Status::Interim, Some(session)) => {
                    unit = unit.then(Write::TouchSession { id: session.id, now });
                }
                (Status::Stop, Some(session)) => unit = unit.then(Write::EndSession { id: session.id, now }),
                _ => {}
            }
        }
        Ok(unit.audit(When::Done, event))
    }

    /// A session that no cookie opens: its hash comes from a key, not from a value.
    fn session_hash(&self, report: &Report<'_>, client: &Client) -> Option<String> {
        let class = report.class.as_ref().filter(|c| c.person.is_some())?;
        let named = format!("{} {} {}", client.application, class.login, report.session);
        Some(data_encoding::HEXLOWER.encode(&self.engine().keyed("radius-session", named.as_bytes())))
    }

    /// What makes two reports one: a client that repeats itself may change its delay and the authenticator, nothing else.
    fn once(&self, report: &Report<'_>, client: &Client, from: SocketAddr) -> String {
        let mut named = format!("{} {} {} ", client.application, from.ip().to_canonical(), report.status.word());
        for (number, value) in report.packet.attributes() {
            if !matches!(number, DELAY_TIME | kind::PROXY_STATE | kind::MESSAGE_AUTHENTICATOR) {
                named.push_str(&format!("{number}:{};", data_encoding::HEXLOWER.encode(value)));
            }
        }
        data_encoding::HEXLOWER.encode(&self.engine().keyed("radius-accounting", named.as_bytes()))
    }

    fn event(&self, report: &Report<'_>, client: &Client, from: SocketAddr) -> Event {
        let caller = request::caller(report.packet, client, from);
        let mut event = Event::new(self.engine().now(), "radius.accounting", Outcome::Success);
        event.person =
            report.class.as_ref().and_then(|c| c.person.as_ref()).map(model::Person::key).unwrap_or_default();
        event.name = request::safe(report.packet.user_name().unwrap_or_default(), 128);
        event.application.clone_from(&client.path);
        event.from = caller.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = caller.agent;
        event.detail = detail(report);
        event
    }

    fn begin(&self, class: &Class, client: &Client, event: &Event, hash: String) -> Option<Session> {
        let (engine, world) = (self.engine(), self.engine().world());
        let (now, person) = (engine.now(), class.person.clone()?);
        let site = world.app(client.application).and_then(|app| world.catalogue.top_of(app.site.id))?;
        let participant = Participant {
            application: client.application,
            protocol: "radius".into(),
            subject: event.name.clone(),
            since: now,
        };
        Some(Session {
            id: engine.chance().id(now),
            hash,
            site,
            person,
            proofs: Vec::new(),
            created: now,
            used: now,
            idle: IDLE,
            until: now + LONGEST,
            address: event.from.clone(),
            agent: event.agent.clone(),
            browser: String::new(),
            participants: vec![participant],
            ended: None::<Time>,
            version: 1,
        })
    }
}

/// What the record says of a report.
fn detail(report: &Report<'_>) -> Value {
    let packet = report.packet;
    let mut detail = Map::new();
    detail.insert("status".into(), report.status.word().into());
    if let Status::Other(number) = report.status {
        detail.insert("type".into(), number.into());
    }
    detail.insert("session".into(), report.session.clone().into());
    for (name, number) in [("seconds", SESSION_TIME), ("cause", TERMINATE_CAUSE), ("delay", DELAY_TIME)] {
        if let Some(value) = packet.integer(number) {
            detail.insert(name.into(), value.into());
        }
    }
    for (name, low, high) in [("in", INPUT_OCTETS, INPUT_GIGAWORDS), ("out", OUTPUT_OCTETS, OUTPUT_GIGAWORDS)] {
        if let Some(octets) = packet.integer(low) {
            let total = u64::from(packet.integer(high).unwrap_or(0)) << 32 | u64::from(octets);
            detail.insert(name.into(), total.into());
        }
    }
    if let Some([a, b, c, d]) = packet.first(FRAMED_IP_ADDRESS).and_then(|b| <[u8; 4]>::try_from(b).ok()) {
        detail.insert("address".into(), json!(std::net::Ipv4Addr::new(a, b, c, d).to_string()));
    }
    for (name, number) in [("station", kind::CALLING_STATION_ID), ("called", kind::CALLED_STATION_ID)] {
        if let Some(value) = packet.first(number) {
            detail.insert(name.into(), request::safe(value, 64).into());
        }
    }
    Value::Object(detail)
}

fn unavailable(error: &store::StoreError) -> Dropped {
    tracing::debug!(cause = %error, "An accounting report could not be stored just now");
    Dropped::Unavailable
}

/// Numbers of attributes that only accounting reads (RFC 2866, section 5; RFC 2869, section 5.1).
const FRAMED_IP_ADDRESS: u8 = 8;
const DELAY_TIME: u8 = 41;
const INPUT_OCTETS: u8 = 42;
const OUTPUT_OCTETS: u8 = 43;
const SESSION_TIME: u8 = 46;
const TERMINATE_CAUSE: u8 = 49;
const INPUT_GIGAWORDS: u8 = 52;
const OUTPUT_GIGAWORDS: u8 = 53;

const TRIES: u32 = 3;
/// How long a report is known again.
const REMEMBERED: Span = Span::hours(6);
/// A session of which nothing was heard for so long is over; and each one after so long.
const IDLE: Span = Span::hours(24);
const LONGEST: Span = Span::days(7);
