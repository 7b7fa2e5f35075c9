//! Choosing an identity provider: what a page shows, and which ones this browser used before.

use std::time::Duration;

use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderValue};
use plug::{Choice, Choices};
use serde::Serialize;

use crate::{Cookies, Keep, SameSite};

/// The list of a page, for the macro `providers`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Providers {
    /// Where its forms go.
    pub action: String,
    /// What they carry besides.
    pub hidden: Vec<(String, String)>,
    /// What was searched for.
    pub search: String,
    /// There are so many that a search helps.
    pub searches: bool,
    /// Used here before, the newest first.
    pub recent: Vec<Item>,
    pub items: Vec<Item>,
    /// How many there are that were searched for.
    pub found: usize,
}

/// One provider as a button.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Item {
    pub id: String,
    pub name: String,
    /// Where it is, which tells those of like names apart.
    pub host: String,
    pub logo: String,
}

/// What is asked of a list.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub choices: &'a Choices,
    pub locale: model::Locale,
    pub now: model::Time,
    pub search: &'a str,
    /// Marks of what this browser chose before.
    pub recent: &'a [String],
    /// The first of the list, as long as nothing is searched for.
    pub first: &'a str,
}

impl Providers {
    /// The list for somebody who searches, or has not yet.
    pub fn of(asked: Asked<'_>, action: &str) -> Self {
        let Asked { choices, locale, now, search, .. } = asked;
        let (mut found, count) = choices.found(search, locale, now, MOST);
        if search.is_empty()
            && let Some(first) = choices.named(asked.first).filter(|choice| choice.is_open(now))
        {
            found.retain(|choice| choice.id != first.id);
            found.insert(0, first);
        }
        let (_, all) = choices.found("", locale, now, 0);
        let item = |choice: &Choice| Item {
            id: choice.id.clone(),
            name: choice.name(locale).to_owned(),
            host: host(&choice.id),
            logo: choice.logo.clone(),
        };
        Self {
            action: action.to_owned(),
            hidden: Vec::new(),
            search: search.chars().take(100).collect(),
            searches: all > FEW,
            recent: recent(asked).map(item).collect(),
            items: found.into_iter().map(item).collect(),
            found: count,
        }
    }

    #[must_use]
    pub fn carrying(mut self, hidden: &[(&str, &str)]) -> Self {
        self.hidden = hidden.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self
    }
}

/// What this browser chose before, as far as it can be chosen here.
fn recent(asked: Asked<'_>) -> impl Iterator<Item = &Choice> {
    let chosen = asked.recent.iter().filter_map(|mark| asked.choices.0.iter().find(|c| marking(&c.id) == *mark));
    chosen.filter(move |choice| choice.is_open(asked.now))
}

fn host(id: &str) -> String {
    url::Url::parse(id).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// What this browser chose before, the newest first: marks that only those who know a provider recognise.
pub fn remembered(cookies: &Cookies, headers: &HeaderMap) -> Vec<String> {
    let value = cookies.read(headers, COOKIE).unwrap_or_default();
    let is_mark = |part: &&str| part.len() == MARK && part.bytes().all(|b| b.is_ascii_hexdigit());
    value.split('.').filter(is_mark).take(REMEMBERED).map(str::to_owned).collect()
}

/// The first of them that can be chosen here.
pub fn last<'c>(choices: &'c Choices, remembered: &[String], now: model::Time) -> Option<&'c Choice> {
    let newest = remembered.first()?;
    choices.0.iter().find(|choice| marking(&choice.id) == *newest).filter(|choice| choice.is_open(now))
}

/// A Set-Cookie value that remembers a choice before the others.
pub fn remember(cookies: &Cookies, headers: &HeaderMap, id: &str) -> Option<HeaderValue> {
    let mark = marking(id);
    let mut all = remembered(cookies, headers);
    all.retain(|known| *known != mark);
    all.insert(0, mark);
    all.truncate(REMEMBERED);
    cookies.set(COOKIE, &all.join("."), Keep::For(LONG), SameSite::Lax).ok()
}

/// A Set-Cookie value that forgets all.
pub fn forget(cookies: &Cookies) -> Option<HeaderValue> {
    cookies.clear(COOKIE).ok()
}

fn marking(id: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, id.as_bytes());
    HEXLOWER.encode(digest.as_ref()).chars().take(MARK).collect()
}

const COOKIE: &str = "providers";
/// So many choices are remembered.
const REMEMBERED: usize = 3;
const MARK: usize = 24;
/// Half a year, in seconds.
const LONG: Duration = Duration::from_secs(180 * 24 * 3_600);
/// So many stand on one page; a search finds the others.
const MOST: usize = 50;
/// Up to so many are seen at a glance.
const FEW: usize = 7;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PublicUrl;
    use http::header;
    use model::{Locale, Time};

    fn cookies() -> Cookies {
        Cookies::new(&PublicUrl::parse("https://id.example").unwrap())
    }

    /// The headers of a browser that was given this cookie.
    fn with(cookie: &HeaderValue) -> HeaderMap {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        [(header::COOKIE, pair.parse().unwrap())].into_iter().collect()
    }

    fn many(count: usize) -> Choices {
        let choice = |n: usize| Choice {
            id: format!("https://idp{n}.test/saml"),
            names: vec![("en".into(), format!("Provider {n}"))],
            sought: format!("provider {n}"),
            ..Choice::default()
        };
        Choices((0..count).map(choice).collect())
    }

    fn list(choices: &Choices, search: &str, recent: &[String], first: &str) -> Providers {
        let asked = Asked { choices, locale: Locale::En, now: Time::default(), search, recent, first };
        Providers::of(asked, "/login/x")
    }

    #[test]
    fn three_choices_are_remembered_and_forgotten_at_once() {
        let (cookies, choices) = (cookies(), many(5));
        let mut headers = HeaderMap::new();
        for n in [0, 1, 2, 3, 2] {
            headers = with(&remember(&cookies, &headers, &format!("https://idp{n}.test/saml")).unwrap());
        }
        let recent = remembered(&cookies, &headers);
        let names = |top: &[Item]| top.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&list(&choices, "", &recent, "").recent), ["Provider 2", "Provider 3", "Provider 1"]);
        assert_eq!(last(&choices, &recent, Time::default()).unwrap().id, "https://idp2.test/saml");
        let set = remember(&cookies, &headers, "x").unwrap();
        let set = set.to_str().unwrap();
        assert!(set.contains("HttpOnly; SameSite=Lax; Secure") && !set.contains("idp2"), "{set}");
        assert_eq!(remembered(&cookies, &with(&forget(&cookies).unwrap())), Vec::<String>::new());
    }

    #[test]
    fn what_a_browser_says_names_nobody_else() {
        let (cookies, choices) = (cookies(), many(2));
        let evil = "__Host-providers=https://idp1.test/saml.zz.00112233445566778899aabb..";
        let headers: HeaderMap = [(header::COOKIE, evil.parse().unwrap())].into_iter().collect();
        assert_eq!(list(&choices, "", &remembered(&cookies, &headers), "https://evil.test").recent.len(), 0);
        let hinted = list(&choices, "", &[], "https://idp1.test/saml");
        assert_eq!((hinted.recent.len(), hinted.items[0].name.as_str(), hinted.items.len()), (0, "Provider 1", 2));
    }

    #[test]
    fn a_page_shows_so_many_and_says_how_many_there_are() {
        let choices = many(4_000);
        let all = list(&choices, "", &[], "");
        assert_eq!((all.items.len(), all.found, all.searches), (MOST, 4_000, true));
        let some = list(&choices, "399", &[], "");
        assert_eq!((some.items.len(), some.found, some.searches), (14, 14, true));
        assert!(!list(&many(7), "", &[], "").searches && list(&many(8), "", &[], "").searches);
    }
}
