//! The outbox at work: what was committed leaves, each message on its own, again and again until it is too late.

use model::{
    Catalogue, Id, Locale, Span,
    audit::{Event, Outcome},
    gateway::Gateway,
    mask,
    message::{Courier, Message, MessageState},
    system::Mail,
};
use plug::{Args, CourierError, Parcel};
use std::{collections::HashMap, future::Future, pin::pin, sync::Arc, time::Duration};
use store::{CLAIM, Unit, When, Write};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
};

use crate::{Engine, EngineError, webhook::given_up};

/// Messages of one courier under way at the same time on a node.
const AT_ONCE: usize = 32;
/// The longest rest between two looks at the store; other nodes wake nobody here.
const REST: Duration = Duration::from_secs(1);
/// The shortest, when something is due that cannot be claimed yet.
const BREATH: Duration = Duration::from_millis(100);
/// How long messages under way may take to end after `stop`.
const FAREWELL: Duration = Duration::from_secs(10);
/// The longest that a page waits for a message.
const PATIENCE: Span = Span::seconds(2);

impl Engine {
    /// Something was committed that may have put messages into the outbox.
    pub fn wake_outbox(&self) {
        self.0.outbox.notify_one();
    }

    /// Carries messages until `stop` is ready. One is run on each node.
    pub async fn run_outbox(self, stop: impl Future<Output = ()> + Send) {
        let slots: HashMap<Courier, Arc<Semaphore>> =
            self.0.parts.couriers.iter().map(|c| (c.kind(), Arc::new(Semaphore::new(AT_ONCE)))).collect();
        let mut under_way = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            let rest = match self.carry_due(&slots, &mut under_way).await {
                Ok(()) => self.rest().await,
                Err(error) => {
                    tracing::warn!(error = %error, "The outbox cannot be read, trying again");
                    REST
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = self.0.outbox.notified() => {}
                // What has ended may have held up another to the same place.
                Some(_) = under_way.join_next() => {}
                () = tokio::time::sleep(rest) => {}
            }
        }
        let ended = async { while under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, ended).await.is_err() {
            tracing::warn!("Messages were still under way at the end; another run carries them again");
        }
    }

    /// Claims what is due, as far as there are slots, and sends each message on its way.
    async fn carry_due(
        &self,
        slots: &HashMap<Courier, Arc<Semaphore>>,
        under_way: &mut JoinSet<()>,
    ) -> Result<(), EngineError> {
        for (kind, slots) in slots {
            let limit = u32::try_from(slots.available_permits()).unwrap_or(0);
            if limit == 0 {
                continue;
            }
            for message in self.store().claim(*kind, &self.0.parts.node, self.now(), limit).await? {
                let Ok(slot) = Arc::clone(slots).try_acquire_owned() else { break };
                under_way.spawn(self.clone().carry(message, slot));
            }
        }
        Ok(())
    }

    async fn rest(&self) -> Duration {
        let due = self.store().next_due().await.ok().flatten();
        due.map_or(REST, |due| {
            let left = u64::try_from((due - self.now()).as_millis()).unwrap_or(0);
            Duration::from_millis(left).clamp(BREATH, REST)
        })
    }

    async fn carry(self, message: Message, _slot: OwnedSemaphorePermit) {
        let outcome = match self.parcel(&message).await {
            Ok(parcel) => self.hand_over(&message, &parcel).await,
            Err(error) => Err(error),
        };
        if let Err(error) = self.carried(&message, outcome).await {
            tracing::warn!(message.id = %message.id, error = %error, "What became of a message cannot be stored; it may leave twice");
        }
    }

    async fn hand_over(&self, message: &Message, parcel: &Parcel) -> Result<(), CourierError> {
        let courier = self.0.parts.couriers.iter().find(|c| c.kind() == message.courier);
        let courier = courier.ok_or_else(|| CourierError::Later("nobody carries this".into()))?;
        // It is ours only for as long as the claim lasts.
        let claimed = Duration::from_millis(u64::try_from(CLAIM.as_millis()).unwrap_or(0)).mul_f32(0.75);
        let carried = tokio::time::timeout(claimed, courier.carry(parcel, self.web())).await;
        carried.unwrap_or_else(|_| Err(CourierError::Later("it took too long".into())))
    }

    async fn parcel(&self, message: &Message) -> Result<Parcel, CourierError> {
        match message.courier {
            Courier::Mail => {
                let held_back = self.held_back(message).await.map_err(|e| CourierError::Later(e.to_string()))?;
                self.mail_parcel(message, held_back)
            }
            Courier::Webhook => self.webhook_parcel(message).await,
            Courier::Post => {
                let farewell =
                    self.0.farewell.get().ok_or_else(|| CourierError::Later("its front is not there".into()))?;
                farewell
                    .parcel(message)
                    .await
                    .ok_or_else(|| CourierError::Never("nobody is to be told any more".into()))
            }
            Courier::Sms => self.sms_parcel(message),
        }
    }

    fn mail_parcel(&self, message: &Message, held_back: Option<u64>) -> Result<Parcel, CourierError> {
        let never = |what: &str| CourierError::Never(what.to_owned());
        let mut letter = Letter::of(message).ok_or_else(|| never("it cannot be read"))?;
        if let Some(count) = held_back.and_then(|count| i64::try_from(count).ok()) {
            letter.args.insert("count".to_owned(), plug::Value::Number(count));
        }
        let world = self.world();
        let mail = server(&world.catalogue, message.site).ok_or_else(|| never("there is no mail server"))?;
        let words = self.0.parts.render.mail(message.site, letter.locale, &letter.text, &letter.args);
        if words.subject.is_empty() || words.text.is_empty() {
            return Err(never("there are no words for it"));
        }
        Ok(Parcel {
            to: message.to.clone(),
            subject: words.subject,
            text: words.text,
            html: Some(words.html).filter(|html| !html.is_empty()),
            fields: Vec::new(),
            mail: Some(mail),
            gateways: Vec::new(),
            id: message.id.to_string(),
        })
    }

    fn sms_parcel(&self, message: &Message) -> Result<Parcel, CourierError> {
        let never = |what: &str| CourierError::Never(what.to_owned());
        let letter = Letter::of(message).ok_or_else(|| never("it cannot be read"))?;
        let gateways = gateways(&self.world().catalogue, message);
        if gateways.is_empty() {
            return Err(never("there is no gateway"));
        }
        let text = self.0.parts.render.sms(message.site, letter.locale, &letter.text, &letter.args);
        if text.is_empty() {
            return Err(never("there are no words for it"));
        }
        Ok(Parcel {
            to: message.to.clone(),
            subject: String::new(),
            text,
            html: None,
            fields: Vec::new(),
            mail: None,
            gateways,
            id: message.id.to_string(),
        })
    }

    /// Stores what became of it, and says so.
    async fn carried(&self, message: &Message, outcome: Result<(), CourierError>) -> Result<(), EngineError> {
        let attempts = message.attempts.saturating_add(1);
        let again = self.now() + back_off(attempts, message.courier);
        let (sent, next, why) = match &outcome {
            Ok(()) => (true, None, String::new()),
            Err(CourierError::Later(why)) => (false, Some(again).filter(|t| *t < given_up(message)), why.clone()),
            Err(CourierError::Never(why)) => (false, None, why.clone()),
        };
        let mut unit = Unit::new().then(Write::MessageDone { id: message.id, sent, attempts, next });
        if message.courier == Courier::Webhook {
            let why = (!sent).then(|| without_address(&why, message));
            unit = self.webhook_carried(unit, message, next.is_none(), why.as_deref());
        } else if next.is_none() {
            unit = unit.audit(When::Done, self.carried_event(message, sent, attempts));
        }
        let what = if sent {
            "sent"
        } else if next.is_some() {
            "later"
        } else {
            "failed"
        };
        metrics::counter!("symbolon_messages_total", "courier" => message.courier.name(), "outcome" => what)
            .increment(1);
        if !sent {
            let (courier, why) = (message.courier.name(), without_address(&why, message));
            tracing::warn!(message.id = %message.id, message.courier = courier, attempts, why, "A message did not leave: {what}");
        }
        self.store().apply(unit).await?;
        if message.courier == Courier::Webhook && !sent {
            self.tell_failing(message).await?;
        }
        Ok(())
    }

    fn carried_event(&self, message: &Message, sent: bool, attempts: u32) -> Event {
        let (action, outcome) =
            if sent { ("message.sent", Outcome::Success) } else { ("message.failed", Outcome::Failure) };
        let mut event = Event::new(self.now(), action, outcome);
        event.correlation = message.about;
        event.detail = serde_json::json!({
            "message": message.id,
            "courier": message.courier,
            "to": shown(message),
            "text": message.body["text"],
            "attempts": attempts,
        });
        event
    }

    /// What became of a message, for a page that may wait a moment for it.
    pub async fn message_outcome(&self, id: Id, wait: Span) -> Result<Option<MessageState>, EngineError> {
        self.wake_outbox();
        let millis = |span: Span| u64::try_from(span.as_millis()).unwrap_or(0);
        let looks = millis(wait.min(PATIENCE)) / millis(Span::millis(100));
        for _ in 0..looks {
            match self.store().message_state(id).await? {
                Some(MessageState::Waiting) => tokio::time::sleep(BREATH).await,
                other => return Ok(other),
            }
        }
        Ok(self.store().message_state(id).await?)
    }

    /// A notice to a user who has an address, in their language: `KEY` of `mail-KEY-subject` and `mail-KEY-text`.
    pub fn notice_to(&self, user: &model::User, text: &str) -> Option<Message> {
        let locale = user.first("locale").and_then(Locale::parse).unwrap_or_default();
        let letter = Letter { text: text.to_owned(), args: Args::new(), locale };
        Some(self.mail(user.site, user.first("email")?, user.id, &letter, Span::days(2)))
    }

    /// A mail that leaves with the unit it is put into, and is not tried any more after `life`.
    pub(crate) fn mail(&self, site: Id, to: &str, about: Id, letter: &Letter, life: Span) -> Message {
        let now = self.now();
        Message {
            id: self.new_id(),
            courier: Courier::Mail,
            site: Some(site),
            about: Some(about),
            to: to.to_owned(),
            body: serde_json::json!({ "text": letter.text, "args": letter.args, "locale": letter.locale }),
            created: now,
            until: now + life,
            attempts: 0,
            next: now,
            state: MessageState::Waiting,
        }
    }
}

/// What stands in the body of a mail, before it is words.
pub(crate) struct Letter {
    /// `KEY` of `mail-KEY-subject` and `mail-KEY-text`.
    pub text: String,
    pub args: Args,
    pub locale: Locale,
}

impl Letter {
    fn of(message: &Message) -> Option<Self> {
        let text = message.body["text"].as_str()?.to_owned();
        let args = match &message.body["args"] {
            serde_json::Value::Null => Args::new(),
            args => serde_json::from_value(args.clone()).ok()?,
        };
        let locale = message.body["locale"].as_str().and_then(Locale::parse).unwrap_or_default();
        Some(Self { text, args, locale })
    }
}

/// The mail server of a site: its own, one above it has, the system's.
pub(crate) fn server(catalogue: &Catalogue, site: Option<Id>) -> Option<Mail> {
    let inherited = site.and_then(|id| catalogue.upwards(id).into_iter().find_map(|(_, site)| site.mail.clone()));
    inherited.or_else(|| catalogue.system().mail)
}

/// The gateways for a text message: the method's own, those of its site, of one above it, the system's.
fn gateways(catalogue: &Catalogue, message: &Message) -> Vec<Gateway> {
    let method = serde_json::from_value(message.body["method"].clone()).ok().and_then(|id| catalogue.method(id));
    if let Some(own) = method.and_then(|(_, method)| Gateway::of_lines(&method.configuration)) {
        return vec![own];
    }
    let sites = message.site.map(|id| catalogue.upwards(id)).unwrap_or_default();
    let inherited = sites.into_iter().map(|(_, site)| &site.sms).find(|sms| !sms.is_empty()).cloned();
    inherited.unwrap_or_else(|| catalogue.system().sms)
}

/// One second after the first try, twice as long after each other one, at most five minutes; half an hour for webhooks, which
/// are tried for a day.
fn back_off(attempts: u32, courier: Courier) -> Span {
    let doubled = attempts.saturating_sub(1).min(16);
    let most = if courier == Courier::Webhook { Span::minutes(30) } else { Span::minutes(5) };
    Span::seconds(1_i64 << doubled).min(most)
}

/// Where a message went, as others may read it.
fn shown(message: &Message) -> String {
    match message.courier {
        Courier::Mail => mask::email(&message.to),
        Courier::Sms => mask::phone(&message.to),
        Courier::Webhook => "•••".to_owned(),
        Courier::Post => {
            let url = url::Url::parse(&message.to).ok();
            url.and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
        }
    }
}

/// A courier's words may quote the address; logs do not.
fn without_address(why: &str, message: &Message) -> String {
    let (why, to) = (why.to_lowercase(), message.to.to_lowercase());
    let line: String =
        why.replace(&to, &shown(message)).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AnyObject, Entry, Site, System, Time};
    use serde_json::json;

    fn message(courier: Courier, to: &str, body: serde_json::Value) -> Message {
        let now = Time::default();
        Message {
            id: Id::fixed(1),
            courier,
            site: None,
            about: None,
            to: to.into(),
            body,
            created: now,
            until: now + Span::minutes(10),
            attempts: 0,
            next: now,
            state: MessageState::Waiting,
        }
    }

    #[test]
    fn tries_come_ever_later_and_at_least_every_five_minutes() {
        for (attempts, seconds) in
            [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (8, 128), (9, 256), (10, 300), (40, 300), (u32::MAX, 300)]
        {
            assert_eq!(back_off(attempts, Courier::Mail), Span::seconds(seconds), "after try {attempts}");
        }
    }

    #[test]
    fn a_letter_is_read_back_as_it_was_written() {
        let body = json!({ "text": "code", "args": { "code": "123456", "minutes": 10 }, "locale": "fi" });
        let letter = Letter::of(&message(Courier::Mail, "ada@example.com", body)).unwrap();
        assert_eq!((letter.text.as_str(), letter.locale), ("code", Locale::Fi));
        assert_eq!(letter.args["minutes"], 10.into());
        let bare = Letter::of(&message(Courier::Mail, "ada@example.com", json!({ "text": "code" }))).unwrap();
        assert_eq!((bare.args.len(), bare.locale), (0, Locale::En));
        for odd in [json!({}), json!({ "text": 1 }), json!({ "text": "code", "args": [1] })] {
            assert!(Letter::of(&message(Courier::Mail, "ada@example.com", odd)).is_none());
        }
    }

    /// M096: neither the record nor the log names an address.
    #[test]
    fn m096_an_address_is_masked_in_what_is_told() {
        let mail = message(Courier::Mail, "Ada@Example.com", json!({}));
        assert_eq!(shown(&mail), "A••@E•••.com");
        let why = without_address("550 5.1.1 <ada@example.com>:\r\nuser unknown", &mail);
        assert_eq!(why, "550 5.1.1 <A••@E•••.com>:  user unknown");
        let sms = message(Courier::Sms, "+358401234567", json!({}));
        assert_eq!(shown(&sms), "••• ••• 67");
        let post = message(Courier::Post, "https://app.example/logout?secret=1", json!({}));
        assert_eq!(shown(&post), "app.example");
    }

    #[test]
    fn a_site_uses_its_own_mail_server_or_the_nearest_above() {
        let host = |host: &str| Some(Mail { host: host.into(), from: "a@b.example".into(), ..Mail::default() });
        let entry =
            |n, path: &str, object: AnyObject| Entry { id: Id::fixed(n), path: path.into(), object, links: Vec::new() };
        let site = |n, path: &str, mail| entry(n, path, Site { mail, ..Site::default() }.into());
        let system = |mail| entry(9, "", System { mail, ..System::default() }.into());
        let put = |entries: Vec<Entry>| Catalogue::load(1, entries);
        let tree = put(vec![
            site(1, "acme", host("acme")),
            site(2, "acme/fi", None),
            site(3, "acme/se", host("se")),
            site(4, "other", None),
            system(host("system")),
        ]);
        for (from, expected) in
            [(Some(1), "acme"), (Some(2), "acme"), (Some(3), "se"), (Some(4), "system"), (None, "system")]
        {
            assert_eq!(server(&tree, from.map(Id::fixed)).map(|m| m.host).as_deref(), Some(expected), "{from:?}");
        }
        assert!(server(&put(vec![site(4, "other", None), system(None)]), Some(Id::fixed(4))).is_none());
    }

    #[test]
    fn a_message_goes_to_the_methods_gateway_or_the_nearest_sites() {
        let named = |name: &str| vec![Gateway { name: name.into(), ..Gateway::default() }];
        let entry =
            |n, path: &str, object: AnyObject| Entry { id: Id::fixed(n), path: path.into(), object, links: Vec::new() };
        let site = |n, path: &str, sms| entry(n, path, Site { sms, ..Site::default() }.into());
        let method = |n, path: &str, lines: &[&str]| {
            let configuration = model::Lines::parse(lines.iter().copied()).unwrap();
            entry(n, path, model::Method { configuration, ..Default::default() }.into())
        };
        let tree = Catalogue::load(
            1,
            vec![
                site(1, "acme", named("acme")),
                site(2, "acme/fi", Vec::new()),
                site(3, "other", Vec::new()),
                method(5, "own", &["smsUrl https://gw.example/?to={mobile}&content={challenge}"]),
                method(6, "plain", &[]),
                entry(9, "", System { sms: [named("one"), named("two")].concat(), ..System::default() }.into()),
            ],
        );
        for (from, by, expected) in
            [(2, 6, &["acme"][..]), (3, 6, &["one", "two"]), (2, 5, &["method"]), (2, 77, &["acme"])]
        {
            let sent = Message {
                site: Some(Id::fixed(from)),
                ..message(Courier::Sms, "+358401234567", json!({ "method": Id::fixed(by) }))
            };
            let names: Vec<String> = gateways(&tree, &sent).into_iter().map(|g| g.name).collect();
            assert_eq!(names, expected, "{from} {by}");
        }
    }
}
