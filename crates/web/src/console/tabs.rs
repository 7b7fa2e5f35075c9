//! The pages that an object has: what it is, what is special to its kind, and what it is linked to.

use model::Noun;
use serde::Serialize;

/// One page of an object.
pub struct Tab {
    /// Stands in the query; the main page has none.
    pub name: &'static str,
    pub shows: Shows,
}

#[derive(Clone, Copy)]
pub enum Shows {
    /// Attributes in groups.
    Main,
    Look,
    /// Configuration lines, as fields where the kind declares them and as text.
    Lines,
    /// What a method knows of the provider that it sends people to, and what that is to be told.
    Provider,
    /// What a front knows of an application.
    Registration,
    /// Rows of a table.
    Items,
    Rights,
    /// A site's own words.
    Texts,
    /// Mails in a site's words.
    Mails,
    /// Gateways for text messages.
    Gateways,
    /// What a role's members are told of.
    Alerts,
    /// How a webhook does.
    Deliveries,
    /// Sites inside a site.
    Children,
    Links(&'static [Linking]),
}

/// Links of one name, as it is called from this object.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Linking {
    pub name: &'static str,
    #[serde(skip)]
    pub other: Noun,
    /// Attributes that the link carries.
    pub with: &'static [&'static str],
    /// There can be one only.
    pub single: bool,
    /// Shown here, changed elsewhere.
    pub fixed: bool,
}

/// A link as a literal, so that the tables below are constants.
macro_rules! link {
    ($name:literal, $other:ident) => {
        link!($name, $other, &[])
    };
    ($name:literal, $other:ident, $with:expr) => {
        Linking { name: $name, other: Noun::$other, with: $with, single: false, fixed: false }
    };
    (one $name:literal, $other:ident) => {
        link!(one $name, $other, &[])
    };
    (one $name:literal, $other:ident, $with:expr) => {
        Linking { name: $name, other: Noun::$other, with: $with, single: true, fixed: false }
    };
    (fixed $name:literal, $other:ident) => {
        Linking { name: $name, other: Noun::$other, with: &[], single: true, fixed: true }
    };
}

macro_rules! tab {
    ($name:literal, $shows:ident) => {
        Tab { name: $name, shows: Shows::$shows }
    };
    ($name:literal, $links:expr) => {
        Tab { name: $name, shows: Shows::Links($links) }
    };
}

const ENABLED: &[&str] = &["enabled"];

/// The pages of an object of a noun, the main one first.
pub const fn of(noun: Noun) -> &'static [Tab] {
    match noun {
        Noun::Method => &[
            tab!("", Main),
            tab!("lines", Lines),
            tab!("provider", Provider),
            tab!(
                "inboundPolicy",
                &[
                    link!(one "inboundPolicy", Mapping),
                    link!(one "inboundMappingPolicy", UserMapping, &["trusted"]),
                    link!(one "sosoConfiguration", Soso),
                    link!(fixed "directory", Directory),
                ]
            ),
            tab!("site", &[link!("site", Site, ENABLED)]),
            tab!("application", &[link!("application", Application, &["enabled", "opens"])]),
            tab!("group", &[link!("group", Group, ENABLED)]),
        ],
        Noun::Application => &[
            tab!("", Main),
            tab!("registration", Registration),
            tab!("method", &[link!("method", Method, &["enabled", "opens"])]),
            tab!("allowedTo", &[link!("allowedTo", Group)]),
            tab!("policy", &[link!(one "policy", Policy), link!(one "outboundMappingPolicy", OutboundMapping)]),
            tab!("role", &[link!("role", Role)]),
        ],
        Noun::Site => &[
            tab!("", Main),
            tab!("look", Look),
            tab!("texts", Texts),
            tab!("mails", Mails),
            tab!("sms", Gateways),
            tab!("method", &[link!("method", Method, ENABLED)]),
            tab!("children", Children),
            tab!("share", &[link!("share", Site)]),
        ],
        Noun::Group => &[
            tab!("", Main),
            tab!("member", &[link!("member", Group), link!("memberOf", Group)]),
            tab!("method", &[link!("method", Method, ENABLED)]),
            tab!("accessTo", &[link!("accessTo", Application)]),
            tab!("role", &[link!("role", Role)]),
        ],
        Noun::Policy | Noun::OutboundMapping => {
            &[tab!("", Main), tab!("items", Items), tab!("application", &[link!("application", Application)])]
        }
        Noun::Mapping => &[tab!("", Main), tab!("items", Items), tab!("method", &[link!("method", Method)])],
        Noun::UserMapping => {
            &[tab!("", Main), tab!("items", Items), tab!("method", &[link!("method", Method, &["trusted"])])]
        }
        Noun::Soso => &[tab!("", Main), tab!("lines", Lines), tab!("method", &[link!("method", Method)])],
        Noun::Role => &[
            tab!("", Main),
            tab!("rights", Rights),
            tab!("alerts", Alerts),
            tab!("assignedTo", &[link!("assignedTo", Group)]),
            tab!("grantedTo", &[link!("grantedTo", Application)]),
        ],
        Noun::Directory => &[tab!("", Main), tab!("lines", Lines), tab!("method", &[link!("method", Method)])],
        Noun::Webhook => &[tab!("", Main), tab!("deliveries", Deliveries)],
        Noun::System => &[tab!("", Main), tab!("sms", Gateways)],
        Noun::Template | Noun::Service => &[tab!("", Main)],
    }
}

/// The page of a name, or the one that shows a link of that name; the main one where there is none.
pub fn named(noun: Noun, name: &str) -> &'static Tab {
    let holds = |tab: &&Tab| matches!(tab.shows, Shows::Links(all) if all.iter().any(|l| l.name == name));
    let all = of(noun);
    all.iter().find(|tab| tab.name == name).or_else(|| all.iter().find(holds)).unwrap_or(&all[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every link that the model knows can be seen and set somewhere (requirement H3).
    #[test]
    fn nothing_is_left_out() {
        for noun in Noun::ALL {
            for role in noun.links().iter().filter(|r| r.name != "nextFactor") {
                let shown = |noun: Noun, name: &str, other: Noun| {
                    of(noun).iter().any(|t| matches!(t.shows, Shows::Links(all) if all.iter().any(|l| l.name == name && l.other == other)))
                };
                assert!(shown(*noun, role.name, role.target), "{noun:?} {}", role.name);
                let back = role.name == role.reverse || shown(role.target, role.reverse, *noun);
                assert!(back, "{:?} {} {noun:?}", role.target, role.reverse);
            }
        }
    }
}
