//! The fronts that applications speak to: wire messages become requests for a login, grants become wire messages.
//!
//! One folder per protocol, with the same file names in each. None of them knows a method, and no method knows them.

pub mod agent;
pub mod oidc;
pub mod radius;
mod registration;
pub mod saml;
mod visit;

use kit::{Source, Template};

/// The texts of these fronts; register them after the kit's.
pub const TEXTS: Source = Source {
    owner: "protocols",
    texts: [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ],
};

/// The templates of these fronts.
pub const TEMPLATES: &[Template] = &[
    Template { name: "oidc/logout.html", source: include_str!("../templates/logout.html") },
    Template { name: "oidc/logged_out.html", source: include_str!("../templates/logged_out.html") },
];
