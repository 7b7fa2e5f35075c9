//! A site: a tenant in a tree, which owns users, groups, applications, policies, texts and a theme.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    Finding, LinkRole, Locale, Neighbours, Noun, Object, Titles,
    gateway::{self, Gateway},
    system::Mail,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Site {
    pub title: Titles,
    pub enabled: bool,
    /// Offer an enrolment to a person who has never had a second factor, where one is required (off: requirements C5 and C6 alone decide).
    pub force_enrolment: bool,
    /// Offer *forgotten password* by a mailed link (off until mail works).
    pub forgotten_password: bool,
    /// Tell users by mail when their account was locked or unlocked.
    pub lock_notices: bool,
    /// Most messages a day in this site's name, over all methods and people.
    pub messages_per_day: u32,
    /// Address that pages name for help.
    pub support: String,
    pub theme: Theme,
    /// Texts of its own, by language and key; inherited by the sites below.
    pub texts: BTreeMap<Locale, BTreeMap<String, String>>,
    /// A mail server of its own; the system's where empty.
    pub mail: Option<Mail>,
    /// Gateways for text messages of its own; those of a site above, else the system's, where empty.
    pub sms: Vec<Gateway>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: Titles::default(),
            enabled: true,
            force_enrolment: false,
            forgotten_password: false,
            lock_notices: true,
            messages_per_day: 20_000,
            support: String::new(),
            theme: Theme::default(),
            texts: BTreeMap::new(),
            mail: None,
            sms: Vec::new(),
        }
    }
}

/// What a site may change of the look: requirement G6.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Theme {
    /// One colour, `#rrggbb`; the contrast guard works out the rest.
    pub colour: Option<String>,
    /// Corner radius of controls in pixels, 0 to 12.
    pub radius: Option<u8>,
    pub font: Font,
    /// SVG or PNG as a `data:` URL, for light and for dark.
    pub logo: Option<String>,
    pub logo_dark: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Font {
    #[default]
    Sans,
    Serif,
    Rounded,
}

impl Object for Site {
    const NOUN: Noun = Noun::Site;
    const LINKS: &'static [LinkRole] = &[
        LinkRole { name: "method", target: Noun::Method, many: true, reverse: "site", payload: &["enabled"] },
        LinkRole { name: "share", target: Noun::Site, many: true, reverse: "share", payload: &[] },
    ];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some((above, _)) = around.me.path.rsplit_once('/')
            && around.catalogue.at(Noun::Site, above).is_none()
        {
            findings.push(Finding::broken("path", "site-missing").with("site", above));
        }
        if self.theme.colour.as_deref().is_some_and(|c| !is_colour(c)) {
            findings.push(Finding::broken("theme.colour", "colour"));
        }
        if self.theme.radius.is_some_and(|r| r > 12) {
            findings.push(Finding::broken("theme.radius", "radius"));
        }
        let mail = self.mail.is_some() || around.catalogue.system().mail.is_some();
        if self.forgotten_password && !mail {
            findings.push(Finding::unfit("forgottenPassword", "mail-missing"));
        }
        findings.extend(gateway::check(&self.sms));
        findings
    }
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}
