//! Lists: filtered, a page at a time, with page tokens that nobody can make but we (case M083).

use axum::response::Response;
use http::HeaderValue;

use super::{
    answer::Problem,
    asked::{PAGE, USERS},
    body::expected,
    front::{Call, meant},
};
use crate::{
    Type,
    desk::{self, Filter},
    users,
};

impl Call<'_> {
    /// A page of users.
    pub async fn users(&self) -> Result<Response, Problem> {
        self.asks(&[&PAGE, &USERS])?;
        let path = |name: &str| self.text(name).trim_matches('/').to_owned();
        let filter = users::Filter {
            limit: Some(self.limit()),
            after: self.query.get("after").map(|token| self.cursor("user", token)).transpose()?.unwrap_or_default(),
            site: path("site"),
            below: self.flagged("below"),
            directory: self.text("directory").to_owned(),
            group: path("group"),
            enabled: self.said("enabled"),
            text: self.text("q").to_owned(),
            count: self.flagged("count").then_some(MOST_COUNTED),
        };
        let (seen, next, count) = self.front.desk().users(&self.caller, &filter).await.map_err(meant)?;
        let next = next.map(|place| self.next("user", &place));
        let mut response = self.writer.list("user", &seen, next);
        if let Some(count) = count {
            response.headers_mut().insert("total-count", HeaderValue::from(count));
        }
        Ok(response)
    }

    pub fn list(&self, kind: Type) -> Result<Response, Problem> {
        let noun = kind.noun().ok_or(Problem::new(405, "method-not-allowed"))?;
        self.asks_once()?;
        let mut filter = Filter { limit: 100, ..Filter::default() };
        for (name, value) in self.query.iter() {
            match name {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                    filter.limit = limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?;
                }
                "after" => filter.after = Some(self.cursor(kind.name(), value)?),
                "site" => filter.site = Some(value.trim_matches('/').to_owned()),
                "q" => filter.text = Some(value.to_owned()),
                _ => filter.equal.push((name.to_owned(), value.to_owned())),
            }
        }
        let page = self.front.desk().list(&self.caller, noun, &filter)?;
        let next = page.next.map(|path| self.next(kind.name(), &path));
        Ok(self.writer.list(kind.name(), &page.seen, next))
    }

    /// Where the next page begins, as a link that nobody can make but we (case M083).
    pub fn next(&self, kind: &str, place: &str) -> String {
        let token = format!("{}.{}", data_encoding::BASE64URL_NOPAD.encode(place.as_bytes()), self.seal(kind, place));
        let others = self.query.iter().filter(|(name, _)| *name != "after");
        let pairs = others.chain([("after", token.as_str())]);
        let query: String = pairs.map(|(name, value)| format!("&{}={}", encoded(name), encoded(value))).collect();
        format!("/{kind}?{}", &query[1..])
    }

    /// The place that a page's `next` named.
    pub fn cursor(&self, kind: &str, token: &str) -> Result<String, Problem> {
        let read = || {
            let (place, seal) = token.split_once('.')?;
            let place = String::from_utf8(data_encoding::BASE64URL_NOPAD.decode(place.as_bytes()).ok()?).ok()?;
            (self.seal(kind, &place) == seal).then_some(place)
        };
        read().ok_or_else(|| meant(desk::not_meant("after", "what `next` of a page said")))
    }

    fn seal(&self, kind: &str, place: &str) -> String {
        let text = format!("{kind}\0{place}");
        crate::hex(&self.front.desk().engine().keyed("page", text.as_bytes())[..12])
    }
}

/// How far users are counted.
const MOST_COUNTED: u32 = 100_000;

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
