//! A unit of work: one value that says what must still hold, what is written in any case, and what is written only then.

use model::{
    Change, Credential, Id, Lockout, Login, Session, Span, Ticket, Time, User,
    audit::Event,
    key::Key,
    lockout::CounterKey,
    message::Message,
    user::{Activation, Consent},
};

/// One step's whole effect.
///
/// In one savepoint: `always` is written; then `expect` is checked and `if_current` written in a savepoint of their own, which
/// is undone when an expectation fails or something was spent already. Audit events and messages name the outcome they belong to.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub expect: Vec<Expect>,
    pub always: Vec<Write>,
    pub if_current: Vec<Write>,
    pub audit: Vec<(When, Event)>,
    pub send: Vec<(When, Message)>,
}

/// With which outcome an event or message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    Done,
    Moved,
    Spent,
    Locked,
    Full,
}

impl When {
    /// The word for an outcome.
    pub const fn of(applied: &Applied) -> Self {
        match applied {
            Applied::Done => Self::Done,
            Applied::Moved => Self::Moved,
            Applied::Spent => Self::Spent,
            Applied::Locked => Self::Locked,
            Applied::Full => Self::Full,
        }
    }
}

/// What must hold for `if_current`. Checked in this order: version, locks, room.
#[derive(Clone, Debug)]
pub enum Expect {
    /// The catalogue that the step was decided on, else `Moved`.
    Catalogue(i64),
    /// The login is at this version, else `Moved`.
    Login { id: Id, version: i64 },
    /// The session is alive and at this version, else `Moved`.
    Session { id: Id, version: i64 },
    /// The user row is at this version, else `Moved`.
    User { id: Id, version: i64 },
    /// The credential is there and at this version, else `Moved`: nothing overwrites a change it has not seen, or brings back what was removed.
    Credential { id: Id, version: i64 },
    /// No counter of this person (or of this browser of theirs) is locked in any class, else `Locked`.
    Unlocked { person: String, browser: String, now: Time },
    /// Fewer than `limit` entries under this scope since then, else `Full`. Each `Write::CountSending` makes one.
    Room { scope: String, since: Time, limit: u32 },
    /// A follower has read a stream up to here (0 where it never read it), else `Moved`: of several nodes, one goes on.
    Follower { follower: String, node: String, sequence: i64 },
    /// The store holds no configuration yet, else `Moved`.
    Empty,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    Done,
    /// The login, session, user or catalogue is not what the step was decided on: read again.
    Moved,
    /// A code, ticket or counter was used before.
    Spent,
    /// The person is locked out.
    Locked,
    /// A sending limit is reached.
    Full,
}

/// A miss to count, exactly, by commit order.
#[derive(Clone, Debug)]
pub struct Miss {
    pub key: CounterKey,
    pub rule: Lockout,
    pub now: Time,
    /// Recorded and sent once, with the miss that locks. Boxed: rare.
    pub on_lock: Option<Box<Told>>,
}

/// An event and the messages that go with it.
#[derive(Clone, Debug)]
pub struct Told {
    pub event: Event,
    pub send: Vec<Message>,
}

/// Something that may be used once.
#[derive(Clone, Debug)]
pub enum Spend {
    /// Moves a credential's counter forward; at or behind it already means `Spent`.
    Counter { credential: Id, to: i64, now: Time },
    /// The first to name this key in this gate wins; remembered until then.
    Once { gate: String, key: String, until: Time },
    /// Uses up a ticket that is unspent and alive.
    Ticket { hash: String, now: Time },
}

#[derive(Clone, Debug)]
pub enum Write {
    Spend(Spend),
    Miss(Miss),
    /// Clears one class of one counter.
    ClearMisses {
        person: String,
        class: model::lockout::Class,
        browser: String,
    },
    /// Clears all counters of a person, browsers' own included: unlocking.
    Unlock {
        person: String,
    },
    /// Inserts a login, or replaces it; `version` of the new row is what it carries.
    PutLogin(Box<Login>),
    DropLogin(Id),
    PutSession(Box<Session>),
    /// Moves only `used` forward.
    TouchSession {
        id: Id,
        now: Time,
    },
    EndSession {
        id: Id,
        now: Time,
    },
    /// Ends all sessions of a person, one excepted, and drops their tickets.
    EndSessionsOf {
        person: String,
        except: Option<Id>,
        now: Time,
    },
    PutTicket(Box<Ticket>),
    /// Ends every ticket of a family.
    EndFamily {
        family: Id,
        now: Time,
    },
    /// Ends the tickets of a session, refresh tokens with offline access excepted.
    EndTicketsOfSession {
        session: Id,
        now: Time,
    },
    /// Ends the tickets of one kind (or all) of a person, at one application or everywhere.
    EndTicketsOf {
        person: String,
        kind: Option<model::ticket::TicketKind>,
        application: Option<Id>,
        now: Time,
    },
    PutCredential(Box<Credential>),
    RemoveCredential(Id),
    /// Inserts or replaces a user and moves `version`.
    PutUser(Box<User>),
    DropUser(Id),
    PutActivation {
        person: String,
        activation: Activation,
    },
    /// Static membership of a user in a group.
    PutMember {
        group: Id,
        person: String,
    },
    DropMember {
        group: Id,
        person: String,
    },
    PutConsent(Consent),
    DropConsent {
        person: String,
        application: Id,
    },
    /// The browser has been used by the person in a login that was granted.
    KnowBrowser {
        person: String,
        browser: String,
        now: Time,
    },
    /// One more message under a scope.
    CountSending {
        scope: String,
        now: Time,
    },
    /// Changes of the configuration graph; moves the catalogue's version once for the whole unit.
    Change(Change),
    PutKey(Box<Key>),
    DropKey(Id),
    /// What became of a message.
    MessageDone {
        id: Id,
        sent: bool,
        attempts: u32,
        next: Option<Time>,
    },
    /// A follower has read a stream up to here.
    Follow {
        follower: String,
        node: String,
        sequence: i64,
    },
    /// How a delivery to a webhook went; `why` it failed.
    Delivered {
        webhook: Id,
        now: Time,
        why: Option<String>,
    },
    /// A value that counts nothing and decides nothing: last used and the like.
    UsedCredential {
        id: Id,
        now: Time,
    },
}

impl Unit {
    pub fn new() -> Self {
        Self::default()
    }
    #[must_use]
    pub fn expect(mut self, expect: Expect) -> Self {
        self.expect.push(expect);
        self
    }
    #[must_use]
    pub fn always(mut self, write: Write) -> Self {
        self.always.push(write);
        self
    }
    #[must_use]
    pub fn then(mut self, write: Write) -> Self {
        self.if_current.push(write);
        self
    }
    #[must_use]
    pub fn audit(mut self, when: When, event: Event) -> Self {
        self.audit.push((when, event));
        self
    }
    #[must_use]
    pub fn send(mut self, when: When, message: Message) -> Self {
        self.send.push((when, message));
        self
    }
}

/// How long a node that claimed a message keeps it before another may take it.
pub const CLAIM: Span = Span::seconds(60);
