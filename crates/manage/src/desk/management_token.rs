//! Management tokens: what programs show to the API. Each has the rights of one role, and nobody makes or ends one that may do
//! more than they may themselves (case M084).

use login::Handle;
use model::{AnyObject, Catalogue, Entry, Finding, Id, Noun, Span, Ticket, Time, role::BuiltIn, ticket::TicketKind};
use serde::Deserialize;
use serde_json::json;
use store::{Applied, Spend, Unit, When, Write};

use super::{Desk, Fault};
use crate::{
    address::{Address, Type, id},
    caller::Caller,
};

/// One as it may be told: its value is known to its owner alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementToken {
    pub id: Id,
    pub name: String,
    pub holds: Holds,
    pub created: Time,
    pub until: Time,
}

/// What a token may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    Everything,
    /// Path of the role.
    Role(String),
    /// Its role is gone.
    Nothing,
}

/// A token that somebody wishes.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wish {
    pub name: String,
    /// Path of a role, with or without `/role/` before it; everything where none is named.
    #[serde(default)]
    pub role: String,
    #[serde(default = "usual_days")]
    pub days: u32,
}

const fn usual_days() -> u32 {
    90
}

/// Two years: a token that nobody renews is one that nobody knows any more.
const MOST_DAYS: u32 = 732;
const LONGEST_NAME: usize = 100;

impl ManagementToken {
    /// The path of its role in the API, if it has one.
    pub fn role(&self) -> Option<String> {
        if let Holds::Role(path) = &self.holds { Some(id(Type::Object(Noun::Role), path)) } else { None }
    }
}

impl Desk {
    /// Those that are good now and may do nothing that the caller may not see.
    pub async fn management_tokens(&self, caller: &Caller) -> Result<Vec<ManagementToken>, Fault> {
        if !caller.may_somewhere("read", Noun::Role.name()) {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        let now = self.engine().now();
        let tickets = self.engine().store().tickets_of("", TicketKind::Management).await?;
        let good = tickets.iter().filter(|t| t.usable(now)).map(|t| told(&world.catalogue, t));
        Ok(good.filter(|token| allowed(caller, "read", &token.holds)).collect())
    }

    pub async fn management_token(&self, caller: &Caller, id: Id) -> Result<ManagementToken, Fault> {
        let (_, token) = self.good(id).await?;
        if allowed(caller, "read", &token.holds) { Ok(token) } else { Err(Fault::Missing) }
    }

    /// Makes one; its value is told here and never again. `None` in its place is a dry run's.
    pub async fn make_management_token(
        &self,
        caller: &Caller,
        wish: &Wish,
        dry_run: bool,
    ) -> Result<(Option<Handle>, ManagementToken), Fault> {
        let world = self.world();
        let role = role(caller, &world.catalogue, &wish.role)?;
        let (name, gate) = self.fit_name(&wish.name).await?;
        if !(1..=MOST_DAYS).contains(&wish.days) {
            let why = format!("expected a number from 1 to {MOST_DAYS}");
            return Err(Fault::invalid(Finding::broken("days", "attribute-value").with("why", why)));
        }
        let mut body = json!({ "name": name });
        if let Some(role) = role {
            body["role"] = role.id.to_string().into();
        }
        let (handle, ticket) = self.engine().new_ticket(login::NewTicket {
            kind: TicketKind::Management,
            person: String::new(),
            application: None,
            session: None,
            family: None,
            life: Span::days(wish.days.into()),
            body,
        });
        let made = told(&world.catalogue, &ticket);
        if dry_run {
            return Ok((None, made));
        }
        let event = self.token_event(caller, "management-token.made", &made);
        let unit = Unit::new().then(Write::Spend(gate)).then(Write::PutTicket(Box::new(ticket)));
        match self.engine().store().apply(unit.audit(When::Done, event)).await? {
            Applied::Done => Ok((Some(handle), made)),
            // Somebody took it at the same moment.
            Applied::Spent => Err(taken(&made.name)),
            other => Err(login::EngineError::Broken(format!("{other:?}")).into()),
        }
    }

    /// Ends one at once.
    pub async fn revoke_management_token(&self, caller: &Caller, id: Id, dry_run: bool) -> Result<(), Fault> {
        let (ticket, token) = self.good(id).await?;
        if !allowed(caller, "read", &token.holds) {
            return Err(Fault::Missing);
        }
        if !allowed(caller, "delete", &token.holds) {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        // One whose role is gone may do nothing, so ending it takes nothing.
        if token.holds != Holds::Nothing {
            covered(caller, role_of(&world.catalogue, &ticket))?;
        }
        if dry_run {
            return Ok(());
        }
        let event = self.token_event(caller, "management-token.revoked", &token);
        let end = Write::EndFamily { family: ticket.family, now: self.engine().now() };
        self.engine().store().apply(Unit::new().then(end).audit(When::Done, event)).await?;
        Ok(())
    }

    async fn good(&self, id: Id) -> Result<(Ticket, ManagementToken), Fault> {
        let found = self.engine().store().ticket_by_id(id).await?;
        let good = |t: &Ticket| t.kind == TicketKind::Management && t.usable(self.engine().now());
        let ticket = found.filter(good).ok_or(Fault::Missing)?;
        let token = told(&self.world().catalogue, &ticket);
        Ok((ticket, token))
    }

    /// The audit record calls a token by its name, so no two that are good have the same.
    async fn fit_name(&self, name: &str) -> Result<(String, Spend), Fault> {
        let name = name.trim();
        if !crate::address::is_segment(name) || name.chars().count() > LONGEST_NAME {
            return Err(Fault::invalid(Finding::broken("name", "name")));
        }
        let now = self.engine().now();
        let known = self.engine().store().tickets_of("", TicketKind::Management).await?;
        let mut namesakes = known.iter().filter(|t| t.body["name"] == name).peekable();
        // Who saw the same namesakes wants to be the next one: the first is.
        let newest = namesakes.peek().map(|t| t.id.to_string()).unwrap_or_default();
        if namesakes.any(|t| t.usable(now)) {
            return Err(taken(name));
        }
        let key = login::hashed(&format!("{name}\0{newest}"));
        Ok((name.to_owned(), Spend::Once { gate: "management-token".to_owned(), key, until: now + Span::minutes(10) }))
    }

    fn token_event(&self, caller: &Caller, action: &str, token: &ManagementToken) -> model::audit::Event {
        let mut event = caller.actor.event(self.engine().now(), action);
        let role = token.role().unwrap_or_default();
        event.detail = json!({ "token": token.id, "name": token.name, "role": role, "until": token.until.rfc3339() });
        event
    }
}

fn taken(name: &str) -> Fault {
    Fault::Conflict(vec![Finding::broken("name", "name-taken").with("name", name)])
}

/// The role of a wish, which is the caller's to hand out; `None` is everything.
fn role<'a>(caller: &Caller, catalogue: &'a Catalogue, path: &str) -> Result<Option<&'a Entry>, Fault> {
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("role/").unwrap_or(path);
    if path.is_empty() {
        covered(caller, None)?;
        return Ok(None);
    }
    // By its path alone, so that a refusal tells nothing about what there is.
    if !allowed(caller, "write", &Holds::Role(path.to_owned())) {
        return Err(Fault::Forbidden);
    }
    let Some(entry) = catalogue.at(Noun::Role, path) else {
        let seen = |e: &&Entry| allowed(caller, "read", &Holds::Role(e.path.clone()));
        let near = plug::config::nearest(path, catalogue.of(Noun::Role).filter(seen).map(|e| e.path.as_str()));
        let to = id(Type::Object(Noun::Role), path);
        return Err(Fault::invalid(Finding::broken("role", "dangling").with("to", to).with("nearest", near)));
    };
    covered(caller, Some(entry))?;
    Ok(Some(entry))
}

fn covered(caller: &Caller, role: Option<&Entry>) -> Result<(), Fault> {
    let covers = match role {
        Some(entry) => caller.covers_roles([entry]),
        None => caller.covers("", &BuiltIn::Administrator.rights()),
    };
    if covers { Ok(()) } else { Err(Fault::Outranked) }
}

/// Rights on a token are those on its role; one without a role belongs to the whole system.
fn allowed(caller: &Caller, verb: &str, holds: &Holds) -> bool {
    let role = match holds {
        Holds::Role(path) => Some(Address::object(Type::Object(Noun::Role), path.as_str())),
        Holds::Everything | Holds::Nothing => None,
    };
    caller.may(verb, Noun::Role.name(), role.as_ref().and_then(Address::site))
}

fn role_of<'a>(catalogue: &'a Catalogue, ticket: &Ticket) -> Option<&'a Entry> {
    let role = ticket.body.get("role")?.as_str()?.parse().ok()?;
    catalogue.entry(role).filter(|e| matches!(e.object, AnyObject::Role(_)))
}

fn told(catalogue: &Catalogue, ticket: &Ticket) -> ManagementToken {
    let holds = match (ticket.body.get("role"), role_of(catalogue, ticket)) {
        (None, _) => Holds::Everything,
        (Some(_), Some(entry)) => Holds::Role(entry.path.clone()),
        (Some(_), None) => Holds::Nothing,
    };
    let name = ticket.body["name"].as_str().unwrap_or_default().to_owned();
    ManagementToken { id: ticket.id, name, holds, created: ticket.created, until: ticket.until }
}
