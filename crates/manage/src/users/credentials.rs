//! What users prove with, as far as administrators touch it: passwords are set, factors taken away. Tokens have a life of their own.

use model::{Credential, Id, Lines, Secret, User, credential::CredentialState};
use plug::Registration;
use serde_json::{Value, json};
use store::{Expect, Unit, When, Write};

use super::{Register, UserError, sessions, show, wish};

impl Register<'_> {
    /// Sets the password of a user; what was let in by the old one ends (M067). The rules for new passwords are not asked: say
    /// `must_change`, and they are at the next login. The method may be empty where the directory has one only.
    pub async fn set_password(
        &self,
        id: Id,
        method: &str,
        password: Secret<String>,
        must_change: bool,
    ) -> Result<(), UserError> {
        let user = self.user(id).await?;
        if password.is_empty() {
            return Err(UserError::refused("password", "user-password-empty"));
        }
        let (method, lines) = self.password_method(&user, method)?;
        let body = wish::worked_out(self, lines, password).await?;
        let body = if must_change { (self.passwords.to_be_changed)(body) } else { body };
        let record = self.engine.store().person(&user.person().key(), "").await?;
        let old = record.credentials.iter().find(|c| c.method == method);
        let unit = put(wish::as_read(&user), self, &user, &with_body(self, &user, method, old, body), "credential.put");
        let unit = sessions::ended(self, unit, &user, "administrator").await?;
        self.apply(unit).await
    }

    /// Has a user change the password at the next login.
    pub async fn require_password_change(&self, id: Id, method: &str) -> Result<(), UserError> {
        let user = self.user(id).await?;
        let (method, _) = self.password_method(&user, method)?;
        let record = self.engine.store().person(&user.person().key(), "").await?;
        let old = record.credentials.into_iter().find(|c| c.method == method);
        let old = old.ok_or(UserError::Missing("password"))?;
        let body = (self.passwords.to_be_changed)(old.body.clone());
        let changed = Credential { body, ..old };
        self.apply(put(wish::as_read(&user), self, &user, &changed, "credential.must-change")).await
    }

    /// Takes a credential away. A token with a serial number is refused: it is revoked, so that its site has it back. With the last
    /// second factor go those that are of use only beside one (B21).
    pub async fn remove_credential(&self, id: Id, credential: Id) -> Result<(), UserError> {
        let user = self.user(id).await?;
        let all = self.engine.store().person(&user.person().key(), "").await?.credentials;
        let gone = all.iter().find(|c| c.id == credential).ok_or(UserError::Missing("credential"))?;
        not_a_token(gone)?;
        let mut unit = wish::as_read(&user);
        for gone in with_companions(&all, gone, self.passwords.kind, self.engine.kinds()) {
            let mut event = show::event(self.engine.now(), "credential.removed", &user, self.actor);
            event.method = show::path(&self.engine.world().catalogue, gone.method);
            event.detail = json!({ "before": show::credential(gone) });
            unit = unit
                .expect(Expect::Credential { id: gone.id, version: gone.version })
                .then(Write::RemoveCredential(gone.id))
                .audit(When::Done, event);
        }
        self.apply(unit).await
    }

    /// Keeps a credential from being used, or lets it be used again. False where it is so already; tokens are refused.
    pub async fn suspend_credential(&self, id: Id, credential: Id, suspended: bool) -> Result<bool, UserError> {
        let user = self.user(id).await?;
        let all = self.engine.store().person(&user.person().key(), "").await?.credentials;
        let old = all.into_iter().find(|c| c.id == credential).ok_or(UserError::Missing("credential"))?;
        not_a_token(&old)?;
        let state = if suspended { CredentialState::Suspended } else { CredentialState::Active };
        if old.state == state {
            return Ok(false);
        }
        let action = if suspended { "credential.suspended" } else { "credential.resumed" };
        let unit = put(wish::as_read(&user), self, &user, &Credential { state, ..old }, action);
        self.apply(unit).await.map(|()| true)
    }

    fn password_method(&self, user: &User, name: &str) -> Result<(Id, Lines), UserError> {
        wish::method(&self.engine.world().catalogue, &self.passwords, name, user.directory)
    }
}

/// The credential of a user with another body; an old one's id and life go on.
pub(super) fn with_body(
    register: &Register<'_>,
    user: &User,
    method: Id,
    old: Option<&Credential>,
    body: Value,
) -> Credential {
    if let Some(old) = old {
        return Credential { body, state: CredentialState::Active, ..old.clone() };
    }
    let now = register.engine.now();
    Credential {
        id: register.engine.chance().id(now),
        person: user.person().key(),
        method,
        kind: register.passwords.kind.to_owned(),
        label: String::new(),
        state: CredentialState::Active,
        created: now,
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body,
    }
}

/// Adds a credential to a unit; one that is there must be as it was read.
pub(super) fn put(unit: Unit, register: &Register<'_>, user: &User, credential: &Credential, action: &str) -> Unit {
    let mut event = show::event(register.engine.now(), action, user, register.actor);
    event.method = show::path(&register.engine.world().catalogue, credential.method);
    event.detail = json!({
        "after": show::credential(credential),
        "mustChange": credential.kind == register.passwords.kind && (register.passwords.must_change)(&credential.body),
    });
    let seen = Expect::Credential { id: credential.id, version: credential.version };
    let unit = if credential.version > 0 { unit.expect(seen) } else { unit };
    unit.then(Write::PutCredential(Box::new(credential.clone()))).audit(When::Done, event)
}

fn not_a_token(credential: &Credential) -> Result<(), UserError> {
    match &credential.token {
        Some(tag) => Err(UserError::named("credential", "user-credential-is-token", "serial", &tag.serial)),
        None => Ok(()),
    }
}

fn with_companions<'c>(
    all: &'c [Credential],
    gone: &'c Credential,
    password: &str,
    kinds: &[Registration],
) -> Vec<&'c Credential> {
    let companion = |c: &Credential| kinds.iter().any(|r| r.kind.name == c.kind && r.kind.companion);
    let second = |c: &Credential| c.kind != password && !companion(c);
    let left = !second(gone) || all.iter().any(|c| c.id != gone.id && second(c));
    let others = all.iter().filter(|c| c.id != gone.id && !left && companion(c));
    std::iter::once(gone).chain(others).collect()
}
