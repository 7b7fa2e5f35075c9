//! What stands beside every page of the console: the sites one may see, and the pages one's rights open.

use manage::{
    caller::Caller,
    desk::{Filter, Named},
};
use model::Noun;
use serde::Serialize;

use super::{Console, gate::Seat};

/// Where a page stands.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub crumbs: Vec<Crumb>,
    /// Name of the page in the navigation.
    pub section: &'static str,
    /// The chosen site; all of them where none.
    pub site: Option<String>,
    /// Choosing another site stays on this page: its path, where it can be asked for each site.
    pub stays: Option<String>,
}

/// A way back: a text's key or a name, and where it leads.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    pub key: String,
    pub text: String,
    pub href: String,
}

impl Crumb {
    pub fn key(key: impl Into<String>, href: impl Into<String>) -> Self {
        Self { key: key.into(), text: String::new(), href: href.into() }
    }
    pub fn text(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { key: String::new(), text: text.into(), href: href.into() }
    }
}

#[derive(Debug, Serialize)]
pub struct Nav {
    pub all: Item,
    pub sites: Vec<Branch>,
    /// There are too many for a tree.
    pub many: usize,
    pub groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
pub struct Group {
    pub key: &'static str,
    pub items: Vec<Item>,
}

#[derive(Debug, Serialize)]
pub struct Item {
    pub key: String,
    pub href: String,
    pub count: Option<usize>,
    pub here: bool,
}

/// A site with those inside it, or how many are.
#[derive(Debug, Serialize)]
pub struct Branch {
    pub title: String,
    pub href: String,
    pub here: bool,
    pub closed: usize,
    pub below: Vec<Branch>,
}

/// Above this many a search field stands for the tree.
const MOST: usize = 50;
/// Up to this many every branch is open.
const FEW: usize = 12;

/// A page of the navigation: its name, where it leads, and whose right opens it.
struct Entry {
    name: &'static str,
    path: &'static str,
    right: Right,
    counted: bool,
}

/// Whose right opens a page.
#[derive(Clone, Copy)]
enum Right {
    /// Nobody needs one.
    Free,
    /// Read on it, in some site at least where sites own such objects.
    Of(Noun),
    /// Read on records of this name in some site at least.
    Somewhere(&'static str),
}

impl Right {
    fn opens(self, caller: &Caller) -> bool {
        match self {
            Self::Free => true,
            Self::Of(noun) => may_see(caller, noun),
            Self::Somewhere(noun) => caller.may_somewhere("read", noun),
        }
    }
}

/// Records in the store are found and not counted for every page.
const fn records(name: &'static str, path: &'static str) -> Entry {
    Entry { name, path, right: Right::Somewhere(name), counted: false }
}

const fn list(name: &'static str, path: &'static str, noun: Noun) -> Entry {
    Entry { name, path, right: Right::Of(noun), counted: true }
}

/// The navigation.
const PAGES: &[(&str, &[Entry])] = &[
    (
        "console-nav-now",
        &[
            Entry { name: "overview", path: "/console", right: Right::Free, counted: false },
            records("audit", "/console/audit"),
            records("whatif", "/console/whatif"),
        ],
    ),
    (
        "console-nav-people",
        &[
            records("user", "/console/user"),
            list("group", "/console/group", Noun::Group),
            records("token", "/console/token"),
        ],
    ),
    (
        "console-nav-ways",
        &[
            list("method", "/console/method", Noun::Method),
            Entry { name: "chains", path: "/console/chains", right: Right::Of(Noun::Method), counted: false },
            list("application", "/console/application", Noun::Application),
            list("policy", "/console/policy", Noun::Policy),
            list("outboundMappingPolicy", "/console/outboundMappingPolicy", Noun::OutboundMapping),
            list("inboundPolicy", "/console/inboundPolicy", Noun::Mapping),
            list("inboundMappingPolicy", "/console/inboundMappingPolicy", Noun::UserMapping),
            list("service", "/console/service", Noun::Service),
            list("sosoConfiguration", "/console/sosoConfiguration", Noun::Soso),
        ],
    ),
    (
        "console-nav-system",
        &[
            list("site", "/console/site", Noun::Site),
            list("directory", "/console/directory", Noun::Directory),
            list("role", "/console/role", Noun::Role),
            list("webhook", "/console/webhook", Noun::Webhook),
            list("template", "/console/template", Noun::Template),
            Entry { name: "server", path: "/console/server", right: Right::Of(Noun::System), counted: false },
        ],
    ),
];

impl Console {
    pub(super) fn nav(&self, seat: &Seat, place: &Place) -> Nav {
        let site = place.site.as_deref();
        let item = |page: &Entry| Item {
            key: format!("console-page-{}", page.name),
            href: at_site(page.path, site.filter(|_| asks_site(page.path))),
            count: match page.right {
                Right::Of(noun) if page.counted => {
                    Some(self.desk.count(&seat.caller, noun, site.filter(|_| owned(noun))))
                }
                _ => None,
            },
            here: place.section == page.name,
        };
        let open = |page: &&Entry| page.right.opens(&seat.caller);
        let groups =
            PAGES.iter().map(|(key, pages)| Group { key, items: pages.iter().filter(open).map(item).collect() });
        let sites = self.desk.names(&seat.caller, Noun::Site, &Filter { limit: usize::MAX, ..Filter::default() });
        let many = if sites.len() > MOST { sites.len() } else { 0 };
        Nav {
            all: Item {
                key: if seat.caller.may("read", "site", None) { "console-nav-all" } else { "console-nav-mine" }
                    .to_owned(),
                href: place.stays.clone().unwrap_or_else(|| "/console".to_owned()),
                count: None,
                here: site.is_none(),
            },
            sites: if many == 0 { tree(&sites, place, seat) } else { chosen(&sites, place, seat) },
            many,
            groups: groups.filter(|g| !g.items.is_empty()).collect(),
        }
    }

    /// Pages that the seat may open, with their names, for the palette.
    pub(super) fn pages(&self, seat: &Seat) -> Vec<(String, &'static str)> {
        let open = |page: &&Entry| page.right.opens(&seat.caller);
        let all = PAGES.iter().flat_map(|(_, pages)| pages.iter()).filter(open);
        all.map(|page| (seat.speaker.say(&format!("console-page-{}", page.name)), page.path)).collect()
    }
}

/// Whether a list of these is theirs to see.
pub(super) fn may_see(caller: &Caller, noun: Noun) -> bool {
    if owned(noun) { caller.may_somewhere("read", noun.name()) } else { caller.may("read", noun.name(), None) }
}

/// Whether sites own objects of a noun.
pub(super) const fn owned(noun: Noun) -> bool {
    matches!(
        noun,
        Noun::Site
            | Noun::Group
            | Noun::Policy
            | Noun::OutboundMapping
            | Noun::Role
            | Noun::Application
            | Noun::Webhook
    )
}

/// Pages that can be asked for one site.
fn asks_site(path: &str) -> bool {
    matches!(path, "/console" | "/console/user" | "/console/token" | "/console/audit")
        || path.strip_prefix("/console/").and_then(Noun::parse).is_some_and(owned)
}

pub(super) fn at_site(path: &str, site: Option<&str>) -> String {
    site.map_or_else(|| path.to_owned(), |site| format!("{path}?{}", form(&[("site", site)])))
}

pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn href(site: &str, place: &Place) -> String {
    match &place.stays {
        Some(path) => at_site(path, Some(site)),
        None => format!("/console{}", manage::address::id(manage::address::Type::Object(Noun::Site), site)),
    }
}

fn tree(sites: &[Named], place: &Place, seat: &Seat) -> Vec<Branch> {
    let known = |path: &str| sites.iter().any(|s| s.path == path);
    let above = |path: &str| path.rsplit_once('/').map(|(above, _)| above.to_owned()).filter(|above| known(above));
    let roots = sites.iter().filter(|s| above(&s.path).is_none());
    roots.map(|site| branch(site, sites, place, seat)).collect()
}

fn branch(site: &Named, sites: &[Named], place: &Place, seat: &Seat) -> Branch {
    let below: Vec<&Named> =
        sites.iter().filter(|s| s.path.rsplit_once('/').is_some_and(|(above, _)| above == site.path)).collect();
    let inside =
        |chosen: &str| chosen == site.path || chosen.strip_prefix(&site.path).is_some_and(|rest| rest.starts_with('/'));
    let open = sites.len() <= FEW || place.site.as_deref().is_some_and(inside);
    Branch {
        title: seat.speaker.title(&site.titles, site.name()),
        href: href(&site.path, place),
        here: place.site.as_deref() == Some(&site.path),
        closed: if open { 0 } else { below.len() },
        below: if open { below.into_iter().map(|s| branch(s, sites, place, seat)).collect() } else { Vec::new() },
    }
}

/// Of many sites only the chosen one, with those above it as its way.
fn chosen(sites: &[Named], place: &Place, seat: &Seat) -> Vec<Branch> {
    let site = place.site.as_deref().and_then(|chosen| sites.iter().find(|s| s.path == chosen));
    let shown = |site: &Named| Branch {
        title: seat.speaker.title(&site.titles, site.name()),
        href: href(&site.path, place),
        here: true,
        closed: 0,
        below: Vec::new(),
    };
    site.map(shown).into_iter().collect()
}
