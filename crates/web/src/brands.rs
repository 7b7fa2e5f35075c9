//! A site's face: its name, logo, theme, help and own words, inherited down the site tree.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use kit::{Assets, Brand, HelpLink, Logo, Override, Rgb, Stack, Texts};
use model::{Catalogue, Id, Locale, site::Font};

/// Brands made so far, for one state of the configuration.
#[derive(Default)]
pub struct Brands {
    /// Stand in the footer after a site's own.
    links: Vec<HelpLink>,
    known: Mutex<(i64, HashMap<Id, Arc<Brand>>)>,
}

impl Brands {
    pub fn linking(links: Vec<HelpLink>) -> Self {
        Self { links, ..Self::default() }
    }

    pub fn of(&self, catalogue: &Catalogue, site: Id, texts: &Texts) -> Arc<Brand> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != catalogue.version {
            *known = (catalogue.version, HashMap::new());
        }
        let made = || {
            let mut brand = brand(catalogue, site, texts);
            brand.links.extend(self.links.iter().cloned());
            Arc::new(brand)
        };
        Arc::clone(known.1.entry(site).or_insert_with(made))
    }
}

fn brand(catalogue: &Catalogue, site: Id, texts: &Texts) -> Brand {
    let way = catalogue.upwards(site);
    let name = way.first().map_or("Symbolon", |(entry, site)| site.title.or(Locale::En, entry.name())).to_owned();
    let theme = theme(catalogue, site);
    let pictures = way.iter().find_map(|(_, s)| {
        s.theme.logo.clone().filter(|logo| picture(logo)).map(|light| (light, s.theme.logo_dark.clone()))
    });
    let logo =
        pictures.map_or(Logo::Name, |(light, dark)| Logo::Image { light, dark: dark.filter(|logo| picture(logo)) });
    let support = support(catalogue, site);
    let links = (!support.is_empty()).then(|| HelpLink { key: "help".into(), href: format!("mailto:{support}") });
    Brand {
        name,
        logo,
        theme: (theme != kit::Theme::default()).then(|| Assets::theme(&site.to_string(), &theme)),
        links: links.into_iter().collect(),
        texts: own_words(&way, texts),
    }
}

/// The address that a site's pages name for help; empty where there is none.
pub fn support(catalogue: &Catalogue, site: Id) -> String {
    let own = catalogue.upwards(site).into_iter().map(|(_, s)| s.support.clone()).find(|s| !s.is_empty());
    let address = own.unwrap_or_else(|| catalogue.system().support);
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '?' | '&' | '%' | '#' | '"' | '<' | '>');
    if address.contains('@') && address.chars().all(plain) { address } else { String::new() }
}

/// The theme for the sheet that a brand names: `site` is the site's id as text. For the kit's `themes`.
pub fn theme_named(catalogue: &Catalogue, site: &str) -> Option<kit::Theme> {
    let id: Id = site.parse().ok()?;
    catalogue.site(id).map(|_| theme(catalogue, id))
}

/// Each value comes from the nearest site that sets it.
fn theme(catalogue: &Catalogue, site: Id) -> kit::Theme {
    let way = catalogue.upwards(site);
    let themes = || way.iter().map(|(_, s)| &s.theme);
    let font = themes().map(|t| t.font).find(|f| *f != Font::Sans).unwrap_or_default();
    kit::Theme {
        colour: themes().find_map(|t| t.colour.as_deref().and_then(Rgb::parse)),
        radius: themes().find_map(|t| t.radius),
        stack: match font {
            Font::Sans => Stack::Sans,
            Font::Serif => Stack::Serif,
            Font::Rounded => Stack::Rounded,
        },
    }
}

/// Only pictures in the page itself; the policy of every page forbids other places anyway.
fn picture(logo: &str) -> bool {
    ["data:image/svg+xml", "data:image/png"].iter().any(|kind| logo.starts_with(kind))
}

/// The texts with the words of the sites on the way, the nearest last; one that cannot be used is left out and logged.
fn own_words(way: &[(&model::Entry, &model::Site)], texts: &Texts) -> Option<Texts> {
    texts.with_usable(words(way))
}

/// What the sites on a way say in words of their own, the nearest first in it having the last word.
pub fn words(way: &[(&model::Entry, &model::Site)]) -> Vec<Override> {
    let mut words: BTreeMap<(Locale, &str), &str> = BTreeMap::new();
    for (_, site) in way.iter().rev() {
        for (locale, own) in &site.texts {
            words.extend(own.iter().map(|(key, value)| ((*locale, key.as_str()), value.as_str())));
        }
    }
    let own = words.into_iter().filter_map(|((locale, key), value)| {
        let locale = kit::Locale::from_tag(locale.tag())?;
        Some(Override { locale, key: key.to_owned(), value: value.to_owned() })
    });
    own.collect()
}
