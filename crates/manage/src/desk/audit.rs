//! The audit record as a caller may have it: the events of the sites that their rights reach, searched, counted and exported.

use kit::Form;
use login::EngineError;
use model::{Finding, Id, Time, audit::Outcome};
use store::{AuditFilter, AuditHour, AuditRecord};

use super::{Desk, Fault};
use crate::{
    audit::{Export, Format, moment},
    caller::Caller,
};

impl Desk {
    /// The sites whose events the caller may read, narrowed to those that are named and what is below them; `None` for every event.
    pub fn audit_sites<'s>(
        &self,
        caller: &Caller,
        named: impl IntoIterator<Item = &'s str>,
    ) -> Result<Option<Vec<String>>, Fault> {
        if !caller.may_somewhere("read", "audit") {
            return Err(Fault::Forbidden);
        }
        let named: Vec<&str> = named.into_iter().map(|site| site.trim_matches('/')).collect();
        if named.is_empty() {
            return Ok(caller.sites("read", "audit").map(|sites| sites.into_iter().map(str::to_owned).collect()));
        }
        let reached = named.iter().all(|site| caller.may("read", "audit", Some(site)));
        if reached { Ok(Some(named.into_iter().map(str::to_owned).collect())) } else { Err(Fault::Forbidden) }
    }

    /// A page of events, newest first, and whether there are more.
    pub async fn audit<'s>(
        &self,
        caller: &Caller,
        site: impl IntoIterator<Item = &'s str>,
        filter: &AuditFilter,
    ) -> Result<(Vec<AuditRecord>, bool), Fault> {
        let sites = self.audit_sites(caller, site)?;
        let filter = AuditFilter { sites, limit: filter.limit + 1, ..filter.clone() };
        let mut records = self.engine().store().audit(&filter).await?;
        let more = records.len() == filter.limit as usize;
        records.truncate(filter.limit as usize - 1);
        Ok((records, more))
    }

    /// The same as a file that leaves as it is read, which is an event itself.
    pub async fn audit_export<'s>(
        &self,
        caller: &Caller,
        site: impl IntoIterator<Item = &'s str>,
        filter: AuditFilter,
        format: Format,
    ) -> Result<Export, Fault> {
        let filter = AuditFilter { sites: self.audit_sites(caller, site)?, ..filter };
        let by = (self.engine().now(), &caller.actor);
        Ok(Export::begin(self.engine().store().clone(), filter, format, by).await.map_err(EngineError::from)?)
    }

    /// Logins by hour.
    pub async fn audit_hours<'s>(
        &self,
        caller: &Caller,
        site: impl IntoIterator<Item = &'s str>,
        (since, until): (Time, Time),
    ) -> Result<Vec<AuditHour>, Fault> {
        let sites = self.audit_sites(caller, site)?;
        Ok(self.engine().store().audit_hours(since, until, sites.as_deref()).await?)
    }
}

/// The conditions of a query; what is no condition of an event (`site`, `format`, `limit`, `after`) is the asker's own.
pub fn audit_filter(query: &Form) -> Result<AuditFilter, Finding> {
    let mut filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    let wrong =
        |name: &str, what: &str| Finding::broken(name, "attribute-value").with("why", format!("expected {what}"));
    let at = |name: &str, value: &str| moment(value).ok_or_else(|| wrong(name, "2027-01-31T12:00:00Z or a day"));
    for (name, value) in query.iter() {
        match name {
            "person" => value.clone_into(&mut filter.person),
            "name" => value.clone_into(&mut filter.name),
            "application" => value.clone_into(&mut filter.application),
            "method" => value.clone_into(&mut filter.method),
            "action" => value.clone_into(&mut filter.action),
            "actor" => value.clone_into(&mut filter.actor),
            "result" => {
                filter.outcome = Some(match value {
                    "success" => Outcome::Success,
                    "failure" => Outcome::Failure,
                    _ => return Err(wrong("result", "success or failure")),
                });
            }
            "login" => filter.correlation = Some(value.parse::<Id>().map_err(|_| wrong("login", "an id"))?),
            "since" => filter.since = Some(at(name, value)?),
            "until" => filter.until = Some(at(name, value)?),
            "site" | "format" | "limit" | "after" => {}
            _ => return Err(wrong(name, "a condition of the audit search")),
        }
    }
    Ok(filter)
}

/// Where a page ended, as text; [`audit_place`] reads it.
pub fn audit_cursor(last: &AuditRecord) -> String {
    format!("{} {} {}", last.at.millis(), last.sequence, last.node)
}

pub fn audit_place(text: &str) -> Result<(Time, String, i64), Finding> {
    let read = || {
        let mut parts = text.splitn(3, ' ');
        let (at, sequence, node) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some((Time::from_millis(at), node.to_owned(), sequence))
    };
    read().ok_or_else(|| Finding::broken("after", "attribute-value").with("why", "expected what `next` of a page said"))
}
