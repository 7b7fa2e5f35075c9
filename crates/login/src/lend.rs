//! What a method is lent for a step, gathered so that it can be borrowed; and its effects as writes.

use model::{
    Attributes, Credential, Id, Locale, Login, Person, Span, Time, User,
    audit::{Event, Outcome},
    key::{Key, KeyPurpose},
    message::{Courier, Message, MessageState},
    network::source_of,
    phone::Number,
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
        // Only who asks somebody else needs to know what for.
        let elsewhere = occasion.login.filter(|_| opened.kind.leaves());
        lent.around = Around {
            second_factor: occasion.second_factor,
            enrolling: occasion.enrolling,
            recovering: occasion.recovering,
            follows: occasion.follows,
            wish: elsewhere.map(wish).unwrap_or_default(),
            way_back: elsewhere.map(|l| l.way_back.0.expose().clone()).unwrap_or_default(),
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
        forwarding: request.forwarding.clone(),
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

/// A message's address, as its limits know it.
struct Aim {
    to: [u8; 32],
    /// What numbers in a row have in common.
    range: Option<[u8; 32]>,
    /// Asked for by a name alone.
    blind: bool,
    /// It goes to somebody: what does not counts for no site and no method.
    leaves: bool,
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
                        let to = self.keyed("nobody", model::user::fold(name).as_bytes());
                        let nobody = Aim { to, range: None, blind: true, leaves: false };
                        self.within_limits(unit, world, *method, &nobody, behalf)
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

    /// A message with its limits (requirement A2.17). What no message may go to is counted like one to nobody.
    fn sending(
        &self,
        unit: Unit,
        world: &World,
        method: Id,
        outgoing: &Outgoing,
        behalf: &Behalf<'_>,
        quiet: bool,
    ) -> Unit {
        let mut message = self.message(outgoing, behalf);
        if outgoing.courier == Courier::Sms {
            message.body["method"] = serde_json::json!(method);
        }
        if outgoing.notice {
            return unit.send(When::Done, message);
        }
        if quiet {
            return unit;
        }
        let aim = self.aim(world, method, outgoing);
        let unit = self.within_limits(unit, world, method, &aim, behalf);
        if aim.leaves { unit.send(When::Done, message) } else { unit }
    }

    /// What limits know of a message's address.
    fn aim(&self, world: &World, method: Id, outgoing: &Outgoing) -> Aim {
        let to = self.keyed("address", outgoing.to.to_lowercase().as_bytes());
        if outgoing.courier != Courier::Sms {
            return Aim { to, range: None, blind: outgoing.blind, leaves: true };
        }
        let open = |number: &Number| {
            world.catalogue.method(method).is_some_and(|(_, m)| m.sending.open_to(number, m.home(), false))
        };
        let number = Number::parse(&outgoing.to, None).filter(open);
        let range = number.as_ref().map(|number| self.keyed("range", number.range().as_bytes()));
        Aim { to, range, blind: outgoing.blind, leaves: number.is_some() }
    }

    /// Counts a message: by address, by the numbers beside it and by network in an hour, by method and by site in a day.
    fn within_limits(&self, mut unit: Unit, world: &World, method: Id, aim: &Aim, behalf: &Behalf<'_>) -> Unit {
        let now = self.now();
        let rules = world.catalogue.method(method).map(|(_, m)| m.sending.clone()).unwrap_or_default();
        let per_day = world.catalogue.site(behalf.site).map_or(0, |(_, s)| s.messages_per_day);
        // People who cannot be told apart would all be one network, and one of them could keep codes from the others.
        let network = behalf.client.source().map(|a| format!("net:{}", source_of(a)));
        let network = network.map(|scope| (scope, rules.per_network_hour));
        let to = (format!("to:{}", crate::hex(&aim.to[..16])), rules.per_address_hour);
        let range = aim.range.map(|range| format!("range:{method}:{}", crate::hex(&range[..16])));
        // Asked for by a name alone, the limit would tell in which range that name's number lies; it is counted all the same.
        let range = range.map(|scope| (scope, if aim.blind { u32::MAX } else { rules.per_range_hour }));
        for (scope, limit) in std::iter::once(to).chain(range).chain(network) {
            unit = unit
                .expect(Expect::Room { scope: scope.clone(), since: now - Span::hours(1), limit })
                .then(Write::CountSending { scope, now });
        }
        for (scope, limit) in
            [(format!("method:{method}"), rules.per_method_day), (format!("site:{}", behalf.site), per_day)]
        {
            unit = unit.expect(Expect::Room { scope: scope.clone(), since: now - Span::days(1), limit });
            unit = if aim.leaves { unit.then(Write::CountSending { scope, now }) } else { unit };
        }
        unit
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
        Some(self.message(
            &Outgoing { courier: Courier::Mail, to, text: text.to_owned(), args, notice: true, blind: false },
            behalf,
        ))
    }
}
