//! The pages people see: `portal` for logging in, `account` for looking after one's own ways in, `console` for administration.
//!
//! A page is made in three steps: a pure function turns what the engine said into a view, a template turns the view into
//! HTML, and the handler around both does nothing else. Every answer to a POST is a 303 to a page, except where a secret is
//! shown once.

pub mod account;
mod agent;
pub mod brands;
pub mod console;
mod flash;
pub mod portal;
mod state;
mod visit;
mod words;

#[cfg(test)]
mod samples;

pub use state::State;
pub use visit::{SESSION, session_cookie};

use kit::{Source, Template};

/// The routes of the portal and the account; the console has routes of its own.
pub fn router(state: State) -> axum::Router {
    portal::routes().merge(account::routes()).with_state(state)
}

/// The texts of these pages; register them after the kit's and before the methods'.
pub const TEXTS: Source = Source {
    owner: "web",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(Template { name: $name, source: include_str!(concat!("../templates/", $name)) }),+]
    };
}

/// The templates of these pages.
pub const TEMPLATES: &[Template] = templates![
    "web.html",
    "portal/menu.html",
    "portal/prompt.html",
    "portal/providers.html",
    "portal/consent.html",
    "portal/denied.html",
    "portal/message.html",
    "portal/form.html",
    "portal/start.html",
    "account/frame.html",
    "account/overview.html",
    "account/activity_table.html",
    "account/activity.html",
    "account/add.html",
    "account/enrol.html",
    "account/remove.html",
    "account/form.html",
    "console/parts.html",
    "console/frame.html",
    "console/object.html",
    "console/both.html",
    "console/chains.html",
    "console/children.html",
    "console/choose.html",
    "console/delete.html",
    "console/ended.html",
    "console/form.html",
    "console/home.html",
    "console/gateways.html",
    "console/items.html",
    "console/lines.html",
    "console/links.html",
    "console/list.html",
    "console/new.html",
    "console/new_application.html",
    "console/new_protocol.html",
    "console/race.html",
    "console/refused.html",
    "console/registration.html",
    "console/rights.html",
    "console/search.html",
    "console/secret.html",
    "console/texts.html",
    "console/alerts.html",
    "console/audit.html",
    "console/deliveries.html",
    "console/import.html",
    "console/mail.html",
    "console/mails.html",
    "console/new_user.html",
    "console/told.html",
    "console/token.html",
    "console/tokens.html",
    "console/user.html",
    "console/user_activity.html",
    "console/user_ask.html",
    "console/user_frame.html",
    "console/user_groups.html",
    "console/user_sessions.html",
    "console/user_ways.html",
    "console/users.html",
    "console/whatif.html",
];
