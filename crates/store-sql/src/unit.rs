//! Units of work: the story of `always`, `expect` and `if_current`, the same on both databases.

use std::sync::Arc;

use model::audit::Event;
use store::{Applied, Expect, Spend, Unit, When, Write};

use crate::{
    audit, catalogue,
    conn::LockKey,
    core::{Few, Tx},
    credential,
    fault::Fault,
    follower, key, login, message,
    seal::Chance,
    session, ticket, user,
};

/// What a unit wants to have kept of its events, made where there is time for it: by whoever hands it over.
pub(crate) type Made = Vec<Option<Arc<audit::Entry>>>;

/// The events that stand with the outcome that units have nearly always.
pub(crate) fn made(unit: &Unit, chance: &Chance) -> Result<Made, Fault> {
    let one = |(when, event): &(When, Event)| {
        matches!(when, When::Always | When::Done).then(|| audit::Entry::new(event, chance).map(Arc::new)).transpose()
    };
    unit.audit.iter().map(one).collect()
}

/// Applies a unit inside its group's transaction.
pub(crate) async fn apply(tx: &mut Tx<'_>, unit: &Unit, made: &Made) -> Result<Applied, Fault> {
    let changes = unit.always.iter().chain(&unit.if_current).any(|write| matches!(write, Write::Change(_)));
    if changes && !unit.expect.iter().any(|expect| matches!(expect, Expect::Catalogue(_))) {
        return Err(Fault::Taken("a change must name the catalogue it was decided on".into()));
    }
    let mut fresh = true;
    for write in &unit.always {
        fresh &= put(tx, write).await?;
    }
    let applied = match hold(tx, &unit.expect).await? {
        Applied::Done if !fresh => Applied::Spent,
        Applied::Done => if_current(tx, &unit.if_current).await?,
        other => other,
    };
    let stands = |when: When| when == When::Always || when == When::of(&applied);
    for (_, message) in unit.send.iter().filter(|(when, _)| stands(*when)) {
        message::put(tx, message).await?;
    }
    for (place, (_, event)) in unit.audit.iter().enumerate().filter(|(_, (when, _))| stands(*when)) {
        match made.get(place) {
            Some(Some(entry)) => tx.events.push(Arc::clone(entry)),
            _ => tx.tell(event)?,
        }
    }
    Ok(applied)
}

/// Writes what stands only if nothing was spent before; a savepoint is needed where something was written before a gate.
async fn if_current(tx: &mut Tx<'_>, writes: &[Write]) -> Result<Applied, Fault> {
    let guarded = writes.iter().skip(1).any(|write| matches!(write, Write::Spend(_)));
    let (mark, version, moved) = (tx.events.len(), tx.version, tx.moved);
    if guarded {
        tx.conn.word("SAVEPOINT current").await?;
    }
    for write in writes {
        if !put(tx, write).await? {
            if guarded {
                tx.conn.word("ROLLBACK TO SAVEPOINT current").await?;
                tx.conn.word("RELEASE SAVEPOINT current").await?;
            }
            tx.events.truncate(mark);
            (tx.version, tx.moved) = (version, moved);
            (tx.locked, tx.resets) = (Few::Unasked, Few::Unasked);
            return Ok(Applied::Spent);
        }
    }
    if guarded {
        tx.conn.word("RELEASE SAVEPOINT current").await?;
    }
    Ok(Applied::Done)
}

/// Checks versions, then locks, then room.
async fn hold(tx: &mut Tx<'_>, expectations: &[Expect]) -> Result<Applied, Fault> {
    for expect in expectations {
        let current = match expect {
            Expect::Catalogue(version) => catalogue::version(tx).await? == *version,
            Expect::Login { id, version } => login::is_at(tx, *id, *version).await?,
            Expect::Session { id, version } => session::is_at(tx, *id, *version).await?,
            Expect::User { id, version } => user::is_at(tx, *id, *version).await?,
            Expect::Credential { id, version } => credential::is_at(tx, *id, *version).await?,
            Expect::Empty => catalogue::is_empty(tx).await?,
            Expect::Follower { follower, node, sequence } => follower::is_at(tx, follower, node, *sequence).await?,
            Expect::Unlocked { .. } | Expect::Room { .. } => true,
        };
        if !current {
            return Ok(Applied::Moved);
        }
    }
    for expect in expectations {
        if let Expect::Unlocked { person, browser, now } = expect
            && credential::is_locked(tx, person, browser, *now).await?
        {
            return Ok(Applied::Locked);
        }
    }
    for expect in expectations {
        if let Expect::Room { scope, since, limit } = expect
            && !message::has_room(tx, scope, *since, *limit).await?
        {
            return Ok(Applied::Full);
        }
    }
    Ok(Applied::Done)
}

/// One write; false if it found something spent.
async fn put(tx: &mut Tx<'_>, write: &Write) -> Result<bool, Fault> {
    match write {
        Write::Spend(Spend::Counter { credential, to, now }) => {
            return credential::spend_counter(tx, *credential, *to, *now).await;
        }
        Write::Spend(Spend::Once { gate, key, until }) => return credential::spend_once(tx, gate, key, *until).await,
        Write::Spend(Spend::Ticket { hash, now }) => return ticket::spend(tx, hash, *now).await,
        Write::Miss(miss) => {
            let locks = credential::miss(tx, miss).await?;
            if let Some(told) = miss.on_lock.as_deref().filter(|_| locks) {
                tx.tell(&told.event)?;
                for message in &told.send {
                    message::put(tx, message).await?;
                }
            }
        }
        Write::ClearMisses { person, class, browser } => credential::clear(tx, person, *class, browser).await?,
        Write::Unlock { person } => credential::unlock(tx, person).await?,
        Write::PutLogin(login) => login::put(tx, login).await?,
        Write::DropLogin(id) => login::drop(tx, *id).await?,
        Write::PutSession(session) => session::put(tx, session).await?,
        Write::TouchSession { id, now } => session::touch(tx, *id, *now).await?,
        Write::EndSession { id, now } => session::end(tx, *id, *now).await?,
        Write::EndSessionsOf { person, except, now } => {
            session::end_of(tx, person, *except, *now).await?;
            ticket::end_of_sessions(tx, person, *except, *now).await?;
        }
        Write::PutTicket(ticket) => ticket::put(tx, ticket).await?,
        Write::EndFamily { family, now } => ticket::end_family(tx, *family, *now).await?,
        Write::EndTicketsOfSession { session, now } => ticket::end_of_session(tx, *session, *now).await?,
        Write::EndTicketsOf { person, kind, application, now } => {
            ticket::end_of(tx, person, *kind, *application, *now).await?
        }
        other => record(tx, other).await?,
    }
    Ok(true)
}

/// Writes of records that no step of a login decides on.
async fn record(tx: &mut Tx<'_>, write: &Write) -> Result<(), Fault> {
    match write {
        Write::PutCredential(credential) => credential::put(tx, credential).await,
        Write::RemoveCredential(id) => credential::remove(tx, *id).await,
        Write::UsedCredential { id, now } => credential::used(tx, *id, *now).await,
        Write::KnowBrowser { person, browser, now } => credential::know(tx, person, browser, *now).await,
        Write::PutUser(user) => user::put(tx, user).await,
        Write::DropUser(id) => user::drop(tx, *id).await,
        Write::PutActivation { person, activation } => user::put_activation(tx, person, activation).await,
        Write::PutMember { group, person } => user::put_member(tx, *group, person).await,
        Write::DropMember { group, person } => user::drop_member(tx, *group, person).await,
        Write::PutConsent(consent) => user::put_consent(tx, consent).await,
        Write::DropConsent { person, application } => user::drop_consent(tx, person, *application).await,
        Write::CountSending { scope, now } => message::count_sending(tx, scope, *now).await,
        Write::MessageDone { id, sent, attempts, next } => message::done(tx, *id, *sent, *attempts, *next).await,
        Write::Follow { follower, node, sequence } => follower::put(tx, follower, node, *sequence).await,
        Write::Delivered { webhook, now, why } => follower::delivered(tx, *webhook, *now, why.as_deref()).await,
        Write::Change(change) => catalogue::change(tx, change).await,
        Write::PutKey(key) => key::put(tx, key).await,
        Write::DropKey(id) => key::drop(tx, *id).await,
        _ => Err(Fault::corrupt("a write that nobody makes")),
    }
}

/// What this unit decides on or moves, for the locks that keep other nodes' units away from it.
pub(crate) fn keys(unit: &Unit) -> Vec<LockKey> {
    let mut keys = Vec::new();
    let mut add = |noun: &str, id: &str| keys.push(LockKey::new(noun, id));
    for expect in &unit.expect {
        match expect {
            Expect::Catalogue(_) => {}
            Expect::Empty => add("catalogue", ""),
            Expect::Follower { follower, .. } => add("follower", follower),
            Expect::Login { id, .. } => add("login", &id.to_string()),
            Expect::Session { id, .. } => add("session", &id.to_string()),
            Expect::User { id, .. } => add("user", &id.to_string()),
            Expect::Credential { id, .. } => add("credential", &id.to_string()),
            Expect::Unlocked { person, .. } => add("person", person),
            Expect::Room { scope, .. } => add("scope", scope),
        }
    }
    for write in unit.always.iter().chain(&unit.if_current) {
        match write {
            Write::Spend(Spend::Counter { credential, .. }) => add("credential", &credential.to_string()),
            Write::Spend(Spend::Once { gate, key, .. }) => add(gate, key),
            Write::Spend(Spend::Ticket { hash, .. }) => add("ticket", hash),
            Write::Miss(miss) => add("person", &miss.key.person),
            Write::ClearMisses { person, .. }
            | Write::Unlock { person }
            | Write::EndSessionsOf { person, .. }
            | Write::EndTicketsOf { person, .. } => add("person", person),
            Write::PutLogin(login) => add("login", &login.id.to_string()),
            Write::DropLogin(id) => add("login", &id.to_string()),
            Write::PutSession(session) => {
                add("session", &session.id.to_string());
                add("person", &session.person.key());
            }
            Write::EndSession { id, .. } | Write::EndTicketsOfSession { session: id, .. } => {
                add("session", &id.to_string())
            }
            Write::PutTicket(ticket) => {
                add("family", &ticket.family.to_string());
                if !ticket.person.is_empty() {
                    add("person", &ticket.person);
                }
                if let Some(session) = ticket.session {
                    add("session", &session.to_string());
                }
            }
            Write::EndFamily { family, .. } => add("family", &family.to_string()),
            Write::PutCredential(credential) => {
                add("credential", &credential.id.to_string());
                if let Some(tag) = &credential.token {
                    add("serial", &model::token::fold(&tag.serial));
                }
            }
            Write::RemoveCredential(id) | Write::UsedCredential { id, .. } => add("credential", &id.to_string()),
            Write::PutUser(user) => add("user", &user.id.to_string()),
            Write::DropUser(id) => add("user", &id.to_string()),
            Write::CountSending { scope, .. } => add("scope", scope),
            Write::Follow { follower, .. } => add("follower", follower),
            Write::Change(_) => add("catalogue", ""),
            _ => {}
        }
    }
    if unit.expect.iter().any(|expect| matches!(expect, Expect::Catalogue(_))) {
        keys.push(LockKey::new("catalogue", "").shared());
    }
    keys
}
