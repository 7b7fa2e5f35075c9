//! The demo: a world to try things in, an inbox for the mails that the server sends in it, and an application that is a
//! real OpenID Connect client. Objects and pages only; whoever starts a server wires them in.

pub mod app;
mod authority;
mod facts;
mod inbox;
mod pages;
mod seed;
mod world;

pub use authority::{Authority, Identity};
pub use facts::{Facts, FactsError, write_private};
pub use inbox::{Inbox, Letter, Phones};
pub use seed::{Bodies, SeedError, seed};
pub use world::{CONFIDENTIAL, PUBLIC, SITE, World};

use std::sync::Arc;

use axum::Router;
use kit::{Kit, Source, Template};

/// Everything that the demo's pages need.
#[derive(Clone)]
pub struct Stage {
    pub kit: Arc<Kit>,
    pub facts: Arc<Facts>,
    pub inbox: Arc<Inbox>,
    pub app: Arc<app::App>,
}

/// The start page, the inbox and the application, under `/demo`.
pub fn router(stage: Stage) -> Router {
    pages::routes().merge(inbox::routes()).merge(app::routes()).with_state(stage)
}

/// The demo's own texts.
pub const TEXTS: Source = Source {
    owner: "demo",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};

/// The demo's own pages.
pub const TEMPLATES: &[Template] = &[
    Template { name: "demo/start.html", source: include_str!("../templates/start.html") },
    Template { name: "demo/mail.html", source: include_str!("../templates/mail.html") },
    Template { name: "demo/app.html", source: include_str!("../templates/app.html") },
    Template { name: "demo/trouble.html", source: include_str!("../templates/trouble.html") },
];
