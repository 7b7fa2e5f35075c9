//! One user with all that hangs on them, as an administrator may see it: no body of a credential, no cookie of a session.

use model::{
    Catalogue, Credential, Id, Noun, Session, Time, User,
    credential::CredentialState,
    lockout::{Class, CounterKey, Misses},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{PersonRecord, Store};

use super::{Passwords, Summary, UserError, edit::is_active, show};

#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct View {
    #[serde(flatten)]
    pub user: Summary,
    /// Whether the person may log in at this time (requirement G9).
    pub usable: bool,
    /// Paths of groups, and how the user comes to be in each: `listed`, `filter`, `everyone` or `nested`.
    pub groups: BTreeMap<String, &'static str>,
    pub methods: Vec<MethodView>,
    pub credentials: Vec<CredentialView>,
    pub locks: Vec<LockView>,
    pub sessions: Vec<SessionView>,
    pub consents: Vec<ConsentView>,
}

/// A method of the house, as far as this user is concerned.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MethodView {
    pub name: String,
    pub kind: String,
    /// The method is enabled at all.
    pub enabled: bool,
    /// The user may have it (requirement G9).
    pub active: bool,
    pub credentials: usize,
}

#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CredentialView {
    pub id: Id,
    pub method: String,
    pub kind: String,
    pub label: String,
    pub state: CredentialState,
    pub created: String,
    pub used: Option<String>,
    /// Of a token, which is revoked and not removed.
    pub serial: Option<String>,
    /// Of a password: it is changed at the next login.
    pub must_change: bool,
}

/// A counter of misses.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LockView {
    pub class: Class,
    /// It is the own counter of a browser that the user has used before.
    pub known_browser: bool,
    pub failures: u32,
    pub locked: bool,
    /// Until when; `None` where it is locked means until somebody unlocks.
    pub until: Option<String>,
}

#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub id: Id,
    pub site: String,
    pub created: String,
    pub used: String,
    pub until: String,
    pub address: String,
    pub agent: String,
    /// Methods that were proved.
    pub methods: Vec<String>,
    pub applications: Vec<String>,
}

/// What the user allowed an application.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    pub application: String,
    pub scopes: Vec<String>,
    pub at: String,
}

/// Everything about one user; `None` where there is none.
pub async fn view(
    store: &dyn Store,
    catalogue: &Catalogue,
    passwords: &Passwords,
    now: Time,
    id: Id,
) -> Result<Option<View>, UserError> {
    let Some(user) = store.user(id).await? else { return Ok(None) };
    let person = user.person().key();
    let record = store.person(&person, "").await?;
    let sessions = store.sessions_of(&person).await?;
    let counters = store.misses_of(&person).await?;
    let credential = |c: &Credential| CredentialView::of(catalogue, passwords, c);
    let consent = |c: &model::user::Consent| ConsentView {
        application: show::path(catalogue, c.application),
        scopes: c.scopes.clone(),
        at: c.at.rfc3339(),
    };
    Ok(Some(View {
        usable: user.usable(now),
        groups: groups_of(catalogue, &user, &record.groups),
        methods: methods(catalogue, &record),
        credentials: record.credentials.iter().map(credential).collect(),
        locks: counters.iter().map(|(key, misses)| lock(key, *misses, now)).collect(),
        sessions: sessions.iter().filter(|s| s.alive(now)).map(|s| session(catalogue, s)).collect(),
        consents: record.consents.iter().map(consent).collect(),
        user: Summary::of(catalogue, user),
    }))
}

/// Every group that a user is in, and how: a group that lists them, by its filter, because everybody is, or through a group in it.
pub fn groups_of(catalogue: &Catalogue, user: &User, listed: &[Id]) -> BTreeMap<String, &'static str> {
    let reaches = |group: &model::Entry| {
        let site = catalogue.site_of(group).and_then(|(site, _)| catalogue.top_of(site.id));
        match (catalogue.top_of(user.site), site) {
            (Some(one), Some(other)) => catalogue.shared(one, other),
            _ => false,
        }
    };
    let fits = |(name, value): (&str, &str)| {
        user.attributes.get(name).is_some_and(|values| values.iter().any(|v| v.eq_ignore_ascii_case(value)))
    };
    let mut found: BTreeMap<Id, &'static str> = BTreeMap::new();
    for (entry, group) in catalogue.groups() {
        let how = if listed.contains(&entry.id) {
            "listed"
        } else if group.filter_parts().is_some_and(fits) {
            "filter"
        } else if group.everyone && reaches(entry) {
            "everyone"
        } else {
            continue;
        };
        found.insert(entry.id, how);
    }
    loop {
        let around = found.keys().flat_map(|id| catalogue.linked_from(*id, "member").map(|(entry, _)| entry.id));
        let more: Vec<Id> = around.filter(|id| !found.contains_key(id)).collect();
        if more.is_empty() {
            break;
        }
        found.extend(more.into_iter().map(|id| (id, "nested")));
    }
    found.into_iter().map(|(id, how)| (show::path(catalogue, id), how)).collect()
}

/// Methods that are enabled, or that the user has something of.
fn methods(catalogue: &Catalogue, record: &PersonRecord) -> Vec<MethodView> {
    let mut methods: Vec<MethodView> = catalogue
        .methods()
        .map(|(entry, method)| MethodView {
            name: entry.path.clone(),
            kind: method.kind.clone(),
            enabled: method.enabled,
            active: is_active(record, entry.id),
            credentials: record.credentials.iter().filter(|c| c.method == entry.id).count(),
        })
        .filter(|method| method.enabled || method.credentials > 0 || !method.active)
        .collect();
    methods.sort_by(|one, other| one.name.cmp(&other.name));
    methods
}

impl CredentialView {
    fn of(catalogue: &Catalogue, passwords: &Passwords, credential: &Credential) -> Self {
        Self {
            id: credential.id,
            method: show::path(catalogue, credential.method),
            kind: credential.kind.clone(),
            label: credential.label.clone(),
            state: credential.state,
            created: credential.created.rfc3339(),
            used: credential.used.map(Time::rfc3339),
            serial: credential.token.as_ref().map(|tag| tag.serial.clone()),
            must_change: credential.kind == passwords.kind && (passwords.must_change)(&credential.body),
        }
    }
}

fn lock(key: &CounterKey, misses: Misses, now: Time) -> LockView {
    let locked = misses.locked(now);
    LockView {
        class: key.class,
        known_browser: !key.browser.is_empty(),
        failures: misses.failures,
        locked: locked.is_some(),
        until: locked.flatten().map(Time::rfc3339),
    }
}

fn session(catalogue: &Catalogue, session: &Session) -> SessionView {
    let path = |noun: Noun, id: Id| catalogue.entry(id).filter(|e| e.noun() == noun).map(|e| e.path.clone());
    SessionView {
        id: session.id,
        site: show::path(catalogue, session.site),
        created: session.created.rfc3339(),
        used: session.used.rfc3339(),
        until: session.until.min(session.used + session.idle).rfc3339(),
        address: session.address.clone(),
        agent: session.agent.clone(),
        methods: session.proofs.iter().filter_map(|proof| path(Noun::Method, proof.method)).collect(),
        applications: session.participants.iter().filter_map(|p| path(Noun::Application, p.application)).collect(),
    }
}
