//! What a person has: their credentials, listed without what is secret, renamed and removed; and what they did.

use model::{Credential, Id, Locale, Person, audit::Outcome, request::Client};
use store::{Applied, AuditFilter, AuditRecord, Expect, Unit, When, Write};

use super::{
    EnrolError,
    visit::{Owner, is_password},
};
use crate::{Engine, EngineError, Offer, Present};

/// The longest name of a credential.
const LONGEST_LABEL: usize = 40;

impl Engine {
    /// Methods that the person may enrol from here, in the order of their names.
    pub async fn enrolments(
        &self,
        present: &Present,
        locale: Locale,
        client: &Client,
    ) -> Result<Vec<Offer>, EnrolError> {
        let world = self.world();
        let owner = self.owner(&world, present, client).await?;
        let visits =
            world.catalogue.methods().filter_map(|(entry, method)| owner.visit(entry.id).map(|v| (entry, method, v)));
        let offers = visits.map(|(entry, method, visit)| Offer {
            method: entry.id,
            name: entry.path.clone(),
            title: method.title.or(locale, &entry.path).to_owned(),
            icon: visit.opened.kind.icon,
            kind: visit.opened.kind.name,
            enrol: true,
        });
        Ok(offers.collect())
    }

    /// The person's credentials without their bodies: a seed is never read again (case M024).
    pub async fn credentials(&self, person: &Person) -> Result<Vec<Credential>, EngineError> {
        let record = self.store().person(&person.key(), "").await?;
        Ok(record.credentials.into_iter().map(|c| Credential { body: serde_json::Value::Null, ..c }).collect())
    }

    /// Removes a credential of the person. With the last second factor go those that are of use only beside one
    /// (requirement B21). False where the person has no such credential.
    pub async fn remove_credential(&self, present: &Present, id: Id, client: &Client) -> Result<bool, EnrolError> {
        let _turn = self.turn_of(present).await?;
        let world = self.world();
        let owner = self.owner(&world, present, client).await?;
        owner.stepped_up()?;
        let Some(credential) = owner.known.record.credentials.iter().find(|c| c.id == id) else { return Ok(false) };
        // A token with a serial number is lent: whoever hands it out takes it back.
        if world.opened(credential.method).is_some_and(is_password) || credential.token.is_some() {
            return Err(EnrolError::NotOffered);
        }
        let mut unit = Unit::new();
        for gone in owner.with_companions(credential) {
            let mut event = owner.event(self.now(), "credential.removed", Outcome::Success);
            event.method = world.catalogue.entry(gone.method).map(|e| e.path.clone()).unwrap_or_default();
            event.detail = serde_json::json!({ "credential": gone.id, "kind": gone.kind });
            unit = unit.then(Write::RemoveCredential(gone.id)).audit(When::Done, event);
        }
        let args = owner.notice_args(credential.method, self.now());
        if let Some(notice) = self.notice(&owner.user, "factor-removed", args, &owner.behalf(present.session.id)) {
            unit = unit.send(When::Done, notice);
        }
        let applied = self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(applied == Applied::Done)
    }

    /// Gives a credential of the person another name. False where the person has no such credential.
    pub async fn rename_credential(
        &self,
        present: &Present,
        id: Id,
        name: &str,
        client: &Client,
    ) -> Result<bool, EnrolError> {
        let _turn = self.turn_of(present).await?;
        let world = self.world();
        let owner = self.owner(&world, present, client).await?;
        owner.stepped_up()?;
        let Some(credential) = owner.known.record.credentials.iter().find(|c| c.id == id) else { return Ok(false) };
        let renamed = Credential { label: label(name), ..credential.clone() };
        let mut event = owner.event(self.now(), "credential.renamed", Outcome::Success);
        event.method = world.catalogue.entry(credential.method).map(|e| e.path.clone()).unwrap_or_default();
        event.detail = serde_json::json!({ "credential": id });
        let seen = Expect::Credential { id, version: credential.version };
        let unit = Unit::new().expect(seen).then(Write::PutCredential(Box::new(renamed))).audit(When::Done, event);
        match self.store().apply(unit).await? {
            Applied::Done => Ok(true),
            _ => Err(EngineError::Unavailable("the credential was just used or changed".into()).into()),
        }
    }

    /// The newest audit records about a person.
    pub async fn activity(&self, person: &Person, limit: u32) -> Result<Vec<AuditRecord>, EngineError> {
        let filter = AuditFilter { person: person.key(), limit, ..AuditFilter::default() };
        Ok(self.store().audit(&filter).await?)
    }
}

impl Owner<'_> {
    /// The credential, and the companions where no other second factor is left.
    fn with_companions(&self, credential: &Credential) -> Vec<Credential> {
        let companion = |c: &Credential| self.world.opened(c.method).is_some_and(|m| m.kind.companion);
        let left = self.seconds().any(|c| c.id != credential.id);
        let others = self.known.record.credentials.iter().filter(|c| c.id != credential.id && !left && companion(c));
        std::iter::once(credential).chain(others).cloned().collect()
    }
}

/// The name without what a page or a mail could trip over.
fn label(typed: &str) -> String {
    let plain: String = typed.chars().filter(|c| !c.is_control()).collect();
    plain.trim().chars().take(LONGEST_LABEL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_on_one_line() {
        for (typed, kept) in [(" Phone ", "Phone"), ("a\r\nb\u{7}", "ab"), ("", ""), (&"ä".repeat(60), &"ä".repeat(40))]
        {
            assert_eq!(label(typed), kept);
        }
    }
}
