//! What a method is lent for a step, gathered so that it can be borrowed; and its effects as writes.

use model::{
    Attributes, Credential, Id, Locale, Login, Person, Span, Time, User,
    audit::{Event, Outcome},
    key::{Key, KeyPurpose},
    message::{Courier, Message, MessageState},
    network::source_of,
    request::Client,
    ticket::TicketKind,
};
use plug::{Around, Cx, Directory, Effect, Outgoing, Place, Wish};
use std::sync::Arc;
use store::{Expect, Spend, Unit, When, Write};

use crate::{
    Engine,
    scene::Known,
    token::already,
    world::{App, Opened, World},
};

/// Owns what a [`Cx`] borrows.
pub(crate) struct Lent {
    pub around: Around,
    pub name: String,
    pub user: Option<Arc<User>>,
    pub credentials: Vec<Credential>,
    pub spent: Vec<(String, String)>,
    pub attributes: Attributes,
    pub directory: Option<Arc<dyn Directory>>,
    keyed: Box<plug::Keyed>,
}

/// What a step is about, beside the method.
pub(crate) struct Occasion<'a> {
    pub locale: Locale,
    pub name: &'a str,
    pub known: Option<&'a Known>,
    pub attributes: Attributes,
    pub enrolling: bool,
    pub recovering: bool,
    /// It follows an earlier proof.
    pub follows: bool,
    /// A second factor stands behind it, or may.
    pub second_factor: bool,
    /// The login under way, where it is one.
    pub login: Option<&'a Login>,
}

impl Engine {
    pub(crate) fn lend(&self, world: &World, app: App<'_>, opened: &Opened, occasion: Occasion<'_>) -> Lent {
        let place = world.place(app, occasion.locale, self.public_url());
        let mut lent = self.lend_at(world, opened, place, occasion.locale);
        lent.around = Around {
            second_factor: occasion.second_factor,
            enrolling: occasion.enrolling,
            recovering: occasion.recovering,
            follows: occasion.follows,
            wish: occasion.login.map(wish).unwrap_or_default(),
            way_back: occasion.login.map(|l| l.way_back.0.expose().clone()).unwrap_or_default(),
            ..lent.around
        };
        let all = occasion.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
        Lent {
            name: occasion.name.to_owned(),
            // Who may not have this method is nobody to it, and looks like nobody.
            user: occasion.known.and_then(|k| k.user.clone().filter(|_| k.usable && k.activated(opened.id))),
            credentials: all.iter().filter(|c| c.method == opened.id && c.state.proves()).cloned().collect(),
            spent: occasion.known.map(|k| k.record.spent.clone()).unwrap_or_default(),
            attributes: crate::scene::read_by(world, opened, occasion.attributes),
            ..lent
        }
    }

    /// What a method is lent that nobody is before.
    pub(crate) fn lend_at(&self, world: &World, opened: &Opened, place: Arc<Place>, locale: Locale) -> Lent {
        let method = world.catalogue.method(opened.id).map(|(_, m)| m);
        let engine = self.clone();
        Lent {
            around: Around {
                place,
                method: opened.id,
                locale,
                lockout: method.map(model::Method::lockout).unwrap_or_default(),
                sending: method.map(|m| m.sending.clone()).unwrap_or_default(),
                mfa: opened.mfa,
                second_factor: false,
                enrolling: false,
                recovering: false,
                follows: false,
                name: opened.name.clone(),
                wish: Wish::default(),
                way_back: String::new(),
            },
            name: String::new(),
            user: None,
            credentials: Vec::new(),
            spent: Vec::new(),
            attributes: Attributes::new(),
            directory: world.directory_of(opened.id).cloned(),
            keyed: Box::new(move |purpose, bytes| engine.keyed(purpose, bytes)),
        }
    }
}

impl Lent {
    /// Without a user there are no credentials either: what is judged is nobody's.
    pub(crate) fn cx<'a>(&'a self, engine: &'a Engine, opened: Time) -> Cx<'a> {
        let usable = self.user.is_some();
        Cx {
            clock: engine.clock(),
            chance: engine.chance(),
            around: &self.around,
            name: &self.name,
            user: self.user.as_deref(),
            credentials: if usable { &self.credentials } else { &[] },
            spent: &self.spent,
            attributes: &self.attributes,
            directory: self.directory.as_deref(),
            keyed: self.keyed.as_ref(),
            web: engine.web(),
            keys: engine,
            opened,
            effects: Vec::new(),
        }
    }
}

/// What the application wants, for a method that must ask somebody else.
fn wish(login: &Login) -> Wish {
    let request = &login.request;
    Wish {
        wanted: request.wanted.clone(),
        // `prompt=login` and ForceAuthn want proofs that are not older than the request, which came just before the login was opened.
        fresh: request.fresh_since.is_some_and(|since| since + Span::seconds(5) >= login.created),
        fresh_since: request.fresh_since,
        passive: request.passive,
        hint: request.hint.clone(),
    }
}

#[async_trait::async_trait]
impl plug::Keys for Engine {
    async fn signing(&self, purpose: KeyPurpose, algorithm: &str) -> Result<Key, plug::MethodError> {
        self.signing_key(purpose, algorithm).await.map_err(|e| plug::MethodError::Unavailable(e.to_string()))
    }
    async fn published(&self, purpose: KeyPurpose) -> Vec<Key> {
        self.signing_keys(purpose).await
    }
}

/// Effects of one method, with what the translation needs to know.
#[derive(Clone)]
pub(crate) struct Done {
    pub method: Id,
    pub effects: Vec<Effect>,
}

/// For whom effects are written.
pub(crate) struct Behalf<'a> {
    pub site: Id,
    pub locale: Locale,
    pub person: Option<&'a Person>,
    /// The session that stays when others end.
    pub session: Option<Id>,
    pub about: Id,
    pub client: &'a Client,
}

impl Engine {
    /// Puts effects into a unit; with `quiet`, messages that count against limits are left out.
    pub(crate) fn effects_into(
        &self,
        mut unit: Unit,
        world: &World,
        done: &[Done],
        behalf: &Behalf<'_>,
        quiet: bool,
    ) -> Unit {
        let now = self.now();
        for Done { method, effects } in done {
            for effect in effects {
                unit = match effect {
                    Effect::SpendCounter { credential, to } => {
                        unit.then(Write::Spend(Spend::Counter { credential: *credential, to: *to, now }))
                    }
                    Effect::SpendOnce { gate, key, until } => {
                        unit.then(Write::Spend(Spend::Once { gate: gate.clone(), key: key.clone(), until: *until }))
                    }
                    Effect::Put(credential) => {
                        let event = self.event_for(world, behalf, "credential.put", *method);
                        if credential.version > 0 {
                            unit = unit.expect(Expect::Credential { id: credential.id, version: credential.version });
                        }
                        unit.then(Write::PutCredential(credential.clone())).audit(When::Done, event)
                    }
                    Effect::Remove(id) => {
                        let event = self.event_for(world, behalf, "credential.removed", *method);
                        unit.then(Write::RemoveCredential(*id)).audit(When::Done, event)
                    }
                    Effect::Send(outgoing) => self.sending(unit, world, *method, outgoing, behalf, quiet),
                    Effect::Unsent(_) if quiet => unit,
                    Effect::Unsent(name) => {
                        let nobody = self.keyed("nobody", model::user::fold(name).as_bytes());
                        self.within_limits(unit, world, *method, &nobody, behalf, false)
                    }
                    Effect::EndOthers => match behalf.person {
                        Some(person) => {
                            let (person, now) = (person.key(), already(now));
                            let kind = Some(TicketKind::Refresh);
                            unit.then(Write::EndSessionsOf { person: person.clone(), except: behalf.session, now })
                                .then(Write::EndTicketsOf { person, kind, application: None, now })
                        }
                        None => unit,
                    },
                    Effect::Audit(told) => {
                        let mut event = self.event_for(world, behalf, &told.action, *method);
                        (event.outcome, event.detail) = (told.outcome, told.detail.clone());
                        unit.audit(When::Done, event)
                    }
                };
            }
        }
        unit
    }

    fn event_for(&self, world: &World, behalf: &Behalf<'_>, action: &str, method: Id) -> Event {
        let mut event = Event::new(self.now(), action, Outcome::Success);
        event.person = behalf.person.map(Person::key).unwrap_or_default();
        event.method = world.catalogue.entry(method).map(|e| e.path.clone()).unwrap_or_default();
        event.site = world.catalogue.entry(behalf.site).map(|e| e.path.clone()).unwrap_or_default();
        event.from = behalf.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.correlation = Some(behalf.about);
        event
    }

    /// A message with its limits (requirement A2.17): per address and per network in an hour, per site in a day.
    fn sending(
        &self,
        mut unit: Unit,
        world: &World,
        method: Id,
        outgoing: &Outgoing,
        behalf: &Behalf<'_>,
        quiet: bool,
    ) -> Unit {
        let limited = !outgoing.notice;
        if limited && quiet {
            return unit;
        }
        if limited {
            let to = self.keyed("address", outgoing.to.to_lowercase().as_bytes());
            unit = self.within_limits(unit, world, method, &to, behalf, true);
        }
        unit.send(When::Done, self.message(outgoing, behalf))
    }

    /// Counts a message to an address, or one to nobody, of which none leaves the site.
    fn within_limits(
        &self,
        mut unit: Unit,
        world: &World,
        method: Id,
        to: &[u8; 32],
        behalf: &Behalf<'_>,
        leaves: bool,
    ) -> Unit {
        let now = self.now();
        let rules = world.catalogue.method(method).map(|(_, m)| m.sending.clone()).unwrap_or_default();
        let per_day = world.catalogue.site(behalf.site).map_or(0, |(_, s)| s.messages_per_day);
        // People who cannot be told apart would all be one network, and one of them could keep codes from the others.
        let network = behalf.client.source().map(|a| format!("net:{}", source_of(a)));
        let network = network.map(|scope| (scope, Span::hours(1), rules.per_network_hour));
        let to = (format!("to:{}", crate::hex(&to[..16])), Span::hours(1), rules.per_address_hour);
        for (scope, span, limit) in std::iter::once(to).chain(network) {
            unit = unit
                .expect(Expect::Room { scope: scope.clone(), since: now - span, limit })
                .then(Write::CountSending { scope, now });
        }
        let scope = format!("site:{}", behalf.site);
        unit = unit.expect(Expect::Room { scope: scope.clone(), since: now - Span::days(1), limit: per_day });
        if leaves { unit.then(Write::CountSending { scope, now }) } else { unit }
    }

    pub(crate) fn message(&self, outgoing: &Outgoing, behalf: &Behalf<'_>) -> Message {
        let now = self.now();
        Message {
            id: self.new_id(),
            courier: outgoing.courier,
            site: Some(behalf.site),
            about: Some(behalf.about),
            to: outgoing.to.clone(),
            body: serde_json::json!({ "text": outgoing.text, "args": outgoing.args, "locale": behalf.locale }),
            created: now,
            until: now + if outgoing.notice { Span::days(2) } else { Span::minutes(10) },
            attempts: 0,
            next: now,
            state: MessageState::Waiting,
        }
    }

    /// A notice by mail to a user who has an address.
    pub(crate) fn notice(&self, user: &User, text: &str, args: plug::Args, behalf: &Behalf<'_>) -> Option<Message> {
        let to = user.first("email")?.to_owned();
        Some(self.message(&Outgoing { courier: Courier::Mail, to, text: text.to_owned(), args, notice: true, blind: false }, behalf))
    }
}
