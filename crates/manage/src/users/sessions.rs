//! Sessions of users, ended by somebody else than themselves.

use model::{Id, Session, Span, User, request::Client};
use serde_json::json;
use store::{Unit, When, Write};

use super::{Register, UserError, show};

impl Register<'_> {
    /// Ends one session of a user; its applications are told. False where it has ended.
    pub async fn end_session(&self, id: Id, session: Id) -> Result<bool, UserError> {
        let user = self.user(id).await?;
        let found = self.engine.store().session_by_id(session).await?;
        let found = found.filter(|s| s.person == user.person()).ok_or(UserError::Missing("session"))?;
        if !found.alive(self.engine.now()) {
            return Ok(false);
        }
        let unit = self.ending(Unit::new(), &found, "administrator").await;
        self.apply(unit).await.map(|()| true)
    }

    /// Ends every session of a user and every ticket they have; how many sessions those were.
    pub async fn end_sessions(&self, id: Id) -> Result<usize, UserError> {
        let user = self.user(id).await?;
        let count = self.engine.sessions_of(&user.person()).await?.len();
        let unit = ended(self, Unit::new(), &user, "administrator").await?;
        let event = show::event(self.engine.now(), "user.logged-out", &user, self.actor);
        self.apply(unit.audit(When::Done, event.detail(json!({ "sessions": count })))).await?;
        Ok(count)
    }

    /// As the engine ends a session, in the name of the actor.
    async fn ending(&self, unit: Unit, session: &Session, why: &str) -> Unit {
        let before = unit.audit.len();
        let mut unit = self.engine.ending(unit, session, why, &Client::default()).await;
        for (_, event) in unit.audit.iter_mut().skip(before) {
            self.actor.claim(event);
        }
        unit
    }
}

/// Adds the end of all that a user was let in by to a unit: sessions, whose applications are told, and tickets.
pub(super) async fn ended(register: &Register<'_>, mut unit: Unit, user: &User, why: &str) -> Result<Unit, UserError> {
    let (person, now) = (user.person(), register.engine.now());
    for session in register.engine.sessions_of(&person).await? {
        unit = register.ending(unit, &session, why).await;
    }
    let unit = unit.then(Write::EndSessionsOf { person: person.key(), except: None, now });
    // Nor does who read the clock a moment earlier keep anything.
    let already = now - Span::minutes(1);
    Ok(unit.then(Write::EndTicketsOf { person: person.key(), kind: None, application: None, now: already }))
}
