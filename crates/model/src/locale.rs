//! The languages Symbolon speaks, and texts given once for each of them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language of the pages and messages.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Fi,
    Sv,
    Fr,
    De,
}

impl Locale {
    pub const ALL: [Self; 5] = [Self::En, Self::Fi, Self::Sv, Self::Fr, Self::De];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }
    /// From a BCP 47 tag; regions and scripts are passed over (`de-AT` is German).
    pub fn parse(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|l| l.tag().eq_ignore_ascii_case(first))
    }
}

/// A title in one or more languages; English stands in for a missing one, else any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Titles(pub BTreeMap<Locale, String>);

impl Titles {
    pub fn en(text: &str) -> Self {
        Self(BTreeMap::from([(Locale::En, text.to_owned())]))
    }
    #[must_use]
    pub fn with(mut self, locale: Locale, text: &str) -> Self {
        self.0.insert(locale, text.to_owned());
        self
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn get(&self, locale: Locale) -> Option<&str> {
        self.0.get(&locale).or_else(|| self.0.get(&Locale::En)).or_else(|| self.0.values().next()).map(String::as_str)
    }
    /// The title, or the object's name where it has none.
    pub fn or<'a>(&'a self, locale: Locale, name: &'a str) -> &'a str {
        self.get(locale).unwrap_or(name)
    }
}
