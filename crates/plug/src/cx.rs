//! What a method is lent for one step, and what it asks to be done.

use model::{
    Attributes, Credential, Id, Locale, Lockout, Time, User,
    audit::Event,
    key::{Key, KeyPurpose},
    method::SendingLimits,
};

use std::sync::Arc;

use crate::{Args, Chance, Clock, Directory, MethodError, Web};

/// What a step wants done. The engine makes one unit of work of it.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Stands only if the login did not move: the code is used up.
    SpendCounter {
        credential: Id,
        to: i64,
    },
    /// Used up in a gate: `credential:ID` with an index, and the like.
    SpendOnce {
        gate: String,
        key: String,
        until: Time,
    },
    Put(Box<Credential>),
    Remove(Id),
    Send(Box<Outgoing>),
    /// A message would have been sent if the name were somebody's: it counts against the same limits, so that they tell nothing.
    Unsent(String),
    /// Other sessions and refresh tokens of the person end with this step (a changed password).
    EndOthers,
    Audit(Box<Event>),
}

/// A message that a method asks for. The engine checks the sending limits first.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub courier: model::message::Courier,
    /// Address or number.
    pub to: String,
    /// Key of the text: `mail-KEY-subject`, `mail-KEY-text`; for text messages `message-KEY-sms`.
    pub text: String,
    pub args: Args,
    /// A notice that does not count against the limits of codes.
    pub notice: bool,
    /// Asked for by a name alone: no limit that others fill may tell whose address it is.
    pub blind: bool,
}

/// What surrounds the step: where it happens, and the rules in force.
#[derive(Clone, Debug)]
pub struct Around {
    pub place: Arc<Place>,
    pub method: Id,
    pub locale: Locale,
    pub lockout: Lockout,
    pub sending: SendingLimits,
    /// `mfa true`: the address comes from `attributes`.
    pub mfa: bool,
    /// A second factor stands behind this method for this person, or may.
    pub second_factor: bool,
    /// The step is an enrolment and not a login.
    pub enrolling: bool,
    /// An enrolment by a mailed link, after a password was forgotten: nothing that was known before is asked.
    pub recovering: bool,
    /// The challenge follows an earlier proof of this login.
    pub follows: bool,
    /// Name of the method, as addresses of its own have it.
    pub name: String,
    /// What the application wants of the login, for those who must ask somebody else for it.
    pub wish: Wish,
    /// What an upstream is given to carry back (`state`, `RelayState`), so that the answer finds its login: 32 characters. Empty where no
    /// login is under way.
    pub way_back: String,
}

impl Around {
    /// Where answers for this method come back, by GET or as a form.
    pub fn return_address(&self) -> String {
        format!("{}/login/return/{}", self.place.origin, self.name)
    }
}

/// What a request wants, in no protocol's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub wanted: model::request::Wanted,
    /// The person must prove themselves afresh (`prompt=login`, ForceAuthn).
    pub fresh: bool,
    /// Proofs older than this do not count.
    pub fresh_since: Option<Time>,
    /// Nothing may be shown (`prompt=none`, IsPassive).
    pub passive: bool,
    /// A name to begin with.
    pub hint: Option<String>,
    /// How far the question may go from here.
    pub forwarding: model::request::Forwarding,
}

/// Names for texts and word lists, the same for every step at one application in one language.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub site: String,
    pub site_title: String,
    /// Title of the application in the person's language.
    pub application: String,
    /// Names that a password must not lean on.
    pub context_words: Vec<String>,
    /// Host of the public URL, for issuers in QR codes.
    pub host: String,
    /// The public URL, without a slash at its end.
    pub origin: String,
}

impl Place {
    /// No place but the installation itself.
    pub fn of(public: &url::Url) -> Self {
        Self {
            host: public.host_str().unwrap_or_default().to_owned(),
            origin: public.as_str().trim_end_matches('/').to_owned(),
            ..Self::default()
        }
    }
}

impl std::ops::Deref for Around {
    type Target = Place;
    fn deref(&self) -> &Place {
        &self.place
    }
}

/// A keyed hash of bytes that differs by purpose.
pub type Keyed = dyn Fn(&str, &[u8]) -> [u8; 32] + Send + Sync;

/// Keys of the installation with their private parts, for what a method signs and opens.
#[async_trait::async_trait]
pub trait Keys: Send + Sync {
    /// The key that signs now with this algorithm (`RS256`, `ES256`).
    async fn signing(&self, purpose: KeyPurpose, algorithm: &str) -> Result<Key, MethodError>;
    /// All keys of a purpose that others may still know or will know.
    async fn published(&self, purpose: KeyPurpose) -> Vec<Key>;
}

/// Lent for one step.
pub struct Cx<'a> {
    pub clock: &'a dyn Clock,
    pub chance: &'a dyn Chance,
    pub around: &'a Around,
    /// The name as typed or known.
    pub name: &'a str,
    /// The registered person, where there is one.
    pub user: Option<&'a User>,
    /// The person's active credentials of this method.
    pub credentials: &'a [Credential],
    /// Keys of those credentials' gates that are spent: (gate, key).
    pub spent: &'a [(String, String)],
    /// Attributes of the earlier proofs, after the mapping table of this method.
    pub attributes: &'a Attributes,
    /// The directory of the method, where it has one.
    pub directory: Option<&'a dyn Directory>,
    /// A keyed hash that differs by purpose: codes in flight, names of nobody.
    pub keyed: &'a Keyed,
    /// The only way to call out.
    pub web: &'a Web,
    pub keys: &'a dyn Keys,
    /// When this challenge was opened.
    pub opened: Time,
    pub effects: Vec<Effect>,
}

impl Cx<'_> {
    pub fn now(&self) -> Time {
        self.clock.now()
    }
    pub fn credential(&self) -> Option<&Credential> {
        self.credentials.first()
    }
    /// The accepted moving factor moves forward with the commit; at or behind it is a replay.
    pub fn spend(&mut self, credential: Id, counter: i64) {
        self.effects.push(Effect::SpendCounter { credential, to: counter });
    }
    pub fn spend_once(&mut self, gate: String, key: String, until: Time) {
        self.effects.push(Effect::SpendOnce { gate, key, until });
    }
    pub fn put(&mut self, credential: Credential) {
        self.effects.push(Effect::Put(Box::new(credential)));
    }
    pub fn remove(&mut self, credential: Id) {
        self.effects.push(Effect::Remove(credential));
    }
    pub fn send(&mut self, message: Outgoing) {
        self.effects.push(Effect::Send(Box::new(message)));
    }
    /// Instead of [`Self::send`], where nobody is there to send to.
    pub fn send_to_nobody(&mut self) {
        self.effects.push(Effect::Unsent(self.name.to_owned()));
    }
    pub fn end_others(&mut self) {
        self.effects.push(Effect::EndOthers);
    }
    pub fn audit(&mut self, event: Event) {
        self.effects.push(Effect::Audit(Box::new(event)));
    }
    /// A new credential of this method for the person, not yet put.
    pub fn new_credential(&self, kind: &str, label: &str, body: serde_json::Value) -> Credential {
        let now = self.now();
        Credential {
            id: self.chance.id(now),
            person: self.user.map(|u| u.person().key()).unwrap_or_default(),
            method: self.around.method,
            kind: kind.to_owned(),
            label: label.to_owned(),
            state: model::credential::CredentialState::Active,
            created: now,
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body,
        }
    }
}
