//! Users in numbers: rows of a file, each told what became of it, written a portion at a time while others go on.
//!
//! A row is a [`Wish`], and what is so already is left alone: the same file again changes nothing, so that an import that was killed in
//! the middle is run once more and does the rest. A portion is written whole or not at all. What is kept of a file while it is read
//! is a mark of each name, to tell who is named twice.

mod csv;
mod read;

use futures_util::future::join_all;
use login::{Actor, Engine, EngineError};
use model::{
    Finding,
    audit::{Event, Outcome as How},
    user::fold,
};
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;
use store::{Unit, When};

pub use read::{Format, Reader, Unreadable};

use crate::{
    caller::Caller,
    desk::{Desk, Fault, may_name},
    users::{self, Outcome, PasswordRule, Passwords, Prepared, Register, UserError, Wish},
};

/// A row of a file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it begins.
    pub line: u64,
    /// What it wants, or why it cannot be read.
    pub wish: Result<Wish, Finding>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowReport {
    pub line: u64,
    pub name: String,
    pub outcome: RowOutcome,
    /// Which member is wrong, and why; the words are in the texts under `finding-KEY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowOutcome {
    Made,
    Changed,
    Unchanged,
    Refused,
}

/// How many rows ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Totals {
    pub made: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
}

/// The store did not take it any more. What is told is done; the rest is for another time.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Stopped {
    pub done: Vec<RowReport>,
    #[source]
    pub error: EngineError,
}

/// How rows are taken.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Everything is looked at and nothing is written.
    pub dry_run: bool,
    /// Passwords of a file replace those that are there. Else who has one keeps it: it may have been changed since the file was written.
    pub replace_passwords: bool,
    /// The site of rows that name none.
    pub site: String,
    /// Rows in one unit: logins wait for the commit of the one before them.
    pub portion: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { dry_run: false, replace_passwords: false, site: String::new(), portion: 100 }
    }
}

/// Takes the rows of one file.
pub struct Importer<'a> {
    register: Register<'a>,
    /// Who may have each row; the command line on a closed store may have all.
    judge: Option<(&'a Desk, &'a Caller)>,
    rules: Rules,
    /// By a mark of site, directory and name, the line that named them.
    seen: HashMap<[u8; 16], u64>,
    totals: Totals,
}

/// Rows that are looked up at once.
const AT_ONCE: usize = 8;
/// How often a row is decided anew that somebody else was faster with.
const TRIES: usize = 3;

impl<'a> Importer<'a> {
    pub fn new(engine: &'a Engine, passwords: Passwords, actor: &'a Actor) -> Self {
        let register = Register { engine, passwords, actor };
        Self { register, judge: None, rules: Rules::default(), seen: HashMap::new(), totals: Totals::default() }
    }

    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Every row is judged as if this caller put it by itself.
    #[must_use]
    pub const fn judged(mut self, desk: &'a Desk, caller: &'a Caller) -> Self {
        self.judge = Some((desk, caller));
        self
    }

    pub const fn totals(&self) -> Totals {
        self.totals
    }

    pub const fn is_dry(&self) -> bool {
        self.rules.dry_run
    }

    /// Rows that an earlier run has taken: only whom they name is remembered.
    pub fn pass(&mut self, rows: &[Row]) {
        for row in rows {
            if let Ok(wish) = &row.wish {
                self.twice(&self.whole(wish.clone()), row.line);
            }
        }
    }

    /// Takes rows, and tells in their order what became of each.
    pub async fn rows(&mut self, rows: Vec<Row>) -> Result<Vec<RowReport>, Stopped> {
        let mut done = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter();
        loop {
            let portion: Vec<Row> = rows.by_ref().take(self.rules.portion.max(1)).collect();
            if portion.is_empty() {
                return Ok(done);
            }
            match self.portion(portion).await {
                Ok(reports) => {
                    self.totals.add(&reports);
                    done.extend(reports);
                }
                Err(error) => return Err(Stopped { done, error }),
            }
        }
    }

    /// Tells the audit that a file was taken; how its rows ended.
    pub async fn finish(self) -> Result<Totals, EngineError> {
        if !self.rules.dry_run {
            let engine = self.register.engine;
            let mut event = Event::new(engine.now(), "users.imported", How::Success).detail(json!(self.totals));
            self.register.actor.claim(&mut event);
            engine.store().apply(Unit::new().audit(When::Done, event)).await?;
        }
        Ok(self.totals)
    }

    async fn portion(&mut self, rows: Vec<Row>) -> Result<Vec<RowReport>, EngineError> {
        let (mut reports, mut open) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let wish = row.wish.map(|wish| self.whole(wish));
            let name = wish.as_ref().map(|wish| wish.name.trim().to_owned()).unwrap_or_default();
            let mut report = RowReport { line: row.line, name, outcome: RowOutcome::Refused, refusal: None };
            match wish {
                Err(finding) => report.refusal = Some(finding),
                Ok(wish) => match self.twice(&wish, row.line) {
                    Some(first) => {
                        report.refusal = Some(Finding::broken("name", "import-twice").with("line", first));
                    }
                    None => open.push((reports.len(), wish)),
                },
            }
            reports.push(report);
        }
        for (at, ended) in self.take(open).await? {
            match ended {
                Ok(outcome) => reports[at].outcome = outcome.into(),
                Err(finding) => reports[at].refusal = Some(finding),
            }
        }
        Ok(reports)
    }

    /// Decides on wishes and writes what they change; how each ended, by its place.
    async fn take(&self, open: Vec<(usize, Wish)>) -> Result<Vec<(usize, Result<Outcome, Finding>)>, EngineError> {
        let (mut ended, mut ready, mut again) = (Vec::with_capacity(open.len()), Vec::new(), Vec::new());
        for some in open.chunks(AT_ONCE) {
            let decided = join_all(some.iter().map(|(_, wish)| self.decided(wish))).await;
            for ((at, wish), decided) in some.iter().zip(decided) {
                match decided {
                    Ok(prepared) => ready.push((*at, wish, prepared)),
                    Err(UserError::Refused(finding)) => ended.push((*at, Err(finding))),
                    Err(UserError::Engine(error)) => return Err(error),
                    Err(UserError::Moved | UserError::Missing(_)) => again.push((*at, wish)),
                }
            }
        }
        let outcomes: Vec<_> = ready.iter().map(|(at, _, prepared)| (*at, Ok(prepared.outcome))).collect();
        let wishes: Vec<_> = ready.iter().map(|(at, wish, _)| (*at, *wish)).collect();
        match self.write(ready.into_iter().map(|(.., prepared)| prepared).collect()).await {
            Ok(()) => ended.extend(outcomes),
            Err(UserError::Engine(error)) => return Err(error),
            // Somebody else changed one of them: none of the portion stands, and each is taken alone.
            Err(_) => again.extend(wishes),
        }
        for (at, wish) in again {
            ended.push((at, self.alone(wish).await?));
        }
        Ok(ended)
    }

    /// Takes one row by itself, again where somebody else was faster.
    async fn alone(&self, wish: &Wish) -> Result<Result<Outcome, Finding>, EngineError> {
        for _ in 0..TRIES {
            let tried = match self.decided(wish).await {
                Ok(prepared) => {
                    let outcome = prepared.outcome;
                    self.write(vec![prepared]).await.map(|()| outcome)
                }
                Err(error) => Err(error),
            };
            match tried {
                Ok(outcome) => return Ok(Ok(outcome)),
                Err(UserError::Refused(finding)) => return Ok(Err(finding)),
                Err(UserError::Engine(error)) => return Err(error),
                Err(UserError::Moved | UserError::Missing(_)) => {}
            }
        }
        Ok(Err(Finding::broken("name", "user-moved")))
    }

    async fn decided(&self, wish: &Wish) -> Result<Prepared, UserError> {
        let rule = if self.rules.replace_passwords { PasswordRule::Differing } else { PasswordRule::Missing };
        let Some((desk, caller)) = self.judge else { return users::decide(&self.register, wish, rule).await };
        users::named(wish)?;
        // Before anything is looked up or worked out: what a row is refused for tells nothing about other sites.
        if may_name(caller, wish).is_err() {
            return Err(UserError::refused("name", "import-forbidden"));
        }
        let prepared = users::decide(&self.register, wish, rule).await?;
        match desk.may_put(caller, wish, &prepared).await {
            Ok(()) => Ok(prepared),
            Err(Fault::Forbidden) => Err(UserError::refused("name", "import-forbidden")),
            Err(Fault::Outranked) => Err(UserError::refused("name", "import-outranked")),
            Err(Fault::Engine(error)) => Err(error.into()),
            Err(other) => Err(UserError::Engine(EngineError::Broken(other.to_string()))),
        }
    }

    async fn write(&self, prepared: Vec<Prepared>) -> Result<(), UserError> {
        if self.rules.dry_run { Ok(()) } else { users::write(self.register.engine, prepared).await }
    }

    fn whole(&self, mut wish: Wish) -> Wish {
        if wish.site.is_empty() {
            wish.site.clone_from(&self.rules.site);
        }
        wish
    }

    /// The line that has named the same user before. A row whose place does not exist is refused anyway.
    fn twice(&mut self, wish: &Wish, line: u64) -> Option<u64> {
        let world = self.register.engine.world();
        let (site, directory) = users::place(&world.catalogue, &wish.site, &wish.directory).ok()?;
        let whom = format!("{site}{directory}{}", fold(&wish.name));
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, whom.as_bytes());
        let mut mark = [0; 16];
        mark.copy_from_slice(&digest.as_ref()[..16]);
        match self.seen.entry(mark) {
            std::collections::hash_map::Entry::Occupied(first) => Some(*first.get()),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

impl Totals {
    fn add(&mut self, reports: &[RowReport]) {
        for report in reports {
            match report.outcome {
                RowOutcome::Made => self.made += 1,
                RowOutcome::Changed => self.changed += 1,
                RowOutcome::Unchanged => self.unchanged += 1,
                RowOutcome::Refused => self.refused += 1,
            }
        }
    }
}

impl RowOutcome {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

impl From<Outcome> for RowOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Made => Self::Made,
            Outcome::Changed => Self::Changed,
            Outcome::Unchanged => Self::Unchanged,
        }
    }
}
