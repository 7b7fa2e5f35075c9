//! What the places of records may be asked in a query: one table for each, which the API's document and the judge of queries go by.

use model::{Finding, credential::CredentialState};

use super::{
    answer::Problem,
    body::expected,
    front::{Call, unfit},
};
use crate::{
    audit::Format,
    desk::{Argument, Kind},
};

impl Call<'_> {
    /// No parameter but these, each once and each as it is declared; those that are needed are there.
    pub fn asks(&self, known: &[&[Argument]]) -> Result<(), Problem> {
        let known = || known.iter().copied().flatten();
        let many = |name: &str| known().any(|argument| argument.name == name && argument.kind == Kind::Texts);
        self.knows(&known().map(|argument| argument.name).collect::<Vec<_>>())?;
        self.asks_once_but(many)?;
        for argument in known() {
            match self.query.get(argument.name) {
                Some(text) => fits(argument, text)?,
                None if argument.needed => return Err(unfit(Finding::broken(argument.name, "missing"))),
                None => {}
            }
        }
        Ok(())
    }

    /// How many a page holds; the query was judged before.
    pub fn limit(&self) -> u32 {
        self.query.get("limit").and_then(|text| text.parse().ok()).unwrap_or(USUAL_PAGE)
    }

    /// A declared truth or flag, as far as it is said.
    pub fn said(&self, name: &str) -> Option<bool> {
        self.query.get(name).map(|text| text != "false")
    }
    pub fn flagged(&self, name: &str) -> bool {
        self.said(name).unwrap_or_default()
    }
    pub fn text(&self, name: &str) -> &str {
        self.query.get(name).unwrap_or_default()
    }
}

fn fits(argument: &Argument, text: &str) -> Result<(), Problem> {
    let wrong = |what: &str| Err(expected(argument.name, what));
    match argument.kind {
        Kind::Truth if !["true", "false"].contains(&text) => wrong("true or false"),
        Kind::Flag if !["true", "false", ""].contains(&text) => wrong("true or false"),
        Kind::Limit if !text.parse().is_ok_and(|n| (1..=LONGEST_PAGE).contains(&n)) => wrong("a number from 1 to 1000"),
        Kind::Count if text.parse::<u32>().is_err() => wrong("a number"),
        Kind::OneOf(words) if !words.contains(&text) => wrong(&words.join(", ")),
        _ => Ok(()),
    }
}

const USUAL_PAGE: u32 = 100;
const LONGEST_PAGE: u32 = 1_000;

/// Of every list.
pub const PAGE: [Argument; 2] = [
    Argument::perhaps("limit", Kind::Limit, "How many at most."),
    Argument::perhaps("after", Kind::Text, "Begin behind this one: what `next` of the page before said."),
];

pub const USERS: [Argument; 7] = [
    Argument::perhaps("site", Kind::Text, "Path of a site."),
    Argument::perhaps("below", Kind::Truth, "With `site`: of the sites below it as well."),
    Argument::perhaps("directory", Kind::Text, "Name of a directory."),
    Argument::perhaps("group", Kind::Text, "Path of a group that lists the user itself."),
    Argument::perhaps("enabled", Kind::Truth, "Only those who are, or only those who are not."),
    Argument::perhaps("q", Kind::Text, "Each word begins a word of the name, `cn`, `givenName`, `sn` or `email`."),
    Argument::perhaps("count", Kind::Truth, "Tell in `Total-Count` how many fit, as far as 100 000."),
];

pub const TOKENS: [Argument; 5] = [
    Argument::perhaps("site", Kind::Text, "Only those of this site or one below it."),
    Argument::perhaps("q", Kind::Text, "Part of the serial number."),
    Argument::perhaps("user", Kind::Text, "Path of the user who has them, such as `acme/ada`."),
    Argument::perhaps("state", Kind::OneOf(&STATES), "Only those in this state."),
    Argument::perhaps("behind", Kind::Text, "Begin behind this serial number; `after` goes before it."),
];

/// States of tokens, as the model calls them.
const STATES: [&str; CredentialState::ALL.len()] = {
    let mut names = [""; CredentialState::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CredentialState::ALL[at].name();
        at += 1;
    }
    names
};

/// A stretch of the audit record.
pub const STRETCH: [Argument; 3] = [
    Argument::perhaps(
        "site",
        Kind::Texts,
        "Only what happened in this site, in another that is named, or below one of them.",
    ),
    Argument::perhaps(
        "since",
        Kind::Text,
        "A time such as `2027-01-31T12:00:00Z`, or a day, whose first moment is meant.",
    ),
    Argument::perhaps("until", Kind::Text, "The same; an event at this very moment is not among them."),
];

/// Conditions of an event.
pub const EVENTS: [Argument; 8] = [
    Argument::perhaps("person", Kind::Text, "Key of the person whom it is about."),
    Argument::perhaps("name", Kind::Text, "Their login name, as stored or typed."),
    Argument::perhaps("application", Kind::Text, "Path of the application."),
    Argument::perhaps("method", Kind::Text, "Name of the method."),
    Argument::perhaps("action", Kind::Text, "What happened; one that ends with a point stands for all that begin so."),
    Argument::perhaps("actor", Kind::Text, "Who did it, where it was not the person."),
    Argument::perhaps("result", Kind::OneOf(&["success", "failure"]), "How it ended."),
    Argument::perhaps("login", Kind::Text, "Id of the login, session or request that it belongs to."),
];

pub const EXPORT: [Argument; 1] =
    [Argument::perhaps("format", Kind::OneOf(&FORMATS), "What the file is; one JSON object a line without it.")];

const FORMATS: [&str; 3] = [Format::ALL[0].name(), Format::ALL[1].name(), Format::ALL[2].name()];

pub const IMPORT_USERS: [Argument; 5] = [
    DRY_RUN,
    Argument::perhaps(
        "replacePasswords",
        Kind::Flag,
        "Set those that differ; who has a password keeps it without this.",
    ),
    Argument::perhaps("site", Kind::Text, "Path of the site of rows that name none."),
    Argument::perhaps("format", Kind::OneOf(&["csv", "jsonl"]), "Told by the first character without it."),
    Argument::perhaps("all", Kind::Flag, "Tell of every row, not only of those that were refused."),
];

pub const IMPORT_TOKENS: [Argument; 6] = [
    DRY_RUN,
    Argument::needed("site", Kind::Text, "Path of the site whose inventory takes them."),
    Argument::needed("method", Kind::Text, "Name of their method."),
    Argument::perhaps("initialise", Kind::Flag, "They must be initialised before anybody can have them."),
    Argument::perhaps("format", Kind::OneOf(&SEED_FILES), "What the file is; told by its beginning without it."),
    Argument::perhaps("batch", Kind::Limit, "How many are written at once."),
];

pub const EXPORT_TOKENS: [Argument; 2] = [
    Argument::needed("site", Kind::Text, "Path of the site whose inventory, and those below it, are told."),
    Argument::perhaps("inClear", Kind::OneOf(&SEED_FILES), "Nothing seals the file, which is of this format."),
];

const SEED_FILES: [&str; 3] = [oath::Format::ALL[0].key(), oath::Format::ALL[1].key(), oath::Format::ALL[2].key()];

const DRY_RUN: Argument = Argument::perhaps("dryRun", Kind::Flag, "Judge everything and write nothing.");

pub const STORY: [Argument; 2] = [
    Argument::perhaps("login", Kind::Text, "Id of a login, as its last page showed it. Either this or `user`."),
    Argument::perhaps("user", Kind::Text, "Path of a user, such as `/user/acme/ada`."),
];
