//! What the engine said, in the protocol's words: an accept with what is known of it, a challenge with one item for each
//! question.

use kit::Args;
use login::{Choice, Grant, LineAsked, hashed};
use model::{Credential, Id};
use plug::token::{Moving, SeedRecord};
use plug::{Field, Prompt, Value as Given};
use serde_json::{Value, json};

use super::Front;
use super::hear::Heard;
use super::request::Named;
use super::response::{Authentication, Detail, Fault, Outcome, short};

/// One question as agents know it.
struct Item {
    serial: String,
    kind: &'static str,
    message: String,
    mode: &'static str,
}

impl Front {
    /// The one refusal.
    pub(super) fn rejected(&self, heard: &Heard) -> Outcome {
        Outcome::rejected(self.say(heard, "agent-rejected", &Args::new()))
    }

    /// An accept, with the token where there can be no doubt which it was, and what the application is told of the person.
    pub(super) async fn accepted(&self, heard: &Heard, grant: &Grant) -> Result<Outcome, Fault> {
        let mut detail = Detail::new();
        detail.insert("message".into(), self.say(heard, "agent-accepted", &Args::new()).into());
        if let Some(credential) = self.token_of(grant).await? {
            detail.insert("serial".into(), self.serial(&credential).into());
            detail.insert("type".into(), self.type_of(&credential).into());
        }
        if let Some(user) = released(grant) {
            detail.insert("user".into(), user);
            detail.insert("user-realm".into(), self.realm(heard).into());
            detail.insert("user-resolver".into(), self.resolver(grant).into());
        }
        Ok(Outcome::new(true).authentication(Authentication::Accept).detail(detail))
    }

    /// A challenge.
    pub(super) async fn challenged(&self, heard: &Heard, asked: &LineAsked) -> Result<Outcome, Fault> {
        let (_, detail) = self.challenge(heard, asked).await?;
        Ok(Outcome::new(false).authentication(Authentication::Challenge).detail(detail))
    }

    /// The items of a challenge, and the `detail` that holds them.
    pub(super) async fn challenge(&self, heard: &Heard, asked: &LineAsked) -> Result<(Vec<Value>, Detail), Fault> {
        let transaction = asked.handle.expose();
        let items: Vec<Item> = self.items(heard, asked).await?;
        let mut messages: Vec<&str> = Vec::new();
        for item in &items {
            if !messages.contains(&item.message.as_str()) {
                messages.push(&item.message);
            }
        }
        let message = short(&messages.join(", "));
        let shown: Vec<Value> = items
            .iter()
            .map(|item| {
                json!({
                    "serial": item.serial,
                    "type": item.kind,
                    "message": item.message,
                    "transaction_id": transaction,
                    "client_mode": item.mode,
                    "attributes": null,
                    "image": null,
                })
            })
            .collect();
        let mut detail = Detail::new();
        if let Some(last) = items.last() {
            // Agents of an older time read the last challenge there.
            detail.insert("serial".into(), last.serial.clone().into());
            detail.insert("type".into(), last.kind.into());
            detail.insert("client_mode".into(), last.mode.into());
        }
        let preferred = MODES.into_iter().find(|mode| items.iter().any(|item| item.mode == *mode));
        detail.insert("preferred_client_mode".into(), preferred.unwrap_or(MODES[0]).into());
        detail.insert("message".into(), message.into());
        detail.insert("messages".into(), json!(messages));
        detail.insert("transaction_id".into(), transaction.into());
        detail.insert("transaction_ids".into(), json!(vec![transaction; items.len()]));
        detail.insert("multi_challenge".into(), shown.clone().into());
        Ok((shown, detail))
    }

    async fn items(&self, heard: &Heard, asked: &LineAsked) -> Result<Vec<Item>, Fault> {
        let more = self.choices(heard, &asked.choices, asked.asked.is_empty());
        if asked.asked.is_empty() {
            let serial = self.standing_for(heard, asked.page.application);
            return Ok(vec![Item { serial, kind: CHOICE, message: more, mode: INTERACTIVE }]);
        }
        // Until something is proven nothing may depend on who the person is.
        let known = if asked.page.who.is_some() { self.credentials_of(asked).await? } else { Vec::new() };
        let mut items = Vec::new();
        for question in &asked.asked {
            let mut theirs = known.iter().filter(|c| c.method == question.method.method);
            let (serial, kind) = match (theirs.next(), theirs.next()) {
                (Some(one), None) => (self.serial(one), self.type_of(one)),
                _ => (self.standing_for(heard, question.method.method), type_of(question.method.kind)),
            };
            let waits = question.prompt.fields.iter().all(|field| field.input().is_none());
            let mut message = self.question(heard, asked, &question.prompt);
            if !more.is_empty() {
                message = short(&sentences(&message, &more));
            }
            items.push(Item { serial, kind, message, mode: if waits { POLL } else { INTERACTIVE } });
        }
        Ok(items)
    }

    /// The question's words; after a wrong answer what was wrong with it.
    fn question(&self, heard: &Heard, asked: &LineAsked, prompt: &Prompt) -> String {
        let args = values(&prompt.args);
        let mut said = self.say(heard, &prompt.text, &args);
        // A new PIN that the server chose: unseen, it would lock its owner out.
        for field in &prompt.fields {
            if let Field::List { items } = field {
                said = short(&sentences(&said, &items.join(" ")));
            }
        }
        let wrong =
            asked.page.error.and_then(|why| prompt.error_texts(why).into_iter().find(|key| self.texts().knows(key)));
        match wrong {
            Some(key) => short(&sentences(&self.say(heard, &key, &args), &said)),
            None => said,
        }
    }

    /// Ways that a line may pick, by number.
    fn choices(&self, heard: &Heard, choices: &[Choice], alone: bool) -> String {
        if choices.is_empty() {
            return String::new();
        }
        let listed: Vec<String> =
            choices.iter().enumerate().map(|(index, choice)| format!("{} {}", index + 1, choice.offer.title)).collect();
        let key = if alone { "agent-choose" } else { "agent-others" };
        self.say(heard, key, &Args::new().with("choices", listed.join(", ")))
    }

    pub(super) fn say(&self, heard: &Heard, key: &str, args: &Args) -> String {
        let locale = kit::Locale::from_tag(heard.locale.tag()).unwrap_or_default();
        short(&self.texts().say(locale, key, args))
    }

    async fn credentials_of(&self, asked: &LineAsked) -> Result<Vec<Credential>, Fault> {
        let login = self.engine().store().login(&hashed(asked.handle.expose())).await?;
        let Some(person) = login.and_then(|login| login.person) else { return Ok(Vec::new()) };
        Ok(self.engine().store().person(&person.key(), "").await?.credentials)
    }

    /// The one token that the last method can have used.
    pub(super) async fn token_of(&self, grant: &Grant) -> Result<Option<Credential>, Fault> {
        let world = self.engine().world();
        let method = grant.methods.last().and_then(|name| world.named(name));
        let Some(method) = method.filter(|m| m.kind.factor == plug::Factor::Possession) else { return Ok(None) };
        let record = self.engine().store().person(&grant.person.key(), "").await?;
        let mut theirs = record.credentials.into_iter().filter(|c| c.method == method.id);
        Ok(match (theirs.next(), theirs.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        })
    }

    /// A token's number; one made of its id where it has none.
    pub(super) fn serial(&self, credential: &Credential) -> String {
        match &credential.token {
            Some(tag) => tag.serial.clone(),
            None => self.made_up(self.type_of(credential), credential.id.to_string().as_bytes()),
        }
    }

    /// What agents call a token; kinds that hold two sorts say which this is.
    pub(super) fn type_of(&self, credential: &Credential) -> &'static str {
        let kind = self.engine().kinds().iter().find(|kind| kind.kind.name == credential.kind);
        match kind.and_then(|kind| kind.tokens).map(|craft| (craft.record)(credential)) {
            Some(Ok(SeedRecord { moving: Moving::Event { .. }, .. })) => "hotp",
            Some(Ok(SeedRecord { moving: Moving::Time { .. }, .. })) => "totp",
            _ => type_of(&credential.kind),
        }
    }

    /// A number that stands for whatever this person proves a method with: it says nothing of who has what.
    fn standing_for(&self, heard: &Heard, method: Id) -> String {
        let name = model::user::fold(&Named::of(&heard.params, &heard.agent).user);
        let kind = self.engine().world().opened(method).map_or(CHOICE, |m| type_of(m.kind.name));
        self.made_up(kind, format!("{method}\0{name}").as_bytes())
    }

    fn made_up(&self, kind: &str, bytes: &[u8]) -> String {
        let digest = self.engine().keyed("agent-serial", bytes);
        format!("{}{}", prefix_of(kind), login::hex(&digest[..4]).to_uppercase())
    }

    fn realm(&self, heard: &Heard) -> String {
        let named = Named::of(&heard.params, &heard.agent).realm;
        let world = self.engine().world();
        let site = || world.app(heard.agent.application).map(|app| app.site.path.clone()).unwrap_or_default();
        if named.is_empty() { site() } else { named }
    }

    fn resolver(&self, grant: &Grant) -> String {
        let directory = match &grant.person {
            model::Person::Registered { directory, .. } => Some(*directory),
            model::Person::Unregistered { .. } => None,
        };
        let world = self.engine().world();
        directory.and_then(|id| world.catalogue.entry(id)).map(|entry| entry.path.clone()).unwrap_or_default()
    }
}

/// Two texts as one; an instruction has no full stop of its own.
fn sentences(one: &str, other: &str) -> String {
    let stop = if one.ends_with(|c: char| c.is_alphanumeric()) { "." } else { "" };
    format!("{one}{stop} {other}")
}

/// What the application's policy releases; a single value stands alone.
fn released(grant: &Grant) -> Option<Value> {
    if grant.attributes.is_empty() {
        return None;
    }
    let mut user = Detail::new();
    if let Some(known) = &grant.user {
        user.insert("username".into(), known.name.clone().into());
    }
    for (name, values) in &grant.attributes {
        let value = match values.as_slice() {
            [one] => Value::from(one.as_str()),
            many => json!(many),
        };
        user.insert(name.clone(), value);
    }
    Some(user.into())
}

fn values(args: &plug::Args) -> Args {
    args.iter().fold(Args::new(), |args, (name, value)| match value {
        #[allow(clippy::cast_precision_loss, reason = "numbers in texts are small")]
        Given::Number(number) => args.with(name.as_str(), *number as f64),
        Given::Text(text) => args.with(name.as_str(), text.as_str()),
    })
}

/// What agents call a kind of method; every other one is a field to them.
pub fn type_of(kind: &str) -> &'static str {
    TYPES
        .iter()
        .find(|(ours, ..)| kind == *ours || kind.starts_with(&format!("{ours}.")))
        .map_or(CHOICE, |(_, theirs, _)| theirs)
}

fn prefix_of(kind: &str) -> &'static str {
    TYPES.iter().find(|(_, theirs, _)| *theirs == kind).map_or("SYMB", |(.., prefix)| prefix)
}

/// Our kinds, the protocol's types, and how numbers of such tokens begin.
const TYPES: [(&str, &str, &str); 9] = [
    ("totp", "totp", "TOTP"),
    ("hotp", "hotp", "OATH"),
    ("oath", "hotp", "OATH"),
    ("email", "email", "PIEM"),
    ("sms", "sms", "PISM"),
    ("push", "push", "PIPU"),
    ("password", "pw", "PW"),
    ("backup", "paper", "PPR"),
    ("printout", "tan", "PITN"),
];
/// A question that is a choice among methods.
const CHOICE: &str = "question";
const INTERACTIVE: &str = "interactive";
const POLL: &str = "poll";
/// Client modes, the one that agents should show first first.
const MODES: [&str; 3] = [INTERACTIVE, "webauthn", POLL];
