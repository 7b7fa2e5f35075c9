//! The demo's inbox: mails and text messages end here and not at a server, and can be read as JSON or on a page.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Json, Router,
    extract::{RawQuery, State},
    routing::get,
};
use http::StatusCode;
use model::Time;
use plug::{Clock, Courier, CourierError, Parcel, Web};
use serde::Serialize;

use crate::Stage;

/// One message that would have left.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    pub id: String,
    /// RFC 3339.
    pub at: String,
    pub kind: &'static str,
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    #[serde(skip)]
    pub time: Time,
}

/// The newest letters, in memory only.
pub struct Inbox {
    clock: Arc<dyn Clock>,
    letters: Mutex<VecDeque<Letter>>,
}

impl Inbox {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, letters: Mutex::default() }
    }

    /// Newest first, to one address or to all.
    pub fn letters(&self, to: Option<&str>) -> Vec<Letter> {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.iter().filter(|letter| is_to(letter, to)).cloned().collect()
    }

    pub fn empty(&self, to: Option<&str>) {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).retain(|letter| !is_to(letter, to));
    }

    fn keep(&self, kind: &'static str, parcel: &Parcel, from: String) {
        let time = self.clock.now();
        self.put(Letter {
            id: parcel.id.clone(),
            at: time.rfc3339(),
            kind,
            to: parcel.to.clone(),
            from,
            subject: parcel.subject.clone(),
            text: parcel.text.clone(),
            html: parcel.html.clone(),
            time,
        });
    }

    fn put(&self, letter: Letter) {
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        // A second delivery of the same message stands in for the first.
        letters.retain(|known| known.id != letter.id);
        letters.push_front(letter);
        letters.truncate(MOST);
    }
}

fn is_to(letter: &Letter, to: Option<&str>) -> bool {
    to.is_none_or(|to| letter.to.eq_ignore_ascii_case(to))
}

#[async_trait::async_trait]
impl Courier for Inbox {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Mail
    }

    async fn carry(&self, parcel: &Parcel, _: &Web) -> Result<(), CourierError> {
        let from = parcel.mail.as_ref().map(|m| m.from.clone()).unwrap_or_default();
        self.keep("mail", parcel, from);
        Ok(())
    }
}

/// Puts text messages into the same inbox.
pub struct Phones(pub Arc<Inbox>);

#[async_trait::async_trait]
impl Courier for Phones {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Sms
    }

    async fn carry(&self, parcel: &Parcel, _: &Web) -> Result<(), CourierError> {
        let from = parcel.gateways.first().map(|g| g.from.clone()).unwrap_or_default();
        self.0.keep("sms", parcel, from);
        Ok(())
    }
}

/// `GET` and `DELETE /demo/inbox`, for programs. No cookie counts here, and a page of another origin can send no `DELETE`
/// without asking first, which nobody answers (case O076).
pub fn routes() -> Router<Stage> {
    Router::new().route("/demo/inbox", get(read).delete(empty))
}

async fn read(State(stage): State<Stage>, RawQuery(query): RawQuery) -> Json<Vec<Letter>> {
    Json(stage.inbox.letters(to(query.as_deref()).as_deref()))
}

async fn empty(State(stage): State<Stage>, RawQuery(query): RawQuery) -> StatusCode {
    stage.inbox.empty(to(query.as_deref()).as_deref());
    StatusCode::NO_CONTENT
}

pub(crate) fn to(query: Option<&str>) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name == "to").map(|(_, value)| value.into_owned()).filter(|to| !to.is_empty())
}

const MOST: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use plug::clock::SystemClock;

    fn letter(id: usize, to: &str) -> Letter {
        let text = |text: &str| text.to_owned();
        Letter {
            id: id.to_string(),
            at: text(""),
            kind: "mail",
            to: text(to),
            from: text(""),
            subject: text(""),
            text: text(""),
            html: None,
            time: Time::default(),
        }
    }

    #[test]
    fn the_newest_letters_come_first_and_old_ones_go() {
        let inbox = Inbox::new(Arc::new(SystemClock));
        (0..MOST + 3).for_each(|n| inbox.put(letter(n, if n % 2 == 0 { "Ada@demo.test" } else { "bob@demo.test" })));
        inbox.put(letter(MOST, "ada@demo.test"));
        let all = inbox.letters(None);
        assert_eq!((all.len(), all[0].id.as_str(), all[1].id.as_str()), (MOST, "500", "502"));
        assert!(inbox.letters(Some("ada@demo.test")).iter().all(|l| l.to.eq_ignore_ascii_case("ada@demo.test")));
        inbox.empty(Some("bob@demo.test"));
        assert!(inbox.letters(Some("bob@demo.test")).is_empty() && !inbox.letters(None).is_empty());
        inbox.empty(None);
        assert!(inbox.letters(None).is_empty());
        assert_eq!(to(Some("x=1&to=a%40b.example")).as_deref(), Some("a@b.example"));
    }
}
