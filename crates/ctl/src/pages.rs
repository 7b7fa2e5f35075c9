//! Lists that the API tells page by page.

use serde_json::Value;

use crate::{
    Console, House, Told,
    api::{Api, Ask},
};

/// What is listed, from the first page to as many as are wanted.
pub struct Pages<'a> {
    pub api: &'a dyn Api,
    pub house: &'a dyn House,
    /// Path of the list.
    pub path: &'a str,
    /// The member of an answer that holds its part of the list.
    pub member: &'a str,
}

/// What was read, and whether there is more.
pub struct Read {
    pub all: Vec<Value>,
    pub more: bool,
}

/// The longest page that the API tells.
const LONGEST: u32 = 1_000;

impl Pages<'_> {
    pub async fn read(
        &self,
        mut query: Vec<(String, String)>,
        limit: u32,
        console: &mut Console<'_>,
    ) -> Result<Read, Told> {
        query.push(("limit".into(), limit.min(LONGEST).to_string()));
        let mut ask = Ask::get(self.path).with_query(&query);
        let (limit, mut all) = (limit as usize, Vec::new());
        let mut shown = false;
        let more = loop {
            let mut page = self.api.send(&ask).await?.well()?.json()?;
            if let Value::Array(some) = page[self.member].take() {
                all.extend(some);
            }
            match page["next"].as_str() {
                Some(next) if all.len() < limit => ask = Ask::get(next),
                next => break next.is_some() || all.len() > limit,
            }
            if self.house.progress() {
                shown = true;
                write!(console.err, "\r{} read", all.len())?;
                console.err.flush()?;
            }
        };
        if shown {
            write!(console.err, "\r{:20}\r", "")?;
        }
        all.truncate(limit);
        Ok(Read { all, more })
    }
}

/// A condition, where it says anything.
pub fn condition(query: &mut Vec<(String, String)>, name: &str, value: &str) {
    if !value.is_empty() {
        query.push((name.to_owned(), value.to_owned()));
    }
}

/// A truth as people read it.
pub fn yes(truth: bool) -> String {
    (if truth { "yes" } else { "no" }).to_owned()
}
