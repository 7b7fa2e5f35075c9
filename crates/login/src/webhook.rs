//! Webhooks: audit events that leave as signed JSON, as the Standard Webhooks specification has it (decision 14).
//!
//! What waits in the outbox is the place of an event, not the event: each attempt reads the record afresh, so that what was
//! erased meanwhile does not leave, and signs it with the secrets and to the address of that moment.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use model::{
    AnyObject, Catalogue, Change, Entry, Id, Span, Time, Webhook,
    audit::{Event, Outcome, is_within},
    message::{Courier, Message, MessageState},
    role::{AlertEvent, AlertWay},
    webhook::PREFIX,
};
use plug::{CourierError, Parcel};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{AuditRecord, Spend, Unit, When, Write};

use crate::{
    Engine, EngineError, World,
    follow::{Catch, Follower, Pace},
};

/// How long an event is tried. After a time in which no server ran, it is tried once more whatever its age.
const LIFE: Span = Span::days(1);
/// Not even once more.
const KEPT: Span = Span::days(30);
/// Messages of one webhook that may wait; the streams themselves keep the rest.
const ROOM: u64 = 500;
/// Failures in a row that are worth an alert.
const FAILING: u32 = 3;

/// Where the event of a message lies.
#[derive(Debug, Serialize, Deserialize)]
struct Errand {
    webhook: Id,
    node: String,
    sequence: i64,
}

impl Engine {
    /// Puts the events that a webhook takes into the outbox, as far as there is room.
    pub(crate) async fn follow_webhook(
        &self,
        world: &World,
        (entry, webhook): (&Entry, &Webhook),
        mut follower: Follower,
        heads: &[(String, i64)],
    ) -> Result<Pace, EngineError> {
        let waiting = self.store().waiting(Courier::Webhook, &lanes(entry.id)).await?;
        let mut room = usize::try_from(ROOM.saturating_sub(waiting)).unwrap_or(0);
        for (node, _) in heads {
            while let Some((steps, from, mut to)) = self.next_steps(&follower, node).await? {
                if room == 0 {
                    return Ok(Pace::Full);
                }
                let mut catch = Catch::default();
                for step in &steps {
                    if room == 0 {
                        to = step.sequence - 1;
                        break;
                    }
                    if takes(&world.catalogue, entry, webhook, &step.action, &step.site) {
                        catch.send.push(self.webhook_message(entry, node, step.sequence));
                        room -= 1;
                    }
                }
                if !self.move_on(&mut follower, node, (from, to), catch).await? {
                    return Ok(Pace::More);
                }
            }
        }
        Ok(Pace::Done)
    }

    /// A message that tells a webhook of a record, now or again.
    pub fn webhook_message(&self, entry: &Entry, node: &str, sequence: i64) -> Message {
        let now = self.now();
        let [first, second, third, fourth] = lanes(entry.id);
        let lane = match sequence.rem_euclid(4) {
            0 => first,
            1 => second,
            2 => third,
            _ => fourth,
        };
        Message {
            id: self.new_id(),
            courier: Courier::Webhook,
            site: None,
            about: Some(entry.id),
            to: lane,
            body: serde_json::to_value(Errand { webhook: entry.id, node: node.to_owned(), sequence })
                .unwrap_or_default(),
            created: now,
            until: now + KEPT,
            attempts: 0,
            next: now,
            state: MessageState::Waiting,
        }
    }

    /// The id under which a record is told, each time the same.
    pub fn webhook_event_id(&self, node: &str, sequence: i64) -> String {
        let id = self.keyed("webhook-event", format!("{node}\0{sequence}").as_bytes());
        format!("evt_{}", crate::hex(&id[..16]))
    }

    pub(crate) async fn webhook_parcel(&self, message: &Message) -> Result<Parcel, CourierError> {
        let never = |why: &str| CourierError::Never(why.to_owned());
        let errand: Errand = serde_json::from_value(message.body.clone()).map_err(|_| never("it cannot be read"))?;
        let world = self.world();
        let (_, webhook) = world.catalogue.webhook(errand.webhook).ok_or_else(|| never("the webhook is gone"))?;
        if !webhook.enabled {
            return Err(never("the webhook is switched off"));
        }
        let record = self.store().audit_record(&errand.node, errand.sequence).await;
        let record = record.map_err(|error| CourierError::Later(error.to_string()))?;
        let event = record.as_ref().and_then(|record| record.event.as_ref());
        let (Some(record), Some(event)) = (&record, event) else { return Err(never("the record was erased")) };
        let id = self.webhook_event_id(&record.node, record.sequence);
        parcel(webhook, &id, self.now(), told(record, event).to_string())
    }

    /// Sends a webhook an event of type `webhook.test` at once, and tells how it went. Nothing is kept for later.
    pub async fn test_webhook(&self, webhook: Id) -> Result<(), CourierError> {
        let world = self.world();
        let found = world.catalogue.webhook(webhook);
        let (entry, webhook) = found.ok_or_else(|| CourierError::Never("the webhook is gone".into()))?;
        let now = self.now();
        let id = format!("evt_{}", crate::hex(&self.chance().bytes::<16>()));
        let body = json!({ "type": "webhook.test", "timestamp": now.rfc3339(), "data": { "webhook": entry.path } });
        let parcel = parcel(webhook, &id, now, body.to_string())?;
        let courier = self.0.parts.couriers.iter().find(|c| c.kind() == Courier::Webhook);
        let courier = courier.ok_or_else(|| CourierError::Later("nobody carries this".into()))?;
        courier.carry(&parcel, self.web()).await
    }

    /// What stands in a unit about a delivery: how it went, and what was lost.
    pub(crate) fn webhook_carried(&self, unit: Unit, message: &Message, last: bool, why: Option<&str>) -> Unit {
        let Ok(errand) = serde_json::from_value::<Errand>(message.body.clone()) else { return unit };
        let now = self.now();
        let unit = unit.then(Write::Delivered { webhook: errand.webhook, now, why: why.map(str::to_owned) });
        match why {
            Some(why) if last => {
                let id = self.webhook_event_id(&errand.node, errand.sequence);
                let detail = json!({ "event": id, "attempts": message.attempts.saturating_add(1), "why": why });
                unit.audit(When::Done, self.webhook_event("webhook.failed", errand.webhook, detail))
            }
            _ => unit,
        }
    }

    /// Tells, once an hour, that a webhook fails again and again.
    pub(crate) async fn tell_failing(&self, message: &Message) -> Result<(), EngineError> {
        let Some(webhook) = message.about else { return Ok(()) };
        let delivery = self.store().delivery(webhook).await?;
        if delivery.failures < FAILING {
            return Ok(());
        }
        let now = self.now();
        let key = format!("{webhook}:{}", now.seconds() / 3600);
        let once = Write::Spend(Spend::Once { gate: "webhook-failing".into(), key, until: now + Span::hours(2) });
        let detail = json!({ "failures": delivery.failures, "why": delivery.why });
        let event = self.webhook_event("webhook.failing", webhook, detail);
        self.store().apply(Unit::new().then(once).audit(When::Done, event)).await?;
        Ok(())
    }

    fn webhook_event(&self, action: &str, webhook: Id, mut detail: Value) -> Event {
        let world = self.world();
        let mut event = Event::new(self.now(), action, Outcome::Failure);
        if let Some(entry) = world.catalogue.entry(webhook) {
            event.site = entry.path.rsplit_once('/').map(|(site, _)| site.to_owned()).unwrap_or_default();
            detail["webhook"] = entry.path.as_str().into();
        }
        event.detail(detail)
    }

    /// A fresh secret in the form of the specification.
    pub fn webhook_secret(&self) -> model::Secret<String> {
        let bytes = zeroize::Zeroizing::new(self.chance().bytes::<32>());
        model::Secret::new(format!("{PREFIX}{}", STANDARD.encode(*bytes)))
    }

    /// Webhooks that come without a secret keep the one they have, or get one.
    pub fn with_secrets(&self, catalogue: &Catalogue, mut changes: Vec<Change>) -> Vec<Change> {
        for change in &mut changes {
            let Change::Put(entry) = change else { continue };
            let AnyObject::Webhook(webhook) = &mut entry.object else { continue };
            if webhook.secret.is_empty() {
                let kept = catalogue.webhook(entry.id).map(|(_, old)| old.secret.clone()).filter(|s| !s.is_empty());
                webhook.secret = kept.unwrap_or_else(|| self.webhook_secret().expose().clone());
            }
        }
        changes
    }
}

/// When a message is given up that cannot be delivered.
pub(crate) fn given_up(message: &Message) -> Time {
    if message.courier == Courier::Webhook { message.created + LIFE } else { message.until }
}

/// Names of lanes: a webhook has a few, so that it may be told several events at once, and a slow one delays no other.
pub fn lanes(webhook: Id) -> [String; 4] {
    [0, 1, 2, 3].map(|lane| format!("{webhook}/{lane}"))
}

/// Whether a webhook is told of an event: one of its own site or below, by its action or because a role there alerts by webhooks.
/// Never of its own kind's failures, or two that fail would tell each other for ever.
pub fn takes(catalogue: &Catalogue, entry: &Entry, webhook: &Webhook, action: &str, site: &str) -> bool {
    let Some((of, _)) = entry.path.rsplit_once('/') else { return false };
    if !is_within(site, of) || action.starts_with("webhook.") {
        return false;
    }
    let alerted = |about: AlertEvent| {
        catalogue.roles().any(|(role, alerts)| {
            alerts.tells(about, AlertWay::Webhook) && role.path.rsplit_once('/').is_some_and(|(site, _)| site == of)
        })
    };
    webhook.takes(action) || AlertEvent::of(action).is_some_and(alerted)
}

/// What is told of a record.
fn told(record: &AuditRecord, event: &Event) -> Value {
    let mut data = serde_json::to_value(event).unwrap_or_default();
    if let Value::Object(members) = &mut data {
        members.remove("at");
        members.remove("action");
        members.insert("site".into(), event.place().into());
        members.insert("node".into(), record.node.as_str().into());
        members.insert("sequence".into(), record.sequence.into());
    }
    json!({ "type": event.action, "timestamp": event.at.rfc3339(), "data": data })
}

fn parcel(webhook: &Webhook, id: &str, now: Time, body: String) -> Result<Parcel, CourierError> {
    let timestamp = now.seconds().to_string();
    let signature = signature(webhook, id, &timestamp, &body)
        .ok_or_else(|| CourierError::Later("the webhook has no secret that can sign".into()))?;
    let fields = [("webhook-id", id.to_owned()), ("webhook-timestamp", timestamp), ("webhook-signature", signature)];
    Ok(Parcel {
        to: webhook.url.clone(),
        subject: String::new(),
        text: body,
        html: None,
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        mail: None,
        gateways: Vec::new(),
        id: id.to_owned(),
    })
}

/// One signature for each secret, so that receivers can change theirs at their own time.
fn signature(webhook: &Webhook, id: &str, timestamp: &str, body: &str) -> Option<String> {
    let signed = [&webhook.secret, &webhook.former_secret].into_iter().filter_map(|secret| {
        let key = zeroize::Zeroizing::new(STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), format!("{id}.{timestamp}.{body}").as_bytes());
        Some(format!("v1,{}", STANDARD.encode(tag.as_ref())))
    });
    let signed: Vec<String> = signed.collect();
    (!signed.is_empty()).then(|| signed.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn g4_a_signature_is_what_the_specification_says() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let webhook = Webhook { secret, ..Webhook::default() };
        let signed = signature(&webhook, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        let both = Webhook { former_secret: webhook.secret.clone(), ..webhook };
        let signed = signature(&both, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signed.split(' ').count(), 2);
        assert_eq!(signature(&Webhook::default(), "a", "1", ""), None);
    }
}
