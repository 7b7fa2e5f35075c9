//! Who reads the page: language, appearance, time zone, and the token that their browser may post with.

use axum::extract::FromRequestParts;
use http::{HeaderMap, StatusCode, Uri, header, request::Parts};
use jiff::tz::TimeZone;

use crate::{Cookies, Locale, Reference};

/// Facts about the reader, found once per request by `Kit::wrap`; an extractor for handlers.
#[derive(Clone, Debug)]
pub struct Reader {
    pub locale: Locale,
    pub scheme: Scheme,
    /// The person's zone once they are known; before that the server's.
    pub zone: TimeZone,
    pub reference: Reference,
    /// The value of the cookie `browser`: random, the same over all requests of one browser.
    pub browser: String,
    /// What the field `csrf` of this browser's forms must hold.
    pub csrf: String,
    /// Whether a page is wanted, not data.
    pub wants_html: bool,
    chosen: Option<Locale>,
    accept: Option<String>,
    query: String,
}

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    #[default]
    System,
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the cookie, in the query and on `<html>`.
    pub const fn name(self) -> &'static str {
        ["system", "light", "dark"][self as usize]
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

/// A choice made by following a link of the footer; `Kit::wrap` keeps it in a cookie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub locale: Option<Locale>,
    pub scheme: Option<Scheme>,
}

impl Choice {
    pub fn of(uri: &Uri) -> Self {
        let mut choice = Self::default();
        for (name, value) in pairs(uri.query().unwrap_or_default()) {
            match name {
                "lang" => choice.locale = Locale::from_tag(value),
                "theme" => choice.scheme = Scheme::from_name(value),
                _ => {}
            }
        }
        choice
    }
}

impl Reader {
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, cookies: &Cookies, choice: Choice, own: Own) -> Self {
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let chosen = choice.locale.or_else(|| cookies.read(headers, LANG).and_then(Locale::from_tag));
        let scheme =
            choice.scheme.or_else(|| cookies.read(headers, THEME).and_then(Scheme::from_name)).unwrap_or_default();
        let html = |value: &http::HeaderValue| value.to_str().is_ok_and(|v| v.contains("text/html"));
        let query = uri.query().filter(|query| query.len() <= LONGEST).unwrap_or_default();
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_choice(pair)).collect();
        Self {
            locale: chosen.unwrap_or_else(|| Locale::negotiate(None, None, accept.as_deref())),
            scheme,
            zone: own.zone,
            reference: own.reference,
            browser: own.browser,
            csrf: own.csrf,
            wants_html: headers.get_all(header::ACCEPT).iter().any(html),
            chosen,
            accept,
            query: kept.join("&"),
        }
    }

    /// The same reader, when the application asked for languages (`ui_locales`); an own choice still goes first.
    #[must_use]
    pub fn asked(mut self, ui_locales: &str) -> Self {
        self.locale = self.chosen.unwrap_or_else(|| Locale::negotiate(None, Some(ui_locales), self.accept.as_deref()));
        self
    }

    /// The same reader in a known zone and, unless they chose another, a known language.
    #[must_use]
    pub fn known(mut self, zone: TimeZone, locale: Option<Locale>) -> Self {
        self.zone = zone;
        self.locale = self.chosen.or(locale).unwrap_or(self.locale);
        self
    }

    /// The query of a link to this same page with one choice changed; relative, so it leads nowhere else.
    pub(crate) fn link(&self, name: &str, value: &str) -> String {
        let and = if self.query.is_empty() { "" } else { "&" };
        format!("?{}{and}{name}={value}", self.query)
    }
}

/// What the kit itself adds to a reader.
pub(crate) struct Own {
    pub zone: TimeZone,
    pub reference: Reference,
    pub browser: String,
    pub csrf: String,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = StatusCode;

    /// Fails only where the routes were not wrapped.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

pub(crate) const LANG: &str = "lang";
pub(crate) const THEME: &str = "theme";
pub(crate) const BROWSER: &str = "browser";

/// A longer query is not repeated in links.
const LONGEST: usize = 2048;

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter_map(|pair| pair.split_once('='))
}

fn is_choice(pair: &str) -> bool {
    matches!(pair.split('=').next(), Some(LANG | THEME))
}
