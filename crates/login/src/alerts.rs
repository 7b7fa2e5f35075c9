//! Alerts: members of a role are told of what happened in its site and below (requirement F2.8).
//!
//! Whoever locks a thousand accounts sends an operator [`AN_HOUR`] mails, and one at the end of the hour that says how many more
//! there would have been.

use model::{
    Entry, Group, Id, Locale, Noun, Person, Role, Span, Time, User,
    audit::{Event, is_within},
    message::Message,
    role::{AlertEvent, AlertWay},
};
use plug::{Args, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{AuditStep, ValueQuery, Write};

use crate::{Engine, EngineError, World, follow::Catch, outbox::Letter};

/// Mails of alerts to one person in an hour.
pub const AN_HOUR: u64 = 10;
/// Not told any more.
const TOO_OLD: Span = Span::days(1);
/// Members of one role who are told; a role for more is none for operators.
const MEMBERS: usize = 200;
/// What is held back is counted up to here.
const COUNTED: u64 = 10_000;
/// `KEY` of the mail about what was held back.
const MORE: &str = "alert-more";

/// What a batch has counted and the store does not know yet.
#[derive(Default)]
struct Counted(HashMap<String, u64>);

impl Engine {
    /// What some records mean for the members of roles.
    pub(crate) async fn alerts(&self, world: &World, node: &str, steps: &[AuditStep]) -> Result<Catch, EngineError> {
        let (mut catch, mut counted) = (Catch::default(), Counted::default());
        for step in steps {
            let Some(about) = AlertEvent::of(&step.action) else { continue };
            let roles = roles(world, about, &step.site);
            if roles.is_empty() {
                continue;
            }
            let record = self.store().audit_record(node, step.sequence).await?;
            let Some(event) = record.and_then(|record| record.event) else { continue };
            if event.at + TOO_OLD < self.now() {
                continue;
            }
            let whom = Person::parse(&event.person).and_then(|person| person.user());
            let whom = match whom {
                Some(id) => self.store().user(id).await?,
                None => None,
            };
            // Names that nobody has can be locked by anybody, and concern nobody.
            if about == AlertEvent::Lockout && whom.is_none() {
                continue;
            }
            for (operator, site) in self.operators(world, &roles).await? {
                self.alert(
                    &mut catch,
                    &mut counted,
                    &operator,
                    |locale| Letter {
                        text: format!("alert-{}", about.name()),
                        args: arguments(world, &event, whom.as_ref(), locale),
                        locale,
                    },
                    site,
                )
                .await?;
            }
        }
        Ok(catch)
    }

    /// One mail, or one more that is held back.
    async fn alert(
        &self,
        catch: &mut Catch,
        counted: &mut Counted,
        operator: &User,
        letter: impl FnOnce(Locale) -> Letter,
        site: Id,
    ) -> Result<(), EngineError> {
        let Some(to) = operator.first("email") else { return Ok(()) };
        let locale = operator.first("locale").and_then(Locale::parse).unwrap_or_default();
        let (sent, held, told) = scopes(operator.id);
        if self.recent(counted, &sent).await? < AN_HOUR {
            catch.send.push(self.mail(site, to, operator.id, &letter(locale), Span::days(1)));
            catch.writes.push(self.one_more(counted, sent));
            return Ok(());
        }
        if self.recent(counted, &held).await? < COUNTED {
            catch.writes.push(self.one_more(counted, held));
        }
        if self.recent(counted, &told).await? == 0 {
            let letter = Letter { text: MORE.into(), args: Args::new(), locale };
            let mail = self.mail(site, to, operator.id, &letter, Span::days(2));
            catch.send.push(Message { next: mail.created + HOUR, ..mail });
            catch.writes.push(self.one_more(counted, told));
        }
        Ok(())
    }

    async fn recent(&self, counted: &Counted, scope: &str) -> Result<u64, EngineError> {
        let stored = self.store().sendings(scope, self.now() - HOUR + Span::millis(1)).await?;
        Ok(stored + counted.0.get(scope).copied().unwrap_or(0))
    }

    fn one_more(&self, counted: &mut Counted, scope: String) -> Write {
        *counted.0.entry(scope.clone()).or_default() += 1;
        Write::CountSending { scope, now: self.now() }
    }

    /// For a mail about what was held back: how many, as of the moment it leaves.
    pub(crate) async fn held_back(&self, message: &Message) -> Result<Option<u64>, EngineError> {
        match (message.about, message.body["text"].as_str()) {
            (Some(operator), Some(MORE)) => {
                Ok(Some(self.store().sendings(&scopes(operator).1, message.created).await?))
            }
            _ => Ok(None),
        }
    }

    /// Members of roles who can be told, each once, with the site in whose words.
    async fn operators(&self, world: &World, roles: &[&Entry]) -> Result<Vec<(User, Id)>, EngineError> {
        let mut found = BTreeMap::new();
        for role in roles {
            let site = world.catalogue.site_of(role).map(|(site, _)| site.id);
            for user in self.members(world, role).await?.into_iter().take(MEMBERS) {
                // A filter may name people of other tenants.
                if user.usable(self.now()) && site.is_none_or(|site| world.reaches(user.site, site)) {
                    let words = site.unwrap_or(user.site);
                    found.entry(user.id).or_insert((user, words));
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Listed and filtered members of a role's groups and of the groups in them. *Everybody* is nobody in particular.
    async fn members(&self, world: &World, role: &Entry) -> Result<Vec<User>, EngineError> {
        let mut groups: Vec<Id> = role.links_as("assignedTo").map(|link| link.to).collect();
        let (mut seen, mut members) = (BTreeSet::new(), Vec::new());
        while let Some(id) = groups.pop() {
            let Some((entry, group)) = world.catalogue.group(id).filter(|_| seen.insert(id)) else { continue };
            groups.extend(entry.links_as("member").map(|link| link.to));
            for person in self.store().members(id, "", MOST_LISTED).await? {
                if let Some(user) = Person::parse(&person).and_then(|person| person.user()) {
                    members.extend(self.store().user(user).await?);
                }
            }
            members.extend(self.filtered(world, group).await?);
        }
        Ok(members)
    }

    async fn filtered(&self, world: &World, group: &Group) -> Result<Vec<User>, EngineError> {
        let Some((attribute, value)) = group.filter_parts() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (directory, _) in world.catalogue.directories().filter(|(_, directory)| directory.enabled) {
            found.extend(self.store().users_with(&ValueQuery::new(directory.id, attribute, value, MOST_LISTED)).await?);
        }
        Ok(found)
    }
}

const HOUR: Span = Span::hours(1);
/// Members of one group that are looked at, listed or by its filter: those who are told are few.
const MOST_LISTED: u32 = 1_000;

/// What was sent to a person, what was held back, and whether that was told.
fn scopes(operator: Id) -> (String, String, String) {
    (format!("alert:{operator}"), format!("alert-held:{operator}"), format!("alert-told:{operator}"))
}

/// Roles in a site and above, and of the whole system, that tell an event by mail.
fn roles<'w>(world: &'w World, about: AlertEvent, site: &str) -> Vec<&'w Entry> {
    let over = |entry: &Entry| entry.path.rsplit_once('/').is_none_or(|(of, _)| is_within(site, of));
    let tells = |role: &Role| role.tells(about, AlertWay::Mail);
    world.catalogue.roles().filter(|(entry, role)| tells(role) && over(entry)).map(|(entry, _)| entry).collect()
}

/// What the texts of alerts may name; a dash where there is nothing to name.
fn arguments(world: &World, event: &Event, whom: Option<&User>, locale: Locale) -> Args {
    let catalogue = &world.catalogue;
    let site = catalogue.at(Noun::Site, event.place()).and_then(|entry| catalogue.site(entry.id));
    let site = site.map_or(event.place(), |(entry, site)| site.title.or(locale, entry.name()));
    let application =
        catalogue.at(Noun::Application, &event.application).and_then(|entry| catalogue.application(entry.id));
    let application = application.map_or(event.application.as_str(), |(entry, of)| of.title.or(locale, entry.name()));
    let detail = |name: &str| event.detail[name].as_str().unwrap_or_default();
    let when = when(event.at);
    let all = [
        ("name", whom.map_or(event.name.as_str(), User::display)),
        ("login", if event.name.is_empty() { whom.map_or("", |user| user.name.as_str()) } else { &event.name }),
        ("site", site),
        ("application", application),
        ("network", event.from.as_str()),
        ("time", when.as_str()),
        ("actor", event.actor.as_str()),
        ("object", detail("object")),
        ("webhook", detail("webhook")),
    ];
    let shown = |text: &str| Value::Text(if text.is_empty() { "–".to_owned() } else { text.to_owned() });
    all.into_iter().map(|(name, text)| (name.to_owned(), shown(text))).collect()
}

/// `2026-03-02 09:00:05 UTC`.
fn when(at: Time) -> String {
    let text = at.rfc3339();
    text.split_once('.').map_or(text.as_str(), |(whole, _)| whole).replace('T', " ") + " UTC"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_second() {
        assert_eq!(when(Time::from_seconds(1_772_442_005)), "2026-03-02 09:00:05 UTC");
    }
}
