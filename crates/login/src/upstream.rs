//! What methods whose logins go on elsewhere need beside the login: documents of their own, logout both ways, metadata kept fresh.

use model::{
    AnyObject, Id, Locale, Method, Session, Span,
    audit::{Event, Outcome},
    request::Client,
    ticket::TicketKind,
};
use plug::{Departure, Documents, Heard, MethodError, Place, Published, Reply, Spoken};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};
use store::{Applied, Expect, Spend, Unit, When, Write};

use crate::{
    Engine, EngineError, NewTicket,
    lend::Lent,
    world::{Opened, World},
};

/// Where the browser goes on with a logout; the ticket's value is appended.
pub const LEAVE: &str = "/login/leave/";
/// How long a provider may take that is told behind the browser's back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a logout takes the browser next.
#[derive(Clone, Debug)]
pub enum Onward {
    Elsewhere(Departure),
    /// To an address of ours, or one that an application registered.
    To(String),
    /// A provider asked behind the browser's back, and is answered so.
    Document(Published),
}

/// An answer that is kept until the browser comes for it.
#[derive(Clone, Debug)]
pub struct Held {
    pub value: crate::Handle,
    /// No login waits for it yet.
    pub unasked: bool,
}

/// A logout on its way through upstreams.
#[derive(Serialize, Deserialize)]
struct Leaving {
    /// Methods, and what each remembers of its provider's session.
    left: Vec<(Id, String)>,
    end: End,
}

#[derive(Serialize, Deserialize)]
enum End {
    To(String),
    Elsewhere(Departure),
}

impl Engine {
    /// A document that a method publishes; `None` where there is no such method, or it has none.
    pub async fn published(&self, method: &str, document: &str) -> Result<Option<Published>, EngineError> {
        let world = self.world();
        let Some(opened) = world.named(method).filter(|o| open(&world, o)) else { return Ok(None) };
        let lent = self.lent_alone(&world, opened, String::new());
        match opened.method.publish(&mut lent.cx(self, self.now()), document).await {
            Ok(published) => Ok(Some(published)),
            Err(MethodError::Unsupported) => Ok(None),
            Err(error) => Err(EngineError::Unavailable(error.to_string())),
        }
    }

    /// Whether a login waits for an answer of this method's provider, by what the provider carried back.
    pub async fn waits_for(&self, way_back: &str, method: &str) -> Result<bool, EngineError> {
        let world = self.world();
        let Some(opened) = world.named(method) else { return Ok(false) };
        let login = self.store().login(&crate::hashed(way_back)).await?.filter(|l| self.now() < l.until);
        Ok(login.is_some_and(|l| l.open.iter().any(|c| c.method == opened.id && !c.departure.is_null())))
    }

    /// Keeps what another site posted, where a login waits for it or the method takes what nobody asked for: under a value that is good
    /// once. `None` where nobody waits, or more was posted than anybody has to say.
    pub async fn hold(
        &self,
        method: &str,
        way_back: &str,
        fields: &[(String, String)],
        caller: &Client,
    ) -> Result<Option<Held>, EngineError> {
        let waits = self.waits_for(way_back, method).await?;
        let unasked = !waits && self.world().named(method).is_some_and(|o| o.method.takes_unasked());
        if !waits && !unasked {
            return Ok(None);
        }
        let from = caller.address.map(|a| model::network::source_of(a).to_string()).unwrap_or_default();
        let about = if waits { way_back } else { &from };
        let scope = format!("return:{}", crate::hex(&self.keyed("return", about.as_bytes())[..16]));
        let new = NewTicket {
            kind: TicketKind::Return,
            family: None,
            person: String::new(),
            application: None,
            session: None,
            life: Span::minutes(5),
            body: serde_json::json!({ "method": method, "fields": fields }),
        };
        let (value, ticket) = self.new_ticket(new);
        let (since, now) = (self.now() - Span::hours(1), self.now());
        let unit = Unit::new()
            .expect(Expect::Room { scope: scope.clone(), since, limit: if waits { 10 } else { 100 } })
            .then(Write::CountSending { scope, now })
            .then(Write::PutTicket(Box::new(ticket)));
        let kept = self.store().apply(unit).await? == Applied::Done;
        Ok(kept.then_some(Held { value, unasked }))
    }

    /// What a provider says by itself: it ends sessions of ours, or answers our logout. `None` where it is not believed.
    pub async fn heard(&self, method: &str, spoken: &Spoken, caller: &Client) -> Result<Option<Onward>, EngineError> {
        let world = self.world();
        let Some(opened) = world.named(method).filter(|o| open(&world, o)) else { return Ok(None) };
        let lent = self.lent_alone(&world, opened, String::new());
        let (heard, effects) = {
            let mut cx = lent.cx(self, self.now());
            let heard = opened.method.hear(&mut cx, spoken).await;
            (heard, std::mem::take(&mut cx.effects))
        };
        let mut unit = Unit::new();
        for effect in effects {
            unit = match effect {
                plug::Effect::Audit(told) => {
                    let mut event = Event { at: self.now(), ..*told };
                    event.method.clone_from(&opened.name);
                    event.from = caller.address.map(|a| a.to_string()).unwrap_or_default();
                    unit.audit(When::Always, event)
                }
                plug::Effect::SpendOnce { gate, key, until } => {
                    unit.then(Write::Spend(Spend::Once { gate, key, until }))
                }
                _ => unit,
            };
        }
        // What it spends is spent with what it ends: nothing said is lost where the store fails.
        let (unit, onward) = match &heard {
            Ok(Heard::Ends { names, reply }) => {
                let (unit, onward) = self.ending_there(unit, opened.id, names, reply, caller).await?;
                (unit, Some(onward))
            }
            _ => (unit, None),
        };
        if self.store().apply(unit).await? != Applied::Done {
            // It was said before: a replay.
            return Ok(None);
        }
        self.wake_outbox();
        match heard {
            Ok(Heard::Ends { .. }) => Ok(onward),
            Ok(Heard::Answered { well, state }) => {
                if !well {
                    tracing::info!(method.name = %opened.name, "The provider did not end its session");
                }
                // What is no ticket of ours leads nowhere.
                let ticket: String = state.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
                Ok(Some(Onward::To(format!("{LEAVE}{ticket}"))))
            }
            Err(error) => {
                tracing::info!(method.name = %opened.name, cause = %error, "What a provider said is not believed");
                Ok(None)
            }
        }
    }

    /// Sessions that began at a provider end with its own; their applications are told as with every logout.
    async fn ending_there(
        &self,
        mut unit: Unit,
        method: Id,
        names: &[String],
        reply: &Reply,
        caller: &Client,
    ) -> Result<(Unit, Onward), EngineError> {
        let (mut walk, mut ending) = (None, BTreeSet::new());
        for name in names {
            for session in self.store().sessions_called(name).await? {
                // A name is a method's own: no provider ends what another began.
                let theirs = session.proofs.iter().any(|p| p.method == method && p.upstream_names.contains(name));
                if !theirs || session.ended.is_some() || !ending.insert(session.id) {
                    continue;
                }
                if let (None, Reply::Browser(to)) = (&walk, reply) {
                    let then = self.leaving(Vec::new(), End::Elsewhere(to.clone())).await?;
                    walk = self.walk_applications(&session, &then).await;
                }
                unit = self.ending(unit, &session, "ended by the provider", caller).await;
            }
        }
        let onward = match (walk, reply) {
            (Some(path), _) => Onward::To(path),
            (None, Reply::Browser(to)) => Onward::Elsewhere(to.clone()),
            (None, Reply::Document(document)) => Onward::Document(document.clone()),
        };
        Ok((unit, onward))
    }

    /// Where a browser tells the providers that a session began at, and goes on to `then`; `None` where there are none.
    pub async fn parting(&self, session: &Session, then: &str) -> Option<String> {
        let world = self.world();
        let there = session.proofs.iter().filter_map(|p| Some((p.method, p.upstream.clone()?)));
        let left: Vec<_> = there.filter(|(id, _)| world.opened(*id).is_some_and(|o| open(&world, o))).collect();
        if left.is_empty() {
            return None;
        }
        match self.leaving(left, End::To(then.to_owned())).await {
            Ok(path) => Some(path),
            Err(error) => {
                tracing::warn!(cause = %error, "Providers cannot be told of a logout just now");
                None
            }
        }
    }

    async fn leaving(&self, left: Vec<(Id, String)>, end: End) -> Result<String, EngineError> {
        Ok(format!("{LEAVE}{}", self.kept(&Leaving { left, end }).await?))
    }

    async fn kept(&self, leaving: &Leaving) -> Result<String, EngineError> {
        let new = NewTicket {
            kind: TicketKind::Logout,
            family: None,
            person: String::new(),
            application: None,
            session: None,
            life: Span::minutes(10),
            body: serde_json::json!({ "leaving": leaving }),
        };
        Ok(self.issue(new).await?.0.expose().to_owned())
    }

    /// The next step of a logout through upstreams; `None` where the ticket is no such, or was used.
    pub async fn leave(&self, ticket: &str) -> Result<Option<Onward>, EngineError> {
        let Some(taken) = self.take_ticket(TicketKind::Logout, ticket).await? else { return Ok(None) };
        let Ok(mut leaving) = serde_json::from_value::<Leaving>(taken.body["leaving"].clone()) else { return Ok(None) };
        let world = self.world();
        while !leaving.left.is_empty() {
            let (method, upstream) = leaving.left.remove(0);
            let Some(opened) = world.opened(method).filter(|o| open(&world, o)) else { continue };
            let back = self.kept(&leaving).await?;
            let lent = self.lent_alone(&world, opened, back.clone());
            let mut cx = lent.cx(self, self.now());
            match opened.method.leave(&mut cx, &upstream).await {
                Ok(Some(to)) => return Ok(Some(Onward::Elsewhere(to))),
                Ok(None) => {
                    let told = opened.method.leave_quietly(&mut cx, &upstream);
                    if !matches!(tokio::time::timeout(PATIENCE, told).await, Ok(Ok(_))) {
                        tracing::info!(method.name = %opened.name, "A provider could not be told of a logout");
                    }
                }
                Err(error) => self.method_failed(&opened.name, &error),
            }
            // Nobody carries it back.
            self.take_ticket(TicketKind::Logout, &back).await?;
        }
        Ok(Some(match leaving.end {
            End::To(path) => Onward::To(path),
            End::Elsewhere(to) => Onward::Elsewhere(to),
        }))
    }

    /// Fetches documents of methods anew where that is due. Called every minute; of several nodes one does it.
    pub async fn renew_methods(&self) -> Result<(), EngineError> {
        let world = self.world();
        for (entry, method) in world.catalogue.methods().filter(|(_, m)| m.enabled) {
            let Some(opened) = world.opened(entry.id) else { continue };
            let Some(every) = opened.method.renews() else { continue };
            let minutes = if method.metadata.is_empty() { 1 } else { (every.as_seconds() / 60).max(1) };
            if self.is_first("method-renewed", entry.id, minutes).await? {
                self.renew(&world, opened, method).await?;
            }
        }
        Ok(())
    }

    /// Whether this node is the first to come in these minutes with something that one of them does for all.
    pub async fn is_first(&self, gate: &str, about: Id, minutes: i64) -> Result<bool, EngineError> {
        let now = self.now();
        let once = Spend::Once {
            gate: gate.to_owned(),
            key: format!("{about}:{}", now.seconds() / (60 * minutes)),
            until: now + Span::minutes(minutes.saturating_mul(2)),
        };
        Ok(self.store().apply(Unit::new().then(Write::Spend(once))).await? == Applied::Done)
    }

    async fn renew(&self, world: &World, opened: &Opened, method: &Method) -> Result<(), EngineError> {
        let lent = self.lent_alone(world, opened, String::new());
        let before = Documents::of(method);
        let renewed = opened.method.renew(&mut lent.cx(self, self.now()), &before).await;
        match renewed {
            Ok(Some(documents)) if documents != before => {
                // What somebody changed meanwhile stays, and other lines may pin other keys.
                let taken = self.revise(opened.id, "metadata of a provider", |entry| {
                    let AnyObject::Method(now) = &mut entry.object else { return false };
                    if now.kind != method.kind
                        || now.configuration != method.configuration
                        || Documents::of(now) != before
                    {
                        return false;
                    }
                    let Documents { metadata, jwks, registration } = documents.clone();
                    (now.metadata, now.jwks, now.registration) = (metadata, jwks, registration);
                    true
                });
                if let Err(why) = taken.await {
                    tracing::warn!(method.name = %opened.name, cause = ?why, "Metadata was fetched and could not be taken over");
                }
            }
            Ok(_) => {}
            Err(why) => {
                tracing::warn!(method.name = %opened.name, cause = %why, "Metadata was fetched and is not believed");
                let mut event = Event::new(self.now(), "method.metadata-refused", Outcome::Failure);
                event.actor = "system".to_owned();
                event.method.clone_from(&opened.name);
                event.detail = serde_json::json!({ "why": why.to_string() });
                self.store().apply(Unit::new().audit(When::Always, event)).await?;
            }
        }
        Ok(())
    }

    /// What a method is lent outside of a login.
    fn lent_alone(&self, world: &World, opened: &Opened, way_back: String) -> Lent {
        let mut lent = self.lend_at(world, opened, Place::of(self.public_url()).into(), Locale::En);
        lent.around.way_back = way_back;
        lent
    }
}

/// A method that is switched off is not spoken for (A2.11).
fn open(world: &World, opened: &Opened) -> bool {
    world.catalogue.method(opened.id).is_some_and(|(_, m)| m.enabled)
}
