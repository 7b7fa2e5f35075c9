//! What was just done, said once on the next page, with a way to take it back.
//!
//! The cookie is sealed for its person: what *Undo* would do cannot be put there by anybody else.

use axum::response::Response;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use kit::{Keep, SameSite};
use serde::{Deserialize, Serialize};
use subtle_eq::same;

use super::{Console, gate::Seat};
use crate::{visit::with_cookie, words::Words};

/// A sentence, and the form that undoes what it says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Said {
    pub key: String,
    #[serde(default)]
    pub args: Vec<(String, String)>,
    #[serde(default)]
    pub undo: Option<Undo>,
}

/// A post to a page of the console that restores what was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Undo {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// As a template shows it.
#[derive(Debug, Serialize)]
pub struct Shown {
    words: Words,
    undo: Option<Undo>,
}

const COOKIE: &str = "console-said";
const KEEP: Keep = Keep::For(std::time::Duration::from_secs(60));
/// A cookie that holds more is not kept by every browser.
const LONGEST: usize = 3000;

impl Said {
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let value: String = value.chars().take(120).collect();
        self.args.push((name.to_owned(), value));
        self
    }
    #[must_use]
    pub fn undone_by(mut self, action: impl Into<String>, fields: Vec<(String, String)>) -> Self {
        self.undo = Some(Undo { action: action.into(), fields });
        self
    }
}

impl Console {
    /// On to another page, which says what was done.
    pub(super) fn onward(&self, seat: &Seat, to: &str, mut said: Said) -> Response {
        let response = kit::edge::see_other(to);
        let mut value = self.sealed(seat, &said);
        if value.len() > LONGEST {
            said.undo = None;
            value = self.sealed(seat, &said);
        }
        with_cookie(response, self.state.kit().cookies.set(COOKIE, &value, KEEP, SameSite::Lax).ok())
    }

    fn sealed(&self, seat: &Seat, said: &Said) -> String {
        let json = serde_json::to_vec(said).unwrap_or_default();
        format!("{}.{}", BASE64URL_NOPAD.encode(&json), self.seal(seat, &json))
    }

    fn seal(&self, seat: &Seat, json: &[u8]) -> String {
        let bound = [seat.present.person.key().as_bytes(), b"\0", json].concat();
        HEXLOWER.encode(&self.state.engine().keyed("console-said", &bound)[..16])
    }

    pub(super) fn said(&self, seat: &Seat) -> Option<Shown> {
        let value = self.state.kit().cookies.read(&seat.visit.headers, COOKIE)?;
        let (json, seal) = value.split_once('.')?;
        let json = BASE64URL_NOPAD.decode(json.as_bytes()).ok()?;
        if !same(&self.seal(seat, &json), seal) {
            return None;
        }
        let said: Said = serde_json::from_slice(&json).ok()?;
        let key = format!("console-said-{}", said.key);
        let put = |words: Words, (name, value): &(String, String)| match value.parse::<i64>() {
            Ok(count) if name == "count" => words.with(name, count),
            _ => words.with(name, value.as_str()),
        };
        let words = said.args.iter().fold(Words::new(key), put);
        Some(Shown { words, undo: said.undo })
    }

    /// The page has said it.
    pub(super) fn said_once(&self, seat: &Seat, response: Response) -> Response {
        let cookies = &self.state.kit().cookies;
        if cookies.read(&seat.visit.headers, COOKIE).is_none() {
            return response;
        }
        with_cookie(response, cookies.clear(COOKIE).ok())
    }
}

mod subtle_eq {
    /// Compares in a time that tells nothing.
    pub fn same(one: &str, other: &str) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
    }
}
